"""Screen of the reminders: read only, the rules of the axes open and close them."""

from core.plugin.vues import Colonne, Critere, Format, VueTable
from core.rappels.criteres import ETATS
from core.rappels.models import RappelEmis

RAPPELS = VueTable(
    modele=RappelEmis,
    endpoint="rappel",
    nom="Rappels",
    singulier="rappel",
    rubrique="Plan d'actions",
    description=(
        "Ce qui est attendu des équipes. Un rappel se ferme tout seul quand ce qu'il demande est fait."
    ),
    colonnes=(
        Colonne(attribut="titre", libelle="Rappel"),
        Colonne(attribut="quoi_faire", libelle="Ce qu'il faut faire", tri=False),
        Colonne(attribut="axe.titre", libelle="Axe"),
        Colonne(attribut="echeance", libelle="Pour le", format=Format.DATE),
        Colonne(attribut="clos_le", libelle="Fait le", format=Format.DATE),
    ),
    filtres=(
        Critere(nom="etat", libelle="État", options=ETATS),
        Colonne(attribut="axe_slug", libelle="Axe"),
    ),
    recherche=("titre",),
    tri="echeance",
    creation=False,
    modification=False,
    suppression=False,
    vide="Aucun rappel : rien n'est attendu pour le moment.",
)

VUES: tuple[VueTable, ...] = (RAPPELS,)
