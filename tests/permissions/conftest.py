"""The application on the world of the walk: one connection, each request undone."""

from collections.abc import Callable, Iterator

import pytest

from core.app import create_app
from core.config import Settings
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.journal.service import set_context
from core.security.acteur import SYSTEME
from core.socle import build_socle
from tests.permissions.monde import Monde
from tests.permissions.parcours import Parcours
from tests.permissions.planter_annee import plant_year
from tests.permissions.planter_plan import plant_plan


@pytest.fixture(scope="session")
def parcours(clone: Callable[[str], Settings]) -> Iterator[Parcours]:
    """The walk, ready to ask."""
    settings = clone("ctg_permissions")
    socle = build_socle(settings)
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        monde = Monde()
        plant_plan(session, monde)
        plant_year(session, socle.registry, monde)
    socle.engine.dispose()
    app = create_app(settings)
    app.config["WTF_CSRF_METHODS"] = set()
    with app.app_context():
        engine = db.engine
        engines = db.engines
    with engine.connect() as connection:
        connection.begin()
        # Inside a savepoint, what a request commits stays in the transaction.
        engines[None] = connection  # type: ignore[index]
        yield Parcours(app, monde, connection)
        engines[None] = engine  # type: ignore[index]
        connection.rollback()
    engine.dispose()
    app.extensions["ctg"].engine.dispose()
