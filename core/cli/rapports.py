"""`ctg rapport`: the annual report from a terminal, by the worker or in this process."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cli.contexte import ouvrir
from core.clock import now
from core.db.transaction import unit_of_work
from core.errors import ErreurCtg
from core.fichiers import read_fichier
from core.jobs.execution import execute
from core.jobs.models import StatutTache, Tache
from core.jobs.service import list_battements
from core.journal.service import set_context
from core.rapports.models import Rapport
from core.rapports.service import request_exercice
from core.security.acteur import SYSTEME
from core.socle import Socle

BEAT_MAX = timedelta(minutes=2)
CLAIM_SECONDS = 15.0
POLL_SECONDS = 0.2
_BAR = 30
_WAITING = (StatutTache.DEMANDEE, StatutTache.EN_FILE)
_SUR_PLACE = (
    "Vérifiez que « ctg worker » tourne (ctg verifier), ou faites le rapport dans ce terminal en "
    "ajoutant --sur-place. La demande reste enregistrée : un exécutant qui démarre la fera."
)


@click.group("rapport")
def rapport() -> None:
    """Rapports de la convention."""


@rapport.command("annuel")
@click.option("--annee", type=click.IntRange(2020, 2100), required=True, help="Exercice observé.")
@click.option(
    "--sortie",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Fichier PDF à écrire ; par défaut, dans le dossier courant.",
)
@click.option(
    "--sur-place", is_flag=True, help="Faire le rapport dans ce terminal, sans exécutant."
)
def annuel(annee: int, sortie: Path | None, sur_place: bool) -> None:
    """Demande le rapport annuel, suit son avancement et écrit le PDF ; son chemin est la dernière ligne."""
    with ouvrir() as socle, socle.sessions() as session:
        set_context(session, SYSTEME, source="cli")
        with unit_of_work(session):
            demande = request_exercice(
                session, SYSTEME, annee, dispatch=None if sur_place else socle.dispatch
            )
            rapport_id, tache_id = demande.id, demande.tache_id
        _follow(socle, session, tache_id, sur_place=sur_place)
        path = _write(session, rapport_id, sortie)
        click.echo(str(path))


def _follow(socle: Socle, session: Session, tache_id: int, *, sur_place: bool) -> None:
    """Draw the progress of the job until it ends. Raises ErreurCtg when it cannot end well."""
    runner = None
    if sur_place and not _read(session, tache_id).finie:
        runner = threading.Thread(
            target=execute,
            args=(socle.sessions, socle.registry, tache_id, socle.worker_name),
            daemon=True,
        )
        runner.start()
    elif not sur_place and _read(session, tache_id).statut in _WAITING:
        beat = list_battements(session).get("worker")
        if beat is None or now() - beat > BEAT_MAX:
            raise ErreurCtg(f"Aucun exécutant ne répond : le rapport est en attente. {_SUR_PLACE}")
    started = time.monotonic()
    tache = _read(session, tache_id)
    while not tache.finie:
        _draw(tache)
        waited = time.monotonic() - started
        if runner is None and tache.statut in _WAITING and waited > CLAIM_SECONDS:
            _end_line()
            raise ErreurCtg(
                f"Aucun exécutant n'a pris le rapport en {CLAIM_SECONDS:.0f} secondes. {_SUR_PLACE}"
            )
        if runner is not None and not runner.is_alive() and not _read(session, tache_id).finie:
            _end_line()
            raise ErreurCtg(
                "Le rapport est déjà en cours ailleurs, ou a été interrompu : relancez la commande."
            )
        time.sleep(POLL_SECONDS)
        tache = _read(session, tache_id)
    if runner is not None:
        runner.join()
    _draw(tache)
    _end_line()
    if tache.statut is not StatutTache.TERMINEE:
        raise ErreurCtg(
            tache.erreur or f"Le rapport n'est pas fait : {tache.statut.libelle.lower()}."
        )


def _read(session: Session, tache_id: int) -> Tache:
    # A new transaction each time: what others committed since must be seen.
    session.rollback()
    return session.scalars(
        select(Tache).where(Tache.id == tache_id).execution_options(populate_existing=True)
    ).one()


def _draw(tache: Tache) -> None:
    share = 1.0 if tache.statut is StatutTache.TERMINEE else 0.0
    if tache.total and not tache.finie:
        share = min(tache.fait / tache.total, 1.0)
    bar = "█" * round(share * _BAR)
    label = tache.etape_libelle or tache.statut.libelle
    pages = f"page {tache.fait} sur {tache.total}" if tache.total and not tache.finie else ""
    click.echo(f"\r[{bar:░<{_BAR}}] {share:>4.0%} {label:<20} {pages:<18}", nl=False, err=True)


def _end_line() -> None:
    click.echo("", err=True)


def _write(session: Session, rapport_id: int, sortie: Path | None) -> Path:
    made = session.get_one(Rapport, rapport_id, populate_existing=True)
    if made.fichier is None:
        raise ErreurCtg(
            "Le rapport est terminé mais son fichier manque : prévenez l'administrateur."
        )
    path = (sortie or Path(made.fichier.nom)).absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(read_fichier(session, made.fichier))
    except OSError as error:
        raise ErreurCtg(f"Le fichier {path} ne s'écrit pas : {error.strerror}.") from error
    return path
