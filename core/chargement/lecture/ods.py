"""Reading an ODS: its content, row by row, with a parser that refuses XML entities.

A dozen elements of the format are enough here; the libraries that know it all hold the whole document in
memory, and repeat a row a million times when a file says so.
"""

import zipfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from defusedxml.ElementTree import iterparse

from core.chargement.lecture.archive import check_archive, local_name
from core.chargement.lecture.classeur import Classeur, choose
from core.chargement.lecture.notation import SANS_VALEUR, add_row, clean, to_text
from core.chargement.rules.colonnes import TITRES_PROFONDEUR
from core.chargement.rules.feuille import COLONNES_MAX, Feuille, Fusion
from core.errors import ErreurMetier

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXTE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLULES = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# A file may ask for a thousand million of them in one word.
_ESPACES_MAX = 100
_LIGNE, _FEUILLE = f"{_TABLE}table-row", f"{_TABLE}table"


def read_ods(flux: IO[bytes], voulue: str | None = None) -> Classeur:
    """The sheet ``voulue``, or the likeliest. Raises ErreurMetier, or what a damaged file makes the parser
    raise (see archive)."""
    check_archive(flux)
    heads = _read_heads(flux)
    if not heads:
        raise ErreurMetier("Ce classeur n'a aucune feuille visible.", "fichier")
    nom = choose(tuple(heads), voulue, heads.__getitem__)
    feuille = Feuille(nom)
    for name, first, repeated, row in _list_rows(flux):
        if name == nom:
            _add(feuille, first, repeated, row)
    return Classeur(tuple(heads), feuille)


def _read_heads(flux: IO[bytes]) -> dict[str, Feuille]:
    """The visible sheets with their first rows."""
    heads: dict[str, Feuille] = {}
    for name, first, _, row in _list_rows(flux):
        head = heads.setdefault(name, Feuille(name))
        if first <= TITRES_PROFONDEUR:
            texts = [text for text, _ in _list_cells(row)]
            if any(texts):
                head.lignes.append((first, texts))
    return heads


def _list_rows(flux: IO[bytes]) -> Iterator[tuple[str, int, int, Any]]:
    """Sheet, number, times it is repeated, and element of each row of the visible sheets."""
    flux.seek(0)
    hidden: set[str] = set()
    name, number, shown = "", 1, True
    with zipfile.ZipFile(flux) as archive, archive.open("content.xml") as content:
        for event, element in iterparse(content, events=("start", "end")):
            if event == "start" and element.tag == _FEUILLE:
                name, number = element.get(f"{_TABLE}name", ""), 1
                shown = element.get(f"{_TABLE}style-name") not in hidden
            elif event == "end" and element.tag == f"{_STYLE}style":
                if any(p.get(f"{_TABLE}display") == "false" for p in element):
                    hidden.add(element.get(f"{_STYLE}name"))
            elif event == "end" and element.tag == _LIGNE:
                repeated = _count(element, "number-rows-repeated")
                if shown:
                    yield name, number, repeated, element
                number += repeated
                element.clear()


def _count(element: Any, name: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{name}", "1")))


def _add(feuille: Feuille, first: int, repeated: int, row: Any) -> None:
    cells = list(_list_cells(row))
    if not any(text or source is not None for text, source in cells):
        return
    for number in range(first, first + repeated):
        for colonne, (text, source) in enumerate(cells):
            if source is None:
                continue
            if not text and source.get(f"{_TABLE}formula"):
                feuille.illisibles[number, colonne] = SANS_VALEUR
            high, wide = (
                _count(source, "number-rows-spanned"),
                _count(source, "number-columns-spanned"),
            )
            if high * wide > 1:
                feuille.fusions.append(
                    Fusion(number, colonne, number + high - 1, colonne + wide - 1)
                )
        # The number of rows is bounded there: a row repeated a million times stops at once.
        add_row(feuille, number, (text for text, _ in cells))


def _list_cells(row: Any) -> Iterator[tuple[str, Any]]:
    """Text of each cell; its element when it holds a formula or begins a merged area."""
    count = 0
    for cell in row:
        if cell.tag not in _CELLULES:
            continue
        covered = cell.tag == _CELLULES[1]
        text = "" if covered else _read_cell(cell)
        told = cell.get(f"{_TABLE}formula") or cell.get(f"{_TABLE}number-rows-spanned")
        # Empty cells are repeated to the end of the sheet.
        repeated = min(_count(cell, "number-columns-repeated"), COLONNES_MAX + 1 - count)
        for _ in range(repeated):
            yield text, (cell if told and not covered else None)
        count += repeated


def _read_cell(cell: Any) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        # The hour, if any, follows a T.
        return to_text(date.fromisoformat(cell.get(f"{_OFFICE}date-value", "")[:10]))
    if kind in ("float", "currency", "percentage"):
        return to_text(float(cell.get(f"{_OFFICE}value", "nan")))
    if kind == "boolean":
        return to_text(cell.get(f"{_OFFICE}boolean-value") == "true")
    return clean("\n".join(_read_text(p) for p in cell if p.tag == f"{_TEXTE}p"))


def _read_text(element: Any) -> str:
    """Text of a paragraph; several spaces, tabs and line breaks are elements."""
    parts = [element.text or ""]
    for child in element:
        kind = local_name(child)
        if child.tag == f"{_TEXTE}s":
            parts.append(" " * min(int(child.get(f"{_TEXTE}c", "1")), _ESPACES_MAX))
        elif child.tag in (f"{_TEXTE}tab", f"{_TEXTE}line-break"):
            parts.append("\t" if kind == "tab" else "\n")
        elif kind != "annotation":
            parts.append(_read_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
