"""Forms already saved, so that sending one twice writes once.

A page's form carries a random token. A submission is that token with all that was typed: the same form
sent again after a change of the text is another submission, and is not lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.clock import now
from core.db.base import Base

CHAMP_JETON = "_jeton"
_JETON = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CONSERVATION = timedelta(days=7)


class Soumission(Base):
    """One saved submission and the page that shows its result.

    It carries no right (``__droits__``): only the platform reads it.
    """

    __tablename__ = "soumission"
    __droits__ = None

    cle: Mapped[str] = mapped_column(primary_key=True)
    compte_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    url: Mapped[str] = mapped_column(default="", server_default="")


def build_key(adresse: str, champs: Iterable[tuple[str, str]]) -> str:
    """Key of a submission; "" when the form carries no usable token: it is then saved each time."""
    pairs = sorted((name, value) for name, value in champs if name != "csrf_token")
    token = next((value for name, value in pairs if name == CHAMP_JETON), "")
    if not _JETON.fullmatch(token):
        return ""
    return hashlib.sha256(repr((adresse, pairs)).encode("utf-8", "surrogatepass")).hexdigest()


def claim(session: Session, cle: str, compte_id: int | None) -> str | None:
    """Take ``cle`` in the present transaction; the address of the result when it was saved before.

    Asked before anything else: the second of two simultaneous submissions waits here for the first, and
    goes on only when that one was rolled back. What follows ends with :func:`conclude` and a commit.
    """
    if not cle:
        return None
    taken = session.scalar(
        insert(Soumission)
        .values(cle=cle, compte_id=compte_id)
        .on_conflict_do_nothing()
        .returning(Soumission.cle)
    )
    if taken is not None:
        return None
    return session.scalar(select(Soumission.url).where(Soumission.cle == cle)) or ""


def conclude(session: Session, cle: str, url: str) -> None:
    """Keep where the result of a claimed submission is shown."""
    if cle:
        session.execute(update(Soumission).where(Soumission.cle == cle).values(url=url))


def purge_soumissions(session: Session) -> None:
    """Forget the submissions that no browser can send again."""
    session.execute(delete(Soumission).where(Soumission.at < now() - _CONSERVATION))
