"""Transactions: services flush, the boundary commits once, work for the worker leaves on commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg.errors import SerializationFailure
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, SessionTransaction

from core.errors import ConflitVersion

_KEY = "on_commit"


def on_commit(session: Session, action: Callable[[], None]) -> None:
    """Run ``action`` once the root transaction of ``session`` is committed, never if it is rolled back.

    ``action`` may not run SQL: it only carries ids already known (no session is open any more).
    """
    session.info.setdefault(_KEY, []).append(action)


@contextmanager
def unit_of_work(session: Session) -> Iterator[Session]:
    """One business act: commit when the block ends, roll back and re-raise when it fails."""
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def unit_of_snapshot(session: Session) -> Iterator[Session]:
    """One business act that reads everything as it was at one instant (REPEATABLE READ): what others
    commit meanwhile is seen whole by none of its statements. Reads made before are given up.

    Raises ConflitVersion when a row that it locks or changes was changed since that instant.
    """
    session.rollback()
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        with unit_of_work(session):
            yield session
    except OperationalError as error:
        if isinstance(error.orig, SerializationFailure):
            raise ConflitVersion(
                "Quelqu'un d'autre a changé la même chose au même moment : rien n'a été enregistré."
            ) from error
        raise


def limit_statements(session: Session, seconds: int) -> None:
    """Until the transaction ends, PostgreSQL gives up a statement after ``seconds`` rather than after the
    time of the connection."""
    session.execute(select(func.set_config("statement_timeout", f"{seconds}s", True)))


def _run_after_commit(session: Session) -> None:
    # Releasing a savepoint fires the same event: only the root transaction counts.
    if session.in_nested_transaction():
        return
    for action in session.info.pop(_KEY, []):
        action()


def _forget_after_rollback(session: Session, previous: SessionTransaction) -> None:
    if previous.parent is None:
        session.info.pop(_KEY, None)


def register(session_class: type[Session]) -> None:
    """Attach the two listeners to a session class; safe to call once per process."""
    if not event.contains(session_class, "after_commit", _run_after_commit):
        event.listen(session_class, "after_commit", _run_after_commit)
        event.listen(session_class, "after_soft_rollback", _forget_after_rollback)
