"""How much two titles look alike: the measure of PostgreSQL's pg_trgm, without the database. Pure.

Shared groups of three letters over all of them, words padded as pg_trgm does. From 0.6 (it calls alike at
0.3, which would warn of most titles of one axis) two titles are told as a likely duplicate.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from core.chargement.rules.colonnes import plain

SEUIL = 0.6
# A typing error in a name: one or two letters.
_SEUIL_NOM = 0.75


def list_trigrams(texte: str) -> frozenset[str]:
    """Groups of three letters of each word."""
    return frozenset(
        padded[rank : rank + 3]
        for word in plain(texte).split()
        for padded in (f"  {word} ",)
        for rank in range(len(padded) - 2)
    )


class Titres:
    """Titles already met, asked for the closest to a new one: an index by trigram, since each of a
    thousand rows is compared with all the plan."""

    def __init__(self) -> None:
        self._known: list[tuple[str, int]] = []
        self._holders: dict[str, list[int]] = defaultdict(list)

    def add(self, nom: str, titre: str) -> None:
        """Remember ``titre``, told to people as ``nom``."""
        trigrams = list_trigrams(titre)
        for trigram in trigrams:
            self._holders[trigram].append(len(self._known))
        self._known.append((nom, len(trigrams)))

    def find(self, titre: str) -> tuple[str, float] | None:
        """The closest title at :data:`SEUIL` or more, with its likeness from 0 to 1."""
        trigrams = list_trigrams(titre)
        shared = Counter(rank for trigram in trigrams for rank in self._holders.get(trigram, ()))
        best: tuple[str, float] | None = None
        for rank, common in shared.items():
            nom, size = self._known[rank]
            likeness = common / (len(trigrams) + size - common)
            if likeness >= SEUIL and (best is None or likeness > best[1]):
                best = nom, likeness
        return best


def suggest(texte: str, noms: Iterable[str]) -> str | None:
    """The name of which ``texte`` is likely a misspelling."""
    by_plain = {plain(nom): nom for nom in noms}
    found = get_close_matches(plain(texte), by_plain, n=1, cutoff=_SEUIL_NOM)
    return by_plain[found[0]] if found else None
