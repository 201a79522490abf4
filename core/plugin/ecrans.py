"""Parts of screens that axes share: a structure, a year, where a figure comes from, opening a year."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from core.plugin.vues import ActionGroupee, Champ, Colonne
from core.security.acteur import Acteur

RUBRIQUE_ANNEES = "Chiffres de l'année"
CHAMP_STRUCTURE = Champ(
    attribut="structure",
    libelle="Structure",
    aide="La fiche de l'organisme : nom, commune, gestionnaire, statut.",
)
CHAMP_ANNEE = Champ(attribut="annee", libelle="Année", aide="Année civile observée.")
CHAMP_SOURCE = Champ(
    attribut="source", libelle="Source", aide="Qui a donné ces chiffres, et dans quel document."
)
COLONNE_ANNEE = Colonne(attribut="annee", libelle="Année")
COLONNE_SOURCE = Colonne(attribut="source", libelle="Source")
CHAMP_ANNEE_SCOLAIRE = Champ(
    attribut="annee_scolaire",
    libelle="Année scolaire",
    aide="Sa première année : 2024 pour 2024-2025.",
)
CHAMP_EXERCICE = Champ(
    attribut="annee",
    libelle="Exercice",
    aide="Année civile pour laquelle ces chiffres comptent : l'une des deux de l'année scolaire.",
)
COLONNE_ANNEE_SCOLAIRE = Colonne(
    attribut="annee_scolaire",
    libelle="Année scolaire",
    valeur=lambda ligne: ligne.annee_scolaire_en_mots,
)
COLONNE_EXERCICE = Colonne(attribut="annee", libelle="Exercice")
DESCRIPTION_ANNEES = "Un chiffre laissé vide reste inconnu : il n'est jamais lu comme un zéro."
AIDE_MONTANT = "En euros, sur l'année."
GROUPE_COMPTES = "Comptes, lus par l'équipe, la gouvernance, la CAF et la commune seulement"


def _one_row(parent: Any, annee: int) -> Iterable[Mapping[str, Any]]:
    return ({},)


def open_year(
    modele: type[Any],
    relation: str,
    controle: Callable[[Session, Acteur, Any], None],
    *,
    chaque: str,
    liste: str,
    nom: str = "annee",
    sujet: str = "activité",
    lignes: Callable[[Any, int], Iterable[Mapping[str, Any]]] = _one_row,
) -> ActionGroupee:
    """The act "Ouvrir une année": an empty row of ``modele`` for each ticked parent that has none.

    ``relation`` leads from the row to its parent; ``controle`` checks the row made, as its form does.
    ``chaque`` names a parent in the question, ``liste`` the screen where the rows are then filled in,
    ``sujet`` what a row tells. ``lignes(parent, annee)`` gives the values that tell apart the rows of a
    parent with several in a year (its periods); ``nom`` tells apart two such acts of one screen.
    """

    def create(session: Session, acteur: Acteur, parent: Any, valeurs: Mapping[str, Any]) -> None:
        (key,) = inspect(modele).relationships[relation].local_columns
        for line in lignes(parent, valeurs["annee"]):
            values = {"annee": valeurs["annee"], **line}
            same = (getattr(modele, name) == value for name, value in values.items())
            if session.scalar(select(modele.id).where(key == parent.id, *same)) is None:
                row = modele(**{relation: parent}, **values)
                session.add(row)
                controle(session, acteur, row)

    return ActionGroupee(
        nom=nom,
        libelle=f"Ouvrir une année d'{sujet}",
        question=(
            f"Une ligne d'{sujet} vide sera créée pour chaque {chaque} qui n'en a pas cette année-là. "
            f"Remplissez-les ensuite ensemble : « {liste} », « Saisir en tableau »."
        ),
        champs=(CHAMP_ANNEE,),
        modele=modele,
        appliquer=create,
    )
