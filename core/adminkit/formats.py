"""How values are written in lists and sheets: French numbers and dates, words of the code lists."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from babel.numbers import format_decimal

from core.clock import PARIS
from core.plugin.vues import Format
from core.security.acteur import LIBELLES_ROLES

LOCALE = "fr_FR"
_PLAFOND = 80


def label_of(member: Enum) -> str:
    """The words of an enumeration's member, as people read them."""
    label = getattr(member, "libelle", None) or LIBELLES_ROLES.get(member)  # type: ignore[call-overload]
    return str(label or member.value)


def format_value(value: Any, format: Format = Format.AUTO) -> str:
    """Text of ``value``; "" when there is none (the page then says "non renseigné")."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, Enum):
        return label_of(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(PARIS):%d/%m/%Y\u00a0%H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value.hour}\u00a0h\u00a0{value:%M}"
    if isinstance(value, int | float | Decimal):
        return _number(value, format)
    if isinstance(value, dict):
        return "\n".join(f"{key} : {format_value(item) or 'vide'}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(format_value(item) for item in value)
    return str(value)


def _number(value: float | Decimal, format: Format) -> str:
    if format is Format.EUROS:
        return format_decimal(value, "#,##0.00", locale=LOCALE) + "\u00a0€"
    if format is Format.ENTIER:
        return str(format_decimal(value, "#,##0", locale=LOCALE))
    if isinstance(value, int) and format is Format.AUTO:
        # A year or a rank is not grouped by thousands.
        return str(value)
    # Co-ordinates keep their decimals; a rate or a number of posts is not read beyond two.
    motif = "#,##0.##" if format is Format.DECIMAL else "#,##0.####"
    return str(format_decimal(value, motif, locale=LOCALE))


def to_input(value: Any) -> str:
    """Text of ``value`` in a form field: ISO dates for the native picker, a comma in decimals."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return str(value)


def shorten(text: str) -> str:
    """A text cut for a cell of a list, at a word."""
    if len(text) <= _PLAFOND:
        return text
    return text[:_PLAFOND].rsplit(" ", 1)[0] + "…"
