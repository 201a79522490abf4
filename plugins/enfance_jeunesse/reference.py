"""Data of the axis: its dated parameters."""

from datetime import date

from core.api.plugin import Parametre
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
