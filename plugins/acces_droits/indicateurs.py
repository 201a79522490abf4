"""Indicators MLD1 to MLD10 (domaine.md 3.5, metier.md section 6)."""

from core.api.plugin import Cumul, Indicateur, Niveau, Sens
from plugins.acces_droits.calculs import (
    compute_accompagnements,
    compute_annuaire,
    compute_delai,
    compute_domiciliations,
    compute_droits_ouverts,
    compute_engagement,
    compute_mediation,
    compute_occupation,
    compute_proximite,
    compute_refus,
    compute_sorties,
    compute_voyages,
    compute_voyages_droits,
)

_AGGLO = (Niveau.AGGLOMERATION,)
_BASSINS = (Niveau.BASSIN, Niveau.AGGLOMERATION)
_LIEUX = "Lieux d'accueil, saisie de l'équipe accès aux droits"
_POPULATION = "populations légales (INSEE)"

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
        phare=False,
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
        niveaux=_AGGLO,
        compute=compute_domiciliations,
        denominateur=False,
        decimales=0,
        phare=False,
        unite_reponse="organismes",
        libelle_numerateur="Domiciliations valides",
        sensible=True,
    ),
    Indicateur(
        code="MLD9b",
        libelle="Refus de domiciliation",
        formule="refus / demandes × 100",
        unite="%",
        source="CCAS et CIAS (bilan annuel au préfet, CASF D. 264-8)",
        methode="Seuls les organismes qui donnent les deux nombres entrent dans les sommes.",
        sens=Sens.BAISSE,
        niveaux=_AGGLO,
        compute=compute_refus,
        facteur=100.0,
        phare=False,
        unite_reponse="organismes",
        libelle_numerateur="Refus",
        libelle_denominateur="Demandes",
        sensible=True,
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
