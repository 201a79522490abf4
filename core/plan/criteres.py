"""What calls for attention among the actions, as SQL: the home page counts it, the lists filter by it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, Date, and_, func, select

from core.plan.models_action import Action, Note, has_open_frein
from core.plan.models_referent import has_referent
from core.plan.rules import STATUTS_ACTIFS
from core.plugin.vues import Condition, SelonLecteur
from core.security.acteur import Acteur


def is_late(jour: date) -> ColumnElement[bool]:
    """Active after its end date (see rules)."""
    return Action.statut.in_(STATUTS_ACTIFS) & (Action.date_fin < jour)


def is_at_work(jour: date) -> ColumnElement[bool]:
    """Active: à engager, en cours or suspendue."""
    return Action.statut.in_(STATUTS_ACTIFS)


def is_expected(exercice: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Published, active and begun by the end of that year: its sheet is kept up to date each year
    (metier.md section 3), and one that begins later has nothing to tell of it."""
    return and_(
        Action.statut.in_(STATUTS_ACTIFS),
        Action.brouillon.is_(False),
        Action.date_debut <= func.make_date(exercice, 12, 31, type_=Date),
    )


def has_note(exercice: int | ColumnElement[int]) -> ColumnElement[bool]:
    """At least one note speaks of that year."""
    return (
        select(Note.id)
        .where(Note.action_id == Action.id, Note.exercice == exercice)
        .correlate_except(Note)
        .exists()
    )


def is_up_to_date(exercice: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Complete for the year: of the eight mandatory fields, a note of the year and a pilot may be missing."""
    return and_(Action.pilote_id.is_not(None), has_note(exercice))


def is_blocked(jour: date, acteur: Acteur) -> ColumnElement[bool]:
    """Active with an open frein that the reader may read."""
    return Action.statut.in_(STATUTS_ACTIFS) & has_open_frein(Action, acteur)


def lacks_pilot(jour: date) -> ColumnElement[bool]:
    """Active and nobody in charge."""
    return Action.statut.in_(STATUTS_ACTIFS) & Action.pilote_id.is_(None)


def lacks_referent(jour: date) -> ColumnElement[bool]:
    """Active, and no élu follows it: neither one that it names nor that of its axis."""
    return Action.statut.in_(STATUTS_ACTIFS) & ~has_referent(jour)


ALERTES: Mapping[str, tuple[str, Condition]] = MappingProxyType(
    {
        "retard": ("En retard", is_late),
        "bloquees": ("Bloquées", SelonLecteur(is_blocked)),
        "sans_pilote": ("Sans pilote", lacks_pilot),
        "sans_referent": ("Sans élu référent", lacks_referent),
    }
)
ACTIVITE: Mapping[str, tuple[str, Condition]] = MappingProxyType(
    {"actives": ("Actives", is_at_work)}
)
