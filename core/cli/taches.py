"""``ctg taches``: the jobs asked for, and the picking up of those left behind."""

from __future__ import annotations

import click
from sqlalchemy import select

from core.cli.contexte import ouvrir
from core.clock import PARIS
from core.jobs import service as jobs
from core.jobs.models import STATUTS_FINAUX, Tache


@click.group("taches")
def taches() -> None:
    """Tâches confiées au worker : liste, reprise de celles qui sont restées en plan."""


@taches.command("lister")
@click.option("--toutes", is_flag=True, help="Montrer aussi les tâches finies.")
@click.option(
    "--nombre", default=20, type=click.IntRange(1, 1000), help="Nombre de lignes (20 par défaut)."
)
def lister(toutes: bool, nombre: int) -> None:
    """Montre les tâches en attente ou en cours, la dernière demandée d'abord."""
    statement = select(Tache).order_by(Tache.id.desc()).limit(nombre)
    if not toutes:
        statement = statement.where(Tache.statut.not_in(STATUTS_FINAUX))
    with ouvrir() as socle, socle.sessions() as session:
        found = session.scalars(statement).all()
    for tache in found:
        progress = f"{tache.fait}/{tache.total}" if tache.total else "-"
        click.echo(
            f"{tache.id:>6}  {tache.genre:<12} {tache.statut.libelle:<20} {progress:>9}  "
            f"{tache.created_at.astimezone(PARIS):%d/%m/%Y %H:%M}  {tache.erreur}".rstrip()
        )
    if not found:
        click.echo("Aucune tâche." if toutes else "Aucune tâche en attente ni en cours.")


@taches.command("reconcilier")
def reconcilier() -> None:
    """Renvoie au worker les tâches jamais parties ou dont le worker est mort."""
    with ouvrir() as socle, socle.sessions() as session:
        sent = jobs.reconcile(session, socle.dispatch)
    if sent:
        click.echo(f"Tâches renvoyées : {', '.join(str(tache_id) for tache_id in sent)}.")
    else:
        click.echo("Aucune tâche à reprendre.")
