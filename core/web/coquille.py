"""What the shell of every page shows: who, which axes, which year, and the menu their rights open."""

from __future__ import annotations

from typing import Any

from flask import g

from core.adminkit.axes import get_etat
from core.cycles.rules import is_frozen
from core.security.acteur import ANONYME
from core.security.session import get_acteur
from core.web.menu import render_menu


def shell_context() -> dict[str, Any]:
    """Context of every template, made once a request in one statement after the account's."""
    if "coquille" not in g:
        g.coquille = _build_context()
    context: dict[str, Any] = g.coquille
    return context


def _build_context() -> dict[str, Any]:
    if g.get("coquille_nue"):
        return {"acteur": ANONYME, "menu": "", "cycle_courant": None, "demonstration": False}
    acteur, etat = get_acteur(), get_etat()
    axes = () if acteur is ANONYME else etat.axes
    return {
        "acteur": acteur,
        "menu": "" if acteur is ANONYME else render_menu(acteur, axes),
        "noms_axes": {axe.slug: str(axe) for axe in axes},
        "axes_retires": [axe.titre for axe in axes if not axe.actif],
        "cycle_courant": etat.cycle,
        "cycle_fige": etat.cycle is not None and is_frozen(etat.cycle.etape),
        "demonstration": etat.demonstration,
    }
