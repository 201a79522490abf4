"""The entry point of the renderer."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable

from core.rapports.document import FEUILLETS, PROJECTION, Document, normalize
from worker.pdf import styles
from worker.pdf.contenu import Contenu
from worker.pdf.feuillets import build_sheets
from worker.pdf.finition import finish
from worker.pdf.gabarit import Gabarit
from worker.pdf.structure import Balise, TaggedCanvas
from worker.pdf.texte import clean_document

VERSION_RENDU = "3"
"""Changes with anything that changes the bytes made from a same document."""

Progress = Callable[[int, int, str], None]


def render(document: Document, *, progress: Progress | None = None) -> bytes:
    """The document as a tagged PDF (PDF/UA-1); same document and version, same bytes.

    Two passes: the first places the text without drawing and learns on which page each section
    falls, the second draws. ``progress(pages done, pages in all, label)`` is called at each page;
    the total is 0 while it is not yet known, and an exception it raises stops the work.
    """
    report = progress or _ignore
    propre = normalize(clean_document(document))
    racine = Balise("Document", None)
    format = styles.ECRAN if propre.presentation == PROJECTION else styles.A4
    if propre.presentation in FEUILLETS:
        histoire = build_sheets(propre, racine, format)
    else:
        histoire = Contenu(propre, racine, format, format.largeur).build()

    def lay_out(sortie: io.BytesIO, connues: dict[str, int], total: int) -> Gabarit:
        label = "Écriture" if total else "Mise en page"
        gabarit = Gabarit(
            sortie,
            propre,
            format,
            pages_connues=connues,
            total=total,
            on_page=lambda page: report(page, total, label),
        )
        canvas = functools.partial(TaggedCanvas, racine=racine, a_blanc=not total)
        gabarit.build(list(histoire), canvasmaker=canvas)
        gabarit.restore_flowables()
        return gabarit

    sortie = io.BytesIO()
    premier = lay_out(io.BytesIO(), {}, 0)
    second = lay_out(sortie, premier.pages, premier.page)
    if second.pages != premier.pages or second.page != premier.page:
        raise RuntimeError("the two passes do not agree on page numbers")
    return finish(sortie.getvalue(), propre)


def _ignore(_done: int, _total: int, _label: str) -> None:
    """Nobody asked to follow the work."""
