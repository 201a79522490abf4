"""What a year expects of the sheets of actions, as SQL: the board counts it, the page of an axis lists it."""

from sqlalchemy import ColumnElement, and_, select

from core.plan.codes import LevePar
from core.plan.models_action import Action, Frein, Note
from core.plan.rules import STATUTS_ACTIFS


def is_expected() -> ColumnElement[bool]:
    """Published and active: its sheet is kept up to date each year (metier.md section 3)."""
    return and_(Action.statut.in_(STATUTS_ACTIFS), Action.brouillon.is_(False))


def has_note(exercice: int) -> ColumnElement[bool]:
    """At least one note speaks of that year."""
    return (
        select(Note.id)
        .where(Note.action_id == Action.id, Note.exercice == exercice)
        .correlate(Action)
        .exists()
    )


def is_up_to_date(exercice: int) -> ColumnElement[bool]:
    """Complete for the year: of the eight mandatory fields, a note of the year and a pilot may be missing."""
    return and_(Action.pilote_id.is_not(None), has_note(exercice))


def is_frein_sans_responsable() -> ColumnElement[bool]:
    """Open, and nobody named can lift it: "un autre partenaire" is nobody yet."""
    return and_(Frein.leve_le.is_(None), Frein.leve_par == LevePar.AUTRE)
