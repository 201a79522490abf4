"""Columns for what people count: each kind has its unit and bounds, in Python (told to people) and in SQL.

An empty figure is not known: it is never read as zero.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, Integer, Numeric, Table, event
from sqlalchemy.orm import InstrumentedAttribute, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine

from core.bornes import (
    ANNEE_MAX,
    ANNEE_MIN,
    HEURES_PAR_JOUR,
    JOURS_MAX,
    check_annee,
    check_borne,
    format_annee_scolaire,
)
from core.db.base import Base, Entite

PERSONNES_MAX = 100_000
HEURES_MAX = 10_000_000
EUROS_MAX = 100_000_000
ETP_MAX = 500
_BORNES, _SCOLAIRE = "bornes", "scolaire"


class Annuel(Entite):
    """A row of figures of one calendar year, with where they come from."""

    __abstract__ = True

    annee: Mapped[int] = mapped_column(
        index=True, info={_BORNES: (ANNEE_MIN, ANNEE_MAX), "annee": True}
    )
    source: Mapped[str] = mapped_column(default="", server_default="", sort_order=80)


class Scolaire(Annuel):
    """A row of figures of one school year, mapped explicitly to an exercice (metier.md section 2).

    ``annee_scolaire`` is its first calendar year; ``annee`` is the exercice that it counts for, one of
    the two: the database checks it.
    """

    __abstract__ = True

    annee_scolaire: Mapped[int] = mapped_column(
        info={_BORNES: (ANNEE_MIN, ANNEE_MAX), "annee": True, _SCOLAIRE: True}
    )

    @property
    def annee_scolaire_en_mots(self) -> str:
        """ "2024-2025"."""
        return format_annee_scolaire(self.annee_scolaire)


def annee(*, index: bool = False) -> MappedColumn[Any]:
    """A calendar year that the convention can speak of."""
    return mapped_column(
        Integer(), index=index, info={_BORNES: (ANNEE_MIN, ANNEE_MAX), "annee": True}
    )


def nombre(
    maximum: int = PERSONNES_MAX,
    minimum: int = 0,
    *,
    sensible: bool = False,
    requis: bool = False,
    parties: tuple[str, ...] = (),
) -> MappedColumn[Any]:
    """Whole things or people. ``sensible``: read by few, and masked when small (conception, 7).

    ``parties``: the columns that it sums. Beside a masked one, a total would tell it by subtraction: it is
    masked too.
    """
    return _column(
        Integer(),
        minimum,
        maximum,
        sensible=sensible,
        effectif=sensible,
        requis=requis,
        parties=parties,
    )


def jours(maximum: int = JOURS_MAX) -> MappedColumn[Any]:
    """Days of a year, or fewer."""
    return _column(Integer(), 0, maximum)


def heures(maximum: int = HEURES_MAX, *, sensible: bool = False) -> MappedColumn[Any]:
    """Hours over a year (``maximum`` 24 for a day, 168 for a week), to the hundredth."""
    return _column(Numeric(12, 2), 0, maximum, sensible=sensible)


def amplitude() -> MappedColumn[Any]:
    """Hours of opening in a day."""
    return _column(Numeric(4, 2), 0, HEURES_PAR_JOUR)


def etp(minimum: Decimal | int = 0, *, requis: bool = False) -> MappedColumn[Any]:
    """Full-time equivalents, to the hundredth."""
    return _column(Numeric(5, 2), minimum, ETP_MAX, requis=requis)


def euros(*, sensible: bool = True) -> MappedColumn[Any]:
    """An amount in euros. The accounts of a structure are sensible unless said otherwise."""
    return _column(Numeric(12, 2), 0, EUROS_MAX, sensible=sensible)


def _column(
    type_: TypeEngine[Any],
    minimum: Decimal | int,
    maximum: int,
    *,
    sensible: bool = False,
    effectif: bool = False,
    requis: bool = False,
    parties: tuple[str, ...] = (),
) -> MappedColumn[Any]:
    info: dict[str, Any] = {_BORNES: (minimum, maximum)}
    if sensible:
        info["sensible"] = True
    if effectif:
        info["effectif"] = True
    if parties:
        info["parties"] = parties
    return mapped_column(type_, nullable=not requis, info=info)


@event.listens_for(Column, "after_parent_attach")
def _add_check(column: Column[Any], parent: Any) -> None:
    """The database refuses what Python refuses, whoever writes."""
    # Alembic copies a table, constraints and all, to write its migration: they must not come twice.
    if not isinstance(parent, Table) or parent.metadata is not Base.metadata:
        return
    if bornes := column.info.get(_BORNES):
        minimum, maximum = bornes
        parent.append_constraint(
            CheckConstraint(f"{column.name} BETWEEN {minimum} AND {maximum}", name=column.name)
        )
    if isinstance(parent, Table) and column.info.get(_SCOLAIRE):
        parent.append_constraint(
            CheckConstraint(f"annee - {column.name} BETWEEN 0 AND 1", name=_SCOLAIRE)
        )


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _watch(cls: type[Any], key: str, attribut: InstrumentedAttribute[Any]) -> None:
    columns = getattr(attribut.property, "columns", ())
    if not columns or not isinstance(columns[0], Column) or _BORNES not in columns[0].info:
        return
    info = columns[0].info
    minimum, maximum = info[_BORNES]

    def check(_objet: Any, valeur: Any, _ancienne: Any, _initiateur: Any) -> None:
        if info.get("annee"):
            check_annee(key, valeur)
        else:
            check_borne(key, valeur, maximum, minimum)

    event.listen(attribut, "set", check)
