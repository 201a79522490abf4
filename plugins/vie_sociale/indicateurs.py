"""Indicators AVS1 to AVS8 (domaine.md 3.1, metier.md section 6): each is one Select for all communes and
years, with a row for every commune and year."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Numeric,
    Select,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from core.api.indicateurs import (
    grid,
    in_cell,
    last_day,
    parametre,
    parts_by_commune,
    population,
    rate_by_commune,
    sum_by_commune,
    years,
)
from core.api.models import Structure
from core.api.plugin import Cumul, Indicateur, Niveau, Sens
from plugins.vie_sociale.models import Agrement, EquipementSocial, zone
from plugins.vie_sociale.rules import AGREABLES
from plugins.vie_sociale.service import (
    PREAVIS_AGREMENT,
    TAUX_BENEVOLAT,
    activites,
    ends_within,
    is_couverte,
    is_ouverte,
    is_sans_reponse,
    is_valide_sql,
    projets_menes,
)

_TERRITOIRES = (Niveau.BASSIN, Niveau.AGGLOMERATION)
_ENSEMBLE = (Niveau.AGGLOMERATION,)
_EQUIPEMENTS = "équipements"


def _habitants(cells: Subquery) -> ColumnElement[Any]:
    """Population of a commune, unknown while no equipment at all was entered: an empty inventory is not
    a territory without equipment."""
    inventaire = exists(select(EquipementSocial.id))
    return case((inventaire, population(cells.c.code_insee, cells.c.annee)))


def compute_couverture(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS1: inhabitants of the communes that are in a zone with a valid agrément on 31 December.

    The question is put to each commune, so that it counts once however many structures cover it.
    """
    cells = grid(communes, annees)
    commune, jour = cells.c.code_insee, last_day(cells.c.annee)
    habitants = _habitants(cells)
    couverts = case(
        (is_couverte(commune, jour), habitants),
        (is_sans_reponse(commune, jour), null()),
        else_=0,
    )
    return parts_by_commune(cells, couverts, habitants)


def compute_penetration(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS2: different participants over the inhabitants of the zones.

    Participants stand at the commune of their structure. A commune's inhabitants count once, at that
    commune, when it is in the zone of one structure at least that answered: summing the zones would count
    a town with three centres three times. A commune that only lodges a structure whose zone leaves it out
    brings its participants and no inhabitant.
    """
    cells = grid(communes, annees)
    rows = activites(annees)
    siege = (
        select(
            rows.c.code_insee,
            rows.c.annee,
            func.sum(rows.c.participants).label("participants"),
            func.count(rows.c.participants).label("repondu"),
            func.count().label("attendu"),
        )
        .group_by(rows.c.code_insee, rows.c.annee)
        .subquery("siege")
    )
    desservie = (
        select(zone.c.code_insee)
        .join(rows, rows.c.equipement_id == zone.c.equipement_id)
        .where(
            zone.c.code_insee == cells.c.code_insee,
            rows.c.annee == cells.c.annee,
            rows.c.participants.is_not(None),
        )
        .correlate(cells)
        .exists()
    )
    known = or_(desservie, siege.c.participants.is_not(None))
    return (
        select(
            cells.c.code_insee,
            cells.c.annee,
            case((known, func.coalesce(siege.c.participants, 0))).label("numerateur"),
            case((desservie, population(cells.c.code_insee, cells.c.annee)), (known, 0)).label(
                "denominateur"
            ),
            cast(func.coalesce(siege.c.repondu, 0), Integer).label("repondu"),
            cast(func.coalesce(siege.c.attendu, 0), Integer).label("attendu"),
        )
        .select_from(cells)
        .outerjoin(
            siege,
            in_cell(siege, cells),
        )
    )


def compute_benevoles(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS3: volunteers of the structures of a commune over its inhabitants."""
    cells = grid(communes, annees)
    rows = activites(annees)
    source = _answered(rows, rows.c.benevoles)
    return rate_by_commune(cells, source, _habitants(cells))


def compute_valorisation(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS4: hours of volunteers times the conventional rate in force on 31 December, in euros."""
    rows = activites(annees)
    taux = parametre(TAUX_BENEVOLAT, last_day(rows.c.annee))
    return sum_by_commune(communes, annees, _answered(rows, rows.c.heures_benevolat * taux))


def compute_projets_partages(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS5: projects of two structures or more, one of them public; each counts once, at its leader's."""
    rows = projets_menes()
    return sum_by_commune(communes, annees, _answered(rows, rows.c.partage))


def compute_co_portes(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS6: projects that inhabitants carry too over those whose inhabitants are known."""
    rows = projets_menes()
    portes = case((rows.c.habitants.is_(None), null()), (rows.c.habitants > 0, 1), else_=0)
    return sum_by_commune(communes, annees, _answered(rows, portes, literal(1)))


def compute_echeances(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS7: agréments valid on 31 December that end within the lead.

    An equipment is expected when it is a centre social, an EVS, or has an agrément; it answers when one
    was entered.
    """
    wanted = years(annees)
    jour = last_day(wanted.c.annee)
    echeances = (
        select(func.count(Agrement.id))
        .where(
            Agrement.equipement_id == EquipementSocial.id, is_valide_sql(jour), ends_within(jour)
        )
        .correlate(EquipementSocial, wanted)
        .scalar_subquery()
    )
    saisi = EquipementSocial.agrements.any()
    known = and_(saisi, parametre(PREAVIS_AGREMENT, jour).is_not(None))
    source = (
        select(
            Structure.code_insee,
            wanted.c.annee,
            echeances.label("numerateur"),
            case((known, 1), else_=0).label("repondu"),
        )
        .select_from(EquipementSocial)
        .join(Structure, Structure.id == EquipementSocial.structure_id)
        .join(wanted, true())
        .where(is_ouverte(jour), or_(EquipementSocial.type.in_(AGREABLES), saisi))
        .subquery("source")
    )
    return sum_by_commune(communes, annees, source)


def compute_cout_public(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """AVS8: public funding over different participants, summed over structures that gave both."""
    rows = activites(annees)
    return sum_by_commune(
        communes, annees, _answered(rows, rows.c.financements_publics, rows.c.participants)
    )


def _answered(
    rows: Subquery, numerateur: ColumnElement[Any], denominateur: ColumnElement[Any] | None = None
) -> Subquery:
    """Rows with their parts, and whether all of these are known."""
    parts = [numerateur] if denominateur is None else [numerateur, denominateur]
    known = and_(*(part.is_not(None) for part in parts))
    columns = [] if denominateur is None else [denominateur.label("denominateur")]
    return select(
        rows.c.code_insee,
        rows.c.annee,
        cast(numerateur, Numeric).label("numerateur"),
        *columns,
        case((known, 1), else_=0).label("repondu"),
    ).subquery("source")


INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        code="AVS1",
        libelle="Couverture par une structure agréée",
        formule=(
            "population des communes en zone de compétence d'une structure à agrément valide au "
            "31 décembre / population totale × 100"
        ),
        unite="%",
        source="Agréments de la CAF (axe vie sociale) ; populations municipales légales, INSEE",
        methode=(
            "Chaque commune compte une fois, quel que soit le nombre de structures qui la couvrent. "
            "Agrément accordé, y compris sous réserve, dont les dates comprennent le 31 décembre. Une "
            "commune couverte par un centre social ou un EVS dont aucun agrément n'est saisi, et par aucune "
            "structure agréée, ne répond pas. La zone est celle d'aujourd'hui : une commune entière, même "
            "quand la structure vise un quartier."
        ),
        sens=Sens.HAUSSE,
        niveaux=_TERRITOIRES,
        compute=compute_couverture,
        facteur=100.0,
        libelle_numerateur="Habitants couverts",
        libelle_denominateur="Habitants",
    ),
    Indicateur(
        code="AVS2",
        libelle="Taux de pénétration",
        formule="participants uniques / population des zones de compétence × 100",
        unite="%",
        source=(
            "Structures, enquête Senacs (axe vie sociale) ; populations municipales légales, INSEE"
        ),
        methode=(
            "Numérateur : participants différents de chaque structure ayant répondu, comptés à la commune de "
            "son siège ; une personne qui fréquente deux structures y compte deux fois, faute de fichier "
            "commun. Dénominateur : chaque commune de la zone d'une structure ayant répondu compte une "
            "seule fois, même couverte par plusieurs. Au niveau d'un bassin, une zone qui en déborde place "
            "ses habitants dans l'autre bassin : le taux de l'agglomération est le plus sûr."
        ),
        sens=Sens.HAUSSE,
        niveaux=_TERRITOIRES,
        compute=compute_penetration,
        facteur=100.0,
        unite_reponse=_EQUIPEMENTS,
        libelle_numerateur="Participants différents",
        libelle_denominateur="Habitants des zones",
    ),
    Indicateur(
        code="AVS3",
        libelle="Bénévoles pour 1 000 habitants",
        formule="bénévoles / population × 1 000",
        unite="bénévoles pour 1 000 habitants",
        source=(
            "Structures, enquête Senacs (axe vie sociale) ; populations municipales légales, INSEE"
        ),
        methode=(
            "Bénévoles comptés à la commune du siège de la structure. Une commune sans structure compte "
            "zéro ; une commune dont une structure n'a pas répondu ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_TERRITOIRES,
        compute=compute_benevoles,
        facteur=1000.0,
        phare=False,
        libelle_numerateur="Bénévoles",
        libelle_denominateur="Habitants",
    ),
    Indicateur(
        code="AVS4",
        libelle="Heures de bénévolat valorisées",
        formule="somme des heures de bénévolat × taux horaire conventionnel",
        unite="€",
        source="Structures (axe vie sociale) ; taux horaire : paramètre daté",
        methode=(
            "Taux en vigueur le 31 décembre de l'année (paramètre « Bénévolat : taux horaire "
            "conventionnel », à tenir à jour). C'est un ordre de grandeur, pas une dépense. "
            "Structures ouvertes dans l'année qui ont donné leurs heures."
        ),
        sens=Sens.HAUSSE,
        niveaux=_ENSEMBLE,
        compute=compute_valorisation,
        denominateur=False,
        decimales=0,
        phare=False,
        cumul=Cumul.FLUX,
        unite_reponse=_EQUIPEMENTS,
        libelle_numerateur="Heures valorisées, en euros",
    ),
    Indicateur(
        code="AVS5",
        libelle="Projets partagés",
        formule="nombre de projets d'au moins deux structures, dont une collectivité",
        unite="projets",
        source="Projets partagés (axe vie sociale)",
        methode=(
            "Projets en cours ou réalisés dans l'année. La structure qui porte et ses partenaires comptent, "
            "chacun une fois. Collectivité : structure de statut public. Chaque projet compte une fois, à la "
            "commune de la structure qui le porte."
        ),
        sens=Sens.HAUSSE,
        niveaux=_ENSEMBLE,
        compute=compute_projets_partages,
        denominateur=False,
        decimales=0,
        cumul=Cumul.FLUX,
        unite_reponse="projets",
        libelle_numerateur="Projets partagés",
    ),
    Indicateur(
        code="AVS6",
        libelle="Projets co-portés par des habitants",
        formule="projets avec au moins un habitant co-porteur / projets × 100",
        unite="%",
        source="Projets partagés (axe vie sociale)",
        methode=(
            "Projets en cours ou réalisés dans l'année, à la commune de la structure qui porte. Un projet "
            "dont le nombre d'habitants co-porteurs est vide n'entre dans aucune des deux sommes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_TERRITOIRES,
        compute=compute_co_portes,
        facteur=100.0,
        phare=False,
        unite_reponse="projets",
        libelle_numerateur="Projets co-portés",
        libelle_denominateur="Projets",
    ),
    Indicateur(
        code="AVS7",
        libelle="Agréments proches de leur échéance",
        formule="nombre d'agréments valides au 31 décembre qui prennent fin dans le préavis",
        unite="agréments",
        source="Agréments de la CAF (axe vie sociale)",
        methode=(
            "Préavis de renouvellement : paramètre daté, 12 mois par défaut. Un agrément compte même si son "
            "renouvellement est déjà déposé. Sont attendus les centres sociaux et les EVS, et les autres "
            "équipements agréés ; un équipement répond quand un agrément est saisi."
        ),
        sens=Sens.BAISSE,
        niveaux=_ENSEMBLE,
        compute=compute_echeances,
        denominateur=False,
        decimales=0,
        phare=False,
        unite_reponse=_EQUIPEMENTS,
        libelle_numerateur="Agréments à renouveler",
    ),
    Indicateur(
        code="AVS8",
        libelle="Coût public par participant",
        formule="financements publics / participants uniques",
        unite="€ par participant",
        source="Comptes des structures (axe vie sociale)",
        methode=(
            "Financements de la CAF, des communes, de l'Agglomération et des autres personnes publiques. "
            "Seules les structures qui ont donné les quatre montants et leurs participants entrent dans "
            "les deux sommes. À lire, sans cible : une structure peut coûter plus "
            "parce qu'elle va vers des publics éloignés."
        ),
        sens=Sens.LECTURE,
        niveaux=_ENSEMBLE,
        compute=compute_cout_public,
        decimales=0,
        phare=False,
        unite_reponse=_EQUIPEMENTS,
        libelle_numerateur="Financements publics, en euros",
        libelle_denominateur="Participants différents",
    ),
)
