"""The rows of a list as typed values, for a file: read by chunks, without building an object a row.

A column of the table, or of a row that it points to, comes with the statement. The label of a related row
is asked for once, and only of the rows that the person may read. A column computed in Python asks for the
objects of the chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Enum, Row, Text, case, inspect, not_, or_, select, type_coerce
from sqlalchemy.orm import ColumnProperty, RelationshipProperty, Session

from core.adminkit.cellules import MASQUE
from core.adminkit.chemins import (
    get_holder,
    get_property,
    is_secret,
    is_sensible,
    loader_options,
)
from core.adminkit.formats import label_of
from core.adminkit.liste import Requete
from core.adminkit.recherche import Cible
from core.communes.rules import sort_key
from core.plugin.vues import Champ, Colonne, Format, VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, is_open, scope, visible

PAQUET = 2_000
LIBELLES_MAX = 20_000
Lecture = Callable[[Sequence[Row[Any]]], list[Any]]


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A column of the file: its heading, how numbers are written, how its values are read."""

    libelle: str
    format: Format
    read: Lecture


class Extraction:
    """The columns of a list, then the fields of its form that it does not show, for one person."""

    def __init__(self, requete: Requete) -> None:
        self.requete = requete
        self.vue: VueTable = requete.vue
        self.modele = requete.vue.modele
        self.session: Session = requete.session
        self.acteur: Acteur = requete.acteur
        self._selected: list[Any] = [self.modele.id]
        self._labels: dict[type[Any], dict[Any, str]] = {}
        self.rubriques = [
            Rubrique(colonne.libelle, colonne.format, self._reader(colonne, choix))
            for colonne, choix in self._columns()
        ]

    def chunks(self) -> Iterator[list[list[Any]]]:
        """Columns of values, by chunks of rows; at least one chunk, maybe empty."""
        statement = self.requete.restrict(
            select(*self._selected)
            .select_from(self.modele)
            .where(visible(self.acteur, self.modele))
        )
        empty = True
        with self.session.execute(statement.execution_options(yield_per=PAQUET)) as result:
            for rows in result.partitions():
                empty = False
                yield [rubrique.read(rows) for rubrique in self.rubriques]
        if empty:
            yield [[] for _ in self.rubriques]

    def _columns(self) -> Iterator[tuple[Colonne, dict[str, str]]]:
        """Columns that the person may read, each with the words of its codes."""
        words = {champ.attribut: dict(champ.choix or {}) for champ in self.vue.champs}
        shown = list(self.vue.colonnes)
        known = {colonne.attribut.split(".")[0] for colonne in shown}
        shown += [_of_field(champ) for champ in self.vue.champs if champ.attribut not in known]
        for colonne in shown:
            path = colonne.attribut
            if is_secret(self.modele, path):
                continue
            holder = get_holder(self.modele, path)
            if is_sensible(self.modele, path) and not can(self.acteur, Verbe.SENSIBLE, holder):
                continue
            yield colonne, words.get(path, {})

    def _reader(self, colonne: Colonne, choix: dict[str, str]) -> Lecture:
        prop = get_property(self.modele, colonne.attribut)
        if colonne.valeur is None and isinstance(prop, ColumnProperty):
            return self._read_column(colonne.attribut, prop, choix)
        if colonne.valeur is None and isinstance(prop, RelationshipProperty):
            cible = Cible(prop.mapper.class_, None)
            if not prop.uselist:
                return self._read_row(colonne.attribut, cible)
            if "." not in colonne.attribut:
                return self._read_rows(colonne.attribut, cible)
        return self._read_computed(colonne)

    def _select(self, path: str, expression: Any) -> tuple[int, int | None]:
        """Ranks of ``expression`` and of what hides it (None: nothing does) in the rows selected."""
        *parents, _ = path.split(".")
        hidden = []
        for rank in range(1, len(parents) + 1):
            entity = self.requete.joins.entity(".".join(parents[:rank]))
            if not is_open(self.acteur, inspect(entity).mapper.class_):
                hidden.append(entity.id.is_not(None) & not_(visible(self.acteur, entity)))
        if is_sensible(self.modele, path):
            entity = self.requete.joins.entity(".".join(parents))
            hidden.append(not_(visible(self.acteur, entity, Verbe.SENSIBLE)))
        self._selected.append(expression)
        value = len(self._selected) - 1
        if not hidden:
            return value, None
        # A case, for the rule may be a mere "true" or "false", which cannot be selected.
        self._selected.append(case((or_(*hidden), True), else_=False))
        return value, value + 1

    def _read_column(self, path: str, prop: ColumnProperty[Any], choix: dict[str, str]) -> Lecture:
        attribute: Any = self.requete.joins.attribute(path)
        kind = prop.columns[0].type
        words = choix
        if isinstance(kind, Enum) and kind.enum_class is not None:
            # Read as stored: one dictionary then gives the words, without a member a row.
            attribute = type_coerce(attribute, Text())
            words = {str(member.value): label_of(member) for member in kind.enum_class}
        value, hidden = self._select(path, attribute)

        def read(rows: Sequence[Row[Any]]) -> list[Any]:
            found = [row[value] for row in rows]
            if words:
                found = [words.get(text, text) for text in found]
            return _mask(rows, found, hidden)

        return read

    def _read_row(self, path: str, cible: Cible) -> Lecture:
        parent, _, name = path.rpartition(".")
        entity = self.requete.joins.entity(parent)
        mapper = inspect(entity).mapper
        ((local, remote),) = mapper.relationships[name].local_remote_pairs
        column = getattr(entity, mapper.get_property_by_column(local).key)
        key = inspect(cible.classe).get_property_by_column(remote).key
        value, hidden = self._select(path, column)

        def read(rows: Sequence[Row[Any]]) -> list[Any]:
            keys = [row[value] for row in rows]
            labels = self._label(cible.classe, key, keys)
            found = [None if item is None else labels.get(item, MASQUE) for item in keys]
            return _mask(rows, found, hidden)

        return read

    def _read_rows(self, name: str, cible: Cible) -> Lecture:
        relation = getattr(self.modele, name)

        def read(rows: Sequence[Row[Any]]) -> list[Any]:
            ids = [row[0] for row in rows]
            statement = (
                select(self.modele.id, cible.key)
                .join(relation.of_type(cible.classe))
                .where(self.modele.id.in_(ids))
            )
            pairs = self.session.execute(statement).all()
            labels = self._label(cible.classe, cible.key.key, [key for _, key in pairs])
            found: dict[int, set[str]] = {}
            for number, key in pairs:
                found.setdefault(number, set()).add(labels.get(key, MASQUE))
            return [", ".join(sorted(found.get(number, ()), key=sort_key)) for number in ids]

        return read

    def _read_computed(self, colonne: Colonne) -> Lecture:
        loading = loader_options(self.modele, self.vue.charger)

        def compute(objet: Any) -> Any:
            if colonne.valeur is not None:
                return colonne.valeur(objet)
            value = objet
            for name in colonne.attribut.split("."):
                value = None if value is None else getattr(value, name)
            return value

        def read(rows: Sequence[Row[Any]]) -> list[Any]:
            ids = [row[0] for row in rows]
            statement = scope(self.acteur, self.modele).where(self.modele.id.in_(ids))
            objets = self.session.scalars(statement.options(*loading)).unique()
            found = {objet.id: compute(objet) for objet in objets}
            # A row deleted since the chunk was read has nothing to say.
            return [found.get(number) for number in ids]

        return read

    def _label(self, classe: type[Any], key: str, keys: Sequence[Any]) -> dict[Any, str]:
        """Labels of the rows of these keys that the person may read."""
        known = self._labels.setdefault(classe, {})
        missing = set(keys) - known.keys() - {None}
        if missing:
            if len(known) > LIBELLES_MAX:
                known.clear()
                missing = set(keys) - {None}
            column = getattr(classe, key)
            rows = self.session.scalars(scope(self.acteur, classe).where(column.in_(missing)))
            known.update((getattr(row, key), str(row)) for row in rows.unique())
        return known


def _of_field(champ: Champ) -> Colonne:
    return Colonne(attribut=champ.attribut, libelle=champ.libelle)


def _mask(rows: Sequence[Row[Any]], values: list[Any], hidden: int | None) -> list[Any]:
    if hidden is None:
        return values
    return [MASQUE if row[hidden] else value for row, value in zip(rows, values, strict=True)]
