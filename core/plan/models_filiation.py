"""How an action leaves the plan, and what goes on from it: merged, split, taken up, abandoned."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db.base import Entite, enum_type
from core.plan.codes import GenreFiliation
from core.plan.droits import DROITS_ACTION
from core.plan.models_action import Action
from core.security.droits import Droits, Via


class FiliationAction(Entite):
    """One act on the plan: the action ``de`` goes on as ``vers``, or is abandoned (``vers`` None).

    Written by core.plan.filiation only, with its reason; read as the action ``de`` is.
    """

    __tablename__ = "filiation_action"
    __droits__ = Droits(
        lire={role: Via("de", condition) for role, condition in DROITS_ACTION.lire.items()},
        ecrire={role: Via("de", condition) for role, condition in DROITS_ACTION.ecrire.items()},
    )
    __table_args__ = (
        CheckConstraint("(vers_id IS NULL) = (genre = 'abandon')", name="suite"),
        CheckConstraint("vers_id <> de_id", name="autre"),
        CheckConstraint("btrim(motif) <> ''", name="motif"),
        Index(
            "uq_filiation_action_abandon",
            "de_id",
            unique=True,
            postgresql_where=text("genre = 'abandon'"),
        ),
    )

    de_id: Mapped[int] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    vers_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)
    genre: Mapped[GenreFiliation] = mapped_column(enum_type(GenreFiliation))
    jour: Mapped[date] = mapped_column(index=True)
    motif: Mapped[str]

    de: Mapped[Action] = relationship(foreign_keys=[de_id])
    vers: Mapped[Action | None] = relationship(foreign_keys=[vers_id])

    @property
    def axe_slug(self) -> str:
        """Axis of the action: the journal shows the trace to its team."""
        return self.de.axe_slug

    def __str__(self) -> str:
        suite = f" vers {self.vers.code}" if self.vers is not None else ""
        return f"{self.genre.libelle} de {self.de.code}{suite}"
