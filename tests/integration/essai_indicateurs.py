"""Indicators as the worked examples read them: computed by the platform, then part by part."""

from datetime import date

from sqlalchemy.orm import Session

from core.communes.rules import PARAMETRE_SEUIL
from core.indicateurs.service import ResultatIndicateur, compute_indicateurs
from core.parametres.models import Parametre
from core.socle import Socle


def compute(session: Session, socle: Socle, code: str, *annees: int) -> ResultatIndicateur:
    """The indicator of that code for these years, on what the session holds."""
    session.flush()
    return compute_indicateurs(session, [socle.registry.list_indicateurs()[code]], annees)[0]


def read(result: ResultatIndicateur, place: str, annee: int = 2024) -> tuple[object, ...]:
    """(numerator, denominator, value rounded to 0.01, answered, expected) of a commune by its INSEE code,
    of a bassin by its name, or of the "agglomération"."""
    if place == "agglomération":
        valeur = result.agglomeration[annee]
    elif place.isdigit():
        valeur = result.communes[place, annee]
    else:
        valeur = result.bassins[place, annee]
    mesure = valeur.mesure
    rounded = None if valeur.valeur is None else round(valeur.valeur, 2)
    return (mesure.numerateur, mesure.denominateur, rounded, mesure.repondu, mesure.attendu)


def set_seuil(session: Session, valeur: int) -> None:
    """The number of people under which sensible figures are masked from now on: 0 for worked examples,
    whose numbers are small."""
    session.add(
        Parametre(
            code=PARAMETRE_SEUIL,
            libelle="Essai",
            valeur=valeur,
            debut=date(2025, 1, 2),
            source="essai",
        )
    )
    session.flush()
