"""Codes given to the actions that have none: they follow those of their axis. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

_SUITE = re.compile(r"(.*?)(\d+)")
_LARGEUR = 2


def number_codes(slug: str, numero: int, codes: Mapping[str, str]) -> Iterator[str]:
    """New codes for the axis ``slug``, after the numbers of its usual prefix ("PE-07", then "PE-08");
    ``codes`` gives the axis of every code taken. An axis without codes begins at "A3-01", 3 its number."""
    parts = [
        m.groups() for code, axe in codes.items() if axe == slug and (m := _SUITE.fullmatch(code))
    ]
    prefixe, last, width = f"A{numero}-", 0, _LARGEUR
    if parts:
        prefixe = Counter(prefix for prefix, _ in parts).most_common(1)[0][0]
        numbers = [number for prefix, number in parts if prefix == prefixe]
        last, width = max(map(int, numbers)), max(map(len, numbers))
    while True:
        last += 1
        code = f"{prefixe}{last:0{width}d}"
        if code not in codes:
            yield code
