"""Documents made of sheets: one page for each of them, on A4 and on a 16:9 screen, whatever they say."""

from __future__ import annotations

from pathlib import Path

import outloud
import pypdfium2
import pytest

from core.rapports.document import (
    DOSSIER,
    FEUILLETS,
    PROJECTION,
    Bloc,
    Carte,
    Chiffre,
    Chiffres,
    Document,
    Graphique,
    Liste,
    Point,
    SautDePage,
    Section,
    Serie,
    Sommaire,
    Texte,
    Titre,
    Zone,
)
from tests.unit.test_pdf import build_document, build_table, check_pdf_ua, extract
from worker.pdf import render


def build_sheets(presentation: str, fois: int = 1) -> Document:
    """Six sheets of every kind of block; ``fois`` makes each of them longer."""
    zones = tuple(
        Zone(
            code=str(k),
            nom=f"Commune-du-{k}",
            valeur=float(k),
            texte=str(k),
            latitude=47.0 + (k * 7 % 26) / 50,
            longitude=-1.0 + (k * 11 % 23) / 40,
        )
        for k in range(26)
    )
    points = tuple(Point(libelle=str(annee), valeur=float(annee)) for annee in range(2020, 2026))
    sheets: tuple[tuple[Bloc, ...], ...] = (
        (Sommaire(),),
        (build_table(8 * fois),),
        (Carte(titre="Carte", zones=zones, alternative="Une carte."),),
        (
            Graphique(
                titre="Graphique",
                genre="barres",
                series=(Serie(nom="a", points=points),),
                alternative="Un graphique.",
            ),
        ),
        (
            Chiffres(elements=tuple(Chiffre(libelle="c", valeur="1") for _ in range(6 * fois))),
            Titre(texte="Faits"),
            Liste(elements=("un fait de plus " * 20 * fois,) * 3),
        ),
        (Texte(texte="mot " * 200 * fois), Texte(texte="x" * 900 * fois, style="citation")),
    )
    blocs: list[Bloc] = []
    for rang, sheet in enumerate(sheets):
        section = Section(
            titre=f"Feuillet {rang}", niveau=1, ancre=f"f{rang}", couleur="#b2472f", blocs=sheet
        )
        blocs += [SautDePage(), section] if rang else [section]
    return build_document(
        *blocs,
        sous_titre="Salle du conseil",
        exercice=2025,
        auteur="Direction",
        demonstration=True,
        provisoire=True,
        presentation=presentation,
    )


@pytest.mark.parametrize("presentation", FEUILLETS)
@pytest.mark.parametrize("fois", [1, 6])
def test_a_sheet_is_a_page(presentation: str, fois: int, tmp_path: Path) -> None:
    data = render(build_sheets(presentation, fois))
    pdf = pypdfium2.PdfDocument(data)
    assert len(pdf) == 6
    for rang in range(6):
        assert f"Feuillet {rang}" in pdf[rang].get_textpage().get_text_bounded()
    if fois == 6:
        assert "Action numéro 47" in pdf[1].get_textpage().get_text_bounded()
    check_pdf_ua(data)
    fichier = tmp_path / "feuillets.pdf"
    fichier.write_bytes(data)
    result = outloud.check(str(fichier), skip=["TBL-014"])
    assert result.errors == 0, [(f.rule, f.message) for f in result.findings][:5]


def test_slides_are_sixteen_by_nine_and_the_file_is_a4() -> None:
    width, height = pypdfium2.PdfDocument(render(build_sheets(PROJECTION)))[0].get_size()
    assert width / height == pytest.approx(16 / 9)
    width, height = pypdfium2.PdfDocument(render(build_sheets(DOSSIER)))[0].get_size()
    assert (width, height) == pytest.approx((595.28, 841.89), abs=0.1)


def test_nothing_of_a_sheet_is_drawn_out_of_its_page() -> None:
    for presentation in FEUILLETS:
        pdf = pypdfium2.PdfDocument(render(build_sheets(presentation, 6)))
        for page in pdf:
            width, height = page.get_size()
            for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                left, bottom, right, top = item.get_bounds()
                assert left >= 0, presentation
                assert bottom >= 0, presentation
                assert right <= width, presentation
                assert top <= height, presentation


def test_it_begins_with_its_title_and_says_what_it_is() -> None:
    for presentation in FEUILLETS:
        first = extract(render(build_sheets(presentation)))
        for words in ("Exercice 2025", "Rapport annuel", "Salle du conseil", "Provisoire : "):
            assert words in first


def test_the_same_sheets_are_the_same_bytes() -> None:
    for presentation in FEUILLETS:
        assert render(build_sheets(presentation)) == render(build_sheets(presentation))


def test_a_document_of_sheets_may_say_nothing() -> None:
    data = render(build_document(presentation=DOSSIER))
    assert len(pypdfium2.PdfDocument(data)) == 1
    check_pdf_ua(data)


def test_a_large_number_stays_on_its_line() -> None:
    texte = "mot " * 60 + "versé : 15\u202f754\u00a0€. " * 40
    lines = extract(render(build_document(Texte(texte=texte), presentation="acte"))).splitlines()
    assert not any(line.rstrip().endswith("15") for line in lines)
