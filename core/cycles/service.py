"""Opening a cycle, moving it, freezing it. Facts from above (what is missing) arrive as values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import now
from core.cycles.models import CycleAnnuel, Gel, MouvementCycle
from core.cycles.rules import (
    EtapeCycle,
    check_dates,
    default_dates,
    get_transition,
    is_frozen,
)
from core.errors import ErreurMetier, Interdit, Introuvable
from core.plugin.types import Cycle
from core.security.acteur import Acteur
from core.security.policy import Verbe, require


def create_cycle(session: Session, acteur: Acteur, exercice: int) -> CycleAnnuel:
    """Open the cycle of ``exercice`` in preparation, with the default calendar.

    Raises ErreurMetier when it exists already, Interdit.
    """
    if session.scalar(select(CycleAnnuel.id).where(CycleAnnuel.exercice == exercice)):
        raise ErreurMetier(f"Le cycle de l'exercice {exercice} est déjà ouvert.", "exercice")
    cycle = CycleAnnuel(exercice=exercice, etape=EtapeCycle.PREPARATION, **default_dates(exercice))
    require(acteur, Verbe.ECRIRE, cycle)
    session.add(cycle)
    session.flush()
    return cycle


def get_cycle(session: Session, exercice: int, *, lock: bool = False) -> CycleAnnuel:
    """The cycle of an exercice; ``lock`` holds its row until commit. Raises Introuvable."""
    statement = select(CycleAnnuel).where(CycleAnnuel.exercice == exercice)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    cycle = session.scalar(statement)
    if cycle is None:
        raise Introuvable(f"Aucun cycle n'est ouvert pour l'exercice {exercice}.")
    return cycle


def list_cycles(session: Session) -> list[CycleAnnuel]:
    """Every cycle, the latest exercice first."""
    return list(session.scalars(select(CycleAnnuel).order_by(CycleAnnuel.exercice.desc())))


def get_current(session: Session) -> CycleAnnuel | None:
    """The earliest cycle that is not closed: the year people are working on; None when there is none."""
    return session.scalar(
        select(CycleAnnuel)
        .where(CycleAnnuel.etape != EtapeCycle.CLOTURE)
        .order_by(CycleAnnuel.exercice)
        .limit(1)
    )


def to_value(cycle: CycleAnnuel | None) -> Cycle | None:
    """What hooks may know of a cycle."""
    if cycle is None:
        return None
    return Cycle(
        exercice=cycle.exercice,
        etape=cycle.etape.value,
        fige=is_frozen(cycle.etape),
        fin_collecte=cycle.fin_collecte,
    )


def validate_cycle(session: Session, acteur: Acteur, cycle: CycleAnnuel) -> None:
    """Check of the calendar after the flush, before the commit. Raises ErreurMetier (field named)."""
    check_dates({name: getattr(cycle, name) for name in default_dates(cycle.exercice)})


def move_cycle(
    session: Session,
    acteur: Acteur,
    cycle: CycleAnnuel,
    vers: EtapeCycle,
    *,
    manques: Sequence[str] = (),
    motif: str = "",
    jour: date,
) -> MouvementCycle:
    """Move a cycle one step. ``manques`` are the blocking facts found by the caller, in French.

    Raises ErreurMetier when the move does not exist, when something is missing, when a reason is asked
    for and not given, or when the committee has not met yet; Interdit when the role may not move it.
    """
    transition = get_transition(cycle.etape, vers)
    if not acteur.systeme and not acteur.has_role(*transition.roles):
        raise Interdit("Seule la gouvernance fait avancer le cycle.")
    if transition.motif and not motif.strip():
        raise ErreurMetier("Dites pourquoi le cycle revient en arrière.", "motif")
    if manques:
        raise ErreurMetier("Il manque : " + " ; ".join(manques) + ".", "vers")
    if vers is EtapeCycle.SUITES and jour < cycle.date_copil:
        raise ErreurMetier(
            f"Le comité de pilotage est fixé au {cycle.date_copil:%d/%m/%Y} : il ne s'est pas "
            "encore tenu.",
            "vers",
        )
    mouvement = MouvementCycle(
        cycle=cycle, de=cycle.etape, vers=vers, at=now(), par=acteur.nom, motif=motif.strip()
    )
    session.add(mouvement)
    cycle.etape = vers
    session.flush()
    return mouvement


def freeze(
    session: Session,
    acteur: Acteur,
    cycle: CycleAnnuel,
    *,
    donnees: Mapping[str, Any],
    document: Mapping[str, Any],
    empreinte: bytes,
    motif: str = "",
) -> Gel:
    """Keep what the committee is sent: a first version, or a further one with its reason.

    Raises ErreurMetier when a further version has no reason.
    """
    numero = len(cycle.gels) + 1
    if numero > 1 and not motif.strip():
        raise ErreurMetier("Dites ce qui change dans cette nouvelle version du dossier.", "motif")
    gel = Gel(
        cycle=cycle,
        numero=numero,
        fait_le=now(),
        par=acteur.nom,
        motif=motif.strip(),
        donnees=dict(donnees),
        document=dict(document),
        empreinte=empreinte,
    )
    session.add(gel)
    session.flush()
    return gel


def get_last_gel(session: Session, exercice: int) -> Gel | None:
    """The latest frozen version of an exercice, None when nothing was sent yet."""
    return session.scalar(
        select(Gel)
        .join(CycleAnnuel)
        .where(CycleAnnuel.exercice == exercice)
        .order_by(Gel.numero.desc())
        .limit(1)
    )
