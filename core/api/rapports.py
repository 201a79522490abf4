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
from core.rapports.sections import (
    GENRE_ANNUEL,
    build_manques,
    join_names,
    list_missing,
    read_communes,
)

__all__ = [
    "GENRE_ANNUEL",
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
    "build_manques",
    "format_number",
    "join_names",
    "list_missing",
    "read_communes",
]
