"""Screens of governance: bodies, their sessions, what they decided."""

from core.gouvernance.admin_priorite import OUVRIR_CLASSEMENT, PRIORITES
from core.gouvernance.admin_revision import REVISIONS
from core.gouvernance.criteres import ALERTES_DECISION
from core.gouvernance.models import Decision, Instance, Seance
from core.plugin.vues import Champ, Colonne, Critere, Format, LignesLiees, VueTable

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
    actions=(OUVRIR_CLASSEMENT,),
    tri="jour",
    tri_descendant=True,
)

DECISIONS = VueTable(
    modele=Decision,
    endpoint="decision",
    nom="Décisions",
    singulier="décision",
    rubrique=RUBRIQUE,
    description="Ce qui a été décidé et ce que c'est devenu. Une décision se modifie depuis sa séance.",
    colonnes=(
        Colonne(attribut="intitule", libelle="Décision"),
        Colonne(attribut="seance.instance.nom", libelle="Instance"),
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="etat", libelle="Où en est-on"),
        Colonne(attribut="echeance", libelle="Échéance", format=Format.DATE),
        Colonne(attribut="responsable", libelle="Responsable"),
    ),
    details=(
        Colonne(attribut="intitule", libelle="Décision"),
        Colonne(attribut="seance.instance.nom", libelle="Instance"),
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="etat", libelle="Où en est-on"),
        Colonne(attribut="echeance", libelle="Échéance", format=Format.DATE),
        Colonne(attribut="responsable", libelle="Responsable"),
        Colonne(attribut="suite_requise", libelle="Suite requise"),
        Colonne(attribut="reference", libelle="Référence de la délibération"),
        Colonne(attribut="suivi", libelle="Ce qui a été fait", format=Format.TEXTE_LONG),
    ),
    recherche=("intitule", "responsable"),
    filtres=(
        Colonne(attribut="etat", libelle="Où en est-on"),
        Critere(nom="alerte", libelle="À traiter", options=ALERTES_DECISION),
        Colonne(attribut="suite_requise", libelle="Suite requise"),
    ),
    tri="seance.jour",
    tri_descendant=True,
    creation=False,
    modification=False,
    suppression=False,
    vide="Aucune décision n'est encore enregistrée.",
)

VUES: tuple[VueTable, ...] = (INSTANCES, SEANCES, DECISIONS, PRIORITES, REVISIONS)
