"""Tables of what structures do together: times of inclusion, passerelles."""

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.api.models import Entite, Poids, Structure, droits_structure_axe, enum_type, nombre
from plugins.enfance_jeunesse.rules import NatureInclusion, NaturePasserelle, PartenaireInclusion

inclusion_structure = Table(
    "enfance_jeunesse_inclusion_structure",
    Entite.metadata,
    Column(
        "temps_id",
        ForeignKey("enfance_jeunesse_temps_inclusion.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("structure_id", ForeignKey("structure.id"), primary_key=True, index=True),
)


class TempsInclusion(Entite):
    """A time for the inclusion of children with a disability: training, help, equipment."""

    __tablename__ = "enfance_jeunesse_temps_inclusion"
    __axe__ = "enfance_jeunesse"
    __droits__ = droits_structure_axe()

    titre: Mapped[str]
    nature: Mapped[NatureInclusion] = mapped_column(enum_type(NatureInclusion))
    jour: Mapped[date] = mapped_column(index=True)
    pros: Mapped[int | None] = nombre()
    enfants: Mapped[int | None] = nombre()
    partenaire: Mapped[PartenaireInclusion | None] = mapped_column(enum_type(PartenaireInclusion))

    structures: Mapped[list[Structure]] = relationship(
        secondary=inclusion_structure, order_by=Structure.nom
    )

    def __str__(self) -> str:
        return f"{self.titre} ({self.jour:%d/%m/%Y})"


class Passerelle(Entite):
    """A passage between two structures: one wanted (``visee_depuis``), one that took place (``debut``), or
    both. Rows of one couple add up in EJ10."""

    __tablename__ = "enfance_jeunesse_passerelle"
    __axe__ = "enfance_jeunesse"
    __droits__ = droits_structure_axe(
        Poids(
            annee="visee_depuis",
            suivantes=True,
            colonnes=("visee_depuis", "origine_id", "arrivee_id"),
        ),
        Poids(
            annee="debut",
            suivantes=True,
            fin="fin",
            ponctuel=True,
            decalage=1,
            colonnes=("debut", "fin", "origine_id", "arrivee_id"),
        ),
    )
    __table_args__ = (
        CheckConstraint("origine_id <> arrivee_id", name="couple"),
        CheckConstraint("fin IS NULL OR fin >= debut", name="dates"),
    )

    origine_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    arrivee_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    nature: Mapped[NaturePasserelle] = mapped_column(enum_type(NaturePasserelle))
    visee_depuis: Mapped[date | None]
    debut: Mapped[date | None] = mapped_column(index=True)
    fin: Mapped[date | None]
    enfants: Mapped[int | None] = nombre()
    familles: Mapped[int | None] = nombre()
    bilan: Mapped[str] = mapped_column(default="", server_default="")

    origine: Mapped[Structure] = relationship(foreign_keys=[origine_id])
    arrivee: Mapped[Structure] = relationship(foreign_keys=[arrivee_id])

    def __str__(self) -> str:
        return f"{self.origine} vers {self.arrivee}"
