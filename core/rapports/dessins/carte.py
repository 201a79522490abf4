"""Map by commune: cells around the chefs-lieux, or real outlines when the zones carry them.

A class of values is a shade, and the value is written on each cell; a commune without a value is
hatched and says "n. r.": colour is never the only sign.
"""

from __future__ import annotations

import math

from reportlab.graphics.shapes import Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import Color

from core.rapports.dessins import voronoi
from core.rapports.dessins.style import (
    BLANC,
    ENCRE,
    FOND,
    GRIS,
    POLICE,
    POLICE_GRAS,
    fit,
    measure,
    mix,
    parse_color,
    text_on,
)
from core.rapports.document import Carte, Zone, format_number

_TEINTES = (0.12, 0.32, 0.55, 1.0)
_CORPS_NOM = 6.2
_CORPS_VALEUR = 8.0
_LEGENDE = 30.0
_PLACE_NOM = 26.0
_MARGE_KM = 4.0
_HAUTEUR = 470.0

Anneaux = list[voronoi.Polygon]


def draw_map(
    bloc: Carte, *, largeur: float, couleur: str | None = None, hauteur_max: float = _HAUTEUR
) -> Drawing:
    """The map as a drawing ``largeur`` points wide, its communes ``hauteur_max`` high at the most;
    ``couleur`` is the hex tint of its axis."""
    base = parse_color(couleur)
    formes = _shapes(bloc)
    if not formes:
        drawing = Drawing(largeur, 30)
        drawing.add(_text(0, 10, "Aucune commune à représenter.", 8, couleur=GRIS))
        return drawing
    xs = [x for anneaux in formes for anneau in anneaux for x, _ in anneau]
    ys = [y for anneaux in formes for anneau in anneaux for _, y in anneau]
    etendue_x, etendue_y = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    echelle = min((largeur - 4) / etendue_x, hauteur_max / etendue_y)
    hauteur = etendue_y * echelle + _LEGENDE + 6
    gauche = (largeur - etendue_x * echelle) / 2

    def place(anneau: voronoi.Polygon) -> voronoi.Polygon:
        return [
            (gauche + (x - min(xs)) * echelle, _LEGENDE + (y - min(ys)) * echelle)
            for x, y in anneau
        ]

    drawing = Drawing(largeur, hauteur)
    seuils = compute_classes([z.valeur for z in bloc.zones if z.valeur is not None])
    places = [[place(anneau) for anneau in anneaux] for anneaux in formes]
    for zone, anneaux in zip(bloc.zones, places, strict=True):
        _draw_zone(drawing, zone, anneaux, _shade(zone, seuils, base))
    for zone, anneaux in zip(bloc.zones, places, strict=True):
        _draw_label(drawing, zone, anneaux, _shade(zone, seuils, base))
    _draw_legend(drawing, bloc, seuils, base, largeur)
    return drawing


def compute_classes(valeurs: list[float]) -> list[float]:
    """Upper bounds of up to four classes with as many communes each (quantiles), ascending."""
    ordonnees = sorted(set(valeurs))
    if not ordonnees:
        return []
    nombre = min(len(_TEINTES), len(ordonnees))
    rangs = [math.ceil(len(ordonnees) * (k + 1) / nombre) - 1 for k in range(nombre)]
    return [ordonnees[rang] for rang in rangs]


def _shapes(bloc: Carte) -> list[Anneaux]:
    """For each zone, its rings in kilometres."""
    positions = [(z.longitude, z.latitude) for z in bloc.zones]
    if not positions:
        return []
    centre = (
        sum(lon for lon, _ in positions) / len(positions),
        sum(lat for _, lat in positions) / len(positions),
    )
    sites = voronoi.project(positions)
    bornes = voronoi.buffer_hull(sites, _MARGE_KM)
    cellules = voronoi.voronoi_cells(sites, bornes)
    formes: list[Anneaux] = []
    for zone, cellule in zip(bloc.zones, cellules, strict=True):
        if zone.contour:
            formes.append([voronoi.project_around(anneau, centre) for anneau in zone.contour])
        else:
            formes.append([cellule] if cellule else [])
    return formes


def _shade(zone: Zone, seuils: list[float], base: Color) -> Color:
    if zone.valeur is None:
        return FOND
    rang = next(k for k, seuil in enumerate(seuils) if zone.valeur <= seuil)
    decalage = len(_TEINTES) - len(seuils) if len(seuils) > 1 else 1
    return mix(base, _TEINTES[rang + (decalage if len(seuils) < len(_TEINTES) else 0)])


def _draw_zone(drawing: Drawing, zone: Zone, anneaux: Anneaux, fond: Color) -> None:
    for anneau in anneaux:
        drawing.add(
            Polygon(
                [c for point in anneau for c in point],
                fillColor=fond,
                strokeColor=BLANC if zone.valeur is not None else None,
                strokeWidth=1.2,
            )
        )
    if zone.valeur is None:
        _hatch(drawing, anneaux)
        for anneau in anneaux:
            drawing.add(
                Polygon(
                    [c for point in anneau for c in point],
                    fillColor=None,
                    strokeColor=BLANC,
                    strokeWidth=1.2,
                )
            )


def _hatch(drawing: Drawing, anneaux: Anneaux) -> None:
    ys = [y for anneau in anneaux for _, y in anneau]
    if not ys:
        return
    y = math.ceil(min(ys) / 5) * 5.0
    while y < max(ys):
        for debut, fin in voronoi.spans_at(anneaux, y):
            drawing.add(Line(debut, y, fin, y, strokeColor=mix(GRIS, 0.35), strokeWidth=0.5))
        y += 5


def _draw_label(drawing: Drawing, zone: Zone, anneaux: Anneaux, fond: Color) -> None:
    if not anneaux:
        return
    principal = max(anneaux, key=voronoi.area)
    x, y = voronoi.centroid(principal)
    place = min(_width_at(principal, y), _width_at(principal, y - 9)) - 6
    lignes = split_name(zone.nom, place)
    # Real outlines hold communes too small for their name: the value alone stays, the table names.
    if place < _PLACE_NOM or (zone.contour and len(lignes) > 2):
        lignes = []
    valeur = zone.texte if zone.valeur is not None else "n. r."
    encre = text_on(fond)
    haut = y + (len(lignes) * (_CORPS_NOM + 0.8)) / 2
    if zone.valeur is None:
        _clear_ground(drawing, x, haut, [valeur, *lignes])
    drawing.add(
        _text(
            x,
            haut - 3,
            fit(valeur, POLICE_GRAS, _CORPS_VALEUR, max(place, 24)),
            _CORPS_VALEUR,
            police=POLICE_GRAS,
            couleur=encre,
            ancre="middle",
        )
    )
    for rang, ligne in enumerate(lignes):
        drawing.add(
            _text(
                x,
                haut - 10.5 - rang * (_CORPS_NOM + 0.8),
                ligne,
                _CORPS_NOM,
                couleur=encre,
                ancre="middle",
            )
        )


def _width_at(anneau: voronoi.Polygon, y: float) -> float:
    return max((fin - debut for debut, fin in voronoi.spans_at([anneau], y)), default=40.0)


def _clear_ground(drawing: Drawing, x: float, haut: float, lignes: list[str]) -> None:
    """Hides the hatching behind a label, which would strike its letters through."""
    largeur = max(measure(ligne, POLICE_GRAS, _CORPS_NOM + 0.5) for ligne in lignes) + 4
    hauteur = 10 + (len(lignes) - 1) * (_CORPS_NOM + 0.8)
    bas = haut + 5 - hauteur
    drawing.add(Rect(x - largeur / 2, bas, largeur, hauteur, fillColor=FOND, strokeColor=None))


def split_name(nom: str, largeur: float) -> list[str]:
    """A commune's name over a few lines, broken at its spaces and after its hyphens."""
    morceaux = nom.replace("-", "- ").split()
    lignes, courante = [], ""
    for morceau in morceaux:
        joint = "" if courante.endswith("-") or not courante else " "
        essai = courante + joint + morceau
        if courante and measure(essai, POLICE, _CORPS_NOM) > largeur:
            lignes.append(courante)
            courante = morceau
        else:
            courante = essai
    lignes.append(courante)
    return [fit(ligne, POLICE, _CORPS_NOM, max(largeur + 4, 36)) for ligne in lignes]


def _draw_legend(
    drawing: Drawing, bloc: Carte, seuils: list[float], base: Color, largeur: float
) -> None:
    x = 0.0
    bas = 0.0
    plus_petit: float | None = min(
        (z.valeur for z in bloc.zones if z.valeur is not None), default=None
    )
    for seuil in seuils:
        membres = [
            z.valeur
            for z in bloc.zones
            if z.valeur is not None
            and z.valeur <= seuil
            and (plus_petit is None or z.valeur >= plus_petit)
        ]
        debut, fin = min(membres), max(membres)
        texte = format_number(debut)
        if fin != debut:
            texte += f" à {format_number(fin)}"
        teinte = _shade(
            Zone(code="", nom="", valeur=seuil, texte="", latitude=0, longitude=0),
            seuils,
            base,
        )
        drawing.add(Rect(x, bas + 12, 16, 9, fillColor=teinte, strokeColor=GRIS, strokeWidth=0.4))
        drawing.add(_text(x + 20, bas + 13.5, texte, 7.5))
        x += 32 + measure(texte, POLICE, 7.5)
        plus_petit = min(
            (z.valeur for z in bloc.zones if z.valeur is not None and z.valeur > seuil),
            default=None,
        )
    if any(z.valeur is None for z in bloc.zones):
        case = [(x, bas + 12), (x + 16, bas + 12), (x + 16, bas + 21), (x, bas + 21)]
        drawing.add(Rect(x, bas + 12, 16, 9, fillColor=FOND, strokeColor=GRIS, strokeWidth=0.4))
        _hatch(drawing, [case])
        drawing.add(_text(x + 20, bas + 13.5, "non renseigné (n. r.)", 7.5))
    mention = f"Unité : {bloc.unite}" if bloc.unite else ""
    if bloc.schematique:
        precision = "carte schématique : cellules autour des chefs-lieux, sans valeur de limite"
        mention = f"{mention} · {precision}" if mention else precision.capitalize()
    drawing.add(_text(0, 1.5, fit(mention, POLICE, 7.5, largeur), 7.5, couleur=GRIS))


def _text(
    x: float,
    y: float,
    texte: str,
    corps: float,
    *,
    police: str = POLICE,
    couleur: Color = ENCRE,
    ancre: str = "start",
) -> String:
    return String(
        x,
        y,
        texte,
        fontName=police,
        fontSize=corps,
        fillColor=couleur,
        textAnchor=ancre,
    )
