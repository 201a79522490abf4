"""A list of the administration: search, filters, order and page, in a constant number of statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select
from sqlalchemy.orm import ColumnProperty, Session
from sqlalchemy.orm.strategy_options import Load
from werkzeug.exceptions import BadRequest

from core.adminkit.axes import COLONNE, in_use
from core.adminkit.chemins import Jointures, get_property, is_sensible
from core.adminkit.filtres import Filtre, build_condition, list_filters, name_of
from core.adminkit.recherche_liste import search_conditions
from core.db.index import sort_expression
from core.plugin.vues import Colonne, VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, visible

TAILLES = (20, 50, 100)
TAILLE_PAGE = 50
# Beyond, counting costs more than it tells.
COMPTE_MAX = 1_000
RECHERCHE_MAX = 200
_RESERVES = {"page", "par_page", "tri", "sens", "q"}


@dataclass(slots=True, kw_only=True)
class Demande:
    """What the query string asks for, checked."""

    page: int
    taille: int
    tri: str
    descendant: bool
    q: str
    filtres: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a page, the ids of those that the person may change, the number of rows of the list.

    ``total`` is None beyond :data:`COMPTE_MAX`; ``suivante`` tells whether there is a next page.
    """

    rows: Sequence[Any]
    modifiables: frozenset[int]
    total: int | None
    suivante: bool


def sortable(vue: VueTable, colonne: Colonne) -> bool:
    """True when the database can order rows by this column."""
    return (
        colonne.tri
        and isinstance(get_property(vue.modele, colonne.attribut), ColumnProperty)
        and not is_sensible(vue.modele, colonne.attribut)
    )


def parse_request(vue: VueTable, args: Mapping[str, str]) -> Demande:
    """Read the query string. Raises BadRequest on a value that no link of ours makes."""
    page = args.get("page", "1")
    taille = args.get("par_page", str(TAILLE_PAGE))
    if not re.fullmatch(r"[1-9]\d{0,11}", page) or taille not in map(str, TAILLES):
        raise BadRequest("Ce numéro de page n'existe pas.")
    tri = args.get("tri", "") or vue.tri
    allowed = {c.attribut for c in vue.colonnes if sortable(vue, c)} | {vue.tri}
    sens = args.get("sens", "")
    q = args.get("q", "").strip()
    if tri not in allowed or sens not in ("", "asc", "desc"):
        raise BadRequest("Cet ordre de tri n'existe pas.")
    if len(q) > RECHERCHE_MAX or "\x00" in q:
        raise BadRequest("Cette recherche est trop longue ou contient un caractère interdit.")
    names = {name_of(filtre) for filtre in vue.filtres}
    unknown = set(args) - names - _RESERVES
    if unknown:
        raise BadRequest("Ce filtre n'existe pas pour cette liste.")
    descendant = sens == "desc" if args.get("tri") or sens else vue.tri_descendant
    return Demande(
        page=int(page),
        taille=int(taille),
        tri=tri,
        descendant=descendant,
        q=q,
        filtres={name: args[name] for name in names if args.get(name)},
    )


class Requete:
    """The statements of one list: its page, its filters, and its order for whoever reads it whole."""

    def __init__(self, vue: VueTable, session: Session, acteur: Acteur, demande: Demande) -> None:
        self.vue = vue
        self.session = session
        self.acteur = acteur
        self.demande = demande
        self.joins = Jointures(vue.modele)
        self._key, self._may_be_empty = self._build_key()
        self._where = [*search_conditions(vue, acteur, demande.q), *self._filters()]
        if COLONNE not in demande.filtres:
            self._where.append(in_use(vue.modele))

    def keep(self, condition: ColumnElement[bool]) -> None:
        """Only the rows that meet this too."""
        self._where.append(condition)

    def restrict(self, base: Select[Any]) -> Select[Any]:
        """``base`` under the search and the filters, in the order asked for."""
        statement = self.joins.apply(base).where(*self._where)
        return statement.order_by(*self._order(self._key, self.vue.modele.id))

    def load_page(self, base: Select[Any], loading: Sequence[Load] = (), *, writable: bool) -> Page:
        """The page asked for, of ``base`` (the scoped select with its loader options): one statement, and
        one more for each relation to many rows. ``writable``: ask which rows the person may change."""
        modele, demande = self.vue.modele, self.demande
        readable = visible(self.acteur, modele)
        # Ids first: the other columns and the relations are only fetched for the rows of the page.
        ids = self.restrict(select(modele.id, self._key.label("cle")).where(readable))
        ids = ids.limit(demande.taille + 1).offset((demande.page - 1) * demande.taille)
        kept = ids.subquery("page")
        counted = self.joins.apply(select(literal(1)).select_from(modele))
        counted = counted.where(readable, *self._where).limit(COMPTE_MAX + 1)
        total = select(func.count()).select_from(counted.subquery("compte")).scalar_subquery()
        may_write = (
            and_(visible(self.acteur, modele, Verbe.ECRIRE), in_use(modele))
            if writable
            else literal(False)
        )
        statement = (
            base.add_columns(may_write.label("modifiable"), total.label("total"))
            .join(kept, kept.c.id == modele.id)
            .order_by(*self._order(kept.c.cle, kept.c.id))
            .options(*loading)
        )
        found = self.session.execute(statement).unique().all()
        shown = found[: demande.taille]
        number = found[0].total if found else 0
        return Page(
            rows=[row[0] for row in shown],
            modifiables=frozenset(row[0].id for row in shown if row.modifiable),
            total=number if number <= COMPTE_MAX else None,
            suivante=len(found) > demande.taille,
        )

    def list_filters(self) -> list[Filtre]:
        """Filters with their options, in one statement at most."""
        return list_filters(self.vue, self.session, self.acteur, self.demande.filtres)

    def _build_key(self) -> tuple[ColumnElement[Any], bool]:
        path = self.demande.tri
        attribute: Any = self.joins.attribute(path)
        empty = "." in path or getattr(attribute.property.columns[0], "nullable", False)
        return sort_expression(attribute), empty

    def _order(self, key: Any, number: Any) -> list[ColumnElement[Any]]:
        """Both columns in the same direction: it is then the order of an index, read either way."""
        if not self.demande.descendant:
            return [key.asc(), number.asc()]
        # A column that is never empty needs no word on empty rows, and its one index is read backwards.
        return [key.desc().nulls_last() if self._may_be_empty else key.desc(), number.desc()]

    def _filters(self) -> list[ColumnElement[bool]]:
        return [
            build_condition(self.vue, self.acteur, self.joins, filtre, value)
            for filtre in self.vue.filtres
            if (value := self.demande.filtres.get(name_of(filtre)))
        ]
