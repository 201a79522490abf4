"""Rules of the axis parentalité, on examples worked by hand."""

from datetime import date

import pytest

from core.errors import ErreurMetier
from plugins.parentalite.rules import (
    TYPES_REPSS,
    StatutDispositif,
    TypeDispositif,
    check_dates,
    list_thematiques,
    was_open,
)

ACTIF, PROJET = StatutDispositif.ACTIF, StatutDispositif.PROJET
SUSPENDU, FERME = StatutDispositif.SUSPENDU, StatutDispositif.FERME
JOUR = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("statut", "debut", "fin", "annees"),
    [
        (ACTIF, None, None, {2022, 2023, 2024, 2025}),
        (ACTIF, date(2024, 12, 31), None, {2024, 2025}),
        (FERME, None, date(2023, 1, 1), {2022, 2023}),
        (SUSPENDU, date(2023, 9, 1), date(2024, 6, 30), {2023, 2024}),
        (PROJET, date(2020, 1, 1), None, set()),
    ],
)
def test_the_years_in_which_a_dispositif_worked(
    statut: StatutDispositif, debut: date | None, fin: date | None, annees: set[int]
) -> None:
    found = {annee for annee in range(2022, 2026) if was_open(statut, debut, fin, annee)}
    assert found == annees


@pytest.mark.parametrize(
    ("statut", "debut", "fin", "champ"),
    [
        (ACTIF, date(2025, 1, 1), date(2024, 1, 1), "fin"),
        (FERME, date(2020, 1, 1), None, "fin"),
        (SUSPENDU, None, None, "fin"),
        (ACTIF, None, date(2026, 3, 15), "fin"),
        (ACTIF, date(2026, 3, 17), None, "statut"),
    ],
)
def test_dates_that_contradict_the_status_are_refused(
    statut: StatutDispositif, debut: date | None, fin: date | None, champ: str
) -> None:
    with pytest.raises(ErreurMetier) as error:
        check_dates(statut, debut, fin, JOUR)
    assert error.value.champ == champ


def test_dates_that_agree_are_accepted() -> None:
    check_dates(ACTIF, JOUR, JOUR, JOUR)
    check_dates(ACTIF, None, date(2027, 1, 1), JOUR)
    check_dates(PROJET, date(2027, 1, 1), None, JOUR)
    check_dates(FERME, None, date(2024, 1, 1), JOUR)


def test_five_schemes_are_followed_nationally() -> None:
    assert [type_.value for type_ in TYPES_REPSS] == [
        "laep",
        "reaap_action",
        "clas",
        "mediation_familiale",
        "espace_rencontre",
    ]
    assert TypeDispositif.PIF not in TYPES_REPSS


def test_themes_are_told_in_the_order_of_the_list() -> None:
    assert list_thematiques(["ecrans", "sommeil"]) == "Sommeil, Écrans"
    assert list_thematiques([]) == ""
