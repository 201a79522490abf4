"""What the cotech proposes and the copil decides of each action, session by session."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.codes import Code
from core.db.base import Entite, enum_type
from core.db.quantites import nombre
from core.gouvernance.models import Seance
from core.plan.droits import DROITS_ACTION
from core.plan.models_action import Action
from core.security.acteur import Role
from core.security.droits import PROFESSIONNELS, TOUJOURS, Droits, Et, Vaut, Via, pour


class Priorite(Code):
    """What becomes of an action (metier.md section 3)."""

    PRIORITAIRE = "prioritaire", "Prioritaire"
    A_POURSUIVRE = "a_poursuivre", "À poursuivre"
    A_SUSPENDRE = "a_suspendre", "À suspendre"
    A_ABANDONNER = "a_abandonner", "À abandonner"
    A_REPORTER = "a_reporter", "À reporter à la prochaine CTG"


CONFIANCE_MAX = 3
RANG_MAX = 999
_DECIDEE = Vaut("priorite_decidee", tuple(Priorite))


def _droits() -> Droits:
    """Governance writes. A priority is read by whoever reads its action: at once by professionals and in
    the committee's file, once decided by the others, whom a mere proposal would alarm."""
    lire = {role: Via("action", condition) for role, condition in DROITS_ACTION.lire.items()}
    early = {*PROFESSIONNELS, Role.COMITE}
    return Droits(
        lire={
            role: condition if role in early else Et(_DECIDEE, condition)
            for role, condition in lire.items()
        },
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
    )


class PrioriteAction(Entite):
    """Priority of an action at a session: proposed by the cotech, decided by the copil.

    ``confiance``: from 1 (weak) to 3 (strong), how sure the cotech is that the action will succeed.
    ``rang``: place in the ranked list of the session, from 1. ``arbitrage``: the committee discusses it,
    from what the cotech thinks (``avis``) and puts forward (``proposition``), instead of passing over it.
    """

    __tablename__ = "priorite_action"
    __droits__ = _droits()
    __table_args__ = (UniqueConstraint("seance_id", "action_id"),)

    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id", ondelete="CASCADE"), index=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    priorite_proposee: Mapped[Priorite | None] = mapped_column(
        enum_type(Priorite, "priorite_proposee")
    )
    priorite_decidee: Mapped[Priorite | None] = mapped_column(
        enum_type(Priorite, "priorite_decidee")
    )
    confiance: Mapped[int | None] = nombre(CONFIANCE_MAX, 1)
    rang: Mapped[int | None] = nombre(RANG_MAX, 1)
    arbitrage: Mapped[bool] = mapped_column(default=False, server_default="false")
    avis: Mapped[str] = mapped_column(default="", server_default="")
    proposition: Mapped[str] = mapped_column(default="", server_default="")

    seance: Mapped[Seance] = relationship()
    action: Mapped[Action] = relationship()

    @property
    def axe_slug(self) -> str:
        """Axis of the action: the journal shows the trace to its team."""
        return self.action.axe_slug

    def __str__(self) -> str:
        return f"Priorité de {self.action.code}"
