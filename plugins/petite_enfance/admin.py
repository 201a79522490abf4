"""Screens of the axis: establishments with their ledger, relays, then the figures of each year."""

from core.api.admin import (
    CHAMP_STRUCTURE,
    Champ,
    Colonne,
    Format,
    LignesLiees,
    VueTable,
    open_year,
)
from plugins.petite_enfance.admin_annees import VUE_ACCUEIL, VUE_ACTIVITE
from plugins.petite_enfance.models import ActiviteEaje, Eaje, Rpe
from plugins.petite_enfance.service import validate_activite, validate_eaje, validate_rpe

_STRUCTURES = "Établissements et relais"

VUE_EAJE = VueTable(
    modele=Eaje,
    endpoint="pe_eaje",
    nom="Établissements d'accueil (EAJE)",
    singulier="Établissement d'accueil",
    rubrique=_STRUCTURES,
    description=(
        "Les crèches, jardins d'enfants et crèches familiales. Les places viennent du registre des "
        "autorisations, la catégorie s'en déduit."
    ),
    vide="Aucun établissement : créez sa fiche, avec sa structure et la ligne d'ouverture de ses places.",
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="places_actuelles", libelle="Places aujourd'hui", format=Format.ENTIER),
        Colonne(attribut="categorie", libelle="Catégorie", tri=False),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="financement", libelle="Financement"),
    ),
    details=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="structure.statut", libelle="Statut du gestionnaire"),
        Colonne(attribut="nature", libelle="Nature"),
        Colonne(attribut="places_actuelles", libelle="Places aujourd'hui", format=Format.ENTIER),
        Colonne(attribut="categorie", libelle="Catégorie"),
        Colonne(attribut="financement", libelle="Financement"),
        Colonne(attribut="multi_accueil", libelle="Multi-accueil", format=Format.OUI_NON),
        Colonne(attribut="halte_garderie", libelle="Halte-garderie", format=Format.OUI_NON),
        Colonne(attribut="gestion_parentale", libelle="Gestion parentale", format=Format.OUI_NON),
        Colonne(attribut="horaires", libelle="Horaires", format=Format.TEXTE_LONG),
        Colonne(attribut="horaires_atypiques", libelle="Horaires atypiques", format=Format.OUI_NON),
        Colonne(attribut="avip", libelle="Crèche AVIP", format=Format.OUI_NON),
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(attribut="nature", libelle="Nature"),
        Champ(
            attribut="financement",
            libelle="Financement",
            aide="Prestation de la CAF qui finance les places.",
        ),
        Champ(
            attribut="multi_accueil",
            libelle="Multi-accueil",
            aide="Accueil régulier et occasionnel.",
        ),
        Champ(attribut="halte_garderie", libelle="Halte-garderie"),
        Champ(attribut="gestion_parentale", libelle="Gestion parentale"),
        Champ(
            attribut="horaires",
            libelle="Horaires",
            aide="Jours et heures d'ouverture, en clair.",
            texte_long=True,
        ),
        Champ(
            attribut="horaires_atypiques",
            libelle="Horaires atypiques",
            aide="Accueil tôt le matin, tard le soir, la nuit ou le week-end.",
        ),
        Champ(
            attribut="avip",
            libelle="Crèche AVIP",
            aide="Crèche à vocation d'insertion professionnelle.",
        ),
    ),
    lignes=(
        LignesLiees(
            relation="mouvements",
            titre="Registre des places autorisées",
            singulier="Mouvement de places",
            champs=(
                Champ(attribut="date_effet", libelle="Date d'effet", aide="Premier jour concerné."),
                Champ(attribut="motif", libelle="Motif"),
                Champ(
                    attribut="places",
                    libelle="Places",
                    aide=(
                        "20 pour 20 places ouvertes, -5 pour 5 fermées, 0 pour une transformation."
                    ),
                ),
                Champ(
                    attribut="places_subventionnees_bonus",
                    libelle="Dont places au bonus territoire",
                    aide="Nombre de places, vide si inconnu.",
                ),
                Champ(
                    attribut="acte_ref",
                    libelle="Référence de l'acte",
                    aide="Arrêté ou avis d'autorisation.",
                ),
                Champ(
                    attribut="modulation",
                    libelle="Modulation",
                    aide="Places selon l'heure ou le jour, en clair.",
                ),
            ),
        ),
    ),
    recherche=("structure.nom", "structure.gestionnaire", "structure.commune.nom"),
    filtres=(
        Colonne(attribut="structure.commune.nom", libelle="Commune"),
        Colonne(attribut="financement", libelle="Financement"),
        Colonne(attribut="nature", libelle="Nature"),
    ),
    actions=(
        open_year(
            ActiviteEaje,
            "eaje",
            validate_activite,
            chaque="établissement ouvert",
            liste="Activité des EAJE",
        ),
    ),
    tri="structure.nom",
    charger=("structure.commune",),
    controle=validate_eaje,
)

VUE_RPE = VueTable(
    modele=Rpe,
    endpoint="pe_rpe",
    nom="Relais petite enfance (RPE)",
    singulier="Relais petite enfance",
    rubrique=_STRUCTURES,
    description="Les relais, leurs moyens, les communes qu'ils desservent et leurs missions renforcées.",
    vide="Aucun relais : créez sa fiche, avec sa structure et les communes desservies.",
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Nom"),
        Colonne(attribut="structure.commune.nom", libelle="Siège"),
        Colonne(attribut="etp", libelle="ETP", format=Format.DECIMAL),
        Colonne(
            attribut="nombre_communes",
            libelle="Communes desservies",
            format=Format.ENTIER,
            tri=False,
        ),
        Colonne(attribut="guichet_unique", libelle="Guichet unique", format=Format.OUI_NON),
    ),
    champs=(
        CHAMP_STRUCTURE,
        Champ(attribut="etp", libelle="ETP", aide="Équivalents temps plein (exemple : 1,5)."),
        Champ(attribut="communes", libelle="Communes desservies"),
        Champ(attribut="guichet_unique", libelle="Guichet unique", aide="Mission renforcée."),
        Champ(
            attribut="analyse_pratique", libelle="Analyse de la pratique", aide="Mission renforcée."
        ),
        Champ(
            attribut="promotion_metier", libelle="Promotion du métier", aide="Mission renforcée."
        ),
    ),
    recherche=("structure.nom", "structure.commune.nom"),
    tri="structure.nom",
    charger=("structure.commune", "communes"),
    controle=validate_rpe,
)

TABLES = (VUE_EAJE, VUE_ACTIVITE, VUE_ACCUEIL, VUE_RPE)
