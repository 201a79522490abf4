"""Data of the axis: its dated parameters, and the loading of the demonstration."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from core.api.plugin import ModeReference, Parametre
from plugins.parentalite.demonstration import load_demonstration
from plugins.parentalite.indicateurs import REPERE_LAEP, SOURCE_REPERE_LAEP

PARAMETRES: tuple[Parametre, ...] = (
    Parametre(
        code="par_repere_laep",
        libelle="Enfants de moins de 6 ans par LAEP : repère national",
        unite="enfants par LAEP",
        valeur=REPERE_LAEP,
        debut=date(2021, 12, 31),
        source=SOURCE_REPERE_LAEP,
    ),
)


def load(session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
    """Load what ``mode`` asks for; says it in French, a line each. Idempotent; does not commit.

    The axis has no reference rows: its parameters are declared and core creates them.
    """
    if mode is ModeReference.DEMONSTRATION:
        return load_demonstration(session, jour)
    return ()
