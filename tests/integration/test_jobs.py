"""Jobs: accepted once, run once, picked up when their worker dies."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from core.clock import now
from core.errors import ErreurMetier, Interdit
from core.jobs import service
from core.jobs.models import StatutTache, Tache
from core.security.acteur import SYSTEME, Acteur
from core.socle import Socle


def _request(session: Session, cle: str | None = None) -> Tache:
    tache = service.request(session, SYSTEME, genre="essai", parametres={"n": 1}, cle=cle)
    session.commit()
    return tache


def _reload(session: Session, tache: Tache) -> Tache:
    return session.get_one(Tache, tache.id, populate_existing=True)


def test_same_key_is_one_job(session: Session) -> None:
    assert _request(session, "a").id == _request(session, "a").id


def test_dispatch_leaves_on_commit_only(socle: Socle) -> None:
    sent: list[int] = []
    with socle.sessions() as session:
        service.request(session, SYSTEME, genre="essai", parametres={}, dispatch=sent.append)
        session.rollback()
        assert sent == []
        tache = service.request(
            session, SYSTEME, genre="essai", parametres={}, dispatch=sent.append
        )
        assert sent == []
        session.commit()
    assert sent == [tache.id]


def test_one_worker_only_claims(session: Session) -> None:
    tache = _request(session)
    assert service.claim(session, tache.id, "w1") is not None
    assert service.claim(session, tache.id, "w2") is None


def test_expired_lease_is_taken_over_and_the_first_worker_writes_nothing(session: Session) -> None:
    tache = _request(session)
    service.claim(session, tache.id, "w1")
    with time_machine.travel(now() + service.LEASE + timedelta(seconds=1)):
        assert service.claim(session, tache.id, "w2") is not None
        with pytest.raises(service.BailPerdu):
            service.finish(session, tache.id, "w1")
        session.rollback()
        service.finish(session, tache.id, "w2")
        session.commit()
    assert _reload(session, tache).statut is StatutTache.TERMINEE


def test_reconciler_sends_again_what_waits_and_what_died(session: Session) -> None:
    waiting, dead, alive = (_request(session) for _ in range(3))
    service.claim(session, dead.id, "w1")
    sent: list[int] = []
    with time_machine.travel(now() + timedelta(minutes=1)):
        service.claim(session, alive.id, "w2")
        service.reconcile(session, sent.append)
    assert sorted(sent) == sorted([waiting.id, dead.id])


def test_third_interruption_stops(session: Session) -> None:
    tache = _request(session)
    instant = now()
    for attempt in range(service.ATTEMPTS_MAX):
        with time_machine.travel(instant + timedelta(minutes=attempt)):
            assert service.claim(session, tache.id, f"w{attempt}") is not None
    with time_machine.travel(instant + timedelta(minutes=9)):
        assert service.claim(session, tache.id, "w9") is None
        service.reconcile(session, lambda _: None)
    assert _reload(session, tache).statut is StatutTache.INTERROMPUE


def test_cancelled_job_loses_its_lease(session: Session) -> None:
    tache = _request(session)
    service.claim(session, tache.id, "w1")
    service.cancel(session, SYSTEME, tache)
    with pytest.raises(service.BailPerdu):
        service.renew(session, tache.id, "w1", fait=1, total=2, libelle="")
    with pytest.raises(ErreurMetier):
        service.cancel(session, SYSTEME, tache)


def test_retry_only_after_an_end(session: Session) -> None:
    tache = _request(session)
    with pytest.raises(ErreurMetier):
        service.retry(session, SYSTEME, tache)
    service.claim(session, tache.id, "w1")
    service.fail(session, tache.id, "w1", "panne")
    session.commit()
    service.retry(session, SYSTEME, tache)
    assert _reload(session, tache).statut is StatutTache.DEMANDEE


def test_another_person_may_not_cancel(session: Session, lecteur: Acteur) -> None:
    with pytest.raises(Interdit):
        service.cancel(session, lecteur, _request(session))


def test_a_starting_worker_frees_what_dead_neighbours_held(session: Session) -> None:
    dead, alive, elsewhere = (_request(session) for _ in range(3))
    for tache, owner in ((dead, "ici:1"), (alive, "ici:2"), (elsewhere, "autre:1")):
        service.claim(session, tache.id, owner)
    assert service.release_dead(session, "ici", lambda pid: pid == 2) == 1
    sent: list[int] = []
    service.reconcile(session, sent.append)
    assert sent == [dead.id]
