"""Writing the journal at each flush, whoever writes; ``app`` registers it on the session class.

The session says who acts through ``session.info``: ``acteur``, ``source`` (web, cli, tache,
reference), ``motif`` and ``requete_id``.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, event, insert, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from core.journal.models import ActeJournal, Evenement
from core.security.acteur import SYSTEME, Acteur

# The field of any form that says why; it goes to the traces of what the form changes.
CHAMP_MOTIF = "_motif"
_TECHNICAL = {"created_at", "updated_at", "version"}


def set_context(
    session: Session, acteur: Acteur, *, source: str, motif: str = "", requete_id: str = ""
) -> None:
    """Say who acts through this session, from where and why, for the traces to come."""
    session.info.update(acteur=acteur, source=source, motif=motif, requete_id=requete_id)


def register(session_class: type[Session]) -> None:
    """Journal every flush of ``session_class`` and refuse what would escape it; idempotent."""
    if not event.contains(session_class, "after_flush", _record):
        event.listen(session_class, "after_flush", _record)
        event.listen(session_class, "do_orm_execute", _refuse_bulk)


def record_export(session: Session, modele: type[Any], titre: str, details: dict[str, Any]) -> None:
    """Trace that rows of ``modele`` left the platform as a file: which ones, how many."""
    row = {
        **_read_context(session),
        "acte": ActeJournal.EXPORT,
        "objet_type": modele.__tablename__,
        "objet_id": "",
        "objet_libelle": titre,
        "axe_slug": modele.__axe__,
        "apres": details,
    }
    session.execute(insert(Evenement).values(row))


def _record(session: Session, context: UOWTransaction) -> None:
    rows = list(_collect(session))
    if rows:
        session.connection().execute(insert(Evenement), rows)


def _collect(session: Session) -> Iterator[dict[str, Any]]:
    common = _read_context(session)
    for acte, objets in (
        (ActeJournal.CREATION, session.new),
        (ActeJournal.MODIFICATION, session.dirty),
        (ActeJournal.SUPPRESSION, session.deleted),
    ):
        for objet in objets:
            if not getattr(objet, "__journal__", False):
                continue
            before, after = _diff(objet, acte)
            if before or after:
                yield {**common, **_describe(objet), "acte": acte, "avant": before, "apres": after}


def _read_context(session: Session) -> dict[str, Any]:
    acteur: Acteur = session.info.get("acteur", SYSTEME)
    return {
        "compte_id": acteur.compte_id,
        "acteur": acteur.nom,
        "motif": session.info.get("motif", ""),
        "source": session.info.get("source", ""),
        "requete_id": session.info.get("requete_id", ""),
    }


def _describe(objet: Any) -> dict[str, Any]:
    return {
        "objet_type": objet.__tablename__,
        "objet_id": str(objet.id),
        "objet_libelle": str(objet)[:300],
        "axe_slug": _axis_of(objet),
    }


def _axis_of(objet: Any) -> str | None:
    # Who holds which role is an affair of accounts: its axis opens the trace to no team.
    if objet.__tablename__ == "habilitation":
        return None
    return type(objet).__axe__ or getattr(objet, "axe_slug", None)


def _diff(objet: Any, acte: ActeJournal) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    state = inspect(objet)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        # A computed property (column_property) is no column: nobody wrote it.
        if attribute.key in _TECHNICAL or not isinstance(column, Column):
            continue
        hidden = bool(column.info.get("secret"))
        history = state.attrs[attribute.key].history
        if acte is ActeJournal.CREATION:
            after[attribute.key] = _plain(state.dict.get(attribute.key), hidden)
        elif acte is ActeJournal.SUPPRESSION:
            before[attribute.key] = _plain(state.dict.get(attribute.key), hidden)
        elif history.has_changes():
            old = history.deleted[0] if history.deleted else None
            before[attribute.key] = _plain(old, hidden)
            after[attribute.key] = _plain(history.added[0] if history.added else None, hidden)
    for relation in state.mapper.relationships:
        if relation.secondary is None or acte is ActeJournal.SUPPRESSION:
            continue
        history = state.attrs[relation.key].history
        if history.has_changes():
            kept = list(history.unchanged or ())
            before[relation.key] = sorted(map(str, [*kept, *(history.deleted or ())]))
            after[relation.key] = sorted(map(str, [*kept, *(history.added or ())]))
    return before or None, after or None


def _plain(value: Any, hidden: bool) -> Any:
    if value is None:
        return None
    if hidden:
        return "(masqué)"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | int | float | bool | list | dict):
        return getattr(value, "value", value)
    return str(value)


def _refuse_bulk(state: ORMExecuteState) -> None:
    # A bulk UPDATE or DELETE changes rows that the flush never sees: it would leave no trace.
    if (state.is_update or state.is_delete) and state.bind_mapper is not None:
        modele = state.bind_mapper.class_
        if getattr(modele, "__journal__", False):
            raise TypeError(
                f"{modele.__name__} est journalisé : modifiez les objets un à un, sans requête de masse."
            )
