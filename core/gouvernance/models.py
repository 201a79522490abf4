"""Instances, their sessions and decisions: what the committee decided and what became of it."""

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from core.clock import today
from core.comptes.models import Personne
from core.db.base import Entite, enum_type
from core.errors import ErreurMetier
from core.gouvernance.codes import EtatDecision, EtatSeance, GenreInstance, SuiteRequise
from core.gouvernance.droits import GROUPE_DE_LAXE, VIA_INSTANCE, VIA_SEANCE, droits_instance
from core.plan.codes import StatutAction
from core.plan.models_action import Action

if TYPE_CHECKING:
    from core.gouvernance.models_seance import Participation, PointOrdreDuJour


class Instance(Entite):
    """A body that meets; ``axe_slug`` empty when it serves the whole convention."""

    __tablename__ = "instance"
    __libelle__ = ("nom",)
    __droits__ = droits_instance(GROUPE_DE_LAXE)

    nom: Mapped[str] = mapped_column(unique=True)
    genre: Mapped[GenreInstance] = mapped_column(enum_type(GenreInstance))
    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"))

    def __str__(self) -> str:
        return self.nom


class Seance(Entite):
    """A meeting of an instance, on an exercice. ``convoquee_le`` dates the last letters that convoked it."""

    __tablename__ = "seance"
    __libelle__ = ("instance.nom", "jour")
    __droits__ = droits_instance(VIA_INSTANCE)

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    jour: Mapped[date]
    exercice: Mapped[int] = mapped_column(index=True)
    etat: Mapped[EtatSeance] = mapped_column(
        enum_type(EtatSeance), default=EtatSeance.PREVUE, server_default=EtatSeance.PREVUE.value
    )
    convoquee_le: Mapped[date | None]
    heure_debut: Mapped[time | None]
    heure_fin: Mapped[time | None]
    lieu: Mapped[str] = mapped_column(default="", server_default="")

    instance: Mapped[Instance] = relationship()
    points: Mapped[list["PointOrdreDuJour"]] = relationship(
        back_populates="seance",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="PointOrdreDuJour.rang",
    )
    participations: Mapped[list["Participation"]] = relationship(
        back_populates="seance",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Participation.college",
    )
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="seance",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Decision.rang",
    )

    @property
    def axe_slug(self) -> str | None:
        """Axis of the instance: the journal shows the trace to its team."""
        return self.instance.axe_slug

    def __str__(self) -> str:
        return f"{self.instance.nom} {self.jour:%d/%m/%Y}"


class Decision(Entite):
    """A decision as followed work: owner, due date, what must still be voted and where."""

    __tablename__ = "decision"
    __droits__ = droits_instance(VIA_SEANCE)

    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id", ondelete="CASCADE"), index=True)
    rang: Mapped[int] = mapped_column(default=1)
    intitule: Mapped[str]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)
    porteur_id: Mapped[int | None] = mapped_column(ForeignKey("personne.id"), index=True)
    responsable: Mapped[str] = mapped_column(default="", server_default="")
    suite_requise: Mapped[SuiteRequise] = mapped_column(
        enum_type(SuiteRequise), default=SuiteRequise.AUCUNE
    )
    reference: Mapped[str] = mapped_column(default="", server_default="")
    echeance: Mapped[date | None]
    etat: Mapped[EtatDecision] = mapped_column(
        enum_type(EtatDecision), default=EtatDecision.A_LANCER
    )
    # The day it was settled: that of the change of state, unless somebody wrote another.
    soldee_le: Mapped[date | None]
    suivi: Mapped[str] = mapped_column(default="", server_default="")

    seance: Mapped[Seance] = relationship(back_populates="decisions")
    action: Mapped[Action | None] = relationship()
    porteur: Mapped[Personne | None] = relationship()

    @property
    def qui(self) -> str:
        """Who follows it: a person of the directory, else what was written; "" when nobody does."""
        return str(self.porteur) if self.porteur is not None else self.responsable

    @validates("action")
    def _check_action(self, _champ: str, action: Action | None) -> Action | None:
        # A decision taken before the action was abandoned stays as it is.
        if (
            action is not None
            and action is not self.action
            and action.statut is StatutAction.ABANDONNEE
        ):
            raise ErreurMetier(
                f"L'action {action.code} est abandonnée : une décision ne peut plus porter sur elle. "
                "Choisissez l'action qui lui succède, ou laissez ce champ vide.",
                "action",
            )
        return action

    def __str__(self) -> str:
        return self.intitule


@event.listens_for(Decision, "before_insert")
@event.listens_for(Decision, "before_update")
def _date_etat(_mapper: object, _connection: object, decision: Decision) -> None:
    if decision.etat is not EtatDecision.SOLDEE:
        decision.soldee_le = None
    elif decision.soldee_le is None and inspect(decision).attrs.etat.history.has_changes():
        decision.soldee_le = today()
