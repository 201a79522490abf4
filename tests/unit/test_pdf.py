"""The PDF renderer: literal text, tags, reproducible bytes, hard documents."""

from __future__ import annotations

import functools
import io
import itertools
from pathlib import Path
from typing import Any

import outloud
import page as page_validation
import pikepdf
import pypdfium2
import pytest
import structlog

from core.rapports.dessins.style import POLICE_GRAS, measure
from core.rapports.document import (
    Carte,
    Chiffre,
    Chiffres,
    Colonne,
    Document,
    Graphique,
    Indisponible,
    Liste,
    Point,
    SautDePage,
    Section,
    Serie,
    Sommaire,
    Tableau,
    Texte,
    Titre,
    Zone,
)
from worker.pdf import count_pages, render
from worker.pdf.styles import CORPS_TABLEAU
from worker.pdf.tables import share_width

PIEGES = (
    "<b>pas gras</b>",
    "R&D & fils &amp; &lt;",
    "<para><b>jamais fermé",
    '<img src="http://exemple.invalid/x.png"/>',
    "<a href='javascript:1'>x</a> <!-- c --> ]]>",
)


def build_document(*blocs: Any, **options: Any) -> Document:
    return Document(**{"titre": "Rapport annuel", "date": "2026-10-15", "blocs": blocs, **options})


def build_table(lignes: int, *, titre: str = "Actions") -> Tableau:
    return Tableau(
        titre=titre,
        colonnes=(
            Colonne(libelle="Code"),
            Colonne(libelle="Action", largeur=4),
            Colonne(libelle="Échéance", alignement="droite"),
        ),
        lignes=tuple((f"A-{k}", f"Action numéro {k}", "31/12/2026") for k in range(lignes)),
        note="Une note.",
    )


def build_full_document() -> Document:
    points = tuple(
        Point(libelle=str(annee), valeur=None if annee == 2023 else float(annee - 2000))
        for annee in range(2021, 2026)
    )
    zones = tuple(
        Zone(
            code=str(k),
            nom=f"Commune-du-{k}",
            valeur=None if k % 7 == 3 else float(k),
            texte=str(k),
            latitude=47.0 + (k * 7 % 26) / 50,
            longitude=-1.0 + (k * 11 % 23) / 40,
        )
        for k in range(26)
    )
    graphiques = tuple(
        Graphique(
            titre=f"Graphique {genre}",
            genre=genre,
            series=(
                Serie(nom="Agglomération", points=points),
                Serie(nom="France", points=points),
            ),
            unite="%",
            alternative=f"Alternative {genre}.",
        )
        for genre in ("barres", "barres_horizontales", "courbe")
    )
    cartes = tuple(Chiffre(libelle=f"Chiffre {k}", valeur=str(k), precision="p") for k in range(5))
    return build_document(
        Sommaire(),
        SautDePage(),
        Section(
            titre="Synthèse",
            niveau=1,
            ancre="synthese",
            blocs=(
                Texte(texte="Chapeau", style="chapeau"),
                Chiffres(elements=cartes),
                Liste(elements=("un " * 60, "deux")),
                Liste(elements=("un", "deux"), ordonnee=True),
                Texte(texte="Citation", style="citation"),
                Indisponible(titre="Axe 6", raison="Erreur"),
                Titre(texte="Intertitre", niveau=3),
            ),
        ),
        Section(
            titre="Axe 3",
            niveau=1,
            ancre="axe",
            couleur="#b2472f",
            blocs=(
                Section(titre="Actions", niveau=3, ancre="axe", blocs=(build_table(90),)),
                *graphiques,
                Carte(titre="Carte", zones=zones, alternative="Alternative carte."),
            ),
        ),
        sous_titre="Sous-titre",
        exercice=2025,
        auteur="Direction",
        mentions=("Source : Insee.",),
        demonstration=True,
        provisoire=True,
    )


@functools.cache
def render_full() -> bytes:
    return render(build_full_document())


def extract(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    return "\n".join(pdf[k].get_textpage().get_text_bounded() for k in range(len(pdf)))


def walk(element: Any) -> list[Any]:
    """Structure elements in reading order."""
    found = [element]
    for child in element.get("/K", []):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += walk(child)
    return found


def list_elements(data: bytes) -> list[Any]:
    pdf = pikepdf.open(io.BytesIO(data))
    # Kept on the function result: elements are only valid while their file is open.
    elements = walk(pdf.Root.StructTreeRoot.K[0])
    KEPT_OPEN.append(pdf)
    return elements


KEPT_OPEN: list[pikepdf.Pdf] = []


def check_pdf_ua(data: bytes) -> None:
    limits = page_validation.SafetyLimits(max_table_grid_rows=10_000)
    report = page_validation.validate_pdf_bytes(
        data, profile=page_validation.ValidationProfile.PDF_UA_1, limits=limits
    )
    assert report.rules.failed == 0, [(f.rule_id, f.message) for f in report.failures][:5]
    assert report.is_compliant


def test_markup_in_any_text_is_printed_literally() -> None:
    piege = " ".join(PIEGES)
    data = render(
        build_document(
            Sommaire(),
            Section(titre=piege, niveau=1, ancre=piege, blocs=(Titre(texte=piege),)),
            Texte(texte=piege),
            Liste(elements=(piege,)),
            Chiffres(elements=(Chiffre(libelle=piege, valeur=piege, precision=piege),)),
            Tableau(titre=piege, colonnes=(Colonne(libelle=piege),), lignes=((piege,),)),
            Indisponible(titre=piege, raison=piege),
            titre=piege,
            mentions=(piege,),
        )
    )
    texte = "".join(extract(data).split())
    for attendu in PIEGES:
        assert texte.count("".join(attendu.split())) >= 10, attendu
    check_pdf_ua(data)


def test_missing_glyph_is_a_visible_sign_and_a_warning() -> None:
    with structlog.testing.capture_logs() as logs:
        data = render(build_document(Texte(texte="Maison \u5bb6 et \U0001f600 ; l\u2011eau")))
    assert "Maison ? et ? ; l-eau" in extract(data)
    assert [log["characters"] for log in logs] == [["U+1F600", "U+5BB6"]]


def test_many_scripts_in_one_file_stay_valid() -> None:
    """More than 256 glyphs need a second set, where reportlab declares code 0 as U+0000."""
    lettres = "".join(chr(code) for plage in ((0xC0, 0x180), (0x391, 0x3C9), (0x410, 0x450))
                      for code in range(*plage))  # fmt: skip
    check_pdf_ua(render(build_document(Texte(texte=" ".join(lettres)))))


def test_empty_document_is_a_cover() -> None:
    data = render(build_document())
    assert count_pages(data) == len(pypdfium2.PdfDocument(data)) == 1
    check_pdf_ua(data)


def test_empty_blocs_do_not_fail() -> None:
    data = render(
        build_document(
            Sommaire(),
            Texte(texte=""),
            Liste(elements=()),
            Chiffres(elements=()),
            build_table(0),
            Graphique(titre="g", genre="barres", series=(), alternative="a"),
            Carte(titre="c", zones=(), alternative="a"),
            Section(titre="", niveau=1, ancre=""),
        )
    )
    check_pdf_ua(data)


def test_table_of_3000_rows_is_one_table_with_its_header_on_each_page() -> None:
    data = render(build_document(build_table(3000)))
    texte = extract(data)
    pages = len(pypdfium2.PdfDocument(data))
    assert texte.count("Échéance") == pages - 1
    assert texte.count("Action numéro ") == 3000
    roles = [str(element.S) for element in list_elements(data)]
    assert (roles.count("/Table"), roles.count("/TR")) == (1, 3001)
    check_pdf_ua(data)


@pytest.mark.parametrize("texte", ["x" * 5_000, "mot " * 4_000, "ligne\n" * 300])
def test_endless_words_and_texts_are_laid_out(texte: str) -> None:
    colonnes = (Colonne(libelle="a"), Colonne(libelle=texte[:300]))
    data = render(
        build_document(
            Section(titre=texte, niveau=1, ancre="a", blocs=(Texte(texte=texte),)),
            Liste(elements=(texte,)),
            Tableau(
                titre=texte[:300],
                colonnes=colonnes,
                lignes=((texte, "b"), ("c", texte)),
            ),
            Sommaire(),
            titre=texte[:400],
        )
    )
    check_pdf_ua(data)


def test_same_document_same_bytes() -> None:
    assert render(build_full_document()) == render_full()


def test_full_document_passes_both_validators(tmp_path: Path) -> None:
    check_pdf_ua(render_full())
    fichier = tmp_path / "rapport.pdf"
    fichier.write_bytes(render_full())
    result = outloud.check(str(fichier), skip=["TBL-014"])
    assert result.errors == 0, [(f.rule, f.message) for f in result.findings][:5]


def test_catalogue_fonts_and_pages() -> None:
    with pikepdf.open(io.BytesIO(render_full())) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261015000000Z"
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
        for rang, page in enumerate(pdf.pages):
            assert int(page.StructParents) == rang
            assert str(page.Tabs) == "/S"
        objets = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        descripteurs = [o for o in objets if o.get("/Type") == "/FontDescriptor"]
        assert descripteurs
        assert all("/FontFile2" in d for d in descripteurs)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Synthèse", "Axe 3"]
            assert [item.title for item in outline.root[1].children] == ["Actions"]


def test_structure_reads_in_order() -> None:
    elements = list_elements(render_full())
    figures = [e for e in elements if str(e.S) == "/Figure"]
    assert [str(f.Alt) for f in figures] == [
        "Alternative barres.",
        "Alternative barres_horizontales.",
        "Alternative courbe.",
        "Alternative carte.",
    ]
    assert all(len(f.A.BBox) == 4 for f in figures)
    headers = [e for e in elements if str(e.S) == "/TH"]
    assert headers
    assert all(str(h.A.Scope) in ("/Column", "/Row") for h in headers)
    levels = [int(str(e.S)[2:]) for e in elements if str(e.S)[1:] in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    roles = [str(e.S) for e in elements]
    assert roles.count("/TOCI") == roles.count("/Link") == 3
    assert roles.count("/LI") == 5 + 2 + 2
    assert roles.count("/Lbl") == 9


def test_contents_give_the_right_pages() -> None:
    pdf = pypdfium2.PdfDocument(render_full())
    lignes = pdf[1].get_textpage().get_text_bounded().splitlines()
    annonces = {ligne.rsplit(" ", 1)[0]: int(ligne.rsplit(" ", 1)[1]) for ligne in lignes
                if ligne.split(" ")[-1].isdigit() and "/" not in ligne}  # fmt: skip
    assert set(annonces) >= {"Synthèse", "Axe 3"}
    for titre, numero in annonces.items():
        assert titre in pdf[numero - 1].get_textpage().get_text_bounded()


def test_signs_of_demonstration_and_provisional_figures() -> None:
    pdf = pypdfium2.PdfDocument(render_full())
    for rang in range(len(pdf)):
        assert "DÉMONSTRATION" in pdf[rang].get_textpage().get_text_bounded()
    couverture = pdf[0].get_textpage().get_text_bounded()
    assert "Provisoire : " in couverture
    assert "données de ce document sont fictives" in couverture
    assert "DÉMONSTRATION" not in extract(render(build_document(Texte(texte="a"))))


def test_progress_counts_pages_and_can_stop_the_work() -> None:
    calls: list[tuple[int, int, str]] = []
    render(build_document(build_table(100)), progress=lambda *args: calls.append(args))
    total = calls[-1][1]
    assert calls[-1] == (total, total, "Écriture")
    assert [fait for fait, sur, _ in calls if sur] == list(range(1, total + 1))

    def stop(_done: int, _total: int, _label: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        render(build_document(), progress=stop)


def test_no_heading_is_cut_in_the_middle_of_a_word() -> None:
    colonnes = (
        Colonne(libelle="Projet", largeur=5),
        Colonne(libelle="Participants", largeur=0.5),
        Colonne(libelle="Communes de la zone", largeur=1),
    )
    projet, participants, communes = share_width(colonnes, 300)
    assert projet + participants + communes == pytest.approx(300)
    assert participants > measure("Participants", POLICE_GRAS, CORPS_TABLEAU)
    assert communes > measure("Communes", POLICE_GRAS, CORPS_TABLEAU)
    # Wide enough, the shares are those asked for; too narrow for the words, they stand too.
    assert share_width(colonnes[:1] + colonnes[2:], 600) == pytest.approx([500, 100])
    assert share_width(colonnes, 65) == pytest.approx([50, 5, 10])


def test_letters_and_minutes_have_no_cover_and_stay_accessible() -> None:
    for presentation in ("acte", "courrier"):
        blocs = [
            Section(
                titre=f"Lettre {k}",
                niveau=1,
                ancre=f"lettre-{k}",
                blocs=(
                    Texte(texte="Madame, Monsieur,"),
                    Tableau(
                        titre="À signer",
                        colonnes=tuple(Colonne(libelle=mot) for mot in ("Nom", "Commune", "Visa")),
                        lignes=tuple((f"N {n}", "C", "") for n in range(40)),
                        place=20,
                    ),
                ),
            )
            for k in range(2)
        ]
        contenu = render(
            build_document(
                blocs[0], SautDePage(), blocs[1], presentation=presentation, demonstration=True
            )
        )
        check_pdf_ua(contenu)
        first = extract(contenu)
        assert first.lstrip().startswith(("Lettre 0", "DÉMONSTRATION"))
        assert ("page 1 /" in first) is (presentation == "acte")
