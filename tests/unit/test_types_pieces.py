"""Attached files: the name says a type, the content must be of it."""

import zipfile
from io import BytesIO

import pytest

from core.errors import ErreurMetier
from core.plan.types_pieces import clean_name, find_type


def _age(flux: BytesIO) -> BytesIO:
    """The same archive, that asks for version 20.0 of the format to be read."""
    whole = flux.getvalue()
    place = whole.index(b"PK\x01\x02") + 6
    return BytesIO(whole[:place] + b"\xc8" + whole[place + 1 :])


def _archive(*names: str) -> BytesIO:
    flux = BytesIO()
    with zipfile.ZipFile(flux, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return flux


@pytest.mark.parametrize(
    ("nom", "flux", "mime"),
    [
        ("a.pdf", BytesIO(b"%PDF-1.7"), "application/pdf"),
        ("a.PNG", BytesIO(b"\x89PNG\r\n\x1a\n..."), "image/png"),
        ("a.csv", BytesIO("code;montant\nÉ;1".encode("cp1252")), "text/csv"),
        (
            "a.docx",
            _archive("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_file_of_its_type_is_accepted(nom: str, flux: BytesIO, mime: str) -> None:
    assert find_type(nom, flux) == mime
    assert flux.tell() == 0


@pytest.mark.parametrize(
    ("nom", "flux"),
    [
        ("a.exe", BytesIO(b"MZ")),
        ("sans-extension", BytesIO(b"%PDF-")),
        ("a.html", BytesIO(b"<script>")),
        ("a.pdf", BytesIO(b"<html>")),
        ("a.docx", BytesIO(b"PK\x03\x04 tronqu")),
        ("a.docx", _archive("[Content_Types].xml", "xl/workbook.xml")),
        ("a.docx", _age(_archive("[Content_Types].xml", "word/document.xml"))),
        ("a.docx", _archive("[Content_Types].xml", "word/d.xml", "word/vbaProject.bin")),
        ("a.txt", BytesIO(b"\x00\x01")),
    ],
)
def test_another_content_is_refused_at_the_field(nom: str, flux: BytesIO) -> None:
    with pytest.raises(ErreurMetier) as refused:
        find_type(nom, flux)
    assert refused.value.champ == "fichier"


def test_a_name_has_no_folder_nor_control_letter() -> None:
    assert clean_name("C:\\dossier\\compte\x00 rendu.pdf") == "compte rendu.pdf"
    assert clean_name("../../etc/passwd") == "passwd"
    assert len(clean_name("x" * 400 + ".pdf")) < 160
    assert clean_name("x" * 400 + ".pdf").endswith(".pdf")
