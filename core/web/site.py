"""Mounting the pages: language, accounts, formats, addresses."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel

from core.adminkit.soumission import new_jeton
from core.communes.rules import MASQUE_EFFECTIF
from core.web.format import FILTRES, LOCALE
from core.web.pages import infos, pages
from core.web.pages.axe import mount_pages_axes
from core.web.reconnexion import sign_author
from core.web.ressources import GLOBALES
from core.web.securite import mount_securite


def mount_web(app: Flask) -> None:
    """Give ``app`` its language, its accounts, then every page; no database access."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LOCALE)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Paris")
    Babel(app, locale_selector=lambda: LOCALE)
    app.jinja_env.filters.update(FILTRES)
    app.jinja_env.globals.update(GLOBALES)
    app.jinja_env.globals["new_jeton"] = new_jeton
    app.jinja_env.globals["sign_author"] = sign_author
    app.jinja_env.globals["masque_effectif"] = MASQUE_EFFECTIF
    mount_securite(app)
    app.register_blueprint(pages)
    app.register_blueprint(infos)
    mount_pages_axes(app)
