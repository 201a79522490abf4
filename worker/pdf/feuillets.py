"""Sheets: what stands between two page breaks, made smaller when it must to hold on one page."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from reportlab.platypus import Flowable, PageBreak

from core.rapports.document import Bloc, Document, SautDePage
from worker.pdf import styles
from worker.pdf.contenu import Contenu
from worker.pdf.structure import Balise, TaggedCanvas

_PAS = 1.03
_SANS_FIN = 1e6


class Feuillet(Flowable):  # type: ignore[misc]
    """Flowables laid under one another and drawn ``echelle`` times smaller (larger below 1); never cut."""

    def __init__(self, histoire: list[Flowable], largeur: float, echelle: float) -> None:
        super().__init__()
        self._places: list[tuple[Flowable, float]] = []
        self._echelle = echelle
        self.width = largeur
        # Points from the top, before it is scaled.
        bas, apres = 0.0, 0.0
        for flowable in histoire:
            _, hauteur = flowable.wrap(largeur * echelle, _SANS_FIN)
            bas += max(apres, flowable.getSpaceBefore()) if self._places else 0.0
            bas += hauteur
            apres = flowable.getSpaceAfter()
            self._places.append((flowable, bas))
        self.height = bas / echelle

    def wrap(self, largeur: float, hauteur: float) -> tuple[float, float]:
        """Known since it was built."""
        return self.width, self.height

    def _drawOn(self, canv: TaggedCanvas) -> None:
        canv.scale(1 / self._echelle, 1 / self._echelle)
        for flowable, bas in self._places:
            flowable.drawOn(canv, 0, self.height * self._echelle - bas)


def build_sheets(document: Document, racine: Balise, format: styles.Format) -> list[Any]:
    """The story of a document made of sheets: as many pages as it has sheets."""
    histoire: list[Any] = []
    # A document that says nothing still has its title.
    for rang, blocs in enumerate(list(_split(document.blocs)) or [()]):

        def build(largeur: float, blocs: tuple[Bloc, ...] = blocs, rang: int = rang) -> list[Any]:
            contenu = Contenu(document, racine, format, largeur)
            return contenu.build_sheet(blocs, premier=rang == 0)

        histoire += [PageBreak()] if rang else []
        histoire.append(_fit(build, format))
    return histoire


def _fit(build: Callable[[float], list[Any]], format: styles.Format) -> Feuillet:
    """The sheet at the largest scale at which it holds."""
    for pas in itertools.count():
        echelle = _PAS**pas / format.grossi
        feuillet = Feuillet(build(format.largeur * echelle), format.largeur, echelle)
        if feuillet.height <= format.hauteur:
            return feuillet
    raise AssertionError("a scale is always found")


def _split(blocs: tuple[Bloc, ...]) -> Iterator[tuple[Bloc, ...]]:
    for saut, groupe in itertools.groupby(blocs, lambda bloc: isinstance(bloc, SautDePage)):
        if not saut:
            yield tuple(groupe)
