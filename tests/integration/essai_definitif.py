"""Pending changes put to the rule of validated figures."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from core.db.extension import db
from core.errors import ErreurMetier
from core.journal.service import set_context
from core.security.acteur import Acteur


def attempt(app: Flask, acteur: Acteur, motif: str, change: Callable[[], None]) -> str:
    """ "" when the flush of ``change`` passes, else the name of the refusal; nothing is kept."""
    with app.app_context():
        set_context(db.session(), acteur, source="web", motif=motif)
        try:
            change()
            db.session.flush()
        except ErreurMetier as error:
            return type(error).__name__
        finally:
            db.session.rollback()
    return ""


def check_guarded(app: Flask, equipe: Acteur, gouvernance: Acteur, change: Any) -> None:
    assert attempt(app, equipe, "Parce que", change) == "ErreurMetier"
    assert attempt(app, gouvernance, " ", change) == "MotifRequis"
    assert attempt(app, gouvernance, "Erreur de saisie", change) == ""
