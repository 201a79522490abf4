"""What a typed quantity may be: bounds told to people with the field's name, for core and every axis."""

from datetime import date, timedelta
from decimal import Decimal

from core.errors import ErreurMetier

ANNEE_MIN, ANNEE_MAX = 2000, 2100
JOURS_MAX = 366
HEURES_PAR_JOUR = 24


def check_borne(
    champ: str, valeur: int | Decimal | None, maximum: int, minimum: int | Decimal = 0
) -> None:
    """Raises ErreurMetier (field ``champ``) when a typed quantity is out of what the trade can mean.

    "NaN" and "Infinity" are numbers for a form's parser: they are refused here too.
    """
    if valeur is None:
        return
    if isinstance(valeur, Decimal) and not valeur.is_finite():
        raise ErreurMetier("Ce n'est pas un nombre.", champ)
    if valeur < minimum:
        reason = "négative" if minimum == 0 else f"inférieure à {str(minimum).replace('.', ',')}"
        raise ErreurMetier(f"Cette valeur ({valeur}) ne peut pas être {reason}.", champ)
    if valeur > maximum:
        raise ErreurMetier(f"Cette valeur ({valeur}) ne peut pas dépasser {maximum}.", champ)


def check_annee(champ: str, annee: int | None) -> None:
    """Raises ErreurMetier (field ``champ``) when the year cannot be one of the convention's."""
    if annee is not None and not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise ErreurMetier(
            f"L'année doit être comprise entre {ANNEE_MIN} et {ANNEE_MAX}, pas {annee}.", champ
        )


def check_commencee(champ: str, annee: int, jour: date) -> None:
    """Raises ErreurMetier (field ``champ``) when ``annee`` has not begun on ``jour``."""
    if annee > jour.year:
        raise ErreurMetier(f"L'année {annee} n'a pas commencé.", champ)


def format_annee_scolaire(premiere: int) -> str:
    """The school year that begins in ``premiere``, as people say it: "2024-2025"."""
    return f"{premiere}-{premiere + 1}"


def check_partie(
    champ: str, partie: int | Decimal | None, tout: int | Decimal | None, message: str
) -> None:
    """Raises ErreurMetier (field ``champ``) when a part exceeds its whole; silent when one is unknown."""
    if partie is not None and tout is not None and partie > tout:
        raise ErreurMetier(f"{message} ({partie} pour {tout}).", champ)


def check_ordre(champ: str, debut: date | None, fin: date | None) -> None:
    """Raises ErreurMetier (field ``champ``, that of the end) when ``fin`` comes before ``debut``."""
    if debut is not None and fin is not None and fin < debut:
        raise ErreurMetier(
            f"La fin ({fin:%d/%m/%Y}) ne peut pas précéder le début ({debut:%d/%m/%Y}).", champ
        )


def last_day(annee: int) -> date:
    """31 December: the day on which what exists in a year is counted."""
    return date(annee + 1, 1, 1) - timedelta(days=1)
