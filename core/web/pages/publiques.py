"""Pages open to everybody: state of the service, legal notices, accessibility, personal data."""

from __future__ import annotations

import structlog
from flask import jsonify, render_template
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from core.web.pages.outils import get_session, infos

logger = structlog.get_logger(__name__)


@infos.get("/sante")
def sante() -> tuple[Response, int]:
    """{"statut": "ok"} when the database answers, 503 otherwise; says nothing more to strangers."""
    try:
        get_session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        logger.exception("health_database")
        return jsonify(statut="indisponible", base="injoignable"), 503
    return jsonify(statut="ok", base="ok"), 200


@infos.get("/mentions")
def mentions() -> str:
    """Legal notices."""
    return render_template("pages/mentions.html")


@infos.get("/accessibilite")
def accessibilite() -> str:
    """Accessibility: what was checked, what was not, whom to tell."""
    return render_template("pages/accessibilite.html")


@infos.get("/donnees-personnelles")
def donnees_personnelles() -> str:
    """Which personal data are kept, why, how long, and the rights of people."""
    return render_template("pages/donnees_personnelles.html")
