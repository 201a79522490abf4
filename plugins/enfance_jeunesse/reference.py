"""Data of the axis: its dated parameters, and the loading of the demonstration."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from core.api.plugin import ModeReference, Parametre
from plugins.enfance_jeunesse.demonstration import load_demonstration
from plugins.enfance_jeunesse.service import ALERTE_PEDT

PARAMETRES: tuple[Parametre, ...] = (
    Parametre(
        code=ALERTE_PEDT,
        libelle="PEdT : alerte avant la fin",
        unite="mois",
        valeur=6,
        debut=date(2020, 1, 1),
        source="Usage local, à ajuster par la gouvernance",
    ),
)


def load(session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
    """Load what ``mode`` asks for; says it in French, a line each. Idempotent; does not commit.

    The axis has no reference rows: its parameters are declared and core creates them.
    """
    if mode is ModeReference.DEMONSTRATION:
        return load_demonstration(session, jour)
    return ()
