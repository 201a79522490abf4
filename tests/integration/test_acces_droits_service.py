"""Checks of the axis before a commit, and its rights."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.clock import today
from core.db.base import Entite
from core.errors import ErreurMetier
from core.indicateurs.service import validate_axe
from core.security.acteur import SYSTEME, Acteur, Habilitation, Role
from core.security.policy import Verbe, can, scope
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    EngagementNumerique,
    LieuAccueil,
    OffreLogement,
    OffreMobilite,
    Permanence,
)
from plugins.acces_droits.service import (
    validate_activite,
    validate_lieu,
    validate_permanence,
)
from tests.integration.essai_acces_droits import (
    ANNUELLES,
    AXE,
    CONTROLES,
    add,
    add_lieu,
    add_permanence,
    build_row,
    get_commune,
)
from tests.integration.essai_axe import (
    BEGROLLES,
)


@pytest.fixture
def equipe() -> Acteur:
    """A member of the axis' team."""
    habilitation = Habilitation(role=Role.EQUIPE, axe_slug=AXE)
    return Acteur(nom="Équipe", habilitations=frozenset({habilitation}))


@pytest.fixture
def caf() -> Acteur:
    """Somebody of the CAF."""
    habilitation = Habilitation(role=Role.PARTENAIRE_CAF)
    return Acteur(nom="CAF", habilitations=frozenset({habilitation}))


@pytest.mark.parametrize("modele", CONTROLES)
def test_what_a_check_accepts(session: Session, equipe: Acteur, modele: type[Entite]) -> None:
    CONTROLES[modele](session, equipe, add(session, build_row(session, modele)))


LENDEMAIN = today() + timedelta(days=1)


@pytest.mark.parametrize(
    ("modele", "champ", "valeurs"),
    [
        (LieuAccueil, "verifie_le", {"verifie_le": LENDEMAIN}),
        (Permanence, "verifie_le", {"verifie_le": LENDEMAIN}),
        *((modele, "annee", {"annee": 2100}) for modele in ANNUELLES),
        (ActiviteAccueil, "demandes_caf", {"demandes_caf": 11, "accompagnements": 10}),
        (ActiviteAccueil, "droits_ouverts", {"droits_ouverts": 11, "dossiers_suivis": 10}),
        (ActiviteAccueil, "somme_delais_j", {"somme_delais_j": 1, "rendez_vous": 0}),
        (OffreMobilite, "voyages_acces_droits", {"voyages_acces_droits": 11, "voyages": 10}),
        (OffreMobilite, "communes", {"communes": []}),
        (OffreLogement, "places_occupees", {"places_occupees": 11, "places": 10}),
        (
            OffreLogement,
            "sorties_logement_autonome",
            {"sorties_logement_autonome": 11, "sorties": 10},
        ),
        (Domiciliation, "refus", {"refus": 11, "demandes": 10}),
    ],
)
def test_a_refusal_names_its_field(
    session: Session, equipe: Acteur, modele: type[Entite], champ: str, valeurs: dict[str, Any]
) -> None:
    row = add(session, build_row(session, modele, **valeurs))
    with pytest.raises(ErreurMetier) as error:
        CONTROLES[modele](session, equipe, row)
    assert error.value.champ == champ


@pytest.mark.parametrize(
    ("modele", "champ", "valeurs"),
    [
        (
            LieuAccueil,
            "label_fin",
            {"label_debut": date(2024, 1, 1), "label_fin": date(2023, 12, 31)},
        ),
        (EngagementNumerique, "signee_le", {"signee_le": date(2023, 12, 31)}),
    ],
)
def test_dates_in_disorder_are_refused_by_the_check_and_by_the_database(
    session: Session, equipe: Acteur, modele: type[Entite], champ: str, valeurs: dict[str, Any]
) -> None:
    row = build_row(session, modele, **valeurs)
    with session.no_autoflush, pytest.raises(ErreurMetier) as error:
        CONTROLES[modele](session, equipe, row)
    assert error.value.champ == champ
    session.add(row)
    with pytest.raises(IntegrityError, match="ck_acces_droits"):
        session.flush()


def test_a_fixed_place_serves_its_commune_alone(session: Session, equipe: Acteur) -> None:
    lieu = add_lieu(session, communes=[get_commune(session, BEGROLLES)])
    with pytest.raises(ErreurMetier, match="Itinérant") as error:
        validate_lieu(session, equipe, lieu)
    assert error.value.champ == "communes"
    lieu.itinerant = True
    validate_lieu(session, equipe, lieu)


def test_a_permanence_is_held_by_somebody_else(session: Session, equipe: Acteur) -> None:
    lieu = add_lieu(session)
    permanence = add_permanence(session, lieu)
    validate_permanence(session, equipe, permanence)
    permanence.organisme = lieu.structure
    session.flush()
    with pytest.raises(ErreurMetier) as error:
        validate_permanence(session, equipe, permanence)
    assert error.value.champ == "organisme"


def test_a_year_is_one_of_an_open_place(session: Session, equipe: Acteur) -> None:
    lieu = add_lieu(session)
    lieu.structure.ouverte_le, lieu.structure.fermee_le = date(2023, 6, 1), date(2024, 6, 30)
    for annee in (2023, 2024):
        validate_activite(session, equipe, add(session, ActiviteAccueil(lieu=lieu, annee=annee)))
    for annee in (2022, 2025):
        activite = add(session, ActiviteAccueil(lieu=lieu, annee=annee))
        with pytest.raises(ErreurMetier, match=f"pas ouvert en {annee}") as error:
            validate_activite(session, equipe, activite)
        assert error.value.champ == "annee"


def test_mean_wait_needs_both_parts(session: Session) -> None:
    activite = build_row(session, ActiviteAccueil, rendez_vous=40, somme_delais_j=250)
    # 250 days / 40 appointments = 6,25 days.
    assert activite.delai_moyen == 6.25
    activite.somme_delais_j = None
    assert activite.delai_moyen is None
    activite.rendez_vous, activite.somme_delais_j = 0, 0
    assert activite.delai_moyen is None


def test_impossible_quantities_stop_at_the_attribute() -> None:
    for modele, champ, valeur in (
        (LieuAccueil, "heures_hebdo", 169),
        (Permanence, "creneaux_h", 25),
        (Domiciliation, "refus", -1),
    ):
        with pytest.raises(ErreurMetier) as error:
            modele(**{champ: valeur})
        assert error.value.champ == champ


@pytest.mark.parametrize("modele", [LieuAccueil, EngagementNumerique, *ANNUELLES])
def test_one_row_for_each_key(session: Session, modele: type[Any]) -> None:
    first = add(session, build_row(session, modele))
    keys = {
        name: getattr(first, name)
        for name in ("structure_id", "lieu_id", "type", "operateur", "annee", "identifiee_le")
        if name in modele.__mapper__.columns
    }
    session.add(modele(**keys))
    with pytest.raises(IntegrityError, match="uq_acces_droits"):
        session.flush()


@pytest.mark.parametrize("modele", ANNUELLES)
def test_figures_follow_the_rights(
    session: Session,
    equipe: Acteur,
    autre_equipe: Acteur,
    commune: Acteur,
    lecteur: Acteur,
    caf: Acteur,
    modele: type[Any],
) -> None:
    here = add(session, build_row(session, modele, BEGROLLES))
    there = add(session, build_row(session, modele))

    def read(acteur: Acteur) -> set[int]:
        return {row.id for row in session.scalars(scope(acteur, modele))}

    assert read(equipe) == read(caf) == {here.id, there.id}
    assert read(commune) == {here.id}
    # Not validated by governance yet: the other teams wait.
    assert read(autre_equipe) == read(lecteur) == set()
    validate_axe(session, SYSTEME, AXE, 2024, date(2025, 6, 1))
    assert read(autre_equipe) == {here.id, there.id}
    # An élu reads them in indicators and reports only.
    assert read(lecteur) == set()
    assert can(equipe, Verbe.ECRIRE, here)
    assert not any(can(a, Verbe.ECRIRE, here) for a in (autre_equipe, commune, lecteur, caf))


def test_domiciliations_are_sensible(
    session: Session,
    equipe: Acteur,
    autre_equipe: Acteur,
    commune: Acteur,
    lecteur: Acteur,
    caf: Acteur,
    gouvernance: Acteur,
) -> None:
    columns = Domiciliation.__table__.columns
    assert {c.name for c in columns if c.info.get("sensible")} == {
        "valides_31_12",
        "personnes",
        "demandes",
        "nouvelles",
        "radiations",
        "refus",
    }
    here = add(session, build_row(session, Domiciliation, BEGROLLES))
    there = add(session, build_row(session, Domiciliation))
    for acteur in (equipe, caf, gouvernance):
        assert can(acteur, Verbe.SENSIBLE, here)
        assert can(acteur, Verbe.SENSIBLE, there)
    assert can(commune, Verbe.SENSIBLE, here)
    assert not can(commune, Verbe.SENSIBLE, there)
    assert not any(can(a, Verbe.SENSIBLE, here) for a in (autre_equipe, lecteur))


def test_places_are_read_by_all_but_elus(
    session: Session,
    equipe: Acteur,
    autre_equipe: Acteur,
    commune: Acteur,
    lecteur: Acteur,
    caf: Acteur,
) -> None:
    rows = [add(session, build_row(session, m)) for m in (LieuAccueil, EngagementNumerique)]
    rows.append(add_permanence(session, rows[0]))
    for row in rows:
        for acteur in (equipe, autre_equipe, commune, caf):
            assert session.scalars(scope(acteur, type(row))).all() == [row]
        assert session.scalars(scope(lecteur, type(row))).all() == []
        assert can(equipe, Verbe.ECRIRE, row)
        assert not any(can(a, Verbe.ECRIRE, row) for a in (autre_equipe, commune, lecteur, caf))
