"""An action merged or split is read and no longer written: whoever writes is led to what replaced it.

The rule is a listener of every session, like the journal, so that no form, act or command forgets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Mapper, Session, UOWTransaction
from sqlalchemy.orm.relationships import RelationshipProperty
from sqlalchemy.orm.util import identity_key

from core.errors import ErreurMetier
from core.plan.codes import GenreFiliation, StatutAction
from core.plan.models_action import Action, LigneAction
from core.plan.models_filiation import FiliationAction
from core.security.acteur import SYSTEME, Acteur
from core.security.policy import visible

_MOTS = {GenreFiliation.FUSION: "fusionnée dans", GenreFiliation.SCISSION: "scindée en"}


def register(session_class: type[Session]) -> None:
    """Guard every flush of ``session_class``; idempotent."""
    if not event.contains(session_class, "before_flush", _guard):
        event.listen(session_class, "before_flush", _guard)


def explain(session: Session, acteur: Acteur, action: Action) -> str:
    """Why ``action`` can no longer be written, with links to what replaced it; "" when it can be."""
    if action.statut is not StatutAction.REMPLACEE:
        return ""
    return _explain(session, acteur, action.id, action.code)


def explain_ligne(session: Session, acteur: Acteur, ligne: LigneAction) -> str:
    """The same of a row of its sheet."""
    return explain(session, acteur, ligne.action)


def _explain(session: Session, acteur: Acteur, numero: int, code: str) -> str:
    rows = session.connection().execute(
        select(FiliationAction.genre, Action.code, Action.intitule)
        .join(Action, Action.id == FiliationAction.vers_id)
        .where(
            FiliationAction.de_id == numero,
            FiliationAction.genre.in_(tuple(_MOTS)),
            visible(acteur, Action),
        )
        .order_by(Action.code)
    )
    found = [(genre, build_link(other, intitule)) for genre, other, intitule in rows]
    if not found:
        return f"{code} a été remplacée par une autre action : elle se lit, et ne s'écrit plus."
    suite = Markup(" et ").join(link for _, link in found)
    return Markup("{} a été {} {} : elle se lit, et ne s'écrit plus. Écrivez dans {}.").format(
        code, _MOTS[found[0][0]], suite, "celle-ci" if len(found) == 1 else "l'une d'elles"
    )


def build_link(code: str, intitule: str) -> Markup:
    """A link to the page of an action, ready for a page or a message."""
    return Markup('<a href="/actions/{}/">{} ({})</a>').format(quote(code), intitule, code)


def _guard(session: Session, context: UOWTransaction, instances: object) -> None:
    acteur: Acteur = session.info.get("acteur", SYSTEME)
    if acteur.systeme:
        return
    touched = {
        numero
        for objet in (*session.new, *session.dirty, *session.deleted)
        for numero in _list_touched(session, objet)
    }
    known = {numero: _find_stored(session, numero) for numero in touched}
    closed = [numero for numero, statut in known.items() if statut is StatutAction.REMPLACEE]
    if unknown := [numero for numero, statut in known.items() if statut is None]:
        # By the connection: a query of the session would flush what is being checked.
        closed += session.connection().scalars(
            select(Action.id).where(Action.id.in_(unknown), Action.statut == StatutAction.REMPLACEE)
        )
    if closed:
        code = session.connection().scalar(select(Action.code).where(Action.id == min(closed)))
        raise ErreurMetier(_explain(session, acteur, min(closed), str(code)))


def _find_stored(session: Session, numero: int) -> StatutAction | None:
    """The stored status of an action that the session holds: several rows written one after the other
    ask nothing. None when it must be asked."""
    held = session.identity_map.get(identity_key(Action, numero))
    if held is None:
        return None
    state = inspect(held)
    statut = state.committed_state.get("statut", state.dict.get("statut"))
    return statut if isinstance(statut, StatutAction) else None


def _list_touched(session: Session, objet: Any) -> Iterator[int]:
    """Ids of the stored actions on which the pending change of ``objet`` writes."""
    if isinstance(objet, Action):
        if objet.id is not None and session.is_modified(objet):
            yield objet.id
        return
    whole = objet not in session.dirty
    if isinstance(objet, LigneAction) and not whole:
        whole = session.is_modified(objet)
    elif not isinstance(objet, LigneAction) and objet in session.deleted:
        # What was decided of an action may be taken off a session: its sheet does not change.
        return
    for relation in _relations(inspect(type(objet))):
        yield from _list_related(objet, relation, whole=whole)


def _list_related(objet: Any, relation: RelationshipProperty[Any], *, whole: bool) -> Iterable[int]:
    """Ids of the actions that a relation of ``objet`` leads to: all of them, or those it now names."""
    state = inspect(objet)
    (column,) = relation.local_columns
    key = state.mapper.get_property_by_column(column).key
    linked, stored = state.attrs[relation.key].history, state.attrs[key].history
    if not whole and not linked.has_changes() and not stored.has_changes():
        return set()
    actions = [*(linked.added or ()), *(linked.deleted or ()), *(linked.unchanged or ())]
    numbers = [*(stored.added or ()), *(stored.deleted or ()), *(stored.unchanged or ())]
    return {
        number
        for number in (*(action.id for action in actions if action is not None), *numbers)
        if number is not None
    }


@cache
def _relations(mapper: Mapper[Any]) -> tuple[RelationshipProperty[Any], ...]:
    return tuple(
        relation
        for relation in mapper.relationships
        if relation.direction.name == "MANYTOONE" and relation.mapper.class_ is Action
    )
