"""Scripts and style sheets in pages: always a file of ours, always with the nonce of the answer."""

from __future__ import annotations

from flask import current_app, request
from markupsafe import Markup

from core.security.headers import get_nonce


def static_url(nom: str) -> str:
    """The address of a file of ours in ``static``: a page names too many of them to build routes."""
    return f"{request.script_root}{current_app.static_url_path}/{nom}"


def script(nom: str) -> Markup:
    """The tag of a module of ``static/js``."""
    return Markup('<script type="module" nonce="%s" src="%s"></script>') % (
        get_nonce(),
        static_url(f"js/{nom}"),
    )


def feuille_de_style(nom: str) -> Markup:
    """The tag of a style sheet of ``static/css``."""
    return Markup('<link rel="stylesheet" nonce="%s" href="%s">') % (
        get_nonce(),
        static_url(f"css/{nom}"),
    )


GLOBALES = {"script": script, "feuille_de_style": feuille_de_style, "static_url": static_url}
