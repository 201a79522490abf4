"""Screens of the axis: places and permanences, digital commitments, then the figures of each year."""

from core.api.admin import CHAMP_STRUCTURE, Champ, Colonne, Format, VueTable, open_year
from plugins.acces_droits.admin_annees import ANNEES
from plugins.acces_droits.models import (
    ActiviteAccueil,
    EngagementNumerique,
    LieuAccueil,
    Permanence,
)
from plugins.acces_droits.service import (
    validate_activite,
    validate_engagement,
    validate_lieu,
    validate_permanence,
)

_LIEUX = "Lieux et engagements"
ENDPOINT_LIEU = "ad_lieu"
ENDPOINT_PERMANENCE = "ad_permanence"
_VERIFIEE = Champ(
    attribut="verifie_le",
    libelle="Vérifiée le",
    aide="Jour où quelqu'un s'est assuré que la fiche est exacte. À refaire tous les six mois.",
)

VUE_LIEU = VueTable(
    modele=LieuAccueil,
    endpoint=ENDPOINT_LIEU,
    nom="Lieux d'accueil",
    singulier="Lieu d'accueil",
    rubrique=_LIEUX,
    description="Où les habitants sont reçus et orientés pour leurs droits : type, horaires, label.",
    vide="Aucun lieu : créez sa structure, puis sa fiche avec son type et ses horaires.",
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="heures_hebdo", libelle="Heures par semaine", format=Format.DECIMAL),
        Colonne(attribut="label_fin", libelle="Fin du label", format=Format.DATE),
        Colonne(attribut="verifie_le", libelle="Vérifiée le", format=Format.DATE),
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(
            attribut="type", libelle="Type", aide="Le principal, quand un lieu en réunit plusieurs."
        ),
        Champ(
            attribut="heures_hebdo",
            libelle="Heures par semaine",
            aide="Heures d'ouverture au public dans une semaine ordinaire (exemple : 24,5).",
        ),
        Champ(
            attribut="horaires",
            libelle="Horaires",
            aide="Jours et heures d'ouverture, en clair.",
            texte_long=True,
        ),
        _VERIFIEE,
        Champ(
            attribut="itinerant",
            libelle="Itinérant",
            aide="Un bus, ou un accueil qui se déplace d'une commune à l'autre.",
            groupe="Lieu itinérant",
        ),
        Champ(
            attribut="communes",
            libelle="Communes desservies",
            aide="Pour un lieu itinérant seulement : celles où il s'arrête.",
            groupe="Lieu itinérant",
        ),
        Champ(
            attribut="label_debut",
            libelle="Début du label",
            aide="Label France services : date de la décision.",
            groupe="Label France services",
        ),
        Champ(
            attribut="label_fin",
            libelle="Fin du label",
            aide="Un rappel paraît six mois avant.",
            groupe="Label France services",
        ),
        Champ(
            attribut="operateurs",
            libelle="Opérateurs",
            aide="Organismes représentés toute l'année, séparés par des virgules.",
            groupe="Label France services",
        ),
    ),
    recherche=("structure.nom", "structure.commune.nom", "operateurs"),
    filtres=(
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="itinerant", libelle="Itinérant"),
    ),
    en_tableau=("heures_hebdo", "label_fin", "verifie_le"),
    actions=(
        open_year(
            ActiviteAccueil,
            "lieu",
            validate_activite,
            chaque="lieu ouvert",
            liste="Activité des lieux",
        ),
    ),
    tri="structure.nom",
    charger=("structure.commune",),
    controle=validate_lieu,
)

VUE_PERMANENCE = VueTable(
    modele=Permanence,
    endpoint=ENDPOINT_PERMANENCE,
    nom="Permanences",
    singulier="Permanence",
    rubrique=_LIEUX,
    description="Qui reçoit dans quel lieu, pour quoi, à quel rythme.",
    vide="Aucune permanence : saisissez le lieu, l'organisme qui s'y déplace et son rythme.",
    colonnes=(
        Colonne(attribut="lieu.structure.nom", libelle="Lieu"),
        Colonne(attribut="organisme.nom", libelle="Organisme"),
        Colonne(attribut="objet", libelle="Objet"),
        Colonne(attribut="frequence", libelle="Rythme"),
        Colonne(attribut="valide_jusqu_au", libelle="Valide jusqu'au", format=Format.DATE),
        Colonne(attribut="verifie_le", libelle="Vérifiée le", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="lieu", libelle="Lieu", aide="Le lieu d'accueil où elle se tient."),
        Champ(
            attribut="organisme",
            libelle="Organisme",
            aide="La structure qui s'y déplace. Si elle manque, créez-la d'abord dans « Structures ».",
        ),
        Champ(attribut="objet", libelle="Objet"),
        Champ(attribut="frequence", libelle="Rythme"),
        Champ(
            attribut="creneaux_h",
            libelle="Durée d'une permanence",
            aide="Heures de réception à chaque fois (exemple : 3,5).",
        ),
        Champ(attribut="rdv", libelle="Sur rendez-vous"),
        Champ(
            attribut="valide_jusqu_au",
            libelle="Valide jusqu'au",
            aide="Vide si elle n'a pas de fin prévue. Un rappel paraît six mois avant.",
        ),
        _VERIFIEE,
    ),
    recherche=("lieu.structure.nom", "organisme.nom"),
    filtres=(
        Colonne(attribut="objet", libelle="Objet"),
        Colonne(attribut="lieu.structure.commune.nom", libelle="Commune"),
    ),
    en_tableau=("frequence", "creneaux_h", "valide_jusqu_au", "verifie_le"),
    tri="lieu.structure.nom",
    charger=("lieu.structure", "organisme"),
    controle=validate_permanence,
)

VUE_ENGAGEMENT = VueTable(
    modele=EngagementNumerique,
    endpoint="ad_engagement",
    nom="Engagements numériques",
    singulier="Engagement numérique",
    rubrique=_LIEUX,
    description=(
        "Les structures qui accompagnent au numérique : identifiées, puis signataires de la feuille "
        "directrice. Les actions de la feuille se tiennent dans le plan, avec le cadre « Feuille directrice "
        "numérique »."
    ),
    vide="Aucune structure identifiée : saisissez chacune, signataire ou non.",
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Structure"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="identifiee_le", libelle="Identifiée le", format=Format.DATE),
        Colonne(attribut="signee_le", libelle="Signée le", format=Format.DATE),
        Colonne(attribut="actif", libelle="Active", format=Format.OUI_NON),
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(
            attribut="identifiee_le",
            libelle="Identifiée le",
            aide="Jour où la structure est entrée dans le recensement.",
        ),
        Champ(
            attribut="signee_le",
            libelle="Signée le",
            aide="Jour de la signature ; vide tant qu'elle n'a pas signé.",
        ),
        Champ(attribut="actif", libelle="Active", aide="Décochez si elle ne participe plus."),
    ),
    recherche=("structure.nom", "structure.commune.nom"),
    filtres=(
        Colonne(attribut="actif", libelle="Active"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
    ),
    tri="structure.nom",
    charger=("structure.commune",),
    controle=validate_engagement,
)

TABLES = (VUE_LIEU, VUE_PERMANENCE, VUE_ENGAGEMENT, *ANNEES)
