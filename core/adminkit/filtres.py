"""Filters of a list: the condition that each sets, and the choices that it offers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    ColumnElement,
    Enum,
    Integer,
    Select,
    String,
    Text,
    and_,
    cast,
    func,
    inspect,
    literal,
    not_,
    select,
    union_all,
)
from sqlalchemy.orm import ColumnProperty, RelationshipProperty, Session
from werkzeug.exceptions import BadRequest, NotFound

from core.adminkit.axes import get_axes
from core.adminkit.champs import Choix
from core.adminkit.chemins import Jointures, get_property, is_sensible, is_told
from core.adminkit.formats import label_of
from core.adminkit.recherche import TEXTE_MAX, Cible, find_cible, rank_options
from core.axes.models import Axe
from core.clock import today
from core.communes.rules import sort_key
from core.db.index import match_words, search_expression
from core.plugin.vues import Colonne, Critere, SelonLecteur, VueTable
from core.security.acteur import Acteur
from core.security.policy import visible

OPTIONS_MAX = 300
VIDE = Choix("vide", "Aucun", None)


@dataclass(slots=True, kw_only=True)
class Filtre:
    """A filter as the page shows it: its options and the one chosen ("" for all).

    ``grande``: the rows are too many to be listed; the words typed, ``texte``, are looked up instead.
    """

    nom: str
    libelle: str
    options: list[Choix]
    choisi: str
    grande: bool = False
    texte: str = ""


def name_of(filtre: Colonne | Critere) -> str:
    """The filter's name in the query string."""
    return filtre.nom if isinstance(filtre, Critere) else filtre.attribut


def build_condition(
    vue: VueTable, acteur: Acteur, joins: Jointures, filtre: Colonne | Critere, value: str
) -> ColumnElement[bool]:
    """What rows must satisfy when ``value`` is chosen. Raises BadRequest, NotFound."""
    if isinstance(filtre, Critere):
        if value not in filtre.options:
            raise BadRequest("Cette valeur de filtre n'existe pas.")
        rule = filtre.options[value][1]
        if isinstance(rule, SelonLecteur):
            return rule.condition(today(), acteur)
        return rule(today())
    if is_sensible(vue.modele, filtre.attribut):
        raise NotFound()
    if (told := joins.told(filtre.attribut, acteur)) is not None:
        return told if value == "oui" else not_(told)
    attribute: Any = joins.attribute(filtre.attribut)
    prop = attribute.property
    if value == VIDE.cle and isinstance(prop, ColumnProperty):
        empty: ColumnElement[bool] = attribute.is_(None)
        return empty
    cible = _find_cible(prop)
    if cible is not None and cible.classe.__grande__ and not value.isdecimal():
        return _match_target(acteur, cible, attribute, value)
    if isinstance(prop, RelationshipProperty):
        key = inspect(prop.mapper.class_).primary_key[0]
        test = prop.mapper.class_.id == _integer(value) if key.name == "id" else key == value
        condition: ColumnElement[bool] = (
            attribute.any(test) if prop.uselist else attribute.has(test)
        )
        return condition
    return _match_column(attribute, value)


def _match_column(attribute: Any, value: str) -> ColumnElement[bool]:
    kind = attribute.property.columns[0].type
    if isinstance(kind, Boolean):
        yes: ColumnElement[bool] = attribute.is_(value == "oui")
        return yes
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return and_(attribute == _member(kind.enum_class, value))
    if isinstance(kind, String):
        return and_(attribute == value.replace("\x00", ""))
    return and_(attribute == _integer(value))


def _match_target(acteur: Acteur, cible: Cible, attribute: Any, texte: str) -> ColumnElement[bool]:
    """The words name rows of a large table, those that the person may read."""
    if len(texte) > TEXTE_MAX:
        raise BadRequest("Ce filtre est trop long.")
    joins = Jointures(cible.classe)
    columns: list[Any] = [joins.attribute(path) for path in cible.classe.__libelle__]
    words = match_words(search_expression(columns), texte.replace("\x00", ""))
    statement = joins.apply(select(cible.key)).where(visible(acteur, cible.classe), *words)
    if isinstance(attribute.property, RelationshipProperty):
        test = cible.key.in_(statement)
        found = attribute.any(test) if attribute.property.uselist else attribute.has(test)
        return and_(found)
    return and_(attribute.in_(statement))


def list_filters(
    vue: VueTable, session: Session, acteur: Acteur, chosen: Mapping[str, str]
) -> list[Filtre]:
    """Filters of ``vue`` with their options; one statement for all of them, none when none needs it."""
    sources = [
        _Source(vue, acteur, filtre, chosen.get(name_of(filtre), ""))
        for filtre in vue.filtres
        if isinstance(filtre, Critere) or not is_sensible(vue.modele, filtre.attribut)
    ]
    parts = [
        statement
        for rank, source in enumerate(sources)
        if (statement := source.statement(rank)) is not None
    ]
    found: dict[int, list[tuple[str, str]]] = {}
    if parts:
        # On the connection itself: words come as they are, without passing by objects.
        for rank, cle, libelle in session.connection().execute(union_all(*parts)).all():
            found.setdefault(rank, []).append((cle, libelle))
    return [source.to_filtre(found.get(rank, [])) for rank, source in enumerate(sources)]


class _Source:
    """Where the options of one filter come from."""

    def __init__(
        self, vue: VueTable, acteur: Acteur, filtre: Colonne | Critere, choisi: str
    ) -> None:
        self.vue = vue
        self.acteur = acteur
        self.filtre = filtre
        self.choisi = choisi
        self.prop = (
            None if isinstance(filtre, Critere) else get_property(vue.modele, filtre.attribut)
        )
        self.cible = None if self.prop is None else _find_cible(self.prop)
        self.fixes = self._fixed()

    @property
    def grande(self) -> bool:
        """True when the rows are looked up, not listed."""
        return self.cible is not None and self.cible.classe.__grande__

    def statement(self, rank: int) -> Select[Any] | None:
        """``rank``, then key and words of each option; None when no statement is needed."""
        if self.fixes is not None or (self.grande and not self.choisi.isdecimal()):
            return None
        if self.cible is None:
            return select(literal(rank), self._distinct().subquery())
        if self.grande:
            chosen = self.cible.options(self.acteur).where(self.cible.key == int(self.choisi))
            return select(literal(rank), chosen.subquery())
        return rank_options(rank, self.cible, self.acteur, OPTIONS_MAX)

    def to_filtre(self, rows: list[tuple[str, str]]) -> Filtre:
        """The filter to show, with what :meth:`statement` found."""
        options = self.fixes
        column = self.prop.columns[0] if isinstance(self.prop, ColumnProperty) else None
        if options is None:
            options = [Choix(cle, libelle, cle) for cle, libelle in rows]
            options.sort(key=lambda choix: sort_key(choix.libelle))
            if self.cible is None and column is not None and isinstance(column.type, Integer):
                # Years: the last one is the one people want.
                options.reverse()
        if self.cible is not None and getattr(column, "nullable", False):
            options = [VIDE, *options]
        known = {choix.cle: choix.libelle for choix in options}
        return Filtre(
            nom=name_of(self.filtre),
            libelle=self.filtre.libelle,
            options=options,
            choisi=self.choisi,
            grande=self.grande,
            texte=known.get(self.choisi, self.choisi),
        )

    def _fixed(self) -> list[Choix] | None:
        """Options that cost no statement; None when the database holds them."""
        if isinstance(self.filtre, Critere):
            return [Choix(cle, libelle, cle) for cle, (libelle, _) in self.filtre.options.items()]
        for champ in self.vue.champs:
            if champ.attribut == self.filtre.attribut and champ.choix:
                return [Choix(cle, libelle, cle) for cle, libelle in champ.choix.items()]
        if self.cible is not None:
            return self._axes() if self.cible.classe is Axe else None
        kind = self.prop.columns[0].type if isinstance(self.prop, ColumnProperty) else None
        if isinstance(kind, Boolean) or is_told(self.vue.modele, self.filtre.attribut):
            return [Choix("oui", "Oui", True), Choix("non", "Non", False)]
        if isinstance(kind, Enum) and kind.enum_class is not None:
            return [Choix(str(m.value), label_of(m), m) for m in kind.enum_class]
        return None

    def _axes(self) -> list[Choix]:
        key = self.cible.attribut or "id" if self.cible else "id"
        # A deactivated axis leaves the entry lists (conception, section 5).
        return [Choix(str(getattr(axe, key)), str(axe), axe) for axe in get_axes() if axe.actif]

    def _distinct(self) -> Select[Any]:
        joins = Jointures(self.vue.modele)
        attribute = joins.attribute(name_of(self.filtre))
        readable = visible(self.acteur, self.vue.modele)
        if list_values := attribute.property.columns[0].info.get("valeurs"):
            # Every row would be read to find them: each is looked for instead, through its index.
            names = func.unnest(literal(list_values(), ARRAY(Text)))
            known = names.table_valued("nom").render_derived()
            rows = select(literal(1)).where(attribute == known.c.nom, readable).correlate(known)
            return select(known.c.nom.label("cle"), known.c.nom.label("libelle")).where(
                rows.exists()
            )
        value = cast(attribute, Text)
        statement: Any = select(value.label("cle"), value.label("libelle"))
        statement = joins.apply(statement.select_from(self.vue.modele)).where(
            readable, attribute.is_not(None)
        )
        options: Select[Any] = statement.distinct().limit(OPTIONS_MAX)
        return options


def _find_cible(prop: Any) -> Cible | None:
    """The rows that a relation or a foreign key leads to."""
    if isinstance(prop, RelationshipProperty):
        return Cible(prop.mapper.class_, None)
    return find_cible(prop.columns[0]) if isinstance(prop.columns[0], Column) else None


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise BadRequest("Cette valeur de filtre n'existe pas.")
    return int(text)


def _member(enumeration: type[PyEnum], text: str) -> PyEnum:
    try:
        return enumeration(text)
    except ValueError:
        raise BadRequest("Cette valeur de filtre n'existe pas.") from None
