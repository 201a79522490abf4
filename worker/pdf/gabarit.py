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
from core.rapports.document import ACTE, COURRIER, DOSSIER, RAPPORT, Document
from worker.pdf import styles
from worker.pdf.contenu import format_date
from worker.pdf.structure import TaggedCanvas

_EN_TETE = "/Type /Pagination /Subtype /Header /Attached [/Top]"
_PIED = "/Type /Pagination /Subtype /Footer /Attached [/Bottom]"
_FILIGRANE = "/Type /Pagination /Subtype /Watermark"
_TEXTE_FILIGRANE = "DÉMONSTRATION : données fictives"


class Gabarit(BaseDocTemplate):  # type: ignore[misc]
    """One pass over the story. ``pages_connues``: page of each section, from the last pass."""

    def __init__(
        self,
        sortie: BinaryIO,
        document: Document,
        format: styles.Format,
        *,
        pages_connues: dict[str, int],
        total: int,
        on_page: Callable[[int], None],
    ) -> None:
        super().__init__(
            sortie,
            pagesize=(format.largeur_page, format.hauteur_page),
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
        self._format = format
        self._couverture = document.presentation == RAPPORT
        self._titres = document.presentation in (RAPPORT, DOSSIER)
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
            frames=[self._frame(self._get_top())],
            onPage=self._begin_page,
            onPageEnd=self._end_page,
        )
        couverture = PageTemplate(
            id="couverture",
            frames=[self._frame(format.hauteur_page * 0.27)],
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

    def _get_top(self) -> float:
        # Letters and minutes have no running title to leave room for.
        sans_titre = self._rapport.presentation in (ACTE, COURRIER)
        return self._format.marge_bas if sans_titre else self._format.marge_haut

    def _frame(self, haut: float) -> Frame:
        return Frame(
            self._format.marge,
            self._format.marge_bas,
            self._format.largeur,
            self._format.hauteur_page - haut - self._format.marge_bas,
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
        canv.rect(self._format.marge, self._format.hauteur_page * 0.755, 62, 5, stroke=0, fill=1)
        canv.setStrokeColor(FILET)
        canv.setLineWidth(0.7)
        canv.line(
            self._format.marge,
            self._format.marge_bas,
            self._format.largeur_page - self._format.marge,
            self._format.marge_bas,
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
        canv.translate(self._format.largeur_page / 2, self._format.hauteur_page / 2)
        angle, corps = self._format.filigrane
        canv.rotate(angle)
        canv.setFillColor(mix(GRIS, 0.10))
        canv.setFont(POLICE_TITRE, corps)
        canv.drawCentredString(0, -14, _TEXTE_FILIGRANE)
        canv.restoreState()
        canv.close()

    def _end_page(self, canv: TaggedCanvas, _doc: Any) -> None:
        if not canv.a_blanc:
            # The title of a dossier is at the head of its first page.
            if self._titres and (self._couverture or self.page > 1):
                self._draw_header(canv)
            if self._rapport.presentation != COURRIER:
                self._draw_footer(canv)
        self._on_page_done(self.page)

    def _draw_header(self, canv: TaggedCanvas) -> None:
        """Two lines, the title then the section, each cut to the width of the page."""
        y = self._format.hauteur_page - 36
        document = self._rapport
        titre = document.titre
        if document.provisoire:
            titre += " (provisoire)"
        section = " ".join((self._section_page or self._section).split())
        canv.open_artifact(_EN_TETE)
        canv.setFont(POLICE_GRAS, 8.5)
        canv.setFillColor(ACCENT)
        canv.drawString(
            self._format.marge,
            y,
            fit(" ".join(titre.split()), POLICE_GRAS, 8.5, self._format.largeur),
        )
        canv.setFont(POLICE, 8.5)
        canv.setFillColor(GRIS)
        canv.drawString(self._format.marge, y - 12, fit(section, POLICE, 8.5, self._format.largeur))
        self._rule(canv, y - 19)
        canv.close()

    def _draw_footer(self, canv: TaggedCanvas) -> None:
        droite = self._format.largeur_page - self._format.marge
        document = self._rapport
        canv.open_artifact(_PIED)
        bas = self._format.pied
        self._rule(canv, bas)
        canv.setFont(POLICE, 8.5)
        canv.setFillColor(GRIS)
        gauche = " · ".join(part for part in (document.auteur, format_date(document.date)) if part)
        canv.drawString(
            self._format.marge, bas - 13, fit(gauche, POLICE, 8.5, self._format.largeur - 90)
        )
        canv.drawRightString(droite, bas - 13, f"page {self.page} / {self._total}")
        canv.close()

    def _rule(self, canv: TaggedCanvas, y: float) -> None:
        canv.setStrokeColor(FILET)
        canv.setLineWidth(0.6)
        canv.line(self._format.marge, y, self._format.largeur_page - self._format.marge, y)
