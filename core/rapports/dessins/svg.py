"""Writes a drawing as SVG for a page with a strict content security policy.

reportlab's own SVG writer puts the look in ``style`` attributes, which ``style-src 'self'``
blocks; here each property is a presentation attribute, which it does not touch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.graphics import shapes
from reportlab.lib.colors import Color

from core.rapports.dessins.style import POLICE_GRAS, POLICE_TITRE

_POIDS = {POLICE_GRAS: "600", POLICE_TITRE: "700"}
_ANCRES = {"start": "start", "middle": "middle", "end": "end"}


def to_svg(drawing: shapes.Drawing, *, titre: str, alternative: str, identifiant: str) -> str:
    """The drawing as an ``<svg role="img">`` element with its title and description.

    ``identifiant`` prefixes the ids of both and must be unique in the page. Raises TypeError on
    a shape that this writer does not know, rather than leave it out.
    """
    largeur, hauteur = drawing.width, drawing.height
    corps = "".join(_write(shape, hauteur) for shape in drawing.contents)
    titre_id, texte_id = f"{identifiant}-titre", f"{identifiant}-texte"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="dessin"'
        f" aria-labelledby={quoteattr(f'{titre_id} {texte_id}')}"
        f' viewBox="0 0 {_n(largeur)} {_n(hauteur)}" width="{_n(largeur)}"'
        f' font-family="Source Sans Pro, sans-serif">'
        f"<title id={quoteattr(titre_id)}>{escape(titre)}</title>"
        f"<desc id={quoteattr(texte_id)}>{escape(alternative)}</desc>{corps}</svg>"
    )


def _n(valeur: float) -> str:
    return f"{valeur:.2f}".rstrip("0").rstrip(".")


def _color(couleur: Color | None) -> str:
    return "none" if couleur is None else "#" + couleur.hexval()[2:]


def _look(shape: Any) -> str:
    dash = getattr(shape, "strokeDashArray", None)
    return (
        f' fill="{_color(getattr(shape, "fillColor", None))}"'
        f' stroke="{_color(shape.strokeColor)}" stroke-width="{_n(shape.strokeWidth or 0)}"'
        ' stroke-linejoin="round"'
        + (f' stroke-dasharray="{" ".join(_n(part) for part in dash)}"' if dash else "")
    )


def _points(shape: Any, hauteur: float) -> str:
    pairs = zip(shape.points[::2], shape.points[1::2], strict=True)
    return " ".join(f"{_n(x)},{_n(hauteur - y)}" for x, y in pairs)


def _rect(shape: Any, hauteur: float) -> str:
    return (
        f'<rect x="{_n(shape.x)}" y="{_n(hauteur - shape.y - shape.height)}"'
        f' width="{_n(shape.width)}" height="{_n(shape.height)}"{_look(shape)}/>'
    )


def _line(shape: Any, hauteur: float) -> str:
    return (
        f'<line x1="{_n(shape.x1)}" y1="{_n(hauteur - shape.y1)}" x2="{_n(shape.x2)}"'
        f' y2="{_n(hauteur - shape.y2)}"{_look(shape)}/>'
    )


def _polygon(shape: Any, hauteur: float) -> str:
    return f'<polygon points="{_points(shape, hauteur)}"{_look(shape)}/>'


def _polyline(shape: Any, hauteur: float) -> str:
    return f'<polyline points="{_points(shape, hauteur)}"{_look(shape)}/>'


def _circle(shape: Any, hauteur: float) -> str:
    return (
        f'<circle cx="{_n(shape.cx)}" cy="{_n(hauteur - shape.cy)}" r="{_n(shape.r)}"'
        f"{_look(shape)}/>"
    )


def _string(shape: Any, hauteur: float) -> str:
    return (
        f'<text x="{_n(shape.x)}" y="{_n(hauteur - shape.y)}" font-size="{_n(shape.fontSize)}"'
        f' font-weight="{_POIDS.get(shape.fontName, "400")}"'
        f' text-anchor="{_ANCRES[shape.textAnchor]}"'
        f' fill="{_color(shape.fillColor)}">{escape(shape.text)}</text>'
    )


_ECRIVAINS: dict[type, Callable[[Any, float], str]] = {
    shapes.Rect: _rect,
    shapes.Line: _line,
    shapes.Polygon: _polygon,
    shapes.PolyLine: _polyline,
    shapes.Circle: _circle,
    shapes.String: _string,
}


def _write(shape: Any, hauteur: float) -> str:
    if isinstance(shape, shapes.Group):
        return "".join(_write(inner, hauteur) for inner in shape.contents)
    writer = _ECRIVAINS.get(type(shape))
    if writer is None:
        raise TypeError(f"forme sans écriture SVG : {type(shape).__name__}")
    return writer(shape, hauteur)
