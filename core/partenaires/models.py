"""Partners and whom to call there; what communes ask of the teams."""

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.communes.models import Commune
from core.comptes.models import Personne
from core.db.base import Base, Entite, enum_type
from core.partenaires.codes import TypePartenaire
from core.security.acteur import Role
from core.security.droits import (
    PROFESSIONNELS,
    TOUJOURS,
    TOUS_LES_ROLES,
    AxeDeLacteur,
    AxesCommuns,
    CommuneDeLacteur,
    Droits,
    pour,
)

partenaire_contact = Table(
    "partenaire_contact",
    Base.metadata,
    Column("partenaire_id", ForeignKey("partenaire.id", ondelete="CASCADE"), primary_key=True),
    Column("personne_id", ForeignKey("personne.id"), primary_key=True, index=True),
)


class Partenaire(Entite):
    """An organisation that the cooperation works with, on a commune or on a wider ``territoire``. One that
    runs a facility is a Structure; its contacts are people of the directory, entered once."""

    __tablename__ = "partenaire"
    __libelle__ = ("nom",)
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxesCommuns()},
        supprimer={Role.GOUVERNANCE: TOUJOURS},
    )

    nom: Mapped[str] = mapped_column(unique=True)
    type: Mapped[TypePartenaire] = mapped_column(enum_type(TypePartenaire))
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    territoire: Mapped[str] = mapped_column(default="", server_default="")
    axes: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    courriel: Mapped[str] = mapped_column(default="", server_default="")
    telephone: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[str] = mapped_column(default="", server_default="")

    commune: Mapped[Commune | None] = relationship()
    contacts: Mapped[list[Personne]] = relationship(
        secondary=partenaire_contact, order_by=Personne.nom
    )

    def __str__(self) -> str:
        return self.nom


class Sollicitation(Entite):
    """What a commune asked, who answered and when: the "soutien technique" (metier.md section 6)."""

    __tablename__ = "sollicitation"
    __droits__ = Droits(
        lire={**pour(TOUJOURS, *PROFESSIONNELS), Role.COMMUNE: CommuneDeLacteur()},
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
        supprimer={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
    )
    __table_args__ = (CheckConstraint("repondue_le >= recue_le", name="dates"),)

    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"), index=True)
    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"))
    objet: Mapped[str]
    demande: Mapped[str] = mapped_column(default="", server_default="")
    recue_le: Mapped[date]
    repondant_id: Mapped[int | None] = mapped_column(ForeignKey("personne.id"))
    repondue_le: Mapped[date | None]
    reponse: Mapped[str] = mapped_column(default="", server_default="")

    commune: Mapped[Commune] = relationship()
    repondant: Mapped[Personne | None] = relationship()

    def __str__(self) -> str:
        return f"{self.commune} : {self.objet}"
