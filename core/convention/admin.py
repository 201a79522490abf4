"""Screen of the convention: its frame, its six stages, its signatories."""

from core.convention.models import Convention
from core.plugin.vues import Champ, Colonne, LignesLiees, VueTable

CONVENTION = VueTable(
    modele=Convention,
    endpoint="convention",
    nom="Convention et signataires",
    singulier="convention",
    rubrique="Réglages",
    colonnes=(
        Colonne(attribut="titre", libelle="Convention"),
        Colonne(attribut="debut", libelle="Première année"),
        Colonne(attribut="fin", libelle="Dernière année"),
    ),
    champs=(
        Champ(attribut="titre", libelle="Titre"),
        Champ(attribut="sous_titre", libelle="Sous-titre"),
        Champ(attribut="debut", libelle="Première année"),
        Champ(attribut="fin", libelle="Dernière année"),
        Champ(attribut="cadre", libelle="Cadre", aide="Une phrase par ligne."),
        Champ(attribut="source", libelle="Source"),
    ),
    lignes=(
        LignesLiees(
            relation="etapes",
            titre="Étapes de la convention",
            singulier="étape",
            champs=(
                Champ(attribut="numero", libelle="Numéro"),
                Champ(attribut="titre", libelle="Titre"),
                Champ(attribut="texte", libelle="Texte", texte_long=True),
                Champ(attribut="debut", libelle="Première année"),
                Champ(attribut="fin", libelle="Dernière année"),
            ),
        ),
        LignesLiees(
            relation="signataires",
            titre="Signataires",
            singulier="signataire",
            champs=(
                Champ(attribut="nom", libelle="Nom"),
                Champ(attribut="commune", libelle="Commune"),
                Champ(attribut="signe_le", libelle="Signée le"),
                Champ(attribut="deliberation", libelle="Délibération"),
            ),
        ),
        LignesLiees(
            relation="avenants",
            titre="Avenants",
            singulier="avenant",
            champs=(
                Champ(attribut="numero", libelle="Numéro"),
                Champ(attribut="jour", libelle="Date"),
                Champ(attribut="objet", libelle="Objet", texte_long=True),
                Champ(
                    attribut="deliberation",
                    libelle="Délibération",
                    aide="Sa référence, quand elle est votée.",
                ),
            ),
        ),
    ),
    tri="debut",
    suppression=False,
)

VUES: tuple[VueTable, ...] = (CONVENTION,)
