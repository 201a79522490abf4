"""Files kept in the database, in chunks: no shared disk, one backup, no half-written file."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import IO

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db.base import Base
from core.errors import ErreurCtg, ErreurMetier
from core.security.droits import Droits

CHUNK_BYTES = 512 * 1024


class Fichier(Base):
    """A stored file. Nobody reads it by its own right: access goes through the row that owns it."""

    __tablename__ = "fichier"
    __droits__ = Droits(lire={})

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    nom: Mapped[str]
    type_mime: Mapped[str]
    taille: Mapped[int] = mapped_column(BigInteger)
    empreinte: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class MorceauFichier(Base):
    """A piece of a file, in order of ``rang`` from 0."""

    __tablename__ = "fichier_morceau"
    __droits__ = Droits(lire={})

    fichier_id: Mapped[int] = mapped_column(
        ForeignKey("fichier.id", ondelete="CASCADE"), primary_key=True
    )
    rang: Mapped[int] = mapped_column(primary_key=True)
    contenu: Mapped[bytes] = mapped_column(LargeBinary)


def create_fichier(session: Session, *, nom: str, type_mime: str, contenu: bytes) -> Fichier:
    """Store ``contenu`` with its SHA-256; it exists when the caller's transaction commits."""
    return store_fichier(
        session, nom=nom, type_mime=type_mime, flux=BytesIO(contenu), limite=len(contenu)
    )


def store_fichier(
    session: Session, *, nom: str, type_mime: str, flux: IO[bytes], limite: int
) -> Fichier:
    """The same from a stream, read piece by piece. Raises ErreurMetier past ``limite`` bytes: what was
    stored goes with the caller's transaction."""
    fichier = Fichier(nom=nom, type_mime=type_mime, taille=0, empreinte="")
    session.add(fichier)
    session.flush()
    digest = hashlib.sha256()
    for rang, contenu in enumerate(iter(lambda: flux.read(CHUNK_BYTES), b"")):
        fichier.taille += len(contenu)
        if fichier.taille > limite:
            raise ErreurMetier(f"Ce fichier dépasse {limite // 1024**2} Mo.", "fichier")
        digest.update(contenu)
        piece = MorceauFichier(fichier_id=fichier.id, rang=rang, contenu=contenu)
        session.add(piece)
        session.flush()
        # Written: a large file is never whole in memory.
        session.expunge(piece)
    fichier.empreinte = digest.hexdigest()
    session.flush()
    return fichier


def read_fichier(session: Session, fichier: Fichier) -> bytes:
    """The whole content. Raises ErreurCtg when what is stored no longer matches its SHA-256."""
    contenu = b"".join(_read_chunks(session, fichier.id))
    if hashlib.sha256(contenu).hexdigest() != fichier.empreinte:
        raise ErreurCtg(
            f"Le fichier « {fichier.nom} » est abîmé dans la base : prévenez l'administrateur."
        )
    return contenu


def _read_chunks(session: Session, fichier_id: int) -> Iterator[bytes]:
    yield from session.scalars(
        select(MorceauFichier.contenu)
        .where(MorceauFichier.fichier_id == fichier_id)
        .order_by(MorceauFichier.rang)
    )
