"""Screens of the partners and of what communes ask."""

from core.partenaires.criteres import ETATS
from core.partenaires.models import Partenaire, Sollicitation
from core.partenaires.service import validate_partenaire, validate_sollicitation
from core.plugin.vues import Champ, Colonne, Critere, Format, VueTable

RUBRIQUE = "Coopération"

PARTENAIRES = VueTable(
    modele=Partenaire,
    endpoint="partenaire",
    nom="Partenaires",
    singulier="partenaire",
    rubrique=RUBRIQUE,
    description="Avec qui la coopération travaille, et qui appeler. Un gestionnaire est une structure.",
    colonnes=(
        Colonne(attribut="nom", libelle="Partenaire"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="territoire", libelle="Territoire"),
        Colonne(attribut="contacts", libelle="Contacts"),
    ),
    champs=(
        Champ(attribut="nom", libelle="Nom"),
        Champ(attribut="type", libelle="Type"),
        Champ(attribut="commune", libelle="Commune", aide="S'il est d'une commune."),
        Champ(
            attribut="territoire",
            libelle="Territoire",
            aide="S'il en couvre un plus large : l'agglomération, le département…",
        ),
        Champ(
            attribut="axes",
            libelle="Axes concernés",
            reference="axe.slug",
            aide="Les équipes de ces axes tiennent la fiche.",
        ),
        Champ(attribut="contacts", libelle="Contacts", aide="Des personnes de l'annuaire."),
        Champ(attribut="courriel", libelle="Adresse électronique"),
        Champ(attribut="telephone", libelle="Téléphone"),
        Champ(attribut="source", libelle="Source"),
    ),
    recherche=("nom", "territoire"),
    filtres=(
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="code_insee", libelle="Commune"),
    ),
    tri="nom",
    controle=validate_partenaire,
    vide="Aucun partenaire n'est enregistré.",
)

SOLLICITATIONS = VueTable(
    modele=Sollicitation,
    endpoint="sollicitation",
    nom="Sollicitations des communes",
    singulier="sollicitation",
    rubrique=RUBRIQUE,
    description="Ce qu'une commune a demandé, qui a répondu et quand : c'est le soutien technique rendu.",
    colonnes=(
        Colonne(attribut="objet", libelle="Objet"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="axe_slug", libelle="Axe"),
        Colonne(attribut="recue_le", libelle="Reçue le", format=Format.DATE),
        Colonne(attribut="repondue_le", libelle="Répondue le", format=Format.DATE),
        Colonne(attribut="repondant", libelle="Par"),
    ),
    champs=(
        Champ(attribut="commune", libelle="Commune"),
        Champ(attribut="objet", libelle="Objet"),
        Champ(attribut="axe_slug", libelle="Axe"),
        Champ(attribut="recue_le", libelle="Reçue le"),
        Champ(attribut="demande", libelle="Ce qui est demandé", texte_long=True),
        Champ(attribut="repondant", libelle="Qui a répondu"),
        Champ(attribut="repondue_le", libelle="Répondue le"),
        Champ(attribut="reponse", libelle="Ce qui a été répondu", texte_long=True),
    ),
    recherche=("objet", "commune.nom"),
    filtres=(
        Critere(nom="etat", libelle="État", options=ETATS),
        Colonne(attribut="code_insee", libelle="Commune"),
        Colonne(attribut="axe_slug", libelle="Axe"),
    ),
    tri="recue_le",
    tri_descendant=True,
    controle=validate_sollicitation,
    vide="Aucune sollicitation n'est enregistrée.",
)

VUES: tuple[VueTable, ...] = (PARTENAIRES, SOLLICITATIONS)
