"""Last touches on the written file: what reportlab cannot say, and a smaller size."""

from __future__ import annotations

import io
import re
from xml.sax.saxutils import escape

import pikepdf

from core.rapports.document import Document

_CODE_NUL = re.compile(rb"<[0-9A-F]{2}> <0000>\n")
_CODE = re.compile(rb"<[0-9A-F]{2}> <[0-9A-F]{4,}>\n")
_NOMBRE = re.compile(rb"\d+ beginbfchar")


def finish(brut: bytes, document: Document) -> bytes:
    """Declares the file PDF/UA-1, dates it from the document and packs it.

    The identifier is computed from the content, so that same content gives same bytes.
    """
    with pikepdf.open(io.BytesIO(brut)) as pdf:
        root = pdf.Root
        root.MarkInfo = pikepdf.Dictionary(Marked=True)
        root.Metadata = pdf.make_stream(
            _build_xmp(document, str(root.Lang)),
            Type=pikepdf.Name.Metadata,
            Subtype=pikepdf.Name.XML,
        )
        date = f"D:{document.date.replace('-', '')}000000Z"
        pdf.docinfo["/CreationDate"] = pikepdf.String(date)
        pdf.docinfo["/ModDate"] = pikepdf.String(date)
        _drop_null_codes(pdf)
        sortie = io.BytesIO()
        pdf.save(
            sortie,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return sortie.getvalue()


def count_pages(contenu: bytes) -> int:
    """Number of pages of a PDF file."""
    with pikepdf.open(io.BytesIO(contenu)) as pdf:
        return len(pdf.pages)


def _drop_null_codes(pdf: pikepdf.Pdf) -> None:
    """Code 0 of a second set of glyphs is declared as U+0000, which PDF/UA-1 (7.21.7) forbids."""
    # All pages share one dictionary of fonts.
    for police in pdf.pages[0].Resources.Font.values():
        flux = police.get("/ToUnicode")
        if not isinstance(flux, pikepdf.Stream):
            continue
        avant = flux.read_bytes()
        apres = _CODE_NUL.sub(b"", avant)
        if apres != avant:
            nombre = b"%d beginbfchar" % len(_CODE.findall(apres))
            flux.write(_NOMBRE.sub(nombre, apres))


def _build_xmp(document: Document, langue: str) -> bytes:
    """The metadata packet: title, language, date, and the declaration of PDF/UA-1 (ISO 14289-1)."""
    titre, auteur = escape(document.titre), escape(document.auteur)
    sujet = escape(document.sujet or document.sous_titre or document.titre)
    date = f"{document.date}T00:00:00Z"
    createur = f"<dc:creator><rdf:Seq><rdf:li>{auteur}</rdf:li></rdf:Seq></dc:creator>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        "<pdfuaid:part>1</pdfuaid:part>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{titre}</rdf:li></rdf:Alt></dc:title>'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{sujet}</rdf:li></rdf:Alt>'
        "</dc:description>"
        f"{createur if auteur else ''}"
        f"<dc:language><rdf:Bag><rdf:li>{escape(langue)}</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>"
        "<xmp:CreatorTool>CTG</xmp:CreatorTool><pdf:Producer>CTG</pdf:Producer>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()
