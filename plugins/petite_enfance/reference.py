"""Data of the axis: its dated parameters."""

from datetime import date

from core.api.plugin import Parametre
from plugins.petite_enfance.indicateurs import REPERE_OCCUPATION, SOURCE_REPERE_OCCUPATION

PARAMETRES: tuple[Parametre, ...] = (
    Parametre(
        code="pe_am_par_etp_rpe",
        libelle="Assistantes maternelles en activité par ETP de relais : cible",
        unite="assistantes par ETP",
        valeur=70,
        debut=date(2021, 12, 1),
        source=(
            "Référentiel national des relais petite enfance, Cnaf, 2021 (banquedesterritoires.fr, "
            "« Publication du référentiel des relais petite enfance qui remplacent les Ram »)"
        ),
    ),
    Parametre(
        code="pe_repere_occupation",
        libelle="Taux d'occupation des EAJE : repère national",
        unite="%",
        valeur=REPERE_OCCUPATION,
        debut=date(2019, 1, 1),
        source=SOURCE_REPERE_OCCUPATION,
    ),
)
