"""How EJ1 to EJ10 are computed: each is one Select for all communes and years, with a row for every commune
and year."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from core.api.indicateurs import (
    contexte,
    grid,
    last_day,
    parts_by_commune,
    rate_by_commune,
    sum_by_commune,
    years,
)
from core.api.models import Structure
from plugins.enfance_jeunesse.models_projets import Passerelle
from plugins.enfance_jeunesse.rules import Categorie, Periode
from plugins.enfance_jeunesse.service import (
    activites,
    during,
    equipes,
    pedt_en_vigueur,
    places_3_11,
)

Codes = tuple[str, ...]
Annees = tuple[int, ...]


def compute_places_mercredi(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ1a: places on Wednesdays over children of 3 to 11."""
    return _rate_places(Periode.MERCREDI, communes, annees)


def compute_places_vacances(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ1b: places during the short holidays over children of 3 to 11."""
    return _rate_places(Periode.PETITES_VACANCES, communes, annees)


def compute_frequentation(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ2: different children over children of 3 to 11."""
    rows = activites(annees)
    source = _by_structure(rows, {"numerateur": rows.c.enfants_differents}, rows.c.de_3_11)
    return _rate(communes, annees, source, "enfants_3_11")


def compute_heures(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ3: hours of presence over children of 3 to 11."""
    rows = activites(annees)
    return _rate(
        communes,
        annees,
        _parts(rows, rows.c.heures_realisees, where=rows.c.de_3_11),
        "enfants_3_11",
    )


def compute_occupation(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ4: hours of presence over hours that could be offered, summed over the periods that answered."""
    rows = activites(annees)
    source = _parts(
        rows,
        rows.c.heures_realisees,
        func.nullif(rows.c.theoriques, 0),
        where=rows.c.categorie != Categorie.SEJOUR,
    )
    return sum_by_commune(communes, annees, source)


def compute_refus(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ5: refusals over requests (refusals and children welcomed), period by period."""
    rows = activites(annees)
    demandes = rows.c.refus_faute_place + rows.c.enfants_differents
    return sum_by_commune(communes, annees, _parts(rows, rows.c.refus_faute_place, demandes))


def compute_postes(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ6: posts filled over posts."""
    rows = equipes(annees)
    return sum_by_commune(communes, annees, _parts(rows, rows.c.postes_pourvus, rows.c.postes))


def compute_diplomes(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ7: people with a diploma over posts filled."""
    rows = equipes(annees)
    return sum_by_commune(communes, annees, _parts(rows, rows.c.diplomes, rows.c.postes_pourvus))


def compute_inclusion_territoire(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ8a: children with AEEH welcomed over those of the territory."""
    rows = activites(annees)
    source = _by_structure(rows, {"numerateur": rows.c.enfants_aeeh})
    return _rate(communes, annees, source, "enfants_aeeh")


def compute_inclusion_accueil(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ8b: children with AEEH welcomed over children welcomed."""
    rows = activites(annees)
    source = _by_structure(
        rows, {"numerateur": rows.c.enfants_aeeh, "denominateur": rows.c.enfants_differents}
    )
    return sum_by_commune(communes, annees, source)


def compute_pedt(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ9: communes with a school that a PEdT covers on 31 December over communes with a school."""
    cells = grid(communes, annees)
    ecoles = contexte("ecoles", cells.c.code_insee, cells.c.annee)
    covered = and_(ecoles > 0, pedt_en_vigueur(cells.c.code_insee, last_day(cells.c.annee)))
    known = ecoles.is_not(None)
    return parts_by_commune(
        cells,
        case((and_(known, covered), 1), (known, 0)),
        case((ecoles > 0, 1), (known, 0)),
    )


def compute_passerelles(communes: Codes, annees: Annees) -> Select[Any]:
    """EJ10: couples wanted between which a passerelle took place in the year over couples wanted."""
    wanted = years(annees)
    annee = wanted.c.annee
    visee = Passerelle.visee_depuis <= last_day(annee)
    eu_lieu = during(Passerelle.debut, Passerelle.fin, annee)
    couples = (
        select(
            Structure.code_insee,
            annee,
            case((func.coalesce(func.bool_or(eu_lieu), False), 1), else_=0).label("numerateur"),
        )
        .select_from(Passerelle)
        .join(wanted, or_(visee, eu_lieu))
        .join(Structure, Structure.id == Passerelle.origine_id)
        .group_by(Structure.code_insee, annee, Passerelle.origine_id, Passerelle.arrivee_id)
        .having(func.coalesce(func.bool_or(visee), False))
        .subquery("couples")
    )
    one = case((couples.c.numerateur.is_not(None), 1))
    source = select(couples, one.label("denominateur"), one.label("repondu")).subquery("source")
    return sum_by_commune(communes, annees, source)


def _rate_places(periode: Periode, communes: Codes, annees: Annees) -> Select[Any]:
    return _rate(communes, annees, places_3_11(periode, annees), "enfants_3_11")


def _rate(communes: Codes, annees: Annees, source: Subquery, code: str) -> Select[Any]:
    cells = grid(communes, annees)
    return rate_by_commune(cells, source, contexte(code, cells.c.code_insee, cells.c.annee))


def _parts(
    rows: Subquery,
    numerateur: ColumnElement[Any],
    denominateur: ColumnElement[Any] | None = None,
    where: ColumnElement[bool] | None = None,
) -> Subquery:
    """A row answers when its parts are known."""
    parts = {"numerateur": numerateur}
    if denominateur is not None:
        parts["denominateur"] = denominateur
    known = and_(*(part.is_not(None) for part in parts.values()))
    statement = select(
        rows.c.code_insee,
        rows.c.annee,
        *(part.label(name) for name, part in parts.items()),
        case((known, 1), else_=0).label("repondu"),
    )
    return (statement if where is None else statement.where(where)).subquery("source")


def _by_structure(
    rows: Subquery,
    parts: dict[str, ColumnElement[Any]],
    where: ColumnElement[bool] | None = None,
) -> Subquery:
    """Children of each structure: the highest figure among its accueils and periods, for those who come on
    Wednesdays and in summer are the same ones. It answers when each of its periods did."""
    known = func.bool_and(and_(*(part.is_not(None) for part in parts.values())))
    statement = select(
        rows.c.code_insee,
        rows.c.annee,
        *(func.max(part).label(name) for name, part in parts.items()),
        case((known, 1), else_=0).label("repondu"),
    ).group_by(rows.c.structure_id, rows.c.code_insee, rows.c.annee)
    return (statement if where is None else statement.where(where)).subquery("source")
