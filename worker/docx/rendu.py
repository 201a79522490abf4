"""The neutral document as a .docx: real headings, lists and tables, in French, to be written on.

Drawings are told by their alternative text and their table of values.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as Fichier
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from core.rapports.document import (
    RAPPORT,
    Bloc,
    Carte,
    Chiffres,
    Document,
    Graphique,
    Indisponible,
    Liste,
    SautDePage,
    Section,
    Sommaire,
    Tableau,
    Texte,
    Titre,
    build_table,
    list_sections,
    normalize,
)

VERSION_DOCX = "docx-1"
"""Changes with anything that changes what is made from a same document."""

_LANGUE = "fr-FR"
_POLICE = "Calibri"
_SENS = {
    "gauche": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "droite": WD_ALIGN_PARAGRAPH.RIGHT,
}
_STYLES = {"normal": "Normal", "chapeau": "Intense Quote", "note": "Normal", "citation": "Quote"}
# XML has no place for these: a visible sign, never nothing.
_INTERDITS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LARGEUR_CM = 16.0


def render_docx(document: Document) -> bytes:
    """The document as the bytes of a .docx file, A4, in French."""
    propre = normalize(document)
    fichier = docx.Document()
    _set_up(fichier, propre)
    if propre.presentation == RAPPORT:
        _write(fichier.add_paragraph(style="Title"), propre.titre)
        for texte in (propre.sous_titre, *propre.mentions):
            if texte:
                _write(fichier.add_paragraph(), texte)
    _Contenu(fichier, propre).add(propre.blocs)
    sortie = io.BytesIO()
    fichier.save(sortie)
    return sortie.getvalue()


def _set_up(fichier: Fichier, document: Document) -> None:
    """Page, language, properties, and the warning of a demonstration on each page."""
    (section,) = fichier.sections
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = fichier.styles["Normal"]
    normal.font.name, normal.font.size = _POLICE, Pt(11)
    for run in fichier.styles.element.iter(qn("w:rPr")):
        for lang in run.findall(qn("w:lang")):
            run.remove(lang)
    defaults = fichier.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), _LANGUE)
    defaults.append(lang)
    properties = fichier.core_properties
    properties.title, properties.author = _clean(document.titre), _clean(document.auteur)
    properties.subject = _clean(document.sujet or document.sous_titre)
    properties.language, properties.comments = _LANGUE, ""
    properties.created = properties.modified = datetime.fromisoformat(document.date)
    if document.demonstration:
        _write(section.header.paragraphs[0], "DÉMONSTRATION : données fictives")
    _write(section.footer.paragraphs[0], document.auteur)


class _Contenu:
    """Adds blocks at the end of a file."""

    def __init__(self, fichier: Fichier, document: Document) -> None:
        self._fichier = fichier
        self._document = document

    def add(self, blocs: tuple[Bloc, ...]) -> None:
        """Each block in turn, sections with what they hold."""
        for bloc in blocs:
            match bloc:
                case Section():
                    self._fichier.add_heading(_clean(bloc.titre), bloc.niveau)
                    self.add(bloc.blocs)
                case Titre():
                    self._fichier.add_heading(_clean(bloc.texte), bloc.niveau)
                case Texte():
                    self._paragraph(bloc.texte, _STYLES[bloc.style])
                case Liste():
                    style = "List Number" if bloc.ordonnee else "List Bullet"
                    for element in bloc.elements:
                        self._paragraph(element, style)
                case Chiffres():
                    for chiffre in bloc.elements:
                        precision = f" ({chiffre.precision})" if chiffre.precision else ""
                        self._paragraph(
                            f"{chiffre.libelle} : {chiffre.valeur}{precision}", "List Bullet"
                        )
                case Tableau():
                    self._table(bloc)
                case Graphique() | Carte():
                    self._paragraph(f"{bloc.titre}. {bloc.alternative}", "Normal")
                    self._table(build_table(bloc))
                case SautDePage():
                    self._fichier.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
                case Indisponible():
                    self._paragraph(f"Section indisponible : {bloc.titre}. {bloc.raison}", "Quote")
                case Sommaire():
                    for section in list_sections(self._document):
                        self._paragraph(section.titre, "List Bullet")

    def _paragraph(self, texte: str, style: str) -> None:
        _write(self._fichier.add_paragraph(style=style), texte)

    def _table(self, bloc: Tableau) -> None:
        if bloc.titre:
            caption = self._fichier.add_paragraph(style="Caption")
            _write(caption, bloc.titre)
            caption.paragraph_format.keep_with_next = True
        table = self._fichier.add_table(rows=1, cols=len(bloc.colonnes), style="Table Grid")
        table.autofit = False
        parts = sum(colonne.largeur for colonne in bloc.colonnes)
        widths = [Cm(_LARGEUR_CM * colonne.largeur / parts) for colonne in bloc.colonnes]
        _repeat_header(table.rows[0])
        for rang, colonne in enumerate(bloc.colonnes):
            self._cell(table.rows[0].cells[rang], colonne.libelle, colonne.alignement, gras=True)
        vide = ("Aucune ligne", *[""] * (len(bloc.colonnes) - 1))
        for ligne in bloc.lignes or (vide,):
            row = table.add_row()
            _keep_whole(row)
            if bloc.place:
                row.height, row.height_rule = Pt(bloc.place + 14), WD_ROW_HEIGHT_RULE.AT_LEAST
            for rang, texte in enumerate(ligne):
                self._cell(row.cells[rang], texte, bloc.colonnes[rang].alignement)
        for row in table.rows:
            for rang, width in enumerate(widths):
                row.cells[rang].width = width
        if bloc.note:
            self._paragraph(bloc.note, "Normal")

    @staticmethod
    def _cell(cell: Any, texte: str, alignement: str, *, gras: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _SENS[alignement]
        _write(paragraph, texte)
        for run in paragraph.runs:
            run.bold = gras


def _write(paragraph: Any, texte: str) -> None:
    """The text of a paragraph, its line breaks kept."""
    for rang, ligne in enumerate(_clean(texte).split("\n")):
        run = paragraph.add_run()
        if rang:
            run.add_break()
        run.add_text(ligne)


def _clean(texte: str) -> str:
    return _INTERDITS.sub("?", texte.replace("\r\n", "\n").replace("\r", "\n"))


def _repeat_header(row: Any) -> None:
    """The first row is the header: read as such, and repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    properties.append(header)


def _keep_whole(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
