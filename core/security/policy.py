"""The one place that says who may do what: ``scope`` for sets of rows, ``can`` for one of them.

Lists, details, forms, exports, relation choices, look-ups, actions, jobs, feeds and PDFs all ask here.

An actor is a value (the roles of a day) and rights are constants of the classes: the statement of
:func:`scope` and the predicate of :func:`visible` are written once for each actor and class.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import with_expression

from core.errors import Interdit
from core.security.acteur import Acteur, Role
from core.security.droits import TOUJOURS, Regles

T = TypeVar("T")


class Verbe(StrEnum):
    """What one may want to do with an object."""

    LIRE = "lire"
    ECRIRE = "ecrire"
    SUPPRIMER = "supprimer"
    SENSIBLE = "sensible"
    SENSIBLE_ECRIRE = "sensible_ecrire"
    PETITS_EFFECTIFS = "petits_effectifs"


def _rules(modele: type[Any], verbe: Verbe) -> Regles:
    regles: Regles = getattr(modele.__droits__, verbe.value)
    return regles


def visible(acteur: Acteur, modele: type[Any], verbe: Verbe = Verbe.LIRE) -> ColumnElement[bool]:
    """SQL predicate on the rows of ``modele`` that ``acteur`` may read (or ``verbe``)."""
    # An alias belongs to one statement: nobody would ask for its predicate again.
    write: Callable[..., ColumnElement[bool]] = (
        _visible_once if isinstance(modele, type) else _visible
    )
    return write(acteur, modele, verbe)


def _visible(acteur: Acteur, modele: type[Any], verbe: Verbe) -> ColumnElement[bool]:
    if acteur.systeme:
        return true()
    roles = acteur.roles
    conditions = [
        condition.sql(modele, acteur)
        for role, condition in _rules(modele, verbe).items()
        if role in roles
    ]
    return or_(false(), *conditions)


_visible_once = lru_cache(maxsize=2048)(_visible)


def is_open(acteur: Acteur, modele: type[Any]) -> bool:
    """May ``acteur`` read every row of ``modele``? Then nothing needs to be asked row by row."""
    if acteur.systeme:
        return True
    rules = _rules(modele, Verbe.LIRE)
    return any(rules.get(role) is TOUJOURS for role in acteur.roles)


def scope(acteur: Acteur, modele: type[T], verbe: Verbe = Verbe.LIRE) -> Select[T]:
    """The rows of ``modele`` that ``acteur`` may read, as a select to refine, with what they are told."""
    write: Callable[..., Select[T]] = _scope
    return write(acteur, modele, verbe)


@lru_cache(maxsize=2048)
def _scope(acteur: Acteur, modele: type[Any], verbe: Verbe) -> Select[Any]:
    told = [
        with_expression(getattr(modele, name), tell(modele, acteur))
        for name, tell in modele.__selon_lecteur__.items()
    ]
    return select(modele).where(visible(acteur, modele, verbe)).options(*told)


def can(acteur: Acteur, verbe: Verbe, objet: Any) -> bool:
    """May ``acteur`` do ``verbe`` with ``objet``, an instance, or a class ("with at least some row")?

    Reading one object goes through ``scope`` (the row comes, or does not): asking ``can`` to read an
    instance is refused, so that there is one way of reading.
    """
    if acteur.systeme:
        return True
    roles = acteur.roles
    if isinstance(objet, type):
        return any(
            condition.possible(objet, acteur)
            for role, condition in _rules(objet, verbe).items()
            if role in roles
        )
    if verbe is Verbe.LIRE:
        raise TypeError("La lecture d'un objet passe par scope().")
    return any(
        condition.holds(objet, acteur)
        for role, condition in _rules(type(objet), verbe).items()
        if role in roles
    )


def can_read_kept(acteur: Acteur, modele: type[Any], image: Any) -> bool:
    """May ``acteur`` read what a frozen file kept of a row of ``modele``? ``image`` has the attributes that
    the rights of the class name.

    An élu reads it as the committee did: what was sent to it was validated by then.
    """
    if acteur.systeme:
        return True
    rules = _rules(modele, Verbe.LIRE)
    roles = {Role.COMITE if role is Role.LECTEUR else role for role in acteur.roles}
    return any(rules[role].holds(image, acteur) for role in roles if role in rules)


def require(acteur: Acteur, verbe: Verbe, objet: Any) -> None:
    """Raise :class:`core.errors.Interdit` unless ``can`` says yes."""
    if not can(acteur, verbe, objet):
        raise Interdit("Vous n'avez pas le droit de faire cette modification.")
