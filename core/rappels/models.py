"""Reminders: rows with a unique key, so that a rule run twice reminds once."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.axes.models import Axe
from core.db.base import Base
from core.security.acteur import Role
from core.security.droits import TOUJOURS, AxeDeLacteur, Droits, droits_internes


class RappelEmis(Base):
    """A reminder for the team of an axis; closed on the day its cause is gone."""

    __tablename__ = "rappel"
    __droits__ = Droits(lire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()})
    __table_args__ = (UniqueConstraint("regle", "objet", "periode"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    regle: Mapped[str]
    objet: Mapped[str]
    periode: Mapped[str]
    axe_slug: Mapped[str] = mapped_column(ForeignKey("axe.slug"), index=True)
    titre: Mapped[str]
    quoi_faire: Mapped[str]
    echeance: Mapped[date | None]
    url: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    clos_le: Mapped[date | None]

    axe: Mapped[Axe] = relationship()

    def __str__(self) -> str:
        return self.titre


class PeriodeFaite(Base):
    """A rule that was run for a period: the unique row that makes two beats do the work once."""

    __tablename__ = "periode_faite"
    __droits__ = droits_internes()

    regle: Mapped[str] = mapped_column(primary_key=True)
    periode: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
