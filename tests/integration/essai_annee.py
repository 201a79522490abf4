"""A cycle brought to a step by its people, for tests that need one."""

from sqlalchemy.orm import Session

from core.annee.axes import list_asked
from core.annee.service import move, submit, validate
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle, is_frozen
from core.cycles.service import create_cycle
from core.plugin.registry import Registry
from core.security.acteur import Acteur
from tests.integration.conftest import JOUR


def submit_all(
    session: Session, registry: Registry, acteur: Acteur, cycle: CycleAnnuel, *, validated: bool
) -> None:
    """Every axis that is asked, by governance."""
    for axe in list_asked(session, registry):
        submit(session, registry, acteur, cycle, axe.slug, JOUR, motif="Essai")
        if validated:
            validate(session, registry, acteur, cycle, axe.slug, JOUR)


def open_cycle(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    vers: EtapeCycle,
    *,
    exercice: int = 2025,
    validated: bool = True,
) -> CycleAnnuel:
    """A new cycle at a step up to the comité technique, or frozen; the axes submitted when it asks so."""
    cycle = create_cycle(session, acteur, exercice)
    for etape in list(EtapeCycle)[1:]:
        if cycle.etape is vers:
            break
        if etape is EtapeCycle.COTECH:
            submit_all(
                session,
                registry,
                acteur,
                cycle,
                validated=validated or is_frozen(vers),
            )
        move(session, registry, acteur, cycle, etape, JOUR)
    return cycle
