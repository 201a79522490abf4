"""Indicators PAR1 to PAR8 (domaine.md 3.2, metier.md section 3): each is one Select for all communes and
years, with a row for every commune and year; PAR2 has a second one for the bassins."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Text,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from core.api.indicateurs import (
    contexte,
    grid,
    parts_by_commune,
    rate_by_commune,
    sum_by_commune,
    years,
)
from core.api.models import Bassin, Commune
from core.api.plugin import Indicateur, Niveau, Sens
from plugins.parentalite.models import LaepActivite, TempsParent, temps_structure
from plugins.parentalite.rules import TYPES_REPSS
from plugins.parentalite.service import (
    acces,
    count_types,
    groupes_clas,
    laep_ouverts,
    laep_par_annee,
    presences,
)

REPERE_LAEP = 2_500.0
SOURCE_REPERE_LAEP = (
    "France, fin 2021 : un LAEP pour 2 500 enfants de moins de 6 ans (enfancejeunesseinfos.fr, « Soutien à "
    "la parentalité : la Cnaf veut impulser le développement des lieux d'accueil enfants-parents »)"
)
_DEUX_NIVEAUX = (Niveau.BASSIN, Niveau.AGGLOMERATION)
_TERRITOIRE = (Niveau.AGGLOMERATION,)
_LAEP_ET_ENFANTS = (
    "Activité des LAEP (axe parentalité) ; enfants de moins de 6 ans (données de contexte)"
)
_METHODE_LAEP = (
    "LAEP ouverts dans l'année, comptés dans la commune de leur structure, même itinérants. Une commune sans "
    "LAEP compte zéro ; celle dont un LAEP n'a pas répondu, ou dont le nombre d'enfants est inconnu, ne "
    "répond pas."
)


def compute_maillage(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR1: communes where parents find something, over communes.

    A year of which the platform holds nothing at all is unknown, not empty.
    """
    cells, source = grid(communes, annees), presences(annees)
    here = _exists(source, source.c.annee == cells.c.annee, cells.c.code_insee)
    present = case((_known(source, cells.c.annee), case((here, 1), else_=0)))
    return parts_by_commune(cells, present, literal(1))


def compute_diversite(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR2: different schemes that a commune, then the whole territory, has access to, over five."""
    cells, source = grid(communes, annees), acces(annees)
    local = _count_by(cells, cells.c.code_insee, source, source.c.code_insee == cells.c.code_insee)
    wanted = years(annees)
    whole = _count_by(
        wanted,
        cast(null(), Text),
        source,
        source.c.code_insee.in_(communes),
        attendu=literal(len(communes)),
    )
    parts = union_all(local, whole).subquery("parts")
    return select(*parts.c)


def compute_diversite_bassins(annees: tuple[int, ...]) -> Select[Any]:
    """PAR2 by bassin: two communes that have the same scheme do not make two."""
    source, wanted = acces(annees), years(annees)
    sizes = (
        select(Bassin.id, wanted.c.annee, func.count(Commune.id).label("communes"))
        .join(Commune, Commune.bassin_id == Bassin.id)
        .join(wanted, true())
        .group_by(Bassin.id, wanted.c.annee)
        .subquery("bassins")
    )
    members = select(Commune.code_insee).where(Commune.bassin_id == sizes.c.id)
    return _count_by(
        sizes,
        sizes.c.id,
        source,
        source.c.code_insee.in_(members.correlate(sizes)),
        attendu=sizes.c.communes,
    )


def _count_by(
    cells: Subquery,
    territoire: ColumnElement[Any],
    source: Subquery,
    inside: ColumnElement[bool],
    *,
    attendu: ColumnElement[int] | None = None,
) -> Select[Any]:
    """The six columns: different types of the rows of ``source`` that are ``inside`` the territory."""
    types = (
        select(count_types(source))
        .where(source.c.annee == cells.c.annee, inside)
        .correlate(cells)
        .scalar_subquery()
    )
    known = _known(source, cells.c.annee)
    size = literal(1) if attendu is None else attendu
    return select(
        territoire.label("code_insee"),
        cells.c.annee,
        case((known, types)).label("numerateur"),
        literal(len(TYPES_REPSS)).label("denominateur"),
        cast(case((known, size), else_=0), Integer).label("repondu"),
        cast(size, Integer).label("attendu"),
    ).select_from(cells)


def _exists(
    source: Subquery, condition: ColumnElement[bool], code_insee: ColumnElement[str]
) -> ColumnElement[bool]:
    return select(literal(1)).where(condition, source.c.code_insee == code_insee).exists()


def _known(source: Subquery, annee: ColumnElement[int]) -> ColumnElement[bool]:
    """True when the platform holds something of that year, wherever it is."""
    other = source.alias()
    return select(literal(1)).where(other.c.annee == annee).exists()


def compute_enfants_par_laep(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR3: children under 6 over LAEP; a commune without LAEP brings its children to the whole."""
    cells = grid(communes, annees)
    commune, annee = cells.c.code_insee, cells.c.annee
    return parts_by_commune(
        cells, contexte("enfants_0_5", commune, annee), laep_ouverts(commune, annee)
    )


def compute_heures_laep(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR4: hours of opening of LAEP over children under 6."""
    return _laep(communes, annees, LaepActivite.heures_ouverture)


def compute_frequentation_laep(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR5: different children of LAEP over children under 6."""
    return _laep(communes, annees, LaepActivite.enfants_differents)


def _laep(
    communes: tuple[str, ...], annees: tuple[int, ...], figure: InstrumentedAttribute[Any]
) -> Select[Any]:
    cells = grid(communes, annees)
    enfants = contexte("enfants_0_5", cells.c.code_insee, cells.c.annee)
    return rate_by_commune(cells, laep_par_annee(annees, figure), enfants)


def compute_parents(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR6: participations of parents over families; one temps without its parents, no answer."""
    cells = grid(communes, annees)
    source = select(
        TempsParent.code_insee,
        TempsParent.annee,
        TempsParent.parents.label("numerateur"),
        case((TempsParent.parents.is_not(None), 1), else_=0).label("repondu"),
    ).subquery("temps")
    familles = contexte("familles", cells.c.code_insee, cells.c.annee)
    return rate_by_commune(cells, source, familles)


def compute_groupes_clas(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR7: CLAS groups that count for the year over children of 6 to 14."""
    cells = grid(communes, annees)
    commune, annee = cells.c.code_insee, cells.c.annee
    return parts_by_commune(
        cells, groupes_clas(commune, annee), contexte("enfants_6_14", commune, annee)
    )


def compute_reseau(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PAR8: temps parents with an associated structure over temps parents."""
    together = (
        select(temps_structure.c.temps_id)
        .where(temps_structure.c.temps_id == TempsParent.id)
        .exists()
    )
    source = select(
        TempsParent.code_insee,
        TempsParent.annee,
        case((together, 1), else_=0).label("numerateur"),
        literal(1).label("denominateur"),
        literal(1).label("repondu"),
    ).subquery("temps")
    return sum_by_commune(communes, annees, source)


INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        code="PAR1",
        libelle="Maillage parentalité",
        formule="communes où les parents trouvent un dispositif ou un temps / communes × 100",
        unite="%",
        source="Dispositifs, permanences, groupes CLAS et temps parents (axe parentalité)",
        methode=(
            "Présence réelle dans l'année : siège d'un dispositif ouvert, commune où un dispositif "
            "itinérant s'arrête, permanence de médiation, groupe CLAS ou temps parent. Être desservie depuis "
            "une autre commune ne suffit pas. Une année dont rien n'est saisi est inconnue."
        ),
        sens=Sens.HAUSSE,
        niveaux=_DEUX_NIVEAUX,
        compute=compute_maillage,
        facteur=100.0,
        libelle_numerateur="Communes avec une présence",
        libelle_denominateur="Communes",
    ),
    Indicateur(
        code="PAR2",
        libelle="Diversité de l'offre",
        formule="types de dispositifs accessibles / 5 × 100",
        unite="%",
        source="Dispositifs, permanences et groupes CLAS (axe parentalité)",
        methode=(
            "Types différents parmi les cinq que suit le rapport national (REPSS famille, indicateur 1.8) : "
            "LAEP, REAAP, CLAS, médiation familiale, espace de rencontre. Accessible : sur place ou "
            "desservie. Un type présent dans deux communes d'un bassin compte une fois : le bassin n'est "
            "pas la somme de ses communes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_DEUX_NIVEAUX,
        compute=compute_diversite,
        compute_bassins=compute_diversite_bassins,
        facteur=100.0,
        decimales=0,
        phare=False,
        libelle_numerateur="Types accessibles",
        libelle_denominateur="Types suivis",
    ),
    Indicateur(
        code="PAR3",
        libelle="Enfants de moins de 6 ans par LAEP",
        formule="enfants de moins de 6 ans / LAEP ouverts dans l'année",
        unite="enfants par LAEP",
        source="Dispositifs (axe parentalité) ; enfants de moins de 6 ans (données de contexte)",
        methode=(
            "LAEP ouverts à un moment de l'année, comptés une fois, dans la commune de leur structure. Un "
            "territoire sans LAEP n'a pas de valeur."
        ),
        sens=Sens.BAISSE,
        niveaux=_DEUX_NIVEAUX,
        compute=compute_enfants_par_laep,
        decimales=0,
        phare=False,
        repere=REPERE_LAEP,
        repere_source=SOURCE_REPERE_LAEP,
        libelle_numerateur="Enfants de moins de 6 ans",
        libelle_denominateur="LAEP",
    ),
    Indicateur(
        code="PAR4",
        libelle="Heures d'ouverture des LAEP pour 100 enfants de moins de 6 ans",
        formule="heures d'ouverture des LAEP / enfants de moins de 6 ans × 100",
        unite="heures pour 100 enfants",
        source=_LAEP_ET_ENFANTS,
        methode=f"{_METHODE_LAEP} Sans les heures d'organisation.",
        sens=Sens.HAUSSE,
        niveaux=_DEUX_NIVEAUX,
        compute=compute_heures_laep,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Heures d'ouverture des LAEP",
        libelle_denominateur="Enfants de moins de 6 ans",
    ),
    Indicateur(
        code="PAR5",
        libelle="Taux de fréquentation des LAEP",
        formule="enfants différents accueillis en LAEP / enfants de moins de 6 ans × 100",
        unite="%",
        source=_LAEP_ET_ENFANTS,
        methode=(
            f"{_METHODE_LAEP} Un enfant venu dans deux LAEP compte deux fois : l'accueil est anonyme."
        ),
        sens=Sens.HAUSSE,
        niveaux=_DEUX_NIVEAUX,
        compute=compute_frequentation_laep,
        facteur=100.0,
        phare=False,
        libelle_numerateur="Enfants différents en LAEP",
        libelle_denominateur="Enfants de moins de 6 ans",
    ),
    Indicateur(
        code="PAR6",
        libelle="Parents touchés pour 100 familles",
        formule="participations de parents / familles avec enfants de moins de 18 ans × 100",
        unite="participations pour 100 familles",
        source="Temps parents (axe parentalité) ; familles avec enfants (données de contexte)",
        methode=(
            "Participations, non personnes : un parent venu à trois temps compte trois fois, deux parents "
            "d'une famille comptent deux fois. Comptées dans la commune du temps. Une commune sans temps "
            "compte zéro ; celle dont un temps n'a pas ses participants ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_DEUX_NIVEAUX,
        compute=compute_parents,
        facteur=100.0,
        libelle_numerateur="Participations de parents",
        libelle_denominateur="Familles",
    ),
    Indicateur(
        code="PAR7",
        libelle="Groupes CLAS pour 1 000 enfants de 6 à 14 ans",
        formule="groupes CLAS de l'exercice / enfants de 6 à 14 ans × 1 000",
        unite="groupes pour 1 000 enfants",
        source="Groupes CLAS (axe parentalité) ; enfants de 6 à 14 ans (données de contexte)",
        methode=(
            "Un groupe compte pour le seul exercice écrit sur sa ligne, dans la commune où il se réunit. "
            "Une commune sans groupe compte zéro."
        ),
        sens=Sens.HAUSSE,
        niveaux=_DEUX_NIVEAUX,
        compute=compute_groupes_clas,
        facteur=1_000.0,
        phare=False,
        libelle_numerateur="Groupes CLAS",
        libelle_denominateur="Enfants de 6 à 14 ans",
    ),
    Indicateur(
        code="PAR8",
        libelle="Part des temps parents menés à plusieurs structures",
        formule="temps parents avec une structure associée / temps parents × 100",
        unite="%",
        source="Temps parents (axe parentalité)",
        methode=(
            "Un temps est mené à plusieurs quand au moins une structure autre que son porteur y est associée."
        ),
        sens=Sens.HAUSSE,
        niveaux=_TERRITOIRE,
        compute=compute_reseau,
        facteur=100.0,
        decimales=0,
        phare=False,
        unite_reponse="temps parents",
        libelle_numerateur="Temps menés à plusieurs",
        libelle_denominateur="Temps parents",
    ),
)
