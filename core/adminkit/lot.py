"""Several rows at once: which ones and in which version, read under the rights, written all or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from core.adminkit.cellules import Cellules
from core.adminkit.chemins import loader_options, relation_prefixes
from core.adminkit.integrite import explain
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit
from core.plugin.vues import VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

LOT_MAX = 500
Changement = Callable[[Any], None]


def parse_lot(texts: Iterable[str], limit: int = LOT_MAX) -> dict[int, int]:
    """Versions by id, from "12.3,15.1", in the order sent. Raises BadRequest."""
    marks = [mark for text in texts for mark in text.split(",") if mark]
    if len(marks) > limit:
        raise BadRequest(f"Au plus {limit} lignes à la fois : choisissez-en moins.")
    lot: dict[int, int] = {}
    for mark in marks:
        found = re.fullmatch(r"(\d{1,18})\.(\d{1,9})", mark)
        if found is None:
            raise BadRequest("Cette sélection est incompréhensible : revenez à la liste.")
        lot[int(found.group(1))] = int(found.group(2))
    return lot


def format_lot(lot: Mapping[int, int]) -> str:
    """What :func:`parse_lot` reads."""
    return ",".join(f"{number}.{version}" for number, version in lot.items())


def read_lot(
    session: Session, query: Select[Any], vue: VueTable, ids: Iterable[int], *, lock: bool
) -> dict[int, Any]:
    """Rows of ``query`` (the scoped select) by id.

    ``lock``: they are about to be written. They are taken in one order, so that two lots never wait for
    one another, and with what the whole-object check looks at, which then costs nothing per row.
    """
    modele = vue.modele
    statement = query.where(modele.id.in_(list(ids))).order_by(modele.id)
    if lock:
        paths = relation_prefixes(modele, [champ.attribut for champ in vue.champs])
        paths |= {ligne.relation for ligne in vue.lignes}
        options = loader_options(modele, paths)
        statement = statement.options(*options).with_for_update(of=modele)
    return {row.id: row for row in session.scalars(statement).unique()}


def name_rows(
    vue: VueTable, session: Session, acteur: Acteur, rows: Sequence[Any]
) -> dict[int, str]:
    """What tells each row from the others, by id: the first two columns of its list."""
    columns = vue.colonnes[:2]
    texts = Cellules(session, acteur, vue.modele, columns, rows)
    return {
        row.id: ", ".join(filter(None, (texts.text(column, row) for column in columns))) or str(row)
        for row in rows
    }


class LotRefuse(Exception):
    """At least one row refused its change, so none was written; refusals by id of row."""

    def __init__(self, refus: Mapping[int, ErreurMetier]) -> None:
        super().__init__()
        self.refus = refus


def write_lot(
    vue: VueTable, session: Session, acteur: Acteur, changes: Mapping[Any, Changement]
) -> None:
    """Change each row and commit, with its rights and its whole-object check; or raise LotRefuse."""
    with unit_of_work(session):
        if refus := _change(vue, session, acteur, changes):
            raise LotRefuse(refus)


def _change(
    vue: VueTable, session: Session, acteur: Acteur, changes: Mapping[Any, Changement]
) -> dict[int, ErreurMetier]:
    refus: dict[int, ErreurMetier] = {}
    for objet, change in changes.items():
        number = objet.id
        try:
            _write(vue, session, acteur, objet, change)
        except IntegrityError as error:
            # The database accepts nothing more in this transaction: the other rows stay unchecked.
            refus[number] = explain(error, vue)
            break
        except Interdit as error:
            refus[number] = ErreurMetier(error.message)
        except ErreurMetier as error:
            refus[number] = error
            # Half a change must not be written with the next row's.
            session.expire(objet)
    return refus


def _write(vue: VueTable, session: Session, acteur: Acteur, objet: Any, change: Changement) -> None:
    with session.no_autoflush:
        change(objet)
    made = list(session.new)
    links = _typed_links(objet)
    session.flush()
    if links:
        session.expire(objet, links)
    # Asked again on the new state: nobody moves a row out of what they may write.
    for written in (objet, *made):
        require(acteur, Verbe.ECRIRE, written)
    if vue.controle is not None:
        vue.controle(session, acteur, objet)
        session.flush()


def _typed_links(objet: Any) -> list[str]:
    """Relations whose foreign key was changed by itself: they still hold the former row."""
    state = inspect(objet)
    return [
        relation.key
        for relation in state.mapper.relationships
        if not relation.uselist
        and not state.attrs[relation.key].history.has_changes()
        and any(
            state.attrs[state.mapper.get_property_by_column(column).key].history.has_changes()
            for column in relation.local_columns
        )
    ]
