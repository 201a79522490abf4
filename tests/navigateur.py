"""The application as tests open it, and its browsers: the session cookie without the log-in form."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select

from core.app import create_app
from core.comptes.models import Compte
from core.config import Settings
from core.db.extension import db
from core.socle import build_socle

# Applications at rest, by settings. One takes a second to build and more to compile templates, and nothing
# of it depends on the database: the next test that asks for one gets it, bound to its own.
_AU_REPOS: dict[Settings, list[Flask]] = {}


@contextmanager
def open_app(settings: Settings) -> Iterator[Flask]:
    """The application on the database of ``settings``; both its pools, the pages' and the platform's, are
    closed at the end, and its configuration is as it was."""
    free = _AU_REPOS.setdefault(settings.model_copy(update={"database_url": None}), [])
    app = free.pop() if free else create_app(settings)
    config = dict(app.config)
    _bind(app, settings)
    try:
        yield app
    finally:
        close_pools(app)
        app.config.update(config)
        free.append(app)


@contextmanager
def open_new_app(settings: Settings) -> Iterator[Flask]:
    """An application of the test's own, to which addresses may be added."""
    app = create_app(settings)
    try:
        yield app
    finally:
        close_pools(app)


def close_pools(app: Flask) -> None:
    """Close the connections of the pages and of the platform."""
    with app.app_context():
        db.engine.dispose()
    app.extensions["ctg"].engine.dispose()


def _bind(app: Flask, settings: Settings) -> None:
    socle = build_socle(settings)
    app.extensions["ctg"] = socle
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    with app.app_context():
        db.engines[None] = create_engine(str(settings.database_url), **options)  # type: ignore[index]


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
