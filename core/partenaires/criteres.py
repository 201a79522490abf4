"""Which requests of communes wait, as SQL."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_

from core.partenaires.models import Sollicitation
from core.partenaires.rules import REPONSE_ATTENDUE


def is_waiting(jour: date) -> ColumnElement[bool]:
    """Nobody has answered."""
    return Sollicitation.repondue_le.is_(None)


def is_late(jour: date) -> ColumnElement[bool]:
    """Nobody has answered for too long."""
    return and_(is_waiting(jour), Sollicitation.recue_le < jour - REPONSE_ATTENDUE)


def is_answered(jour: date) -> ColumnElement[bool]:
    """Answered."""
    return Sollicitation.repondue_le.is_not(None)


ETATS: Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = MappingProxyType(
    {
        "attente": ("Sans réponse", is_waiting),
        "retard": ("Sans réponse depuis plus de 30 jours", is_late),
        "repondue": ("Répondues", is_answered),
    }
)
