"""What a reader gives: the sheets of a workbook, and one of them read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.chargement.rules.colonnes import guess_colonnes
from core.chargement.rules.feuille import Feuille

FEUILLES_MAX = 50


@dataclass(frozen=True, slots=True)
class Classeur:
    """Names of the sheets that can be read, and the one that was."""

    feuilles: tuple[str, ...]
    feuille: Feuille


def choose(noms: Sequence[str], voulue: str | None, read_head: Callable[[str], Feuille]) -> str:
    """The sheet asked for, else the one whose first rows announce most fields of a plan."""
    if voulue in noms:
        return str(voulue)
    if len(noms) == 1:
        return noms[0]

    def score(nom: str) -> tuple[int, int]:
        lignes = read_head(nom).lignes
        known = max((len(guess_colonnes(cells)) for _, cells in lignes), default=0)
        return known, min(1, len(lignes))

    return max(noms[:FEUILLES_MAX], key=score)
