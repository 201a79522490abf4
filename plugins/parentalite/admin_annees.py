"""Screens of the yearly figures: activity of the LAEP, CLAS groups, permanences of family mediation."""

from core.api.admin import (
    CHAMP_ANNEE,
    CHAMP_ANNEE_SCOLAIRE,
    CHAMP_EXERCICE,
    CHAMP_SOURCE,
    CHAMP_STRUCTURE,
    COLONNE_ANNEE,
    COLONNE_ANNEE_SCOLAIRE,
    COLONNE_EXERCICE,
    COLONNE_SOURCE,
    DESCRIPTION_ANNEES,
    RUBRIQUE_ANNEES,
    Champ,
    Colonne,
    Format,
    VueTable,
)
from plugins.parentalite.models import ClasGroupe, LaepActivite, MediationPermanence
from plugins.parentalite.service import validate_clas, validate_laep, validate_mediation

ENDPOINT_LAEP = "par_laep"
ENDPOINT_CLAS = "par_clas"
ENDPOINT_MEDIATION = "par_mediation"

VUE_LAEP = VueTable(
    modele=LaepActivite,
    endpoint=ENDPOINT_LAEP,
    nom="Activité des LAEP",
    singulier="Année d'activité d'un LAEP",
    rubrique=RUBRIQUE_ANNEES,
    description=(
        "Une ligne par LAEP et par année : des nombres seulement, l'accueil est anonyme. "
        f"{DESCRIPTION_ANNEES}"
    ),
    vide="Aucune activité : depuis « Dispositifs », cochez les LAEP et ouvrez leur année.",
    colonnes=(
        Colonne(attribut="dispositif.nom", libelle="LAEP"),
        Colonne(attribut="dispositif.structure.commune.nom", libelle="Commune"),
        COLONNE_ANNEE,
        Colonne(attribut="seances", libelle="Séances", format=Format.ENTIER),
        Colonne(attribut="heures_ouverture", libelle="Heures d'ouverture", format=Format.DECIMAL),
        Colonne(attribut="enfants_differents", libelle="Enfants différents", format=Format.ENTIER),
        Colonne(attribut="adultes_differents", libelle="Adultes différents", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        Champ(attribut="dispositif", libelle="LAEP", aide="Un dispositif de type LAEP."),
        CHAMP_ANNEE,
        Champ(
            attribut="seances", libelle="Séances", aide="Nombre dans l'année.", groupe="Ouverture"
        ),
        Champ(
            attribut="heures_ouverture",
            libelle="Heures d'ouverture",
            aide="Heures d'accueil des familles dans l'année.",
            groupe="Ouverture",
        ),
        Champ(
            attribut="heures_organisation",
            libelle="Heures d'organisation",
            aide="Heures de préparation, de réunion et d'analyse de la pratique dans l'année.",
            groupe="Ouverture",
        ),
        Champ(
            attribut="accueillants",
            libelle="Accueillants",
            aide="Nombre de personnes ; deux au moins à chaque séance.",
            groupe="Ouverture",
        ),
        Champ(
            attribut="enfants_differents",
            libelle="Enfants différents",
            aide="Nombre d'enfants, chacun compté une fois.",
            groupe="Familles",
        ),
        Champ(
            attribut="adultes_differents",
            libelle="Adultes différents",
            aide="Nombre d'adultes, chacun compté une fois.",
            groupe="Familles",
        ),
        Champ(
            attribut="frequentations",
            libelle="Fréquentations",
            aide="Venues d'enfants et d'adultes, comptées à chaque séance.",
            groupe="Familles",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("dispositif.nom", "dispositif.structure.nom", "source"),
    filtres=(
        COLONNE_ANNEE,
        Colonne(attribut="dispositif.structure.commune.nom", libelle="Commune"),
    ),
    en_tableau=(
        "seances",
        "heures_ouverture",
        "heures_organisation",
        "enfants_differents",
        "adultes_differents",
        "frequentations",
        "accueillants",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("dispositif.structure.commune",),
    controle=validate_laep,
)

VUE_CLAS = VueTable(
    modele=ClasGroupe,
    endpoint=ENDPOINT_CLAS,
    nom="Groupes CLAS",
    singulier="Groupe CLAS",
    rubrique=RUBRIQUE_ANNEES,
    description=(
        "Une ligne par groupe et par année scolaire ; elle dit pour quel exercice elle compte. "
        f"{DESCRIPTION_ANNEES}"
    ),
    vide="Aucun groupe : saisissez ceux de l'année scolaire, un par niveau et par lieu.",
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Structure"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        COLONNE_ANNEE_SCOLAIRE,
        COLONNE_EXERCICE,
        Colonne(attribut="niveau", libelle="Niveau"),
        Colonne(attribut="enfants", libelle="Enfants", format=Format.ENTIER),
        Colonne(attribut="seances", libelle="Séances", format=Format.ENTIER),
        Colonne(attribut="parents_impliques", libelle="Parents impliqués", format=Format.ENTIER),
    ),
    champs=(
        CHAMP_STRUCTURE,
        CHAMP_ANNEE_SCOLAIRE,
        CHAMP_EXERCICE,
        Champ(attribut="niveau", libelle="Niveau"),
        Champ(attribut="commune", libelle="Commune", aide="Celle où le groupe se réunit."),
        Champ(
            attribut="enfants",
            libelle="Enfants",
            aide="Nombre d'enfants. La charte du CLAS attend 8 à 12 enfants par groupe : vérifiez au-delà.",
            groupe="Groupe",
        ),
        Champ(attribut="seances", libelle="Séances", aide="Nombre dans l'année.", groupe="Groupe"),
        Champ(
            attribut="intervenants_pro",
            libelle="Intervenants professionnels",
            aide="Nombre de personnes. Deux intervenants au moins par groupe, bénévoles compris.",
            groupe="Groupe",
        ),
        Champ(
            attribut="intervenants_benevoles",
            libelle="Intervenants bénévoles",
            aide="Nombre de personnes.",
            groupe="Groupe",
        ),
        Champ(
            attribut="parents_impliques",
            libelle="Parents impliqués",
            aide="Parents différents venus au moins une fois.",
            groupe="Parents",
        ),
        Champ(
            attribut="actions_parents",
            libelle="Actions avec les parents",
            aide="Nombre de rencontres ou d'actions dans l'année scolaire.",
            groupe="Parents",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("structure.nom", "commune.nom", "source"),
    filtres=(
        COLONNE_EXERCICE,
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="niveau", libelle="Niveau"),
    ),
    en_tableau=(
        "enfants",
        "seances",
        "intervenants_pro",
        "intervenants_benevoles",
        "parents_impliques",
        "actions_parents",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("structure", "commune"),
    controle=validate_clas,
)

VUE_MEDIATION = VueTable(
    modele=MediationPermanence,
    endpoint=ENDPOINT_MEDIATION,
    nom="Médiation familiale",
    singulier="Année d'une permanence de médiation",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par service, par commune et par année. {DESCRIPTION_ANNEES}",
    vide="Aucune permanence : saisissez une ligne par commune où le service reçoit.",
    colonnes=(
        Colonne(attribut="dispositif.nom", libelle="Service"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        COLONNE_ANNEE,
        Colonne(attribut="jours", libelle="Jours", format=Format.ENTIER),
        Colonne(attribut="entretiens_information", libelle="Entretiens", format=Format.ENTIER),
        Colonne(attribut="mesures", libelle="Médiations", format=Format.ENTIER, tri=False),
        Colonne(attribut="accords", libelle="Accords", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        Champ(
            attribut="dispositif",
            libelle="Service",
            aide="Un dispositif de type médiation familiale.",
        ),
        Champ(attribut="commune", libelle="Commune", aide="Celle de la permanence."),
        CHAMP_ANNEE,
        Champ(
            attribut="jours",
            libelle="Jours",
            aide="Jours de permanence dans l'année, 366 au plus ; 0 si elle n'a pas été tenue.",
        ),
        Champ(
            attribut="entretiens_information",
            libelle="Entretiens d'information",
            aide="Nombre dans l'année.",
            groupe="Activité",
        ),
        Champ(
            attribut="mesures_conventionnelles",
            libelle="Médiations conventionnelles",
            aide="Nombre de médiations demandées par les personnes.",
            groupe="Activité",
        ),
        Champ(
            attribut="mesures_judiciaires",
            libelle="Médiations judiciaires",
            aide="Nombre de médiations ordonnées ou proposées par le juge.",
            groupe="Activité",
        ),
        Champ(
            attribut="accords",
            libelle="Accords",
            aide="Nombre de médiations terminées par un accord, écrit ou non.",
            groupe="Activité",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("dispositif.nom", "commune.nom", "source"),
    filtres=(COLONNE_ANNEE, Colonne(attribut="commune.nom", libelle="Commune")),
    en_tableau=(
        "jours",
        "entretiens_information",
        "mesures_conventionnelles",
        "mesures_judiciaires",
        "accords",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("dispositif", "commune"),
    controle=validate_mediation,
)
