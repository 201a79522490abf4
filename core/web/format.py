"""French words for values shown on pages: numbers, dates, percentages (Babel, locale fr)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from babel.dates import format_date as babel_date
from babel.lists import format_list
from babel.numbers import format_decimal

from core.clock import PARIS
from core.rapports.phrases import agree

LOCALE = "fr_FR"
NON_RENSEIGNE = "non renseigné"


def format_nombre(valeur: Decimal | float | int | None, decimales: int = 1) -> str:
    """ "1 234,5" with at most ``decimales`` decimals; an unknown value is never written 0."""
    if valeur is None:
        return NON_RENSEIGNE
    motif = "#,##0" if decimales == 0 else "#,##0." + "#" * decimales
    return format_decimal(valeur, format=motif, locale=LOCALE).replace("-", "\u2212")


def format_mesure(valeur: Decimal | None, unite: str, decimales: int) -> str:
    """A value with its unit, the two kept on one line by a no-break space."""
    texte = format_nombre(valeur, decimales)
    return (
        texte if valeur is None or not unite else f"{texte}\u00a0{agree(valeur, decimales, unite)}"
    )


def format_jour(jour: date | None) -> str:
    """ "4 novembre 2026", "" when there is none."""
    if jour is None:
        return ""
    texte = babel_date(jour, format="d MMMM y", locale=LOCALE)
    return texte.replace("1 ", "1er ", 1) if jour.day == 1 else texte


def format_jour_court(jour: date | None) -> str:
    """ "04/11/2026", "" when there is none."""
    return "" if jour is None else f"{jour:%d/%m/%Y}"


def format_heure(heure: time | None) -> str:
    """ "14 h 30", "" when there is none."""
    return "" if heure is None else f"{heure.hour}\u00a0h\u00a0{heure:%M}"


def format_instant(instant: datetime | None) -> str:
    """ "04/11/2026 à 15 h 07", as the clock on the wall shows it in France."""
    return "" if instant is None else f"{instant.astimezone(PARIS):%d/%m/%Y à %H h %M}"


def format_enumeration(elements: Iterable[str]) -> str:
    """ "a, b et c"."""
    return format_list(list(elements), locale=LOCALE)


def format_pluriel(nombre: int, singulier: str, pluriel: str) -> str:
    """ "0 action", "1 action", "2 actions": in French the plural begins at two."""
    return f"{format_nombre(nombre, 0)}\u00a0{singulier if abs(nombre) < 2 else pluriel}"


FILTRES = {
    "nombre": format_nombre,
    "mesure": format_mesure,
    "jour": format_jour,
    "jour_court": format_jour_court,
    "heure": format_heure,
    "instant": format_instant,
    "enumeration": format_enumeration,
    "pluriel": format_pluriel,
}
