"""What beat asks for: signs of life, jobs left behind, the reminders of the day, old submissions."""

from core.clock import today
from core.cycles.service import list_values
from core.db.soumission import purge_soumissions
from core.db.transaction import unit_of_work
from core.jobs import service as jobs
from core.rappels.service import claim_day, refresh
from worker.celery_app import app, get_socle


@app.task(name="ctg.battement")  # type: ignore[untyped-decorator]
def beat_heart() -> None:
    """Sign of life of beat (who sent this) and of the worker (who ran it)."""
    socle = get_socle()
    with socle.sessions() as session:
        jobs.beat(session, "beat")
        jobs.beat(session, "worker", socle.worker_name)


@app.task(name="ctg.reconcilier")  # type: ignore[untyped-decorator]
def reconcile_jobs() -> None:
    """Send again the jobs that nobody runs."""
    socle = get_socle()
    with socle.sessions() as session:
        jobs.reconcile(session, socle.dispatch)


@app.task(name="ctg.rappels")  # type: ignore[untyped-decorator]
def refresh_rappels() -> None:
    """Compute the reminders once a day: the day's row is taken by the first who asks."""
    socle = get_socle()
    jour = today()
    with socle.sessions() as session, unit_of_work(session):
        if claim_day(session, "rappels", jour):
            refresh(session, socle.registry, jour, list_values(session))
        if claim_day(session, "soumissions", jour):
            purge_soumissions(session)
