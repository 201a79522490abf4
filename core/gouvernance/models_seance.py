"""What a session is made of: agenda, proposed points, attendance, participants, minutes."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.communes.models import Commune
from core.comptes.models import Personne
from core.db.base import Entite, enum_type
from core.db.quantites import nombre
from core.gouvernance.codes import College, EtatPresence, EtatReleve
from core.gouvernance.droits import VIA_SEANCE, droits_instance
from core.gouvernance.models import Decision, Instance, Seance
from core.plan.models_action import Action, Frein
from core.security.acteur import Role
from core.security.droits import (
    PROFESSIONNELS,
    TOUJOURS,
    AxeDeLacteur,
    Droits,
    Ou,
    Vaut,
    pour,
)

MINUTES_MAX = 480
PARTICIPANTS_MAX = 5_000


class PointPropose(Entite):
    """A point that a team, or governance, wants on the agenda of a next session."""

    __tablename__ = "point_propose"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *PROFESSIONNELS),
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
        supprimer={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
    )

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    titre: Mapped[str]
    motif: Mapped[str] = mapped_column(default="", server_default="")
    minutes: Mapped[int | None] = nombre(MINUTES_MAX, 1)
    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))

    instance: Mapped[Instance] = relationship()
    action: Mapped[Action | None] = relationship()

    def __str__(self) -> str:
        return self.titre


class PointOrdreDuJour(Entite):
    """A point of the agenda. What it comes from (part of the frame, frein, decision, proposed point) keeps
    it from being added twice. Without ``minutes`` it is part of the point before.

    Everybody reads an agenda: what the frein says is read from the frein, under its diffusion.
    """

    __tablename__ = "point_ordre_du_jour"
    __droits__ = droits_instance(VIA_SEANCE)
    __table_args__ = (
        UniqueConstraint("seance_id", "trame"),
        UniqueConstraint("seance_id", "frein_id"),
        UniqueConstraint("seance_id", "decision_id"),
    )

    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id", ondelete="CASCADE"), index=True)
    rang: Mapped[int] = mapped_column(default=1)
    titre: Mapped[str]
    minutes: Mapped[int | None] = nombre(MINUTES_MAX, 1)
    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    trame: Mapped[str | None]
    frein_id: Mapped[int | None] = mapped_column(ForeignKey("frein.id", ondelete="SET NULL"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", ondelete="SET NULL"))
    propose_id: Mapped[int | None] = mapped_column(
        ForeignKey("point_propose.id", ondelete="SET NULL"), unique=True
    )

    seance: Mapped[Seance] = relationship(back_populates="points")
    action: Mapped[Action | None] = relationship()
    frein: Mapped[Frein | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    propose: Mapped[PointPropose | None] = relationship()

    def __str__(self) -> str:
        return self.titre


class Presence(Entite):
    """Who came for a seat: that of a commune, represented by either of its two members, or that of a
    person. ``personne`` is who was there, or should have been."""

    __tablename__ = "presence"
    __droits__ = droits_instance(VIA_SEANCE)
    __table_args__ = (
        CheckConstraint("code_insee IS NOT NULL OR personne_id IS NOT NULL", name="siege"),
        Index(
            "uq_presence_commune",
            "seance_id",
            "code_insee",
            unique=True,
            postgresql_where="code_insee IS NOT NULL",
        ),
        Index(
            "uq_presence_personne",
            "seance_id",
            "personne_id",
            unique=True,
            postgresql_where="code_insee IS NULL",
        ),
    )

    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id", ondelete="CASCADE"))
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    personne_id: Mapped[int | None] = mapped_column(ForeignKey("personne.id"))
    college: Mapped[College] = mapped_column(enum_type(College))
    etat: Mapped[EtatPresence] = mapped_column(enum_type(EtatPresence))

    seance: Mapped[Seance] = relationship()
    commune: Mapped[Commune | None] = relationship()
    personne: Mapped[Personne | None] = relationship()

    @property
    def axe_slug(self) -> str | None:
        """Axis of the instance: the journal shows the trace to its team."""
        return self.seance.instance.axe_slug

    def __str__(self) -> str:
        return f"{self.commune or self.personne}, {self.etat.libelle.lower()}"


class Participation(Entite):
    """How many people of a college came, when they are counted and not named (networks, rencontres)."""

    __tablename__ = "participation"
    __droits__ = droits_instance(VIA_SEANCE)
    __table_args__ = (UniqueConstraint("seance_id", "college"),)

    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id", ondelete="CASCADE"), index=True)
    college: Mapped[College] = mapped_column(enum_type(College))
    nombre: Mapped[int] = nombre(PARTICIPANTS_MAX, requis=True)

    seance: Mapped[Seance] = relationship(back_populates="participations")

    @property
    def axe_slug(self) -> str | None:
        """Axis of the instance: the journal shows the trace to its team."""
        return self.seance.instance.axe_slug

    def __str__(self) -> str:
        return f"{self.college.libelle} : {self.nombre}"


_DIFFUSE = Vaut("etat", (EtatReleve.DIFFUSE,))


class Releve(Entite):
    """The minutes of a session and the state of its relevé. Who writes the session reads a draft; the CAF
    from its second reading on; everybody once it is sent out."""

    __tablename__ = "releve"
    __droits__ = Droits(
        lire={
            Role.GOUVERNANCE: TOUJOURS,
            Role.EQUIPE: Ou(VIA_SEANCE, _DIFFUSE),
            Role.PARTENAIRE_CAF: Vaut(
                "etat", (EtatReleve.RELU, EtatReleve.VALIDE, EtatReleve.DIFFUSE)
            ),
            **pour(_DIFFUSE, Role.ADMINISTRATEUR, Role.COMMUNE, Role.LECTEUR, Role.COMITE),
        },
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: VIA_SEANCE},
    )

    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id", ondelete="CASCADE"), unique=True)
    texte: Mapped[str] = mapped_column(default="", server_default="")
    etat: Mapped[EtatReleve] = mapped_column(enum_type(EtatReleve), default=EtatReleve.PROJET)

    seance: Mapped[Seance] = relationship()

    @property
    def axe_slug(self) -> str | None:
        """Axis of the instance: the journal shows the trace to its team."""
        return self.seance.instance.axe_slug

    def __str__(self) -> str:
        return f"Relevé, {self.seance}"
