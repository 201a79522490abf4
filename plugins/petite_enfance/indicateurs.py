"""Indicators PE1 to PE4 (domaine.md 3.3, metier.md section 6): each is one Select for all communes and
years, with a row for every commune and year."""

from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from core.api.indicateurs import contexte, grid, parts_by_commune, sum_by_commune
from core.api.plugin import Cumul, Indicateur, Niveau, Sens
from plugins.petite_enfance.models import AccueilIndividuel
from plugins.petite_enfance.service import (
    heures,
    mouvements_de_annee,
    parts_couverture,
    places_au_31_decembre,
)

REPERE_OCCUPATION = 69.0
SOURCE_REPERE_OCCUPATION = (
    "REPSS famille, indicateur 2.5, France, 2019 "
    "(evaluation.securite-sociale.fr/home/famille/25-augmenter-le-taux-doccupation.html)"
)
_NIVEAUX = (Niveau.COMMUNE, Niveau.BASSIN, Niveau.AGGLOMERATION)


def compute_couverture(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PE1: places of formal care over children under 3.

    A commune answers when its four kinds of places and its children are known: a part left out would
    read as zero.
    """
    parts = parts_couverture(communes, annees)
    # NULL + anything is NULL: one unknown part makes the whole unknown.
    places = parts.c.places_eaje + parts.c.places_am + parts.c.gardes + parts.c.eleves
    return parts_by_commune(parts, places, parts.c.enfants)


def compute_couverture_eaje(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PE2: EAJE places on 31 December over children under 3; unknown children, no answer."""
    cells = grid(communes, annees)
    enfants = contexte("enfants_0_2", cells.c.code_insee, cells.c.annee)
    places = places_au_31_decembre(cells.c.code_insee, cells.c.annee)
    return parts_by_commune(cells, places, enfants)


def compute_solde_net(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PE3: movements of the ledger in the year, plus the change of active childminders' places.

    The second part needs two years in a row: without one of them the balance is unknown.
    """
    cells = grid(communes, annees)
    current, previous = aliased(AccueilIndividuel), aliased(AccueilIndividuel)
    solde = (
        mouvements_de_annee(cells.c.code_insee, cells.c.annee)
        + current.places_am_actives
        - previous.places_am_actives
    )
    return (
        parts_by_commune(cells, solde)
        .outerjoin(
            current,
            and_(current.code_insee == cells.c.code_insee, current.annee == cells.c.annee),
        )
        .outerjoin(
            previous,
            and_(previous.code_insee == cells.c.code_insee, previous.annee == cells.c.annee - 1),
        )
    )


def compute_occupation(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """PE4: hours billed over theoretical hours, summed over the EAJE that answered."""
    by_eaje = heures(annees)
    source = select(
        by_eaje.c.code_insee,
        by_eaje.c.annee,
        by_eaje.c.facturees.label("numerateur"),
        by_eaje.c.theoriques.label("denominateur"),
        by_eaje.c.repondu,
    ).subquery("source")
    return sum_by_commune(communes, annees, source)


INDICATEURS: tuple[Indicateur, ...] = (
    Indicateur(
        code="PE1",
        libelle="Taux de couverture par l'accueil formel",
        formule=(
            "(places d'EAJE au 31 décembre + places des assistantes maternelles en activité + garde à "
            "domicile + élèves de moins de 3 ans) / enfants de moins de 3 ans × 100"
        ),
        unite="places pour 100 enfants",
        source=(
            "Registre des places et accueil individuel (axe petite enfance) ; élèves et enfants de "
            "moins de 3 ans (données de contexte)"
        ),
        methode=(
            "Calcul local, sur le modèle de l'indicateur de la Cnaf. Une commune répond quand les quatre "
            "sortes de places et le nombre d'enfants sont connus. Ce sont des places, pas un usage ; le "
            "taux peut dépasser 100."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_couverture,
        facteur=100.0,
        libelle_numerateur="Places d'accueil formel",
        libelle_denominateur="Enfants de moins de 3 ans",
    ),
    Indicateur(
        code="PE2",
        libelle="Taux de couverture par les EAJE",
        formule="places d'EAJE au 31 décembre / enfants de moins de 3 ans × 100",
        unite="places pour 100 enfants",
        source=(
            "Registre des autorisations de places (axe petite enfance) ; enfants de moins de 3 ans "
            "(données de contexte)"
        ),
        methode=(
            "Places autorisées, PSU et hors PSU. Une commune sans EAJE compte zéro place ; une commune "
            "dont le nombre d'enfants est inconnu ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_couverture_eaje,
        facteur=100.0,
        libelle_numerateur="Places d'EAJE",
        libelle_denominateur="Enfants de moins de 3 ans",
    ),
    Indicateur(
        code="PE3",
        libelle="Solde net de places",
        formule=(
            "places d'EAJE créées \u2212 places d'EAJE supprimées dans l'année + variation des places des "
            "assistantes maternelles en activité"
        ),
        unite="places",
        source="Registre des places et accueil individuel (axe petite enfance)",
        methode=(
            "Mouvements du registre datés de l'année. La variation demande l'accueil individuel de "
            "l'année et de la précédente ; sans l'une des deux, la commune ne répond pas."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_solde_net,
        denominateur=False,
        decimales=0,
        cumul=Cumul.FLUX,
        libelle_numerateur="Solde de places",
    ),
    Indicateur(
        code="PE4",
        libelle="Taux d'occupation financier des EAJE",
        formule="heures facturées / heures théoriques × 100",
        unite="%",
        source="Gestionnaires des EAJE, saisie de l'équipe petite enfance",
        methode=(
            "Heures théoriques = places moyennes du registre × jours d'ouverture × amplitude, ou valeur "
            "saisie avec un commentaire. EAJE ouverts dans l'année ; seuls ceux qui ont répondu entrent "
            "dans les deux sommes."
        ),
        sens=Sens.HAUSSE,
        niveaux=_NIVEAUX,
        compute=compute_occupation,
        facteur=100.0,
        repere=REPERE_OCCUPATION,
        repere_source=SOURCE_REPERE_OCCUPATION,
        unite_reponse="EAJE",
        libelle_numerateur="Heures facturées",
        libelle_denominateur="Heures théoriques",
    ),
)
