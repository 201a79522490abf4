"""What every page uses: the blueprints, the session, the person, paging."""

from __future__ import annotations

from io import BytesIO
from typing import Any, TypeVar

import structlog
from flask import Blueprint, current_app, request, send_file
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.adminkit.axes import get_axes
from core.db.extension import db
from core.errors import Interdit
from core.fichiers import Fichier, read_fichier
from core.plugin.registry import Registry
from core.security.acteur import Acteur
from core.security.policy import Verbe, can
from core.security.session import get_acteur
from core.socle import Socle

T = TypeVar("T")
logger = structlog.get_logger(__name__)

pages = Blueprint("pages", __name__)
infos = Blueprint("infos", __name__)

# A year outside these bounds, or a number PostgreSQL cannot hold, is an address that does not exist.
ANNEE = "int(min=2020,max=2100)"
IDENTIFIANT = "int(min=1,max=9223372036854775807)"


def get_session() -> Session:
    """The session of the request, closed when it ends."""
    return db.session()


def get_socle() -> Socle:
    """What the application was built with."""
    socle: Socle = current_app.extensions["ctg"]
    return socle


def get_registry() -> Registry:
    """The axes, active or not as they were when the request first asked."""
    manager = get_socle().registry.manager
    return Registry(manager, lambda: frozenset(axe.slug for axe in get_axes() if axe.actif))


def require_lecture(modele: type[Any]) -> Acteur:
    """The person, who must be allowed to read at least some rows of ``modele``. Raises Interdit."""
    acteur = get_acteur()
    if not can(acteur, Verbe.LIRE, modele):
        raise Interdit("Cette page n'est pas ouverte à votre rôle.")
    return acteur


def get_or_404(objet: T | None) -> T:
    """The object, or the page "introuvable": absent, or not to be known of."""
    if objet is None:
        raise NotFound
    return objet


def send_fichier(fichier: Fichier) -> Response:
    """A stored file to download; its SHA-256 is its ETag. The caller has checked the right to read it."""
    response = send_file(
        BytesIO(read_fichier(get_session(), fichier)),
        mimetype=fichier.type_mime,
        as_attachment=True,
        download_name=fichier.nom,
        etag=fichier.empreinte,
        last_modified=fichier.created_at,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def get_text(nom: str, maximum: int = 2000) -> str:
    """A text of the form, trimmed. A zero byte, which PostgreSQL refuses, is dropped."""
    return request.form.get(nom, "").replace("\x00", "").strip()[:maximum]


def get_int(source: Any, nom: str, *, minimum: int, maximum: int) -> int | None:
    """A whole number of a form or of a query string; None when absent, malformed or out of bounds."""
    brut = source.get(nom, "")
    if not brut.isascii() or not brut.isdigit() or len(brut) > 18:
        return None
    return int(brut) if minimum <= int(brut) <= maximum else None
