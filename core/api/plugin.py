"""Hooks and their values."""

from core.plugin.attentes import Attente, Echeance, Lignes, SuiviAxe
from core.plugin.hookspecs import hookimpl
from core.plugin.lecture import Lecture
from core.plugin.paquet import PackagePlugin
from core.plugin.types import (
    API_VERSION,
    Attendu,
    Axe,
    Cumul,
    Cycle,
    DemandeRapport,
    GenrePresence,
    Indicateur,
    Manque,
    ModeReference,
    Niveau,
    Parametre,
    Rappel,
    Sens,
    Widget,
)

__all__ = [
    "API_VERSION",
    "Attendu",
    "Attente",
    "Axe",
    "Cumul",
    "Cycle",
    "DemandeRapport",
    "Echeance",
    "GenrePresence",
    "Indicateur",
    "Lecture",
    "Lignes",
    "Manque",
    "ModeReference",
    "Niveau",
    "PackagePlugin",
    "Parametre",
    "Rappel",
    "Sens",
    "SuiviAxe",
    "Widget",
    "hookimpl",
]
