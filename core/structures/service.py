"""Selects on structures and on what axes attach to them: names, what was open in a year, what is missing."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from core.structures.models import Structure


def open_in(annee: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Structures open at some moment of ``annee``; unknown dates mean open."""
    return and_(
        or_(Structure.ouverte_le.is_(None), func.extract("year", Structure.ouverte_le) <= annee),
        or_(Structure.fermee_le.is_(None), func.extract("year", Structure.fermee_le) >= annee),
    )


def select_named(modele: type[Any], visible: ColumnElement[bool]) -> Select[Any]:
    """Rows of ``modele`` by the name of their ``structure`` (id, nom), in its order."""
    return (
        select(modele.id, Structure.nom)
        .join(modele.structure)
        .where(visible)
        .order_by(Structure.nom, modele.id)
    )


def without_year(
    statement: Select[Any],
    parent: InstrumentedAttribute[Any],
    cle: InstrumentedAttribute[Any],
    exercice: int,
) -> Select[Any]:
    """Keep the rows that have no figures of ``exercice``: ``cle`` is the key of the yearly rows towards
    ``parent`` (``ActiviteEaje.eaje_id``, ``Eaje.id``)."""
    annuel = cle.class_
    return statement.outerjoin(annuel, and_(cle == parent, annuel.annee == exercice)).where(
        annuel.id.is_(None)
    )
