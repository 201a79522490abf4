"""Who works for each expected result, and what measures it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.indicateurs.models import ReglageIndicateur, ValidationAxe, reglage_resultat
from core.plan.models_action import Action, action_resultat
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur, Role
from core.security.policy import visible


@dataclass(frozen=True, slots=True)
class Travail:
    """Readable actions that serve a result: those at work, and all of them."""

    actives: int = 0
    total: int = 0


def count_actions(session: Session, acteur: Acteur) -> dict[int, Travail]:
    """Readable actions by result; a result that none serves is absent."""
    rows = session.execute(
        select(
            action_resultat.c.resultat_id,
            func.count().filter(Action.statut.in_(STATUTS_ACTIFS)),
            func.count(),
        )
        .join(Action, Action.id == action_resultat.c.action_id)
        .where(visible(acteur, Action))
        .group_by(action_resultat.c.resultat_id)
    )
    return {resultat_id: Travail(actives, total) for resultat_id, actives, total in rows}


def list_mesures(session: Session) -> dict[int, tuple[str, ...]]:
    """Codes of the indicators switched on that measure each result, in their order."""
    found: dict[int, list[str]] = {}
    for resultat_id, code in session.execute(
        select(reglage_resultat.c.resultat_id, ReglageIndicateur.code)
        .join(ReglageIndicateur, ReglageIndicateur.id == reglage_resultat.c.reglage_id)
        .where(ReglageIndicateur.actif)
        .order_by(ReglageIndicateur.id)
    ):
        found.setdefault(resultat_id, []).append(code)
    return {resultat_id: tuple(codes) for resultat_id, codes in found.items()}


def list_axes_caches(session: Session, acteur: Acteur) -> frozenset[str]:
    """Axes whose actions the reader may not know of yet: for an élu, those that no validation opened.

    Of them nothing can be counted, and a zero would be false.
    """
    if acteur.systeme or acteur.roles - {Role.LECTEUR}:
        return frozenset()
    opened = select(ValidationAxe.axe_slug)
    return frozenset(session.scalars(select(Action.axe_slug).where(Action.axe_slug.not_in(opened))))
