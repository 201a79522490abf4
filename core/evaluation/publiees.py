"""What everybody has read of an evaluation leaves it with a reason, whoever deletes it.

The rule is a listener of every session, like the journal, so that no form, act or command forgets it.
"""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from core.evaluation.models import JugementResultat, QuestionEvaluation
from core.evaluation.service import require_motif
from core.security.acteur import SYSTEME, Acteur


def register(session_class: type[Session]) -> None:
    """Guard every flush of ``session_class``; idempotent."""
    if not event.contains(session_class, "before_flush", _guard):
        event.listen(session_class, "before_flush", _guard)


def _guard(session: Session, context: UOWTransaction, instances: object) -> None:
    acteur: Acteur = session.info.get("acteur", SYSTEME)
    if acteur.systeme:
        return
    for row in session.deleted:
        if isinstance(row, QuestionEvaluation | JugementResultat):
            require_motif(session, row.evaluation)
