"""Reading what the committee decided and what was done of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Decision, Instance, Seance


def list_copil_decisions(session: Session, before_exercice: int) -> list[Decision]:
    """Decisions of the last comité de pilotage held on an exercice before ``before_exercice``."""
    last = session.scalar(
        select(Seance.id)
        .join(Instance)
        .where(Instance.genre == GenreInstance.COPIL, Seance.exercice < before_exercice)
        .order_by(Seance.jour.desc())
        .limit(1)
    )
    if last is None:
        return []
    return list(
        session.scalars(
            select(Decision)
            .join(Decision.seance)
            .join(Seance.instance)
            .options(
                contains_eager(Decision.seance).contains_eager(Seance.instance),
                joinedload(Decision.porteur),
            )
            .where(Decision.seance_id == last)
            .order_by(Decision.rang)
        )
    )
