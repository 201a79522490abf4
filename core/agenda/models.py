"""The secret address by which somebody's calendar program reads the platform."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.comptes.models import Compte
from core.db.base import Entite
from core.security.droits import (
    TOUS_LES_ROLES,
    CompteDeLacteur,
    Droits,
    pour,
)

_A_SOI = pour(CompteDeLacteur("compte_id"), *TOUS_LES_ROLES)


class FluxAgenda(Entite):
    """A person's feed. The secret itself is kept nowhere: only its SHA-256, so that nobody who reads the
    database can use it. Deleting the row revokes the address."""

    __tablename__ = "flux_agenda"
    __droits__ = Droits(lire=_A_SOI, ecrire=_A_SOI, supprimer=_A_SOI)

    compte_id: Mapped[int] = mapped_column(ForeignKey("compte.id", ondelete="CASCADE"), unique=True)
    empreinte: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True, info={"secret": True})
    cree_le: Mapped[datetime]

    compte: Mapped[Compte] = relationship()

    def __str__(self) -> str:
        return "Adresse d'agenda"
