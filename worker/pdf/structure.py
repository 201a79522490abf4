"""Tagged PDF over open-source reportlab: marked content and the structure tree (PDF/UA-1).

A flowable carries a ``Balise``; when drawn it opens it on the canvas, which numbers the marked
content of the page and remembers to which element it belongs. Pieces of one flowable split over
pages share its balise, so that they stay one element. The tree is written when the file is saved.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas


class Balise:
    """A place in the structure tree: its role, its parent, its attributes (PDF syntax)."""

    __slots__ = ("alternative", "attributs", "parent", "role")

    def __init__(
        self,
        role: str,
        parent: Balise | None,
        *,
        attributs: str = "",
        alternative: str = "",
    ) -> None:
        self.role = role
        self.parent = parent
        self.attributs = attributs
        self.alternative = alternative


class _Element:
    """A structure element of the file being written."""

    __slots__ = ("attributs", "balise", "enfants", "nom", "parent")

    def __init__(self, balise: Balise, parent: _Element | None) -> None:
        self.balise = balise
        self.parent = parent
        self.attributs = balise.attributs
        # An element, a marked content (page index, number), or the name of a link annotation.
        self.enfants: list[_Element | tuple[int, int] | tuple[int, str]] = []
        self.nom = ""


class _Brut(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose text is known: thousands of elements are written this way fast."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.contenu = b""

    def format(self, document: Any) -> bytes:
        return self.contenu


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas that marks its content. ``a_blanc``: lays out without drawing (first pass)."""

    def __init__(self, *args: Any, racine: Balise, a_blanc: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.a_blanc = a_blanc
        self._racine = _Element(racine, None)
        self._elements: dict[Balise, _Element] = {racine: self._racine}
        self._marques: list[_Element] = []
        self._pages: list[list[_Element]] = []
        self._liens: list[_Element] = []
        self._ouverte = False

    def open(self, balise: Balise) -> None:
        """Starts content that belongs to this element. Marks do not nest."""
        self._mark(f"/{balise.role} <</MCID {len(self._marques)}>> BDC")
        element = self._element(balise)
        element.enfants.append((len(self._pages), len(self._marques)))
        self._marques.append(element)

    def open_artifact(self, proprietes: str = "/Type /Layout") -> None:
        """Starts content that is not read: rules, grounds, running heads."""
        self._mark(f"/Artifact <<{proprietes}>> BDC")

    def close(self) -> None:
        """Ends the content opened last."""
        if not self._ouverte:
            raise RuntimeError("no marked content is open")
        self._ouverte = False
        self._code.append("EMC")

    def link_to(self, balise: Balise, rect: tuple[float, ...], cible: str, texte: str) -> None:
        """A link over ``rect`` (current coordinates) to the section ``cible``."""
        nom = f"lien{len(self._liens)}"
        element = self._element(balise)
        element.enfants.append((len(self._pages), nom))
        self._liens.append(element)
        annotation = _Lien(
            Rect=self._absRect(rect, 1),
            Contents=texte,
            Destination=self._bookmarkReference(cible),
            Border="[0 0 0]",
            F=4,
        )
        annotation.rang = len(self._liens) - 1
        annotation.canvas = self
        self._addAnnotation(annotation, nom)

    def showPage(self) -> None:
        """Closes the page, with the entries that tie its content to the structure."""
        if self._ouverte:
            raise RuntimeError("marked content left open at the end of a page")
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._pages)
        page.Tabs = pdfdoc.PDFName("S")
        self._pages.append(self._marques)
        self._marques = []

    def save(self) -> None:
        """Writes the file; a blank pass writes nothing."""
        if self._code:
            self.showPage()
        if not self.a_blanc:
            self._write_tree()
            super().save()

    def parent_key(self, rang: int) -> int:
        """Key of the n-th link in the parent tree: links come after the pages."""
        return len(self._pages) + rang

    def _mark(self, operateur: str) -> None:
        if self._ouverte:
            raise RuntimeError("marked content cannot nest")
        self._ouverte = True
        self._code.append(operateur)

    def _element(self, balise: Balise) -> _Element:
        element = self._elements.get(balise)
        if element is None:
            parent = self._element(balise.parent) if balise.parent else self._racine
            element = self._elements[balise] = _Element(balise, parent)
            parent.enfants.append(element)
        return element

    def _write_tree(self) -> None:
        document = self._doc
        racine, arbre = _Brut(), _Brut()
        objets = [(element, _Brut()) for element in self._elements.values()]

        def numero(objet: Any) -> bytes:
            reference: bytes = document.Reference(objet).format(document)
            return reference

        reference_racine, reference_arbre = numero(racine), numero(arbre)
        references = {id(element): numero(objet) for element, objet in objets}
        pages = [numero(page) for page in document.Pages.pages]

        def enfant(item: Any) -> bytes:
            if isinstance(item, _Element):
                return references[id(item)]
            page, quoi = item
            if isinstance(quoi, str):
                lien = document.refAnnotation(quoi).format(document)
                return b"<</Type /OBJR /Pg %b /Obj %b>>" % (pages[page], lien)
            return b"<</Type /MCR /Pg %b /MCID %d>>" % (pages[page], quoi)

        for element, objet in objets:
            parent = reference_racine if element.parent is None else references[id(element.parent)]
            alternative = element.balise.alternative
            objet.contenu = b"<</Type /StructElem /S /%b /P %b /K [%b]%b%b>>" % (
                element.balise.role.encode("ascii"),
                parent,
                b" ".join(enfant(item) for item in element.enfants),
                f" /A <<{element.attributs}>>".encode("ascii") if element.attributs else b"",
                b" /Alt " + _hex_text(alternative) if alternative else b"",
            )
        entrees = [
            b"%d [%b]" % (rang, b" ".join(references[id(element)] for element in marques))
            for rang, marques in enumerate(self._pages)
        ]
        entrees += [
            b"%d %b" % (self.parent_key(rang), references[id(element)])
            for rang, element in enumerate(self._liens)
        ]
        arbre.contenu = b"<</Nums [%b]>>" % b"\n".join(entrees)
        racine.contenu = (
            b"<</Type /StructTreeRoot /K [%b] /ParentTree %b /ParentTreeNextKey %d>>"
            % (
                references[id(self._racine)],
                reference_arbre,
                self.parent_key(len(self._liens)),
            )
        )
        document.Catalog.StructTreeRoot = racine

    def set_bbox(self, balise: Balise, largeur: float, hauteur: float) -> None:
        """Gives a figure its place on the page, from the current origin."""
        coins = (*self.absolutePosition(0, 0), *self.absolutePosition(largeur, hauteur))
        boite = " ".join(f"{valeur:.2f}" for valeur in coins)
        element = self._element(balise)
        element.attributs = f"/O /Layout /Placement /Block /BBox [{boite}]"


class _Lien(pdfdoc.LinkAnnotation):  # type: ignore[misc]
    """A link that knows its key in the parent tree, known only once all pages are."""

    permitted = (*pdfdoc.LinkAnnotation.permitted, "StructParent")
    canvas: TaggedCanvas
    rang: int

    def Dict(self) -> Any:
        self.otherkw["StructParent"] = self.canvas.parent_key(self.rang)
        return super().Dict()


def _hex_text(texte: str) -> bytes:
    return b"<FEFF" + texte.encode("utf-16-be").hex().upper().encode("ascii") + b">"
