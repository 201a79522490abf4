"""Screens of the yearly figures: places, digital mediation, mobility, housing, domiciliation."""

from core.api.admin import (
    CHAMP_ANNEE,
    CHAMP_SOURCE,
    CHAMP_STRUCTURE,
    COLONNE_ANNEE,
    COLONNE_SOURCE,
    DESCRIPTION_ANNEES,
    RUBRIQUE_ANNEES,
    Champ,
    Colonne,
    Format,
    VueTable,
)
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
)
from plugins.acces_droits.service import (
    validate_activite,
    validate_domiciliation,
    validate_logement,
    validate_mediateur,
    validate_mobilite,
)

ENDPOINT_ACTIVITE = "ad_activite"
ENDPOINT_DOMICILIATION = "ad_domiciliation"
_AIDE_SENSIBLE = (
    "Dans l'année. Chiffre sensible : lu par l'équipe, la gouvernance, la CAF et la commune."
)
_STRUCTURE = Colonne(attribut="structure.nom", libelle="Structure")
_COMMUNE = Colonne(attribut="structure.commune.nom", libelle="Commune")

VUE_ACTIVITE = VueTable(
    modele=ActiviteAccueil,
    endpoint=ENDPOINT_ACTIVITE,
    nom="Activité des lieux",
    singulier="Année d'activité d'un lieu",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par lieu d'accueil et par année. {DESCRIPTION_ANNEES}",
    vide="Aucune activité : saisissez une ligne par lieu pour l'exercice observé.",
    colonnes=(
        Colonne(attribut="lieu.structure.nom", libelle="Lieu"),
        COLONNE_ANNEE,
        Colonne(attribut="accompagnements", libelle="Accompagnements", format=Format.ENTIER),
        Colonne(attribut="demandes_caf", libelle="Demandes CAF", format=Format.ENTIER),
        Colonne(
            attribut="delai_moyen", libelle="Délai moyen (jours)", format=Format.DECIMAL, tri=False
        ),
        Colonne(attribut="droits_ouverts", libelle="Droits ouverts", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        Champ(attribut="lieu", libelle="Lieu", aide="Le lieu d'accueil dont ce sont les chiffres."),
        CHAMP_ANNEE,
        Champ(
            attribut="accompagnements",
            libelle="Accompagnements",
            aide="Demandes traitées dans l'année, tous organismes.",
        ),
        Champ(attribut="demandes_caf", libelle="Dont demandes CAF", aide="Nombre de demandes."),
        Champ(
            attribut="usagers_hors_commune",
            libelle="Usagers d'une autre commune",
            aide="Nombre de personnes qui n'habitent pas la commune du lieu.",
        ),
        Champ(
            attribut="rendez_vous",
            libelle="Rendez-vous",
            aide="Nombre de rendez-vous donnés dans l'année.",
            groupe="Rendez-vous",
        ),
        Champ(
            attribut="somme_delais_j",
            libelle="Somme des délais",
            aide="Jours entre la demande et le rendez-vous, additionnés pour tous les rendez-vous.",
            groupe="Rendez-vous",
        ),
        Champ(
            attribut="dossiers_suivis",
            libelle="Dossiers suivis",
            aide="Nombre de dossiers dont le lieu connaît l'issue.",
            groupe="Issue des dossiers",
        ),
        Champ(
            attribut="droits_ouverts",
            libelle="Dont droit ouvert",
            aide="Nombre de dossiers suivis où un droit au moins s'est ouvert.",
            groupe="Issue des dossiers",
        ),
        Champ(
            attribut="orientations",
            libelle="Orientations",
            aide="Nombre de personnes adressées à un autre organisme.",
            groupe="Issue des dossiers",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("lieu.structure.nom", "source"),
    filtres=(COLONNE_ANNEE, Colonne(attribut="lieu.structure.commune.nom", libelle="Commune")),
    en_tableau=(
        "accompagnements",
        "demandes_caf",
        "rendez_vous",
        "somme_delais_j",
        "dossiers_suivis",
        "droits_ouverts",
        "orientations",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("lieu.structure",),
    controle=validate_activite,
)

VUE_MEDIATEUR = VueTable(
    modele=MediateurNumerique,
    endpoint="ad_mediateur",
    nom="Médiation numérique",
    singulier="Année de médiation numérique",
    rubrique=RUBRIQUE_ANNEES,
    description=(
        f"Une ligne par structure, sorte de médiateur et année ; jamais de nom. {DESCRIPTION_ANNEES}"
    ),
    vide="Aucune médiation : saisissez une ligne par structure pour l'exercice observé.",
    colonnes=(
        _STRUCTURE,
        COLONNE_ANNEE,
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="etp", libelle="ETP", format=Format.DECIMAL),
        Colonne(attribut="ateliers", libelle="Ateliers", format=Format.ENTIER),
        Colonne(attribut="beneficiaires", libelle="Bénéficiaires", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(attribut="type", libelle="Type"),
        CHAMP_ANNEE,
        Champ(
            attribut="etp",
            libelle="ETP",
            aide="Équivalents temps plein de cette sorte dans la structure (exemple : 1,5).",
        ),
        Champ(attribut="communes", libelle="Communes d'intervention"),
        Champ(
            attribut="aidants_connect",
            libelle="Aidants Connect",
            aide="La structure peut agir en ligne au nom des personnes, avec leur mandat.",
        ),
        Champ(attribut="ateliers", libelle="Ateliers", aide="Nombre d'ateliers dans l'année."),
        Champ(
            attribut="accompagnements_individuels",
            libelle="Accompagnements individuels",
            aide="Nombre dans l'année.",
        ),
        Champ(
            attribut="beneficiaires",
            libelle="Bénéficiaires",
            aide="Personnes différentes dans l'année.",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("structure.nom", "source"),
    filtres=(COLONNE_ANNEE, Colonne(attribut="type", libelle="Type"), _COMMUNE),
    en_tableau=("etp", "ateliers", "accompagnements_individuels", "beneficiaires", "source"),
    tri="annee",
    tri_descendant=True,
    charger=("structure",),
    controle=validate_mediateur,
)

VUE_MOBILITE = VueTable(
    modele=OffreMobilite,
    endpoint="ad_mobilite",
    nom="Offres de mobilité",
    singulier="Année d'une offre de mobilité",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par offre et par année. {DESCRIPTION_ANNEES}",
    vide="Aucune offre : saisissez une ligne par offre pour l'exercice observé.",
    colonnes=(
        Colonne(attribut="operateur", libelle="Opérateur"),
        Colonne(attribut="type", libelle="Type"),
        COLONNE_ANNEE,
        Colonne(
            attribut="nombre_communes",
            libelle="Communes desservies",
            format=Format.ENTIER,
            tri=False,
        ),
        Colonne(attribut="voyages", libelle="Voyages", format=Format.ENTIER),
        Colonne(attribut="beneficiaires", libelle="Bénéficiaires", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        Champ(attribut="operateur", libelle="Opérateur", aide="Qui fait rouler l'offre."),
        Champ(attribut="type", libelle="Type"),
        CHAMP_ANNEE,
        Champ(attribut="communes", libelle="Communes desservies"),
        Champ(attribut="tarif", libelle="Tarif", aide="Ce que paie l'usager, en clair."),
        Champ(attribut="voyages", libelle="Voyages", aide="Nombre d'allers simples dans l'année."),
        Champ(
            attribut="voyages_acces_droits",
            libelle="Dont vers un accès aux droits",
            aide="Voyages vers une administration, un lieu d'accueil, un soin ou un emploi.",
        ),
        Champ(
            attribut="beneficiaires",
            libelle="Bénéficiaires",
            aide="Personnes différentes dans l'année.",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("operateur", "source"),
    filtres=(
        COLONNE_ANNEE,
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="communes", libelle="Commune desservie"),
    ),
    en_tableau=("tarif", "voyages", "voyages_acces_droits", "beneficiaires", "source"),
    tri="annee",
    tri_descendant=True,
    charger=("communes",),
    controle=validate_mobilite,
)

VUE_LOGEMENT = VueTable(
    modele=OffreLogement,
    endpoint="ad_logement",
    nom="Offres de logement",
    singulier="Année d'une offre de logement",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par structure, type et année. {DESCRIPTION_ANNEES}",
    vide="Aucune offre : saisissez une ligne par structure pour l'exercice observé.",
    colonnes=(
        _STRUCTURE,
        COLONNE_ANNEE,
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="places", libelle="Places", format=Format.ENTIER),
        Colonne(attribut="places_occupees", libelle="Places occupées", format=Format.ENTIER),
        Colonne(attribut="sorties", libelle="Sorties", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(attribut="type", libelle="Type"),
        CHAMP_ANNEE,
        Champ(attribut="places", libelle="Places", aide="Nombre de places au 31 décembre."),
        Champ(
            attribut="places_occupees",
            libelle="Places occupées",
            aide="Nombre de places occupées au 31 décembre.",
        ),
        Champ(
            attribut="sorties",
            libelle="Sorties",
            aide="Personnes parties dans l'année, quelle que soit leur destination.",
            groupe="Sorties",
        ),
        Champ(
            attribut="sorties_logement_autonome",
            libelle="Dont vers un logement autonome",
            aide="Nombre de personnes.",
            groupe="Sorties",
        ),
        Champ(
            attribut="duree_totale_mois",
            libelle="Durée totale des séjours",
            aide="Mois de séjour des personnes sorties, additionnés.",
            groupe="Sorties",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("structure.nom", "source"),
    filtres=(COLONNE_ANNEE, Colonne(attribut="type", libelle="Type"), _COMMUNE),
    en_tableau=(
        "places",
        "places_occupees",
        "sorties",
        "sorties_logement_autonome",
        "duree_totale_mois",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("structure",),
    controle=validate_logement,
)

VUE_DOMICILIATION = VueTable(
    modele=Domiciliation,
    endpoint=ENDPOINT_DOMICILIATION,
    nom="Domiciliations",
    singulier="Année de domiciliation d'un CCAS",
    rubrique=RUBRIQUE_ANNEES,
    description=(
        "Une ligne par CCAS ou CIAS et par année : les nombres du bilan envoyé au préfet avant le 31 "
        f"janvier. {DESCRIPTION_ANNEES}"
    ),
    vide="Aucune domiciliation : saisissez une ligne par CCAS ou CIAS, 0 s'il n'y en a pas.",
    colonnes=(
        _STRUCTURE,
        COLONNE_ANNEE,
        Colonne(attribut="valides_31_12", libelle="Valides au 31/12", format=Format.ENTIER),
        Colonne(attribut="demandes", libelle="Demandes", format=Format.ENTIER),
        Colonne(attribut="refus", libelle="Refus", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        CHAMP_STRUCTURE,
        CHAMP_ANNEE,
        Champ(
            attribut="valides_31_12",
            libelle="Élections valides au 31 décembre",
            aide="Nombre d'élections de domicile. Chiffre sensible.",
        ),
        Champ(
            attribut="personnes",
            libelle="Personnes domiciliées",
            aide="Ayants droit compris. Chiffre sensible.",
        ),
        Champ(attribut="demandes", libelle="Demandes", aide=_AIDE_SENSIBLE),
        Champ(attribut="nouvelles", libelle="Nouvelles élections", aide=_AIDE_SENSIBLE),
        Champ(attribut="radiations", libelle="Radiations", aide=_AIDE_SENSIBLE),
        Champ(attribut="refus", libelle="Refus", aide=_AIDE_SENSIBLE),
        CHAMP_SOURCE,
    ),
    recherche=("structure.nom", "source"),
    filtres=(COLONNE_ANNEE, _COMMUNE),
    en_tableau=(
        "valides_31_12",
        "personnes",
        "demandes",
        "nouvelles",
        "radiations",
        "refus",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("structure",),
    controle=validate_domiciliation,
)

ANNEES = (VUE_ACTIVITE, VUE_MEDIATEUR, VUE_MOBILITE, VUE_LOGEMENT, VUE_DOMICILIATION)
