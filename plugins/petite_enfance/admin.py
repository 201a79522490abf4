"""Screens of the axis: establishments with their ledger, their years, individual care, relays."""

from core.api.admin import Champ, Colonne, Format, LignesLiees, VueTable
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje, Eaje, Rpe
from plugins.petite_enfance.service import (
    validate_accueil,
    validate_activite,
    validate_eaje,
    validate_rpe,
)

ENDPOINT_EAJE = "pe_eaje"
ENDPOINT_ACTIVITE = "pe_activite"
ENDPOINT_ACCUEIL = "pe_accueil"
ENDPOINT_RPE = "pe_rpe"

_STRUCTURES = "Établissements et relais"
_ANNEES = "Chiffres de l'année"
_AIDE_STRUCTURE = (
    "La fiche de l'organisme : nom, commune, gestionnaire, statut. S'il n'est pas dans la liste, créez-le "
    "d'abord dans « Structures » (nouvelle structure), puis revenez ici."
)

VUE_EAJE = VueTable(
    modele=Eaje,
    endpoint=ENDPOINT_EAJE,
    nom="Établissements d'accueil (EAJE)",
    singulier="Établissement d'accueil",
    rubrique=_STRUCTURES,
    description=(
        "Les crèches, jardins d'enfants et crèches familiales. Les places viennent du registre des "
        "autorisations, la catégorie s'en déduit."
    ),
    vide="Aucun établissement : créez sa structure, puis sa fiche et la ligne d'ouverture de ses places.",
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
        Champ(attribut="structure", libelle="Structure", aide=_AIDE_STRUCTURE),
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
                        "Nombre signé : 20 pour une ouverture ou une extension, -5 pour une réduction ou "
                        "une fermeture, 0 possible pour une transformation."
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
    tri="structure.nom",
    charger=("structure.commune",),
    controle=validate_eaje,
)

_MONTANT = "En euros sur l'année. Chiffre sensible : lu par l'équipe, la gouvernance, la CAF et la commune."

VUE_ACTIVITE = VueTable(
    modele=ActiviteEaje,
    endpoint=ENDPOINT_ACTIVITE,
    nom="Activité des EAJE",
    singulier="Année d'activité d'un EAJE",
    rubrique=_ANNEES,
    description=(
        "Une ligne par établissement et par année. Un chiffre laissé vide reste inconnu : il n'est jamais "
        "lu comme un zéro."
    ),
    vide="Aucune activité : saisissez une ligne par établissement pour l'exercice observé.",
    colonnes=(
        Colonne(attribut="eaje.structure.nom", libelle="Établissement"),
        Colonne(attribut="annee", libelle="Année"),
        Colonne(attribut="heures_facturees", libelle="Heures facturées", format=Format.ENTIER),
        Colonne(
            attribut="heures_theoriques",
            libelle="Heures théoriques",
            format=Format.ENTIER,
            tri=False,
        ),
        Colonne(
            attribut="taux_occupation",
            libelle="Occupation (%)",
            format=Format.DECIMAL,
            tri=False,
        ),
        Colonne(attribut="enfants_differents", libelle="Enfants accueillis", format=Format.ENTIER),
        Colonne(attribut="source", libelle="Source"),
    ),
    champs=(
        Champ(attribut="eaje", libelle="Établissement"),
        Champ(attribut="annee", libelle="Année", aide="Année civile observée."),
        Champ(
            attribut="jours_ouverture",
            libelle="Jours d'ouverture",
            aide="Jours dans l'année, 366 au plus.",
            groupe="Heures",
        ),
        Champ(
            attribut="amplitude_h",
            libelle="Amplitude journalière",
            aide="Heures d'ouverture par jour (exemple : 10,5).",
            groupe="Heures",
        ),
        Champ(
            attribut="heures_facturees",
            libelle="Heures facturées",
            aide="Heures payées par les familles dans l'année.",
            groupe="Heures",
        ),
        Champ(
            attribut="heures_realisees",
            libelle="Heures réalisées",
            aide="Heures de présence des enfants dans l'année.",
            groupe="Heures",
        ),
        Champ(
            attribut="heures_theoriques_saisies",
            libelle="Heures théoriques saisies",
            aide=(
                "À laisser vide : elles se calculent (places × jours × amplitude). Une valeur saisie demande "
                "un commentaire."
            ),
            groupe="Heures",
        ),
        Champ(
            attribut="commentaire",
            libelle="Commentaire",
            aide="Pourquoi les heures théoriques sont saisies, ce qu'il faut savoir de l'année.",
            texte_long=True,
            groupe="Heures",
        ),
        Champ(
            attribut="places_fermees_personnel",
            libelle="Places fermées faute de personnel",
            aide="Nombre de places.",
            groupe="Accueil",
        ),
        Champ(
            attribut="enfants_differents",
            libelle="Enfants accueillis",
            aide="Enfants différents dans l'année.",
            groupe="Accueil",
        ),
        Champ(
            attribut="enfants_aeeh",
            libelle="Dont bénéficiaires de l'AEEH",
            aide="Nombre d'enfants. Chiffre sensible, masqué quand il est petit.",
            groupe="Accueil",
        ),
        Champ(attribut="charges", libelle="Charges", aide=_MONTANT, groupe="Comptes"),
        Champ(
            attribut="produits_familles",
            libelle="Participations des familles",
            aide=_MONTANT,
            groupe="Comptes",
        ),
        Champ(attribut="psu", libelle="PSU", aide=_MONTANT, groupe="Comptes"),
        Champ(
            attribut="bonus_territoire", libelle="Bonus territoire", aide=_MONTANT, groupe="Comptes"
        ),
        Champ(
            attribut="bonus_inclusion", libelle="Bonus inclusion", aide=_MONTANT, groupe="Comptes"
        ),
        Champ(attribut="bonus_mixite", libelle="Bonus mixité", aide=_MONTANT, groupe="Comptes"),
        Champ(
            attribut="source",
            libelle="Source",
            aide="D'où viennent ces chiffres (compte de résultat, logiciel du gestionnaire...).",
        ),
    ),
    recherche=("eaje.structure.nom", "source"),
    filtres=(Colonne(attribut="annee", libelle="Année"),),
    tri="annee",
    tri_descendant=True,
    charger=("eaje.structure", "eaje.mouvements"),
    controle=validate_activite,
)

VUE_ACCUEIL = VueTable(
    modele=AccueilIndividuel,
    endpoint=ENDPOINT_ACCUEIL,
    nom="Accueil individuel",
    singulier="Accueil individuel d'une commune",
    rubrique=_ANNEES,
    description=(
        "Assistantes maternelles et garde à domicile, par commune, au 31 décembre. Seules les places des "
        "assistantes en activité comptent dans le taux de couverture."
    ),
    vide="Aucune commune renseignée : saisissez une ligne par commune pour l'exercice observé.",
    colonnes=(
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="annee", libelle="Année"),
        Colonne(attribut="am_agreees", libelle="Assistantes agréées", format=Format.ENTIER),
        Colonne(attribut="am_actives", libelle="Assistantes en activité", format=Format.ENTIER),
        Colonne(attribut="places_am_actives", libelle="Places en activité", format=Format.ENTIER),
        Colonne(
            attribut="places_am_55_plus",
            libelle="Places tenues par les 55 ans et plus",
            format=Format.ENTIER,
        ),
        Colonne(attribut="source", libelle="Source"),
    ),
    champs=(
        Champ(attribut="commune", libelle="Commune"),
        Champ(attribut="annee", libelle="Année", aide="Situation au 31 décembre de cette année."),
        Champ(
            attribut="am_agreees",
            libelle="Assistantes maternelles agréées",
            aide="Nombre de personnes.",
            groupe="Assistantes maternelles",
        ),
        Champ(
            attribut="am_actives",
            libelle="Assistantes maternelles en activité",
            aide="Nombre de personnes qui accueillent réellement.",
            groupe="Assistantes maternelles",
        ),
        Champ(
            attribut="am_55_plus",
            libelle="Assistantes de 55 ans et plus",
            aide="Nombre de personnes.",
            groupe="Assistantes maternelles",
        ),
        Champ(
            attribut="entrees",
            libelle="Entrées dans le métier",
            aide="Nouveaux agréments de l'année.",
            groupe="Assistantes maternelles",
        ),
        Champ(
            attribut="sorties",
            libelle="Sorties du métier",
            aide="Cessations de l'année.",
            groupe="Assistantes maternelles",
        ),
        Champ(
            attribut="places_agreees",
            libelle="Places agréées",
            aide="Nombre de places.",
            groupe="Places",
        ),
        Champ(
            attribut="places_am_actives",
            libelle="Places des assistantes en activité",
            aide="Nombre de places : c'est ce qui entre dans le taux de couverture.",
            groupe="Places",
        ),
        Champ(
            attribut="places_am_55_plus",
            libelle="Places tenues par les 55 ans et plus",
            aide="Nombre de places menacées par les départs.",
            groupe="Places",
        ),
        Champ(
            attribut="gardes_domicile",
            libelle="Garde à domicile",
            aide="Enfants de moins de 3 ans gardés au domicile par une salariée ; 0 s'il n'y en a pas.",
            groupe="Places",
        ),
        Champ(attribut="source", libelle="Source", aide="Département, RPE, Urssaf..."),
    ),
    recherche=("commune.nom", "source"),
    filtres=(
        Colonne(attribut="annee", libelle="Année"),
        Colonne(attribut="commune.nom", libelle="Commune"),
    ),
    tri="annee",
    tri_descendant=True,
    charger=("commune",),
    controle=validate_accueil,
)

VUE_RPE = VueTable(
    modele=Rpe,
    endpoint=ENDPOINT_RPE,
    nom="Relais petite enfance (RPE)",
    singulier="Relais petite enfance",
    rubrique=_STRUCTURES,
    description="Les relais, leurs moyens, les communes qu'ils desservent et leurs missions renforcées.",
    vide="Aucun relais : créez sa structure, puis sa fiche avec les communes desservies.",
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
        Champ(attribut="structure", libelle="Structure", aide=_AIDE_STRUCTURE),
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

VUES = (VUE_EAJE, VUE_ACTIVITE, VUE_ACCUEIL, VUE_RPE)
