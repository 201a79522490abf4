"""Mounting the administration: every table of core and of the axes as a Flask-Admin view."""

from __future__ import annotations

from flask import Flask
from flask_admin import Admin

from core.adminkit.accueil import AccueilAdmin
from core.adminkit.vue_modele import VueModele
from core.communes.admin import VUES as VUES_COMMUNES
from core.comptes.admin import VUES as VUES_COMPTES
from core.convention.admin import VUES as VUES_CONVENTION
from core.cycles.admin import VUES as VUES_CYCLES
from core.errors import ErreurReglage
from core.evaluation.admin import VUES as VUES_EVALUATION
from core.financements.admin import VUES as VUES_FINANCEMENTS
from core.gouvernance.admin import VUES as VUES_GOUVERNANCE
from core.indicateurs.admin import VUES as VUES_INDICATEURS
from core.jobs.admin import VUES as VUES_TACHES
from core.journal.admin import VUES as VUES_JOURNAL
from core.parametres.admin import VUES as VUES_PARAMETRES
from core.partenaires.admin import VUES as VUES_PARTENAIRES
from core.plan.admin import VUES as VUES_PLAN
from core.plugin.catalogue import Catalogue
from core.plugin.manager import refuse
from core.plugin.registry import Registry
from core.plugin.vues import VueTable
from core.rappels.admin import VUES as VUES_RAPPELS
from core.structures.admin import VUES as VUES_STRUCTURES

VUES_CORE = (
    *VUES_PLAN,
    *VUES_RAPPELS,
    *VUES_COMMUNES,
    *VUES_STRUCTURES,
    *VUES_GOUVERNANCE,
    *VUES_PARTENAIRES,
    *VUES_FINANCEMENTS,
    *VUES_EVALUATION,
    *VUES_CYCLES,
    *VUES_INDICATEURS,
    *VUES_PARAMETRES,
    *VUES_CONVENTION,
    *VUES_COMPTES,
    *VUES_TACHES,
    *VUES_JOURNAL,
)


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
    admin = Admin(app, name="CTG", index_view=AccueilAdmin())
    for slug, vue in catalogue.tables():
        admin.add_view(build_view(vue, slug))


def build_view(vue: VueTable, slug: str | None) -> VueModele:
    """The view of a screen. Raises ErreurReglage, that names the axis when the screen is one's."""
    try:
        return VueModele(vue, slug)
    except ErreurReglage as error:
        if slug is None:
            raise
        raise refuse(slug, f"son écran « {vue.nom} » : {error.message.rstrip('.')}") from error
