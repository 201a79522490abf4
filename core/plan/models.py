"""The plan: what the convention expects (enjeux, results, actions majeures), the frames of its actions."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.axes.models import Axe
from core.db.base import Entite
from core.security.droits import droits_cadre


class Enjeu(Entite):
    """A stake of an axis, in the words of the convention."""

    __tablename__ = "enjeu"
    __libelle__ = ("titre",)
    __droits__ = droits_cadre()
    __table_args__ = (UniqueConstraint("axe_slug", "rang"),)

    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"))
    rang: Mapped[int]
    titre: Mapped[str]
    source: Mapped[str] = mapped_column(default="", server_default="")

    axe: Mapped[Axe] = relationship()
    resultats: Mapped[list["ResultatAttendu"]] = relationship(
        back_populates="enjeu", order_by="ResultatAttendu.rang"
    )

    def __str__(self) -> str:
        return self.titre


class ResultatAttendu(Entite):
    """A sentence about the state of the world that the convention wants to see come true."""

    __tablename__ = "resultat_attendu"
    __libelle__ = ("titre",)
    __droits__ = droits_cadre()
    __table_args__ = (UniqueConstraint("enjeu_id", "rang"),)

    enjeu_id: Mapped[int] = mapped_column(ForeignKey("enjeu.id"))
    rang: Mapped[int]
    titre: Mapped[str]
    source: Mapped[str] = mapped_column(default="", server_default="")

    enjeu: Mapped[Enjeu] = relationship(back_populates="resultats")

    def __str__(self) -> str:
        return self.titre


class ActionMajeure(Entite):
    """An object of the brochure, hung on the axis, without status: real actions link to it."""

    __tablename__ = "action_majeure"
    __libelle__ = ("titre",)
    __droits__ = droits_cadre()
    __table_args__ = (UniqueConstraint("axe_slug", "rang"),)

    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"))
    rang: Mapped[int]
    titre: Mapped[str]
    source: Mapped[str] = mapped_column(default="", server_default="")

    axe: Mapped[Axe] = relationship()

    def __str__(self) -> str:
        return self.titre


class Cadre(Entite):
    """A frame that actions serve, of whatever axis (a feuille directrice): an action may have several."""

    __tablename__ = "cadre"
    __libelle__ = ("nom",)
    __droits__ = droits_cadre()

    nom: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[str] = mapped_column(default="", server_default="")

    def __str__(self) -> str:
        return self.nom
