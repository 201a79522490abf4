"""What every page says of the platform (axes, year, demonstration), read once a request.

The shell, the filters and the guard of an axis' screens all ask for it: one statement answers them.

The rows of core that belong to a deactivated axis (its actions, its enjeux) leave the lists, the choices
and the totals (conception, section 5); a list asked for that axis by name still shows them, to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import g
from sqlalchemy import ColumnElement, inspect, literal, or_, select, true
from sqlalchemy.orm import Mapper

from core.axes.models import Axe
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle
from core.db.extension import db
from core.db.plateforme import Plateforme
from core.errors import Introuvable

COLONNE = "axe_slug"


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeLu:
    """What pages show of an axis; a value, which a rolled back transaction leaves as it is."""

    id: int
    slug: str
    numero: int
    titre: str
    couleur: str
    actif: bool

    def __str__(self) -> str:
        return f"Axe {self.numero} : {self.titre}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLu:
    """The year people are working on, and its step."""

    exercice: int
    etape: EtapeCycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Etat:
    """Axes in the order of the convention, current year (None when none is open), kind of instance."""

    axes: tuple[AxeLu, ...]
    cycle: CycleLu | None
    demonstration: bool


_ROW = select(literal(1).label("un")).subquery()
_YEAR = (
    select(CycleAnnuel.exercice, CycleAnnuel.etape)
    .where(CycleAnnuel.etape != EtapeCycle.CLOTURE)
    .order_by(CycleAnnuel.exercice)
    .limit(1)
    .subquery()
)
# One row an axis; a single one, without axis, before the reference is loaded.
_ETAT = (
    select(
        select(Plateforme.demonstration).scalar_subquery(),
        _YEAR.c.exercice,
        _YEAR.c.etape,
        Axe.id,
        Axe.slug,
        Axe.numero,
        Axe.titre,
        Axe.couleur,
        Axe.actif,
    )
    .select_from(_ROW)
    .outerjoin(_YEAR, true())
    .outerjoin(Axe, true())
    .order_by(Axe.numero)
)


def get_etat() -> Etat:
    """The state of the platform as it was when the request first asked."""
    if "etat" not in g:
        g.etat = _read()
    etat: Etat = g.etat
    return etat


def get_axes() -> tuple[AxeLu, ...]:
    """The axes in the order of the convention, as they were when the request first asked."""
    return get_etat().axes


def _read() -> Etat:
    rows = db.session.connection().execute(_ETAT).all()
    demonstration, exercice, etape = rows[0][:3]
    return Etat(
        axes=tuple(
            AxeLu(id=id, slug=slug, numero=numero, titre=titre, couleur=couleur, actif=actif)
            for _, _, _, id, slug, numero, titre, couleur, actif in rows
            if id is not None
        ),
        cycle=None if exercice is None else CycleLu(exercice=exercice, etape=etape),
        demonstration=bool(demonstration),
    )


def list_off() -> tuple[AxeLu, ...]:
    """The axes that governance has deactivated."""
    return tuple(axe for axe in get_axes() if not axe.actif)


def require_active(slug: str) -> None:
    """Close what an axis shows while it is off or not loaded. Raises Introuvable, that says who opens it."""
    axe = next((axe for axe in get_axes() if axe.slug == slug), None)
    if axe is None:
        raise Introuvable(
            "Cet axe est installé mais pas encore chargé : l'administrateur le fait par la commande "
            "« ctg reference charger »."
        )
    if not axe.actif:
        raise Introuvable(
            f"L'axe « {axe.titre} » est désactivé : ses listes, ses pages et ses indicateurs sont "
            "fermés. Ses données et ses années passées sont conservées ; l'équipe de gouvernance peut "
            "le réactiver."
        )


def is_by_axis(modele: type[Any]) -> bool:
    """True when the rows of ``modele`` belong to axes."""
    return _relation(inspect(modele)) is not None


def in_use(modele: type[Any]) -> ColumnElement[bool]:
    """Predicate that leaves out the rows of ``modele`` that belong to deactivated axes."""
    relation = _relation(inspect(modele))
    if relation is None or not (off := [axe.slug for axe in list_off()]):
        return true()
    if relation:
        target = inspect(modele).relationships[relation].mapper.class_
        condition: ColumnElement[bool] = getattr(modele, relation).has(_outside(target, off))
        return condition
    return _outside(modele, off)


def find_off(objet: Any) -> AxeLu | None:
    """The deactivated axis that a row belongs to."""
    relation = _relation(inspect(type(objet)))
    if relation is None or not (off := list_off()):
        return None
    holder = getattr(objet, relation) if relation else objet
    return next((axe for axe in off if axe.slug == getattr(holder, COLONNE)), None)


def _outside(modele: type[Any], off: list[str]) -> ColumnElement[bool]:
    column: Any = getattr(modele, COLONNE)
    outside: ColumnElement[bool] = column.not_in(off)
    return or_(column.is_(None), outside) if inspect(modele).columns[COLONNE].nullable else outside


@cache
def _relation(mapper: Mapper[Any]) -> str | None:
    """The relation that leads to what names the axis, "" for the row itself; None without an axis."""
    if _names_axis(mapper):
        return ""
    for relation in mapper.relationships:
        required = not any(column.nullable for column in relation.local_columns)
        if relation.direction.name == "MANYTOONE" and required and _names_axis(relation.mapper):
            return str(relation.key)
    return None


def _names_axis(mapper: Mapper[Any]) -> bool:
    # The journal names axes too, without a foreign key: the past stays whole.
    column = mapper.columns.get(COLONNE)
    return column is not None and bool(column.foreign_keys)
