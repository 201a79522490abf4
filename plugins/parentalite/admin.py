"""Screens of the axis: dispositifs and means of information, then the figures of each year."""

from core.api.admin import (
    CHAMP_STRUCTURE,
    Champ,
    Colonne,
    Format,
    VueTable,
    open_year,
)
from plugins.parentalite.admin_annees import (
    VUE_CLAS,
    VUE_LAEP,
    VUE_MEDIATION,
)
from plugins.parentalite.admin_temps import VUE_TEMPS
from plugins.parentalite.models import DispositifParentalite, LaepActivite, SupportInformation
from plugins.parentalite.service import validate_dispositif, validate_laep

_OFFRE = "Offre aux parents"

VUE_DISPOSITIF = VueTable(
    modele=DispositifParentalite,
    endpoint="par_dispositif",
    nom="Dispositifs",
    singulier="Dispositif",
    rubrique=_OFFRE,
    description=(
        "Ce qu'une structure propose aux parents toute l'année : LAEP, CLAS, médiation, café des parents... "
        "Une structure peut en porter plusieurs."
    ),
    vide="Aucun dispositif : créez sa structure, puis sa fiche avec les communes desservies.",
    colonnes=(
        Colonne(attribut="nom", libelle="Dispositif"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(
            attribut="nombre_communes",
            libelle="Communes desservies",
            format=Format.ENTIER,
            tri=False,
        ),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="statut", libelle="Statut"),
    ),
    details=(
        Colonne(attribut="nom", libelle="Dispositif"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="structure.nom", libelle="Structure"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="communes", libelle="Communes desservies"),
        Colonne(attribut="itinerant", libelle="Itinérant", format=Format.OUI_NON),
        Colonne(attribut="gratuit", libelle="Gratuit", format=Format.OUI_NON),
        Colonne(attribut="age_cible", libelle="Âge des enfants"),
        Colonne(attribut="statut", libelle="Statut"),
        Colonne(attribut="debut", libelle="Début", format=Format.DATE),
        Colonne(attribut="fin", libelle="Fin", format=Format.DATE),
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(
            attribut="nom",
            libelle="Nom",
            aide="Celui que les familles connaissent ; il distingue les dispositifs d'une même structure.",
        ),
        Champ(attribut="type", libelle="Type"),
        Champ(
            attribut="communes",
            libelle="Communes desservies",
            aide="Au moins une. Pour un dispositif itinérant, celles où il s'arrête.",
        ),
        Champ(
            attribut="itinerant",
            libelle="Itinérant",
            aide="Il se déplace : chaque commune où il s'arrête compte comme une présence.",
        ),
        Champ(attribut="gratuit", libelle="Gratuit", aide="Sans participation des familles."),
        Champ(
            attribut="age_cible",
            libelle="Âge des enfants",
            aide="Âge des enfants dont les parents sont accueillis.",
        ),
        Champ(
            attribut="statut",
            libelle="Statut",
            aide="Un projet ne compte dans aucune année.",
        ),
        Champ(
            attribut="debut",
            libelle="Début",
            aide="Premier jour d'activité ; vide si c'est ancien et inconnu.",
        ),
        Champ(
            attribut="fin",
            libelle="Fin",
            aide="Dernier jour, obligatoire si le dispositif est suspendu ou fermé.",
        ),
    ),
    recherche=("nom", "structure.nom", "structure.gestionnaire", "structure.commune.nom"),
    filtres=(
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="statut", libelle="Statut"),
    ),
    actions=(
        open_year(
            LaepActivite,
            "dispositif",
            validate_laep,
            chaque="LAEP coché (filtrez d'abord la liste par type)",
            liste="Activité des LAEP",
        ),
    ),
    tri="nom",
    charger=("structure.commune", "communes"),
    controle=validate_dispositif,
)

VUE_SUPPORT = VueTable(
    modele=SupportInformation,
    endpoint="par_support",
    nom="Supports d'information",
    singulier="Support d'information",
    rubrique=_OFFRE,
    description="Les guides, sites, agendas et affiches qui disent aux parents ce qui existe.",
    vide="Aucun support : commencez par le guide ou le site du territoire.",
    colonnes=(
        Colonne(attribut="titre", libelle="Titre"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="date_maj", libelle="Mis à jour le", format=Format.DATE),
        Colonne(attribut="diffusion", libelle="Exemplaires", format=Format.ENTIER),
        Colonne(attribut="consultations", libelle="Consultations", format=Format.ENTIER),
    ),
    champs=(
        Champ(attribut="titre", libelle="Titre"),
        Champ(attribut="type", libelle="Type"),
        Champ(
            attribut="date_maj",
            libelle="Mis à jour le",
            aide="Dernier jour où le contenu a changé.",
        ),
        Champ(
            attribut="diffusion",
            libelle="Exemplaires",
            aide="Exemplaires remis ou envoyés depuis cette mise à jour.",
        ),
        Champ(
            attribut="consultations",
            libelle="Consultations",
            aide="Visites en ligne depuis cette mise à jour.",
        ),
    ),
    recherche=("titre",),
    filtres=(Colonne(attribut="type", libelle="Type"),),
    en_tableau=("date_maj", "diffusion", "consultations"),
    tri="titre",
)

TABLES = (VUE_DISPOSITIF, VUE_TEMPS, VUE_LAEP, VUE_CLAS, VUE_MEDIATION, VUE_SUPPORT)
