"""Fixtures on a whole demonstration, loaded once."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.config import Settings
from core.db.transaction import unit_of_work
from core.demonstration.generer import load_demonstration
from core.journal.service import set_context
from core.security.acteur import SYSTEME
from core.socle import Socle, build_socle
from tests.conftest import copy

JOUR = date(2026, 11, 24)


def load_into(socle: Socle, jour: date) -> list[str]:
    """Turn a copy of the model, marked as real, into a demonstration of that day."""
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        session.execute(text("ALTER TABLE plateforme DISABLE TRIGGER USER"))
        session.execute(text("UPDATE plateforme SET demonstration = true"))
        session.execute(text("ALTER TABLE plateforme ENABLE TRIGGER USER"))
        return load_demonstration(session, socle.registry, jour)


@pytest.fixture(scope="session")
def clone_demonstration(
    clone: Callable[[str], Settings], settings: Settings
) -> Callable[[str], Settings]:
    """A function that makes a database, copy of a demonstration loaded once as of :data:`JOUR`."""
    socle = build_socle(clone("ctg_modele_demonstration"))
    load_into(socle, JOUR)
    socle.engine.dispose()
    return partial(copy, settings, "ctg_modele_demonstration")


@pytest.fixture(scope="session")
def demonstration(clone_demonstration: Callable[[str], Settings]) -> Iterator[Socle]:
    """The platform on a demonstration; tests leave it as they found it."""
    socle = build_socle(clone_demonstration("ctg_demonstration"))
    yield socle
    socle.engine.dispose()


@pytest.fixture
def demo(demonstration: Socle) -> Iterator[Session]:
    """A session on the demonstration, rolled back after the test."""
    with demonstration.engine.connect() as connection:
        outer = connection.begin()
        session = Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        yield session
        session.close()
        outer.rollback()


@pytest.fixture
def base(app: Flask) -> Iterator[Session]:
    """What the database of a module's application holds, read apart from its requests."""
    with app.extensions["ctg"].sessions() as session:
        yield session
