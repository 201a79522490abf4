"""Opening a cycle, moving it, freezing it. Facts from above (what is missing) arrive as values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, case, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.clock import now
from core.cycles.models import CycleAnnuel, Gel, MouvementCycle
from core.cycles.rules import (
    ETAPES_OUVERTES,
    EtapeCycle,
    check_dates,
    default_dates,
    describe_not_met,
    get_transition,
    is_frozen,
)
from core.errors import ErreurMetier, Interdit, Introuvable
from core.plugin.types import Cycle
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

Choix = TypeVar("Choix", bound=Select[*tuple[Any, ...]])


def create_cycle(session: Session, acteur: Acteur, exercice: int) -> CycleAnnuel:
    """Open the cycle of ``exercice`` in preparation, with the default calendar.

    Raises ErreurMetier when it exists already, Interdit. Of two persons who open it at once, the second
    waits for the first and is told that it exists.
    """
    cycle = CycleAnnuel(exercice=exercice, etape=EtapeCycle.PREPARATION, **default_dates(exercice))
    require(acteur, Verbe.ECRIRE, cycle)
    try:
        with session.begin_nested():
            session.add(cycle)
            session.flush()
    except IntegrityError as error:
        raise ErreurMetier(
            f"Le cycle de l'exercice {exercice} est déjà ouvert.", "exercice"
        ) from error
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


def refine_current(statement: Choix) -> Choix:
    """Of a select on cycles, the one people are working on: the earliest in which teams enter and submit,
    else the earliest that is not closed (N+1 opens before N closes, metier.md section 2)."""
    waiting = case((CycleAnnuel.etape.in_(ETAPES_OUVERTES), 0), else_=1)
    return (
        statement.where(CycleAnnuel.etape != EtapeCycle.CLOTURE)
        .order_by(waiting, CycleAnnuel.exercice)
        .limit(1)
    )


def get_current(session: Session) -> CycleAnnuel | None:
    """The cycle people are working on; None when none is open."""
    return session.scalar(refine_current(select(CycleAnnuel)))


def list_values(session: Session) -> list[Cycle]:
    """What hooks may know of each cycle that is not closed, the earliest exercice first."""
    return [
        _describe(cycle)
        for cycle in reversed(list_cycles(session))
        if cycle.etape is not EtapeCycle.CLOTURE
    ]


def to_value(cycle: CycleAnnuel | None) -> Cycle | None:
    """What hooks may know of a cycle."""
    return None if cycle is None else _describe(cycle)


def _describe(cycle: CycleAnnuel) -> Cycle:
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
    if vers is EtapeCycle.SUITES and (refus := describe_not_met(cycle.date_copil, jour)):
        raise ErreurMetier(refus, "vers")
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
    dossier: Mapping[str, Any],
    projection: Mapping[str, Any],
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
        dossier=dict(dossier),
        projection=dict(projection),
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
