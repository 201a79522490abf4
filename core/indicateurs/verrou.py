"""Validations and the figures being saved wait for one another."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

_CLE = 2_024_2028


def lock_validations(session: Session, *, shared: bool) -> None:
    """Until the transaction ends: ``shared`` by those who save figures, alone by who validates them."""
    lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
    # By the connection: a query of the session would flush what is being checked.
    session.connection().execute(select(lock(_CLE)))
