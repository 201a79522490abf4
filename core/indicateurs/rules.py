"""Arithmetic of indicators: sum the parts, then divide; a missing part is not zero (domaine.md 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.plugin.types import Sens


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesure:
    """The parts of an indicator for one territory and one year.

    ``repondu`` of ``attendu`` is printed with every figure ("24 communes sur 26").
    """

    numerateur: Decimal | None
    denominateur: Decimal | None
    repondu: int
    attendu: int

    def complete(self, ratio: bool) -> bool:
        """True when a value can be told: both parts for a ratio, the count otherwise."""
        return self.numerateur is not None and (not ratio or self.denominateur is not None)


def aggregate(mesures: Iterable[Mesure], *, ratio: bool) -> Mesure:
    """Sum the parts of several territories.

    Only complete measures enter the sums: a numerator whose denominator is unknown would inflate the
    rate. ``repondu`` and ``attendu`` count everybody, so that the hole shows.
    """
    numerateur: Decimal | None = None
    denominateur: Decimal | None = None
    repondu = attendu = 0
    for mesure in mesures:
        attendu += mesure.attendu
        if not mesure.complete(ratio):
            continue
        repondu += mesure.repondu
        numerateur = (numerateur or Decimal(0)) + (mesure.numerateur or Decimal(0))
        if ratio:
            denominateur = (denominateur or Decimal(0)) + (mesure.denominateur or Decimal(0))
    return Mesure(
        numerateur=numerateur, denominateur=denominateur, repondu=repondu, attendu=attendu
    )


def compute_value(mesure: Mesure, *, ratio: bool, facteur: float) -> Decimal | None:
    """Value of an indicator from its parts; None when a part is missing or nothing can be divided.

    Rates above 100 are not clamped.
    """
    if not mesure.complete(ratio) or mesure.numerateur is None:
        return None
    if not ratio:
        return mesure.numerateur
    if not mesure.denominateur:
        return None
    return mesure.numerateur / mesure.denominateur * Decimal(str(facteur))


def read_trend(before: Decimal | None, after: Decimal | None) -> str:
    """Which way a value went: hausse, baisse or stable; "" when one of the two is unknown."""
    if before is None or after is None:
        return ""
    if after == before:
        return "stable"
    return "hausse" if after > before else "baisse"


def is_good(tendance: str, sens: Sens) -> bool | None:
    """Is that trend the one wanted? None when the indicator has no good side or nothing moved."""
    if tendance not in ("hausse", "baisse") or sens not in (Sens.HAUSSE, Sens.BAISSE):
        return None
    return tendance == sens.value
