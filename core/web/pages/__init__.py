"""Pages of the platform: one module a subject, all on the blueprint ``pages`` (``infos`` is public)."""

from core.web.pages import (
    accueil,
    actions,
    agenda,
    axe,
    axes,
    communes,
    conduite,
    contexte,
    convention,
    cycle,
    echanges,
    equite,
    etudes,
    evaluation,
    exercice,
    indicateurs,
    publiques,
    rapports,
    relais,
    revisions,
    scission,
    seances,
    sieges,
    soumission,
)
from core.web.pages.outils import infos, pages

# Importing a module hangs its addresses on the blueprints.
MODULES = (
    accueil,
    actions,
    agenda,
    axe,
    axes,
    communes,
    conduite,
    contexte,
    convention,
    cycle,
    echanges,
    equite,
    etudes,
    evaluation,
    exercice,
    indicateurs,
    publiques,
    rapports,
    relais,
    revisions,
    scission,
    seances,
    sieges,
    soumission,
)

__all__ = ["MODULES", "infos", "pages"]
