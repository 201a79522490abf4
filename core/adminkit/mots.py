"""Words instead of keys: a sheet that holds an axis' slug or an INSEE code says the axis or the commune."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column
from sqlalchemy.orm import ColumnProperty, Session

from core.adminkit.chemins import get_property
from core.adminkit.recherche import find_cible
from core.plugin.vues import Champ, Colonne
from core.security.acteur import Acteur


class Mots:
    """The words of the keys in ``colonnes`` of ``rows``; one statement for each column that holds some."""

    def __init__(
        self,
        session: Session,
        acteur: Acteur,
        modele: type[Any],
        colonnes: Iterable[Colonne],
        champs: Iterable[Champ],
        rows: Sequence[Any],
    ) -> None:
        self._mots: dict[str, Mapping[str, str]] = {}
        references = {champ.attribut: champ.reference for champ in champs}
        for colonne in colonnes:
            name = colonne.attribut
            prop = None if "." in name or colonne.valeur else get_property(modele, name)
            column = prop.columns[0] if isinstance(prop, ColumnProperty) else None
            if not isinstance(column, Column):
                continue
            if cible := find_cible(column, references.get(name, "")):
                keys = {str(key) for row in rows for key in _list_keys(row, name)}
                found = cible.load(session, acteur, keys)
                self._mots[name] = {choix.cle: choix.libelle for choix in found}

    def text(self, colonne: Colonne, row: Any) -> str:
        """The words of the row's keys, "" when the column holds none that the person may read."""
        mots = self._mots.get(colonne.attribut)
        if not mots:
            return ""
        return ", ".join(mots[key] for key in _list_keys(row, colonne.attribut) if key in mots)


def _list_keys(row: Any, name: str) -> list[str]:
    value = getattr(row, name)
    values = value if isinstance(value, list) else [value]
    return [str(key) for key in values if key is not None]
