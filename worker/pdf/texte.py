"""The one place where the text of a document becomes safe to print."""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import Any
from xml.sax.saxutils import escape

import structlog

from core.rapports.dessins.style import drawable_characters
from core.rapports.document import Document

SIGNE_MANQUANT = "?"

# Same meaning, drawn by our font: no-break hyphen, thin and figure spaces, typographic arrows.
_EQUIVALENTS = {
    "\t": " ",
    "\r\n": "\n",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u2010": "-",
    "\u2011": "-",
    "\u2007": "\u00a0",
    "\u2008": "\u202f",
    "\u2009": "\u202f",
    "\u200a": "\u202f",
    "\u2197": "\u2191",
    "\u2198": "\u2193",
    "\u25cf": "\u2022",
}
# Marks without width: invisible where they are known, so leaving them out loses nothing.
_SANS_LARGEUR = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")

_log = structlog.get_logger(__name__)


def clean_document(document: Document) -> Document:
    """The document with each character that the font lacks replaced by a visible sign.

    A letter that vanished would change a name or a figure unseen: it becomes "?", and one warning
    lists the characters concerned.
    """
    manquants: set[str] = set()
    cleaned: Document = _clean(document, manquants)
    if manquants:
        _log.warning(
            "pdf_missing_glyphs",
            document=document.titre,
            characters=sorted(f"U+{ord(caractere):04X}" for caractere in manquants),
        )
    return cleaned


def _clean(value: Any, manquants: set[str]) -> Any:
    if isinstance(value, str):
        return clean_text(value, manquants)
    if isinstance(value, tuple):
        return tuple(_clean(item, manquants) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: _clean(getattr(value, field.name), manquants)
            for field in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **changes)
    return value


def clean_text(texte: str, manquants: set[str]) -> str:
    """One string made of drawable characters; those that are not are added to ``manquants``."""
    if texte.isascii() and texte.isprintable():
        return texte
    for ancien, nouveau in _EQUIVALENTS.items():
        texte = texte.replace(ancien, nouveau)
    connus = drawable_characters()
    sortie = []
    for caractere in unicodedata.normalize("NFC", texte):
        if caractere == "\n" or ord(caractere) in connus:
            if caractere not in _SANS_LARGEUR:
                sortie.append(caractere)
        elif caractere not in _SANS_LARGEUR:
            manquants.add(caractere)
            sortie.append(SIGNE_MANQUANT)
    return "".join(sortie)


def to_markup(texte: str) -> str:
    """Plain text as paragraph markup: everything escaped, line breaks kept.

    Paragraphs are cut at a narrow no-break space, so a large number could begin on a line and end on the
    next: the ordinary one holds.
    """
    return escape(texte.strip()).replace("\u202f", "\u00a0").replace("\n", "<br/>")
