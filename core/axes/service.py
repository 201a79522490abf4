"""Which axes are active: a flag in the database, read at each call."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.axes.models import AXE_GOUVERNANCE, Axe
from core.errors import ErreurMetier, Introuvable
from core.plugin.registry import Registry
from core.security.acteur import Acteur
from core.security.policy import Verbe, require


def list_active_slugs(session: Session) -> frozenset[str]:
    """Slugs of the axes that governance has left active."""
    return frozenset(session.scalars(select(Axe.slug).where(Axe.actif)))


def bind_registry(session: Session, registry: Registry) -> Registry:
    """The same axes, whose active ones are read in the transaction of ``session``: an axis that was
    created or switched in it counts at once."""
    return Registry(registry.manager, lambda: list_active_slugs(session))


def list_axes(session: Session) -> list[Axe]:
    """The axes in the order of the convention."""
    return list(session.scalars(select(Axe).order_by(Axe.numero)))


def get_axe(session: Session, slug: str) -> Axe:
    """The axis of that slug. Raises Introuvable."""
    axe = session.scalar(select(Axe).where(Axe.slug == slug))
    if axe is None:
        raise Introuvable(f"L'axe « {slug} » n'existe pas.")
    return axe


def set_active(session: Session, acteur: Acteur, slug: str, *, actif: bool) -> Axe:
    """Switch an axis on or off; its data stay. Raises Introuvable, Interdit, ErreurMetier for the axis of
    governance, without which no year can be run."""
    axe = get_axe(session, slug)
    require(acteur, Verbe.ECRIRE, axe)
    if slug == AXE_GOUVERNANCE and not actif:
        raise ErreurMetier(f"L'axe « {axe.titre} » est celui de la plateforme : il reste actif.")
    axe.actif = actif
    session.flush()
    return axe
