"""What a year expects of the freins of actions, as SQL: the board counts it, the page of an axis lists it."""

from sqlalchemy import ColumnElement, and_

from core.plan.codes import LevePar
from core.plan.models_action import Frein


def is_frein_sans_responsable() -> ColumnElement[bool]:
    """Open, and nobody named can lift it: "un autre partenaire" is nobody yet."""
    return and_(Frein.leve_le.is_(None), Frein.leve_par == LevePar.AUTRE)
