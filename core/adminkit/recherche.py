"""Looking up rows of a large table by the words of their label, among those the person may read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    cast,
    func,
    inspect,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.adminkit.axes import in_use, is_by_axis, list_off
from core.adminkit.champs import Choix
from core.adminkit.chemins import Jointures, keep
from core.communes.rules import sort_key
from core.db.base import Base
from core.db.index import match_words, search_expression, sort_expression
from core.errors import ErreurMetier, ErreurReglage
from core.security.acteur import Acteur
from core.security.policy import is_open, scope, visible

RESULTATS_MAX = 20
LETTRES_MIN = 2
TEXTE_MAX = 200
# More than any field or grid of ours holds; a statement takes 65,535 values at most.
CLES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Cible:
    """What a field or a filter points to: rows of ``classe``, or their attribute ``attribut``."""

    classe: type[Any]
    attribut: str | None

    @property
    def key(self) -> InstrumentedAttribute[Any]:
        """The attribute whose value is the key of a choice."""
        found: InstrumentedAttribute[Any] = getattr(
            self.classe, self.attribut or inspect(self.classe).primary_key[0].name
        )
        return found

    def options(self, acteur: Acteur) -> Select[Any]:
        """Key and words of each row that the person may read, those of deactivated axes left out."""
        return self.all_options().where(visible(acteur, self.classe), in_use(self.classe))

    def all_options(self) -> Select[Any]:
        """Key and words of every row, for whoever may read them all."""
        joins = Jointures(self.classe)
        words = [_to_word(joins.attribute(path)) for path in self.classe.__libelle__]
        label = words[0] if len(words) == 1 else func.concat_ws(" ", *words)
        statement: Select[Any] = select(cast(self.key, Text).label("cle"), label.label("libelle"))
        return joins.apply(statement)

    def search(
        self, session: Session, acteur: Acteur, texte: str, limit: int = RESULTATS_MAX
    ) -> list[Choix]:
        """Rows whose label has every word of ``texte``, in the order of their label; one statement."""
        joins = Jointures(self.classe)
        columns: list[Any] = [joins.attribute(path) for path in self.classe.__libelle__]
        statement = (
            joins.apply(scope(acteur, self.classe))
            .where(*match_words(search_expression(columns), texte), in_use(self.classe))
            .order_by(*(sort_expression(column) for column in columns), self.key)
            .limit(limit)
        )
        return [self._to_choix(row) for row in session.scalars(statement).unique()]

    def load(self, session: Session, acteur: Acteur, cles: Collection[str]) -> list[Choix]:
        """The rows of these keys that the person may read; no statement when none can exist."""
        keys: list[Any]
        if isinstance(self.key.type, Integer):
            keys = [int(cle) for cle in cles if re.fullmatch(r"[0-9]{1,18}", cle)]
        else:
            keys = [cle for cle in cles if "\x00" not in cle]
        if not keys:
            return []
        if len(keys) > CLES_MAX:
            raise ErreurMetier(f"{CLES_MAX} lignes au plus se choisissent à la fois.")
        statement = scope(acteur, self.classe).where(self.key.in_(keys))
        return [self._to_choix(row) for row in session.scalars(statement).unique()]

    def _to_choix(self, row: Any) -> Choix:
        value = getattr(row, self.key.key)
        return Choix(str(value), str(row), value if self.attribut else row)


def _to_word(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """A part of a label: a day as people write it."""
    if isinstance(column.type, Date):
        return func.to_char(column, "DD/MM/YYYY", type_=Text())
    return column.expression


def list_options(
    session: Session, acteur: Acteur, cibles: Sequence[Cible]
) -> dict[Cible, list[Choix]]:
    """Every row of these tables that the person may read, by its words only; one statement."""
    parts = [rank_options(rank, cible, acteur) for rank, cible in enumerate(cibles)]
    found: list[list[Choix]] = [[] for _ in cibles]
    # On the connection itself: words come as they are, without passing by objects.
    for rank, cle, libelle in session.connection().execute(union_all(*parts)).all():
        found[rank].append(Choix(cle, libelle, None))
    for choices in found:
        choices.sort(key=lambda choix: sort_key(choix.libelle))
    return dict(zip(cibles, found, strict=True))


def rank_options(rank: int, cible: Cible, acteur: Acteur, limit: int | None = None) -> Select[Any]:
    """A branch of the union of several tables: its rank, then key and words of each row."""
    partial = is_by_axis(cible.classe) and list_off()
    if is_open(acteur, cible.classe) and not partial:
        return _rank_all(rank, cible, limit)
    return select(literal(rank), cible.options(acteur).limit(limit).subquery())


@lru_cache(maxsize=1024)
def _rank_all(rank: int, cible: Cible, limit: int | None) -> Select[Any]:
    # Of whoever may read every row: it depends on nobody, and each form would write it again.
    return select(literal(rank), cible.all_options().limit(limit).subquery())


@keep
def find_cible(column: Column[Any], reference: str = "") -> Cible | None:
    """What a column holds keys of: ``reference`` ("axe.slug"), else its foreign key; None without either."""
    names = [reference] if reference else [key.target_fullname for key in column.foreign_keys]
    for name in names:
        table, _, attribut = name.partition(".")
        for mapper in Base.registry.mappers:
            if getattr(mapper.local_table, "name", None) == table:
                return Cible(mapper.class_, attribut)
        raise ErreurReglage(f"Aucune classe pour la référence « {name} ».")
    return None


def is_searchable(texte: str) -> bool:
    """Long enough to mean something, short enough for the database, writable in it."""
    return LETTRES_MIN <= len(texte) <= TEXTE_MAX and "\x00" not in texte
