"""A CSV file that a French spreadsheet opens by double click: semicolons, BOM, decimal comma, ISO dates."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from core.adminkit.formats import format_value, to_input
from core.clock import PARIS

MIMETYPE = "text/csv; charset=utf-8"
# What a spreadsheet would run as a formula. Numbers are not concerned: they are no text.
_FORMULE = frozenset("=+-@\t\r\n")
_OUI_NON = {value: format_value(value) for value in (True, False)}
# Written as they are: ``str`` of a date is its ISO form.
_NEUTRES = {int, date, type(None)}


def write_csv(output: BinaryIO, headings: Sequence[str], chunks: Iterable[list[list[Any]]]) -> int:
    """Write columns of typed values, by chunks of rows; the number of rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    output.write(codecs.BOM_UTF8)
    writer.writerow(map(to_text, headings))
    total = 0
    for columns in chunks:
        total += len(columns[0])
        writer.writerows(zip(*map(_convert, columns), strict=True))
        # Encoded once a chunk: through a text file, it would be once a row.
        output.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    return total


def to_text(value: Any) -> Any:
    """What the file holds for a value; a text that looks like a formula is shown, never run."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in _FORMULE else value
    if isinstance(value, bool):
        return format_value(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(PARIS):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal | float):
        return to_input(value)
    if type(value) in _NEUTRES:
        return value
    return to_text(format_value(value))


def _convert(values: list[Any]) -> list[Any]:
    kinds = set(map(type, values))
    if kinds <= _NEUTRES:
        return values
    if kinds == {str}:
        return [f"'{text}" if text[:1] in _FORMULE else text for text in values]
    if kinds == {bool}:
        return [_OUI_NON[value] for value in values]
    return [to_text(value) for value in values]
