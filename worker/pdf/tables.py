"""Tables that split over pages, repeat their header and stay one table for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Table, TableStyle

from core.rapports.dessins.style import ENCRE, FILET, FOND, GRIS, POLICE, POLICE_GRAS, measure
from core.rapports.document import Colonne, Tableau
from worker.pdf import styles
from worker.pdf.flowables import Paragraphe
from worker.pdf.structure import Balise, TaggedCanvas

_MARGE_CELLULE = 5.0
_BAS = 4.4
# A word exactly as wide as its cell may be cut by the rounding of widths.
_ARRONDI = 0.1
_STYLE = [
    ("FONT", (0, 0), (-1, -1), POLICE, styles.CORPS_TABLEAU, styles.INTERLIGNE_TABLEAU),
    ("TEXTCOLOR", (0, 0), (-1, -1), ENCRE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("LEFTPADDING", (0, 0), (-1, -1), _MARGE_CELLULE),
    ("RIGHTPADDING", (0, 0), (-1, -1), _MARGE_CELLULE),
    ("TOPPADDING", (0, 0), (-1, -1), 3.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), _BAS),
    ("BACKGROUND", (0, 0), (-1, 0), FOND),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, GRIS),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, FILET),
]
_SENS = {"gauche": "LEFT", "centre": "CENTER", "droite": "RIGHT"}


class _Balises:
    """The tags of a table, by row and column of the whole table, made when first drawn."""

    def __init__(self, tableau: Balise, colonnes: int, lignes: int) -> None:
        self.tableau = tableau
        # A table of a row or two would have more headers than values: its columns alone name them.
        valeurs = lignes * (colonnes - 1)
        self._en_tete_de_ligne = colonnes > 2 and colonnes + lignes <= valeurs
        self._lignes: dict[int, Balise] = {}
        self._cellules: dict[tuple[int, int], Balise] = {}

    def cell(self, ligne: int, colonne: int) -> Balise:
        """The tag of a cell: the first row is headers, and the first column names its rows.

        With two columns there is but one value a row: naming it would only repeat the cell before.
        """
        if ligne not in self._lignes:
            self._lignes[ligne] = Balise("TR", self.tableau)
        if (ligne, colonne) not in self._cellules:
            nomme_ligne = colonne == 0 and self._en_tete_de_ligne
            portee = "Column" if ligne == 0 else "Row" if nomme_ligne else ""
            self._cellules[ligne, colonne] = Balise(
                "TH" if portee else "TD",
                self._lignes[ligne],
                attributs=f"/O /Table /Scope /{portee}" if portee else "",
            )
        return self._cellules[ligne, colonne]


class TableauBalise(Table):  # type: ignore[misc]
    """A table that marks its cells; ``rangs`` are the row numbers in the whole table."""

    balises: _Balises
    rangs: list[int]
    suite: bool = False

    def split(self, largeur: float, hauteur: float) -> list[Any]:
        """Pieces remember which rows they hold, the repeated header being row 0 in each."""
        morceaux: list[Any] = super().split(largeur, hauteur)
        if len(morceaux) != 2:
            return morceaux
        debut, fin = morceaux
        # A row higher than a page is itself cut: it then ends the first piece and opens the next.
        reste = fin._nrows - 1
        debut.rangs = self.rangs[: debut._nrows]
        fin.rangs = [0, *self.rangs[len(self.rangs) - reste :]]
        debut.suite, fin.suite = self.suite, True
        for morceau in morceaux:
            morceau.balises = self.balises
            morceau._renderCB = morceau.mark
        return morceaux

    def _drawOn(self, canv: TaggedCanvas) -> None:
        if not canv.a_blanc:
            super()._drawOn(canv)

    def mark(self, table: Any, moment: str, *args: Any) -> None:
        """Hook of reportlab, called around each part of the table as it is drawn."""
        canv: TaggedCanvas = self.canv
        if moment == "startCell":
            ligne, colonne = self.rangs[args[0]], args[1]
            if ligne == 0 and self.suite:
                canv.open_artifact("/Type /Pagination")
            else:
                canv.open(self.balises.cell(ligne, colonne))
        elif moment in ("startBG", "startLines"):
            canv.open_artifact()
        elif moment in ("endCell", "endBG", "endLines"):
            canv.close()


def build_flowable(tableau: Tableau, balise: Balise, largeur: float) -> TableauBalise:
    """The table ``largeur`` points wide, its columns in the shares asked for.

    A cell that fits on its line is a plain string, which draws much faster than a paragraph.
    """
    largeurs = share_width(tableau.colonnes, largeur)
    entete = [
        Paragraphe(colonne.libelle, styles.ENTETES[colonne.alignement])
        for colonne in tableau.colonnes
    ]
    lignes = [
        [
            _build_cell(texte, largeurs[rang], tableau.colonnes[rang].alignement)
            for rang, texte in enumerate(ligne)
        ]
        for ligne in tableau.lignes
    ]
    sens = [
        ("ALIGN", (rang, 0), (rang, -1), _SENS[colonne.alignement])
        for rang, colonne in enumerate(tableau.colonnes)
    ]
    place = [("BOTTOMPADDING", (0, 1), (-1, -1), _BAS + tableau.place)] if tableau.place else []
    flowable = TableauBalise(
        [entete, *lignes],
        colWidths=largeurs,
        repeatRows=1,
        splitInRow=1,
        hAlign="LEFT",
        style=TableStyle(_STYLE + sens + place),
        spaceAfter=4,
    )
    flowable.balises = _Balises(balise, len(tableau.colonnes), len(lignes))
    flowable.rangs = list(range(len(lignes) + 1))
    flowable._renderCB = flowable.mark
    return flowable


def share_width(colonnes: Sequence[Colonne], largeur: float) -> list[float]:
    """Points of each column: the shares asked for, but none narrower than the longest word of its heading.

    What those columns take is taken from the others in proportion. When even the words are too wide
    together, the shares stand and words are cut.
    """
    minima = [
        max(
            measure(mot, POLICE_GRAS, styles.CORPS_TABLEAU)
            for mot in colonne.libelle.split() or [""]
        )
        + 2 * _MARGE_CELLULE
        + _ARRONDI
        for colonne in colonnes
    ]
    parts = [colonne.largeur for colonne in colonnes]
    if sum(minima) > largeur:
        return [largeur * part / sum(parts) for part in parts]
    tenus: set[int] = set()
    while True:
        reste = largeur - sum(minima[rang] for rang in tenus)
        total = sum(part for rang, part in enumerate(parts) if rang not in tenus)
        largeurs = [
            minima[rang] if rang in tenus else reste * part / total
            for rang, part in enumerate(parts)
        ]
        serres = {rang for rang, points in enumerate(largeurs) if points < minima[rang]}
        if not serres:
            return largeurs
        tenus |= serres


def _build_cell(texte: str, largeur: float, alignement: str) -> str | Paragraphe:
    texte = texte.strip()
    place = largeur - 2 * _MARGE_CELLULE
    if "\n" not in texte and measure(texte, POLICE, styles.CORPS_TABLEAU) <= place:
        return texte
    return Paragraphe(texte, styles.CELLULES[alignement])
