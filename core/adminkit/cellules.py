"""Cells of a list or of a sheet: what the row says, as far as the person may read it.

A cell may print another row (the action a decision speaks of): being allowed to read the first one says
nothing of the second. Its readers are asked for in one statement per class, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import RelationshipProperty, Session

from core.adminkit.chemins import get_property, is_secret_de_ligne, is_sensible, list_masquants
from core.adminkit.formats import format_value
from core.communes.rules import MASQUE_EFFECTIF, is_secret
from core.db.base import Base
from core.parametres.service import get_seuil_secret
from core.plugin.vues import Colonne
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, is_open, visible

MASQUE = "Réservé"


class Cellules:
    """Texts of ``colonnes`` for rows of ``modele``, all given at once."""

    def __init__(
        self,
        session: Session,
        acteur: Acteur,
        modele: type[Any],
        colonnes: Iterable[Colonne],
        rows: Sequence[Any],
    ) -> None:
        self._session = session
        self.acteur = acteur
        self._open: dict[type[Any], bool] = {}
        self._readable: dict[type[Any], set[Any]] = {}
        self._sensibles: set[str] = set()
        self._effectifs: dict[str, list[str]] = {}
        self._de_ligne: set[str] = set()
        suspects: dict[type[Any], set[Any]] = {}
        for colonne in colonnes:
            if colonne.valeur is not None:
                continue
            if is_sensible(modele, colonne.attribut):
                self._sensibles.add(colonne.attribut)
            if paths := list_masquants(modele, colonne.attribut):
                self._effectifs[colonne.attribut] = [path.rpartition(".")[2] for path in paths]
            if is_secret_de_ligne(modele, colonne.attribut):
                self._de_ligne.add(colonne.attribut)
            if all(map(self._is_open, _targets(modele, colonne.attribut))):
                continue
            for row in rows:
                for related in _related(row, colonne.attribut):
                    if not self._is_open(type(related)):
                        suspects.setdefault(type(related), set()).add(_key(related))
        for target, keys in suspects.items():
            (column,) = inspect(target).primary_key
            statement = select(column).where(column.in_(keys), visible(acteur, target))
            self._readable[target] = set(session.scalars(statement))

    def text(self, colonne: Colonne, objet: Any) -> str:
        """Text of a column for a row; :data:`MASQUE` stands for what the person may not read, and
        ``MASQUE_EFFECTIF`` for too small a number of people."""
        if colonne.valeur is not None:
            return format_value(colonne.valeur(objet), colonne.format)
        *parents, last = colonne.attribut.split(".")
        holder = objet
        for name in parents:
            holder = getattr(holder, name)
            if holder is None:
                return ""
            if not self._reads(holder):
                return MASQUE
        if colonne.attribut in self._sensibles and not can(self.acteur, Verbe.SENSIBLE, holder):
            return MASQUE
        value = getattr(holder, last)
        if value is not None and self._hides(colonne.attribut, holder):
            return MASQUE_EFFECTIF
        return self._format(value, colonne)

    def _hides(self, path: str, holder: Any) -> bool:
        """Would the person learn a small number of people?"""
        de_ligne, names = path in self._de_ligne, self._effectifs.get(path, ())
        if not (de_ligne or names) or can(self.acteur, Verbe.PETITS_EFFECTIFS, holder):
            return False
        return de_ligne or any(is_secret(getattr(holder, name), self._seuil) for name in names)

    @cached_property
    def _seuil(self) -> Decimal:
        """Asked for once, and only for somebody to whom it masks something."""
        return get_seuil_secret(self._session)

    def _format(self, value: Any, colonne: Colonne) -> str:
        if _is_row(value):
            return format_value(value, colonne.format) if self._reads(value) else MASQUE
        if isinstance(value, list) and any(not self._reads(item) for item in value):
            kept = [format_value(item, colonne.format) for item in value if self._reads(item)]
            return ", ".join([*kept, MASQUE])
        return format_value(value, colonne.format)

    def _reads(self, related: Any) -> bool:
        if not _is_row(related) or self._is_open(type(related)):
            return True
        return _key(related) in self._readable.get(type(related), ())

    def _is_open(self, classe: type[Any]) -> bool:
        if classe not in self._open:
            self._open[classe] = is_open(self.acteur, classe)
        return self._open[classe]


def _is_row(value: Any) -> bool:
    return isinstance(value, Base)


def _key(row: Any) -> Any:
    return inspect(row).identity[0]


def _targets(modele: type[Any], path: str) -> Iterator[type[Any]]:
    """Classes that a path walks through or ends on."""
    names = path.split(".")
    for rank in range(1, len(names) + 1):
        prop = get_property(modele, ".".join(names[:rank]))
        if isinstance(prop, RelationshipProperty):
            yield prop.mapper.class_


def _related(row: Any, path: str) -> Iterator[Any]:
    """Rows that a path walks through or ends on, for one row."""
    value = row
    for name in path.split("."):
        value = getattr(value, name)
        if value is None:
            return
        yield from (
            item for item in (value if isinstance(value, list) else [value]) if _is_row(item)
        )
