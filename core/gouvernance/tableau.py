"""The dashboard of governance: its indicators by axis, and the rows behind each number."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from core.errors import Introuvable
from core.gouvernance.indicateurs import MESURES, MesureGouvernance
from core.indicateurs.service import Valeur, build_valeur, read_mesures


def get_mesure(code: str) -> MesureGouvernance:
    """The measure of that code. Raises Introuvable."""
    found = next((mesure for mesure in MESURES if mesure.definition.code == code), None)
    if found is None:
        raise Introuvable("Cet indicateur n'est pas de ceux de la gouvernance.")
    return found


def compute_par_axe(
    session: Session, mesures: Collection[MesureGouvernance], annee: int
) -> dict[tuple[str, str], Valeur]:
    """Reading by axis of each measure that has one, by code and slug; one statement each. An axis of which
    nothing is expected is absent."""
    found = {}
    for mesure in mesures:
        if mesure.par_axe is None:
            continue
        rows = mesure.par_axe((annee,)).order_by(None).subquery("lignes")
        statement = select(
            rows.c.axe_slug,
            rows.c.annee,
            func.sum(rows.c.numerateur),
            func.sum(rows.c.denominateur),
            func.sum(rows.c.repondu),
            func.count(),
        ).group_by(rows.c.axe_slug, rows.c.annee)
        for (slug, _), parts in read_mesures(session, statement).items():
            found[mesure.definition.code, slug] = build_valeur(mesure.definition, parts)
    return found


def list_lignes(
    session: Session, mesure: MesureGouvernance, annee: int, axe_slug: str | None = None
) -> Sequence[Row[Any]]:
    """The rows that the figure of a year is made of, whole or of one axis (libelle, chemin, numerateur,
    denominateur, repondu). Raises Introuvable when it is not read by axis.

    They are rows that everyone who reads a figure before its validation may read: published actions, what
    sessions hold.
    """
    lignes = mesure.lignes if axe_slug is None else mesure.par_axe
    if lignes is None:
        raise Introuvable("Cet indicateur ne se lit pas par axe.")
    rows = lignes((annee,)).order_by(None).subquery("lignes")
    statement = select(rows).order_by(rows.c.libelle, rows.c.chemin)
    if axe_slug is not None:
        statement = statement.where(rows.c.axe_slug == axe_slug)
    return session.execute(statement).all()
