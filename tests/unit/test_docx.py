"""The editable renderer: real headings, lists and tables, in French, literal text, opened by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from core.rapports.document import ACTE, Colonne, Document, Liste, Section, Tableau, Texte
from tests.unit.test_document import build_every_bloc
from worker.docx import render_docx

PIEGE = "<b>pas gras</b> & \x0b fin"
SOFFICE = shutil.which("soffice")


def build_acte() -> Document:
    return Document(
        titre="Relevé",
        date="2026-11-03",
        auteur="Essai",
        presentation=ACTE,
        demonstration=True,
        blocs=(
            Section(
                titre="Compte rendu",
                niveau=1,
                ancre="a",
                blocs=(
                    Texte(texte=f"Première ligne\n{PIEGE}"),
                    Liste(elements=("un", "deux")),
                    Section(
                        titre="Décisions",
                        niveau=2,
                        ancre="b",
                        blocs=(
                            Tableau(
                                titre="Décisions",
                                colonnes=(
                                    Colonne(libelle="N°"),
                                    Colonne(libelle="Quoi", largeur=3),
                                ),
                                lignes=(("1", "Étendre"), ("2", "")),
                                place=20,
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


def test_headings_lists_and_tables_are_real() -> None:
    fichier = docx.Document(io.BytesIO(render_docx(build_acte())))
    styles = [p.style.name for p in fichier.paragraphs if p.style is not None]
    assert styles == ["Heading 1", "Normal", "List Bullet", "List Bullet", "Heading 2", "Caption"]
    (table,) = fichier.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["N°", "Quoi"],
        ["1", "Étendre"],
        ["2", ""],
    ]
    assert len(list(table.rows[0]._tr.iter(qn("w:tblHeader")))) == 1
    assert len(list(table._tbl.iter(qn("w:tblHeader")))) == 1
    assert fichier.paragraphs[1].text == "Première ligne\n<b>pas gras</b> & ? fin"
    assert fichier.core_properties.language == "fr-FR"
    assert fichier.core_properties.title == "Relevé"
    assert "DÉMONSTRATION" in fichier.sections[0].header.paragraphs[0].text


def test_its_language_is_french_and_no_other() -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(build_acte()))) as archive:
        styles = archive.read("word/styles.xml").decode()
    assert styles.count("<w:lang ") == 1
    assert '<w:lang w:val="fr-FR"/>' in styles


def test_every_block_is_written() -> None:
    fichier = docx.Document(io.BytesIO(render_docx(build_every_bloc())))
    assert fichier.paragraphs[0].style is not None
    assert fichier.paragraphs[0].style.name == "Title"
    assert fichier.tables


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice n'est pas installé")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    source = tmp_path / "releve.docx"
    source.write_bytes(render_docx(build_acte()))
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{tmp_path / 'profil'}",
            "--headless",
            "--convert-to",
            "txt:Text",
            "--outdir",
            str(tmp_path),
            str(source),
        ],
        check=True,
        timeout=120,
        capture_output=True,
    )
    text = (tmp_path / "releve.txt").read_text(encoding="utf-8")
    assert "Compte rendu" in text
    assert "Étendre" in text
