"""Asking for a job, running it exactly once whatever dies, and picking up what was left.

Every change of state is one compare-and-set statement, so that two workers, two reconcilers or a worker
that comes back from the dead cannot both believe that a job is theirs.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.clock import now
from core.db.transaction import on_commit
from core.errors import ErreurMetier
from core.jobs.models import STATUTS_FINAUX, Battement, StatutTache, Tache
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

LEASE = timedelta(seconds=15)
RESEND_AFTER = timedelta(seconds=30)
ATTEMPTS_MAX = 3

Dispatch = Callable[[int], None]


class BailPerdu(Exception):
    """The job was cancelled, or taken over by another worker: stop without writing anything."""


def request(
    session: Session,
    acteur: Acteur,
    *,
    genre: str,
    parametres: dict[str, Any],
    cle: str | None = None,
    dispatch: Dispatch | None = None,
) -> Tache:
    """Ask for a job within the caller's transaction; after commit ``dispatch(id)`` is tried once.

    ``cle`` makes the request idempotent: the same key gives back the same row. A broker that is down
    changes nothing to the promise: the reconciler sends the row again.
    """
    key = cle or secrets.token_hex(16)
    session.execute(
        insert(Tache)
        .values(
            genre=genre,
            parametres=parametres,
            cle=key,
            demandeur_id=acteur.compte_id,
            statut=StatutTache.DEMANDEE,
        )
        .on_conflict_do_nothing(index_elements=["cle"])
    )
    tache = session.scalars(select(Tache).where(Tache.cle == key)).one()
    if dispatch is not None and tache.statut is StatutTache.DEMANDEE:
        tache_id = tache.id
        on_commit(session, lambda: dispatch(tache_id))
    return tache


def claim(session: Session, tache_id: int, worker: str) -> Tache | None:
    """Take a job for ``worker``; None when it is done, cancelled, or alive elsewhere. Commits."""
    instant = now()
    claimed = session.scalar(
        update(Tache)
        .where(
            Tache.id == tache_id,
            Tache.tentatives < ATTEMPTS_MAX,
            or_(
                Tache.statut.in_((StatutTache.DEMANDEE, StatutTache.EN_FILE)),
                (Tache.statut == StatutTache.EN_COURS) & (Tache.bail_jusqu_a < instant),
            ),
        )
        .values(
            statut=StatutTache.EN_COURS,
            bail_a=worker,
            bail_jusqu_a=instant + LEASE,
            tentatives=Tache.tentatives + 1,
            commencee_at=instant,
            fait=0,
            total=0,
            etape_libelle="Démarrage",
        )
        .returning(Tache.id)
    )
    session.commit()
    return None if claimed is None else session.get(Tache, tache_id, populate_existing=True)


def renew(
    session: Session, tache_id: int, worker: str, *, fait: int, total: int, libelle: str
) -> None:
    """Publish progress and extend the lease. Commits. Raises BailPerdu when the job is not ours."""
    renewed = session.scalar(
        update(Tache)
        .where(
            Tache.id == tache_id,
            Tache.bail_a == worker,
            Tache.statut == StatutTache.EN_COURS,
        )
        .values(fait=fait, total=total, etape_libelle=libelle, bail_jusqu_a=now() + LEASE)
        .returning(Tache.id)
    )
    session.commit()
    if renewed is None:
        raise BailPerdu(f"tâche {tache_id}")


def finish(session: Session, tache_id: int, worker: str) -> None:
    """Mark a job done in the caller's transaction, together with its result.

    Raises BailPerdu when it is not ours any more: the caller rolls back, so a result exists once.
    """
    _close(session, tache_id, worker, StatutTache.TERMINEE, "")


def fail(session: Session, tache_id: int, worker: str, erreur: str) -> None:
    """Mark a job failed, with words for people. Same transaction rules as :func:`finish`."""
    _close(session, tache_id, worker, StatutTache.ECHOUEE, erreur)


def _close(session: Session, tache_id: int, worker: str, statut: StatutTache, erreur: str) -> None:
    closed = session.scalar(
        update(Tache)
        .where(
            Tache.id == tache_id,
            Tache.bail_a == worker,
            Tache.statut == StatutTache.EN_COURS,
        )
        .values(
            statut=statut,
            erreur=erreur,
            terminee_at=now(),
            bail_a=None,
            bail_jusqu_a=None,
            etape_libelle="",
        )
        .returning(Tache.id)
    )
    if closed is None:
        raise BailPerdu(f"tâche {tache_id}")


def cancel(session: Session, acteur: Acteur, tache: Tache) -> None:
    """Cancel a job that is not finished. Raises ErreurMetier when it is, Interdit."""
    require(acteur, Verbe.ECRIRE, tache)
    cancelled = session.scalar(
        update(Tache)
        .where(Tache.id == tache.id, Tache.statut.not_in(STATUTS_FINAUX))
        .values(
            statut=StatutTache.ANNULEE,
            terminee_at=now(),
            bail_a=None,
            bail_jusqu_a=None,
        )
        .returning(Tache.id)
    )
    if cancelled is None:
        raise ErreurMetier("Cette tâche est déjà finie : il n'y a rien à annuler.")


def retry(session: Session, acteur: Acteur, tache: Tache, dispatch: Dispatch | None = None) -> None:
    """Run again a job that failed, was interrupted or cancelled. Raises ErreurMetier, Interdit."""
    require(acteur, Verbe.ECRIRE, tache)
    again = session.scalar(
        update(Tache)
        .where(
            Tache.id == tache.id,
            Tache.statut.in_((StatutTache.ECHOUEE, StatutTache.INTERROMPUE, StatutTache.ANNULEE)),
        )
        .values(
            statut=StatutTache.DEMANDEE,
            tentatives=0,
            erreur="",
            terminee_at=None,
            envoyee_at=None,
            fait=0,
            total=0,
        )
        .returning(Tache.id)
    )
    if again is None:
        raise ErreurMetier("Cette tâche ne peut pas être relancée.")
    if dispatch is not None:
        on_commit(session, lambda: dispatch(again))


def release_dead(session: Session, host: str, is_alive: Callable[[int], bool]) -> int:
    """Expire at once the leases of processes of this machine that are gone; returns how many. Commits.

    Called when a worker starts: what the killed one was doing need not wait for its lease to run out.
    Owners are named "host:pid".
    """
    released = 0
    for tache in session.scalars(
        select(Tache).where(
            Tache.statut == StatutTache.EN_COURS,
            Tache.bail_a.startswith(f"{host}:", autoescape=True),
        )
    ):
        pid = str(tache.bail_a).rpartition(":")[2]
        if not is_alive(int(pid)):
            tache.bail_jusqu_a = now()
            released += 1
    session.commit()
    return released


def reconcile(session: Session, dispatch: Dispatch) -> list[int]:
    """Pick up what was left: rows never sent or sent long ago, and leases that expired. Commits.

    A job interrupted for the third time becomes "interrompue", for a person to look at. Returns the ids
    sent again.
    """
    instant = now()
    session.execute(
        update(Tache)
        .where(
            Tache.statut == StatutTache.EN_COURS,
            Tache.bail_jusqu_a < instant,
            Tache.tentatives >= ATTEMPTS_MAX,
        )
        .values(
            statut=StatutTache.INTERROMPUE,
            terminee_at=instant,
            bail_a=None,
            bail_jusqu_a=None,
            erreur=f"Interrompue {ATTEMPTS_MAX} fois de suite : relancez-la, et prévenez "
            "l'administrateur si cela se reproduit.",
        )
    )
    waiting = list(session.scalars(_to_send(instant).with_for_update(skip_locked=True)))
    if waiting:
        session.execute(
            update(Tache)
            .where(Tache.id.in_(waiting))
            .values(
                statut=StatutTache.EN_FILE,
                envoyee_at=instant,
                bail_a=None,
                bail_jusqu_a=None,
            )
        )
    session.commit()
    for tache_id in waiting:
        dispatch(tache_id)
    return waiting


def _to_send(instant: datetime) -> Select[int]:
    old = instant - RESEND_AFTER
    return (
        select(Tache.id)
        .where(
            or_(
                (Tache.statut == StatutTache.DEMANDEE) & (Tache.created_at < old),
                (Tache.statut == StatutTache.EN_FILE) & (Tache.envoyee_at < old),
                (Tache.statut == StatutTache.EN_COURS) & (Tache.bail_jusqu_a < instant),
            )
        )
        .order_by(Tache.id)
    )


def beat(session: Session, service: str, detail: str = "") -> None:
    """Write the sign of life of a service. Commits."""
    statement = insert(Battement).values(service=service, at=now(), detail=detail)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["service"],
            set_={"at": statement.excluded.at, "detail": detail},
        )
    )
    session.commit()


def list_battements(session: Session) -> dict[str, datetime]:
    """Last sign of life by service."""
    return {b.service: b.at for b in session.scalars(select(Battement))}
