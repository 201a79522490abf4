"""What each revision of the plan changed, read from the actions created and from the acts on the plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session, joinedload

from core.clock import PARIS
from core.gouvernance.models_revision import RevisionPlan
from core.plan.models_action import Action
from core.plan.models_filiation import FiliationAction
from core.security.acteur import Acteur
from core.security.policy import scope


@dataclass(frozen=True, slots=True)
class Acte:
    """An act on the plan; ``vers`` only when the reader may read it."""

    acte: FiliationAction
    vers: Action | None


@dataclass(slots=True)
class Changements:
    """One period of the plan, up to ``revision`` (None: since the last one)."""

    revision: RevisionPlan | None
    ajoutees: list[Action] = field(default_factory=list)
    actes: list[Acte] = field(default_factory=list)

    @property
    def vide(self) -> bool:
        """Nothing changed in the period."""
        return not self.ajoutees and not self.actes


def list_revisions(session: Session, acteur: Acteur) -> list[Changements]:
    """The revisions that ``acteur`` may read, the latest first, before them what came since.

    The first one begins the plan: the actions that it holds are not told one by one.
    """
    revisions = session.scalars(
        scope(acteur, RevisionPlan)
        .options(joinedload(RevisionPlan.seance))
        .order_by(RevisionPlan.jour)
    ).all()
    periods = [*map(Changements, revisions), Changements(None)]
    days = [revision.jour for revision in revisions]
    readable = {}
    for action in session.scalars(scope(acteur, Action).order_by(Action.code)):
        readable[action.id] = action
        rank = _rank(days, action.created_at.astimezone(PARIS).date())
        if rank:
            periods[rank].ajoutees.append(action)
    acts = session.scalars(
        scope(acteur, FiliationAction)
        .options(joinedload(FiliationAction.de))
        .order_by(FiliationAction.jour, FiliationAction.id)
    )
    for act in acts:
        suite = readable.get(act.vers_id) if act.vers_id is not None else None
        periods[_rank(days, act.jour)].actes.append(Acte(act, suite))
    return periods[::-1]


def _rank(days: Sequence[date], jour: date) -> int:
    """Rank of the first revision held on ``jour`` or after it."""
    return next((rank for rank, day in enumerate(days) if jour <= day), len(days))
