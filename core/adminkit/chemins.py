"""Attribute paths of a screen ("commune.nom"): what they lead to, and the joins they need.

What a path leads to is a matter of classes, asked for each cell of a page: it is found once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import ColumnElement, Select, inspect
from sqlalchemy.orm import (
    ColumnProperty,
    InstrumentedAttribute,
    RelationshipProperty,
    aliased,
    joinedload,
    selectinload,
)
from sqlalchemy.orm.interfaces import MapperProperty
from sqlalchemy.orm.strategy_options import Load

from core.errors import ErreurReglage
from core.security.acteur import Acteur

P = ParamSpec("P")
T = TypeVar("T")


def keep(function: Callable[P, T]) -> Callable[P, T]:
    """``functools.cache`` for a function of classes, under its own signature: mypy takes no ``type`` for
    hashable."""
    return cast(Callable[P, T], cache(function))


@keep
def get_property(modele: type[Any], path: str) -> MapperProperty[Any] | None:
    """The mapped property at the end of ``path``; None for a plain Python attribute."""
    *parents, last = path.split(".")
    mapper = inspect(modele)
    for name in parents:
        relation = mapper.relationships.get(name)
        if relation is None:
            raise ErreurReglage(f"{modele.__name__} n'a pas de relation « {path} ».")
        mapper = relation.mapper
    if last not in mapper.all_orm_descriptors and not hasattr(mapper.class_, last):
        raise ErreurReglage(f"{modele.__name__} n'a pas d'attribut « {path} ».")
    found: MapperProperty[Any] | None = mapper.attrs.get(last)
    return found


@keep
def get_holder(modele: type[Any], path: str) -> type[Any]:
    """The class that carries the last attribute of ``path``."""
    parent = path.rpartition(".")[0]
    prop = get_property(modele, parent) if parent else None
    return prop.mapper.class_ if isinstance(prop, RelationshipProperty) else modele


@keep
def is_sensible(modele: type[Any], path: str) -> bool:
    """True when the path ends on a column that only some roles read."""
    prop = get_property(modele, path)
    return isinstance(prop, ColumnProperty) and bool(
        getattr(prop.columns[0], "info", {}).get("sensible")
    )


@keep
def is_effectif(modele: type[Any], path: str) -> bool:
    """True when the path ends on numbers of people, masked when they are small."""
    prop = get_property(modele, path)
    return isinstance(prop, ColumnProperty) and bool(
        getattr(prop.columns[0], "info", {}).get("effectif")
    )


@keep
def list_masquants(modele: type[Any], path: str) -> tuple[str, ...]:
    """Paths whose small numbers of people mask what this one ends on: itself, and the parts that it sums;
    none when it is not a number of people."""
    if not is_effectif(modele, path):
        return ()
    prop = get_property(modele, path)
    parties = prop.columns[0].info.get("parties", ()) if isinstance(prop, ColumnProperty) else ()
    parent, dot, _ = path.rpartition(".")
    return (path, *(f"{parent}{dot}{name}" for name in parties))


@keep
def is_secret_de_ligne(modele: type[Any], path: str) -> bool:
    """True when the path ends on a column masked as a whole in the rows whose small numbers one may not
    read."""
    prop = get_property(modele, path)
    return isinstance(prop, ColumnProperty) and bool(
        getattr(prop.columns[0], "info", {}).get("secret_de_ligne")
    )


@keep
def is_secret(modele: type[Any], path: str) -> bool:
    """True for a column that no screen may ever show (a password's hash)."""
    prop = get_property(modele, path)
    return isinstance(prop, ColumnProperty) and bool(
        getattr(prop.columns[0], "info", {}).get("secret")
    )


@keep
def is_told(modele: type[Any], path: str) -> bool:
    """True when what the path ends on depends on who reads."""
    return path.rpartition(".")[2] in get_holder(modele, path).__selon_lecteur__


@dataclass(slots=True)
class Jointures:
    """Outer joins gathered while paths are resolved, each relation joined once."""

    modele: type[Any]
    aliases: dict[str, Any] = field(default_factory=dict)
    joins: list[tuple[Any, Any]] = field(default_factory=list)

    def attribute(self, path: str) -> InstrumentedAttribute[Any]:
        """The attribute at the end of ``path``, on the alias of its parent."""
        parent, _, last = path.rpartition(".")
        attribute: InstrumentedAttribute[Any] = getattr(self.entity(parent), last)
        return attribute

    def told(self, path: str, acteur: Acteur) -> ColumnElement[bool] | None:
        """What ``acteur`` is told at the end of ``path``; None when it is the same for everybody."""
        if not is_told(self.modele, path):
            return None
        parent, _, last = path.rpartition(".")
        tell = get_holder(self.modele, path).__selon_lecteur__[last]
        found: ColumnElement[bool] = tell(self.entity(parent), acteur)
        return found

    def entity(self, path: str) -> Any:
        """What a path of relations leads to: an alias, or the table itself for an empty path."""
        entity: Any = self.modele
        walked = ""
        for name in filter(None, path.split(".")):
            walked = f"{walked}.{name}" if walked else name
            if walked not in self.aliases:
                relation = getattr(entity, name)
                alias = aliased(relation.property.mapper.class_)
                self.joins.append((alias, relation.of_type(alias)))
                self.aliases[walked] = alias
            entity = self.aliases[walked]
        return entity

    def apply(self, statement: Select[Any]) -> Select[Any]:
        """``statement`` with the joins."""
        for alias, on in self.joins:
            statement = statement.outerjoin(alias, on)
        return statement


def loader_options(
    modele: type[Any], paths: Iterable[str], *, join_many: bool = False
) -> list[Load]:
    """Eager loading of relations, so that a list costs the same whatever its number of rows.

    To-one relations come with the row, to-many ones in one statement each. ``join_many``: the first of
    these comes with the row too, for a statement that chose its rows beforehand; a second one would
    multiply them.
    """
    options = []
    joined = ""
    for path in sorted(set(paths)):
        entity = modele
        option: Any = None
        walked = ""
        for name in path.split("."):
            walked = f"{walked}.{name}" if walked else name
            attribute = getattr(entity, name)
            relation: RelationshipProperty[Any] = attribute.property
            if relation.uselist and join_many and not joined:
                joined = walked
            by_select = relation.uselist and walked != joined
            if option is None:
                option = (selectinload if by_select else joinedload)(attribute)
            else:
                option = (option.selectinload if by_select else option.joinedload)(attribute)
            entity = relation.mapper.class_
        options.append(option)
    return options


def relation_prefixes(modele: type[Any], paths: Iterable[str]) -> set[str]:
    """Relations that the paths walk through or end on, and that must be loaded to show them."""
    found = set()
    for path in paths:
        if isinstance(get_property(modele, path), RelationshipProperty):
            found.add(path)
        elif "." in path:
            found.add(path.rpartition(".")[0])
    return found
