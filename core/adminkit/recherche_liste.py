"""The search box of a list: each word in one of the searched columns, through the indexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, inspect, select, union_all
from sqlalchemy.orm import aliased

from core.adminkit.chemins import is_sensible
from core.db.index import MOTS_MAX, match_words, search_text
from core.plugin.vues import VueTable
from core.security.acteur import Acteur
from core.security.policy import is_open, visible


def search_conditions(vue: VueTable, acteur: Acteur, texte: str) -> list[ColumnElement[bool]]:
    """One condition a word of ``texte``; none when the list searches nothing."""
    groups = group_paths(vue)
    if not groups:
        return []
    if list(groups) == [""]:
        return _match_own(vue.modele, groups[""], texte)
    found = []
    for word in list(dict.fromkeys(texte.split()))[:MOTS_MAX]:
        # A union, not an "or": each branch then uses the index of its own table.
        branches = []
        for parent, names in groups.items():
            entity: Any = aliased(vue.modele)
            steps = parent.split(".") if parent else []
            branches.append(select(entity.id).where(_match(entity, acteur, steps, names, word)))
        ids = branches[0] if len(branches) == 1 else union_all(*branches)
        found.append(vue.modele.id.in_(ids))
    return found


def group_paths(vue: VueTable) -> dict[str, list[str]]:
    """Searched columns by the relation that leads to them, "" for the table's own."""
    groups: dict[str, list[str]] = {}
    for path in vue.recherche:
        if not is_sensible(vue.modele, path):
            parent, _, name = path.rpartition(".")
            groups.setdefault(parent, []).append(name)
    return groups


def _match_own(entity: Any, names: Sequence[str], texte: str) -> list[ColumnElement[bool]]:
    return match_words(search_text(entity, names), texte)


def _match(
    entity: Any, acteur: Acteur, steps: Sequence[str], names: Sequence[str], word: str
) -> ColumnElement[bool]:
    if not steps:
        (condition,) = _match_own(entity, names, word)
        return condition
    relation = getattr(entity, steps[0]).property
    ((local, remote),) = relation.local_remote_pairs
    target: Any = aliased(relation.mapper.class_)
    key = getattr(target, relation.mapper.get_property_by_column(remote).key)
    statement = select(key).where(_match(target, acteur, steps[1:], names, word))
    if not is_open(acteur, relation.mapper.class_):
        plain = relation.mapper.class_
        readable = select(plain.id).where(visible(acteur, plain))
        statement = statement.where(target.id.in_(readable))
    holder = inspect(entity).mapper
    column: ColumnElement[Any] = getattr(entity, holder.get_property_by_column(local).key)
    return column.in_(statement)
