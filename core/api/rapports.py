"""Neutral blocks that an axis gives to reports."""

from core.rapports.document import (
    Bloc,
    Carte,
    Chiffre,
    Chiffres,
    Colonne,
    Graphique,
    Liste,
    Point,
    Section,
    Serie,
    Tableau,
    Texte,
    Titre,
    Zone,
    format_number,
)

__all__ = [
    "Bloc",
    "Carte",
    "Chiffre",
    "Chiffres",
    "Colonne",
    "Graphique",
    "Liste",
    "Point",
    "Section",
    "Serie",
    "Tableau",
    "Texte",
    "Titre",
    "Zone",
    "format_number",
]
