"""Indicators MLD1 to MLD10 (domaine.md 3.5, metier.md section 6): each is one Select for all communes and
years."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
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
from core.api.plugin import Cumul, Indicateur, Niveau, Sens
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
_AGGLO = (Niveau.AGGLOMERATION,)
_BASSINS = (Niveau.BASSIN, Niveau.AGGLOMERATION)
_TOUS = (Niveau.COMMUNE, Niveau.BASSIN, Niveau.AGGLOMERATION)
_LIEUX = "Lieux d'accueil, saisie de l'équipe accès aux droits"
_POPULATION = "populations légales (INSEE)"


def _when_known(
    cells: Subquery, source: Subquery, valeur: ColumnElement[Any]
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
    habitants = (
        select(func.sum(population(cells.c.code_insee, cells.c.annee)))
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


INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        code="MLD1",
        libelle="Population proche d'un lieu d'accueil",
        formule=(
            "population des communes dont le chef-lieu est à 10 km ou moins de celui d'une commune "
            "desservie / population × 100"
        ),
        unite="%",
        source=f"{_LIEUX} ; {_POPULATION} ; coordonnées des communes",
        methode=(
            "Ligne droite entre chefs-lieux, et non temps de trajet. La distance (10 km) est un paramètre "
            "daté. Lieux ouverts dans l'année ; un lieu itinérant compte dans les communes qu'il dessert, "
            "ou à son siège si elles ne sont pas saisies. Sans aucun lieu saisi, rien n'est connu."
        ),
        sens=Sens.HAUSSE,
        niveaux=_BASSINS,
        compute=compute_proximite,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Population proche d'un lieu",
        libelle_denominateur="Population municipale",
    ),
    Indicateur(
        code="MLD2",
        libelle="Accompagnements pour 1\u202f000 habitants",
        formule="accompagnements des lieux d'accueil / population × 1 000",
        unite="pour 1\u202f000 habitants",
        source=f"{_LIEUX} ; {_POPULATION}",
        methode=(
            "Accompagnements comptés dans la commune du lieu, d'où qu'en viennent les usagers. Une commune "
            "sans lieu compte zéro ; une commune dont un lieu n'a pas répondu ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_BASSINS,
        compute=compute_accompagnements,
        facteur=1000.0,
        cumul=Cumul.FLUX,
        libelle_numerateur="Accompagnements",
        libelle_denominateur="Population municipale",
    ),
    Indicateur(
        code="MLD3",
        libelle="Droits ouverts après accompagnement",
        formule="dossiers avec un droit ouvert / dossiers suivis × 100",
        unite="%",
        source=_LIEUX,
        methode=(
            "Dossiers dont l'issue est connue du lieu. Seuls les lieux qui donnent les deux nombres entrent "
            "dans les sommes. Ce n'est pas un taux de recours, qui ne se mesure pas localement."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_droits_ouverts,
        facteur=100.0,
        phare=False,
        unite_reponse="lieux",
        libelle_numerateur="Dossiers avec un droit ouvert",
        libelle_denominateur="Dossiers suivis",
    ),
    Indicateur(
        code="MLD4",
        libelle="Délai moyen de rendez-vous",
        formule="somme des délais / nombre de rendez-vous",
        unite="jours",
        source=_LIEUX,
        methode=(
            "Jours entre la demande et le rendez-vous, additionnés sur l'année. Seuls les lieux qui donnent "
            "les deux nombres entrent dans les sommes."
        ),
        sens=Sens.BAISSE,
        niveaux=_AGGLO,
        compute=compute_delai,
        phare=False,
        unite_reponse="lieux",
        libelle_numerateur="Somme des délais (jours)",
        libelle_denominateur="Rendez-vous",
    ),
    Indicateur(
        code="MLD5",
        libelle="Médiation numérique pour 10\u202f000 habitants",
        formule="ETP de médiation numérique / population × 10 000",
        unite="ETP pour 10\u202f000 habitants",
        source=f"Structures de médiation, saisie de l'équipe accès aux droits ; {_POPULATION}",
        methode=(
            "ETP comptés dans la commune de la structure. Une commune sans médiateur saisi compte zéro ; une "
            "année sans aucune saisie reste inconnue."
        ),
        sens=Sens.HAUSSE,
        niveaux=_BASSINS,
        compute=compute_mediation,
        facteur=10000.0,
        decimales=2,
        libelle_numerateur="ETP de médiation numérique",
        libelle_denominateur="Population municipale",
    ),
    Indicateur(
        code="MLD6",
        libelle="Structures engagées dans la feuille directrice numérique",
        formule="structures signataires actives / structures identifiées × 100",
        unite="%",
        source="Engagements numériques, saisie de l'équipe accès aux droits",
        methode=(
            "Structures identifiées et signataires au 31 décembre. « Active » est l'état d'aujourd'hui : "
            "une structure qui se retire sort aussi des années passées, sauf de celles qui sont figées."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_engagement,
        facteur=100.0,
        unite_reponse="structures",
        libelle_numerateur="Signataires actives",
        libelle_denominateur="Structures identifiées",
    ),
    Indicateur(
        code="MLD7a",
        libelle="Voyages à la demande ou solidaires pour 1\u202f000 habitants",
        formule="voyages / population × 1 000",
        unite="pour 1\u202f000 habitants",
        source=f"Opérateurs, saisie de l'équipe accès aux droits ; {_POPULATION}",
        methode=(
            "Transport à la demande et mobilité solidaire. Le territoire entier : les voyages d'une offre ne "
            "se partagent pas entre les communes qu'elle dessert."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_voyages,
        facteur=1000.0,
        phare=False,
        cumul=Cumul.FLUX,
        unite_reponse="offres",
        libelle_numerateur="Voyages",
        libelle_denominateur="Population municipale",
    ),
    Indicateur(
        code="MLD7b",
        libelle="Part des voyages vers un accès aux droits",
        formule="voyages vers un accès aux droits / voyages × 100",
        unite="%",
        source="Opérateurs, saisie de l'équipe accès aux droits",
        methode=(
            "Transport à la demande et mobilité solidaire. Seules les offres qui donnent les deux nombres "
            "entrent dans les sommes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_voyages_droits,
        facteur=100.0,
        phare=False,
        unite_reponse="offres",
        libelle_numerateur="Voyages vers un accès aux droits",
        libelle_denominateur="Voyages",
    ),
    Indicateur(
        code="MLD8a",
        libelle="Occupation du logement des jeunes",
        formule="places occupées / places × 100",
        unite="%",
        source="Gestionnaires, saisie de l'équipe accès aux droits",
        methode=(
            "Foyers de jeunes travailleurs et résidences jeunes. Fourchette de travail : 90 à 97 %, usage à "
            "confirmer par la gouvernance."
        ),
        sens=Sens.FOURCHETTE,
        niveaux=_AGGLO,
        compute=compute_occupation,
        facteur=100.0,
        phare=False,
        unite_reponse="offres",
        libelle_numerateur="Places occupées",
        libelle_denominateur="Places",
    ),
    Indicateur(
        code="MLD8b",
        libelle="Sorties vers un logement autonome",
        formule="sorties vers un logement autonome / sorties × 100",
        unite="%",
        source="Gestionnaires, saisie de l'équipe accès aux droits",
        methode="Foyers de jeunes travailleurs et résidences jeunes ; toutes les sorties de l'année.",
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_sorties,
        facteur=100.0,
        phare=False,
        unite_reponse="offres",
        libelle_numerateur="Sorties vers un logement autonome",
        libelle_denominateur="Sorties",
    ),
    Indicateur(
        code="MLD9a",
        libelle="Domiciliations en cours",
        formule="élections de domicile valides au 31 décembre",
        unite="domiciliations",
        source="CCAS et CIAS (bilan annuel au préfet, CASF D. 264-8)",
        methode="Somme des organismes qui ont répondu. Chiffre de suivi, sans bon sens.",
        sens=Sens.LECTURE,
        niveaux=_BASSINS,
        compute=compute_domiciliations,
        denominateur=False,
        decimales=0,
        phare=False,
        unite_reponse="organismes",
        libelle_numerateur="Domiciliations valides",
    ),
    Indicateur(
        code="MLD9b",
        libelle="Refus de domiciliation",
        formule="refus / demandes × 100",
        unite="%",
        source="CCAS et CIAS (bilan annuel au préfet, CASF D. 264-8)",
        methode="Seuls les organismes qui donnent les deux nombres entrent dans les sommes.",
        sens=Sens.BAISSE,
        niveaux=_BASSINS,
        compute=compute_refus,
        facteur=100.0,
        phare=False,
        unite_reponse="organismes",
        libelle_numerateur="Refus",
        libelle_denominateur="Demandes",
    ),
    Indicateur(
        code="MLD10",
        libelle="Annuaire à jour",
        formule="fiches vérifiées à moins de 6 mois du 31 décembre / fiches × 100",
        unite="%",
        source="Lieux d'accueil et permanences de la plateforme",
        methode=(
            "Lieux ouverts dans l'année et permanences en cours au 31 décembre. Une fiche ne garde que sa "
            "dernière vérification : celle qui a été revue plus de 6 mois après ne répond plus pour l'année "
            "passée, dont le dossier figé garde la valeur."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_annuaire,
        facteur=100.0,
        phare=False,
        unite_reponse="fiches",
        libelle_numerateur="Fiches vérifiées",
        libelle_denominateur="Fiches",
    ),
)
