"""The append-only trace of every change: a trigger in the database refuses to rewrite it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    Text,
    cast,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.codes import Code
from core.db.base import Base, enum_type
from core.db.index import index_search, index_sort
from core.security.acteur import Acteur, Role
from core.security.droits import AxeDeLacteur, Droits, Vaut

TABLES_ADMINISTREES = (
    "axe",
    "commune",
    "compte",
    "habilitation",
    "mandat",
    "parametre",
    "personne",
)


class ActeJournal(Code):
    """What happened to the object."""

    CREATION = "creation", "Création"
    MODIFICATION = "modification", "Modification"
    SUPPRESSION = "suppression", "Suppression"
    EXPORT = "export", "Export"


def _list_tables() -> list[str]:
    return sorted(mapper.class_.__tablename__ for mapper in Base.registry.mappers)


_COMPTE = table("compte", column("id"), column("invitable"))


@dataclass(frozen=True, slots=True)
class SaufComptesReserves:
    """Every trace but those of accounts that governance does not manage: an address is read there too."""

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return True

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        managed = select(_COMPTE.c.id).where(
            cast(_COMPTE.c.id, Text) == modele.objet_id,
            or_(_COMPTE.c.invitable, _COMPTE.c.id == acteur.compte_id),
        )
        return or_(modele.objet_type.not_in(("compte", "connexion")), managed.exists())

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        raise TypeError("Une trace se lit par scope(), et ne s'écrit pas.")


class Evenement(Base):
    """One change of one object: who, when, what before and after, from where."""

    __tablename__ = "journal"
    __droits__ = Droits(
        lire={
            Role.GOUVERNANCE: SaufComptesReserves(),
            Role.EQUIPE: AxeDeLacteur(),
            # An administrateur reads no draft, internal note or cost: not through the traces either.
            Role.ADMINISTRATEUR: Vaut("objet_type", TABLES_ADMINISTREES),
        }
    )
    __table_args__ = (Index("ix_journal_objet", "objet_type", "objet_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    compte_id: Mapped[int | None] = mapped_column(BigInteger)
    acteur: Mapped[str]
    acte: Mapped[ActeJournal] = mapped_column(enum_type(ActeJournal))
    objet_type: Mapped[str] = mapped_column(info={"valeurs": _list_tables})
    objet_id: Mapped[str]
    objet_libelle: Mapped[str]
    axe_slug: Mapped[str | None] = mapped_column(index=True)
    avant: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    apres: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    motif: Mapped[str] = mapped_column(default="", server_default="")
    source: Mapped[str] = mapped_column(default="", server_default="")
    requete_id: Mapped[str] = mapped_column(default="", server_default="")


def traced_action() -> ColumnElement[str]:
    """The action that a row was created under, or removed from: the history of a sheet is read by it."""
    values = func.coalesce(Evenement.apres, Evenement.avant, type_=JSONB)
    action_id: ColumnElement[str] = values["action_id"].astext
    return action_id


Index(
    "ix_journal_action",
    traced_action(),
    postgresql_where=Evenement.acte.in_((ActeJournal.CREATION, ActeJournal.SUPPRESSION)),
)
index_search(Evenement, "objet_libelle", "acteur")
index_sort(Evenement, "at")
