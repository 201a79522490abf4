"""The team's actions, with their steps, dated notes and freins."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Table,
    and_,
    bindparam,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    column_property,
    declared_attr,
    mapped_column,
    query_expression,
    relationship,
)

from core.axes.models import Axe
from core.clock import today
from core.communes.models import Commune
from core.comptes.models import Personne
from core.db.base import Base, Entite, enum_type
from core.db.index import index_label, index_search, index_sort
from core.plan.codes import Diffusion, GenreNote, LevePar, NatureAction, Portee, StatutAction
from core.plan.droits import DROITS_ACTION, DROITS_DIFFUSES, DROITS_LIGNE
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur
from core.security.policy import visible

if TYPE_CHECKING:
    from core.plan.models_echanges import Commentaire, PieceAction
    from core.plan.models_moyens import EtpAction, Financement, LigneBudget, PartenaireAction
    from core.plan.models_suivi import BilanAction, Meteo

action_commune = Table(
    "action_commune",
    Base.metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
)
action_resultat = Table(
    "action_resultat",
    Base.metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("resultat_id", ForeignKey("resultat_attendu.id"), primary_key=True, index=True),
)
action_cadre = Table(
    "action_cadre",
    Base.metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("cadre_id", ForeignKey("cadre.id"), primary_key=True, index=True),
)


def _lignes(ordre: str) -> Any:
    """Rows of the sheet (``LigneAction``), edited with it and gone with it."""
    return relationship(
        back_populates="action",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by=ordre,
    )


class Action(Entite):
    """An action of the plan: eight mandatory fields (metier.md section 3); never deleted."""

    __tablename__ = "action"
    __libelle__ = ("code", "intitule")
    __grande__ = True
    __droits__ = DROITS_ACTION
    __table_args__ = (
        CheckConstraint("date_fin IS NULL OR date_fin >= date_debut", name="dates"),
        Index("ix_action_axe_statut", "axe_slug", "statut"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    intitule: Mapped[str]
    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"), index=True)
    enjeu_id: Mapped[int | None] = mapped_column(ForeignKey("enjeu.id"))
    action_majeure_id: Mapped[int | None] = mapped_column(ForeignKey("action_majeure.id"))
    pilote_id: Mapped[int | None] = mapped_column(ForeignKey("personne.id"), index=True)
    # None: that of the axis (see ReferentAxe).
    elu_referent_id: Mapped[int | None] = mapped_column(ForeignKey("personne.id"), index=True)
    statut: Mapped[StatutAction] = mapped_column(
        enum_type(StatutAction), default=StatutAction.A_ENGAGER
    )
    nature: Mapped[NatureAction] = mapped_column(
        enum_type(NatureAction), default=NatureAction.PONCTUELLE
    )
    portee: Mapped[Portee] = mapped_column(enum_type(Portee), default=Portee.TERRITOIRE)
    date_debut: Mapped[date]
    date_fin: Mapped[date | None]
    objectif: Mapped[str] = mapped_column(default="", server_default="")
    evaluation: Mapped[str] = mapped_column(default="", server_default="")
    brouillon: Mapped[bool] = mapped_column(default=False, server_default="false")
    source: Mapped[str] = mapped_column(default="", server_default="")

    if TYPE_CHECKING:
        # Late = active after its end date. Mapped below, once Frein exists.
        en_retard: Mapped[bool]

    # Blocked = has an open frein, among those that the reader may read; unknown (None) without a reader.
    bloquee: Mapped[bool | None] = query_expression()

    axe: Mapped[Axe] = relationship()
    enjeu: Mapped[Enjeu | None] = relationship()
    action_majeure: Mapped[ActionMajeure | None] = relationship()
    pilote: Mapped[Personne | None] = relationship(foreign_keys=[pilote_id])
    elu_referent: Mapped[Personne | None] = relationship(foreign_keys=[elu_referent_id])
    communes: Mapped[list[Commune]] = relationship(secondary=action_commune)
    resultats: Mapped[list[ResultatAttendu]] = relationship(secondary=action_resultat)
    cadres: Mapped[list[Cadre]] = relationship(secondary=action_cadre, order_by=Cadre.nom)
    etapes: Mapped[list["Etape"]] = _lignes("Etape.echeance")
    notes: Mapped[list["Note"]] = _lignes("Note.jour.desc()")
    freins: Mapped[list["Frein"]] = _lignes("Frein.depuis.desc()")
    meteos: Mapped[list["Meteo"]] = _lignes("Meteo.jour.desc()")
    bilans: Mapped[list["BilanAction"]] = _lignes("BilanAction.exercice.desc()")
    partenaires: Mapped[list["PartenaireAction"]] = _lignes("PartenaireAction.nom")
    budget: Mapped[list["LigneBudget"]] = _lignes("LigneBudget.exercice.desc()")
    financements: Mapped[list["Financement"]] = _lignes("Financement.exercice.desc()")
    etps: Mapped[list["EtpAction"]] = _lignes("EtpAction.exercice.desc()")
    pieces: Mapped[list["PieceAction"]] = _lignes("PieceAction.id")
    commentaires: Mapped[list["Commentaire"]] = _lignes("Commentaire.id")

    def __str__(self) -> str:
        return f"{self.code} : {self.intitule}"


index_label(Action)
index_search(Action, "code", "intitule", "objectif")
index_sort(Action, "code", "intitule", "statut", "date_fin")


class LigneAction(Entite):
    """A row of the sheet of an action, that leaves with it; ``__retour__`` names the list of the action
    that holds it."""

    __abstract__ = True
    __droits__ = DROITS_LIGNE
    __retour__: ClassVar[str]

    action_id: Mapped[int] = mapped_column(
        ForeignKey("action.id", ondelete="CASCADE"), index=True, sort_order=-5
    )

    @declared_attr
    def action(cls) -> Mapped[Action]:
        return relationship(Action, back_populates=cls.__retour__)

    @property
    def axe_slug(self) -> str:
        """Axis of the action: the journal shows the trace to its team."""
        return self.action.axe_slug


class Etape(LigneAction):
    """A step of an action, with its due date and the day it was done."""

    __tablename__ = "etape"
    __retour__ = "etapes"

    intitule: Mapped[str]
    echeance: Mapped[date]
    realisee_le: Mapped[date | None]

    def __str__(self) -> str:
        return self.intitule


class Note(LigneAction):
    """A dated note on an action; ``exercice`` is the year it speaks of."""

    __tablename__ = "note"
    __retour__ = "notes"
    __droits__ = DROITS_DIFFUSES
    __table_args__ = (CheckConstraint("btrim(texte) <> ''", name="texte"),)

    jour: Mapped[date]
    exercice: Mapped[int] = mapped_column(index=True)
    genre: Mapped[GenreNote] = mapped_column(enum_type(GenreNote), default=GenreNote.AVANCEMENT)
    diffusion: Mapped[Diffusion] = mapped_column(enum_type(Diffusion), default=Diffusion.EQUIPE)
    texte: Mapped[str]
    source: Mapped[str] = mapped_column(default="", server_default="")

    def __str__(self) -> str:
        return f"Note du {self.jour:%d/%m/%Y}"


class Frein(LigneAction):
    """What blocks an action, who can lift it, since when; open until ``leve_le``."""

    __tablename__ = "frein"
    __retour__ = "freins"
    __droits__ = DROITS_DIFFUSES
    __table_args__ = (CheckConstraint("leve_le IS NULL OR leve_le >= depuis", name="dates"),)

    description: Mapped[str]
    leve_par: Mapped[LevePar] = mapped_column(enum_type(LevePar))
    depuis: Mapped[date]
    leve_le: Mapped[date | None]
    diffusion: Mapped[Diffusion] = mapped_column(enum_type(Diffusion), default=Diffusion.EQUIPE)

    def __str__(self) -> str:
        return self.description[:80]


def has_open_frein(action: Any, acteur: Acteur) -> ColumnElement[bool]:
    """Of ``action`` (the class, or an alias of it): an open frein that ``acteur`` may read."""
    # PostgreSQL tells it with the row, whatever the number of rows.
    return (
        select(Frein.id)
        .where(Frein.action_id == action.id, Frein.leve_le.is_(None), visible(acteur, Frein))
        .correlate_except(Frein)
        .exists()
    )


Action.__selon_lecteur__ = {"bloquee": has_open_frein}
# The day is that of the platform's clock: the server's own may be of another time zone.
Action.en_retard = column_property(
    and_(
        Action.statut.in_(STATUTS_ACTIFS),
        Action.date_fin.is_not(None),
        Action.date_fin < bindparam("jour_retard", callable_=today, type_=Date()),
    )
)
