"""The Celery application: delivery is a hint, the jobs table is the truth (core.jobs.service)."""

import os
import socket
from functools import cache
from pathlib import Path

from celery import Celery
from celery.signals import worker_process_init, worker_ready

from core.config import load_settings
from core.jobs import service as jobs
from core.jobs.dispatch import TASK_NAME
from core.jobs.execution import execute
from core.logs import configure_logs
from core.socle import Socle, build_socle
from worker.schedule import SCHEDULE

settings = load_settings()
app = Celery("ctg", broker=settings.broker_url, include=["worker.tasks.maintenance"])
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=900,
    task_soft_time_limit=840,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=400_000,
    worker_soft_shutdown_timeout=20,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 1200,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    },
    timezone="UTC",
    beat_schedule=SCHEDULE,
    beat_schedule_filename=str(settings.var / "beat.db"),
)


@cache
def get_socle() -> Socle:
    """Axes and sessions of this process, made at its first use: never shared across a fork."""
    return build_socle(settings)


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _start_process(**_: object) -> None:
    configure_logs(settings)
    get_socle.cache_clear()


@worker_ready.connect  # type: ignore[untyped-decorator]
def _pick_up(**_: object) -> None:
    socle = build_socle(settings)
    with socle.sessions() as session:
        jobs.release_dead(session, socket.gethostname(), _is_alive)
        jobs.reconcile(session, socle.dispatch)
    socle.engine.dispose()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process: the number is taken, so wait for the lease
        return True
    # A killed process that nobody reaped still answers; Linux tells it apart.
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


@app.task(name=TASK_NAME)  # type: ignore[untyped-decorator]
def run_job(tache_id: int) -> None:
    """Run the job of that row, if it is still to be run."""
    socle = get_socle()
    execute(socle.sessions, socle.registry, tache_id, socle.worker_name)
