"""Page templates: cover, running pages, and what surrounds the text (never read aloud)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from core.rapports.dessins.style import (
    ACCENT,
    FILET,
    GRIS,
    POLICE,
    POLICE_GRAS,
    POLICE_TITRE,
    fit,
    mix,
)
from core.rapports.document import COURRIER, RAPPORT, Document
from worker.pdf import styles
from worker.pdf.contenu import format_date
from worker.pdf.structure import TaggedCanvas

_EN_TETE = "/Type /Pagination /Subtype /Header /Attached [/Top]"
_PIED = "/Type /Pagination /Subtype /Footer /Attached [/Bottom]"
_FILIGRANE = "/Type /Pagination /Subtype /Watermark"
_TEXTE_FILIGRANE = "DÉMONSTRATION : données fictives"
_MOTS_EN_TETE = 7


class Gabarit(BaseDocTemplate):  # type: ignore[misc]
    """One pass over the story. ``pages_connues``: page of each section, from the last pass."""

    def __init__(
        self,
        sortie: BinaryIO,
        document: Document,
        *,
        pages_connues: dict[str, int],
        total: int,
        on_page: Callable[[int], None],
    ) -> None:
        super().__init__(
            sortie,
            pagesize=(styles.LARGEUR_PAGE, styles.HAUTEUR_PAGE),
            title=document.titre,
            author=document.auteur,
            subject=document.sujet or document.sous_titre or document.titre,
            creator="CTG",
            producer="CTG",
            lang="fr-FR" if document.langue == "fr" else document.langue,
            initialFontName=POLICE,
            invariant=1,
            pageCompression=1,
            displayDocTitle=1,
        )
        self._rapport = document
        self._couverture = document.presentation == RAPPORT
        self.pages_connues = pages_connues
        self.pages: dict[str, int] = {}
        self._total = total
        self._on_page_done = on_page
        self._edits: list[tuple[Any, ...]] = []
        self._multiBuildEdits = self._edits.append
        self._section = ""
        self._section_page = ""
        courante = PageTemplate(
            id="courante",
            frames=[self._frame(styles.MARGE_HAUT if self._couverture else styles.MARGE_BAS)],
            onPage=self._begin_page,
            onPageEnd=self._end_page,
        )
        couverture = PageTemplate(
            id="couverture",
            frames=[self._frame(styles.HAUTEUR_PAGE * 0.27)],
            onPage=self._draw_cover,
            onPageEnd=self._end_cover,
            autoNextPageTemplate="courante",
        )
        self.addPageTemplates([couverture, courante] if self._couverture else [courante])

    def restore_flowables(self) -> None:
        """Takes back the marks that this pass left on flowables, so that another may lay them."""
        for function, *arguments in self._edits:
            function(*arguments)

    def note_section(self, titre: str, ancre: str) -> None:
        """Called by headings as they are placed."""
        self.pages[ancre] = self.page
        self._section = titre
        self._section_page = self._section_page or titre

    @staticmethod
    def _frame(haut: float) -> Frame:
        return Frame(
            styles.MARGE,
            styles.MARGE_BAS,
            styles.LARGEUR,
            styles.HAUTEUR_PAGE - haut - styles.MARGE_BAS,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

    def _draw_cover(self, canv: TaggedCanvas, _doc: Any) -> None:
        if canv.a_blanc:
            return
        self._watermark(canv)
        canv.open_artifact("/Type /Layout")
        canv.setFillColor(ACCENT)
        canv.rect(styles.MARGE, styles.HAUTEUR_PAGE * 0.755, 62, 5, stroke=0, fill=1)
        canv.setStrokeColor(FILET)
        canv.setLineWidth(0.7)
        canv.line(
            styles.MARGE,
            styles.MARGE_BAS,
            styles.LARGEUR_PAGE - styles.MARGE,
            styles.MARGE_BAS,
        )
        canv.close()

    def _end_cover(self, _canv: TaggedCanvas, _doc: Any) -> None:
        self._on_page_done(self.page)

    def _begin_page(self, canv: TaggedCanvas, _doc: Any) -> None:
        self._section_page = ""
        if not canv.a_blanc:
            self._watermark(canv)

    def _watermark(self, canv: TaggedCanvas) -> None:
        if not self._rapport.demonstration:
            return
        canv.open_artifact(_FILIGRANE)
        canv.saveState()
        canv.translate(styles.LARGEUR_PAGE / 2, styles.HAUTEUR_PAGE / 2)
        canv.rotate(54)
        canv.setFillColor(mix(GRIS, 0.10))
        canv.setFont(POLICE_TITRE, 44)
        canv.drawCentredString(0, -14, _TEXTE_FILIGRANE)
        canv.restoreState()
        canv.close()

    def _end_page(self, canv: TaggedCanvas, _doc: Any) -> None:
        if not canv.a_blanc:
            if self._couverture:
                self._draw_header(canv)
            if self._rapport.presentation != COURRIER:
                self._draw_footer(canv)
        self._on_page_done(self.page)

    def _draw_header(self, canv: TaggedCanvas) -> None:
        """Two lines, the title then the section, the latter kept short: it is only a landmark."""
        y = styles.HAUTEUR_PAGE - 36
        document = self._rapport
        titre = document.titre
        if document.provisoire:
            titre += " (provisoire)"
        mots = (self._section_page or self._section).split()
        section = " ".join(mots[:_MOTS_EN_TETE]) + (" …" if len(mots) > _MOTS_EN_TETE else "")
        canv.open_artifact(_EN_TETE)
        canv.setFont(POLICE_GRAS, 8.5)
        canv.setFillColor(ACCENT)
        canv.drawString(
            styles.MARGE,
            y,
            fit(" ".join(titre.split()), POLICE_GRAS, 8.5, styles.LARGEUR),
        )
        canv.setFont(POLICE, 8.5)
        canv.setFillColor(GRIS)
        canv.drawString(styles.MARGE, y - 12, fit(section, POLICE, 8.5, styles.LARGEUR))
        self._rule(canv, y - 19)
        canv.close()

    def _draw_footer(self, canv: TaggedCanvas) -> None:
        droite = styles.LARGEUR_PAGE - styles.MARGE
        document = self._rapport
        canv.open_artifact(_PIED)
        self._rule(canv, 46)
        canv.setFont(POLICE, 8.5)
        canv.setFillColor(GRIS)
        gauche = " · ".join(part for part in (document.auteur, format_date(document.date)) if part)
        canv.drawString(styles.MARGE, 33, fit(gauche, POLICE, 8.5, styles.LARGEUR - 90))
        canv.drawRightString(droite, 33, f"page {self.page} / {self._total}")
        canv.close()

    @staticmethod
    def _rule(canv: TaggedCanvas, y: float) -> None:
        canv.setStrokeColor(FILET)
        canv.setLineWidth(0.6)
        canv.line(styles.MARGE, y, styles.LARGEUR_PAGE - styles.MARGE, y)
