"""Data of the axis: its dated parameters."""

from datetime import date

from core.api.plugin import Parametre
from plugins.vie_sociale.service import PREAVIS_AGREMENT, PREAVIS_PACTE, TAUX_BENEVOLAT

PARAMETRES: tuple[Parametre, ...] = (
    Parametre(
        code=PREAVIS_AGREMENT,
        libelle="Agrément : préavis de renouvellement",
        unite="mois",
        valeur=12,
        debut=date(2023, 1, 1),
        source="Pratique, à confirmer par la CAF : le projet se renouvelle dans l'année qui précède la fin",
    ),
    Parametre(
        code=PREAVIS_PACTE,
        libelle="Pacte de coopération : préavis de renouvellement",
        unite="mois",
        valeur=6,
        debut=date(2023, 1, 1),
        source="Valeur par défaut de la plateforme, à confirmer par la gouvernance",
    ),
    Parametre(
        code=TAUX_BENEVOLAT,
        libelle="Bénévolat : taux horaire conventionnel",
        unite="€ par heure",
        valeur=11.27,
        debut=date(2023, 1, 1),
        source=(
            "À confirmer par la gouvernance : Smic horaire brut au 1er janvier 2023 (décret n° 2022-1608 du "
            "22 décembre 2022), pris comme convention, à compléter chaque année"
        ),
    ),
)
