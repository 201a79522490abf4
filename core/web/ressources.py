"""Scripts and style sheets in pages: always a file of ours, always with the nonce of the answer."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from core.security.headers import get_nonce


def script(nom: str) -> Markup:
    """The tag of a module of ``static/js``."""
    return Markup('<script type="module" nonce="{}" src="{}"></script>').format(
        get_nonce(), url_for("static", filename=f"js/{nom}")
    )


def feuille_de_style(nom: str) -> Markup:
    """The tag of a style sheet of ``static/css``."""
    return Markup('<link rel="stylesheet" nonce="{}" href="{}">').format(
        get_nonce(), url_for("static", filename=f"css/{nom}")
    )


GLOBALES = {"script": script, "feuille_de_style": feuille_de_style}
