"""The axes that a year asks something of."""

from sqlalchemy.orm import Session

from core.axes.models import AXE_GOUVERNANCE, Axe
from core.axes.service import list_axes
from core.errors import Introuvable
from core.plugin.registry import Registry


def list_asked(session: Session, registry: Registry) -> list[Axe]:
    """Active axes, in the order of the convention: that of governance, and those that are installed.

    A deactivated axis is asked nothing; one whose code is blocked cannot answer.
    """
    installed = {axe.slug for axe in registry.axes} | {AXE_GOUVERNANCE}
    return [axe for axe in list_axes(session) if axe.actif and axe.slug in installed]


def get_asked(session: Session, registry: Registry, slug: str) -> Axe:
    """One of them. Raises Introuvable."""
    axe = next((axe for axe in list_asked(session, registry) if axe.slug == slug), None)
    if axe is None:
        raise Introuvable("Cet axe n'existe pas ou n'est pas actif : rien ne lui est demandé.")
    return axe


def get_adresse(exercice: int, axe_slug: str) -> str:
    """The page of an axis in a cycle."""
    return f"/cycle/{exercice}/axe/{axe_slug}/"
