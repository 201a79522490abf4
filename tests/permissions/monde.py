"""The world of the permission walk: one row of each kind on each side of each right, each with a secret.

``Monde.ids`` names the rows as attentes.py does ("action/pe_brouillon"); ``Monde.secrets`` gives the text
planted for each marker. planter_plan.py and planter_annee.py write it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

PE, PAR = "petite_enfance", "parentalite"
COMMUNES = {"begrolles": "49027", "cholet": "49099"}
# The secret of an élu's calendar, which opens without a session.
FLUX = "essai-de-flux"


@dataclass
class Monde:
    """Ids of the rows, secrets planted, session cookies."""

    communes: Mapping[str, str] = field(default_factory=lambda: COMMUNES)
    ids: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    jetons: dict[str, str] = field(default_factory=dict)
    _nombres: Iterator[int] = field(default_factory=lambda: count(7_310_247, 1_117))

    def text(self, marqueur: str) -> str:
        """A text that stands nowhere else."""
        return self.secrets.setdefault(marqueur, f"zq{marqueur.replace('_', '')}qz")

    def number(self, marqueur: str) -> Decimal:
        """A seven-figure number that stands nowhere else."""
        return Decimal(self.secrets.setdefault(marqueur, str(next(self._nombres))))

    def add(self, session: Session, name: str, row: Any) -> Any:
        """Store a row under its name in attentes.py."""
        session.add(row)
        session.flush()
        self.ids[name] = row.id
        return row
