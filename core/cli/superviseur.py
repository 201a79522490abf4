"""The supervisor of ``ctg demo`` and ``ctg run``: engines, migrations, data, then the three services.

One thread, one loop that looks at everything ten times a second. The lock file ``ctg.verrou`` says that a
supervisor runs on this ``var``; ``ctg.json`` says which, for the next one to find what a kill left.
"""

from __future__ import annotations

import fcntl
import http
import http.client
import json
import multiprocessing
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import click

from core.cli.services import (
    beat_argv,
    is_port_free,
    service_environment,
    web_argv,
    worker_argv,
)
from core.comptes.demonstration import COMPTES
from core.config import Settings, prepare_var
from core.embarque import moteurs_surveilles
from core.errors import ErreurCtg, ErreurReglage
from core.processus import (
    carries,
    command_of,
    die_with_parent,
    rotate,
    stop_process,
    tail,
    wait_until,
)

SIGNAUX = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAS = 0.1
DELAI_PAGE = 90.0
DELAI_ARRET = 25.0
DELAI_RESTE = 5.0
PORTS_ESSAYES = 50
ATTENTE_LA_PLUS_LONGUE = 30.0
DUREE_SAINE = 60.0
MORTS_AU_DEMARRAGE = 3


@dataclass(kw_only=True)
class Service:
    """A child process that must be there: started again when it dies, later and later if it insists.

    ``orphan_signal`` is what the kernel sends it when the supervisor is killed.
    """

    nom: str
    argv: Sequence[str]
    journal: Path
    environ: dict[str, str]
    orphan_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    morts: int = 0
    started_at: float = 0.0
    restart_at: float | None = field(default=0.0)

    def watch(self, say: Callable[[str], None]) -> None:
        """Start the service when it is its time; notice its death."""
        instant = time.monotonic()
        if self.restart_at is not None:
            if instant >= self.restart_at:
                self._start()
            return
        if self.process is None or self.process.poll() is None:
            return
        if instant - self.started_at > DUREE_SAINE:
            self.morts = 0
        delay = min(0.5 * 2**self.morts, ATTENTE_LA_PLUS_LONGUE)
        self.morts += 1
        self.restart_at = instant + delay
        _kill_group(self.process.pid)
        say(
            f"Le service « {self.nom} » s'est arrêté (code {self.process.returncode}) : il est relancé dans "
            f"{delay:g} s. Journal : {self.journal}"
        )

    def _start(self) -> None:
        with self.journal.open("ab") as journal:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=journal,
                env=self.environ,
                start_new_session=True,
                preexec_fn=die_with_parent(self.orphan_signal),
            )
        self.started_at = time.monotonic()
        self.restart_at = None


def superviser(settings: Settings, root: click.Group) -> int:
    """Run the whole platform until Ctrl-C or SIGTERM; the exit code. ``root`` is the ``ctg`` command.

    Raises ``ErreurCtg`` when it cannot start; in all cases nothing that it started is left behind.
    """
    var = prepare_var(settings)
    with (var / "ctg.verrou").open("a") as lock:
        if not _take(lock):
            click.echo(_already_running(var / "ctg.json"))
            return 1
        _check_kind(settings)
        _stop_left_over(var)
        return Superviseur(settings).run(root)


class Superviseur:
    """One run of the platform on a ``var`` whose lock is held."""

    def __init__(self, settings: Settings) -> None:
        self.settings = _with_free_port(settings)
        self.demonstration = settings.environnement == "demonstration"
        self.state = settings.var / "ctg.json"
        self.journaux = settings.var / "journaux"
        self.services: list[Service] = []
        self.stop = threading.Event()
        self.url = f"http://{_shown_host(self.settings.host)}:{self.settings.port}/"

    def run(self, root: click.Group) -> int:
        """Start, watch, stop; 0 when people stopped it. ``root`` holds the commands that prepare."""
        for sign in SIGNAUX:
            signal.signal(sign, self._ask_to_stop)
        self._write_state()
        try:
            with moteurs_surveilles(self.settings, dire=click.echo) as (settings, watch_engines):
                click.echo("Base de données et file de tâches : prêtes.")
                self._prepare(root, settings)
                self._declare_services(settings)
                try:
                    self._wait_for_page(watch_engines)
                    self._announce()
                    self._watch(watch_engines)
                finally:
                    self._stop_services()
        finally:
            self.state.unlink(missing_ok=True)
        click.echo("Tout est arrêté ; les données sont gardées.")
        return 0

    def _ask_to_stop(self, number: int, _: object) -> None:
        if not self.stop.is_set():
            click.echo(f"\nArrêt demandé ({signal.Signals(number).name})…")
        self.stop.set()

    def _steps(self) -> list[tuple[str, ...]]:
        steps: list[tuple[str, ...]] = [("db", "upgrade"), ("reference", "charger")]
        if self.demonstration:
            steps.append(("reference", "demonstration"))
        return steps

    def _prepare(self, root: click.Group, settings: Settings) -> None:
        """Schema and data, by the same commands as people type, in a fork of this process: it is
        stopped like any child, and what it takes in memory goes with it."""
        process = multiprocessing.get_context("fork").Process(
            target=_run_commands,
            args=(root, self._steps(), settings.to_environ(), die_with_parent(signal.SIGTERM)),
        )
        process.start()
        while process.is_alive():
            if self.stop.is_set():
                process.terminate()
            process.join(PAS)
        if process.exitcode and not self.stop.is_set():
            raise ErreurCtg(
                "La plateforme ne démarre pas ; la cause est écrite ci-dessus. Rien n'est perdu : relancez "
                "une fois le problème réglé."
            )

    def _declare_services(self, settings: Settings) -> None:
        environ = service_environment(settings)
        # Asked politely, a worker whose broker dies with the supervisor waits for it for ever. Its jobs
        # are rows with a lease: a kill loses nothing.
        for nom, argv, orphan_signal in (
            ("web", web_argv(settings), signal.SIGTERM),
            ("worker", worker_argv(), signal.SIGKILL),
            ("beat", beat_argv(), signal.SIGTERM),
        ):
            self.services.append(
                Service(
                    nom=nom,
                    argv=argv,
                    journal=self.journaux / f"{nom}.log",
                    environ=environ,
                    orphan_signal=orphan_signal,
                )
            )

    def _watch_services(self) -> None:
        before = [service.process for service in self.services]
        for service in self.services:
            service.watch(click.echo)
        if before != [service.process for service in self.services]:
            self._write_state()

    def _wait_for_page(self, watch_engines: Callable[[], None]) -> None:
        deadline = time.monotonic() + DELAI_PAGE
        web = self.services[0]
        while not self.stop.is_set():
            watch_engines()
            self._watch_services()
            if _answers(self.settings):
                return
            if web.morts >= MORTS_AU_DEMARRAGE or time.monotonic() > deadline:
                raise ErreurCtg(
                    f"Les pages ne répondent pas. Fin du journal {web.journal} :\n{tail(web.journal, 20)}"
                )
            time.sleep(PAS)

    def _watch(self, watch_engines: Callable[[], None]) -> None:
        rotate_at = 0.0
        while not self.stop.is_set():
            watch_engines()
            self._watch_services()
            if time.monotonic() > rotate_at:
                rotate_at = time.monotonic() + 60
                for journal in self.journaux.glob("*.log"):
                    rotate(journal)
            time.sleep(PAS)

    def _announce(self) -> None:
        if self.stop.is_set():
            return
        click.echo(f"\nLa plateforme est prête : {self.url}")
        if self.demonstration:
            click.echo("Données fictives. Comptes (rôle, adresse, mot de passe) :")
            for compte in COMPTES:
                click.echo(f"  {compte.role_libelle:<32} {compte.email:<42} {compte.password}")
        else:
            click.echo("Premier compte : « ctg compte creer-administrateur ».")
        click.echo(f"Données : {self.settings.var} ; journaux : {self.journaux}")
        click.echo("Ctrl-C arrête tout.\n")

    def _stop_services(self) -> None:
        running = [service.process for service in self.services if service.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        wait_until(lambda: all(p.poll() is not None for p in running), DELAI_ARRET, PAS)
        for process in running:
            _kill_group(process.pid)
            process.wait()

    def _write_state(self) -> None:
        children = {s.nom: s.process.pid for s in self.services if s.process is not None}
        aside = self.state.with_name("ctg.json.nouveau")
        aside.write_text(json.dumps({"pid": os.getpid(), "url": self.url, "enfants": children}))
        aside.replace(self.state)


def _run_commands(
    root: click.Group,
    steps: list[tuple[str, ...]],
    variables: dict[str, str],
    die_with_supervisor: Callable[[], None],
) -> None:
    die_with_supervisor()
    for sign in SIGNAUX:
        signal.signal(sign, signal.SIG_DFL)
    # Ctrl-C in the terminal is for the supervisor, who decides.
    os.setsid()
    os.environ.update(variables)
    for step in steps:
        try:
            root.main(args=list(step), prog_name="ctg")
        except SystemExit as end:
            if end.code:
                raise


def _take(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _already_running(state: Path) -> str:
    if not state.exists():
        return "La plateforme est déjà en train de démarrer ou de s'arrêter dans ce dossier."
    facts = json.loads(state.read_text())
    return f"La plateforme tourne déjà : {facts['url']} (processus {facts['pid']})."


def _check_kind(settings: Settings) -> None:
    """A folder holds a demonstration or a real instance, for ever: the first start says which."""
    asked = "demonstration" if settings.environnement == "demonstration" else "reelle"
    path = settings.var / "instance"
    if not path.exists():
        aside = path.with_name("instance.nouveau")
        aside.write_text(asked)
        aside.replace(path)
    if path.read_text() != asked:
        found = "réelle" if asked == "demonstration" else "de démonstration"
        raise ErreurReglage(
            f"CTG_VAR : {settings.var} contient une instance {found}. Choisissez un autre dossier, par "
            f"exemple CTG_VAR={settings.var}-{asked}."
        )


def _stop_left_over(var: Path) -> None:
    """Stop the services of a supervisor that was killed, if some are still there."""
    state = var / "ctg.json"
    if not state.exists():
        return
    facts = json.loads(state.read_text())
    mark = f"CTG_VAR={var}"
    left = [pid for pid in facts["enfants"].values() if carries(pid, mark)]
    # The kernel has already asked them to stop; they may need a moment.
    wait_until(lambda: not any(command_of(pid) for pid in left), DELAI_RESTE, PAS)
    still = [pid for pid in left if carries(pid, mark)]
    for pid in still:
        stop_process(pid, signal.SIGTERM, DELAI_RESTE)
        _kill_group(pid)
    click.echo(
        f"La plateforme a été arrêtée brutalement la dernière fois (processus {facts['pid']}) ; "
        f"services encore là : {len(left)}, arrêtés. Les données sont reprises."
    )
    state.unlink()


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _with_free_port(settings: Settings) -> Settings:
    last = min(settings.port + PORTS_ESSAYES, 65535)
    for port in range(settings.port, last + 1):
        if is_port_free(settings.host, port):
            if port != settings.port:
                click.echo(f"Le port {settings.port} est pris : la plateforme prend le {port}.")
            return settings.model_copy(update={"port": port})
    raise ErreurReglage(
        f"CTG_PORT : aucun port libre de {settings.port} à {last} sur {settings.host}."
    )


def _shown_host(host: str) -> str:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{reached}]" if ":" in reached else reached


def _answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(
        _shown_host(settings.host).strip("[]"), settings.port, timeout=5
    )
    try:
        connection.request("GET", "/sante")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
