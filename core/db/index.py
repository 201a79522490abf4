"""Expressions that an index and a query must write alike, or the index serves nobody.

``ctg_normalise``, ``ctg_recherche`` and ``ctg_rang`` are made by the migration core_0003.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Computed,
    Enum,
    Index,
    String,
    Text,
    func,
    inspect,
    literal_column,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

# The column of a table that holds what its list searches.
_GARDEE = "recherche"


def search_expression(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    """The texts of ``columns`` as one, without accents or case."""
    texts: ColumnElement[Any] = UnaryExpression(array(columns), operator=custom_op("VARIADIC"))
    return func.ctg_recherche(texts, type_=Text())


def sort_expression(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """What rows are ordered by: French order for a text, order of declaration for a code list."""
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        codes = ",".join(str(member.value) for member in kind.enum_class)
        # A constant, not a parameter: the index is found by the text of its expression.
        return func.ctg_rang(column, literal_column(f"'{codes}'"))
    return func.ctg_normalise(column) if isinstance(kind, String) else column


def search_text(entity: Any, names: Sequence[str]) -> ColumnElement[str]:
    """What a list searches of ``entity`` (a class, or an alias of it): the column that :func:`index_search`
    keeps for ``names``, else their texts normalised on the spot."""
    found = inspect(entity)
    kept = found.mapper.local_table.c.get(_GARDEE)
    if kept is not None and kept.info["colonnes"] == tuple(names):
        text: ColumnElement[str] = found.selectable.c[_GARDEE]
        return text
    return search_expression([getattr(entity, name) for name in names])


def index_search(modele: type[Any], *names: str) -> None:
    """The columns ``names`` that a list of ``modele`` searches, as one text kept by the database beside
    them, and its trigram index.

    Dropping the accents of a row costs more than reading it, and a common word has thousands of them. No
    object carries the text: it is not mapped.
    """
    table = modele.__table__
    kept = Computed(f"ctg_recherche(VARIADIC ARRAY[{', '.join(names)}])", persisted=True)
    table.append_column(Column(_GARDEE, Text, kept, info={"colonnes": names}))
    _index_words(f"ix_{table.name}_recherche", table.c[_GARDEE])


def index_label(modele: type[Any]) -> None:
    """Trigram index on the label of a large table, by which its rows are looked up."""
    table = modele.__table__
    expression = search_expression([table.c[name] for name in modele.__libelle__])
    _index_words(f"ix_{table.name}_libelle", expression.label("libelle"))


def _index_words(name: str, texte: ColumnElement[str]) -> None:
    Index(name, texte, postgresql_using="gin", postgresql_ops={texte.key: "gin_trgm_ops"})


def index_sort(modele: type[Any], *names: str) -> None:
    """Index for a list of ``modele`` ordered by each of ``names``, its id between equals.

    A column that may be empty has a second one: its empty rows come last in both orders.
    """
    table = modele.__table__
    for name in names:
        column = table.c[name]
        expression = sort_expression(column)
        Index(f"ix_{table.name}_{name}_tri", expression, table.c.id)
        if column.nullable:
            Index(
                f"ix_{table.name}_{name}_tri_desc",
                expression.desc().nulls_last(),
                table.c.id.desc(),
            )


# Words looked for: a longer text is searched by its first ones.
MOTS_MAX = 8


def match_words(expression: ColumnElement[str], texte: str) -> list[ColumnElement[bool]]:
    """One condition a word of ``texte``: the normalised ``expression`` holds it, accents and case aside."""
    words = list(dict.fromkeys(texte.split()))[:MOTS_MAX]
    patterns = ("%" + re.sub(r"([\\%_])", r"\\\1", word) + "%" for word in words)
    return [expression.like(func.ctg_normalise(pattern), escape="\\") for pattern in patterns]
