"""Mounting the administration: every table of core and of the axes as a Flask-Admin view."""

from __future__ import annotations

from flask import Flask
from flask_admin import Admin

from core.adminkit.accueil import AccueilAdmin
from core.plugin.catalogue import Catalogue
from core.plugin.registry import Registry
from core.plugin.vues import VueTable

VUES_CORE: tuple[VueTable, ...] = ()


def build_catalogue(registry: Registry) -> Catalogue:
    """Every screen, from core and from the installed axes; raises ErreurReglage on a double address."""
    return Catalogue(
        core=VUES_CORE,
        axes={
            contribution.axe.slug: tuple(contribution.valeur)
            for contribution in registry.collect_boot("ctg_admin_views")
        },
    )


def mount_admin(app: Flask) -> None:
    """Mount ``/admin/`` on ``app``; ``app.extensions["ctg_catalogue"]`` then holds every screen."""
    catalogue = build_catalogue(app.extensions["ctg"].registry)
    app.extensions["ctg_catalogue"] = catalogue
    Admin(app, name="CTG", index_view=AccueilAdmin())
