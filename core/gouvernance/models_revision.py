"""Yearly revision of the plan: when, at which session, why; what changed is read from the acts themselves."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db.base import Entite
from core.db.quantites import annee
from core.gouvernance.models import Seance
from core.security.droits import droits_cadre


class RevisionPlan(Entite):
    """One revision. Its actions added, merged, split and dropped are those since the former one
    (core.gouvernance.revision): nobody types them again."""

    __tablename__ = "revision_plan"
    __droits__ = droits_cadre()

    exercice: Mapped[int] = annee(index=True)
    jour: Mapped[date] = mapped_column(unique=True)
    seance_id: Mapped[int | None] = mapped_column(ForeignKey("seance.id"), index=True)
    texte: Mapped[str] = mapped_column(default="", server_default="")

    seance: Mapped[Seance | None] = relationship()

    def __str__(self) -> str:
        return f"Révision du plan du {self.jour:%d/%m/%Y}"
