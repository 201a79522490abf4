"""Error pages in French: what happened and what to do, never a trace."""

from __future__ import annotations

import structlog
from flask import Flask, current_app, g, render_template, request
from psycopg.errors import QueryCanceled
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from core.db.extension import db
from core.errors import ConflitVersion, ErreurMetier, Interdit, Introuvable
from core.web.saisie_perdue import list_typed

logger = structlog.get_logger(__name__)

Reponse = tuple[str, int]
ReponseHttp = tuple[str, int, list[tuple[str, str]]]

_TEXTES = {
    400: ("Demande incomprise", "L'adresse ou le formulaire contient une valeur impossible."),
    403: ("Accès refusé", "Votre rôle ne permet pas de faire cela."),
    404: (
        "Page introuvable",
        "Cette page n'existe pas, ou ce qu'elle montre ne fait pas partie de ce que vous pouvez consulter.",
    ),
    405: ("Action impossible ici", "Cette adresse ne se demande pas de cette façon."),
    409: ("Modifié entre-temps", "Quelqu'un a changé cet objet depuis que vous l'avez ouvert."),
    413: (
        "Envoi trop volumineux",
        "Un envoi pèse 16 Mo au plus, et un fichier joint 15 Mo. Rien n'a été enregistré : réduisez le "
        "fichier, ou donnez dans une note l'endroit où le trouver.",
    ),
    429: (
        "Trop de demandes",
        "Attendez un moment avant de recommencer : la plateforme protège ainsi les comptes et les données.",
    ),
    500: (
        "Erreur de la plateforme",
        "Un défaut a empêché cette page de se faire. Rien n'a été enregistré à moitié.",
    ),
    503: (
        "Base de données injoignable",
        "La plateforme ne peut pas lire ses données pour le moment. Réessayez dans un instant.",
    ),
}
# Answers that come instead of a form, with what was typed in it; 400 and 413 could not read it.
_RENDUES = {403, 404, 409, 500, 503}
TROP_LONG = (
    "La base de données n'a pas terminé dans le temps accordé à une page, et s'est arrêtée : rien n'a été "
    "enregistré. Réduisez la liste par un filtre ou une recherche, ou réessayez dans un instant."
)


def install_error_pages(app: Flask) -> None:
    """Answer each error with our page and the right status."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Interdit, lambda error: _page(403, error.message))
    app.register_error_handler(Introuvable, lambda error: _page(404, error.message))
    app.register_error_handler(ErreurMetier, lambda error: _page(400, error.message))
    app.register_error_handler(ConflitVersion, lambda error: _page(409, error.message))
    app.register_error_handler(DataError, _data)
    app.register_error_handler(StaleDataError, lambda error: _page(409))
    for unreachable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unreachable, _database)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> ReponseHttp | HTTPException:
    if error.code is None or error.code < 400:
        return error
    # What a view of ours explains; werkzeug's own words are English.
    ours = type(error) in (BadRequest, NotFound) and error.description != type(error).description
    page, code = _page(error.code, (error.description or "") if ours else "")
    headers = [(n, v) for n, v in error.get_headers() if n in ("Allow", "Retry-After")]
    return page, code, headers


def _data(error: DataError) -> Reponse:
    # PostgreSQL refused a value of the query (a number out of range, a NUL in a text).
    logger.warning("value_refused", error=str(error.orig))
    db.session.rollback()
    return _page(400)


def _database(error: SQLAlchemyError) -> Reponse:
    if isinstance(getattr(error, "orig", None), QueryCanceled):
        # By ``statement_timeout``: the database answers, this was too much to ask of it.
        # Not the path: that of an agenda is a secret.
        logger.warning("statement_timeout", endpoint=request.endpoint)
        db.session.rollback()
        return _page(503, TROP_LONG, titre="Réponse trop longue à préparer", database=False)
    logger.exception("database_error")
    return _page(503, database=False)


def _unexpected(error: Exception) -> Reponse:
    logger.exception("request_failed")
    return _page(500, database=False)


def _page(code: int, message: str = "", *, titre: str = "", database: bool = True) -> Reponse:
    """``database`` False: the shell is drawn without asking anything of the database."""
    typed = list_typed() if code in _RENDUES else []
    if not database:
        g.coquille_nue = True
        # flask-login's own context processor would look the account up.
        g._login_user = current_app.extensions["security"].login_manager.anonymous_user()
    usual, texte = _TEXTES.get(code, _TEXTES[400 if code < 500 else 500])
    page = render_template(
        "erreurs/erreur.html",
        code=code,
        titre=titre or usual,
        texte=message or texte,
        saisies=typed,
    )
    return page, code
