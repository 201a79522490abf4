"""What calls for attention among the actions, as SQL: the home page counts it, the lists filter by it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement

from core.plan.models_action import Action
from core.plan.rules import STATUTS_ACTIFS


def is_late(jour: date) -> ColumnElement[bool]:
    """Active after its end date (see rules)."""
    return Action.statut.in_(STATUTS_ACTIFS) & (Action.date_fin < jour)


def is_blocked(jour: date) -> ColumnElement[bool]:
    """Active with an open frein."""
    return Action.statut.in_(STATUTS_ACTIFS) & Action.bloquee


def lacks_pilot(jour: date) -> ColumnElement[bool]:
    """Active and nobody in charge."""
    return Action.statut.in_(STATUTS_ACTIFS) & Action.pilote_id.is_(None)


ALERTES: Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = MappingProxyType(
    {
        "retard": ("En retard", is_late),
        "bloquees": ("Bloquées", is_blocked),
        "sans_pilote": ("Sans pilote", lacks_pilot),
    }
)
