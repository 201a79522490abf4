"""The neutral document as HTML: preview on screen, and the accessible alternative of the PDF.

Values are escaped by the template engine, drawings by the SVG writer; nothing inline that a strict
content security policy would block.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from core.rapports.dessins.carte import draw_map
from core.rapports.dessins.graphique import draw_chart
from core.rapports.dessins.svg import to_svg
from core.rapports.document import (
    Carte,
    Document,
    Graphique,
    build_table,
    list_sections,
    normalize,
)

_GABARITS = Path(__file__).parents[1] / "web" / "templates" / "rapports"
_LARGEUR_DESSIN = 640.0
_TENDANCES = {"hausse": "↑ en hausse", "baisse": "↓ en baisse", "stable": "→ stable"}


def render_html(document: Document) -> Markup:
    """The report as an ``<article>`` to put inside a page; its title is a level-1 heading."""
    propre = normalize(document)
    environment = _build_environment()
    drawings = _Drawings()
    html = environment.get_template("document.html").render(
        document=propre,
        sections=list_sections(propre),
        draw=drawings.draw,
        build_table=build_table,
        tendances=_TENDANCES,
        type_of=_type_of,
    )
    return Markup(html)  # noqa: S704 - written by an autoescaping template


class _Drawings:
    """Draws the figures of one page, each under an id of its own."""

    def __init__(self) -> None:
        self._count = 0

    def draw(self, bloc: Graphique | Carte, couleur: str | None) -> Markup:
        self._count += 1
        drawing = (
            draw_map(bloc, largeur=_LARGEUR_DESSIN, couleur=couleur)
            if isinstance(bloc, Carte)
            else draw_chart(bloc, largeur=_LARGEUR_DESSIN, couleur=couleur)
        )
        svg = to_svg(
            drawing,
            titre=bloc.titre,
            alternative=bloc.alternative,
            identifiant=f"dessin-{self._count}",
        )
        return Markup(svg)  # noqa: S704 - text escaped by the SVG writer


def _build_environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_GABARITS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _type_of(bloc: object) -> str:
    return type(bloc).__name__
