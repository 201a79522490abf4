"""What the platform keeps about indicators: settings, official values, validation by axis and year."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    FromClause,
    Numeric,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from core.clock import today
from core.communes.models import Commune
from core.db.base import Base, Entite
from core.parametres.service import express_seuil_secret
from core.plan.models import ResultatAttendu
from core.security.acteur import Role
from core.security.droits import TOUJOURS, TOUS_LES_ROLES, AxeDeLacteur, Droits, Vaut, pour

reglage_resultat = Table(
    "reglage_resultat",
    Base.metadata,
    Column("reglage_id", ForeignKey("reglage_indicateur.id", ondelete="CASCADE"), primary_key=True),
    Column("resultat_id", ForeignKey("resultat_attendu.id"), primary_key=True, index=True),
)


# Told to those alone who read the small numbers of the row.
_SECRETE = {"sensible": True, "secret_de_ligne": True}


class ReglageIndicateur(Entite):
    """What staff decide about an indicator: shown or not, phare or not, target and starting value, the
    expected results that it measures.

    ``sensible``: as its axis declares it (core.plugin.types); it is, until the declaration was read.
    """

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
    sensible: Mapped[bool] = mapped_column(default=True, server_default="true")
    valeur_initiale: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    annee_initiale: Mapped[int | None]
    cible: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    annee_cible: Mapped[int | None]

    resultats: Mapped[list[ResultatAttendu]] = relationship(secondary=reglage_resultat)

    def __str__(self) -> str:
        return f"{self.code} : {self.libelle}"


class ValeurOfficielle(Entite):
    """A published value (CNAF, INSEE), kept beside the local one and never mixed with it.

    ``code_insee`` None means the agglomération as a whole. ``secrete``: it would tell a small number of
    people, that only those who enter it and the CAF read (metier.md section 6).
    """

    __tablename__ = "valeur_officielle"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE, Role.PARTENAIRE_CAF),
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
        sensible=pour(TOUJOURS, *TOUS_LES_ROLES),
        sensible_ecrire=pour(TOUJOURS, Role.GOUVERNANCE, Role.PARTENAIRE_CAF),
        petits_effectifs={
            **pour(Vaut("secrete", (False,)), *TOUS_LES_ROLES),
            **pour(TOUJOURS, Role.GOUVERNANCE, Role.PARTENAIRE_CAF),
        },
    )
    __table_args__ = (
        UniqueConstraint("code", "code_insee", "annee", postgresql_nulls_not_distinct=True),
        CheckConstraint("source <> ''", name="source"),
    )

    code: Mapped[str]
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    annee: Mapped[int]
    valeur: Mapped[Decimal] = mapped_column(Numeric(14, 4), info=_SECRETE)
    numerateur: Mapped[Decimal | None] = mapped_column(Numeric(14, 2), info=_SECRETE)
    denominateur: Mapped[Decimal | None] = mapped_column(Numeric(14, 2), info=_SECRETE)
    source: Mapped[str]
    millesime: Mapped[str] = mapped_column(default="", server_default="")

    commune: Mapped[Commune | None] = relationship()
    if TYPE_CHECKING:
        # Mapped below, from the settings and the other rows.
        secrete: Mapped[bool]

    def __str__(self) -> str:
        return f"{self.code}, {self.annee}, {self.commune or 'agglomération'}"


def _tells_few(valeurs: FromClause) -> ColumnElement[bool]:
    """Of a published value: a part under the threshold, or none that says how many people it counts."""
    jour = bindparam("jour_seuil", callable_=today, type_=Date())
    seuil = express_seuil_secret(jour)
    return or_(
        valeurs.c.numerateur.is_(None),
        *(
            and_(part > 0, part < seuil)
            for part in (valeurs.c.numerateur, func.coalesce(valeurs.c.denominateur, 0))
        ),
    )


_valeurs = ValeurOfficielle.__table__
_communes = _valeurs.alias()
ValeurOfficielle.secrete = column_property(
    and_(
        # A code that no axis declared: nothing says that it may be told.
        func.coalesce(
            select(ReglageIndicateur.sensible)
            .where(ReglageIndicateur.code == _valeurs.c.code)
            .correlate_except(ReglageIndicateur)
            .scalar_subquery(),
            true(),
        ),
        or_(
            _tells_few(_valeurs),
            # Beside its communes, the whole would tell the one that is masked.
            and_(
                _valeurs.c.code_insee.is_(None),
                select(_communes.c.id)
                .where(
                    _communes.c.code == _valeurs.c.code,
                    _communes.c.annee == _valeurs.c.annee,
                    _communes.c.code_insee.is_not(None),
                    _tells_few(_communes),
                )
                .correlate_except(_communes)
                .exists(),
            ),
        ),
    )
)


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
