"""A condition reads the same in SQL and on a loaded object, through one parent or through several."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.plan.models_action import Action, Etape
from core.security.acteur import Acteur, Habilitation, Role
from core.security.droits import AxeDeLacteur, CommuneDeLacteur, Condition, Et, Ou, Via

BEGROLLES, CHOLET, LE_MAY = "49027", "49099", "49193"
DESIGNEES = {
    "aucune": (),
    "begrolles": (BEGROLLES,),
    "cholet": (CHOLET,),
    "les-deux": (BEGROLLES, CHOLET),
    "ailleurs": (LE_MAY,),
}
COMMUNES = Via("communes", CommuneDeLacteur())


@pytest.fixture
def plan(session: Session) -> Session:
    """Actions that name no commune, one, or two, each with a step."""
    for code, codes in DESIGNEES.items():
        action = Action(
            code=code,
            intitule="Essai",
            axe_slug="parentalite" if code == "ailleurs" else "petite_enfance",
            date_debut=date(2024, 1, 1),
            communes=list(session.scalars(select(Commune).where(Commune.code_insee.in_(codes)))),
        )
        action.etapes.append(Etape(intitule=code, echeance=date(2024, 6, 1)))
        session.add(action)
    session.flush()
    session.expire_all()
    return session


def answers_for(*codes: str) -> Acteur:
    """The correspondent of several communes, who is also of a team."""
    roles = {Habilitation(role=Role.COMMUNE, code_insee=code) for code in codes}
    equipe = Habilitation(role=Role.EQUIPE, axe_slug="parentalite")
    return Acteur(nom="Essai", habilitations=frozenset({*roles, equipe}))


def read_both(
    session: Session, condition: Condition, modele: type[Any], acteur: Acteur
) -> tuple[list[str], list[str]]:
    """Names of the rows that SQL keeps, then of those that the condition holds of once loaded: a row that
    several parents reach comes once."""
    name = "code" if modele is Action else "intitule"
    column = getattr(modele, name)
    kept = session.scalars(select(column).where(condition.sql(modele, acteur)).order_by(column))
    rows = session.scalars(select(modele).order_by(column))
    return list(kept), [getattr(row, name) for row in rows if condition.holds(row, acteur)]


@pytest.mark.parametrize("modele", [Action, Etape])
@pytest.mark.parametrize(
    ("codes", "attendues"),
    [
        ((), []),
        ((BEGROLLES,), ["begrolles", "les-deux"]),
        ((CHOLET,), ["cholet", "les-deux"]),
        ((BEGROLLES, CHOLET), ["begrolles", "cholet", "les-deux"]),
        ((LE_MAY,), ["ailleurs"]),
    ],
)
def test_one_of_several_parents_is_enough(
    plan: Session, modele: type[Any], codes: tuple[str, ...], attendues: list[str]
) -> None:
    # The steps go to their action, then to its communes.
    condition = COMMUNES if modele is Action else Via("action", COMMUNES)
    assert read_both(plan, condition, modele, answers_for(*codes)) == (attendues, attendues)


@pytest.mark.parametrize(
    ("condition", "attendues"),
    [
        (Et(COMMUNES, AxeDeLacteur()), []),
        (Ou(COMMUNES, AxeDeLacteur()), ["ailleurs", "begrolles", "les-deux"]),
    ],
)
def test_a_collection_goes_with_other_conditions(
    plan: Session, condition: Condition, attendues: list[str]
) -> None:
    assert read_both(plan, condition, Action, answers_for(BEGROLLES)) == (attendues, attendues)


def test_a_parent_that_is_missing_holds_of_nothing(plan: Session) -> None:
    pilote = Via("pilote", CommuneDeLacteur("nom"))
    assert read_both(plan, pilote, Action, answers_for(BEGROLLES)) == ([], [])


def test_what_a_collection_may_meet_is_asked_of_its_class(plan: Session) -> None:
    assert COMMUNES.possible(Action, answers_for(BEGROLLES))
    assert not COMMUNES.possible(Action, answers_for())
