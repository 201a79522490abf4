"""A browser of the tests, already logged in: the session cookie without the log-in form."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.comptes.models import Compte
from core.db.extension import db


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
