"""Who sits in an instance, in which college, from when to when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.communes.models import Commune
from core.comptes.models import Personne
from core.db.base import Entite, enum_type
from core.gouvernance.codes import College, QualiteMembre
from core.gouvernance.droits import VIA_INSTANCE, droits_instance
from core.gouvernance.models import Instance


class Membre(Entite):
    """A dated place in an instance. A commune has two seats, titulaire and suppléant (metier.md section 4);
    an ended place is an alert, never a deletion."""

    __tablename__ = "membre"
    __droits__ = droits_instance(VIA_INSTANCE)
    __table_args__ = (
        CheckConstraint("fin IS NULL OR fin >= debut", name="dates"),
        CheckConstraint("(code_insee IS NULL) = (qualite IS NULL)", name="siege"),
        Index("ix_membre_siege", "instance_id", "code_insee", "qualite"),
    )

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    personne_id: Mapped[int] = mapped_column(ForeignKey("personne.id"), index=True)
    college: Mapped[College] = mapped_column(enum_type(College))
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    qualite: Mapped[QualiteMembre | None] = mapped_column(enum_type(QualiteMembre))
    debut: Mapped[date]
    fin: Mapped[date | None]

    instance: Mapped[Instance] = relationship()
    personne: Mapped[Personne] = relationship()
    commune: Mapped[Commune | None] = relationship()

    @property
    def axe_slug(self) -> str | None:
        """Axis of the instance: the journal shows the trace to its team."""
        return self.instance.axe_slug

    def __str__(self) -> str:
        if self.qualite is None:
            return f"{self.personne}, {self.college.libelle}"
        return f"{self.personne}, {self.qualite.libelle.lower()} de {self.commune}"
