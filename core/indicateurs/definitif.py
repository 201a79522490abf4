"""Figures that governance validated for an axis and a year: they change only with a reason.

A class says by its ``Poids`` (with its rights) on which years of which axes its rows weigh: figures of a
year, movements of a ledger, the commune of a structure, context that rates divide by. The rule is a
listener of every session, like the journal, so that no form, act or command forgets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Self

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from core.errors import ErreurMetier, MotifRequis
from core.indicateurs.models import ValidationAxe
from core.security.acteur import SYSTEME, Acteur, Role
from core.security.poids import TOUS_LES_AXES, Poids

Exercice = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Etendue:
    """Years of axes; None is no bound."""

    axes: frozenset[str] | None
    premiere: int | None
    derniere: int | None

    def covers(self, exercice: Exercice) -> bool:
        slug, year = exercice
        return (
            (self.axes is None or slug in self.axes)
            and (self.premiere is None or self.premiere <= year)
            and (self.derniere is None or year <= self.derniere)
        )


def register(session_class: type[Session]) -> None:
    """Guard every flush of ``session_class``; idempotent."""
    if not event.contains(session_class, "before_flush", _guard):
        event.listen(session_class, "before_flush", _guard)


def list_definitifs(session: Session, objets: Iterable[Any]) -> set[Any]:
    """Those of ``objets`` that a validation makes définitifs as a whole, in one statement at most."""
    extents = {
        objet: _extents(poids, _axes(objet, poids), _Etat.of(objet))
        for objet in objets
        if (poids := _get_poids_entier(objet))
    }
    if not extents:
        return set()
    validated = _list_validated(session)
    return {objet for objet, found in extents.items() if _covered(found, validated)}


def explain(acteur: Acteur, exercices: Iterable[int]) -> str:
    """What a person is told about définitif figures of these years."""
    years = ", ".join(map(str, sorted(set(exercices))))
    if acteur.has_role(Role.GOUVERNANCE):
        return f"Les chiffres {years} sont validés : ce qui les change demande un motif."
    return (
        f"Les chiffres {years} sont validés : demandez à la gouvernance de faire cette correction."
    )


def get_annee(objet: Any) -> int:
    """The year that a row of figures speaks of."""
    poids = _get_poids_entier(objet)
    if poids is None:
        raise ValueError(f"{type(objet).__name__} n'est pas une ligne de chiffres d'une année")
    annee: int = getattr(objet, poids.annee)
    return annee


def _guard(session: Session, context: UOWTransaction, instances: object) -> None:
    acteur: Acteur = session.info.get("acteur", SYSTEME)
    if acteur.systeme:
        return
    touched = [
        extent
        for objet in (*session.new, *session.dirty, *session.deleted)
        for extent in _list_touched(session, objet)
    ]
    refused = _covered(touched, _list_validated(session)) if touched else set()
    if not refused:
        return
    message = explain(acteur, (year for _, year in refused))
    if any(poids.ouvertures for objet in session.new for poids in _list_poids(objet)):
        message += " Si la structure a ouvert depuis, donnez d'abord sa date d'ouverture."
    if not acteur.has_role(Role.GOUVERNANCE):
        raise ErreurMetier(message)
    if not session.info.get("motif", "").strip():
        raise MotifRequis(f"{message} Dites pourquoi, pour le journal.")


def _list_poids(objet: Any) -> tuple[Poids, ...]:
    # A class of the engine's own has no rights, hence no weight.
    poids: tuple[Poids, ...] = getattr(type(objet).__droits__, "poids", ())
    return poids


def _get_poids_entier(objet: Any) -> Poids | None:
    """The weight of a row that is définitive as a whole: figures of a year."""
    return next((p for p in _list_poids(objet) if p.annee and not p.colonnes), None)


class _Etat:
    """A row as it is in the database before the pending change, or as this change makes it."""

    def __init__(self, state: InstanceState[Any], *, avant: bool) -> None:
        self._state, self._avant = state, avant

    @classmethod
    def of(cls, objet: Any) -> Self:
        return cls(inspect(objet), avant=False)

    def get(self, name: str) -> Any:
        current, *replaced = _values(self._state, name)
        return replaced[0] if self._avant and replaced else current

    def get_year(self, name: str) -> int | None:
        """The year of a year or of a date."""
        value = self.get(name)
        year: int | None = getattr(value, "year", value)
        return year


def _list_touched(session: Session, objet: Any) -> list[_Etendue]:
    return [
        extent for poids in _list_poids(objet) for extent in _list_touched_by(session, objet, poids)
    ]


def _list_touched_by(session: Session, objet: Any, poids: Poids) -> list[_Etendue]:
    """What the pending change of ``objet`` weighs on: the state before it counts as much as the new one,
    so that a figure does not leave its year, nor a structure its axis, unseen."""
    state: InstanceState[Any] = inspect(objet)
    etats = [_Etat(state, avant=True), _Etat(state, avant=False)]
    axes = _axes(objet, poids)
    extents = [extent for etat in etats for extent in _extents(poids, axes, etat)]
    if objet not in session.dirty:
        if poids.ouvertures:
            return [_Etendue(axes, _get_opening(objet, poids), None)]
        return extents if poids.annee else []
    if not poids.colonnes:
        changed = {""} if session.is_modified(objet) else set()
    else:
        changed = {name for name in poids.colonnes if _has_changed(state, name)}
        if len({_is_counted(poids, etat) for etat in etats}) > 1:
            changed.add(poids.sauf[0])
    if not changed:
        return [_Etendue(_left(state, poids), None, None)] if _left(state, poids) else []
    if extents and poids.fin and changed == {poids.fin}:
        return _keep_from_end(poids, etats, extents)
    return extents


def _extents(poids: Poids, axes: frozenset[str] | None, etat: _Etat) -> list[_Etendue]:
    """Years of the axes in which a row counts, as it is in ``etat``."""
    if not _is_counted(poids, etat):
        return []
    first = etat.get_year(poids.annee) if poids.annee else None
    if poids.annee and first is None and not poids.toujours:
        return []
    if poids.annee and not poids.suivantes:
        return [_Etendue(axes, first, first)]
    return [_Etendue(axes, first, _get_end(poids, etat))]


def _get_opening(objet: Any, poids: Poids) -> int | None:
    """The first year in which a row without a year of its own is counted; None when it always was."""
    days = [attrgetter(name)(objet) for name in poids.ouvertures]
    return max((day.year for day in days if day is not None), default=None)


def _is_counted(poids: Poids, etat: _Etat) -> bool:
    column, values = poids.sauf
    return not column or etat.get(column) not in values


def _get_end(poids: Poids, etat: _Etat) -> int | None:
    end = etat.get_year(poids.fin) if poids.fin else None
    return etat.get_year(poids.annee) if end is None and poids.ponctuel else end


def _keep_from_end(
    poids: Poids, etats: Iterable[_Etat], extents: Iterable[_Etendue]
) -> list[_Etendue]:
    """Of ``extents``, the years in which an end that alone has moved changes something."""
    earliest = min(year for etat in etats if (year := _get_end(poids, etat)) is not None)
    since = earliest + poids.decalage
    return [
        replace(e, premiere=since if e.premiere is None else max(since, e.premiere))
        for e in extents
    ]


def _axes(objet: Any, poids: Poids) -> frozenset[str] | None:
    if poids.axes == TOUS_LES_AXES:
        return None
    if not poids.axes:
        return frozenset({type(objet).__axe__ or objet.axe_slug})
    return frozenset(slug for slugs in _values(inspect(objet), poids.axes) for slug in slugs or ())


def _left(state: InstanceState[Any], poids: Poids) -> frozenset[str]:
    """Axes that a row leaves: out of them, it could be changed afterwards as if it had never counted."""
    if not poids.axes or poids.axes == TOUS_LES_AXES:
        return frozenset()
    history = state.attrs[poids.axes].history
    before = {slug for slugs in history.deleted or () for slug in slugs or ()}
    return frozenset(before.difference(*(slugs or () for slugs in history.added or ())))


def _values(state: InstanceState[Any], name: str) -> list[Any]:
    """Value of a column, and the one that it replaces."""
    return [getattr(state.obj(), name), *(state.attrs[name].history.deleted or ())]


def _has_changed(state: InstanceState[Any], name: str) -> bool:
    if state.attrs[name].history.has_changes():
        return True
    if name in state.mapper.relationships:
        return False
    # A row chosen by a relation gives its key to the column at the flush only.
    column = state.mapper.columns[name]
    return any(
        column in relation.local_columns and state.attrs[relation.key].history.has_changes()
        for relation in state.mapper.relationships
        if not relation.uselist
    )


def _covered(extents: Iterable[_Etendue], validated: set[Exercice]) -> set[Exercice]:
    found = list(extents)
    return {exercice for exercice in validated if any(e.covers(exercice) for e in found)}


def _list_validated(session: Session) -> set[Exercice]:
    """Axes and years validated: some dozens at most, over the whole convention."""
    statement = select(ValidationAxe.axe_slug, ValidationAxe.exercice)
    # By the connection: a query of the session would flush what is being checked.
    return {(slug, year) for slug, year in session.connection().execute(statement)}
