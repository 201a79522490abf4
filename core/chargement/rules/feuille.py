"""A sheet as it was read: texts by row and column, merged areas, cells that could not be read. Pure.

Rows carry the number that the spreadsheet shows; columns count from 0 and are told by letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LIGNES_MAX = 1_000
COLONNES_MAX = 100
TEXTE_MAX = 32_767


@dataclass(frozen=True, slots=True)
class Fusion:
    """A merged area, corners included; its text stands in the first cell."""

    ligne: int
    colonne: int
    derniere_ligne: int
    derniere_colonne: int


@dataclass(slots=True)
class Feuille:
    """Rows that hold something, in order; ``illisibles`` says why a cell holds no value."""

    nom: str
    lignes: list[tuple[int, list[str]]] = field(default_factory=list)
    fusions: list[Fusion] = field(default_factory=list)
    illisibles: dict[tuple[int, int], str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """What the database keeps."""
        return {
            "nom": self.nom,
            "lignes": [[numero, cells] for numero, cells in self.lignes],
            "fusions": [
                [f.ligne, f.colonne, f.derniere_ligne, f.derniere_colonne] for f in self.fusions
            ],
            "illisibles": [[*cell, motif] for cell, motif in self.illisibles.items()],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Feuille":
        """The same, read back."""
        return cls(
            nom=kept["nom"],
            lignes=[(numero, list(cells)) for numero, cells in kept["lignes"]],
            fusions=[Fusion(*corners) for corners in kept["fusions"]],
            illisibles={(ligne, colonne): motif for ligne, colonne, motif in kept["illisibles"]},
        )

    def get_row(self, numero: int) -> list[str]:
        """Cells of a row, none when it holds nothing."""
        return next((cells for number, cells in self.lignes if number == numero), [])


def name_column(rang: int) -> str:
    """Letter of a column as spreadsheets say it: 0 is A, 26 is AA."""
    name = ""
    rest = rang + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
