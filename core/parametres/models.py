"""Dated values that staff may change: prices, ratios, thresholds."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Entite
from core.security.droits import droits_cadre
from core.security.poids import TOUS_LES_AXES, Poids


class Parametre(Entite):
    """A value in force from ``debut`` until the next one of the same code."""

    __tablename__ = "parametre"
    __droits__ = droits_cadre(Poids(annee="debut", suivantes=True, axes=TOUS_LES_AXES))
    __table_args__ = (
        UniqueConstraint("code", "debut"),
        CheckConstraint("source <> ''", name="source"),
    )

    code: Mapped[str]
    libelle: Mapped[str]
    unite: Mapped[str] = mapped_column(default="", server_default="")
    valeur: Mapped[Decimal] = mapped_column(Numeric(14, 4))
    debut: Mapped[date]
    source: Mapped[str]

    def __str__(self) -> str:
        return f"{self.libelle} ({self.code})"
