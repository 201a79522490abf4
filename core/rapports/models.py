"""Reports made: what was asked, the neutral document, the file, its checksum."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.codes import Code
from core.db.base import Base, enum_type
from core.fichiers import Fichier
from core.gouvernance.droits import VIA_SEANCE
from core.gouvernance.models import Seance
from core.jobs.models import Tache
from core.security.acteur import Role
from core.security.droits import TOUJOURS, Droits, Et, Ou, Vaut, pour


class Audience(Code):
    """For whom a report is written: its content follows it, not the person who asked."""

    COMITE = "comite", "Comité de pilotage"
    SEANCE = "seance", "Membres de l'instance"


class GenreRapport(Code):
    """Kinds of reports."""

    ANNUEL = "annuel", "Rapport annuel"
    DOSSIER = "dossier", "Dossier du comité"
    PROJECTION = "projection", "Projection du comité"
    CONVOCATION = "convocation", "Convocations"
    EMARGEMENT = "emargement", "Feuille d'émargement"
    RELEVE = "releve", "Compte rendu et relevé"


# What the committee receives for an exercice: its file, the sheets and annexes, the slides.
GENRES_COMITE = (GenreRapport.DOSSIER, GenreRapport.ANNUEL, GenreRapport.PROJECTION)


class FormatRapport(Code):
    """What a report is kept as: to be read, or to be written on."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "document Word"


_COMMUN = Vaut("audience", (Audience.COMITE,))
_FIGE = Vaut("fige", (True,))
# What prepares a session is for who holds it; its relevé for everybody once sent out.
_MA_SEANCE = Et(Vaut("audience", (Audience.SEANCE,)), VIA_SEANCE)
_RELEVE_DIFFUSE = Et(Vaut("audience", (Audience.SEANCE,)), _FIGE)


class Rapport(Base):
    """A report. ``fige`` tells that it was made from the frozen file of its exercice, or from a relevé sent
    out: it is kept, so that the very same bytes are served years later."""

    __tablename__ = "rapport"
    __droits__ = Droits(
        lire={
            Role.GOUVERNANCE: TOUJOURS,
            Role.EQUIPE: Ou(_COMMUN, Ou(_MA_SEANCE, _RELEVE_DIFFUSE)),
            Role.PARTENAIRE_CAF: Ou(_COMMUN, _RELEVE_DIFFUSE),
            # A report made before the file was sent holds figures that are not validated yet.
            **pour(Et(Ou(_COMMUN, _RELEVE_DIFFUSE), _FIGE), Role.COMMUNE, Role.LECTEUR),
        },
        ecrire={
            Role.GOUVERNANCE: TOUJOURS,
            Role.EQUIPE: Ou(_COMMUN, _MA_SEANCE),
            Role.PARTENAIRE_CAF: _COMMUN,
        },
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    genre: Mapped[GenreRapport] = mapped_column(enum_type(GenreRapport))
    audience: Mapped[Audience] = mapped_column(enum_type(Audience))
    format: Mapped[FormatRapport] = mapped_column(
        enum_type(FormatRapport),
        default=FormatRapport.PDF,
        server_default=FormatRapport.PDF.value,
    )
    exercice: Mapped[int]
    seance_id: Mapped[int | None] = mapped_column(
        ForeignKey("seance.id", ondelete="CASCADE"), index=True
    )
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
    seance: Mapped[Seance | None] = relationship()
