"""Screens of governance: bodies, their sessions, what they decided."""

from core.gouvernance.models import Instance, Seance
from core.plugin.vues import Champ, Colonne, Format, LignesLiees, VueTable

RUBRIQUE = "Gouvernance"

INSTANCES = VueTable(
    modele=Instance,
    endpoint="instance",
    nom="Instances",
    singulier="instance",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="nom", libelle="Instance"),
        Colonne(attribut="genre", libelle="Genre"),
    ),
    champs=(
        Champ(attribut="nom", libelle="Nom"),
        Champ(attribut="genre", libelle="Genre"),
        Champ(
            attribut="axe_slug",
            libelle="Axe",
            aide="Laissez vide si elle sert toute la convention.",
        ),
    ),
    filtres=(
        Colonne(attribut="genre", libelle="Genre"),
        Colonne(attribut="axe_slug", libelle="Axe"),
    ),
    tri="nom",
)

SEANCES = VueTable(
    modele=Seance,
    endpoint="seance",
    nom="Séances et décisions",
    singulier="séance",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="jour", libelle="Date", format=Format.DATE),
        Colonne(attribut="instance.nom", libelle="Instance"),
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="lieu", libelle="Lieu"),
    ),
    champs=(
        Champ(attribut="instance", libelle="Instance"),
        Champ(attribut="jour", libelle="Date"),
        Champ(attribut="exercice", libelle="Exercice", aide="L'année examinée."),
        Champ(attribut="lieu", libelle="Lieu"),
    ),
    lignes=(
        LignesLiees(
            relation="decisions",
            titre="Décisions",
            singulier="décision",
            champs=(
                Champ(attribut="rang", libelle="Rang"),
                Champ(attribut="intitule", libelle="Décision", texte_long=True),
                Champ(attribut="action", libelle="Action concernée"),
                Champ(attribut="responsable", libelle="Responsable"),
                Champ(attribut="echeance", libelle="Échéance"),
                Champ(attribut="suite_requise", libelle="Suite requise"),
                Champ(attribut="reference", libelle="Référence de la délibération"),
                Champ(attribut="etat", libelle="Où en est-on"),
                Champ(attribut="suivi", libelle="Ce qui a été fait", texte_long=True),
            ),
        ),
    ),
    filtres=(
        Colonne(attribut="instance_id", libelle="Instance"),
        Colonne(attribut="exercice", libelle="Exercice"),
    ),
    tri="jour",
    tri_descendant=True,
)

VUES: tuple[VueTable, ...] = (INSTANCES, SEANCES)
