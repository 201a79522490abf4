"""Indicators EJ1 to EJ10 (domaine.md 3.4, metier.md section 6): each is one Select for all communes and
years, with a row for every commune and year."""

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
from core.api.plugin import Indicateur, Niveau, Sens
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


_NIVEAUX = (Niveau.COMMUNE, Niveau.BASSIN, Niveau.AGGLOMERATION)
_AU_DESSUS = (Niveau.BASSIN, Niveau.AGGLOMERATION)
_AGGLO = (Niveau.AGGLOMERATION,)
_GESTIONNAIRES = "Gestionnaires des accueils, saisie de l'équipe enfance jeunesse"
_ENFANTS = "enfants de 3 à 11 ans (données de contexte)"
_METHODE_PLACES = (
    "Places pour les moins de 6 ans et les 6 ans et plus des accueils périscolaires et extrascolaires, "
    "déclarés ou non, ouverts au 31 décembre, dans la commune où ils se trouvent. Une commune sans accueil "
    "compte zéro place ; une commune dont un accueil n'a aucune capacité saisie ne répond pas. Les enfants "
    "vont aussi dans les accueils des communes voisines : l'indicateur se lit mieux par bassin."
)
_METHODE_ENFANTS = (
    "Un enfant qui vient le mercredi et l'été ne compte qu'une fois : pour chaque structure, c'est "
    "la période qui a accueilli le plus d'enfants différents qui est retenue. Ce nombre est donc un "
    "minimum ; un enfant inscrit dans deux structures y compte deux fois."
)

INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        code="EJ1a",
        libelle="Taux de couverture des accueils de loisirs le mercredi",
        formule="places du mercredi pour les 3-11 ans / enfants de 3 à 11 ans × 100",
        unite="places pour 100 enfants",
        source=f"Capacités des accueils (axe enfance jeunesse) ; {_ENFANTS}",
        methode=_METHODE_PLACES,
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_places_mercredi,
        facteur=100.0,
        libelle_numerateur="Places du mercredi",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ1b",
        libelle="Taux de couverture des accueils de loisirs aux petites vacances",
        formule="places des petites vacances pour les 3-11 ans / enfants de 3 à 11 ans × 100",
        unite="places pour 100 enfants",
        source=f"Capacités des accueils (axe enfance jeunesse) ; {_ENFANTS}",
        methode=f"{_METHODE_PLACES} Les places de l'été se lisent dans l'inventaire des accueils.",
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_places_vacances,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Places des petites vacances",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ2",
        libelle="Taux de fréquentation des accueils de loisirs",
        formule="enfants différents accueillis / enfants de 3 à 11 ans × 100",
        unite="%",
        source=f"{_GESTIONNAIRES} ; {_ENFANTS}",
        methode=(
            f"Accueils périscolaires et extrascolaires qui reçoivent des 3-11 ans. {_METHODE_ENFANTS} Une "
            "commune dont une structure n'a pas donné ses enfants pour chaque période ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AU_DESSUS,
        compute=compute_frequentation,
        facteur=100.0,
        libelle_numerateur="Enfants différents (au moins)",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ3",
        libelle="Heures d'accueil de loisirs par enfant",
        formule="heures réalisées / enfants de 3 à 11 ans",
        unite="heures par enfant",
        source=f"{_GESTIONNAIRES} (déclarations à la CAF) ; {_ENFANTS}",
        methode=(
            "Heures de présence de l'année, toutes périodes, des accueils périscolaires et "
            "extrascolaires qui reçoivent des 3-11 ans ; celles des 12 ans et plus qu'ils reçoivent "
            "y sont comptées. Une commune sans accueil compte zéro ; une commune dont une période "
            "n'a pas d'heures ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_heures,
        phare=False,
        libelle_numerateur="Heures réalisées",
        libelle_denominateur="Enfants de 3 à 11 ans",
    ),
    Indicateur(
        code="EJ4",
        libelle="Taux d'occupation des accueils",
        formule="heures réalisées / (capacité × jours × amplitude) × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            "Capacité moyenne de l'année pour la période, sur les jours où il y a des places. "
            "Accueils ouverts dans l'année, hors séjours ; seules les périodes dont tout est connu "
            "entrent dans les deux sommes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_occupation,
        facteur=100.0,
        phare=False,
        unite_reponse="périodes d'accueil",
        libelle_numerateur="Heures réalisées",
        libelle_denominateur="Heures théoriques",
    ),
    Indicateur(
        code="EJ5",
        libelle="Refus faute de place",
        formule="refus faute de place / (refus + enfants différents) × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            "Refus et enfants s'ajoutent période par période : un enfant qui s'inscrit le mercredi "
            "et l'été a fait deux demandes. Seules les périodes dont les deux sont connus entrent "
            "dans les sommes."
        ),
        sens=Sens.BAISSE,
        niveaux=_AU_DESSUS,
        compute=compute_refus,
        facteur=100.0,
        phare=False,
        unite_reponse="périodes d'accueil",
        libelle_numerateur="Refus faute de place",
        libelle_denominateur="Refus et enfants accueillis",
    ),
    Indicateur(
        code="EJ6",
        libelle="Postes d'animation pourvus",
        formule="postes pourvus / postes × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode="Accueils ouverts dans l'année, hors séjours ; seuls ceux qui ont répondu sont comptés.",
        sens=Sens.HAUSSE,
        niveaux=_AU_DESSUS,
        compute=compute_postes,
        facteur=100.0,
        phare=False,
        unite_reponse="accueils",
        libelle_numerateur="Postes pourvus",
        libelle_denominateur="Postes",
    ),
    Indicateur(
        code="EJ7",
        libelle="Équipes diplômées",
        formule="(BAFA + BAFD + équivalents) / postes pourvus × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            "Une personne compte une fois, à son plus haut diplôme ; les stagiaires n'en font pas partie. "
            "Accueils ouverts dans l'année, hors séjours ; seuls ceux qui ont répondu sont comptés."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_diplomes,
        facteur=100.0,
        phare=False,
        unite_reponse="accueils",
        libelle_numerateur="Personnes diplômées",
        libelle_denominateur="Postes pourvus",
    ),
    Indicateur(
        code="EJ8a",
        libelle="Enfants bénéficiaires de l'AEEH accueillis, parmi ceux du territoire",
        formule="enfants AEEH accueillis / enfants AEEH de 3 à 17 ans du territoire × 100",
        unite="%",
        source=f"{_GESTIONNAIRES} ; CAF, enfants bénéficiaires de l'AEEH (données de contexte)",
        methode=(
            f"{_METHODE_ENFANTS} Une commune dont une structure n'a pas répondu pour chaque période, "
            "ou dont le nombre d'enfants AEEH est inconnu, ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_inclusion_territoire,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Enfants AEEH accueillis (au moins)",
        libelle_denominateur="Enfants AEEH de 3 à 17 ans",
    ),
    Indicateur(
        code="EJ8b",
        libelle="Enfants bénéficiaires de l'AEEH, parmi les enfants accueillis",
        formule="enfants AEEH accueillis / enfants accueillis × 100",
        unite="%",
        source=_GESTIONNAIRES,
        methode=(
            f"{_METHODE_ENFANTS} Seules les structures qui ont donné les deux nombres pour chaque période "
            "entrent dans les sommes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_inclusion_accueil,
        facteur=100.0,
        phare=False,
        unite_reponse="structures",
        libelle_numerateur="Enfants AEEH accueillis",
        libelle_denominateur="Enfants accueillis",
    ),
    Indicateur(
        code="EJ9",
        libelle="Communes couvertes par un projet éducatif territorial",
        formule="communes avec école couvertes par un PEdT / communes avec école × 100",
        unite="%",
        source="PEdT (axe enfance jeunesse) ; écoles (données de contexte)",
        methode=(
            "PEdT en vigueur au 31 décembre, avec ou sans plan mercredi. Une commune sans école "
            "n'entre pas dans les sommes ; une commune dont le nombre d'écoles est inconnu ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AGGLO,
        compute=compute_pedt,
        facteur=100.0,
        libelle_numerateur="Communes couvertes",
        libelle_denominateur="Communes avec école",
    ),
    Indicateur(
        code="EJ10",
        libelle="Passerelles actives",
        formule="couples visés où une passerelle a eu lieu dans l'année / couples de structures visés × 100",
        unite="%",
        source="Passerelles saisies par l'équipe enfance jeunesse",
        methode=(
            "Un couple est une structure d'origine et une structure d'arrivée. Il est visé dès "
            "l'année de sa date « visée depuis » ; une passerelle d'un couple qui n'était pas visé "
            "n'entre pas dans les sommes. Le couple est compté dans la commune de la structure d'origine."
        ),
        sens=Sens.HAUSSE,
        niveaux=_AU_DESSUS,
        compute=compute_passerelles,
        facteur=100.0,
        phare=False,
        unite_reponse="couples visés",
        libelle_numerateur="Couples avec une passerelle",
        libelle_denominateur="Couples visés",
    ),
)
