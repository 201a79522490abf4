"""What a frozen file holds and must not tell: small numbers of people, sent before they were masked.

What was frozen is never written again: its figures are judged when they are read, by what is sensible today
(metier.md section 6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import today
from core.communes.rules import is_secret
from core.indicateurs.models import ReglageIndicateur
from core.parametres.service import express_seuil_secret
from core.plugin.types import Niveau
from core.rapports.exercice_fiches import read_decimal

Ligne = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Secrets:
    """The codes of the indicators that are sensible, and the number of people under which they are masked."""

    codes: frozenset[str]
    seuil: Decimal

    def hides(self, ligne: Ligne, lignes: Iterable[Ligne]) -> bool:
        """Would this figure tell few people? ``lignes`` are those of its indicator: a file does not say
        which communes made a bassin, so a total beside any that is masked is masked too."""
        if ligne.get("masque") or ligne["code"] not in self.codes:
            return bool(ligne.get("masque"))
        commune = Niveau.COMMUNE.value
        return self._is_few(ligne) or (
            ligne["niveau"] != commune
            and any(
                one["niveau"] == commune and one["annee"] == ligne["annee"] and self._is_few(one)
                for one in lignes
            )
        )

    def hides_officielle(self, ligne: Ligne) -> bool:
        """The same for a published value, whose parts were not kept."""
        return bool(ligne.get("masque", ligne["code"] in self.codes))

    def _is_few(self, ligne: Ligne) -> bool:
        return any(
            is_secret(read_decimal(ligne[part]), self.seuil)
            for part in ("numerateur", "denominateur")
        )


def read_secrets(session: Session) -> Secrets:
    """What is sensible today, in one statement."""
    rows = session.execute(
        select(ReglageIndicateur.code, express_seuil_secret(today())).where(
            ReglageIndicateur.sensible
        )
    ).all()
    return Secrets(
        frozenset(code for code, _ in rows), max((seuil for _, seuil in rows), default=Decimal(0))
    )
