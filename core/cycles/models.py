"""The yearly cycle: where it stands, its moves, the validation of each axis, what was frozen."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.axes.models import Axe
from core.cycles.rules import EtapeCycle, EtatSoumission
from core.db.base import Entite, enum_type
from core.security.acteur import Role
from core.security.droits import (
    TOUJOURS,
    TOUS_LES_ROLES,
    AxeDeLacteur,
    Droits,
    Via,
    droits_cadre,
    pour,
)


class CycleAnnuel(Entite):
    """The year of work on an exercice (the calendar year observed), from preparation to cloture."""

    __tablename__ = "cycle_annuel"
    __droits__ = droits_cadre()
    __table_args__ = (CheckConstraint("exercice BETWEEN 2020 AND 2100", name="exercice"),)

    exercice: Mapped[int] = mapped_column(unique=True)
    etape: Mapped[EtapeCycle] = mapped_column(enum_type(EtapeCycle), default=EtapeCycle.PREPARATION)
    debut_collecte: Mapped[date]
    fin_collecte: Mapped[date]
    date_cotech: Mapped[date]
    date_envoi: Mapped[date]
    date_copil: Mapped[date]
    date_cloture: Mapped[date]

    mouvements: Mapped[list["MouvementCycle"]] = relationship(
        back_populates="cycle", order_by="MouvementCycle.id"
    )
    gels: Mapped[list["Gel"]] = relationship(back_populates="cycle", order_by="Gel.numero")

    def __str__(self) -> str:
        return f"Exercice {self.exercice}"


class MouvementCycle(Entite):
    """A move of the cycle from one step to another: who, when, why."""

    __tablename__ = "mouvement_cycle"
    __droits__ = Droits(lire=pour(TOUJOURS, *TOUS_LES_ROLES))

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle_annuel.id"), index=True)
    de: Mapped[EtapeCycle] = mapped_column(enum_type(EtapeCycle, "de"))
    vers: Mapped[EtapeCycle] = mapped_column(enum_type(EtapeCycle, "vers"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    par: Mapped[str]
    motif: Mapped[str] = mapped_column(default="", server_default="")

    cycle: Mapped[CycleAnnuel] = relationship(back_populates="mouvements")

    def __str__(self) -> str:
        return f"{self.de} puis {self.vers}"


class SoumissionAxe(Entite):
    """What an axis is asked for a cycle: to be completed, submitted, sent back or validated.

    ``par``, ``at`` and ``motif`` are those of the last move; every move stays in ``mouvements``.
    """

    __tablename__ = "soumission_axe"
    __droits__ = Droits(
        lire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
    )
    __table_args__ = (UniqueConstraint("cycle_id", "axe_slug"),)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle_annuel.id"))
    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"), index=True)
    etat: Mapped[EtatSoumission] = mapped_column(
        enum_type(EtatSoumission), default=EtatSoumission.A_COMPLETER
    )
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    par: Mapped[str]
    motif: Mapped[str] = mapped_column(default="", server_default="")

    cycle: Mapped[CycleAnnuel] = relationship()
    axe: Mapped[Axe] = relationship()
    mouvements: Mapped[list["MouvementSoumission"]] = relationship(
        back_populates="soumission", order_by="MouvementSoumission.id"
    )

    def __str__(self) -> str:
        return f"Année {self.cycle.exercice} : {self.axe.titre}"


class MouvementSoumission(Entite):
    """A move of a submission: who, when, why, and what was missing when it was submitted.

    It is a trace itself: the journal keeps the change of the submission.
    """

    __journal__ = False
    __tablename__ = "mouvement_soumission"
    __droits__ = Droits(
        lire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: Via("soumission", AxeDeLacteur())}
    )

    soumission_id: Mapped[int] = mapped_column(ForeignKey("soumission_axe.id"), index=True)
    de: Mapped[EtatSoumission] = mapped_column(enum_type(EtatSoumission, "de"))
    vers: Mapped[EtatSoumission] = mapped_column(enum_type(EtatSoumission, "vers"))
    at: Mapped[datetime]
    par: Mapped[str]
    motif: Mapped[str] = mapped_column(default="", server_default="")
    manques: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")

    soumission: Mapped[SoumissionAxe] = relationship(back_populates="mouvements")

    def __str__(self) -> str:
        return f"{self.de} puis {self.vers}"


class Gel(Entite):
    """What the committee was sent: data and neutral documents, never changed. A late figure makes a new
    ``numero``; the earlier one stays. ``dossier`` is the file that is read in session, ``projection`` its
    slides, ``document`` the sheets and annexes; the first files were made of the last one only."""

    __tablename__ = "gel"
    __droits__ = Droits(lire=pour(TOUJOURS, Role.GOUVERNANCE))
    __table_args__ = (UniqueConstraint("cycle_id", "numero"),)

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle_annuel.id"))
    numero: Mapped[int]
    fait_le: Mapped[datetime]
    par: Mapped[str]
    motif: Mapped[str] = mapped_column(default="", server_default="")
    donnees: Mapped[dict[str, Any]] = mapped_column(JSONB)
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    dossier: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    projection: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    empreinte: Mapped[bytes] = mapped_column(LargeBinary(32))

    cycle: Mapped[CycleAnnuel] = relationship(back_populates="gels")

    def __str__(self) -> str:
        return f"Dossier figé, version {self.numero}"
