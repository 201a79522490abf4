"""The blocks of a neutral document, re-exported by ``core.rapports.document``.

Every string is plain text: markup in it is printed as typed. Only the standard library is
imported, so that axes can use these types through ``core.api``.
"""

import re
from dataclasses import dataclass

STYLES_TEXTE = ("normal", "chapeau", "note", "citation")
GENRES_GRAPHIQUE = ("barres", "barres_horizontales", "courbe")
ALIGNEMENTS = ("gauche", "centre", "droite")
TENDANCES = ("hausse", "baisse", "stable")
NIVEAU_MAX = 3
PLACE_MAX = 200.0

_COULEUR = re.compile(r"#[0-9a-fA-F]{6}")


def require(condition: bool, message: str) -> None:
    """Raises ValueError with a message for people when a value breaks its rule."""
    if not condition:
        raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Titre:
    """A heading that opens no section of its own (not in the contents). ``niveau``: 1 to 3."""

    texte: str
    niveau: int = 2

    def __post_init__(self) -> None:
        require(1 <= self.niveau <= NIVEAU_MAX, f"niveau de titre invalide : {self.niveau}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texte:
    """A paragraph. Line breaks of the text are kept."""

    texte: str
    style: str = "normal"

    def __post_init__(self) -> None:
        require(self.style in STYLES_TEXTE, f"style de texte inconnu : {self.style}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Liste:
    """A list of plain items, numbered when ``ordonnee``."""

    elements: tuple[str, ...]
    ordonnee: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chiffre:
    """A key figure, already formatted for people ("1 234,5 %").

    ``precision`` says what it covers ("22 communes sur 26"); ``tendance`` is a direction, not a
    judgement: whether a rise is good depends on the indicator.
    """

    libelle: str
    valeur: str
    precision: str = ""
    tendance: str | None = None

    def __post_init__(self) -> None:
        require(
            self.tendance is None or self.tendance in TENDANCES,
            f"tendance inconnue : {self.tendance}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chiffres:
    """A group of key figures, shown as cards."""

    elements: tuple[Chiffre, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """A column: ``largeur`` is a share relative to the other columns of the table."""

    libelle: str
    alignement: str = "gauche"
    largeur: float = 1.0

    def __post_init__(self) -> None:
        require(self.alignement in ALIGNEMENTS, f"alignement inconnu : {self.alignement}")
        require(self.largeur > 0, f"largeur de colonne invalide : {self.largeur}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """A table: each row has as many cells as there are columns; the first cell names its row.

    ``place``: points left free under the text of each row, to be filled by hand (a signature).
    """

    titre: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[str, ...], ...]
    note: str = ""
    place: float = 0.0

    def __post_init__(self) -> None:
        require(bool(self.colonnes), f"tableau sans colonne : {self.titre}")
        require(0 <= self.place <= PLACE_MAX, f"place invalide : {self.place}")
        for numero, ligne in enumerate(self.lignes, 1):
            require(
                len(ligne) == len(self.colonnes),
                f"tableau « {self.titre} », ligne {numero} : {len(ligne)} cellules "
                f"pour {len(self.colonnes)} colonnes",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a series; None is "not known", drawn as a gap and never as zero. ``texte`` stands for it
    in the table of values when there is another reason than that."""

    libelle: str
    valeur: float | None
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """A named series of values. Series of one chart share the labels of the first."""

    nom: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphique:
    """A chart, always followed by the table of its values when rendered.

    ``alternative`` is read aloud in place of the picture: say what one should see in it.
    """

    titre: str
    genre: str
    series: tuple[Serie, ...]
    unite: str = ""
    alternative: str
    note: str = ""

    def __post_init__(self) -> None:
        require(self.genre in GENRES_GRAPHIQUE, f"genre de graphique inconnu : {self.genre}")
        require(bool(self.alternative.strip()), f"graphique sans alternative : {self.titre}")
        libelles = [tuple(p.libelle for p in serie.points) for serie in self.series]
        require(
            all(suite == libelles[0] for suite in libelles),
            f"graphique « {self.titre} » : les séries n'ont pas les mêmes libellés",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A commune on the map.

    ``latitude`` and ``longitude`` (degrees, WGS 84) are those of its chef-lieu; ``contour`` is its
    real outline when known: rings of (longitude, latitude). ``texte`` is the value for people.
    """

    code: str
    nom: str
    valeur: float | None
    texte: str
    latitude: float
    longitude: float
    contour: tuple[tuple[tuple[float, float], ...], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte:
    """A map by commune. ``schematique``: cells around the chefs-lieux, not real outlines.

    ``valeurs`` False: its table of values is not printed below it, because the document gives the
    same values in a table of its own, which ``note`` then names.
    """

    titre: str
    zones: tuple[Zone, ...]
    unite: str = ""
    alternative: str
    note: str = ""
    schematique: bool = True
    valeurs: bool = True

    def __post_init__(self) -> None:
        require(bool(self.alternative.strip()), f"carte sans alternative : {self.titre}")
        require(
            self.valeurs or bool(self.note.strip()),
            f"carte sans valeurs ni renvoi à leur tableau : {self.titre}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SautDePage:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indisponible:
    """Stands for a section that its axis could not give: the rest of the report goes on."""

    titre: str
    raison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sommaire:
    """Where the contents go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part, listed in the contents (levels 1 and 2) and in the outline.

    ``ancre`` is its stable name for links; ``couleur`` (``#rrggbb``) tints its rule and its
    charts, usually the colour of its axis.
    """

    titre: str
    niveau: int
    ancre: str
    blocs: "tuple[Bloc, ...]" = ()
    couleur: str | None = None

    def __post_init__(self) -> None:
        require(
            1 <= self.niveau <= NIVEAU_MAX,
            f"niveau de section invalide : {self.niveau}",
        )
        require(
            self.couleur is None or _COULEUR.fullmatch(self.couleur) is not None,
            f"couleur invalide : {self.couleur}",
        )


Bloc = (
    Section
    | Titre
    | Texte
    | Liste
    | Chiffres
    | Tableau
    | Graphique
    | Carte
    | SautDePage
    | Indisponible
    | Sommaire
)
