"""The neutral document: what a report says, without how it looks.

A report is built once as a tree of these values, kept as JSON beside the file, then rendered as
PDF (``worker.pdf``) and as HTML (``core.rapports.html``). Every string is plain text: markup in it
is printed as typed, because each renderer escapes in one place.

Only the standard library is imported, so that axes can use these types through ``core.api``.
"""

import dataclasses
import datetime
import re
from dataclasses import dataclass
from typing import Any

from core.rapports.blocs import (
    Bloc,
    Carte,
    Chiffre,
    Chiffres,
    Colonne,
    Graphique,
    Indisponible,
    Liste,
    Point,
    SautDePage,
    Section,
    Serie,
    Sommaire,
    Tableau,
    Texte,
    Titre,
    Zone,
    require,
)

__all__ = [
    "Bloc",
    "Carte",
    "Chiffre",
    "Chiffres",
    "Colonne",
    "Document",
    "Graphique",
    "Indisponible",
    "Liste",
    "Point",
    "SautDePage",
    "Section",
    "Serie",
    "Sommaire",
    "Tableau",
    "Texte",
    "Titre",
    "Zone",
    "build_table",
    "format_number",
    "from_json",
    "list_sections",
    "normalize",
    "to_json",
]


RAPPORT, ACTE, COURRIER, DOSSIER, PROJECTION = PRESENTATIONS = (
    "rapport",
    "acte",
    "courrier",
    "dossier",
    "projection",
)
FEUILLETS = (DOSSIER, PROJECTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report.

    ``date`` is the day it speaks of itself as made (ISO), and the only date in the file, so that
    the same document gives the same bytes. ``mentions`` are lines of the cover: who, sources.
    ``demonstration`` marks each page; ``provisoire`` says the figures may still change.
    ``presentation`` says how it is laid out: "rapport" has a cover and running titles; "acte" (minutes, a
    sheet to sign) begins with its first section and numbers its pages; "courrier" holds letters, each of
    them on its own. These two have no cover, so their first section is the title. A "dossier" and a
    "projection" (16:9) begin with their title and are made of sheets, from one ``SautDePage`` to the next:
    each of them holds on one page, whatever it says.
    """

    titre: str
    sous_titre: str = ""
    exercice: int | None = None
    auteur: str = ""
    sujet: str = ""
    langue: str = "fr"
    date: str
    mentions: tuple[str, ...] = ()
    demonstration: bool = False
    provisoire: bool = False
    presentation: str = RAPPORT
    blocs: tuple[Bloc, ...] = ()

    def __post_init__(self) -> None:
        datetime.date.fromisoformat(self.date)
        require(bool(self.titre.strip()), "document sans titre")
        require(self.presentation in PRESENTATIONS, f"présentation inconnue : {self.presentation}")


_TYPES: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        Document,
        Section,
        Titre,
        Texte,
        Liste,
        Chiffres,
        Chiffre,
        Tableau,
        Colonne,
        Graphique,
        Serie,
        Point,
        Carte,
        Zone,
        SautDePage,
        Indisponible,
        Sommaire,
    )
}


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON-ready data: each value a dict whose ``type`` names its class."""
    encoded = _encode(document)
    assert isinstance(encoded, dict)
    return encoded


def from_json(data: dict[str, Any]) -> Document:
    """The exact inverse of ``to_json``. Raises ValueError on anything that is not a document."""
    if data.get("type") != Document.__name__:
        raise ValueError("ces données ne sont pas un document")
    document: Document = _decode(data)
    return document


def _encode(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {f.name: _encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"type": type(value).__name__, **fields}
    return value


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if isinstance(value, dict):
        cls = _TYPES.get(value.get("type", ""))
        if cls is None:
            raise ValueError(f"bloc inconnu : {value.get('type')!r}")
        fields = {name: _decode(item) for name, item in value.items() if name != "type"}
        try:
            return cls(**fields)
        except TypeError as error:
            raise ValueError(f"bloc {cls.__name__} invalide : {error}") from error
    return value


def normalize(document: Document) -> Document:
    """The same document with sound headings: no level skipped, each anchor present and unique.

    Axes write their sections apart; only the whole shows that two share an anchor or that a level
    3 follows a level 1, which PDF/UA (ISO 14289-1, 7.4.2) and RGAA 9.1 refuse.
    """
    return dataclasses.replace(document, blocs=_Normalizer().blocs(document.blocs))


class _Normalizer:
    def __init__(self) -> None:
        self._heading = 0
        self._section = 0
        self._anchors: set[str] = set()

    def blocs(self, blocs: "tuple[Bloc, ...]") -> "tuple[Bloc, ...]":
        return tuple(self._bloc(bloc) for bloc in blocs)

    def _bloc(self, bloc: Bloc) -> Bloc:
        if isinstance(bloc, Section):
            niveau = min(bloc.niveau, self._heading + 1, self._section + 1)
            self._heading = self._section = niveau
            return dataclasses.replace(
                bloc,
                niveau=niveau,
                ancre=self._anchor(bloc.ancre),
                blocs=self.blocs(bloc.blocs),
            )
        if isinstance(bloc, Titre):
            niveau = min(bloc.niveau, self._heading + 1)
            self._heading = niveau
            return dataclasses.replace(bloc, niveau=niveau)
        return bloc

    def _anchor(self, wanted: str) -> str:
        base = re.sub(r"[^A-Za-z0-9_-]+", "-", wanted).strip("-") or "section"
        anchor, rank = base, 1
        while anchor in self._anchors:
            rank += 1
            anchor = f"{base}-{rank}"
        self._anchors.add(anchor)
        return anchor


def list_sections(document: Document, niveau_max: int = 2) -> tuple[Section, ...]:
    """Sections down to ``niveau_max`` in reading order: the lines of the contents."""
    found: list[Section] = []

    def visit(blocs: tuple[Bloc, ...]) -> None:
        for bloc in blocs:
            if isinstance(bloc, Section):
                if bloc.niveau <= niveau_max:
                    found.append(bloc)
                visit(bloc.blocs)

    visit(document.blocs)
    return tuple(found)


def build_table(bloc: Graphique | Carte) -> Tableau:
    """The table of values that goes with a drawing; an unknown value reads "non renseigné"."""
    unite = f" ({bloc.unite})" if bloc.unite else ""
    if isinstance(bloc, Carte):
        return Tableau(
            titre=f"Valeurs de la carte : {bloc.titre}",
            colonnes=(
                Colonne(libelle="Commune", largeur=3),
                Colonne(libelle=f"Valeur{unite}", alignement="droite", largeur=2),
            ),
            lignes=tuple((zone.nom, zone.texte or "non renseigné") for zone in bloc.zones),
        )
    points = bloc.series[0].points if bloc.series else ()
    return Tableau(
        titre=f"Valeurs du graphique : {bloc.titre}",
        colonnes=(
            Colonne(libelle="Repère", largeur=2),
            *(
                Colonne(libelle=f"{serie.nom}{unite}", alignement="droite", largeur=2)
                for serie in bloc.series
            ),
        ),
        lignes=tuple(
            (
                point.libelle,
                *(_tell(serie.points[rank]) for serie in bloc.series),
            )
            for rank, point in enumerate(points)
        ),
    )


def _tell(point: Point) -> str:
    return point.texte or format_number(point.valeur)


def format_number(valeur: float | None) -> str:
    """A number as French readers write it: narrow no-break space, comma, at most one decimal."""
    if valeur is None:
        return "non renseigné"
    texte = f"{valeur:,.1f}".removesuffix(".0").replace(",", "\u202f").replace(".", ",")
    return "0" if texte == "-0" else texte.replace("-", "\u2212")
