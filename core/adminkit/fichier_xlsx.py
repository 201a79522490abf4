"""A workbook of one sheet: real dates and numbers, texts that nothing runs, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from core.adminkit.formats import format_value
from core.clock import PARIS
from core.plugin.vues import Format

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A sheet could hold a million, but is slow to write: longer, it would hold up a thread that serves pages.
LIGNES_MAX = 20_000
LARGEUR_MIN, LARGEUR_MAX = 10, 60
# The calendar of a spreadsheet begins there.
ANNEE_MIN = 1900
_NOMBRES = {Format.ENTIER: "#,##0", Format.EUROS: '#,##0.00\u00a0"€"'}


def write_xlsx(
    output: BinaryIO,
    headings: Sequence[tuple[str, Format]],
    chunks: Iterable[list[list[Any]]],
) -> int:
    """Write columns of typed values, by chunks of rows; the number of rows."""
    # Closed even after a fault: rows wait in a file of its own.
    with Workbook(output, {"constant_memory": True}) as book:
        return _fill_book(book, headings, chunks)


def _fill_book(
    book: Workbook,
    headings: Sequence[tuple[str, Format]],
    chunks: Iterable[list[list[Any]]],
) -> int:
    sheet = book.add_worksheet("Export")
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    numbers = [
        book.add_format({"num_format": _NOMBRES[kind]}) if kind in _NOMBRES else None
        for _, kind in headings
    ]
    widths = [len(heading) + 3 for heading, _ in headings]
    for rank, (heading, _) in enumerate(headings):
        sheet.write_string(0, rank, heading, bold)

    def put(row: int, rank: int, value: Any) -> None:
        # In the order of what is common; each kind by its own method: nothing is guessed from a text.
        if isinstance(value, str):
            sheet.write_string(row, rank, value)
        elif isinstance(value, bool):
            sheet.write_string(row, rank, format_value(value))
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(row, rank, value, numbers[rank])
        elif isinstance(value, datetime):
            local = value.astimezone(PARIS).replace(tzinfo=None)
            sheet.write_datetime(row, rank, local, instant)
        elif isinstance(value, date) and value.year >= ANNEE_MIN:
            sheet.write_datetime(row, rank, value, day)
        else:
            sheet.write_string(row, rank, format_value(value))

    total = _write_rows(put, widths, chunks)
    for rank, width in enumerate(widths):
        sheet.set_column(rank, rank, min(max(width, LARGEUR_MIN), LARGEUR_MAX))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, total, len(headings) - 1)
    return total


def _write_rows(
    put: Callable[[int, int, Any], None],
    widths: list[int],
    chunks: Iterable[list[list[Any]]],
) -> int:
    total = 0
    for columns in chunks:
        if total == 0:
            # The first rows are enough to tell how wide a column must be.
            for rank, values in enumerate(columns):
                widest = max((len(format_value(value)) for value in values), default=0)
                widths[rank] = max(widths[rank], widest + 1)
        for row, cells in enumerate(zip(*columns, strict=True), total + 1):
            for rank, value in enumerate(cells):
                if value is not None:
                    put(row, rank, value)
        total += len(columns[0])
    return total
