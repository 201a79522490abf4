"""The jobs table: the row is the truth, the broker only a hint (conception section 6)."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.codes import Code
from core.db.base import Base, enum_type
from core.security.acteur import Role
from core.security.droits import (
    TOUJOURS,
    CompteDeLacteur,
    Droits,
    droits_internes,
    pour,
)


class StatutTache(Code):
    """Life of a job."""

    DEMANDEE = "demandee", "Demandée"
    EN_FILE = "en_file", "En file d'attente"
    EN_COURS = "en_cours", "En cours"
    TERMINEE = "terminee", "Terminée"
    ECHOUEE = "echouee", "Échouée"
    INTERROMPUE = "interrompue", "Interrompue"
    ANNULEE = "annulee", "Annulée"


class Tache(Base):
    """A job asked for. ``fait`` of ``total`` with ``etape_libelle`` is its progress; the lease tells
    which worker runs it and until when it is believed alive."""

    __tablename__ = "tache"
    __droits__ = Droits(
        lire={
            **pour(TOUJOURS, Role.ADMINISTRATEUR, Role.GOUVERNANCE),
            **pour(
                CompteDeLacteur("demandeur_id"),
                Role.EQUIPE,
                Role.COMMUNE,
                Role.PARTENAIRE_CAF,
                Role.LECTEUR,
            ),
        },
        ecrire={
            Role.ADMINISTRATEUR: TOUJOURS,
            **pour(
                CompteDeLacteur("demandeur_id"),
                Role.GOUVERNANCE,
                Role.EQUIPE,
                Role.COMMUNE,
                Role.PARTENAIRE_CAF,
                Role.LECTEUR,
            ),
        },
    )
    __table_args__ = (
        Index(
            "ix_tache_a_reconcilier",
            "statut",
            "bail_jusqu_a",
            postgresql_where=text("statut IN ('demandee', 'en_file', 'en_cours')"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    genre: Mapped[str]
    parametres: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    cle: Mapped[str] = mapped_column(unique=True)
    demandeur_id: Mapped[int | None] = mapped_column(ForeignKey("compte.id"), index=True)
    statut: Mapped[StatutTache] = mapped_column(
        enum_type(StatutTache), default=StatutTache.DEMANDEE
    )
    fait: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    etape_libelle: Mapped[str] = mapped_column(default="", server_default="")
    tentatives: Mapped[int] = mapped_column(default=0, server_default="0")
    bail_a: Mapped[str | None]
    bail_jusqu_a: Mapped[datetime | None]
    erreur: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    envoyee_at: Mapped[datetime | None]
    commencee_at: Mapped[datetime | None]
    terminee_at: Mapped[datetime | None]

    @property
    def finie(self) -> bool:
        """True when nothing will happen to it any more without a person."""
        return self.statut in STATUTS_FINAUX

    def __str__(self) -> str:
        return f"{self.genre.capitalize()}, demande n° {self.id}"


STATUTS_FINAUX = (
    StatutTache.TERMINEE,
    StatutTache.ECHOUEE,
    StatutTache.INTERROMPUE,
    StatutTache.ANNULEE,
)


class Battement(Base):
    """Last sign of life of a service, written by work done (not by a process being there)."""

    __tablename__ = "battement"
    __droits__ = droits_internes()

    service: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(default="", server_default="")
