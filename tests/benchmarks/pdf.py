"""Speed and memory of the PDF renderer on about 150 pages. Run: python -m tests.benchmarks.pdf."""

from __future__ import annotations

import resource
import statistics
import time

import pypdfium2

from core.rapports.document import (
    Chiffre,
    Chiffres,
    Colonne,
    Document,
    Graphique,
    Liste,
    Point,
    SautDePage,
    Section,
    Serie,
    Sommaire,
    Tableau,
    Texte,
)
from worker.pdf import render

_PHRASE = "Les communes du territoire ont engagé cette année des travaux avec leurs partenaires. "
_TOURS = 3


def build_document() -> Document:
    """Six chapters of charts, tables and sheets, 26 commune parts, an annex of 500 rows."""
    chapitres = tuple(bloc for axe in range(1, 7) for bloc in (SautDePage(), _build_axe(axe)))
    communes = tuple(bloc for k in range(1, 27) for bloc in (SautDePage(), _build_commune(k)))
    annexe = Section(titre="Annexe", niveau=1, ancre="annexe", blocs=(_build_table(500),))
    return Document(
        titre="Rapport annuel de la Convention territoriale globale",
        exercice=2025,
        date="2026-10-15",
        blocs=(Sommaire(), *chapitres, *communes, SautDePage(), annexe),
    )


def _build_axe(axe: int) -> Section:
    fiches = tuple(
        Section(
            titre=f"Action {axe}.{k}",
            niveau=2,
            ancre=f"action-{axe}-{k}",
            blocs=(Texte(texte=_PHRASE * 4), _build_table(5), _build_table(3)),
        )
        for k in range(1, 16)
    )
    graphiques = tuple(_build_chart(genre) for genre in ("barres", "courbe") for _ in range(6))
    return Section(
        titre=f"Axe {axe}",
        niveau=1,
        ancre=f"axe-{axe}",
        blocs=(_build_cards(), *graphiques, *fiches),
    )


def _build_commune(k: int) -> Section:
    return Section(
        titre=f"Commune {k}",
        niveau=1,
        ancre=f"commune-{k}",
        blocs=(
            _build_cards(),
            Texte(texte=_PHRASE * 6),
            Liste(elements=(_PHRASE,) * 4),
            _build_chart("barres"),
            _build_table(8),
        ),
    )


def _build_cards() -> Chiffres:
    return Chiffres(
        elements=tuple(
            Chiffre(
                libelle=f"Chiffre {k}",
                valeur=f"{k} 234",
                precision="22 communes sur 26",
            )
            for k in range(3)
        )
    )


def _build_chart(genre: str) -> Graphique:
    points = tuple(Point(libelle=str(2019 + k), valeur=10.5 + k) for k in range(7))
    return Graphique(
        titre="Places",
        genre=genre,
        alternative="a",
        series=(Serie(nom="Total", points=points),),
    )


def _build_table(lignes: int) -> Tableau:
    return Tableau(
        titre="Actions",
        colonnes=(
            Colonne(libelle="Code"),
            Colonne(libelle="Action", largeur=4),
            Colonne(libelle="Statut"),
        ),
        lignes=tuple((f"A-{k}", _PHRASE, "en cours") for k in range(lignes)),
    )


def main() -> None:
    """Prints one line of figures: the median of a few runs."""
    document = build_document()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = []
    for _ in range(_TOURS):
        start = time.perf_counter()
        data = render(document)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = len(pypdfium2.PdfDocument(data))
    median = statistics.median(seconds)
    print("pages  seconds  pages/s  peak MB  (before)  file KiB")
    print(
        f"{pages:5d}  {median:7.2f}  {pages / median:7.0f}  {peak:7.0f}  {before:8.0f}"
        f"  {len(data) / 1024:8.0f}"
    )


if __name__ == "__main__":
    main()
