"""Screen of the directory of organisations, shared by the axes."""

from core.plugin.vues import Champ, Colonne, Format, VueTable
from core.structures.models import Structure

STRUCTURES = VueTable(
    modele=Structure,
    endpoint="structure",
    nom="Structures",
    singulier="structure",
    rubrique="Territoire",
    description=(
        "Chaque organisme n'est saisi qu'une fois ; les axes ajoutent leurs informations à sa fiche."
    ),
    colonnes=(
        Colonne(attribut="nom", libelle="Structure"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="statut", libelle="Statut"),
        Colonne(attribut="gestionnaire", libelle="Gestionnaire"),
        Colonne(attribut="fermee_le", libelle="Fermée le", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="nom", libelle="Nom"),
        Champ(attribut="commune", libelle="Commune"),
        Champ(attribut="statut", libelle="Statut"),
        Champ(attribut="gestionnaire", libelle="Gestionnaire"),
        Champ(
            attribut="axes",
            libelle="Axes concernés",
            reference="axe.slug",
            aide="Les équipes de ces axes tiennent la fiche.",
        ),
        Champ(attribut="ouverte_le", libelle="Ouverte le"),
        Champ(attribut="fermee_le", libelle="Fermée le"),
        Champ(attribut="siret", libelle="SIRET", aide="14 chiffres.", groupe="Coordonnées"),
        Champ(attribut="adresse", libelle="Adresse", groupe="Coordonnées"),
        Champ(attribut="telephone", libelle="Téléphone", groupe="Coordonnées"),
        Champ(attribut="courriel", libelle="Adresse électronique", groupe="Coordonnées"),
        Champ(attribut="source", libelle="Source", groupe="Coordonnées"),
    ),
    recherche=("nom", "gestionnaire", "commune.nom"),
    filtres=(
        Colonne(attribut="code_insee", libelle="Commune"),
        Colonne(attribut="statut", libelle="Statut"),
    ),
    en_tableau=("statut", "gestionnaire", "ouverte_le", "fermee_le"),
    tri="nom",
    vide="Aucune structure. Commencez par celles que votre axe suit chaque année.",
)

VUES: tuple[VueTable, ...] = (STRUCTURES,)
