"""Data of the axis: its dated parameters."""

from datetime import date

from core.api.plugin import Parametre
from plugins.acces_droits.calculs import PARAMETRE_DISTANCE

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
