"""The neutral document: exact JSON round-trip, sound headings, drawings and HTML."""

from __future__ import annotations

import dataclasses
import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rapports.dessins import voronoi
from core.rapports.dessins.carte import compute_classes, draw_map, split_name
from core.rapports.dessins.graphique import compute_scale, draw_chart
from core.rapports.dessins.svg import to_svg
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
    build_table,
    format_number,
    from_json,
    list_sections,
    normalize,
    to_json,
)
from core.rapports.html import render_html

PIEGE = '<b>gras</b> & <img src=x onerror="alert(1)"> </p> {{ 7*7 }}'


def build_every_bloc() -> Document:
    contour = (((-1.0, 47.0), (-0.9, 47.0), (-0.9, 47.1)),)
    return Document(
        titre="Rapport",
        date="2026-10-15",
        exercice=2025,
        mentions=("Source",),
        demonstration=True,
        provisoire=True,
        blocs=(
            Sommaire(),
            SautDePage(),
            Section(
                titre=PIEGE,
                niveau=1,
                ancre="a",
                couleur="#b2472f",
                blocs=(
                    Titre(texte=PIEGE),
                    Texte(texte=PIEGE, style="citation"),
                    Liste(elements=(PIEGE, "b"), ordonnee=True),
                    Chiffres(elements=(Chiffre(libelle=PIEGE, valeur="1", tendance="hausse"),)),
                    Tableau(
                        titre="T",
                        colonnes=(Colonne(libelle=PIEGE),),
                        lignes=((PIEGE,),),
                    ),
                    Graphique(
                        titre="G",
                        genre="courbe",
                        alternative=PIEGE,
                        series=(
                            Serie(
                                nom="s",
                                points=(
                                    Point(libelle=PIEGE, valeur=1.5),
                                    Point(libelle="2025", valeur=None),
                                ),
                            ),
                        ),
                    ),
                    Carte(
                        titre="C",
                        alternative="a",
                        zones=(
                            Zone(
                                code="49099",
                                nom="Cholet",
                                valeur=3,
                                texte="3",
                                latitude=47.05,
                                longitude=-0.95,
                                contour=contour,
                            ),
                        ),
                    ),
                    Indisponible(titre="Axe", raison=PIEGE),
                ),
            ),
        ),
    )


def test_json_round_trip_is_exact_through_text() -> None:
    document = build_every_bloc()
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


@settings(max_examples=50)
@given(st.text(max_size=40), st.floats(allow_nan=False) | st.none())
def test_any_text_and_value_come_back(texte: str, valeur: float | None) -> None:
    serie = Serie(nom=texte, points=(Point(libelle=texte, valeur=valeur),))
    document = Document(
        titre="t",
        date="2026-01-01",
        blocs=(Graphique(titre=texte, genre="barres", series=(serie,), alternative="a"),),
    )
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


@pytest.mark.parametrize(
    "data",
    [{}, {"type": "Texte", "texte": "a"}, {"type": "Document"}, {"type": "os.system"}],
)
def test_foreign_json_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"document|bloc"):
        from_json(data)


def test_unknown_bloc_and_unknown_field_are_refused() -> None:
    data = to_json(Document(titre="t", date="2026-01-01", blocs=(Texte(texte="a"),)))
    with pytest.raises(ValueError, match="bloc inconnu"):
        from_json({**data, "blocs": [{"type": "Autre"}]})
    with pytest.raises(ValueError, match="invalide"):
        from_json({**data, "blocs": [{"type": "Texte", "texte": "a", "gras": True}]})


def test_broken_values_are_refused_at_once() -> None:
    colonnes = (Colonne(libelle="a"), Colonne(libelle="b"))
    with pytest.raises(ValueError, match="ligne 1"):
        Tableau(titre="t", colonnes=colonnes, lignes=(("seule",),))
    with pytest.raises(ValueError, match="alternative"):
        Graphique(titre="g", genre="barres", series=(), alternative=" ")
    with pytest.raises(ValueError, match="couleur"):
        Section(titre="s", niveau=1, ancre="s", couleur="red;}")
    with pytest.raises(ValueError, match="isoformat"):
        Document(titre="t", date="15/10/2026")


def test_headings_never_skip_a_level_and_anchors_are_unique() -> None:
    document = normalize(
        Document(
            titre="t",
            date="2026-01-01",
            blocs=(
                Section(
                    titre="a",
                    niveau=3,
                    ancre="x y",
                    blocs=(Titre(texte="h", niveau=3),),
                ),
                Section(titre="b", niveau=1, ancre="x y"),
                Section(titre="c", niveau=3, ancre=""),
            ),
        )
    )
    sections = list_sections(document, niveau_max=3)
    assert [s.niveau for s in sections] == [1, 1, 2]
    assert [s.ancre for s in sections] == ["x-y", "x-y-2", "section"]
    titre = sections[0].blocs[0]
    assert isinstance(titre, Titre)
    assert titre.niveau == 2


def test_missing_value_reads_as_such_in_the_table() -> None:
    document = build_every_bloc()
    section = document.blocs[2]
    assert isinstance(section, Section)
    graphique = section.blocs[5]
    assert isinstance(graphique, Graphique)
    assert build_table(graphique).lignes[1] == ("2025", "non renseigné")


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (1234.5, "1\u202f234,5"),
        (0.0, "0"),
        (-0.01, "0"),
        (-3.0, "\u22123"),
        (None, "non renseigné"),
    ],
)
def test_numbers_are_french(valeur: float | None, texte: str) -> None:
    assert format_number(valeur) == texte


def test_voronoi_cells_cover_the_hull_without_overlap() -> None:
    sites = [(float(k * 7 % 26), float(k * 11 % 23)) for k in range(26)]
    bounds = voronoi.buffer_hull(sites, 4)
    cells = voronoi.voronoi_cells(sites, bounds)
    assert sum(map(voronoi.area, cells)) == pytest.approx(voronoi.area(bounds))
    for site, cell in zip(sites, cells, strict=True):
        spans = voronoi.spans_at([cell], site[1])
        assert any(start <= site[0] <= end for start, end in spans)


def test_two_sites_at_one_place_do_not_fail() -> None:
    bounds = voronoi.buffer_hull([(0.0, 0.0)], 4)
    cells = voronoi.voronoi_cells([(0.0, 0.0), (0.0, 0.0)], bounds)
    assert [bool(cell) for cell in cells] == [True, False]


def test_map_without_value_or_commune_still_draws() -> None:
    zone = Zone(code="1", nom="A-B", valeur=None, texte="", latitude=47, longitude=-1)
    carte = Carte(titre="c", alternative="a", zones=(zone,))
    assert draw_map(carte, largeur=400).height > 30
    assert draw_map(dataclasses.replace(carte, zones=()), largeur=400).height == 30
    assert compute_classes([]) == []
    assert split_name("Saint-Léger-sous-Cholet", 40)[0].endswith("-")


@pytest.mark.parametrize("valeurs", [[0.0], [1.0, 99.0], [-5.0, 3.0], [1e-9], [1e9]])
def test_scale_holds_zero_and_all_values(valeurs: list[float]) -> None:
    low, high, step = compute_scale(valeurs)
    assert low <= min(0, *valeurs, 0)
    assert high >= max(valeurs)
    assert step > 0
    assert (high - low) / step <= 8


def test_bar_of_unknown_value_is_absent() -> None:
    def count(valeur: float | None) -> int:
        serie = Serie(nom="s", points=(Point(libelle="a", valeur=valeur),))
        bloc = Graphique(titre="g", genre="barres", series=(serie,), alternative="a")
        svg = to_svg(draw_chart(bloc, largeur=400), titre="g", alternative="a", identifiant="d")
        return svg.count("<rect")

    assert (count(3.0), count(None)) == (1, 0)


def test_html_shows_markup_literally_and_fits_a_strict_policy() -> None:
    html = str(render_html(build_every_bloc()))
    racine = ET.fromstring(re.sub(r"<(br|hr)([^>]*)>", r"<\1\2/>", html))
    texte = "".join(racine.itertext())
    assert texte.count('<b>gras</b> & <img src=x onerror="alert(1)">') >= 8
    noms = {element.tag.rpartition("}")[2] for element in racine.iter()}
    attributs = {nom for element in racine.iter() for nom in element.attrib}
    assert not noms & {"img", "b", "script", "style"}
    assert "style" not in attributs
    assert not any(nom.startswith("on") for nom in attributs)
    assert "{{ 7*7 }}" in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
