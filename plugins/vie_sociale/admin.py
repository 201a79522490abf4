"""Screens of the axis: equipment, agréments, pactes, then the figures of each year."""

from sqlalchemy import Date, literal

from core.api.admin import (
    CHAMP_STRUCTURE,
    Champ,
    Colonne,
    Critere,
    Format,
    LignesLiees,
    VueTable,
    open_year,
)
from plugins.vie_sociale.admin_annees import VUE_ACTIVITE, VUE_PROJET
from plugins.vie_sociale.models import (
    ActiviteSociale,
    Agrement,
    EquipementSocial,
    PacteCooperation,
)
from plugins.vie_sociale.service import (
    is_valide_sql,
    needs_renewal,
    validate_activite,
    validate_agrement,
    validate_equipement,
    validate_pacte,
)

ENDPOINT_AGREMENT = "vs_agrement"
ENDPOINT_PACTE = "vs_pacte"
_EQUIPEMENTS = "Équipements et pactes"

VUE_EQUIPEMENT = VueTable(
    modele=EquipementSocial,
    endpoint="vs_equipement",
    nom="Équipements de vie sociale",
    singulier="Équipement de vie sociale",
    rubrique=_EQUIPEMENTS,
    description=(
        "Centres sociaux, espaces de vie sociale et structures voisines, avec la zone qu'ils couvrent. Leurs "
        "agréments ont leur propre liste."
    ),
    vide="Aucun équipement : créez sa structure, puis sa fiche avec les communes de sa zone.",
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(
            attribut="agrement_actuel",
            libelle="Agréments valides aujourd'hui",
            format=Format.TEXTE_LONG,
            tri=False,
        ),
        Colonne(
            attribut="nombre_communes",
            libelle="Communes de la zone",
            format=Format.ENTIER,
            tri=False,
        ),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
    ),
    details=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="structure.statut", libelle="Statut du gestionnaire"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="mode_gestion", libelle="Mode de gestion publique"),
        Colonne(attribut="communes", libelle="Zone de compétence"),
        Colonne(
            attribut="agrement_actuel",
            libelle="Agréments valides aujourd'hui",
            format=Format.TEXTE_LONG,
        ),
        Colonne(attribut="geographie", libelle="Géographie prioritaire"),
        Colonne(attribut="premier_agrement", libelle="Premier agrément", format=Format.DATE),
        Colonne(attribut="federe", libelle="Fédéré", format=Format.OUI_NON),
        Colonne(attribut="itinerant", libelle="Itinérant", format=Format.OUI_NON),
        Colonne(attribut="multi_sites", libelle="Multi-sites", format=Format.OUI_NON),
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(
            attribut="type",
            libelle="Type",
            aide="La CAF agrée les centres sociaux et les espaces de vie sociale.",
        ),
        Champ(
            attribut="communes",
            libelle="Zone de compétence",
            aide="Toutes les communes que la structure couvre, la sienne comprise.",
        ),
        Champ(
            attribut="mode_gestion",
            libelle="Mode de gestion publique",
            aide="Pour une structure publique : qui la gère. Vide pour une association.",
            groupe="Profil (enquête Senacs)",
        ),
        Champ(
            attribut="geographie",
            libelle="Géographie prioritaire",
            aide="Vide si inconnue.",
            groupe="Profil (enquête Senacs)",
        ),
        Champ(
            attribut="premier_agrement",
            libelle="Premier agrément",
            aide="Date du tout premier agrément de la CAF. Vide si inconnue.",
            groupe="Profil (enquête Senacs)",
        ),
        Champ(
            attribut="federe",
            libelle="Fédéré",
            aide="Adhérent de la fédération des centres sociaux.",
            groupe="Profil (enquête Senacs)",
        ),
        Champ(
            attribut="itinerant",
            libelle="Itinérant",
            aide="Va aussi de commune en commune.",
            groupe="Profil (enquête Senacs)",
        ),
        Champ(
            attribut="multi_sites",
            libelle="Multi-sites",
            aide="Accueille dans plusieurs lieux.",
            groupe="Profil (enquête Senacs)",
        ),
    ),
    recherche=("structure.nom", "structure.gestionnaire", "structure.commune.nom"),
    filtres=(
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="type", libelle="Type"),
    ),
    actions=(
        open_year(
            ActiviteSociale,
            "equipement",
            validate_activite,
            chaque="équipement ouvert",
            liste="Activité des équipements",
        ),
    ),
    tri="structure.nom",
    charger=("structure.commune", "communes", "agrements"),
    controle=validate_equipement,
)


VUE_AGREMENT = VueTable(
    modele=Agrement,
    endpoint=ENDPOINT_AGREMENT,
    nom="Agréments",
    singulier="Agrément",
    rubrique=_EQUIPEMENTS,
    description=(
        "Les projets agréés par la CAF, de un à quatre ans. Un renouvellement est une nouvelle ligne : "
        "l'ancienne garde ses dates."
    ),
    vide="Aucun agrément : ajoutez ceux de chaque centre social et espace de vie sociale.",
    colonnes=(
        Colonne(attribut="equipement.structure.nom", libelle="Équipement"),
        Colonne(attribut="nature", libelle="Nature"),
        Colonne(attribut="situation", libelle="Aujourd'hui", tri=False),
        Colonne(attribut="date_debut", libelle="Début", format=Format.DATE),
        Colonne(attribut="date_fin", libelle="Fin", format=Format.DATE),
        Colonne(attribut="duree", libelle="Durée", tri=False),
    ),
    details=(
        Colonne(attribut="equipement.structure.nom", libelle="Équipement"),
        Colonne(attribut="nature", libelle="Nature"),
        Colonne(attribut="statut", libelle="Statut"),
        Colonne(attribut="situation", libelle="Aujourd'hui"),
        Colonne(attribut="date_debut", libelle="Début", format=Format.DATE),
        Colonne(attribut="date_fin", libelle="Fin", format=Format.DATE),
        Colonne(attribut="duree", libelle="Durée"),
        Colonne(attribut="axes_projet", libelle="Axes du projet"),
    ),
    champs=(
        Champ(
            attribut="equipement",
            libelle="Équipement",
            aide="Nom du centre social ou de l'espace de vie sociale.",
        ),
        Champ(
            attribut="nature",
            libelle="Nature",
            aide="Un agrément par nature : un centre en a deux.",
        ),
        Champ(
            attribut="statut",
            libelle="Statut",
            aide="Qu'un agrément a expiré se lit de sa date de fin : son statut reste « Accordé ».",
        ),
        Champ(
            attribut="date_debut",
            libelle="Début",
            aide="Premier jour. Obligatoire quand il est accordé.",
        ),
        Champ(
            attribut="date_fin",
            libelle="Fin",
            aide="Dernier jour, un à quatre ans après le début.",
        ),
        Champ(
            attribut="axes_projet",
            libelle="Axes du projet",
            aide="Cinq au plus, un par ligne.",
            groupe="Projet",
        ),
    ),
    recherche=("equipement.structure.nom",),
    filtres=(
        Critere(
            nom="situation",
            libelle="Situation",
            options={
                "valide": (
                    "Valides aujourd'hui",
                    lambda jour: is_valide_sql(literal(jour, Date)),
                ),
                "renouveler": ("À renouveler", lambda jour: needs_renewal(literal(jour, Date))),
            },
        ),
        Colonne(attribut="nature", libelle="Nature"),
        Colonne(attribut="statut", libelle="Statut"),
    ),
    tri="date_fin",
    tri_descendant=True,
    charger=("equipement.structure",),
    controle=validate_agrement,
)

VUE_PACTE = VueTable(
    modele=PacteCooperation,
    endpoint=ENDPOINT_PACTE,
    nom="Pactes de coopération",
    singulier="Pacte de coopération",
    rubrique=_EQUIPEMENTS,
    description="Les engagements entre structures, collectivités et CAF, avec leur bilan de chaque année.",
    vide="Aucun pacte : créez-le dès la négociation, les signatures viennent ensuite.",
    colonnes=(
        Colonne(attribut="intitule", libelle="Intitulé"),
        Colonne(attribut="etat", libelle="État"),
        Colonne(
            attribut="nombre_signataires",
            libelle="Signataires",
            format=Format.ENTIER,
            tri=False,
        ),
        Colonne(attribut="date_signature", libelle="Signé le", format=Format.DATE),
        Colonne(attribut="date_fin", libelle="Fin", format=Format.DATE),
    ),
    details=(
        Colonne(attribut="intitule", libelle="Intitulé"),
        Colonne(attribut="etat", libelle="État"),
        Colonne(attribut="signataires", libelle="Signataires"),
        Colonne(attribut="date_signature", libelle="Signé le", format=Format.DATE),
        Colonne(attribut="date_fin", libelle="Fin", format=Format.DATE),
        Colonne(attribut="axes", libelle="Axes du pacte", format=Format.TEXTE_LONG),
    ),
    champs=(
        Champ(attribut="intitule", libelle="Intitulé", aide="Tel que les signataires l'écrivent."),
        Champ(attribut="etat", libelle="État"),
        Champ(
            attribut="signataires",
            libelle="Signataires",
            aide="Structures qui signent ; la CAF et l'Agglomération sont aussi des structures.",
        ),
        Champ(attribut="date_signature", libelle="Signé le", aide="Date de la signature."),
        Champ(
            attribut="date_fin", libelle="Fin", aide="Dernier jour. Vide si le pacte n'en dit rien."
        ),
        Champ(
            attribut="axes",
            libelle="Axes du pacte",
            aide="Ce que les signataires s'engagent à faire.",
            texte_long=True,
            groupe="Contenu",
        ),
    ),
    lignes=(
        LignesLiees(
            relation="bilans",
            titre="Bilans annuels",
            singulier="Bilan d'une année",
            champs=(
                Champ(attribut="annee", libelle="Année", aide="Année civile du bilan."),
                Champ(
                    attribut="bilan",
                    libelle="Bilan",
                    aide="Ce qui a été fait, ce qui reste à faire.",
                    texte_long=True,
                ),
                Champ(attribut="source", libelle="Source", aide="Réunion ou document du bilan."),
            ),
        ),
    ),
    recherche=("intitule",),
    filtres=(Colonne(attribut="etat", libelle="État"),),
    tri="date_fin",
    tri_descendant=True,
    charger=("signataires",),
    controle=validate_pacte,
)

TABLES = (VUE_EQUIPEMENT, VUE_AGREMENT, VUE_ACTIVITE, VUE_PACTE, VUE_PROJET)
