"""The convention as signed: its frame, its six stages, its signatories."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.communes.models import Commune
from core.db.base import Entite
from core.security.droits import droits_cadre


class Convention(Entite):
    """One convention; ``debut`` and ``fin`` are calendar years, both included."""

    __tablename__ = "convention"
    __droits__ = droits_cadre()
    __table_args__ = (CheckConstraint("fin >= debut", name="duree"),)

    titre: Mapped[str] = mapped_column(unique=True)
    sous_titre: Mapped[str] = mapped_column(default="", server_default="")
    debut: Mapped[int]
    fin: Mapped[int]
    cadre: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    source: Mapped[str]

    etapes: Mapped[list["EtapeConvention"]] = relationship(
        back_populates="convention", order_by="EtapeConvention.numero"
    )
    signataires: Mapped[list["Signataire"]] = relationship(
        back_populates="convention", order_by="Signataire.id"
    )

    avenants: Mapped[list["Avenant"]] = relationship(
        back_populates="convention", order_by="Avenant.numero"
    )

    def __str__(self) -> str:
        return self.titre


class EtapeConvention(Entite):
    """One of the six stages of the convention, from engagement to evaluation.

    ``debut`` and ``fin`` are the calendar years it covers, both included; empty until staff enter them.
    """

    __tablename__ = "etape_convention"
    __droits__ = droits_cadre()
    __table_args__ = (CheckConstraint("fin >= debut", name="annees"),)

    convention_id: Mapped[int] = mapped_column(ForeignKey("convention.id"), index=True)
    numero: Mapped[int]
    titre: Mapped[str]
    texte: Mapped[str]
    debut: Mapped[int | None]
    fin: Mapped[int | None]

    convention: Mapped[Convention] = relationship(back_populates="etapes")

    def __str__(self) -> str:
        return f"{self.numero}. {self.titre}"


class Signataire(Entite):
    """Who signed; date and reference of the deliberation stay empty until staff enter them."""

    __tablename__ = "signataire"
    __droits__ = droits_cadre()

    convention_id: Mapped[int] = mapped_column(ForeignKey("convention.id"), index=True)
    nom: Mapped[str]
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    signe_le: Mapped[date | None]
    deliberation: Mapped[str] = mapped_column(default="", server_default="")

    convention: Mapped[Convention] = relationship(back_populates="signataires")
    commune: Mapped[Commune | None] = relationship()

    def __str__(self) -> str:
        return self.nom


class Avenant(Entite):
    """An amendment to the convention, voted by a council: its number, its day, what it changes."""

    __tablename__ = "avenant"
    __droits__ = droits_cadre()
    __table_args__ = (
        UniqueConstraint("convention_id", "numero"),
        CheckConstraint("numero >= 1", name="numero"),
    )

    convention_id: Mapped[int] = mapped_column(ForeignKey("convention.id"), index=True)
    numero: Mapped[int]
    jour: Mapped[date]
    objet: Mapped[str]
    deliberation: Mapped[str] = mapped_column(default="", server_default="")

    convention: Mapped[Convention] = relationship(back_populates="avenants")

    def __str__(self) -> str:
        return f"Avenant n° {self.numero}"
