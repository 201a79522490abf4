"""Reading an XLSX: openpyxl row by row for the values that formulas had when saved; the merged areas, that
it does not tell when reading this way, from the sheet itself."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from typing import IO, Any

from defusedxml.ElementTree import iterparse, parse
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from core.chargement.lecture.archive import check_archive, local_name
from core.chargement.lecture.classeur import Classeur, choose
from core.chargement.lecture.notation import SANS_VALEUR, add_row, to_text
from core.chargement.rules.colonnes import TITRES_PROFONDEUR
from core.chargement.rules.feuille import COLONNES_MAX, Feuille, Fusion
from core.errors import ErreurMetier

_FUSIONS_MAX = 5_000
_FEUILLES_MAX = 50
# Of a sheet, empty ones included: one far cell makes openpyxl give every one before it.
_PROFONDEUR_MAX, _CELLULES_MAX = 20_000, 500_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CLASSEUR = "xl/workbook.xml"


def read_xlsx(flux: IO[bytes], voulue: str | None = None) -> Classeur:
    """The sheet ``voulue``, or the likeliest. Raises ErreurMetier, or what a damaged file makes openpyxl
    raise (see archive)."""
    check_archive(flux)
    with closing(_open(flux, values=True)) as book:
        noms = tuple(sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible")
        if not noms:
            raise ErreurMetier("Ce classeur n'a aucune feuille visible.", "fichier")
        if len(noms) > _FEUILLES_MAX:
            raise ErreurMetier(
                f"Ce classeur a plus de {_FEUILLES_MAX} feuilles : déposez celle du plan seule.",
                "fichier",
            )
        nom = choose(noms, voulue, partial(_read_head, book))
        feuille = Feuille(nom)
        with closing(_open(flux, values=False)) as formulas:
            _read(feuille, book[nom], formulas[nom])
    feuille.fusions = list(islice(_list_fusions(flux, nom), _FUSIONS_MAX))
    return Classeur(noms, feuille)


def _open(flux: IO[bytes], *, values: bool) -> Any:
    flux.seek(0)
    return load_workbook(flux, read_only=True, data_only=values, keep_links=False)


def _list_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Raises ErreurMetier past the depth and the cells that a plan can have."""
    # The dimension that a file declares may be wrong: rows are read to the end.
    sheet.reset_dimensions()
    cells = 0
    for numero, row in enumerate(sheet.iter_rows(), 1):
        cells += len(row)
        if numero > _PROFONDEUR_MAX or cells > _CELLULES_MAX:
            raise ErreurMetier(
                f"La feuille « {sheet.title} » va trop loin (ligne {numero}, colonne {len(row)}) : effacez "
                "les lignes et les colonnes vides qui suivent le plan, enregistrez, puis déposez de nouveau.",
                "fichier",
            )
        yield row


def _read_head(book: Any, nom: str) -> Feuille:
    feuille = Feuille(nom)
    for numero, cells in enumerate(islice(_list_rows(book[nom]), TITRES_PROFONDEUR), 1):
        texts = [to_text(cell.value) for cell in cells[:COLONNES_MAX]]
        if any(texts):
            feuille.lignes.append((numero, texts))
    return feuille


def _read(feuille: Feuille, values: Any, formulas: Any) -> None:
    for numero, (row, sources) in enumerate(
        zip(_list_rows(values), _list_rows(formulas), strict=True), 1
    ):
        for colonne, (cell, source) in enumerate(zip(row, sources, strict=True)):
            if source.value is not None and cell.value is None and source.data_type == "f":
                feuille.illisibles[numero, colonne] = SANS_VALEUR
        add_row(feuille, numero, (to_text(cell.value) for cell in row))


def _list_fusions(flux: IO[bytes], nom: str) -> Iterator[Fusion]:
    flux.seek(0)
    with zipfile.ZipFile(flux) as archive, archive.open(_find_part(archive, nom)) as part:
        for _, element in iterparse(part, events=("end",)):
            if local_name(element) == "mergeCell":
                gauche, haut, droite, bas = range_boundaries(element.get("ref"))
                yield Fusion(haut, gauche - 1, bas, droite - 1)
            elif local_name(element) == "row":
                element.clear()


def _find_part(archive: zipfile.ZipFile, nom: str) -> str:
    """Name of the member that holds a sheet."""
    with archive.open(_CLASSEUR) as part:
        relation = next(
            element.get(_RELATION)
            for element in parse(part).iter()
            if local_name(element) == "sheet" and element.get("name") == nom
        )
    with archive.open("xl/_rels/workbook.xml.rels") as part:
        target = next(
            element.get("Target") for element in parse(part).iter() if element.get("Id") == relation
        )
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
