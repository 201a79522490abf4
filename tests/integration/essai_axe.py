"""An axis as the tests of its service read it: its demonstration, its reminders, its chapter of the annual
report."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.api.testing import call_hook, forbid_writes
from core.plugin.lecture import Lecture
from core.plugin.types import Cycle, DemandeRapport, ModeReference, Rappel
from core.rapports.document import Bloc, Section
from core.security.acteur import SYSTEME, Role, audience
from core.socle import Socle

BEGROLLES, CHOLET = "49027", "49099"
JOUR = date(2026, 3, 16)
COLLECTE = Cycle(exercice=2025, etape="collecte", fige=False, fin_collecte=date(2026, 5, 31))
PREPARATION = Cycle(exercice=2025, etape="preparation", fige=False)


def call(socle: Socle, axe: str, hook: str, **arguments: Any) -> list[Any]:
    """What one axis answers to a hook."""
    return list(call_hook(socle.registry, axe, hook, **arguments))


def load_demonstration(session: Session, socle: Socle, axe: str, jour: date = JOUR) -> list[str]:
    """Load the demonstration of the axis as of ``jour``; gives the lines that say what was created."""
    lines = call(
        socle, axe, "ctg_reference", session=session, mode=ModeReference.DEMONSTRATION, jour=jour
    )
    session.flush()
    session.expire_all()
    return lines


def list_rappels(
    session: Session, socle: Socle, axe: str, cycle: Cycle | None, jour: date = JOUR
) -> list[Rappel]:
    """The reminders of the axis on ``jour``."""
    lecture = Lecture(session, SYSTEME)
    return call(socle, axe, "ctg_rappels", jour=jour, cycle=cycle, lecture=lecture)


def read_sections(
    session: Session, socle: Socle, axe: str, exercice: int, genre: str = "annuel"
) -> list[Bloc]:
    """The blocks of its sections in a report for the committee."""
    demande = DemandeRapport(genre=genre, exercice=exercice, audience="comite", indicateurs={})
    lecture = Lecture(session, audience({Role.COMITE}, "Comité"))
    sections: list[Section] = call(
        socle, axe, "ctg_rapport_sections", demande=demande, lecture=lecture
    )
    return [bloc for section in sections for bloc in section.blocs]


def check_constant_cost(session: Session, socle: Socle, axe: str) -> None:
    """The chapter of the axis takes as many statements with the few rows of the test as with a demonstration
    more."""
    with forbid_writes(session) as few:
        read_sections(session, socle, axe, 2025)
    load_demonstration(session, socle, axe)
    with forbid_writes(session) as many:
        read_sections(session, socle, axe, 2025)
    assert len(few) == len(many)
