"""House style of the drawings: fonts, colours, text measures.

Colours are never alone: each drawing doubles them by a pattern or by the value in full.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from pathlib import Path

import font_source_sans_pro
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

POLICE = "SourceSansPro"
POLICE_GRAS = "SourceSansPro-Semibold"
POLICE_TITRE = "SourceSansPro-Bold"

_FICHIERS = {
    POLICE: "SourceSansPro-Regular.ttf",
    POLICE_GRAS: "SourceSansPro-Semibold.ttf",
    POLICE_TITRE: "SourceSansPro-Bold.ttf",
}

ACCENT = HexColor("#0b4f6c")
ENCRE = HexColor("#1d2733")
GRIS = HexColor("#56616e")
FILET = HexColor("#d5dbe1")
FOND = HexColor("#f4f6f8")
BLANC = HexColor("#ffffff")


@functools.cache
def register_fonts() -> None:
    """Registers the three faces once per process.

    ``asciiReadable=False``: reportlab then numbers glyphs from the first one used, so that code 0
    is never declared as U+0000, which PDF/UA-1 (7.21.7) forbids.
    """
    dossier = Path(font_source_sans_pro.__file__).parent / "files"
    for nom, fichier in _FICHIERS.items():
        pdfmetrics.registerFont(TTFont(nom, str(dossier / fichier), asciiReadable=False))


@functools.cache
def drawable_characters() -> frozenset[int]:
    """Code points that every face draws. No italic face: it lacks letters (Σ, Δ) others have."""
    register_fonts()
    return frozenset.intersection(
        *(frozenset(pdfmetrics.getFont(nom).face.charToGlyph) for nom in _FICHIERS)
    )


def measure(texte: str, police: str, corps: float) -> float:
    """Width in points of a line of text."""
    register_fonts()
    return float(pdfmetrics.stringWidth(texte, police, corps))


def fit(texte: str, police: str, corps: float, largeur: float) -> str:
    """The text, cut with an ellipsis when it is wider than ``largeur`` points."""
    if measure(texte, police, corps) <= largeur:
        return texte
    kept = bisect_right(
        range(1, len(texte) + 1), largeur, key=lambda n: measure(texte[:n] + "…", police, corps)
    )
    return texte[:kept].rstrip() + "…"


def parse_color(couleur: str | None) -> Color:
    """The colour of a section (``#rrggbb``), or the accent of the house."""
    return HexColor(couleur) if couleur else ACCENT


def mix(couleur: Color, part: float) -> Color:
    """``part`` of the colour (0 to 1), the rest white."""
    return Color(*(1 - part * (1 - canal) for canal in (couleur.red, couleur.green, couleur.blue)))


def contrast_white(couleur: Color) -> float:
    """Contrast ratio with white (WCAG 2.2, definition of contrast ratio)."""

    def linear(canal: float) -> float:
        return float(canal / 12.92 if canal <= 0.04045 else ((canal + 0.055) / 1.055) ** 2.4)

    luminance = (
        0.2126 * linear(couleur.red)
        + 0.7152 * linear(couleur.green)
        + 0.0722 * linear(couleur.blue)
    )
    return 1.05 / (luminance + 0.05)


def text_on(couleur: Color) -> Color:
    """White or ink, whichever reads at 4.5:1 on this ground."""
    return BLANC if contrast_white(couleur) >= 4.5 else ENCRE


def readable(couleur: Color) -> Color:
    """The colour when it reads as text on white at 4.5:1, else the ink."""
    return couleur if contrast_white(couleur) >= 4.5 else ENCRE
