"""Screens of the yearly figures: activity of the equipment, shared projects."""

from core.api.admin import (
    AIDE_MONTANT,
    CHAMP_ANNEE,
    CHAMP_SOURCE,
    COLONNE_ANNEE,
    COLONNE_SOURCE,
    DESCRIPTION_ANNEES,
    RUBRIQUE_ANNEES,
    Champ,
    Colonne,
    Format,
    VueTable,
)
from plugins.vie_sociale.models import ActiviteSociale, ProjetPartage
from plugins.vie_sociale.service import validate_activite, validate_projet

ENDPOINT_ACTIVITE = "vs_activite"
ENDPOINT_PROJET = "vs_projet"


VUE_ACTIVITE = VueTable(
    modele=ActiviteSociale,
    endpoint=ENDPOINT_ACTIVITE,
    nom="Activité des équipements",
    singulier="Année d'activité d'un équipement",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par équipement et par année. {DESCRIPTION_ANNEES}",
    vide="Aucune activité : saisissez une ligne par équipement pour l'exercice observé.",
    colonnes=(
        Colonne(attribut="equipement.structure.nom", libelle="Équipement"),
        COLONNE_ANNEE,
        Colonne(
            attribut="participants_uniques",
            libelle="Participants différents",
            format=Format.ENTIER,
        ),
        Colonne(attribut="presences", libelle="Présences", format=Format.ENTIER),
        Colonne(attribut="benevoles", libelle="Bénévoles", format=Format.ENTIER),
        Colonne(attribut="heures_benevolat", libelle="Heures de bénévolat", format=Format.ENTIER),
        Colonne(attribut="etp", libelle="ETP", format=Format.DECIMAL),
        COLONNE_SOURCE,
    ),
    champs=(
        Champ(attribut="equipement", libelle="Équipement", aide="Nom de l'équipement."),
        CHAMP_ANNEE,
        Champ(
            attribut="participants_uniques",
            libelle="Participants différents",
            aide="Personnes différentes venues dans l'année, chacune comptée une fois.",
            groupe="Public",
        ),
        Champ(
            attribut="presences",
            libelle="Présences",
            aide="Nombre de venues dans l'année : une personne venue dix fois compte dix.",
            groupe="Public",
        ),
        Champ(
            attribut="adherents",
            libelle="Adhérents",
            aide="Nombre de personnes à jour de leur adhésion.",
            groupe="Public",
        ),
        Champ(
            attribut="actions_familles",
            libelle="Actions familles",
            aide="Nombre d'actions collectives destinées aux familles.",
            groupe="Public",
        ),
        Champ(
            attribut="premiers_departs_vacances",
            libelle="Premiers départs en vacances",
            aide="Nombre de familles parties pour la première fois avec la structure.",
            groupe="Public",
        ),
        Champ(
            attribut="benevoles",
            libelle="Bénévoles",
            aide="Nombre de personnes, administrateurs compris.",
            groupe="Bénévoles et salariés",
        ),
        Champ(
            attribut="heures_benevolat",
            libelle="Heures de bénévolat",
            aide="Heures dans l'année.",
            groupe="Bénévoles et salariés",
        ),
        Champ(
            attribut="salaries",
            libelle="Salariés",
            aide="Nombre de personnes au 31 décembre.",
            groupe="Bénévoles et salariés",
        ),
        Champ(
            attribut="etp",
            libelle="ETP",
            aide="Équivalents temps plein (exemple : 6,5).",
            groupe="Bénévoles et salariés",
        ),
        Champ(attribut="charges", libelle="Charges", aide=AIDE_MONTANT, groupe="Comptes"),
        Champ(
            attribut="financement_caf",
            libelle="Financement de la CAF",
            aide=f"{AIDE_MONTANT} 0 s'il n'y en a pas.",
            groupe="Comptes",
        ),
        Champ(
            attribut="financement_communes",
            libelle="Financement des communes",
            aide=f"{AIDE_MONTANT} 0 s'il n'y en a pas.",
            groupe="Comptes",
        ),
        Champ(
            attribut="financement_agglo",
            libelle="Financement de l'Agglomération",
            aide=f"{AIDE_MONTANT} 0 s'il n'y en a pas.",
            groupe="Comptes",
        ),
        Champ(
            attribut="financement_autres_publics",
            libelle="Autres financements publics",
            aide=f"État, Région, Département, MSA... {AIDE_MONTANT} 0 s'il n'y en a pas.",
            groupe="Comptes",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("equipement.structure.nom", "source"),
    filtres=(
        COLONNE_ANNEE,
        Colonne(attribut="equipement.structure.commune.nom", libelle="Commune"),
    ),
    en_tableau=(
        "participants_uniques",
        "presences",
        "adherents",
        "benevoles",
        "heures_benevolat",
        "etp",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("equipement.structure",),
    controle=validate_activite,
)

VUE_PROJET = VueTable(
    modele=ProjetPartage,
    endpoint=ENDPOINT_PROJET,
    nom="Projets partagés",
    singulier="Projet partagé",
    rubrique=RUBRIQUE_ANNEES,
    description=(
        "Les projets que plusieurs structures mènent ensemble, une ligne par projet et par année. Un projet "
        "« partagé » réunit deux structures au moins, dont une publique."
    ),
    vide="Aucun projet : saisissez ceux que les structures ont menés ensemble dans l'année.",
    colonnes=(
        Colonne(attribut="titre", libelle="Projet"),
        COLONNE_ANNEE,
        Colonne(attribut="porteur.nom", libelle="Porté par"),
        Colonne(
            attribut="habitants_co_porteurs",
            libelle="Habitants co-porteurs",
            format=Format.ENTIER,
        ),
        Colonne(attribut="statut", libelle="Statut"),
    ),
    champs=(
        Champ(
            attribut="titre", libelle="Projet", aide="Titre court, le même d'une année à l'autre."
        ),
        CHAMP_ANNEE,
        Champ(attribut="statut", libelle="Statut"),
        Champ(
            attribut="porteur",
            libelle="Porté par",
            aide="La structure qui porte le projet. La fiche d'une commune se crée dans « Structures ».",
        ),
        Champ(
            attribut="partenaires",
            libelle="Partenaires",
            aide="Les autres structures : associations, communes, services de l'Agglomération.",
        ),
        Champ(attribut="communes", libelle="Communes", aide="Où le projet se déroule."),
        Champ(
            attribut="pacte",
            libelle="Pacte de coopération",
            aide="S'il en découle.",
        ),
        Champ(
            attribut="participants",
            libelle="Participants",
            aide="Nombre de personnes.",
            groupe="Chiffres du projet",
        ),
        Champ(
            attribut="habitants_co_porteurs",
            libelle="Habitants co-porteurs",
            aide="Nombre d'habitants qui décident et mènent le projet ; 0 s'il n'y en a pas.",
            groupe="Chiffres du projet",
        ),
        Champ(attribut="cout", libelle="Coût", aide=AIDE_MONTANT, groupe="Chiffres du projet"),
        CHAMP_SOURCE,
    ),
    recherche=("titre", "porteur.nom"),
    filtres=(
        COLONNE_ANNEE,
        Colonne(attribut="porteur.commune.nom", libelle="Commune de la structure"),
        Colonne(attribut="statut", libelle="Statut"),
    ),
    en_tableau=("statut", "participants", "habitants_co_porteurs", "cout", "source"),
    tri="annee",
    tri_descendant=True,
    charger=("porteur",),
    controle=validate_projet,
)
