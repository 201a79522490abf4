"""Page measures and paragraph styles of the reports (points)."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4 as PAGE_A4
from reportlab.lib.styles import ParagraphStyle

from core.rapports.dessins.style import (
    ACCENT,
    ENCRE,
    GRIS,
    POLICE,
    POLICE_GRAS,
    POLICE_TITRE,
    register_fonts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A page and its margins. ``carte`` is the highest that a map may be drawn, ``filigrane`` the angle
    (degrees) and the size of the watermark, ``pied`` the height of the footer's rule, ``grossi`` how much
    larger than the styles a sheet is when it has room."""

    largeur_page: float
    hauteur_page: float
    marge: float
    marge_haut: float
    marge_bas: float
    carte: float
    filigrane: tuple[float, float]
    pied: float
    grossi: float

    @property
    def largeur(self) -> float:
        """Width of the text."""
        return self.largeur_page - 2 * self.marge

    @property
    def hauteur(self) -> float:
        """Height of the text."""
        return self.hauteur_page - self.marge_haut - self.marge_bas

    @property
    def hauteur_dessin(self) -> float:
        """Highest drawing that leaves room for its title."""
        return self.hauteur - 60


A4 = Format(
    largeur_page=PAGE_A4[0],
    hauteur_page=PAGE_A4[1],
    marge=62.0,
    marge_haut=78.0,
    marge_bas=66.0,
    carte=470.0,
    filigrane=(54, 44),
    pied=46.0,
    grossi=1.2,
)
# 16:9. As wide as the text of A4 and half as high: the very same styles read large on a screen.
ECRAN = Format(
    largeur_page=640.0,
    hauteur_page=360.0,
    marge=44.0,
    marge_haut=30.0,
    marge_bas=36.0,
    carte=196.0,
    filigrane=(29, 32),
    pied=27.0,
    grossi=1.0,
)

ALIGNEMENTS = {"gauche": TA_LEFT, "centre": TA_CENTER, "droite": TA_RIGHT}

register_fonts()


def _style(nom: str, corps: float, interligne: float, **options: object) -> ParagraphStyle:
    defauts = {"fontName": POLICE, "textColor": ENCRE, "splitLongWords": 1}
    return ParagraphStyle(nom, fontSize=corps, leading=interligne, **{**defauts, **options})


COUVERTURE_SURTITRE = _style("couverture-surtitre", 11, 15, fontName=POLICE_GRAS, textColor=ACCENT)
COUVERTURE_TITRE = _style(
    "couverture-titre", 32, 37, fontName=POLICE_TITRE, spaceBefore=14, spaceAfter=12
)
COUVERTURE_SOUS_TITRE = _style("couverture-sous-titre", 16, 22, textColor=GRIS, spaceAfter=22)
TITRE_DOSSIER = _style("titre-dossier", 25, 29, fontName=POLICE_TITRE, spaceAfter=4)
SOUS_TITRE = _style("sous-titre", 11.5, 15.5, textColor=GRIS, spaceAfter=9)
COUVERTURE_DATE = _style("couverture-date", 11, 16, spaceAfter=4)
COUVERTURE_MENTION = _style("couverture-mention", 9.5, 14, textColor=GRIS, spaceAfter=4)
COUVERTURE_SIGNE = _style("couverture-signe", 10.5, 15, fontName=POLICE_GRAS, leftIndent=12)

TITRES = {
    1: _style("titre-1", 21, 25, fontName=POLICE_TITRE, spaceBefore=22, spaceAfter=10),
    2: _style("titre-2", 14.5, 18.5, fontName=POLICE_TITRE, spaceBefore=18, spaceAfter=6),
    3: _style("titre-3", 11.5, 15, fontName=POLICE_GRAS, spaceBefore=12, spaceAfter=4),
}
TITRE_SOMMAIRE = _style("titre-sommaire", 21, 25, fontName=POLICE_TITRE, spaceAfter=16)
SOMMAIRE = {
    1: _style("sommaire-1", 11, 15, fontName=POLICE_GRAS, rightIndent=34, spaceBefore=9),
    2: _style("sommaire-2", 10, 14, leftIndent=14, rightIndent=34, spaceBefore=3),
}

TEXTES = {
    "normal": _style("texte", 10.2, 15, spaceAfter=7),
    "chapeau": _style("chapeau", 12, 17.5, textColor=GRIS, spaceAfter=10),
    "note": _style("note", 8.6, 12, textColor=GRIS, spaceAfter=8),
    "citation": _style(
        "citation", 10.2, 15, leftIndent=16, rightIndent=16, spaceBefore=2, spaceAfter=9
    ),
}
LISTE = _style("liste", 10.2, 14.6, leftIndent=18, spaceAfter=3.5)
LEGENDE = _style("legende", 10, 13.5, fontName=POLICE_GRAS, spaceBefore=8, spaceAfter=5)

CARTE_LIBELLE = _style("chiffre-libelle", 9, 12, textColor=GRIS)
CARTE_VALEUR = _style("chiffre-valeur", 22, 26, fontName=POLICE_TITRE)
CARTE_PRECISION = _style("chiffre-precision", 8.6, 11.5, textColor=GRIS)

CORPS_TABLEAU, INTERLIGNE_TABLEAU = 8.8, 11.6
CELLULES = {
    nom: _style(f"cellule-{nom}", CORPS_TABLEAU, INTERLIGNE_TABLEAU, alignment=code)
    for nom, code in ALIGNEMENTS.items()
}
ENTETES = {
    nom: _style(
        f"entete-{nom}",
        CORPS_TABLEAU,
        INTERLIGNE_TABLEAU,
        fontName=POLICE_GRAS,
        alignment=code,
    )
    for nom, code in ALIGNEMENTS.items()
}
