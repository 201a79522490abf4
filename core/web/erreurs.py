"""Error pages in French: what happened and what to do, never a trace."""

from __future__ import annotations

import structlog
from flask import Flask, g, render_template
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from core.db.extension import db
from core.errors import ConflitVersion, ErreurMetier, Interdit, Introuvable

logger = structlog.get_logger(__name__)

Reponse = tuple[str, int]

_TEXTES = {
    400: ("Demande incomprise", "L'adresse ou le formulaire contient une valeur impossible."),
    403: ("Accès refusé", "Votre rôle ne permet pas de faire cela."),
    404: (
        "Page introuvable",
        "Cette page n'existe pas, ou ce qu'elle montre ne fait pas partie de ce que vous pouvez consulter.",
    ),
    405: ("Action impossible ici", "Cette adresse ne se demande pas de cette façon."),
    409: ("Modifié entre-temps", "Quelqu'un a changé cet objet depuis que vous l'avez ouvert."),
    413: ("Envoi trop volumineux", "Le formulaire ou le fichier dépasse la taille acceptée."),
    500: (
        "Erreur de la plateforme",
        "Un défaut a empêché cette page de se faire. Rien n'a été enregistré à moitié.",
    ),
    503: (
        "Base de données injoignable",
        "La plateforme ne peut pas lire ses données pour le moment. Réessayez dans un instant.",
    ),
}


def install_error_pages(app: Flask) -> None:
    """Answer each error with our page and the right status."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Interdit, lambda error: _page(403, error.message))
    app.register_error_handler(Introuvable, lambda error: _page(404, error.message))
    app.register_error_handler(ErreurMetier, lambda error: _page(400, error.message))
    app.register_error_handler(ConflitVersion, lambda error: _page(409, error.message))
    app.register_error_handler(DataError, _data)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Reponse | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code)


def _data(error: DataError) -> Reponse:
    # PostgreSQL refused a value of the query (a number out of range, a NUL in a text).
    logger.warning("value_refused", error=str(error.orig))
    db.session.rollback()
    return _page(400)


def _database(error: OperationalError) -> Reponse:
    logger.exception("database_error")
    return _page(503, database=False)


def _unexpected(error: Exception) -> Reponse:
    logger.exception("request_failed")
    return _page(500, database=False)


def _page(code: int, message: str = "", *, database: bool = True) -> Reponse:
    """``database`` False: the shell is drawn without asking anything of the database."""
    if not database:
        g.coquille_nue = True
    titre, texte = _TEXTES.get(code, _TEXTES[400 if code < 500 else 500])
    page = render_template("erreurs/erreur.html", code=code, titre=titre, texte=message or texte)
    return page, code
