"""What calls for attention among the actions, as SQL: the home page counts it, the lists filter by it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement

from core.plan.models_action import Action, has_open_frein
from core.plan.rules import STATUTS_ACTIFS
from core.plugin.vues import Condition, SelonLecteur
from core.security.acteur import Acteur


def is_late(jour: date) -> ColumnElement[bool]:
    """Active after its end date (see rules)."""
    return Action.statut.in_(STATUTS_ACTIFS) & (Action.date_fin < jour)


def is_at_work(jour: date) -> ColumnElement[bool]:
    """Active: à engager, en cours or suspendue."""
    return Action.statut.in_(STATUTS_ACTIFS)


def is_blocked(jour: date, acteur: Acteur) -> ColumnElement[bool]:
    """Active with an open frein that the reader may read."""
    return Action.statut.in_(STATUTS_ACTIFS) & has_open_frein(Action, acteur)


def lacks_pilot(jour: date) -> ColumnElement[bool]:
    """Active and nobody in charge."""
    return Action.statut.in_(STATUTS_ACTIFS) & Action.pilote_id.is_(None)


ALERTES: Mapping[str, tuple[str, Condition]] = MappingProxyType(
    {
        "retard": ("En retard", is_late),
        "bloquees": ("Bloquées", SelonLecteur(is_blocked)),
        "sans_pilote": ("Sans pilote", lacks_pilot),
    }
)
ACTIVITE: Mapping[str, tuple[str, Condition]] = MappingProxyType(
    {"actives": ("Actives", is_at_work)}
)
