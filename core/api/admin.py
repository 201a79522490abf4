"""How an axis describes its screens."""

from core.plugin.vues import (
    ActionGroupee,
    Champ,
    Colonne,
    Format,
    LignesLiees,
    PageAxe,
    Vue,
    VueTable,
    assign_values,
)

__all__ = [
    "ActionGroupee",
    "Champ",
    "Colonne",
    "Format",
    "LignesLiees",
    "PageAxe",
    "Vue",
    "VueTable",
    "assign_values",
]
