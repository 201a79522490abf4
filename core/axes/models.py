"""Axes as the convention and the administration know them."""

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Entite
from core.security.droits import droits_cadre

# The axis that lives in core: no plugin gives it, governance is its team.
AXE_GOUVERNANCE = "gouvernance"


class Axe(Entite):
    """An axis of the convention. ``actif`` is the switch of governance: off, the axis leaves menus,
    entry lists and the totals of the current year, and keeps its data."""

    __tablename__ = "axe"
    __libelle__ = ("titre",)
    __droits__ = droits_cadre()

    slug: Mapped[str] = mapped_column(unique=True)
    numero: Mapped[int] = mapped_column(unique=True)
    titre: Mapped[str]
    couleur: Mapped[str]
    actif: Mapped[bool] = mapped_column(default=True, server_default="true")

    def __str__(self) -> str:
        return f"Axe {self.numero} : {self.titre}"
