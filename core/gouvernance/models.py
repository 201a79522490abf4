"""Instances, their sessions and decisions: what the committee decided and what became of it."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.codes import Code
from core.db.base import Entite, enum_type
from core.plan.models_action import Action
from core.security.acteur import Role
from core.security.droits import (
    TOUJOURS,
    TOUS_LES_ROLES,
    AxeDeLacteur,
    Condition,
    Droits,
    Et,
    Vaut,
    Via,
    pour,
)


class GenreInstance(Code):
    """Kinds of bodies that meet (metier.md section 5)."""

    COPIL = "copil", "Comité de pilotage"
    COTECH = "cotech", "Comité technique"
    GROUPE = "groupe", "Groupe de travail"
    RESEAU = "reseau", "Réseau d'acteurs"
    CONCERTATION = "concertation", "Espace de concertation"
    RENCONTRE = "rencontre", "Rencontre élus/professionnels"


class SuiteRequise(Code):
    """Who must decide after the committee, which only orients (metier.md section 5)."""

    AUCUNE = "aucune", "Aucune"
    DELIBERATION_AGGLO = "deliberation_agglo", "Délibération de l'Agglomération"
    DELIBERATION_COMMUNE = "deliberation_commune", "Délibération d'une commune"
    INSTANCE_CAF = "instance_caf", "Instance de la CAF"
    AVENANT = "avenant", "Avenant"


class EtatDecision(Code):
    """Where the follow-up of a decision stands."""

    A_LANCER = "a_lancer", "À lancer"
    EN_COURS = "en_cours", "En cours"
    SOLDEE = "soldee", "Soldée"


_GROUPE_DE_LAXE = Et(
    AxeDeLacteur(),
    Vaut(
        "genre",
        (
            GenreInstance.GROUPE,
            GenreInstance.RESEAU,
            GenreInstance.CONCERTATION,
            GenreInstance.RENCONTRE,
        ),
    ),
)


def _droits(groupe: Condition) -> Droits:
    """Everybody reads, governance writes, a team writes its own working groups."""
    ecrire = {Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: groupe}
    return Droits(lire=pour(TOUJOURS, *TOUS_LES_ROLES), ecrire=ecrire, supprimer=ecrire)


class Instance(Entite):
    """A body that meets; ``axe_slug`` empty when it serves the whole convention."""

    __tablename__ = "instance"
    __libelle__ = ("nom",)
    __droits__ = _droits(_GROUPE_DE_LAXE)

    nom: Mapped[str] = mapped_column(unique=True)
    genre: Mapped[GenreInstance] = mapped_column(enum_type(GenreInstance))
    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"))

    def __str__(self) -> str:
        return self.nom


class Seance(Entite):
    """A meeting of an instance, on an exercice."""

    __tablename__ = "seance"
    __libelle__ = ("instance.nom", "exercice", "jour")
    __droits__ = _droits(Via("instance", _GROUPE_DE_LAXE))

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    jour: Mapped[date]
    exercice: Mapped[int] = mapped_column(index=True)
    lieu: Mapped[str] = mapped_column(default="", server_default="")

    instance: Mapped[Instance] = relationship()
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="seance",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Decision.rang",
    )

    def __str__(self) -> str:
        return f"{self.instance.nom} du {self.jour:%d/%m/%Y}"


class Decision(Entite):
    """A decision as followed work: owner, due date, what must still be voted and where."""

    __tablename__ = "decision"
    __droits__ = _droits(Via("seance", Via("instance", _GROUPE_DE_LAXE)))

    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id", ondelete="CASCADE"), index=True)
    rang: Mapped[int] = mapped_column(default=1)
    intitule: Mapped[str]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)
    responsable: Mapped[str] = mapped_column(default="", server_default="")
    suite_requise: Mapped[SuiteRequise] = mapped_column(
        enum_type(SuiteRequise), default=SuiteRequise.AUCUNE
    )
    reference: Mapped[str] = mapped_column(default="", server_default="")
    echeance: Mapped[date | None]
    etat: Mapped[EtatDecision] = mapped_column(
        enum_type(EtatDecision), default=EtatDecision.A_LANCER
    )
    suivi: Mapped[str] = mapped_column(default="", server_default="")

    seance: Mapped[Seance] = relationship(back_populates="decisions")
    action: Mapped[Action | None] = relationship()

    def __str__(self) -> str:
        return self.intitule
