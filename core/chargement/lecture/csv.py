"""Reading a CSV: its encoding and its separator are found, not asked."""

import codecs
import csv
from typing import IO

from core.chargement.lecture.classeur import Classeur
from core.chargement.lecture.notation import add_row, clean
from core.chargement.rules.feuille import Feuille
from core.errors import ErreurMetier

NOM = "CSV"
_SEPARATEURS = ";\t,|"
_ECHANTILLON = 20


def read_csv(flux: IO[bytes]) -> Classeur:
    """Its only sheet. Rows are numbered as a spreadsheet that opens the file does. Raises ErreurMetier."""
    flux.seek(0)
    text = _decode(flux.read())
    feuille = Feuille(NOM)
    numero = 0
    try:
        rows = csv.reader(text.splitlines(keepends=True), delimiter=_find_separator(text))
        for numero, cells in enumerate(rows, 1):
            add_row(feuille, numero, map(clean, cells))
    except csv.Error as error:
        raise ErreurMetier(
            f"Ce CSV ne se lit plus après la ligne {numero} (guillemet jamais fermé, ou texte trop long) : "
            "enregistrez-le de nouveau depuis un tableur.",
            "fichier",
        ) from error
    return Classeur((NOM,), feuille)


def _decode(contenu: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with one, else what French Windows writes."""
    if contenu.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return contenu.decode("utf-16", "replace").replace("\x00", "")
    try:
        return contenu.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        # Five bytes have no meaning there: they show as a sign of doubt rather than stop everything.
        return contenu.decode("cp1252", "replace").replace("\x00", "")


def _find_separator(text: str) -> str:
    """The one that cuts the first rows into most columns, alike from row to row."""

    def score(separator: str) -> tuple[int, int]:
        lines = text.splitlines(keepends=True)[: _ECHANTILLON * 5]
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if any(row)]
        counted = widths[:_ECHANTILLON]
        usual = max(set(counted), key=counted.count, default=1)
        return (counted.count(usual) if usual > 1 else 0), usual

    return max(_SEPARATEURS, key=score)
