"""A demonstration that a test module may change, and browsers logged in as its accounts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from core.config import Settings
from core.db.extension import db
from tests.navigateur import log_in as log_in_by_email
from tests.navigateur import open_app

Ouvrir = Callable[[str], FlaskClient]


@contextmanager
def open_demonstration(settings: Settings) -> Iterator[Flask]:
    """The application on a copy of the demonstration, without CSRF tokens."""
    with open_app(settings) as app:
        app.config["WTF_CSRF_METHODS"] = set()
        yield app


def log_in(app: Flask, nom: str) -> FlaskClient:
    """A browser logged in as the account of the demonstration of that name."""
    return log_in_by_email(app, f"{nom}@demonstration.example")


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """SQL sent by the application meanwhile."""
    found: list[str] = []

    def note(*arguments: Any) -> None:
        found.append(str(arguments[2]))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
