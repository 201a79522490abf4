"""The rows of a list as typed values, for a file: read by chunks, without building an object a row.

A column of the table, or of a row that it points to, comes with the statement. The label of a related row
is asked for once, and only of the rows that the person may read. A column computed in Python asks for the
objects of the chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Enum,
    Text,
    and_,
    any_,
    case,
    func,
    inspect,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import ColumnProperty, RelationshipProperty, Session, aliased
from sqlalchemy.types import NullType

from core.adminkit.cellules import MASQUE
from core.adminkit.chemins import (
    get_holder,
    get_property,
    is_secret,
    is_secret_de_ligne,
    is_sensible,
    list_masquants,
    loader_options,
)
from core.adminkit.formats import label_of
from core.adminkit.liste import Requete
from core.adminkit.recherche import Cible
from core.communes.rules import MASQUE_EFFECTIF, sort_key
from core.parametres.service import get_seuil_secret
from core.plugin.vues import Champ, Colonne, Format, VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, is_open, scope, visible

PAQUET = 2_000
LIBELLES_MAX = 20_000
Colonnes = Sequence[Sequence[Any]]
Lecture = Callable[[Colonnes], Sequence[Any]]


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
        # On the connection itself: the columns come as they are, without passing by objects.
        connection = self.session.connection()
        with connection.execute(statement.execution_options(yield_per=PAQUET)) as result:
            for rows in result.partitions():
                empty = False
                columns = list(zip(*rows, strict=True))
                yield [list(rubrique.read(columns)) for rubrique in self.rubriques]
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
        joins = self.requete.joins
        told = joins.told(path, self.acteur)
        attribute: Any = joins.attribute(path) if told is None else told
        kind = prop.columns[0].type
        words = choix
        if isinstance(kind, Enum) and kind.enum_class is not None:
            # Read as stored: one dictionary then gives the words, without a member a row.
            attribute = type_coerce(attribute, Text())
            words = {str(member.value): label_of(member) for member in kind.enum_class}
        value, hidden = self._select(path, attribute)
        small = self._select_small(path)

        def read(columns: Colonnes) -> Sequence[Any]:
            found = columns[value]
            if words:
                found = [_tell(item, words) for item in found]
            if small is not None:
                found = [
                    MASQUE_EFFECTIF if masked and item is not None else item
                    for item, masked in zip(found, columns[small], strict=True)
                ]
            return _mask(columns, found, hidden)

        return read

    def _select_small(self, path: str) -> int | None:
        """Rank of what tells that a value would let a small number of people be known, None when none can."""
        paths = list_masquants(self.modele, path)
        de_ligne = is_secret_de_ligne(self.modele, path)
        if not (paths or de_ligne):
            return None
        joins = self.requete.joins
        entity = joins.entity(path.rpartition(".")[0])
        hidden = not_(visible(self.acteur, entity, Verbe.PETITS_EFFECTIFS))
        if not de_ligne:
            parts = [joins.attribute(one) for one in paths]
            hidden &= or_(*(and_(part > 0, part < self._seuil) for part in parts))
        self._selected.append(case((hidden, True), else_=False))
        return len(self._selected) - 1

    @cached_property
    def _seuil(self) -> Decimal:
        """Asked for once, and only when a column counts people."""
        return get_seuil_secret(self.session)

    def _read_row(self, path: str, cible: Cible) -> Lecture:
        parent, _, name = path.rpartition(".")
        entity = self.requete.joins.entity(parent)
        mapper = inspect(entity).mapper
        ((local, remote),) = mapper.relationships[name].local_remote_pairs
        column = getattr(entity, mapper.get_property_by_column(local).key)
        key = inspect(cible.classe).get_property_by_column(remote).key
        value, hidden = self._select(path, column)

        def read(columns: Colonnes) -> Sequence[Any]:
            keys = columns[value]
            labels = self._label(cible.classe, key, keys)
            found = [None if item is None else labels.get(item, MASQUE) for item in keys]
            return _mask(columns, found, hidden)

        return read

    def _read_rows(self, name: str, cible: Cible) -> Lecture:
        """The keys of the related rows come with the row, as an array."""
        prop: RelationshipProperty[Any] = getattr(self.modele, name).property
        if links := prop.secondary_synchronize_pairs:
            # The table of links holds them already: the rows themselves are read once, by ``_label``.
            ((column, link),) = links
            key = inspect(cible.classe).get_property_by_column(column).key
            keys = select(func.array_agg(link)).where(prop.primaryjoin)
        else:
            target: Any = aliased(cible.classe)
            key = cible.key.key
            relation = getattr(self.modele, name).of_type(target)
            keys = select(func.array_agg(getattr(target, key))).where(relation.expression)
        keys = keys.correlate(self.modele)
        # As the driver gives it: the type of arrays would copy each of them.
        value, _ = self._select(name, type_coerce(keys.scalar_subquery(), NullType()))

        def read(columns: Colonnes) -> Sequence[Any]:
            arrays = columns[value]
            labels = self._label(
                cible.classe, key, {item for keys in arrays for item in keys or ()}
            )
            return [
                ", ".join(sorted({labels.get(item, MASQUE) for item in keys}, key=sort_key))
                if keys
                else ""
                for keys in arrays
            ]

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

        def read(columns: Colonnes) -> Sequence[Any]:
            ids = columns[0]
            statement = scope(self.acteur, self.modele).where(_among(self.modele.id, ids))
            objets = self.session.scalars(statement.options(*loading)).unique()
            found = {objet.id: compute(objet) for objet in objets}
            # A row deleted since the chunk was read has nothing to say.
            return [found.get(number) for number in ids]

        return read

    def _label(self, classe: type[Any], key: str, keys: Collection[Any]) -> dict[Any, str]:
        """Labels of the rows of these keys that the person may read."""
        known = self._labels.setdefault(classe, {})
        asked = set(keys) - {None}
        if len(known) > LIBELLES_MAX:
            known.clear()
        if missing := asked - known.keys():
            statement = scope(self.acteur, classe).where(_among(getattr(classe, key), missing))
            rows = self.session.scalars(statement).unique()
            known.update((getattr(row, key), str(row)) for row in rows)
        return known


def _tell(item: Any, words: Mapping[str, str]) -> Any:
    """The words of a code, or of each code of a list."""
    if isinstance(item, list):
        return ", ".join(words.get(code, code) for code in item)
    return words.get(item, item)


def _of_field(champ: Champ) -> Colonne:
    return Colonne(attribut=champ.attribut, libelle=champ.libelle)


def _among(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """One parameter whatever the number of values: an ``IN`` is written again for each of them."""
    found: ColumnElement[bool] = column == any_(literal(list(values), ARRAY(column.type)))
    return found


def _mask(columns: Colonnes, values: Sequence[Any], hidden: int | None) -> Sequence[Any]:
    if hidden is None:
        return values
    return [
        MASQUE if masked else value for masked, value in zip(columns[hidden], values, strict=True)
    ]
