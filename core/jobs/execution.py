"""Running one job: claim the row, call the executor of its kind, close the row whatever happens.

Executors are found by entry point (group ``ctg.taches``): core names none of them.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from core.clock import now
from core.db.transaction import unit_of_work
from core.errors import ErreurCtg
from core.jobs import service
from core.jobs.models import StatutTache, Tache
from core.plugin.registry import Registry

logger = structlog.get_logger(__name__)
GROUP = "ctg.taches"
PULSE_SECONDS = 4.0

Progress = Callable[[int, int, str], None]
SessionFactory = Callable[[], Session]


class Executeur(Protocol):
    """What an entry point of ``ctg.taches`` gives.

    It works, publishes progress, and returns the function that stores the result: that function runs in
    the transaction that marks the job done, so that a result and its status exist together or not at all.
    """

    def __call__(
        self, session: Session, registry: Registry, tache: Tache, progress: Progress
    ) -> Callable[[Session], None]: ...


def execute(
    sessions: SessionFactory, registry: Registry, tache_id: int, worker: str
) -> StatutTache | None:
    """Run a job if it can be claimed; returns its final status, None when it was not ours to run."""
    session = sessions()
    tache = service.claim(session, tache_id, worker)
    if tache is None:
        return None
    structlog.contextvars.bind_contextvars(tache_id=tache_id)
    try:
        return _run(sessions, session, registry, tache, worker)
    except service.BailPerdu:
        session.rollback()
        logger.warning("lease_lost")
        return None
    finally:
        structlog.contextvars.unbind_contextvars("tache_id")


def _run(
    sessions: SessionFactory,
    session: Session,
    registry: Registry,
    tache: Tache,
    worker: str,
) -> StatutTache:
    publish = _Publisher(sessions, tache.id, worker)
    try:
        with publish.pulsing():
            store = _load(tache.genre)(session, registry, tache, publish)
        publish.check()
        with unit_of_work(session):
            store(session)
            service.finish(session, tache.id, worker)
        return StatutTache.TERMINEE
    except service.BailPerdu:
        raise
    except Exception as error:
        session.rollback()
        logger.exception("job_failed", genre=tache.genre)
        message = (
            error.message
            if isinstance(error, ErreurCtg)
            else "Une erreur imprévue a arrêté cette tâche : prévenez l'administrateur en indiquant "
            f"le numéro {tache.id}."
        )
        with unit_of_work(session):
            service.fail(session, tache.id, worker, message)
        return StatutTache.ECHOUEE


def _load(genre: str) -> Executeur:
    for point in entry_points(group=GROUP):
        if point.name == genre:
            executeur: Executeur = point.load()
            return executeur
    raise ErreurCtg(f"Aucun exécutant n'est installé pour les tâches « {genre} ».")


class _Publisher:
    """Publishes progress at most five times a second, and keeps the lease alive between two steps."""

    def __init__(self, sessions: SessionFactory, tache_id: int, worker: str) -> None:
        self._sessions = sessions
        self._tache_id = tache_id
        self._worker = worker
        self._state = (0, 0, "Démarrage")
        self._last = now()
        self._lost: service.BailPerdu | None = None
        self._lock = threading.Lock()

    def __call__(self, fait: int, total: int, libelle: str) -> None:
        self._state = (fait, total, libelle)
        self.check()
        if (now() - self._last).total_seconds() >= 0.2:
            self._renew()
            self.check()

    def check(self) -> None:
        """Raise BailPerdu when the job was cancelled or taken over meanwhile."""
        if self._lost is not None:
            raise self._lost

    @contextmanager
    def pulsing(self) -> Iterator[None]:
        """Renew the lease every few seconds from a thread: one long step must not lose the job."""
        stop = threading.Event()

        def pulse() -> None:
            while not stop.wait(PULSE_SECONDS) and self._lost is None:
                self._renew()

        thread = threading.Thread(target=pulse, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _renew(self) -> None:
        with self._lock:
            fait, total, libelle = self._state
            session = self._sessions()
            try:
                service.renew(
                    session,
                    self._tache_id,
                    self._worker,
                    fait=fait,
                    total=total,
                    libelle=libelle,
                )
            except service.BailPerdu as lost:
                self._lost = lost
            finally:
                session.close()
            self._last = now()
