"""How an axis describes its screens."""

from core.plugin.vues import (
    ActionGroupee,
    Champ,
    Colonne,
    Critere,
    Format,
    LignesLiees,
    PageAxe,
    Vue,
    VueTable,
)

__all__ = [
    "ActionGroupee",
    "Champ",
    "Colonne",
    "Critere",
    "Format",
    "LignesLiees",
    "PageAxe",
    "Vue",
    "VueTable",
]
