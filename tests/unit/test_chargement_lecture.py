"""Workbooks that are damaged, hostile, or whose formulas were never computed."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from core.chargement.lecture import read_classeur
from core.errors import ErreurMetier

CONTENU = (
    '<?xml version="1.0"?>{tete}<office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="F">{lignes}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
LIGNE = (
    "<table:table-row{plus}><table:table-cell{cellule}><text:p>{texte}</text:p></table:table-cell>"
    "</table:table-row>"
)
FEUILLE = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}'
    "</sheetData></worksheet>"
)
ESPACES = (
    '<table:table-row><table:table-cell><text:p>a<text:s text:c="20000000000"/>b</text:p>'
    "</table:table-cell></table:table-row>"
)
MILLIARD = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
)


def build_ods(lignes: str, tete: str = "") -> BytesIO:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", CONTENU.format(lignes=lignes, tete=tete))
    return output


def build_xlsx(*cells: tuple[str, object]) -> BytesIO:
    book, output = Workbook(), BytesIO()
    for place, value in cells:
        book.active[place] = value
    book.save(output)
    return output


def replace(whole: BytesIO, part: str, content: bytes) -> BytesIO:
    """The same workbook with one of its parts written anew."""
    output = BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return output


def test_a_formula_never_computed_is_said_and_not_read_as_empty() -> None:
    found = read_classeur(
        "a.xlsx", build_xlsx(("A1", "Action"), ("B2", "=1+1"), ("C2", "#REF!"))
    ).feuille
    assert found.lignes == [(1, ["Action"]), (2, ["", "", "#REF!"])]
    assert "n'a pas de valeur enregistrée" in found.illisibles[2, 1]
    assert "l'erreur « #REF! »" in found.illisibles[2, 2]


def test_thirty_thousand_rows_are_refused_at_the_first_too_many() -> None:
    book, output = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Plan")
    for rang in range(30_000):
        sheet.append([f"Action {rang}", "1"])
    book.save(output)
    with pytest.raises(ErreurMetier, match="plus de 1000 lignes"):
        read_classeur("a.xlsx", output)


def test_a_row_repeated_a_million_times_is_refused_or_passed_when_empty() -> None:
    repeated = ' table:number-rows-repeated="1048576"'
    with pytest.raises(ErreurMetier, match="plus de 1000 lignes"):
        read_classeur("a.ods", build_ods(LIGNE.format(plus=repeated, cellule="", texte="x")))
    wide = ' table:number-columns-repeated="16384"'
    with pytest.raises(ErreurMetier, match="plus de 100 colonnes"):
        read_classeur("a.ods", build_ods(LIGNE.format(plus="", cellule=wide, texte="x")))
    rows = LIGNE.format(plus="", cellule="", texte="Action") + LIGNE.format(
        plus=repeated, cellule=wide, texte=""
    )
    assert read_classeur("a.ods", build_ods(rows)).feuille.lignes == [(1, ["Action"])]


def test_entities_that_grow_are_refused() -> None:
    with pytest.raises(ErreurMetier, match="abîmé"):
        read_classeur(
            "a.ods", build_ods(LIGNE.format(plus="", cellule="", texte="&c;"), tete=MILLIARD)
        )


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (61 * 1024 * 1024))
    with pytest.raises(ErreurMetier, match="une fois déplié"):
        read_classeur("a.xlsx", output)


@pytest.mark.parametrize(
    "rows",
    ['<row r="1000000000000"/>', '<row><c r="XFD1"/></row>' * 2_000],
    ids=["deep", "wide"],
)
def test_a_far_cell_does_not_make_us_read_all_that_comes_before(rows: str) -> None:
    far = replace(
        build_xlsx(("A1", "Action")), "xl/worksheets/sheet1.xml", FEUILLE.format(rows).encode()
    )
    with pytest.raises(ErreurMetier, match="va trop loin"):
        read_classeur("a.xlsx", far)


def test_spaces_asked_by_thousands_of_millions_stay_few() -> None:
    ((_, (texte,)),) = read_classeur("a.ods", build_ods(ESPACES)).feuille.lignes
    assert texte == f"a{' ' * 100}b"


def test_a_text_nested_without_end_is_said() -> None:
    deep = "<text:span>" * 5_000 + "x" + "</text:span>" * 5_000
    with pytest.raises(ErreurMetier, match="abîmé"):
        read_classeur("a.ods", build_ods(LIGNE.format(plus="", cellule="", texte=deep)))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_said(part: str) -> None:
    with pytest.raises(ErreurMetier, match="abîmé"):
        read_classeur("a.xlsx", replace(build_xlsx(("A1", "Action")), part, b"<oops"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_says_neither_its_encoding_nor_its_separator(encoding: str, separator: str) -> None:
    lines = [["Intitulé", "Échéance"], ['"Fête\nd\'été"', "2026"], ["Accueil", "2027"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    found = read_classeur("a.csv", BytesIO(text.encode(encoding))).feuille
    assert found.lignes == [
        (1, ["Intitulé", "Échéance"]),
        (2, ["Fête\nd'été", "2026"]),
        (3, ["Accueil", "2027"]),
    ]
