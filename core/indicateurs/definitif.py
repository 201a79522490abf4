"""Figures that governance validated for an axis and a year: they change only with a reason.

The rule is a listener of every session, like the journal, so that no form, act or command forgets it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, inspect, select, tuple_
from sqlalchemy.orm import Session, UOWTransaction

from core.errors import ErreurMetier, MotifRequis
from core.indicateurs.models import ValidationAxe
from core.security.acteur import SYSTEME, Acteur, Role

Exercice = tuple[str, int]


def register(session_class: type[Session]) -> None:
    """Guard every flush of ``session_class``; idempotent."""
    if not event.contains(session_class, "before_flush", _guard):
        event.listen(session_class, "before_flush", _guard)


def list_definitifs(session: Session, objets: Iterable[Any]) -> set[Any]:
    """Those of ``objets`` whose axis and year are validated, in one statement at most."""
    years = {objet: _exercices(objet, stored=True) for objet in objets if _annee(type(objet))}
    validated = _validated(session, {pair for pairs in years.values() for pair in pairs})
    return {objet for objet, pairs in years.items() if pairs & validated}


def explain(acteur: Acteur, exercices: Iterable[int]) -> str:
    """What a person is told about définitif figures of these years."""
    years = ", ".join(map(str, sorted(set(exercices))))
    if acteur.has_role(Role.GOUVERNANCE):
        return f"L'année {years} de cet axe est validée : ses chiffres changent avec un motif."
    return f"L'année {years} de cet axe est validée : demandez à la gouvernance de corriger ses chiffres."


def get_annee(objet: Any) -> int:
    """The year that a row of figures speaks of."""
    annee: int = getattr(objet, _annee(type(objet)))
    return annee


def _guard(session: Session, context: UOWTransaction, instances: object) -> None:
    acteur: Acteur = session.info.get("acteur", SYSTEME)
    if acteur.systeme:
        return
    changed = [
        objet
        for objet in (*session.new, *session.dirty, *session.deleted)
        if _annee(type(objet)) and (objet not in session.dirty or session.is_modified(objet))
    ]
    touched = {pair for objet in changed for pair in _exercices(objet)}
    refused = _validated(session, touched)
    if not refused:
        return
    message = explain(acteur, (year for _, year in refused))
    if not acteur.has_role(Role.GOUVERNANCE):
        raise ErreurMetier(message)
    if not session.info.get("motif", "").strip():
        raise MotifRequis(f"{message} Dites pourquoi, pour le journal.")


def _annee(modele: type[Any]) -> str:
    return getattr(modele.__droits__, "annee_definitive", "")


def _exercices(objet: Any, *, stored: bool = False) -> set[Exercice]:
    """Axis and year of a row; before the change too, so that a figure does not leave its year unseen."""
    name = _annee(type(objet))
    slug = type(objet).__axe__ or objet.axe_slug
    years = {getattr(objet, name)}
    if not stored:
        years |= set(inspect(objet).attrs[name].history.deleted or ())
    return {(slug, year) for year in years if year is not None}


def _validated(session: Session, pairs: set[Exercice]) -> set[Exercice]:
    if not pairs:
        return set()
    statement = select(ValidationAxe.axe_slug, ValidationAxe.exercice).where(
        tuple_(ValidationAxe.axe_slug, ValidationAxe.exercice).in_(sorted(pairs))
    )
    # By the connection: a query of the session would flush what is being checked.
    return {(slug, year) for slug, year in session.connection().execute(statement)}
