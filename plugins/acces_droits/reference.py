"""Data of the axis: its dated parameters, and the loading of the demonstration."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from core.api.plugin import ModeReference, Parametre
from plugins.acces_droits.calculs import PARAMETRE_DISTANCE
from plugins.acces_droits.demonstration import load_demonstration

PARAMETRES: tuple[Parametre, ...] = (
    Parametre(
        code=PARAMETRE_DISTANCE,
        libelle="Distance à un lieu d'accueil, en ligne droite entre chefs-lieux (MLD1)",
        unite="km",
        valeur=10,
        debut=date(2023, 1, 1),
        source="Valeur de travail de la plateforme, à confirmer par la gouvernance",
    ),
)


def load(session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
    """Load what ``mode`` asks for; says it in French, a line each. Idempotent; does not commit.

    The axis has no reference rows: its parameters are declared and core creates them.
    """
    if mode is ModeReference.DEMONSTRATION:
        return load_demonstration(session, jour)
    return ()
