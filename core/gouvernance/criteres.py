"""Which decisions call for attention, as SQL: the home page counts them, their list filters by it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement

from core.gouvernance.models import Decision, EtatDecision


def is_late(jour: date) -> ColumnElement[bool]:
    """Not settled after its due date."""
    return (Decision.etat != EtatDecision.SOLDEE) & (Decision.echeance < jour)


ALERTES_DECISION: Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = (
    MappingProxyType({"retard": ("En retard", is_late)})
)
