"""What the platform keeps about indicators: settings, official values, validation by axis and year."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Numeric, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.communes.models import Commune
from core.db.base import Base, Entite
from core.plan.models import ResultatAttendu
from core.security.acteur import Role
from core.security.droits import TOUJOURS, TOUS_LES_ROLES, AxeDeLacteur, Droits, pour

reglage_resultat = Table(
    "reglage_resultat",
    Base.metadata,
    Column("reglage_id", ForeignKey("reglage_indicateur.id", ondelete="CASCADE"), primary_key=True),
    Column("resultat_id", ForeignKey("resultat_attendu.id"), primary_key=True, index=True),
)


class ReglageIndicateur(Entite):
    """What staff decide about an indicator: shown or not, phare or not, target and starting value, the
    expected results that it measures."""

    __tablename__ = "reglage_indicateur"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
    )

    code: Mapped[str] = mapped_column(unique=True)
    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"))
    libelle: Mapped[str]
    actif: Mapped[bool] = mapped_column(default=True, server_default="true")
    phare: Mapped[bool] = mapped_column(default=True, server_default="true")
    valeur_initiale: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    annee_initiale: Mapped[int | None]
    cible: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    annee_cible: Mapped[int | None]

    resultats: Mapped[list[ResultatAttendu]] = relationship(secondary=reglage_resultat)

    def __str__(self) -> str:
        return f"{self.code} : {self.libelle}"


class ValeurOfficielle(Entite):
    """A published value (CNAF, INSEE), kept beside the local one and never mixed with it.

    ``code_insee`` None means the agglomération as a whole.
    """

    __tablename__ = "valeur_officielle"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE, Role.PARTENAIRE_CAF),
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
    )
    __table_args__ = (
        UniqueConstraint("code", "code_insee", "annee", postgresql_nulls_not_distinct=True),
        CheckConstraint("source <> ''", name="source"),
    )

    code: Mapped[str]
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    annee: Mapped[int]
    valeur: Mapped[Decimal] = mapped_column(Numeric(14, 4))
    numerateur: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    denominateur: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    source: Mapped[str]
    millesime: Mapped[str] = mapped_column(default="", server_default="")

    commune: Mapped[Commune | None] = relationship()

    def __str__(self) -> str:
        return f"{self.code}, {self.annee}, {self.commune or 'agglomération'}"


class ValidationAxe(Entite):
    """Governance declares the figures of an axis for a year définitifs: one act per axis and year."""

    __tablename__ = "validation_axe"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
    )
    __table_args__ = (UniqueConstraint("axe_slug", "exercice"),)

    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"))
    exercice: Mapped[int]
    validee_le: Mapped[date]
    par: Mapped[str]

    def __str__(self) -> str:
        return f"Chiffres {self.exercice} validés par {self.par}"
