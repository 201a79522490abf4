"""How an axis describes its screens."""

from core.plugin.vues import Champ, Colonne, Format, LignesLiees, PageAxe, Vue, VueTable

__all__ = ["Champ", "Colonne", "Format", "LignesLiees", "PageAxe", "Vue", "VueTable"]
