"""How an axis describes its screens."""

from core.plugin.ecrans import (
    AIDE_MONTANT,
    CHAMP_ANNEE,
    CHAMP_SOURCE,
    CHAMP_STRUCTURE,
    COLONNE_ANNEE,
    COLONNE_SOURCE,
    DESCRIPTION_ANNEES,
    GROUPE_COMPTES,
    RUBRIQUE_ANNEES,
    open_year,
)
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
    "AIDE_MONTANT",
    "CHAMP_ANNEE",
    "CHAMP_SOURCE",
    "CHAMP_STRUCTURE",
    "COLONNE_ANNEE",
    "COLONNE_SOURCE",
    "DESCRIPTION_ANNEES",
    "GROUPE_COMPTES",
    "RUBRIQUE_ANNEES",
    "ActionGroupee",
    "Champ",
    "Colonne",
    "Critere",
    "Format",
    "LignesLiees",
    "PageAxe",
    "Vue",
    "VueTable",
    "open_year",
]
