"""What the selects of indicators are made of: every commune x every year, figures of context, sums.

An indicator is one statement for all communes and years. Everybody has a row, so that a missing figure
shows ("n of m answered") and is never read as zero.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.types import TypeEngine

from core.communes.models import DonneeContexte, Population
from core.parametres.models import Parametre


def values(name: str, rows: Sequence[Any], type_: TypeEngine[Any]) -> Subquery:
    """A list of values as a table of one column ``name``; one bound parameter whatever their number."""
    return select(func.unnest(literal(list(rows), ARRAY(type_))).label(name)).subquery(name)


def years(annees: Sequence[int]) -> Subquery:
    """The years as a table (column annee)."""
    return values("annee", annees, Integer())


def grid(communes: Sequence[str], annees: Sequence[int]) -> Subquery:
    """Every commune x every year, so that nobody is absent from a result (columns code_insee, annee)."""
    codes, wanted = values("code_insee", communes, Text()), years(annees)
    return (
        select(codes.c.code_insee, wanted.c.annee)
        .select_from(codes)
        .join(wanted, true())
        .subquery("grille")
    )


def in_cell(source: FromClause, cells: Subquery) -> ColumnElement[bool]:
    """Condition: a row of ``source`` (code_insee, annee) is of the commune and the year of a :func:`grid`."""
    return and_(source.c.code_insee == cells.c.code_insee, source.c.annee == cells.c.annee)


def first_day(annee: ColumnElement[int]) -> ColumnElement[Any]:
    """1 January of a year, in SQL."""
    return func.make_date(annee, 1, 1, type_=Date)


def last_day(annee: ColumnElement[int]) -> ColumnElement[Any]:
    """31 December of a year, in SQL."""
    return func.make_date(annee, 12, 31, type_=Date)


def contexte(
    code: str, code_insee: ColumnElement[str], annee: ColumnElement[int]
) -> ColumnElement[Any]:
    """Scalar: a figure of context of a commune and a year; NULL when it is not known."""
    return (
        select(DonneeContexte.valeur)
        .where(
            DonneeContexte.code == code,
            DonneeContexte.code_insee == code_insee,
            DonneeContexte.annee == annee,
        )
        .scalar_subquery()
    )


def population(code_insee: ColumnElement[str], annee: ColumnElement[int]) -> ColumnElement[Any]:
    """Scalar: municipal population in force in a year, or the latest before it; NULL when none is known."""
    return (
        select(Population.municipale)
        .where(Population.code_insee == code_insee, Population.edition <= annee)
        .order_by(Population.edition.desc())
        .limit(1)
        .scalar_subquery()
    )


def parametre(code: str, jour: ColumnElement[Any]) -> ColumnElement[Any]:
    """Scalar: value of a dated parameter in force on a day; NULL when it had none yet."""
    return (
        select(Parametre.valeur)
        .where(Parametre.code == code, Parametre.debut <= jour)
        .order_by(Parametre.debut.desc())
        .limit(1)
        .scalar_subquery()
    )


def sum_by_commune(
    communes: Sequence[str], annees: Sequence[int], source: FromClause
) -> Select[Any]:
    """The six columns of an indicator, from rows to add up by commune and year.

    ``source`` gives code_insee, annee, numerateur, denominateur (absent for a count) and repondu: 1 for
    a row whose parts are all known, else 0. Only rows that answered enter the sums, each is expected.
    """
    cells = grid(communes, annees)
    answered = source.c.repondu == 1
    denominateur = source.c.denominateur if "denominateur" in source.c else cast(null(), Numeric)
    return (
        select(
            cells.c.code_insee,
            cells.c.annee,
            func.sum(source.c.numerateur).filter(answered).label("numerateur"),
            func.sum(denominateur).filter(answered).label("denominateur"),
            cast(func.coalesce(func.sum(source.c.repondu), 0), Integer).label("repondu"),
            func.count(source.c.repondu).label("attendu"),
        )
        .select_from(cells)
        .outerjoin(
            source,
            in_cell(source, cells),
        )
        .group_by(cells.c.code_insee, cells.c.annee)
    )


def sum_whole(annees: Sequence[int], source: FromClause) -> Select[Any]:
    """The six columns of an indicator of the agglomération as a whole, from rows to add up by year.

    ``source`` gives annee, numerateur, denominateur (absent for a count) and repondu (0 or 1). A row whose
    parts are NULL is expected and adds nothing; a year without rows has no value.
    """
    wanted = years(annees)
    denominateur = source.c.denominateur if "denominateur" in source.c else cast(null(), Numeric)
    return (
        select(
            cast(null(), Text).label("code_insee"),
            wanted.c.annee,
            func.sum(source.c.numerateur).label("numerateur"),
            func.sum(denominateur).label("denominateur"),
            cast(func.coalesce(func.sum(source.c.repondu), 0), Integer).label("repondu"),
            func.count(source.c.repondu).label("attendu"),
        )
        .select_from(wanted)
        .outerjoin(source, source.c.annee == wanted.c.annee)
        .group_by(wanted.c.annee)
    )


def parts_by_commune(
    cells: Subquery,
    numerateur: ColumnElement[Any],
    denominateur: ColumnElement[Any] | None = None,
) -> Select[Any]:
    """The six columns of an indicator whose parts are scalars of the commune (one answer expected each).

    ``cells`` is a :func:`grid`; a commune answers when every part is known.
    """
    parts = [numerateur] if denominateur is None else [numerateur, denominateur]
    known = and_(*(part.is_not(None) for part in parts))
    return select(
        cells.c.code_insee,
        cells.c.annee,
        numerateur.label("numerateur"),
        (cast(null(), Numeric) if denominateur is None else denominateur).label("denominateur"),
        case((known, 1), else_=0).label("repondu"),
        literal(1).label("attendu"),
    ).select_from(cells)


def rate_by_commune(
    cells: Subquery, source: FromClause, denominateur: ColumnElement[Any] | None
) -> Select[Any]:
    """The six columns of an indicator that relates rows of structures to a figure of their commune.

    ``cells`` is a :func:`grid`, ``denominateur`` a scalar of its commune and year, None for a count.
    ``source`` gives code_insee, annee, numerateur and repondu (0 or 1), a row for each structure expected.
    A commune without any has a true 0; one of whose structures did not answer is unknown, for a part
    left out would read as zero.
    """
    # Added up once and joined: asked of each cell, a source of many rows would be read for each.
    totals = (
        select(
            source.c.code_insee,
            source.c.annee,
            func.min(source.c.repondu).label("repondu"),
            func.sum(source.c.numerateur).label("numerateur"),
        )
        .group_by(source.c.code_insee, source.c.annee)
        .subquery("totaux")
    )
    total = case(
        (func.coalesce(totals.c.repondu, 1) == 0, null()),
        else_=func.coalesce(totals.c.numerateur, 0),
    )
    return parts_by_commune(cells, total, denominateur).outerjoin(totals, in_cell(totals, cells))


def count_by_commune(source: FromClause) -> Select[Any]:
    """How many rows of ``source`` (code_insee) each commune has: what a kind of presence gives."""
    return select(source.c.code_insee, func.count().label("nombre")).group_by(source.c.code_insee)
