"""A block pasted from a spreadsheet, read against the communes and the columns that a page expects."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.communes.rules import sort_key
from core.errors import ErreurMetier

_ESPACES = re.compile(r"[\s\u00a0\u202f]")
_NOMBRE = re.compile(r"\d{1,12}(\.\d{1,2})?")
_INCONNUS = {"", "-", "nr", "nc", "nd", "n r", "non renseigne"}
LIGNES_MAX = 200


@dataclass(slots=True)
class Collage:
    """What was understood: texts by (code, code_insee), and what was not, each fault naming its cell."""

    valeurs: dict[tuple[str, str], str] = field(default_factory=dict)
    fautes: list[str] = field(default_factory=list)


def parse_valeur(texte: str) -> Decimal | None:
    """A figure as people type it ("1 234,5"); nothing, "-" or "n.r." is "not known", never zero.

    Raises ErreurMetier on a text, a negative number, more than two decimals.
    """
    if sort_key(texte).strip() in _INCONNUS and not re.search(r"\d", texte):
        return None
    bare = _ESPACES.sub("", texte).replace(",", ".")
    if not _NOMBRE.fullmatch(bare):
        raise ErreurMetier(
            f"« {texte.strip()[:40]} » n'est pas un nombre : écrivez par exemple 1 234 ou 12,5, ou "
            "laissez vide."
        )
    return Decimal(bare)


def parse_collage(texte: str, communes: Mapping[str, str], colonnes: Mapping[str, str]) -> Collage:
    """Read a table copied from a spreadsheet: a line of headings, then a line for each commune.

    ``communes`` gives names by INSEE code, ``colonnes`` headings by code of the figure. The first cell of
    a line is the commune, by name or INSEE code; without headings the columns are those of the page in
    its order. Nothing is guessed: what is not understood is told by line and column.
    """
    collage = Collage()
    rows = [row for row in csv.reader(texte.splitlines(), delimiter=_delimiter(texte)) if any(row)]
    if len(rows) > LIGNES_MAX:
        collage.fautes.append(f"Le texte collé a {len(rows)} lignes : {LIGNES_MAX} au plus.")
        return collage
    known = {sort_key(nom): code for code, nom in communes.items()} | {c: c for c in communes}
    codes: Sequence[str | None] = tuple(colonnes)
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        code_insee = known.get(sort_key(row[0].strip()))
        if code_insee is None and number == 1:
            codes = _read_headings(row, colonnes, collage)
        elif code_insee is None:
            collage.fautes.append(
                f"Ligne {number} : « {row[0].strip()[:60]} » n'est ni une commune du territoire ni "
                "son code INSEE."
            )
        elif code_insee in seen:
            collage.fautes.append(
                f"Ligne {number} : {communes[code_insee]} est déjà à la ligne {seen[code_insee]}."
            )
        else:
            seen[code_insee] = number
            _read_row(row, number, code_insee, codes, colonnes, collage)
    if not seen and not collage.fautes:
        collage.fautes.append("Le texte collé ne contient aucune ligne de commune.")
    return collage


def _delimiter(texte: str) -> str:
    return "\t" if "\t" in texte else ";"


def _read_headings(
    row: Sequence[str], colonnes: Mapping[str, str], collage: Collage
) -> Sequence[str | None]:
    by_words = {sort_key(libelle): code for code, libelle in colonnes.items()}
    by_words |= {sort_key(code): code for code in colonnes}
    codes: list[str | None] = []
    for rank, heading in enumerate(row[1:], 2):
        code = by_words.get(sort_key(heading.strip()))
        if code is None and heading.strip():
            collage.fautes.append(
                f"Ligne 1, colonne {rank} : « {heading.strip()[:60]} » n'est pas une donnée de cette page."
            )
        elif code is not None and code in codes:
            collage.fautes.append(
                f"Ligne 1, colonne {rank} : « {heading.strip()} » est déjà dans une autre colonne."
            )
        codes.append(code)
    return codes


def _read_row(
    row: Sequence[str],
    number: int,
    code_insee: str,
    codes: Sequence[str | None],
    colonnes: Mapping[str, str],
    collage: Collage,
) -> None:
    for rank, texte in enumerate(row[1:]):
        if rank >= len(codes):
            if texte.strip():
                collage.fautes.append(
                    f"Ligne {number}, colonne {rank + 2} : « {texte.strip()[:40]} » est hors des colonnes."
                )
            continue
        code = codes[rank]
        # An empty cell says nothing; a dash or "n.r." says that the figure is not known.
        if code is None or not texte.strip():
            continue
        try:
            parse_valeur(texte)
        except ErreurMetier as error:
            collage.fautes.append(f"Ligne {number}, « {colonnes[code]} » : {error.message}")
        else:
            collage.valeurs[code, code_insee] = texte.strip()
