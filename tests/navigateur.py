"""The application as tests open it, and its browsers: the session cookie without the log-in form."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.app import create_app
from core.comptes.models import Compte
from core.config import Settings
from core.db.extension import db


@contextmanager
def open_app(settings: Settings) -> Iterator[Flask]:
    """The application; both its pools, the pages' and the platform's, are closed at the end."""
    app = create_app(settings)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()
        app.extensions["ctg"].engine.dispose()


def log_in(app: Flask, email: str) -> FlaskClient:
    """A browser of ``app`` with an open session of the account of that address."""
    with app.app_context():
        jeton = db.session.scalar(select(Compte.fs_uniquifier).where(Compte.email == email))
    assert jeton is not None, email
    return open_session(app, jeton)


def open_session(app: Flask, jeton: str) -> FlaskClient:
    """The same, from what the account's cookie holds."""
    client = app.test_client()
    with client.session_transaction() as content:
        content["_user_id"], content["_fresh"] = jeton, True
    return client
