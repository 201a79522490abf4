"""The élu référent of an axis: that of its actions too, unless one names its own (metier.md section 3)."""

from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.axes.models import Axe
from core.comptes.models import Personne
from core.db.base import Entite
from core.plan.models_action import Action
from core.security.droits import droits_cadre


class ReferentAxe(Entite):
    """Which élu follows an axis, from when to when; an ended one is never deleted."""

    __tablename__ = "referent_axe"
    __droits__ = droits_cadre()
    __table_args__ = (CheckConstraint("fin IS NULL OR fin >= debut", name="dates"),)

    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"), index=True)
    personne_id: Mapped[int] = mapped_column(ForeignKey("personne.id"), index=True)
    debut: Mapped[date]
    fin: Mapped[date | None]

    axe: Mapped[Axe] = relationship()
    personne: Mapped[Personne] = relationship()

    def __str__(self) -> str:
        return f"{self.personne}, {self.axe}"


def is_in_charge(jour: date) -> ColumnElement[bool]:
    """Follows the axis on that day."""
    return and_(ReferentAxe.debut <= jour, or_(ReferentAxe.fin.is_(None), ReferentAxe.fin >= jour))


def has_referent(jour: date) -> ColumnElement[bool]:
    """Of an action: an élu référent that it names, or that of its axis on that day."""
    of_axis = (
        select(ReferentAxe.id)
        .where(ReferentAxe.axe_slug == Action.axe_slug, is_in_charge(jour))
        .correlate_except(ReferentAxe)
        .exists()
    )
    return or_(Action.elu_referent_id.is_not(None), of_axis)
