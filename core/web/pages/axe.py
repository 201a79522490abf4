"""Pages given by the axes: each at ``/axe/<slug>/<endpoint>/``, closed when the axis is not active."""

from __future__ import annotations

from flask import Flask, abort, render_template, request
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, Template

from core.adminkit.axes import require_active
from core.cycles.service import get_current, to_value
from core.errors import Introuvable
from core.indicateurs.service import list_reglages
from core.plugin.lecture import Lecture
from core.plugin.paquet import find_folder
from core.plugin.registry import Registry
from core.plugin.types import Axe
from core.plugin.vues import PageAxe
from core.security.session import get_acteur
from core.socle import Socle
from core.web.pages.outils import get_registry, get_session, get_socle, logger, pages


@pages.get("/axe/<slug>/<nom>/")
def page_axe(slug: str, nom: str) -> str | tuple[str, int]:
    """A page of an active axis, rendered with the values that the axis gives."""
    axe, page = _find(get_registry(), slug, nom)
    acteur = get_acteur()
    session = get_session()
    try:
        # The savepoint keeps the transaction usable when a statement of the axis is refused.
        with session.begin_nested():
            contexte = page.contexte(
                Lecture(session, acteur),
                acteur,
                to_value(get_current(session)),
                request.args.to_dict(),
            )
        # The axis' own template, or the one that core gives to every axis under that name.
        templates: list[str | Template] = [f"{axe.slug}/{page.template}", page.template]
        off = {code for code, reglage in list_reglages(session).items() if not reglage.actif}
        return render_template(templates, axe=axe, page=page, eteints=off, **contexte)
    except Exception:  # noqa: BLE001  an axis may fail in any way, the page goes on
        logger.exception("axis_page_failed", axe=slug, page=nom)
        return render_template("pages/axe_indisponible.html", axe=axe, page=page), 503


def mount_pages_axes(app: Flask) -> None:
    """Let templates of the axes be found under ``<slug>/``; those of core win on any other name."""
    socle: Socle = app.extensions["ctg"]
    folders: dict[str, BaseLoader] = {
        axe.slug: FileSystemLoader(find_folder(axe) / "templates") for axe in socle.registry.axes
    }
    core_loader = app.jinja_loader
    assert core_loader is not None
    app.jinja_loader = ChoiceLoader([core_loader, PrefixLoader(folders)])


def _find(registry: Registry, slug: str, nom: str) -> tuple[Axe, PageAxe]:
    if slug in get_socle().settings.plugins_blocked:
        raise Introuvable(
            "Cet axe est bloqué par l'exploitation de la plateforme (CTG_PLUGINS_BLOCKED) ; ses données "
            "sont conservées."
        )
    if slug in {axe.slug for axe in registry.axes}:
        require_active(slug)
    for contribution in registry.collect_boot("ctg_admin_views"):
        if contribution.axe.slug == slug:
            for vue in contribution.valeur:
                if isinstance(vue, PageAxe) and vue.endpoint == nom:
                    return contribution.axe, vue
    abort(404)
