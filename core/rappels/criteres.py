"""Which reminders are still due, as SQL: the home page counts them, their list filters by it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement

from core.rappels.models import RappelEmis


def is_open(jour: date) -> ColumnElement[bool]:
    """Its cause is still there."""
    return RappelEmis.clos_le.is_(None)


def is_late(jour: date) -> ColumnElement[bool]:
    """Still open after its due date."""
    return is_open(jour) & (RappelEmis.echeance < jour)


def is_closed(jour: date) -> ColumnElement[bool]:
    """Its cause is gone."""
    return RappelEmis.clos_le.is_not(None)


ETATS: Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = MappingProxyType(
    {
        "ouverts": ("À faire", is_open),
        "retard": ("En retard", is_late),
        "clos": ("Faits", is_closed),
    }
)
