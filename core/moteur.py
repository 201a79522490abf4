"""An embedded engine as a process: started, held under a lock, revived, stopped, found again."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.emplacements import Emplacement
from core.errors import ErreurCtg
from core.processus import (
    command_of,
    die_with_parent,
    rotate,
    stop_child,
    stop_process,
    tail,
    wait_until,
)

Dire = Callable[[str], None]

DELAI_DEMARRAGE = 60.0
DELAI_ARRET = 15.0
DELAI_VERROU = 5.0


class MoteurOccupe(ErreurCtg):
    """Another process already runs the engine of this data folder."""


@dataclass(kw_only=True)
class Moteur:
    """A running engine: what it takes to stop it, and to start it again should it die alone."""

    nom: str
    url: str
    argv: list[str]
    lieu: Emplacement
    sign: int
    answers: Callable[[], bool]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the engine and wait until it answers; ``ErreurCtg`` with the end of its log if not."""
        rotate(self.lieu.journal)
        with self.lieu.journal.open("ab") as journal:
            self.process = process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=journal,
                cwd="/",
                env=engine_environment(),
                start_new_session=True,
                preexec_fn=die_with_parent(self.sign),
                **self.lieu.identity(),
            )
        wait_until(lambda: self.answers() or process.poll() is not None, DELAI_DEMARRAGE)
        if process.poll() is not None or not self.answers():
            self.stop()
            raise ErreurCtg(
                f"{self.nom} n'a pas démarré. Fin de son journal ({self.lieu.journal}) :\n"
                f"{tail(self.lieu.journal)}"
            )

    def stop(self) -> None:
        """Stop the engine, by force if it does not obey."""
        if self.process is not None:
            stop_child(self.process, self.sign, DELAI_ARRET)

    def revive(self, say: Dire) -> None:
        """Start the engine again when it has died."""
        if self.process is not None and self.process.poll() is not None:
            say(f"{self.nom} s'est arrêté (code {self.process.returncode}) : il est relancé.")
            # PostgreSQL's own children need an instant to see that their parent is gone.
            time.sleep(0.5)
            self.start()


def engine_environment() -> dict[str, str]:
    """Variables of an engine: nothing of ours leaks into it, its messages are in English."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


@contextlib.contextmanager
def hold(moteur: Moteur, partager: bool, prepare: Callable[[], None]) -> Iterator[Moteur]:
    """Hold the engine's lock while it runs; with ``partager``, use the one that another process runs.

    Who uses another's engine holds a shared lock meanwhile, and a command that started the engine for
    itself waits for those before it stops it.
    """
    with moteur.lieu.verrou.open("a") as lock, moteur.lieu.usagers.open("a") as users:
        patience = DELAI_DEMARRAGE if partager else DELAI_VERROU
        wait_until(lambda: _take(lock) or (partager and moteur.answers()), patience, 0.1)
        if not _take(lock):
            if not (partager and moteur.answers()):
                raise MoteurOccupe(
                    f"{moteur.nom} tourne déjà sur {moteur.lieu.donnees} pour un autre processus. "
                    "Arrêtez-le, ou choisissez un autre dossier par CTG_VAR."
                )
            fcntl.flock(users, fcntl.LOCK_SH)
            yield moteur
            return
        prepare()
        try:
            moteur.start()
            yield moteur
        finally:
            if partager:
                fcntl.flock(users, fcntl.LOCK_EX)
            moteur.stop()


def _take(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def stop_left_over(moteur: Moteur, pid_file: Path, program: str, say: Dire) -> None:
    """Stop the server of a process that was killed, if it is still there: its lock is ours now."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if re.search(program, command_of(pid)):
        say(
            f"{moteur.nom} tournait encore après un arrêt brutal (processus {pid}) : il est arrêté."
        )
        stop_process(pid, moteur.sign, DELAI_ARRET)
    elif command_of(pid):
        # The number was given to an unrelated program since: PostgreSQL would refuse to start for it.
        pid_file.unlink()
