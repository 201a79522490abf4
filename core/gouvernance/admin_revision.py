"""Screen of the revisions of the plan."""

from core.gouvernance.models_revision import RevisionPlan
from core.plugin.vues import Champ, Colonne, Format, Lien, VueTable

REVISIONS = VueTable(
    modele=RevisionPlan,
    endpoint="revision",
    nom="Révisions du plan",
    singulier="révision du plan",
    rubrique="Plan d'actions",
    description=(
        "Le plan est révisé chaque année. Les actions ajoutées, fusionnées, scindées ou abandonnées depuis "
        "la révision précédente se lisent à la page « Ce qui a changé dans le plan »."
    ),
    colonnes=(
        Colonne(attribut="jour", libelle="Date", format=Format.DATE),
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="texte", libelle="Pourquoi", format=Format.TEXTE_LONG),
    ),
    champs=(
        Champ(attribut="jour", libelle="Date"),
        Champ(attribut="exercice", libelle="Exercice", aide="L'année examinée."),
        Champ(attribut="seance", libelle="Séance", aide="Laissez vide s'il n'y en a pas eu."),
        Champ(attribut="texte", libelle="Pourquoi", texte_long=True),
    ),
    filtres=(Colonne(attribut="exercice", libelle="Exercice"),),
    liens=(Lien(libelle="Ce qui a changé dans le plan", adresse="/plan/revisions/"),),
    tri="jour",
    tri_descendant=True,
    vide="Aucune révision : enregistrez la première quand le plan est arrêté.",
)
