"""People at work, their accounts, their roles with dates."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Optional

from flask_security import UserMixin
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db.base import Base, Entite, enum_type
from core.db.index import index_label, index_search, index_sort
from core.security.acteur import LIBELLES_ROLES, Role
from core.security.droits import (
    TOUJOURS,
    TOUS_LES_ROLES,
    CompteDeLacteur,
    Droits,
    Ou,
    Vaut,
    pour,
)

if TYPE_CHECKING:
    from core.communes.models import Commune


class Personne(Entite):
    """A person at work (élu, pilot, contact), with or without an account: professional details only."""

    __tablename__ = "personne"
    __libelle__ = ("prenom", "nom")
    __grande__ = True
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
    )

    nom: Mapped[str]
    prenom: Mapped[str]
    fonction: Mapped[str] = mapped_column(default="", server_default="")
    organisme: Mapped[str] = mapped_column(default="", server_default="")
    courriel: Mapped[str] = mapped_column(default="", server_default="")
    telephone: Mapped[str] = mapped_column(default="", server_default="")
    elu: Mapped[bool] = mapped_column(default=False, server_default="false")
    source: Mapped[str] = mapped_column(default="", server_default="")

    mandats: Mapped[list["Mandat"]] = relationship(back_populates="personne")

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"


index_label(Personne)
index_search(Personne, "nom", "prenom", "fonction", "organisme")
index_sort(Personne, "nom", "prenom", "fonction", "organisme", "elu")


class Mandat(Entite):
    """A dated mandate or function; an ended one is never deleted. A seat in an instance is a ``Membre``."""

    __tablename__ = "mandat"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
    )
    __table_args__ = (CheckConstraint("fin IS NULL OR fin >= debut", name="dates"),)

    personne_id: Mapped[int] = mapped_column(ForeignKey("personne.id"), index=True)
    intitule: Mapped[str]
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    debut: Mapped[date]
    fin: Mapped[date | None]

    personne: Mapped[Personne] = relationship(back_populates="mandats")
    commune: Mapped[Optional["Commune"]] = relationship()

    def __str__(self) -> str:
        return self.intitule


class Compte(Entite, UserMixin):
    """An account: created by invitation, never by its owner. Flask-Security asks for these columns."""

    __tablename__ = "compte"
    __droits__ = Droits(
        lire={
            Role.ADMINISTRATEUR: TOUJOURS,
            Role.GOUVERNANCE: Ou(CompteDeLacteur("id"), Vaut("invitable", (True,))),
            **pour(
                CompteDeLacteur("id"),
                Role.EQUIPE,
                Role.COMMUNE,
                Role.PARTENAIRE_CAF,
                Role.LECTEUR,
            ),
        },
        ecrire={
            Role.ADMINISTRATEUR: TOUJOURS,
            Role.GOUVERNANCE: Vaut("invitable", (True,)),
        },
    )

    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str] = mapped_column(info={"secret": True})
    active: Mapped[bool] = mapped_column(default=True, server_default="true")
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, info={"secret": True})
    confirmed_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    current_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    last_login_ip: Mapped[str | None]
    current_login_ip: Mapped[str | None]
    login_count: Mapped[int] = mapped_column(default=0, server_default="0")
    tf_primary_method: Mapped[str | None] = mapped_column(info={"secret": True})
    tf_totp_secret: Mapped[str | None] = mapped_column(info={"secret": True})
    personne_id: Mapped[int | None] = mapped_column(ForeignKey("personne.id"), unique=True)
    # True when governance may manage the account: no administrateur nor gouvernance role in it.
    invitable: Mapped[bool] = mapped_column(default=True, server_default="true")

    personne: Mapped[Personne | None] = relationship()
    habilitations: Mapped[list["HabilitationCompte"]] = relationship(
        back_populates="compte", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def roles(self) -> list[object]:  # type: ignore[override]
        """Flask-Security asks for its own kind of roles: none. Rights read ``habilitations``."""
        return []

    def __str__(self) -> str:
        return self.email


Index("uq_compte_email_minuscules", func.lower(Compte.email), unique=True)


class HabilitationCompte(Entite):
    """A role given to an account between two dates; équipe names its axis, commune its INSEE code."""

    __tablename__ = "habilitation"
    __droits__ = Droits(
        lire=pour(TOUJOURS, Role.ADMINISTRATEUR, Role.GOUVERNANCE),
        ecrire={
            Role.ADMINISTRATEUR: TOUJOURS,
            Role.GOUVERNANCE: Vaut("role", (Role.EQUIPE, Role.COMMUNE, Role.LECTEUR)),
        },
        supprimer={
            Role.ADMINISTRATEUR: TOUJOURS,
            Role.GOUVERNANCE: Vaut("role", (Role.EQUIPE, Role.COMMUNE, Role.LECTEUR)),
        },
    )
    __table_args__ = (
        CheckConstraint("fin IS NULL OR fin >= debut", name="dates"),
        CheckConstraint("(role = 'equipe') = (axe_slug IS NOT NULL)", name="axe"),
        CheckConstraint("(role = 'commune') = (code_insee IS NOT NULL)", name="commune"),
        CheckConstraint("role <> 'comite'", name="jamais_comite"),
    )

    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"))
    code_insee: Mapped[str | None] = mapped_column(ForeignKey("commune.code_insee"))
    debut: Mapped[date]
    fin: Mapped[date | None]

    compte: Mapped[Compte] = relationship(back_populates="habilitations")

    def __str__(self) -> str:
        return LIBELLES_ROLES[self.role]


class Connexion(Base):
    """An attempt to log in, for the lock-out of an account under attack and for the traces."""

    __tablename__ = "connexion"
    __droits__ = Droits(lire=pour(TOUJOURS, Role.ADMINISTRATEUR))

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    email: Mapped[str]
    adresse: Mapped[str]
    reussie: Mapped[bool]


index_search(Connexion, "email")
index_sort(Connexion, "at")
