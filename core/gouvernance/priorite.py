"""Priorities of the actions at a session: what a row may say, and the list of the actions to rank."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import ErreurMetier
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Instance, Seance
from core.gouvernance.models_priorite import PrioriteAction
from core.plan.models_action import Action
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur
from core.security.policy import Verbe, require, scope

_INSTANCES = (GenreInstance.COPIL, GenreInstance.COTECH)


def validate_priorite(session: Session, acteur: Acteur, priorite: PrioriteAction) -> None:
    """Check of a row after the flush. Raises ErreurMetier (field named)."""
    genre = priorite.seance.instance.genre
    if genre not in _INSTANCES:
        raise ErreurMetier(
            "Une priorité se propose ou se décide au comité technique ou au comité de pilotage.",
            "seance",
        )
    if priorite.priorite_decidee is not None and genre is not GenreInstance.COPIL:
        raise ErreurMetier(
            "Le comité technique propose ; une priorité se décide au comité de pilotage.",
            "priorite_decidee",
        )


def open_classement(session: Session, acteur: Acteur, seance: Seance) -> int:
    """A row for each published active action that the session does not rank yet; how many were added.

    What the last cotech of the same exercice proposed comes with it, to be amended by exception
    (metier.md section 5). Flushes. Raises Interdit, ErreurMetier.
    """
    ranked = select(PrioriteAction.action_id).where(PrioriteAction.seance_id == seance.id)
    actions = session.scalars(
        select(Action)
        .where(
            Action.statut.in_(STATUTS_ACTIFS),
            Action.brouillon.is_(False),
            Action.id.not_in(ranked),
        )
        .order_by(Action.code)
    ).all()
    proposed = _list_proposed(session, seance)
    for action in actions:
        former = proposed.get(action.id)
        row = PrioriteAction(
            seance=seance,
            action=action,
            priorite_proposee=former.priorite_proposee if former else None,
            confiance=former.confiance if former else None,
            rang=former.rang if former else None,
            arbitrage=former.arbitrage if former else False,
            avis=former.avis if former else "",
            proposition=former.proposition if former else "",
        )
        session.add(row)
        require(acteur, Verbe.ECRIRE, row)
        validate_priorite(session, acteur, row)
    session.flush()
    return len(actions)


def count_classement(session: Session, acteur: Acteur, seance: Seance) -> tuple[int, int] | None:
    """Actions ranked at the session and, of these, decided; None when such a session ranks none."""
    if seance.instance.genre not in _INSTANCES:
        return None
    rows = scope(acteur, PrioriteAction).where(PrioriteAction.seance_id == seance.id).subquery()
    ranked, decided = session.execute(
        select(func.count(), func.count(rows.c.priorite_decidee)).select_from(rows)
    ).one()
    return ranked, decided


def _list_proposed(session: Session, seance: Seance) -> dict[int, PrioriteAction]:
    """By action, what the cotechs of the same exercice proposed; the last one wins."""
    rows = session.scalars(
        select(PrioriteAction)
        .join(PrioriteAction.seance)
        .join(Seance.instance)
        .where(
            Instance.genre == GenreInstance.COTECH,
            Seance.exercice == seance.exercice,
            Seance.jour <= seance.jour,
            Seance.id != seance.id,
        )
        .order_by(Seance.jour)
    )
    return {row.action_id: row for row in rows}
