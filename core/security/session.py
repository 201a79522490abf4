"""Who makes the current request: the one place where pages and the administration ask."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, g

from core.security.acteur import Acteur

_EXTENSION = "ctg_acteur"


def register_loader(extensions: dict[str, object], loader: Callable[[], Acteur]) -> None:
    """Say how the actor of a request is found; called once, when log-in is mounted."""
    extensions[_EXTENSION] = loader


def get_acteur() -> Acteur:
    """The person making the request with the roles in force today, or ``ANONYME``; one look-up a request."""
    if "acteur" not in g:
        g.acteur = current_app.extensions[_EXTENSION]()
    acteur: Acteur = g.acteur
    return acteur
