"""Flowables that carry their place in the structure tree.

On a blank pass they only take their place: nothing is drawn, so that finding the page numbers
costs line breaking alone.
"""

from __future__ import annotations

from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from core.rapports.dessins.style import (
    ACCENT,
    BLANC,
    ENCRE,
    FILET,
    GRIS,
    POLICE,
    POLICE_GRAS,
    measure,
)
from worker.pdf import styles
from worker.pdf.structure import Balise, TaggedCanvas
from worker.pdf.texte import to_markup


class Paragraphe(Paragraph):  # type: ignore[misc]
    """A paragraph of plain text: escaped here, nowhere else, and wrapped once per width."""

    balise: Balise | None = None

    def __init__(
        self,
        texte: str | None,
        style: ParagraphStyle,
        balise: Balise | None = None,
        **options: Any,
    ) -> None:
        super().__init__(to_markup(texte) if texte is not None else None, style, **options)
        self.balise = balise
        self._largeur_connue: float | None = None

    def wrap(self, largeur: float, hauteur: float) -> tuple[float, float]:
        """Breaks lines again only when the width changes: each pass asks several times."""
        # Splitting forgets the lines when no piece fits.
        if self._largeur_connue != largeur or not hasattr(self, "blPara"):
            self._taille: tuple[float, float] = super().wrap(largeur, hauteur)
            self._largeur_connue = largeur
        return self._taille

    def split(self, largeur: float, hauteur: float) -> list[Any]:
        """Pieces share the balise: they are one paragraph for a screen reader."""
        morceaux: list[Any] = super().split(largeur, hauteur)
        for morceau in morceaux:
            if morceau is not self:
                morceau.balise = self.balise
        return morceaux

    def _drawOn(self, canv: TaggedCanvas) -> None:
        if canv.a_blanc:
            return
        if self.balise is None:
            super()._drawOn(canv)
            return
        canv.open(self.balise)
        super()._drawOn(canv)
        canv.close()


class TitreSection(Paragraphe):
    """The heading of a section: known to the outline, the contents and the running head."""

    texte = ""
    niveau = 1
    ancre = ""
    couleur: Color = ACCENT

    @classmethod
    def build(
        cls, texte: str, niveau: int, ancre: str, couleur: Color, balise: Balise
    ) -> TitreSection:
        """A heading; apart from ``__init__``, whose form reportlab needs to split paragraphs."""
        titre = cls(texte, styles.TITRES[niveau], balise)
        titre.texte, titre.niveau, titre.ancre, titre.couleur = (
            texte,
            niveau,
            ancre,
            couleur,
        )
        return titre

    def split(self, largeur: float, hauteur: float) -> list[Any]:
        """Headings stay in one piece, except one taller than a page: its first piece is known."""
        if self.height <= styles.A4.hauteur:
            return []
        morceaux = super().split(largeur, hauteur)
        for morceau in morceaux[:1]:
            morceau.texte, morceau.niveau = self.texte, self.niveau
            morceau.ancre, morceau.couleur = self.ancre, self.couleur
        return morceaux

    def _drawOn(self, canv: TaggedCanvas) -> None:
        if self.ancre:
            canv._doctemplate.note_section(self.texte, self.ancre)
            if not canv.a_blanc:
                self._announce(canv)
        super()._drawOn(canv)

    def _announce(self, canv: TaggedCanvas) -> None:
        canv.bookmarkHorizontal(self.ancre, 0, self.height + 14)
        canv.addOutlineEntry(self.texte, self.ancre, self.niveau - 1, closed=self.niveau > 1)
        if self.niveau == 1:
            canv.open_artifact()
            canv.setFillColor(self.couleur)
            canv.rect(0, self.height + 5, 34, 3, stroke=0, fill=1)
            canv.close()


class Citation(Paragraphe):
    """A quotation or a notice: a rule along its left side."""

    couleur: Color = FILET

    def split(self, largeur: float, hauteur: float) -> list[Any]:
        """Pieces keep the colour of the rule."""
        morceaux = super().split(largeur, hauteur)
        for morceau in morceaux:
            morceau.couleur = self.couleur
        return morceaux

    def _drawOn(self, canv: TaggedCanvas) -> None:
        if not canv.a_blanc:
            canv.open_artifact()
            canv.setFillColor(self.couleur)
            canv.rect(0, 0, 2.5, self.height - 2, stroke=0, fill=1)
            canv.close()
        super()._drawOn(canv)


class ElementListe(Paragraphe):
    """An item of a list, with its sign or number as a label of its own."""

    signe: str = ""
    balise_signe: Balise | None = None

    def split(self, largeur: float, hauteur: float) -> list[Any]:
        """Only the first piece bears the sign."""
        morceaux = super().split(largeur, hauteur)
        if morceaux and morceaux[0] is not self:
            morceaux[0].signe, morceaux[0].balise_signe = self.signe, self.balise_signe
        return morceaux

    def _drawOn(self, canv: TaggedCanvas) -> None:
        if self.signe and self.balise_signe and not canv.a_blanc:
            canv.open(self.balise_signe)
            canv.setFont(POLICE_GRAS, self.style.fontSize)
            canv.setFillColor(ACCENT)
            base = self.height - self.style.fontSize
            canv.drawRightString(self.style.leftIndent - 6, base, self.signe)
            canv.close()
        super()._drawOn(canv)


class LigneSommaire(Paragraphe):
    """A line of the contents: title, leader, page number, all of it a link."""

    texte = ""
    ancre = ""
    largeur = 0.0

    @classmethod
    def build(
        cls, texte: str, niveau: int, ancre: str, largeur: float, balise: Balise
    ) -> LigneSommaire:
        """A line; apart from ``__init__``, whose form reportlab needs to split paragraphs."""
        ligne = cls(texte, styles.SOMMAIRE[niveau], balise)
        ligne.texte, ligne.ancre, ligne.largeur = texte, ancre, largeur
        return ligne

    def split(self, largeur: float, hauteur: float) -> list[Any]:
        """A line stays whole, except one taller than a page: its last piece bears the number."""
        if self.height <= styles.A4.hauteur:
            return []
        morceaux = super().split(largeur, hauteur)
        for morceau in morceaux[-1:]:
            morceau.texte, morceau.ancre = self.texte, self.ancre
            morceau.largeur = self.largeur
        return morceaux

    def _drawOn(self, canv: TaggedCanvas) -> None:
        super()._drawOn(canv)
        if canv.a_blanc or self.balise is None or not self.ancre:
            return
        page = str(canv._doctemplate.pages_connues.get(self.ancre, ""))
        corps = self.style.fontSize
        base = self.style.leading - corps
        droite = self.largeur
        fin_texte = self.style.leftIndent + self._last_line_width() + 6
        fin_points = droite - measure(page, POLICE, corps) - 6
        if fin_points > fin_texte:
            canv.open_artifact()
            canv.setStrokeColor(GRIS)
            canv.setLineWidth(0.5)
            canv.setDash(0.5, 3)
            canv.line(fin_texte, base + 0.5, fin_points, base + 0.5)
            canv.setDash()
            canv.close()
        canv.open(self.balise)
        canv.setFont(POLICE, corps)
        canv.setFillColor(ENCRE)
        canv.drawRightString(droite, base, page)
        canv.close()
        canv.link_to(
            self.balise,
            (0, 0, droite, self.height),
            self.ancre,
            f"{self.texte}, page {page}",
        )

    def _last_line_width(self) -> float:
        largeur = self.largeur - self.style.leftIndent - self.style.rightIndent
        if not self.blPara.lines:
            return 0.0
        ligne = self.blPara.lines[-1]
        reste = ligne[0] if isinstance(ligne, tuple) else ligne.extraSpace
        return float(largeur - reste)


class Figure(Flowable):  # type: ignore[misc]
    """A drawing with its alternative text, carried by its balise."""

    def __init__(self, dessin: Drawing, hauteur_max: float, balise: Balise) -> None:
        super().__init__()
        self._dessin = dessin
        self._echelle = min(1.0, hauteur_max / dessin.height)
        self.balise = balise
        self.spaceAfter = 6

    def wrap(self, largeur: float, hauteur: float) -> tuple[float, float]:
        """The size of the drawing, shrunk only when it is taller than a page."""
        return self._dessin.width * self._echelle, self._dessin.height * self._echelle

    def _drawOn(self, canv: TaggedCanvas) -> None:
        if canv.a_blanc:
            return
        canv.open(self.balise)
        canv.set_bbox(self.balise, *self.wrap(0, 0))
        canv.scale(self._echelle, self._echelle)
        renderPDF.draw(self._dessin, canv, 0, 0)
        canv.close()


class RangeeChiffres(Flowable):  # type: ignore[misc]
    """A row of key-figure cards; each card is (label, value, detail) paragraphs."""

    _ECART = 12.0
    _MARGE = 11.0

    def __init__(self, cartes: list[list[Paragraphe]], par_rangee: int, couleur: Color) -> None:
        super().__init__()
        self._cartes = cartes
        self._par_rangee = par_rangee
        self._couleur = couleur
        self.spaceAfter = self._ECART

    def wrap(self, largeur: float, hauteur: float) -> tuple[float, float]:
        """All cards of the row are as high as the tallest."""
        self._largeur_carte = (largeur - self._ECART * (self._par_rangee - 1)) / self._par_rangee
        interieur = self._largeur_carte - 2 * self._MARGE
        hauteurs = [sum(p.wrap(interieur, hauteur)[1] for p in carte) for carte in self._cartes]
        self.height = max(hauteurs) + 2 * self._MARGE
        self.width = largeur
        return largeur, self.height

    def split(self, largeur: float, hauteur: float) -> list[Any]:
        """Cards stay whole; a row taller than a page gives up its cards and keeps its words."""
        if self.height <= styles.A4.hauteur:
            return []
        return [paragraphe for carte in self._cartes for paragraphe in carte]

    def _drawOn(self, canv: TaggedCanvas) -> None:
        if canv.a_blanc:
            return
        for rang, carte in enumerate(self._cartes):
            x = rang * (self._largeur_carte + self._ECART)
            canv.open_artifact()
            canv.setFillColor(BLANC)
            canv.setStrokeColor(FILET)
            canv.setLineWidth(0.7)
            canv.roundRect(x, 0, self._largeur_carte, self.height, 4, stroke=1, fill=1)
            canv.setFillColor(self._couleur)
            canv.rect(x + self._MARGE, self.height - 1.6, 26, 2.2, stroke=0, fill=1)
            canv.close()
            y = self.height - self._MARGE
            for paragraphe in carte:
                y -= paragraphe.height
                paragraphe.drawOn(canv, x + self._MARGE, y)
