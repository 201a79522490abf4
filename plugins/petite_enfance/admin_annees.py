"""Screens of the yearly figures: activity of the establishments, individual care of the communes."""

from core.api.admin import (
    AIDE_MONTANT,
    CHAMP_ANNEE,
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
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje
from plugins.petite_enfance.service import validate_accueil, validate_activite

ENDPOINT_ACTIVITE = "pe_activite"
ENDPOINT_ACCUEIL = "pe_accueil"

_PRECISIONS = "Précisions"

VUE_ACTIVITE = VueTable(
    modele=ActiviteEaje,
    endpoint=ENDPOINT_ACTIVITE,
    nom="Activité des EAJE",
    singulier="Année d'activité d'un EAJE",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par établissement et par année. {DESCRIPTION_ANNEES}",
    vide="Aucune activité : saisissez une ligne par établissement pour l'exercice observé.",
    colonnes=(
        Colonne(attribut="eaje.structure.nom", libelle="Établissement"),
        COLONNE_ANNEE,
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
        COLONNE_SOURCE,
    ),
    champs=(
        Champ(attribut="eaje", libelle="Établissement"),
        CHAMP_ANNEE,
        Champ(
            attribut="source",
            libelle="Source",
            aide="D'où viennent ces chiffres (compte de résultat, logiciel du gestionnaire...).",
        ),
        Champ(
            attribut="jours_ouverture",
            libelle="Jours d'ouverture",
            aide="Jours dans l'année, 366 au plus.",
        ),
        Champ(
            attribut="amplitude_h",
            libelle="Amplitude journalière",
            aide="Heures d'ouverture par jour (exemple : 10,5).",
        ),
        Champ(
            attribut="heures_facturees",
            libelle="Heures facturées",
            aide="Heures payées par les familles dans l'année.",
        ),
        Champ(
            attribut="heures_realisees",
            libelle="Heures réalisées",
            aide="Heures de présence des enfants dans l'année.",
        ),
        Champ(
            attribut="enfants_differents",
            libelle="Enfants accueillis",
            aide="Enfants différents dans l'année.",
        ),
        Champ(
            attribut="enfants_aeeh",
            libelle="Dont bénéficiaires de l'AEEH",
            aide="Nombre d'enfants. Chiffre sensible, masqué quand il est petit.",
        ),
        Champ(
            attribut="places_fermees_personnel",
            libelle="Places fermées faute de personnel",
            aide="Nombre de places.",
            groupe=_PRECISIONS,
        ),
        Champ(
            attribut="heures_theoriques_saisies",
            libelle="Heures théoriques saisies",
            aide=(
                "À laisser vide : elles se calculent (places × jours × amplitude). Une valeur saisie demande "
                "un commentaire."
            ),
            groupe=_PRECISIONS,
        ),
        Champ(
            attribut="commentaire",
            libelle="Commentaire",
            aide="Pourquoi les heures théoriques sont saisies, ce qu'il faut savoir de l'année.",
            texte_long=True,
            groupe=_PRECISIONS,
        ),
        Champ(attribut="charges", libelle="Charges", aide=AIDE_MONTANT, groupe=GROUPE_COMPTES),
        Champ(
            attribut="produits_familles",
            libelle="Participations des familles",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
        Champ(attribut="psu", libelle="PSU", aide=AIDE_MONTANT, groupe=GROUPE_COMPTES),
        Champ(
            attribut="bonus_territoire",
            libelle="Bonus territoire",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
        Champ(
            attribut="bonus_inclusion",
            libelle="Bonus inclusion",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
        Champ(
            attribut="bonus_mixite",
            libelle="Bonus mixité",
            aide=AIDE_MONTANT,
            groupe=GROUPE_COMPTES,
        ),
    ),
    recherche=("eaje.structure.nom", "source"),
    filtres=(COLONNE_ANNEE,),
    en_tableau=(
        "jours_ouverture",
        "amplitude_h",
        "heures_facturees",
        "heures_realisees",
        "enfants_differents",
        "enfants_aeeh",
        "source",
    ),
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
    rubrique=RUBRIQUE_ANNEES,
    description=(
        "Assistantes maternelles et garde à domicile, par commune, au 31 décembre. Seules les places des "
        "assistantes en activité comptent dans le taux de couverture."
    ),
    vide="Aucune commune renseignée : saisissez une ligne par commune pour l'exercice observé.",
    colonnes=(
        Colonne(attribut="commune.nom", libelle="Commune"),
        COLONNE_ANNEE,
        Colonne(attribut="am_agreees", libelle="Assistantes agréées", format=Format.ENTIER),
        Colonne(attribut="am_actives", libelle="Assistantes en activité", format=Format.ENTIER),
        Colonne(attribut="places_am_actives", libelle="Places en activité", format=Format.ENTIER),
        Colonne(
            attribut="places_am_55_plus",
            libelle="Places tenues par les 55 ans et plus",
            format=Format.ENTIER,
        ),
        COLONNE_SOURCE,
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
        COLONNE_ANNEE,
        Colonne(attribut="commune.nom", libelle="Commune"),
    ),
    en_tableau=(
        "am_agreees",
        "am_actives",
        "places_agreees",
        "places_am_actives",
        "places_am_55_plus",
        "gardes_domicile",
        "source",
    ),
    tri="annee",
    tri_descendant=True,
    charger=("commune",),
    controle=validate_accueil,
)
