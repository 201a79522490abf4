"""Priorities of the actions at a session: what a row may say, and the list of the actions to rank."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import ErreurMetier
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Instance, Seance
from core.gouvernance.models_priorite import PrioriteAction
from core.plan.models_action import Action
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

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


def open_classement(
    session: Session, acteur: Acteur, seance: Seance, valeurs: Mapping[str, Any]
) -> None:
    """A row for each published active action that the session does not rank yet (a grouped act).

    What the last cotech of the same exercice proposed comes with it, to be amended by exception
    (metier.md section 5). Raises Interdit, ErreurMetier.
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
