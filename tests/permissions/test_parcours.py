"""Closed by default, proved: every address, actor, verb and kind of row against what attentes.py says."""

import pytest

from core.app import create_app
from tests.permissions.parcours import Parcours

# Parts of one walk, so that processes share it.
PARTS = 4


def test_every_address_has_an_expectation(parcours: Parcours) -> None:
    missing = parcours.list_uncovered()
    assert not missing, "adresses sans attente : " + ", ".join(missing)
    stale = parcours.list_stale()
    assert not stale, "attentes sans adresse : " + ", ".join(stale)


def test_an_address_without_expectation_is_named(parcours: Parcours) -> None:
    app = create_app(parcours.app.extensions["ctg"].settings)
    app.add_url_rule("/essai/<int:numero>/", "essai", lambda numero: "", methods=["POST"])
    app.add_url_rule("/admin/bassin/vider/", "vider", lambda: "")
    app.add_url_rule("/admin/inconnu/", "inconnu", lambda: "")
    other = Parcours(app, parcours.monde, parcours.connection)
    assert other.list_uncovered() == [
        "GET /admin/bassin/vider/",
        "GET /admin/inconnu/",
        "POST /essai/<int:numero>/",
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_passes_a_closed_door_nor_reads_what_is_not_theirs(
    parcours: Parcours, part: int
) -> None:
    bilan = parcours.walk(parcours.list_part(part, PARTS))
    print(
        f"Parcours des droits, {part + 1} sur {PARTS} : {bilan.cellules} cellules, "
        f"{len(bilan.ecarts)} écarts, {len(bilan.fuites)} fuites, "
        f"{len(parcours.list_uncovered())} adresses sans attente"
    )
    assert not bilan.fautes, "\n".join(bilan.fautes[:60])
