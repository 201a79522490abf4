"""Reports made: what was asked, the neutral document, the file, its checksum."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.codes import Code
from core.db.base import Base, enum_type
from core.fichiers import Fichier
from core.jobs.models import Tache
from core.security.acteur import Role
from core.security.droits import TOUJOURS, Droits, Et, Vaut, pour


class Audience(Code):
    """For whom a report is written: its content follows it, not the person who asked."""

    COMITE = "comite", "Comité de pilotage"


class GenreRapport(Code):
    """Kinds of reports."""

    ANNUEL = "annuel", "Rapport annuel"


_COMMUN = Vaut("audience", (Audience.COMITE,))


class Rapport(Base):
    """A report. ``fige`` tells that it was made from the frozen file of its exercice: it is kept, so that
    the very same bytes are served years later."""

    __tablename__ = "rapport"
    __droits__ = Droits(
        lire={
            Role.GOUVERNANCE: TOUJOURS,
            **pour(_COMMUN, Role.EQUIPE, Role.PARTENAIRE_CAF),
            # A report made before the file was sent holds figures that are not validated yet.
            **pour(Et(_COMMUN, Vaut("fige", (True,))), Role.COMMUNE, Role.LECTEUR),
        },
        ecrire=pour(_COMMUN, Role.GOUVERNANCE, Role.EQUIPE, Role.PARTENAIRE_CAF),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    genre: Mapped[GenreRapport] = mapped_column(enum_type(GenreRapport))
    audience: Mapped[Audience] = mapped_column(enum_type(Audience))
    exercice: Mapped[int]
    titre: Mapped[str]
    fige: Mapped[bool] = mapped_column(default=False, server_default="false")
    gel_id: Mapped[int | None] = mapped_column(ForeignKey("gel.id"))
    tache_id: Mapped[int] = mapped_column(ForeignKey("tache.id"), unique=True)
    fichier_id: Mapped[int | None] = mapped_column(ForeignKey("fichier.id"))
    document: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    version_rendu: Mapped[str] = mapped_column(default="", server_default="")
    pages: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)

    tache: Mapped[Tache] = relationship()
    fichier: Mapped[Fichier | None] = relationship()
