"""Screens of the accueils with their dated capacities; then those of the years and of the projects."""

from core.api.admin import (
    CHAMP_STRUCTURE,
    Champ,
    Colonne,
    Format,
    LignesLiees,
    VueTable,
    open_year,
)
from plugins.enfance_jeunesse.admin_annees import VUE_ACTIVITE, VUE_EQUIPE
from plugins.enfance_jeunesse.admin_projets import VUE_INCLUSION, VUE_PASSERELLE, VUE_PEDT
from plugins.enfance_jeunesse.controles import (
    list_lignes_activite,
    validate_accueil,
    validate_activite,
    validate_equipe,
)
from plugins.enfance_jeunesse.models import AccueilLoisirs, ActiviteAlsh, EquipeAnimation
from plugins.enfance_jeunesse.rules import Periode, Tranche

_PLACES = {
    periode: Colonne(
        attribut=f"places_{periode.value}",
        libelle=periode.libelle,
        format=Format.ENTIER,
        tri=False,
    )
    for periode in Periode
}
_AGES = Colonne(attribut="ages", libelle="Âges", tri=False)

VUE_ACCUEIL = VueTable(
    modele=AccueilLoisirs,
    endpoint="ej_accueil",
    nom="Accueils de loisirs et de jeunes",
    singulier="Accueil",
    rubrique="Accueils",
    description=(
        "Une fiche par structure et par catégorie : le mercredi est périscolaire, les vacances sont "
        "extrascolaires. Les colonnes des périodes donnent les places d'aujourd'hui, tous âges réunis."
    ),
    vide=(
        "Aucun accueil : créez sa structure, puis sa fiche avec ses tranches d'âge et ses capacités par "
        "période."
    ),
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="categorie", libelle="Catégorie"),
        _AGES,
        _PLACES[Periode.MERCREDI],
        _PLACES[Periode.PETITES_VACANCES],
        _PLACES[Periode.ETE],
        Colonne(attribut="ouvert", libelle="Ouvert", format=Format.OUI_NON, tri=False),
    ),
    details=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="categorie", libelle="Catégorie"),
        _AGES,
        Colonne(attribut="ouvert", libelle="Ouvert aujourd'hui", format=Format.OUI_NON),
        Colonne(attribut="ouvert_le", libelle="Ouvert le", format=Format.DATE),
        Colonne(attribut="ferme_le", libelle="Fermé le", format=Format.DATE),
        *_PLACES.values(),
        Colonne(attribut="declare", libelle="Déclaré", format=Format.OUI_NON),
        Colonne(attribut="numero_declaration", libelle="Numéro de déclaration"),
        Colonne(attribut="pedt.nom", libelle="PEdT"),
        Colonne(attribut="plan_mercredi", libelle="Plan mercredi", format=Format.OUI_NON),
        Colonne(
            attribut="tarification_qf",
            libelle="Tarifs selon le quotient familial",
            format=Format.OUI_NON,
        ),
        Colonne(attribut="communes_desservies", libelle="Communes desservies"),
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(
            attribut="categorie",
            libelle="Catégorie",
            aide=(
                "Périscolaire : jours d'école et mercredi. Extrascolaire : vacances. Une structure qui fait "
                "les deux a deux fiches."
            ),
        ),
        Champ(
            attribut="tranches",
            libelle="Tranches d'âge",
            aide="Une ou plusieurs.",
            choix={t.value: t.libelle for t in Tranche},
        ),
        Champ(
            attribut="declare",
            libelle="Déclaré",
            aide="Déclaré au service de l'État chargé de la jeunesse (SDJES). Non pour une garderie rurale.",
        ),
        Champ(
            attribut="numero_declaration",
            libelle="Numéro de déclaration",
            aide="Celui de la fiche déposée auprès du SDJES.",
            groupe="Cadre",
        ),
        Champ(
            attribut="ouvert_le",
            libelle="Ouvert le",
            aide="À laisser vide si c'est la date d'ouverture de la structure.",
            groupe="Cadre",
        ),
        Champ(
            attribut="ferme_le",
            libelle="Fermé le",
            aide="Dernier jour d'accueil ; vide tant que l'accueil est ouvert.",
            groupe="Cadre",
        ),
        Champ(attribut="pedt", libelle="PEdT", aide="Le projet qui le couvre.", groupe="Cadre"),
        Champ(
            attribut="plan_mercredi",
            libelle="Plan mercredi",
            aide="Labellisé plan mercredi (accueil périscolaire seulement).",
            groupe="Cadre",
        ),
        Champ(
            attribut="tarification_qf",
            libelle="Tarifs selon le quotient familial",
            aide="Tarification modulée selon les ressources des familles.",
            groupe="Cadre",
        ),
        Champ(
            attribut="communes_desservies",
            libelle="Communes desservies",
            aide="Celles dont les enfants viennent ordinairement.",
            groupe="Cadre",
        ),
    ),
    lignes=(
        LignesLiees(
            relation="capacites",
            titre="Capacités par période",
            singulier="Capacité",
            champs=(
                Champ(
                    attribut="date_effet",
                    libelle="Date d'effet",
                    aide="Premier jour concerné ; la dernière ligne datée de la période est en vigueur.",
                ),
                Champ(attribut="periode", libelle="Période"),
                Champ(
                    attribut="capacite_moins_6",
                    libelle="Moins de 6 ans",
                    aide="Nombre de places, 0 s'il n'y en a pas.",
                ),
                Champ(
                    attribut="capacite_plus_6",
                    libelle="6 ans et plus",
                    aide="Nombre de places, 0 s'il n'y en a pas.",
                ),
                Champ(
                    attribut="capacite_ados",
                    libelle="Adolescents",
                    aide="Nombre de places pour les 12 à 17 ans, 0 s'il n'y en a pas.",
                ),
            ),
        ),
    ),
    recherche=("structure.nom", "structure.gestionnaire", "structure.commune.nom"),
    filtres=(
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="categorie", libelle="Catégorie"),
        Colonne(attribut="declare", libelle="Déclaré"),
        Colonne(attribut="plan_mercredi", libelle="Plan mercredi"),
    ),
    actions=(
        open_year(
            ActiviteAlsh,
            "accueil",
            validate_activite,
            chaque="période d'accueil",
            liste="Activité des accueils",
            lignes=list_lignes_activite,
        ),
        open_year(
            EquipeAnimation,
            "accueil",
            validate_equipe,
            chaque="accueil",
            liste="Équipes d'animation",
            nom="equipe",
            sujet="équipe",
        ),
    ),
    tri="structure.nom",
    charger=("structure.commune", "capacites"),
    controle=validate_accueil,
)

TABLES = (VUE_ACCUEIL, VUE_ACTIVITE, VUE_EQUIPE, VUE_PEDT, VUE_INCLUSION, VUE_PASSERELLE)
