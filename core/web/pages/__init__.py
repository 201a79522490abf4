"""Pages of the platform: one module a subject, all on the blueprint ``pages`` (``infos`` is public)."""

from core.web.pages import (
    accueil,
    actions,
    axe,
    axes,
    chargement_suivi,
    chargements,
    communes,
    contexte,
    convention,
    cycle,
    echanges,
    indicateurs,
    publiques,
    rapports,
    revisions,
    scission,
)
from core.web.pages.outils import infos, pages

# Importing a module hangs its addresses on the blueprints.
MODULES = (
    accueil,
    actions,
    axe,
    axes,
    chargement_suivi,
    chargements,
    communes,
    contexte,
    convention,
    cycle,
    echanges,
    indicateurs,
    publiques,
    rapports,
    revisions,
    scission,
)

__all__ = ["MODULES", "infos", "pages"]
