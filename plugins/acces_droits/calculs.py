"""How MLD1 to MLD10 are computed: each is one Select for all communes and years."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy import Text as SqlText
from sqlalchemy.orm import InstrumentedAttribute

from core.api.indicateurs import (
    grid,
    last_day,
    parametre,
    parts_by_commune,
    population,
    rate_by_commune,
    sum_by_commune,
    years,
)
from core.api.models import Commune, Structure
from core.api.services import open_in
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    EngagementNumerique,
    LieuAccueil,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
    Permanence,
)
from plugins.acces_droits.rules import (
    LOGEMENT_JEUNES,
    MOBILITE_DE_PROXIMITE,
    MOIS_VERIFICATION,
)
from plugins.acces_droits.service import (
    add_months,
    chefs_lieux_desservis,
    distance_km,
    is_running,
    rows_of_lieux,
    rows_of_structures,
)

PARAMETRE_DISTANCE = "ad_distance_lieu"


def _when_known(
    cells: Subquery, source: FromClause, valeur: ColumnElement[Any]
) -> ColumnElement[Any]:
    """``valeur`` in the years where ``source`` has a row; before anything is entered, nothing is known."""
    entered = (
        select(source.c.annee).where(source.c.annee == cells.c.annee).correlate(cells).exists()
    )
    return case((entered, valeur))


def compute_proximite(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD1: population of the communes whose chef-lieu is within the distance of a place's chef-lieu."""
    cells = grid(communes, annees)
    lieux = chefs_lieux_desservis(annees)
    near = (
        select(lieux.c.annee)
        .join(Commune, Commune.code_insee == cells.c.code_insee)
        .where(
            lieux.c.annee == cells.c.annee,
            distance_km(Commune.latitude, Commune.longitude, lieux.c.latitude, lieux.c.longitude)
            <= parametre(PARAMETRE_DISTANCE, last_day(lieux.c.annee)),
        )
        .correlate(cells)
        .exists()
    )
    habitants = population(cells.c.code_insee, cells.c.annee)
    return parts_by_commune(
        cells, _when_known(cells, lieux, case((near, habitants), else_=0)), habitants
    )


def compute_accompagnements(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD2: accompagnements of the places of a commune over its population."""
    cells = grid(communes, annees)
    source = rows_of_lieux(annees, ActiviteAccueil.accompagnements)
    habitants = population(cells.c.code_insee, cells.c.annee)
    return rate_by_commune(cells, source, _when_known(cells, source, habitants))


def compute_droits_ouverts(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD3: files with a right opened over files followed, in the places that answered."""
    return sum_by_commune(
        communes,
        annees,
        rows_of_lieux(annees, ActiviteAccueil.droits_ouverts, ActiviteAccueil.dossiers_suivis),
    )


def compute_delai(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD4: sum of the waits over the number of appointments, in the places that answered."""
    return sum_by_commune(
        communes,
        annees,
        rows_of_lieux(annees, ActiviteAccueil.somme_delais_j, ActiviteAccueil.rendez_vous),
    )


def compute_mediation(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD5: full-time equivalents of digital mediation over the population."""
    cells = grid(communes, annees)
    source = rows_of_structures(MediateurNumerique, annees, MediateurNumerique.etp)
    habitants = population(cells.c.code_insee, cells.c.annee)
    return rate_by_commune(cells, source, _when_known(cells, source, habitants))


def compute_engagement(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD6: active signatories on 31 December over the structures identified by then."""
    wanted = years(annees)
    end = last_day(wanted.c.annee)
    signed = and_(EngagementNumerique.actif, EngagementNumerique.signee_le <= end)
    source = (
        select(
            Structure.code_insee,
            wanted.c.annee,
            case((signed, 1), else_=0).label("numerateur"),
            literal(1, Integer).label("denominateur"),
            literal(1, Integer).label("repondu"),
        )
        .select_from(EngagementNumerique)
        .join(Structure, Structure.id == EngagementNumerique.structure_id)
        .join(wanted, true())
        .where(EngagementNumerique.identifiee_le <= end)
        .subquery("engagements")
    )
    return sum_by_commune(communes, annees, source)


def _sum_mobilite(
    communes: tuple[str, ...],
    annees: tuple[int, ...],
    numerateur: InstrumentedAttribute[int | None],
    denominateur: InstrumentedAttribute[int | None] | None,
) -> Select[Any]:
    """One row a year for the whole territory: the journeys of an offer are not those of one commune.

    Without ``denominateur`` it is the population of ``communes``.
    """
    wanted, cells = years(annees), grid(communes, annees)
    parts = [numerateur] if denominateur is None else [numerateur, denominateur]
    known = and_(*(part.is_not(None) for part in parts))
    habitants_commune = population(cells.c.code_insee, cells.c.annee)
    # A commune whose population is not known makes that of the territory unknown.
    habitants = (
        select(case((func.count(habitants_commune) == func.count(), func.sum(habitants_commune))))
        .where(cells.c.annee == wanted.c.annee)
        .correlate(wanted)
        .scalar_subquery()
    )
    below = habitants if denominateur is None else func.sum(denominateur).filter(known)
    return (
        select(
            cast(null(), SqlText).label("code_insee"),
            wanted.c.annee,
            func.sum(numerateur).filter(known).label("numerateur"),
            below.label("denominateur"),
            func.count(OffreMobilite.id).filter(known).label("repondu"),
            func.count(OffreMobilite.id).label("attendu"),
        )
        .select_from(wanted)
        .outerjoin(
            OffreMobilite,
            and_(
                OffreMobilite.annee == wanted.c.annee,
                OffreMobilite.type.in_(MOBILITE_DE_PROXIMITE),
            ),
        )
        .group_by(wanted.c.annee)
    )


def compute_voyages(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD7a: journeys on demand or by solidarity over the population of the territory."""
    return _sum_mobilite(communes, annees, OffreMobilite.voyages, None)


def compute_voyages_droits(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD7b: journeys towards a place of rights over journeys, in the offers that know both."""
    return _sum_mobilite(
        communes, annees, OffreMobilite.voyages_acces_droits, OffreMobilite.voyages
    )


def compute_occupation(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD8a: places occupied over places, in young people's housing that answered."""
    source = rows_of_structures(
        OffreLogement,
        annees,
        OffreLogement.places_occupees,
        OffreLogement.places,
        OffreLogement.type.in_(LOGEMENT_JEUNES),
    )
    return sum_by_commune(communes, annees, source)


def compute_sorties(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD8b: departures to a home of one's own over departures, in young people's housing."""
    source = rows_of_structures(
        OffreLogement,
        annees,
        OffreLogement.sorties_logement_autonome,
        OffreLogement.sorties,
        OffreLogement.type.in_(LOGEMENT_JEUNES),
    )
    return sum_by_commune(communes, annees, source)


def compute_domiciliations(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD9a: elections of domicile in force on 31 December."""
    source = rows_of_structures(Domiciliation, annees, Domiciliation.valides_31_12)
    return sum_by_commune(communes, annees, source)


def compute_refus(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD9b: refusals over requests of domiciliation."""
    source = rows_of_structures(Domiciliation, annees, Domiciliation.refus, Domiciliation.demandes)
    return sum_by_commune(communes, annees, source)


def compute_annuaire(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """MLD10: sheets checked within 6 months of 31 December over sheets.

    A sheet keeps its last check only: one checked later still does not say what it was worth then.
    """
    wanted = years(annees)
    annee = wanted.c.annee
    end = last_day(annee)
    fiches = union_all(
        select(Structure.code_insee, annee, LieuAccueil.verifie_le)
        .select_from(LieuAccueil)
        .join(Structure, Structure.id == LieuAccueil.structure_id)
        .join(wanted, true())
        .where(open_in(annee)),
        select(Structure.code_insee, annee, Permanence.verifie_le)
        .select_from(Permanence)
        .join(LieuAccueil, LieuAccueil.id == Permanence.lieu_id)
        .join(Structure, Structure.id == LieuAccueil.structure_id)
        .join(wanted, true())
        .where(open_in(annee), is_running(end)),
    ).subquery("fiches")
    verifie, fin = fiches.c.verifie_le, last_day(fiches.c.annee)
    source = select(
        fiches.c.code_insee,
        fiches.c.annee,
        case((verifie >= add_months(fin, -MOIS_VERIFICATION), 1), else_=0).label("numerateur"),
        literal(1, Integer).label("denominateur"),
        case((verifie <= add_months(fin, MOIS_VERIFICATION), 1), else_=0).label("repondu"),
    ).subquery("verifications")
    return sum_by_commune(communes, annees, source)
