"""Pages of the platform: one module a subject, all on the blueprint ``pages`` (``infos`` is public)."""

from core.web.pages import (
    accueil,
    actions,
    axe,
    axes,
    communes,
    contexte,
    convention,
    cycle,
    equite,
    etudes,
    evaluation,
    indicateurs,
    publiques,
    rapports,
)
from core.web.pages.outils import infos, pages

# Importing a module hangs its addresses on the blueprints.
MODULES = (
    accueil,
    actions,
    axe,
    axes,
    communes,
    contexte,
    convention,
    cycle,
    equite,
    etudes,
    evaluation,
    indicateurs,
    publiques,
    rapports,
)

__all__ = ["MODULES", "infos", "pages"]
