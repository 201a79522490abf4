"""A list of the administration: search, filters, order and page, in a constant number of statements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Enum,
    Select,
    String,
    and_,
    case,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import ColumnProperty, RelationshipProperty, Session
from werkzeug.exceptions import BadRequest, NotFound

from core.adminkit.champs import Choix, Offre
from core.adminkit.chemins import Jointures, get_property, is_sensible
from core.adminkit.formats import format_value, label_of
from core.adminkit.formulaire import rows_source, target_of
from core.clock import today
from core.plugin.vues import Colonne, Critere, VueTable
from core.security.acteur import Acteur
from core.security.policy import visible

TAILLE_PAGE = 50
RECHERCHE_MAX = 200
OPTIONS_MAX = 300
_RESERVES = {"page", "tri", "sens", "q"}


@dataclass(slots=True, kw_only=True)
class Filtre:
    """A filter as the page shows it: its options and the one chosen ("" for all)."""

    nom: str
    libelle: str
    options: list[Choix]
    choisi: str


@dataclass(slots=True, kw_only=True)
class Demande:
    """What the query string asks for, checked."""

    page: int
    tri: str
    descendant: bool
    q: str
    filtres: dict[str, str] = field(default_factory=dict)


def sortable(vue: VueTable, colonne: Colonne) -> bool:
    """True when the database can order rows by this column."""
    return (
        colonne.tri
        and isinstance(get_property(vue.modele, colonne.attribut), ColumnProperty)
        and not is_sensible(vue.modele, colonne.attribut)
    )


def name_of(filtre: Colonne | Critere) -> str:
    """The filter's name in the query string."""
    return filtre.nom if isinstance(filtre, Critere) else filtre.attribut


def parse_request(vue: VueTable, args: Mapping[str, str]) -> Demande:
    """Read the query string. Raises BadRequest on a value that no link of ours makes."""
    page = args.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,11}", page):
        raise BadRequest("Ce numéro de page n'existe pas.")
    tri = args.get("tri", "") or vue.tri
    allowed = {c.attribut for c in vue.colonnes if sortable(vue, c)} | {vue.tri}
    sens = args.get("sens", "")
    q = args.get("q", "").strip()
    if tri not in allowed or sens not in ("", "asc", "desc"):
        raise BadRequest("Cet ordre de tri n'existe pas.")
    if len(q) > RECHERCHE_MAX or "\x00" in q:
        raise BadRequest("Cette recherche est trop longue ou contient un caractère interdit.")
    names = {name_of(filtre) for filtre in vue.filtres}
    unknown = set(args) - names - _RESERVES
    if unknown:
        raise BadRequest("Ce filtre n'existe pas pour cette liste.")
    descendant = sens == "desc" if args.get("tri") or sens else vue.tri_descendant
    return Demande(
        page=int(page),
        tri=tri,
        descendant=descendant,
        q=q,
        filtres={name: args[name] for name in names if args.get(name)},
    )


class Requete:
    """The statements of one list: rows, count, filters."""

    def __init__(self, vue: VueTable, session: Session, acteur: Acteur, demande: Demande) -> None:
        self.vue = vue
        self.session = session
        self.acteur = acteur
        self.demande = demande
        self._joins = Jointures(vue.modele)
        self._order = self._build_order()
        self._where = [*self._search(), *self._filters()]

    def rows(self, base: Select[Any]) -> list[Any]:
        """The rows of the page asked for, of ``base`` (the scoped select with its loader options)."""
        start = (self.demande.page - 1) * TAILLE_PAGE
        found = self.session.scalars(self.restrict(base).limit(TAILLE_PAGE).offset(start))
        return list(found.unique())

    def restrict(self, base: Select[Any]) -> Select[Any]:
        """``base`` under the search and the filters, in the order asked for."""
        return self._joins.apply(base).where(*self._where).order_by(*self._order)

    def count(self, base: Select[Any]) -> int:
        """Number of rows of ``base`` under the search and the filters."""
        statement = self._joins.apply(base).where(*self._where)
        return self.session.scalar(statement) or 0

    def list_filters(self) -> list[Filtre]:
        """Filters with their options, one statement at most for each."""
        offre = Offre(self.session, self.acteur)
        return [
            Filtre(
                nom=name_of(filtre),
                libelle=filtre.libelle,
                options=self._options(filtre, offre),
                choisi=self.demande.filtres.get(name_of(filtre), ""),
            )
            for filtre in self.vue.filtres
            if isinstance(filtre, Critere) or not is_sensible(self.vue.modele, filtre.attribut)
        ]

    def _build_order(self) -> list[ColumnElement[Any]]:
        attribute = self._joins.attribute(self.demande.tri)
        ordered: Any = attribute
        kind = attribute.property.columns[0].type
        if isinstance(kind, Enum) and kind.enum_class is not None:
            ranks = {member: rank for rank, member in enumerate(kind.enum_class)}
            ordered = case(ranks, value=attribute)
        elif isinstance(kind, String):
            ordered = func.unaccent(func.lower(attribute))
        ordered = ordered.desc() if self.demande.descendant else ordered.asc()
        return [ordered.nulls_last(), self.vue.modele.id]

    def _search(self) -> list[ColumnElement[bool]]:
        """Each word must be found, accents and case aside, in one of the searched columns."""
        columns = [
            func.unaccent(func.lower(self._joins.attribute(path)))
            for path in self.vue.recherche
            if not is_sensible(self.vue.modele, path)
        ]
        words = self.demande.q.split() if columns else []
        found = []
        for word in words:
            escaped = re.sub(r"([\\%_])", r"\\\1", word.lower())
            pattern = func.unaccent(f"%{escaped}%")
            found.append(or_(*(column.like(pattern, escape="\\") for column in columns)))
        return found

    def _filters(self) -> list[ColumnElement[bool]]:
        found = []
        for filtre in self.vue.filtres:
            if value := self.demande.filtres.get(name_of(filtre)):
                found.append(
                    _criterion(filtre, value)
                    if isinstance(filtre, Critere)
                    else self._condition(filtre.attribut, value)
                )
        return found

    def _condition(self, path: str, value: str) -> ColumnElement[bool]:
        if is_sensible(self.vue.modele, path):
            raise NotFound()
        attribute: Any = self._joins.attribute(path)
        prop = attribute.property
        if isinstance(prop, RelationshipProperty):
            key = inspect(prop.mapper.class_).primary_key[0]
            test = prop.mapper.class_.id == _integer(value) if key.name == "id" else key == value
            condition: ColumnElement[bool] = (
                attribute.any(test) if prop.uselist else attribute.has(test)
            )
            return condition
        if value == "vide":
            empty: ColumnElement[bool] = attribute.is_(None)
            return empty
        kind = prop.columns[0].type
        if isinstance(kind, Boolean):
            yes: ColumnElement[bool] = attribute.is_(value == "oui")
            return yes
        if isinstance(kind, Enum) and kind.enum_class is not None:
            return and_(attribute == _member(kind.enum_class, value))
        if isinstance(kind, String):
            return and_(attribute == value.replace("\x00", ""))
        return and_(attribute == _integer(value))

    def _options(self, filtre: Colonne | Critere, offre: Offre) -> list[Choix]:
        if isinstance(filtre, Critere):
            return [Choix(cle, libelle, cle) for cle, (libelle, _) in filtre.options.items()]
        path = filtre.attribut
        prop = get_property(self.vue.modele, path)
        if isinstance(prop, RelationshipProperty):
            target = prop.mapper.class_
            return offre.get((target, None), rows_source(target, None))
        if not isinstance(prop, ColumnProperty):
            return []
        column: Any = prop.columns[0]
        if isinstance(column.type, Boolean):
            return [Choix("oui", "Oui", True), Choix("non", "Non", False)]
        if isinstance(column.type, Enum) and column.type.enum_class is not None:
            return [Choix(str(m.value), label_of(m), m) for m in column.type.enum_class]
        if reference := target_of(column):
            target, key = reference
            found = offre.get((target, key), rows_source(target, key))
            empty = [Choix("vide", "Aucun", None)] if column.nullable else []
            return [*empty, *found]
        return self._distinct(path)

    def _distinct(self, path: str) -> list[Choix]:
        joins = Jointures(self.vue.modele)
        attribute = joins.attribute(path)
        statement = (
            joins.apply(select(attribute).select_from(self.vue.modele))
            .where(visible(self.acteur, self.vue.modele), attribute.is_not(None))
            .distinct()
            .order_by(attribute.desc())
            .limit(OPTIONS_MAX)
        )
        values = self.session.scalars(statement)
        return [Choix(str(value), format_value(value), value) for value in values]


def _criterion(critere: Critere, value: str) -> ColumnElement[bool]:
    if value not in critere.options:
        raise BadRequest("Cette valeur de filtre n'existe pas.")
    return critere.options[value][1](today())


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise BadRequest("Cette valeur de filtre n'existe pas.")
    return int(text)


def _member(enumeration: type[PyEnum], text: str) -> PyEnum:
    try:
        return enumeration(text)
    except ValueError:
        raise BadRequest("Cette valeur de filtre n'existe pas.") from None
