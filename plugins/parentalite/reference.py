"""Data of the axis: its dated parameters."""

from datetime import date

from core.api.plugin import Parametre
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
