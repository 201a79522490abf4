"""Fixtures on the real engines: one PostgreSQL and one Valkey per test process, databases by cloning.

``session``: a session in a transaction that is rolled back, on a database holding the reference data.
``socle``: the platform on a database of the test's own, for what commits, forks or serves.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from xdist.scheduler import LoadScopeScheduling

from core.clock import today
from core.comptes import service as comptes
from core.config import Settings
from core.db.plateforme import mark
from core.db.transaction import unit_of_work
from core.embarque import moteurs
from core.journal.service import set_context
from core.logs import configure_logs
from core.reference.charger import load_reference
from core.security.acteur import SYSTEME, Acteur, Habilitation, Role
from core.socle import Socle, build_migrations, build_socle
from core.web import securite

# What one process runs from end to end: files whose tests share a database that they move on, and the folder
# that shares a browser and a platform. Everything else goes to whichever process is free.
_PAR_FICHIER = ("tests/integration/", "tests/axe_temoin/")
_NAVIGATEUR = "tests/e2e/"


class Repartition(LoadScopeScheduling):  # type: ignore[misc]
    """Tests between processes. The mark ``xdist_group`` is not used: pytest 9.2 and xdist 3.8 ignore it."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(_NAVIGATEUR):
            return _NAVIGATEUR
        return nodeid.partition("::")[0] if nodeid.startswith(_PAR_FICHIER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Repartition:
    """Hook of pytest-xdist."""
    return Repartition(config, log)


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """Logs are written as the platform writes them, whichever test runs first."""
    configure_logs(Settings(environnement="test"))


@pytest.fixture(scope="session", autouse=True)
def _empreintes() -> Iterator[None]:
    """Passwords hashed as lightly as argon2 allows, by the two that hash: a strong hash takes a sixth of a
    second, hundreds of times. Processes of their own (``ctg``, the servers) hash as they should."""
    leger = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    options = {
        f"argon2__{name}": getattr(leger, name)
        for name in ("time_cost", "memory_cost", "parallelism")
    }
    reglages = securite._settings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comptes, "_HASHER", leger)
        patch.setattr(
            securite,
            "_settings",
            lambda environnement: {
                **reglages(environnement),
                "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": options,
            },
        )
        yield


# Every database of a run, with room to spare.
_PLACE = 6 * 1024**3


def make_var() -> Path:
    """A short folder for engines, that any account may cross: in memory where there is room, since copying
    databases without end makes a disk the slowest part of the tests."""
    memoire = Path("/dev/shm")
    room = memoire.is_dir() and shutil.disk_usage(memoire).free > _PLACE
    var = Path(tempfile.mkdtemp(prefix="ctg-", dir=memoire if room else None))
    var.chmod(0o711)
    return var


SECRET = "une-cle-de-test-assez-longue-0123456789-abcdef"


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """Settings of running engines."""
    var = make_var()
    try:
        with moteurs(
            Settings(environnement="test", var=var, secret_key=SECRET), rapide=True
        ) as running:
            yield running
    finally:
        shutil.rmtree(var, ignore_errors=True)


def _admin(settings: Settings, statement: str) -> None:
    engine = create_engine(str(settings.database_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _with_database(settings: Settings, name: str) -> Settings:
    url = make_url(str(settings.database_url)).set(database=name)
    return settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})


@pytest.fixture(scope="session")
def clone(settings: Settings) -> Callable[[str], Settings]:
    """A function that makes a database, copy of the migrated model with the reference data."""
    _admin(settings, "CREATE DATABASE ctg_modele")
    model = _with_database(settings, "ctg_modele")
    socle = build_socle(model)
    build_migrations(model, socle.registry).upgrade()
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        mark(session, demonstration=False)
        load_reference(session, socle.registry, today())
    socle.engine.dispose()

    return partial(copy, settings, "ctg_modele")


def copy(settings: Settings, modele: str, name: str) -> Settings:
    """Settings of a new database, copy of ``modele``, to which nobody may be connected."""
    _admin(settings, f"CREATE DATABASE {name} TEMPLATE {modele} STRATEGY file_copy")
    return _with_database(settings, name)


@pytest.fixture(scope="session")
def socle_partage(clone: Callable[[str], Settings]) -> Iterator[Socle]:
    """The platform on a database that tests leave as they found it."""
    socle = build_socle(clone("ctg_partage"))
    yield socle
    socle.engine.dispose()


@pytest.fixture
def session(socle_partage: Socle) -> Iterator[Session]:
    """A session whose commits are savepoints of a transaction rolled back after the test."""
    with socle_partage.engine.connect() as connection:
        outer = connection.begin()
        session = Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        yield session
        session.close()
        outer.rollback()


@pytest.fixture
def socle(
    clone: Callable[[str], Settings], settings: Settings, request: pytest.FixtureRequest
) -> Iterator[Socle]:
    """The platform on a database of its own, dropped after the test."""
    name = f"ctg_t{abs(hash(request.node.nodeid)) % 10**12}"
    socle = build_socle(clone(name))
    yield socle
    socle.engine.dispose()
    _admin(settings, f"DROP DATABASE {name} WITH (FORCE)")


def _acteur(role: Role, axe: str | None = None, commune: str | None = None) -> Acteur:
    return Acteur(
        nom=f"Essai {role.value}",
        habilitations=frozenset({Habilitation(role=role, axe_slug=axe, code_insee=commune)}),
    )


@pytest.fixture
def gouvernance() -> Acteur:
    """Somebody of the governance staff."""
    return _acteur(Role.GOUVERNANCE)


@pytest.fixture
def equipe() -> Acteur:
    """Somebody of the petite enfance team."""
    return _acteur(Role.EQUIPE, axe="petite_enfance")


@pytest.fixture
def autre_equipe() -> Acteur:
    """Somebody of another thematic team."""
    return _acteur(Role.EQUIPE, axe="parentalite")


@pytest.fixture
def commune() -> Acteur:
    """The correspondent of Bégrolles-en-Mauges."""
    return _acteur(Role.COMMUNE, commune="49027")


@pytest.fixture
def lecteur() -> Acteur:
    """An élu."""
    return _acteur(Role.LECTEUR)
