"""Screens of the yearly figures: activity of the accueils by period, their teams."""

from core.api.admin import (
    AIDE_MONTANT,
    CHAMP_ANNEE,
    CHAMP_SOURCE,
    COLONNE_ANNEE,
    COLONNE_SOURCE,
    DESCRIPTION_ANNEES,
    GROUPE_COMPTES,
    RUBRIQUE_ANNEES,
    Champ,
    Colonne,
    Format,
    VueTable,
)
from plugins.enfance_jeunesse.controles import validate_activite, validate_equipe
from plugins.enfance_jeunesse.models import ActiviteAlsh, EquipeAnimation

ENDPOINT_ACTIVITE = "ej_activite"
ENDPOINT_EQUIPE = "ej_equipe"
_PRECISIONS = "Précisions"
_CHAMP_ACCUEIL = Champ(
    attribut="accueil", libelle="Accueil", aide="La structure et sa catégorie d'accueil."
)
_COLONNES_ACCUEIL = (
    Colonne(attribut="accueil.structure.nom", libelle="Accueil"),
    Colonne(attribut="accueil.categorie", libelle="Catégorie"),
)
_COMMUNE = Colonne(attribut="accueil.structure.commune.nom", libelle="Commune")

VUE_ACTIVITE = VueTable(
    modele=ActiviteAlsh,
    endpoint=ENDPOINT_ACTIVITE,
    nom="Activité des accueils",
    singulier="Année d'activité d'un accueil",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par accueil, par année et par période. {DESCRIPTION_ANNEES}",
    vide=(
        "Aucune activité : dans « Accueils », cochez ceux de l'exercice observé et choisissez « Ouvrir une "
        "année d'activité »."
    ),
    colonnes=(
        *_COLONNES_ACCUEIL,
        COLONNE_ANNEE,
        Colonne(attribut="periode", libelle="Période"),
        Colonne(attribut="heures_realisees", libelle="Heures réalisées", format=Format.ENTIER),
        Colonne(
            attribut="taux_occupation",
            libelle="Occupation (%)",
            format=Format.DECIMAL,
            tri=False,
        ),
        Colonne(attribut="enfants_differents", libelle="Enfants accueillis", format=Format.ENTIER),
        Colonne(attribut="refus_faute_place", libelle="Refus", format=Format.ENTIER),
        COLONNE_SOURCE,
    ),
    champs=(
        _CHAMP_ACCUEIL,
        CHAMP_ANNEE,
        CHAMP_SOURCE,
        Champ(
            attribut="periode",
            libelle="Période",
            aide="Une période de la catégorie : mercredi pour le périscolaire, été pour l'extrascolaire.",
        ),
        Champ(
            attribut="jours",
            libelle="Jours d'ouverture",
            aide="Jours de la période dans l'année, 366 au plus.",
        ),
        Champ(
            attribut="amplitude_h",
            libelle="Amplitude journalière",
            aide="Heures d'ouverture par jour de la période (exemple : 1,5 pour un soir).",
        ),
        Champ(
            attribut="heures_realisees",
            libelle="Heures réalisées",
            aide="Heures de présence des enfants, celles que la CAF retient.",
        ),
        Champ(
            attribut="heures_facturees",
            libelle="Heures facturées",
            aide="Heures payées par les familles.",
        ),
        Champ(
            attribut="enfants_differents",
            libelle="Enfants accueillis",
            aide="Enfants différents dans la période, dans l'année.",
        ),
        Champ(
            attribut="enfants_hors_commune",
            libelle="Dont venus d'une autre commune",
            aide="Nombre d'enfants.",
            groupe=_PRECISIONS,
        ),
        Champ(
            attribut="refus_faute_place",
            libelle="Refus faute de place",
            aide="Enfants refusés parce que l'accueil était complet ; 0 s'il n'y en a pas eu.",
        ),
        Champ(
            attribut="enfants_aeeh",
            libelle="Dont bénéficiaires de l'AEEH",
            aide="Nombre d'enfants. Chiffre sensible, masqué quand il est petit.",
        ),
        Champ(
            attribut="heures_aeeh",
            libelle="Heures des bénéficiaires de l'AEEH",
            aide="Heures de présence, celles du complément inclusif. Chiffre sensible.",
            groupe=_PRECISIONS,
        ),
        Champ(attribut="charges", libelle="Charges", aide=AIDE_MONTANT, groupe=GROUPE_COMPTES),
        Champ(
            attribut="ps_caf",
            libelle="Prestation de service de la CAF",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
        Champ(
            attribut="bonus_territoire",
            libelle="Bonus territoire",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
        Champ(
            attribut="complement_inclusif",
            libelle="Complément inclusif",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
        Champ(
            attribut="participation_familles",
            libelle="Participations des familles",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
    ),
    recherche=("accueil.structure.nom", "source"),
    filtres=(COLONNE_ANNEE, Colonne(attribut="periode", libelle="Période"), _COMMUNE),
    en_tableau=(
        "jours",
        "amplitude_h",
        "heures_realisees",
        "heures_facturees",
        "enfants_differents",
        "enfants_aeeh",
        "refus_faute_place",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("accueil.structure", "accueil.capacites"),
    controle=validate_activite,
)

VUE_EQUIPE = VueTable(
    modele=EquipeAnimation,
    endpoint=ENDPOINT_EQUIPE,
    nom="Équipes d'animation",
    singulier="Année d'une équipe d'animation",
    rubrique=RUBRIQUE_ANNEES,
    description=(
        "Une ligne par accueil et par année. Une personne compte une fois, à son plus haut diplôme. "
        f"{DESCRIPTION_ANNEES}"
    ),
    vide=(
        "Aucune équipe : dans « Accueils », cochez ceux de l'exercice observé et choisissez « Ouvrir "
        "une année d'équipe »."
    ),
    colonnes=(
        *_COLONNES_ACCUEIL,
        COLONNE_ANNEE,
        Colonne(attribut="postes", libelle="Postes", format=Format.ENTIER),
        Colonne(attribut="postes_pourvus", libelle="Pourvus", format=Format.ENTIER),
        Colonne(attribut="diplomes", libelle="Diplômés", format=Format.ENTIER, tri=False),
        COLONNE_SOURCE,
    ),
    champs=(
        _CHAMP_ACCUEIL,
        CHAMP_ANNEE,
        CHAMP_SOURCE,
        Champ(
            attribut="postes", libelle="Postes", aide="Postes d'animation et de direction prévus."
        ),
        Champ(attribut="postes_pourvus", libelle="Postes pourvus", aide="Nombre de postes."),
        Champ(
            attribut="bafa",
            libelle="BAFA",
            aide="Nombre de personnes dont c'est le plus haut diplôme.",
        ),
        Champ(
            attribut="bafd",
            libelle="BAFD",
            aide="Nombre de personnes dont c'est le plus haut diplôme.",
        ),
        Champ(
            attribut="equivalents",
            libelle="Équivalents",
            aide="Personnes dont un autre diplôme ou titre vaut BAFA ou BAFD (CAP, BPJEPS...).",
        ),
        Champ(
            attribut="stagiaires",
            libelle="Stagiaires",
            aide="Personnes en cours de BAFA ou de BAFD.",
        ),
        Champ(
            attribut="sans_diplome",
            libelle="Sans diplôme",
            aide="Nombre de personnes.",
        ),
        Champ(
            attribut="jours_formation",
            libelle="Jours de formation",
            aide="Jours suivis dans l'année, toutes personnes réunies.",
            groupe=_PRECISIONS,
        ),
    ),
    recherche=("accueil.structure.nom", "source"),
    filtres=(COLONNE_ANNEE, _COMMUNE),
    en_tableau=(
        "postes",
        "postes_pourvus",
        "bafa",
        "bafd",
        "equivalents",
        "stagiaires",
        "sans_diplome",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("accueil.structure",),
    controle=validate_equipe,
)
