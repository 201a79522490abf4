"""What kind of instance this database is: real, or demonstration for ever."""

from datetime import datetime

from sqlalchemy import CheckConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db.base import Base


class Plateforme(Base):
    """The single row that says whether the data are fictitious; a trigger refuses any change of it.

    It carries no right (``__droits__``): only the platform reads it.
    """

    __tablename__ = "plateforme"
    __droits__ = None
    __table_args__ = (CheckConstraint("id = 1", name="unique"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    demonstration: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


def is_demonstration(session: Session) -> bool:
    """True when the database was created for the demonstration; False when it is not marked yet."""
    return bool(session.scalar(select(Plateforme.demonstration)))


def mark(session: Session, *, demonstration: bool) -> None:
    """Say at creation what the instance is; does nothing when it is already said."""
    if session.get(Plateforme, 1) is None:
        session.add(Plateforme(id=1, demonstration=demonstration))
        session.flush()
