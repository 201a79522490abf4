"""Embedded engines: odd paths, second users, left-over servers, kills."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

import core.embarque
from core.config import Settings
from core.embarque import attacher, demarrer_postgres, demarrer_valkey, moteurs, moteurs_surveilles
from core.emplacements import locate_engine
from core.errors import ErreurCtg, ErreurReglage
from core.moteur import MoteurOccupe
from core.processus import command_of, wait_until
from tests.conftest import make_var

KEY = "une-cle-assez-longue-et-variee-0123456789"
ENGINES_THEN_WAIT = """
import sys, time
from pathlib import Path
import core.moteur
from core.config import Settings
from core.embarque import moteurs
if "orphelins" in sys.argv:
    core.moteur.die_with_parent = lambda sign: lambda: None
settings = Settings(environnement="test", var=Path(sys.argv[1]), secret_key="x" * 40)
with moteurs(settings, rapide=True):
    print("pret", flush=True)
    time.sleep(60)
"""


def _settings(var: Path) -> Settings:
    return Settings(environnement="test", var=var, secret_key=KEY)


def _query(url: str, sql: str) -> object:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone() if cursor.description else None


@pytest.fixture
def var() -> Iterator[Path]:
    folder = make_var()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def killed(var: Path) -> Callable[..., list[int]]:
    """A function that starts engines in a process, kills it by SIGKILL and gives the engines' pids."""

    def kill(*arguments: str) -> list[int]:
        with subprocess.Popen(
            [sys.executable, "-c", ENGINES_THEN_WAIT, str(var), *arguments], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"pret\n"
            pids = [
                int((var / "postgres" / "postmaster.pid").read_text().split()[0]),
                int((var / "valkey" / "valkey.pid").read_text().split()[0]),
            ]
            process.kill()
        return pids

    return kill


def test_data_survive_in_a_long_path_with_spaces(var: Path) -> None:
    settings = _settings(var / "un dossier" / ("long" * 40))
    for expected in (0, 1):
        with moteurs(settings) as running:
            url, broker = str(running.database_url), str(running.redis_url)
            _query(url, "CREATE TABLE IF NOT EXISTS essai (n int)")
            assert _query(url, "SELECT count(*) FROM essai") == (expected,)
            _query(url, "INSERT INTO essai VALUES (1)")
            client = redis.Redis.from_url(broker)
            assert client.llen("essai") == expected
            client.rpush("essai", "1")
            client.close()
            assert len(broker.removeprefix("unix://").partition("?")[0]) < 108
    sockets = Path(broker.removeprefix("unix://").partition("?")[0]).parent.parent
    shutil.rmtree(sockets)


def test_engines_listen_on_a_private_socket_only(var: Path) -> None:
    with demarrer_postgres(_settings(var), rapide=True) as url:
        assert _query(url, "SHOW listen_addresses") == ("",)
        folder = var / "prises" / "postgres"
        assert folder.stat().st_mode & 0o077 == 0
    with demarrer_valkey(_settings(var), rapide=True) as address:
        client = redis.Redis.from_url(address)
        assert client.config_get("port") == {"port": "0"}
        client.close()


def test_lower_case_knows_accents(var: Path) -> None:
    with demarrer_postgres(_settings(var), rapide=True) as url:
        assert _query(url, "SELECT lower('ÉVREUX')") == ("évreux",)


def test_second_owner_is_refused_and_a_command_attaches(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.moteur.DELAI_VERROU", 0.2)
    settings = _settings(var)
    with moteurs(settings, rapide=True) as running:
        with attacher(settings) as attached:
            assert attached == running
        assert _query(str(running.database_url), "SELECT 1") == (1,)
        with pytest.raises(MoteurOccupe, match="CTG_VAR"), moteurs(settings):
            pass


def test_command_alone_starts_then_stops_the_engines(var: Path) -> None:
    with attacher(_settings(var)) as attached:
        assert _query(str(attached.database_url), "SELECT 1") == (1,)
    assert not (var / "postgres" / "postmaster.pid").exists()


def test_unfinished_first_installation_is_taken_up(var: Path) -> None:
    (var / "postgres.inacheve").mkdir()
    (var / "postgres.inacheve" / "PG_VERSION").write_text("18")
    said: list[str] = []
    with demarrer_postgres(_settings(var), rapide=True, dire=said.append) as url:
        assert _query(url, "SELECT 1") == (1,)
    assert "inachevée" in said[0]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel has no parent-death signal")
def test_engines_die_with_a_killed_parent(var: Path, killed: Callable[..., list[int]]) -> None:
    pids = killed()
    assert wait_until(lambda: not any(command_of(pid) for pid in pids), 10)
    with moteurs(_settings(var), rapide=True) as running:
        assert _query(str(running.database_url), "SELECT 1") == (1,)


def test_left_over_engines_are_found_and_stopped(
    var: Path, killed: Callable[..., list[int]]
) -> None:
    pids = killed("orphelins")
    assert all(command_of(pid) for pid in pids)
    said: list[str] = []
    with moteurs(_settings(var), rapide=True, dire=said.append) as running:
        assert _query(str(running.database_url), "SELECT 1") == (1,)
        assert not any(command_of(pid) for pid in pids)
    assert len([message for message in said if "arrêt brutal" in message]) == 2


def test_process_number_given_to_another_program_does_not_block(var: Path) -> None:
    settings = _settings(var)
    with demarrer_postgres(settings, rapide=True):
        pass
    facts = [str(os.getpid()), str(var / "postgres"), "0", "5432", str(var), "", "", "ready"]
    (var / "postgres" / "postmaster.pid").write_text("\n".join(facts))
    with demarrer_postgres(settings, rapide=True) as url:
        assert _query(url, "SELECT 1") == (1,)
    assert command_of(os.getpid())


def test_dead_engine_is_revived(var: Path) -> None:
    said: list[str] = []
    with moteurs_surveilles(_settings(var), rapide=True, dire=said.append) as (running, watch):
        watch()
        assert said == []
        for file in ("postgres/postmaster.pid", "valkey/valkey.pid"):
            os.kill(int((var / file).read_text().split()[0]), signal.SIGKILL)
        assert wait_until(lambda: (watch(), len(said) == 2)[1], 5)
        assert len(said) == 2
        assert _query(str(running.database_url), "SELECT 1") == (1,)


def test_data_of_another_version_are_refused(var: Path) -> None:
    settings = _settings(var)
    with demarrer_postgres(settings, rapide=True):
        pass
    (var / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(ErreurCtg, match="PostgreSQL 15"), demarrer_postgres(settings):
        pass


def test_engine_that_does_not_start_shows_its_log(var: Path) -> None:
    settings = _settings(var)
    with demarrer_postgres(settings, rapide=True):
        pass
    (var / "postgres" / "postgresql.conf").write_text("max_connections = beaucoup\n")
    with pytest.raises(ErreurCtg, match="max_connections"), demarrer_postgres(settings):
        pass


@pytest.mark.parametrize(
    ("start", "variable"),
    [(demarrer_postgres, "CTG_DATABASE_URL"), (demarrer_valkey, "CTG_REDIS_URL")],
)
def test_missing_engine_names_the_variable(
    var: Path, monkeypatch: pytest.MonkeyPatch, start: Callable[..., object], variable: str
) -> None:
    monkeypatch.setattr(core.embarque, "_package_folder", lambda name: None)
    monkeypatch.setattr(core.embarque, "SYSTEM_POSTGRES", var)
    monkeypatch.setenv("PATH", str(var))
    with pytest.raises(ErreurReglage, match=variable), start(_settings(var)):  # type: ignore[attr-defined]
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database under another account")
def test_root_keeps_the_database_where_nobody_can_go(var: Path) -> None:
    closed = var / "ferme"
    closed.mkdir(mode=0o700)
    settings = _settings(closed / "var")
    racine = locate_engine(settings, "postgres", ".s.PGSQL.5432").racine
    try:
        said: list[str] = []
        with demarrer_postgres(settings, rapide=True, dire=said.append) as url:
            assert _query(url, "SHOW data_directory") == (str(racine / "postgres"),)
        assert str(racine) in said[0]
        assert racine.parent == Path("/var/lib")
    finally:
        shutil.rmtree(racine)
