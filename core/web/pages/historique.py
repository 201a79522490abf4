"""The history of a sheet in words: who did what, when, under the rights on the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, Enum, Numeric, inspect, select, tuple_
from sqlalchemy.orm import ColumnProperty, Session

from core.adminkit.formats import format_value, shorten
from core.adminkit.recherche import Cible, find_cible
from core.journal.models import ActeJournal, Evenement, traced_action
from core.plan.admin import ACTIONS
from core.plan.models_action import Action
from core.plugin.vues import Champ
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, visible

HISTORIQUE_MAX = 50
_VERBES = {
    ActeJournal.CREATION: "a ajouté",
    ActeJournal.MODIFICATION: "a modifié",
    ActeJournal.SUPPRESSION: "a retiré",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changement:
    """A field that changed, in words."""

    libelle: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One act on the sheet or on one of its rows."""

    at: datetime
    acteur: str
    acte: str
    objet: str
    motif: str
    changements: tuple[Changement, ...]


def list_historique(session: Session, acteur: Acteur, fiche: Action) -> list[Trace]:
    """The last acts on the sheet and its rows, the latest first; none for who does not read the journal."""
    if not can(acteur, Verbe.LIRE, Evenement):
        return []
    rows = select(Evenement.objet_type, Evenement.objet_id).where(
        traced_action() == str(fiche.id),
        Evenement.acte.in_((ActeJournal.CREATION, ActeJournal.SUPPRESSION)),
        Evenement.objet_type.in_(_NOMS),
    )
    own = (Evenement.objet_type == Action.__tablename__) & (Evenement.objet_id == str(fiche.id))
    traces = session.scalars(
        select(Evenement)
        .where(
            visible(acteur, Evenement),
            own | tuple_(Evenement.objet_type, Evenement.objet_id).in_(rows),
        )
        .order_by(Evenement.id.desc())
        .limit(HISTORIQUE_MAX)
    ).all()
    mots = _Mots(session, acteur, traces)
    return [_tell(trace, mots) for trace in traces]


def _tell(trace: Evenement, mots: _Mots) -> Trace:
    own = trace.objet_type == Action.__tablename__
    name = "la fiche" if own else f"{_NOMS[trace.objet_type]} « {shorten(trace.objet_libelle)} »"
    modified = trace.acte is ActeJournal.MODIFICATION
    return Trace(
        at=trace.at,
        acteur=trace.acteur,
        acte="a créé" if own and trace.acte is ActeJournal.CREATION else _VERBES[trace.acte],
        objet=name,
        motif=trace.motif,
        changements=tuple(mots.list_changes(trace)) if modified else (),
    )


def _list_fields() -> Iterator[tuple[str, str, type[Any], Champ]]:
    """Table, name of the row, class and field of everything that the form of an action holds."""
    for champ in ACTIONS.champs:
        yield Action.__tablename__, "", Action, champ
    for lignes in ACTIONS.lignes:
        modele: type[Any] = getattr(Action, lignes.relation).property.mapper.class_
        for champ in lignes.champs:
            yield modele.__tablename__, lignes.singulier, modele, champ


# Tables whose rows belong to a sheet, with what a person calls one of them.
_NOMS: Mapping[str, str] = {
    **{table: f"{name} :" for table, name, _, _ in _list_fields() if name},
    "piece_action": "fichier joint :",
    "commentaire": "commentaire :",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Champ:
    """A field as the journal names it: its words, its column (None for a list), what it points to."""

    libelle: str
    column: Column[Any] | None
    cible: Cible | None


@cache
def _list_champs() -> Mapping[tuple[str, str], _Champ]:
    """Every field of the form by table and name in the journal, found once."""
    return dict(_describe())


def _describe() -> Iterator[tuple[tuple[str, str], _Champ]]:
    for table, _, modele, champ in _list_fields():
        mapper = inspect(modele)
        prop = mapper.attrs[champ.attribut]
        column: Any = None
        if isinstance(prop, ColumnProperty):
            (column,) = prop.columns
        elif not prop.uselist:
            (column,) = prop.local_columns
        name = mapper.get_property_by_column(column).key if column is not None else prop.key
        cible = find_cible(column) if column is not None else None
        yield (table, name), _Champ(libelle=champ.libelle, column=column, cible=cible)


class _Mots:
    """Words of the fields and of the keys in the traces; one statement a table pointed to."""

    def __init__(self, session: Session, acteur: Acteur, traces: Iterable[Evenement]) -> None:
        self._champs = _list_champs()
        wanted: dict[Cible, set[str]] = {}
        for trace in traces:
            if trace.acte is not ActeJournal.MODIFICATION:
                continue
            for values in (trace.avant or {}, trace.apres or {}):
                for name, value in values.items():
                    champ = self._champs.get((trace.objet_type, name))
                    if champ is not None and champ.cible is not None and value is not None:
                        wanted.setdefault(champ.cible, set()).add(str(value))
        self._libelles = {
            cible: {choix.cle: choix.libelle for choix in cible.load(session, acteur, keys)}
            for cible, keys in wanted.items()
        }

    def list_changes(self, trace: Evenement) -> Iterator[Changement]:
        """Each field of the form that the trace changed."""
        before, after = trace.avant or {}, trace.apres or {}
        for name in after:
            if champ := self._champs.get((trace.objet_type, name)):
                yield Changement(
                    libelle=champ.libelle,
                    avant=self._text(champ, before.get(name)),
                    apres=self._text(champ, after[name]),
                )

    def _text(self, champ: _Champ, value: Any) -> str:
        if value is None or value in ("", []):
            return "(vide)"
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if champ.cible is not None:
            return self._libelles.get(champ.cible, {}).get(str(value), "(non consultable)")
        return shorten(format_value(_read(champ.column, value)))


def _read(column: Column[Any] | None, value: Any) -> Any:
    """A value of a column, from what the journal kept of it as JSON."""
    kind = column.type if column is not None else None
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Numeric):
        return Decimal(value)
    return value
