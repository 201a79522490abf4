"""Screens of the money and time of the cooperation."""

from core.financements.criteres import ALERTES_CANDIDATURE, ALERTES_EQUIPEMENT
from core.financements.models import (
    AppelAFinancement,
    Candidature,
    EquipementSoutenu,
    TempsCooperation,
)
from core.financements.service import (
    validate_appel,
    validate_candidature,
    validate_equipement,
    validate_temps,
)
from core.plugin.ecrans import CHAMP_ANNEE, CHAMP_SOURCE, COLONNE_ANNEE
from core.plugin.vues import Champ, Colonne, Critere, Format, LignesLiees, VueTable

RUBRIQUE = "Coopération"

EQUIPEMENTS = VueTable(
    modele=EquipementSoutenu,
    endpoint="equipement-soutenu",
    nom="Équipements soutenus",
    singulier="équipement soutenu",
    rubrique=RUBRIQUE,
    description=(
        "La liste annexée à la convention, et ce que la CAF verse pour chacun. Le gestionnaire se tient sur "
        "la fiche de la structure."
    ),
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Équipement"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="structure.gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="commune.nom", libelle="Commune de soutien"),
        Colonne(attribut="bonus_territoire", libelle="Bonus territoire", format=Format.OUI_NON),
        Colonne(attribut="cof_fin", libelle="Fin de la COF", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="structure", libelle="Structure"),
        Champ(attribut="type", libelle="Type"),
        Champ(attribut="commune", libelle="Commune de soutien", aide="Celle qui le finance."),
        Champ(attribut="bonus_territoire", libelle="Bonus territoire"),
        Champ(
            attribut="cof_reference",
            libelle="Référence de la COF",
            aide="Convention d'objectifs et de financement avec la CAF.",
        ),
        Champ(attribut="cof_debut", libelle="Début de la COF"),
        Champ(attribut="cof_fin", libelle="Fin de la COF"),
        CHAMP_SOURCE,
    ),
    lignes=(
        LignesLiees(
            relation="montants",
            titre="Versé par la CAF",
            singulier="année",
            champs=(
                CHAMP_ANNEE,
                Champ(attribut="bonus", libelle="Bonus territoire", aide="En euros, sur l'année."),
                Champ(
                    attribut="autres", libelle="Autres versements", aide="En euros, sur l'année."
                ),
                CHAMP_SOURCE,
            ),
        ),
    ),
    recherche=("structure.nom", "structure.gestionnaire"),
    filtres=(
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="code_insee", libelle="Commune de soutien"),
        Critere(nom="alerte", libelle="À traiter", options=ALERTES_EQUIPEMENT),
    ),
    tri="structure.nom",
    controle=validate_equipement,
    vide="Aucun équipement soutenu n'est enregistré.",
)

APPELS = VueTable(
    modele=AppelAFinancement,
    endpoint="appel-financement",
    nom="Appels à financement",
    singulier="appel à financement",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="nom", libelle="Appel"),
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="financeur", libelle="Financeur"),
        Colonne(attribut="date_limite", libelle="Date limite", format=Format.DATE),
        Colonne(attribut="axe_slug", libelle="Axe"),
    ),
    champs=(
        Champ(attribut="nom", libelle="Appel", aide="FNP, CLAS, Fonds publics et territoires…"),
        Champ(attribut="exercice", libelle="Exercice"),
        Champ(attribut="financeur", libelle="Financeur"),
        Champ(attribut="date_limite", libelle="Date limite"),
        Champ(
            attribut="axe_slug",
            libelle="Axe",
            aide="Son équipe tient les candidatures. Vide : toute la convention.",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("nom", "financeur"),
    filtres=(
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="axe_slug", libelle="Axe"),
    ),
    tri="exercice",
    tri_descendant=True,
    controle=validate_appel,
    vide="Aucun appel n'est enregistré.",
)

CANDIDATURES = VueTable(
    modele=Candidature,
    endpoint="candidature",
    nom="Candidatures",
    singulier="candidature",
    rubrique=RUBRIQUE,
    description="Qui a répondu à quel appel : demandé, accordé, versé, justificatif dû.",
    colonnes=(
        Colonne(attribut="structure.nom", libelle="Porteur"),
        Colonne(attribut="appel", libelle="Appel", tri=False),
        Colonne(attribut="etat", libelle="État"),
        Colonne(attribut="demande", libelle="Demandé", format=Format.EUROS),
        Colonne(attribut="accorde", libelle="Accordé", format=Format.EUROS),
        Colonne(attribut="verse", libelle="Versé", format=Format.EUROS),
        Colonne(attribut="justificatif_du", libelle="Justificatif dû le", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="appel", libelle="Appel"),
        Champ(attribut="structure", libelle="Porteur"),
        Champ(attribut="projet", libelle="Projet"),
        Champ(attribut="action", libelle="Action concernée"),
        Champ(attribut="etat", libelle="État"),
        Champ(attribut="demande", libelle="Demandé", aide="En euros."),
        Champ(attribut="accorde", libelle="Accordé", aide="En euros."),
        Champ(attribut="verse", libelle="Versé", aide="En euros, à ce jour."),
        Champ(attribut="justificatif_du", libelle="Justificatif dû le"),
        Champ(attribut="justificatif_remis", libelle="Justificatif remis le"),
    ),
    recherche=("structure.nom", "projet"),
    filtres=(
        Colonne(attribut="appel_id", libelle="Appel"),
        Colonne(attribut="etat", libelle="État"),
        Critere(nom="alerte", libelle="À traiter", options=ALERTES_CANDIDATURE),
    ),
    en_tableau=("etat", "demande", "accorde", "verse", "justificatif_du", "justificatif_remis"),
    tri="structure.nom",
    controle=validate_candidature,
    vide="Aucune candidature n'est enregistrée : créez d'abord l'appel.",
)

TEMPS = VueTable(
    modele=TempsCooperation,
    endpoint="temps-cooperation",
    nom="Temps de coopération",
    singulier="temps de coopération",
    rubrique=RUBRIQUE,
    description="Équivalents temps plein par personne, thème et année, pour le bilan demandé par la CAF.",
    colonnes=(
        Colonne(attribut="personne", libelle="Personne", tri=False),
        COLONNE_ANNEE,
        Colonne(attribut="theme", libelle="Thème"),
        Colonne(attribut="etp", libelle="ETP", format=Format.DECIMAL),
    ),
    champs=(
        Champ(attribut="personne", libelle="Personne"),
        CHAMP_ANNEE,
        Champ(attribut="theme", libelle="Thème"),
        Champ(attribut="etp", libelle="ETP", aide="1 pour un temps plein, 0,5 pour un mi-temps."),
        CHAMP_SOURCE,
    ),
    recherche=("personne.nom", "personne.prenom"),
    filtres=(
        Colonne(attribut="annee", libelle="Année"),
        Colonne(attribut="theme", libelle="Thème"),
    ),
    en_tableau=("etp",),
    tri="annee",
    tri_descendant=True,
    controle=validate_temps,
    vide="Aucun temps n'est enregistré.",
)

VUES: tuple[VueTable, ...] = (EQUIPEMENTS, APPELS, CANDIDATURES, TEMPS)
