"""Kill -9 of the whole worker group while it makes the annual report, ten times; prints a table.

Run by ``make chaos``. Each round asks for a report, waits until it runs, kills the worker and its
children, starts a new one, and waits for the end. Expected: each report ends alone, once, whole.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from core.clock import today
from core.config import Settings
from core.db.plateforme import mark
from core.db.transaction import unit_of_work
from core.demonstration.generer import load_demonstration
from core.embarque import moteurs
from core.fichiers import Fichier, read_fichier
from core.jobs.models import StatutTache, Tache
from core.journal.service import set_context
from core.processus import die_with_parent
from core.rapports.models import Rapport
from core.rapports.service import request_exercice
from core.reference.charger import load_reference
from core.security.acteur import SYSTEME
from core.socle import Socle, build_migrations, build_socle

ROUNDS = 10
WAIT_SECONDS = 120


def main() -> int:
    """Run the campaign; exit code 1 when a report is lost, doubled or damaged."""
    var = Path(tempfile.mkdtemp(prefix="ctg-chaos-"))
    var.chmod(0o711)
    raw = Settings(
        environnement="demonstration", var=var, secret_key="chaos-" + "0123456789abcdef" * 3
    )
    with moteurs(raw, rapide=True) as settings:
        socle = build_socle(settings)
        _load(socle)
        exercice = today().year - 1
        print(
            f"{'tour':>4}  {'reprise s':>9}  {'fin s':>6}  {'tentatives':>10}  {'fichiers':>8}  statut"
        )
        failures = sum(not _round(socle, settings, exercice, n) for n in range(1, ROUNDS + 1))
        socle.engine.dispose()
    print(
        f"{ROUNDS - failures} rapports sur {ROUNDS} terminés une fois, entiers ; {failures} défaut(s)."
    )
    return 1 if failures else 0


def _load(socle: Socle) -> None:
    build_migrations(socle.settings, socle.registry).upgrade()
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        mark(session, demonstration=True)
        load_reference(session, socle.registry, today())
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        load_demonstration(session, socle.registry, today())


def _start_worker(settings: Settings) -> subprocess.Popen[bytes]:
    # With beat inside: the reconciler is what picks up the killed job.
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "worker.celery_app:app", "worker", "-B",
         "-c", "2", "--without-gossip", "--without-mingle", "-l", "warning",
         "-s", str(settings.var / "beat.db")],
        env={**os.environ, **settings.to_environ()},
        stdout=subprocess.DEVNULL,
        stderr=(settings.var / "worker.log").open("ab"),
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGKILL),
    )  # fmt: skip


def _round(socle: Socle, settings: Settings, exercice: int, number: int) -> bool:
    worker = _start_worker(settings)
    try:
        with socle.sessions() as session:
            with unit_of_work(session):
                tache_id = request_exercice(session, SYSTEME, exercice, socle.dispatch).tache_id
            _wait(socle, tache_id, lambda t: t.statut is StatutTache.EN_COURS and t.total > 0)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        killed = time.monotonic()
        worker = _start_worker(settings)
        _wait(socle, tache_id, lambda t: t.tentatives > 1 or t.finie)
        again = time.monotonic() - killed
        tache = _wait(socle, tache_id, lambda t: t.finie)
        ended = time.monotonic() - killed
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    with socle.sessions() as session:
        rapport = session.scalars(select(Rapport).where(Rapport.tache_id == tache_id)).one()
        files = session.scalar(select(func.count()).select_from(Fichier)) or 0
        whole = rapport.fichier is not None and _is_whole(session, rapport)
    good = tache.statut is StatutTache.TERMINEE and whole and files == number
    print(
        f"{number:>4}  {again:>9.1f}  {ended:>6.1f}  {tache.tentatives:>10}  {files:>8}  {tache.statut}"
    )
    return good


def _is_whole(session: object, rapport: Rapport) -> bool:
    content = read_fichier(session, rapport.fichier)  # type: ignore[arg-type]
    return content.endswith(b"%%EOF\n") or b"%%EOF" in content[-32:]


def _wait(socle: Socle, tache_id: int, condition: object) -> Tache:
    limit = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < limit:
        with socle.sessions() as session:
            tache = session.get_one(Tache, tache_id)
            if condition(tache):  # type: ignore[operator]
                return tache
        time.sleep(0.02)
    raise SystemExit(f"La tâche {tache_id} n'a pas avancé en {WAIT_SECONDS} s.")


if __name__ == "__main__":
    raise SystemExit(main())
