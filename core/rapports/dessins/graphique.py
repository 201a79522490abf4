"""Charts: bars, horizontal bars, curves. Each value is written beside its mark.

Axes start at zero for bars (a cut axis lies about proportions). An unknown value leaves a gap
with "n. r." in place of a mark.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color

from core.rapports.dessins.style import (
    BLANC,
    ENCRE,
    FILET,
    GRIS,
    POLICE,
    POLICE_GRAS,
    fit,
    measure,
    mix,
    parse_color,
)
from core.rapports.document import Graphique, format_number

CORPS = 8.0
_PETIT = 7.0
_NON_RENSEIGNE = "n. r."
_TIRETS: tuple[list[float] | None, ...] = (None, [5, 3], [1.5, 2.5], [8, 2, 2, 2])


def draw_chart(bloc: Graphique, *, largeur: float, couleur: str | None = None) -> Drawing:
    """The chart as a drawing ``largeur`` points wide; ``couleur`` is the hex tint of its axis."""
    base = parse_color(couleur)
    if not bloc.series or not bloc.series[0].points:
        drawing = Drawing(largeur, 30)
        drawing.add(_text(0, 10, "Aucune valeur à représenter.", couleur=GRIS))
        return drawing
    if bloc.genre == "barres_horizontales":
        return _draw_horizontal(bloc, largeur, base)
    return _draw_vertical(bloc, largeur, base)


def compute_scale(valeurs: list[float]) -> tuple[float, float, float]:
    """(low, high, step) of a readable axis that holds zero and all the values."""
    low, high = min(0.0, *valeurs), max(0.0, *valeurs)
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(m * power for m in (1, 2, 2.5, 5, 10, 20) if m * power * 4 >= span * 0.999)
    return math.floor(low / step) * step, math.ceil((high or step) / step) * step, step


def _known(bloc: Graphique) -> list[float]:
    return [p.valeur for s in bloc.series for p in s.points if p.valeur is not None] or [0.0, 1.0]


def _text(
    x: float,
    y: float,
    texte: str,
    *,
    ancre: str = "start",
    police: str = POLICE,
    corps: float = CORPS,
    couleur: Color = ENCRE,
) -> String:
    return String(
        x,
        y,
        texte,
        textAnchor=ancre,
        fontName=police,
        fontSize=corps,
        fillColor=couleur,
    )


def _legend(drawing: Drawing, bloc: Graphique, largeur: float, haut: float, base: Color) -> None:
    """One line of swatches in the order of the series; nothing for a single series."""
    if len(bloc.series) < 2:
        return
    x, part = 0.0, largeur / len(bloc.series)
    for rang, serie in enumerate(bloc.series):
        if bloc.genre == "courbe":
            drawing.add(_stroke([x, haut + 3, x + 18, haut + 3], base, rang))
            _marker(drawing, x + 9, haut + 3, base, rang)
        else:
            _bar(drawing, x, haut, 18, 7, base, rang)
        nom = fit(serie.nom, POLICE, CORPS, part - 30)
        drawing.add(_text(x + 23, haut, nom))
        x += min(part, 35 + measure(nom, POLICE, CORPS))


def _bar(drawing: Drawing, x: float, y: float, w: float, h: float, base: Color, rang: int) -> None:
    """A bar of the n-th series: plain, striped across, pale, striped along."""
    motif = rang % 4
    fond = base if motif == 0 else mix(base, 0.18)
    drawing.add(Rect(x, y, w, h, fillColor=fond, strokeColor=base, strokeWidth=0.6))
    if motif == 1:
        for k in range(1, int(h / 3) + 1):
            drawing.add(
                Line(
                    x,
                    y + 3 * k - 1.5,
                    x + w,
                    y + 3 * k - 1.5,
                    strokeColor=base,
                    strokeWidth=1.1,
                )
            )
    if motif == 3:
        for k in range(1, int(w / 3) + 1):
            drawing.add(
                Line(
                    x + 3 * k - 1.5,
                    y,
                    x + 3 * k - 1.5,
                    y + h,
                    strokeColor=base,
                    strokeWidth=0.8,
                )
            )


def _stroke(points: list[float], base: Color, rang: int) -> PolyLine:
    couleur = base if rang % 2 == 0 else mix(base, 0.65)
    return PolyLine(points, strokeColor=couleur, strokeWidth=1.8, strokeDashArray=_TIRETS[rang % 4])


def _marker(drawing: Drawing, x: float, y: float, base: Color, rang: int) -> None:
    fond = base if rang % 2 == 0 else BLANC
    if rang % 4 < 2:
        drawing.add(Circle(x, y, 2.7, fillColor=fond, strokeColor=base, strokeWidth=1.2))
    else:
        drawing.add(
            Rect(
                x - 2.4,
                y - 2.4,
                4.8,
                4.8,
                fillColor=fond,
                strokeColor=base,
                strokeWidth=1.2,
            )
        )


def _wrap(texte: str, largeur: float) -> list[str]:
    """The label on two lines at most, cut when it does not fit."""
    lignes, courante = [], ""
    for mot in texte.split():
        essai = f"{courante} {mot}".strip()
        if courante and measure(essai, POLICE, _PETIT + 0.5) > largeur:
            lignes.append(courante)
            courante = mot
        else:
            courante = essai
    lignes.append(courante)
    if len(lignes) > 2:
        lignes = [lignes[0], " ".join(lignes[1:])]
    return [fit(ligne, POLICE, _PETIT + 0.5, largeur) for ligne in lignes]


def _draw_vertical(bloc: Graphique, largeur: float, base: Color) -> Drawing:
    points = bloc.series[0].points
    low, high, step = compute_scale(_known(bloc))
    graduations = [low + step * k for k in range(round((high - low) / step) + 1)]
    gauche = 8 + max(measure(format_number(g), POLICE, _PETIT) for g in graduations)
    legende = 16.0 if len(bloc.series) > 1 else 0.0
    bas, hauteur = 26.0, 180.0
    haut = hauteur - legende - 16
    drawing = Drawing(largeur, hauteur)
    _legend(drawing, bloc, largeur, hauteur - 9, base)
    if bloc.unite:
        drawing.add(_text(0, haut + 9, bloc.unite, corps=_PETIT, couleur=GRIS))

    def y_of(valeur: float) -> float:
        return bas + (valeur - low) / (high - low) * (haut - bas - 4)

    for g in graduations:
        y = y_of(g)
        drawing.add(
            Line(
                gauche,
                y,
                largeur,
                y,
                strokeColor=GRIS if g == 0 else FILET,
                strokeWidth=0.6,
            )
        )
        drawing.add(
            _text(
                gauche - 4,
                y - 2.4,
                format_number(g),
                ancre="end",
                corps=_PETIT,
                couleur=GRIS,
            )
        )
    pas = (largeur - gauche) / len(points)
    for rang, point in enumerate(points):
        centre = gauche + pas * (rang + 0.5)
        for ligne, texte in enumerate(_wrap(point.libelle, pas - 3)):
            drawing.add(
                _text(
                    centre,
                    bas - 10 - 8.5 * ligne,
                    texte,
                    ancre="middle",
                    corps=_PETIT + 0.5,
                )
            )
    if bloc.genre == "courbe":
        _add_curves(drawing, bloc, base, gauche=gauche, pas=pas, y_of=y_of)
    else:
        _add_bars(drawing, bloc, base, gauche=gauche, pas=pas, y_of=y_of)
    return drawing


def _add_bars(
    drawing: Drawing,
    bloc: Graphique,
    base: Color,
    *,
    gauche: float,
    pas: float,
    y_of: Callable[[float], float],
) -> None:
    nombre = len(bloc.series)
    barre = min(44.0, pas * 0.72 / nombre)
    for rang, serie in enumerate(bloc.series):
        for indice, point in enumerate(serie.points):
            x = gauche + pas * (indice + 0.5) + barre * (rang - nombre / 2)
            zero = y_of(0)
            if point.valeur is None:
                etiquette, y, couleur = _NON_RENSEIGNE, zero, GRIS
            else:
                sommet = y_of(point.valeur)
                _bar(
                    drawing,
                    x,
                    min(zero, sommet),
                    barre * 0.92,
                    abs(sommet - zero),
                    base,
                    rang,
                )
                etiquette, y, couleur = (
                    format_number(point.valeur),
                    max(zero, sommet),
                    ENCRE,
                )
            if measure(etiquette, POLICE_GRAS, _PETIT) <= max(barre * 1.25, 14):
                drawing.add(
                    _text(
                        x + barre * 0.46,
                        y + 3,
                        etiquette,
                        ancre="middle",
                        police=POLICE_GRAS,
                        corps=_PETIT,
                        couleur=couleur,
                    )
                )


def _add_curves(
    drawing: Drawing,
    bloc: Graphique,
    base: Color,
    *,
    gauche: float,
    pas: float,
    y_of: Callable[[float], float],
) -> None:
    for rang, serie in enumerate(bloc.series):
        suite: list[float] = []
        for indice, point in enumerate(serie.points):
            x = gauche + pas * (indice + 0.5)
            if point.valeur is None:
                _add_run(drawing, suite, base, rang)
                suite = []
                drawing.add(
                    _text(
                        x,
                        y_of(0) + 3 + 8 * rang,
                        _NON_RENSEIGNE,
                        ancre="middle",
                        corps=_PETIT,
                        couleur=GRIS,
                    )
                )
            else:
                suite += [x, y_of(point.valeur)]
        _add_run(drawing, suite, base, rang)
        for indice, point in enumerate(serie.points):
            if point.valeur is not None:
                x, y = gauche + pas * (indice + 0.5), y_of(point.valeur)
                _marker(drawing, x, y, base, rang)
                decalage = 5.5 if rang % 2 == 0 else -11.5
                drawing.add(
                    _text(
                        x,
                        y + decalage,
                        format_number(point.valeur),
                        ancre="middle",
                        police=POLICE_GRAS,
                        corps=_PETIT,
                    )
                )


def _add_run(drawing: Drawing, suite: list[float], base: Color, rang: int) -> None:
    if len(suite) >= 4:
        drawing.add(_stroke(suite, base, rang))


def _draw_horizontal(bloc: Graphique, largeur: float, base: Color) -> Drawing:
    points = bloc.series[0].points
    nombre = len(bloc.series)
    low, high, _ = compute_scale(_known(bloc))
    epaisseur = 11.0 if nombre == 1 else 8.0
    rangee = epaisseur * nombre + 7
    gauche = min(largeur * 0.38, 8 + max(measure(p.libelle, POLICE, CORPS) for p in points))
    droite = largeur - 42
    legende = 16.0 if nombre > 1 else 0.0
    unite = 12.0 if bloc.unite else 0.0
    hauteur = rangee * len(points) + legende + unite + 4
    drawing = Drawing(largeur, hauteur)
    _legend(drawing, bloc, largeur, hauteur - 9, base)
    if bloc.unite:
        drawing.add(_text(gauche, hauteur - legende - 9, bloc.unite, corps=_PETIT, couleur=GRIS))

    def x_of(valeur: float) -> float:
        return gauche + (valeur - low) / (high - low) * (droite - gauche)

    zero = x_of(0)
    base_y = hauteur - legende - unite
    for indice, point in enumerate(points):
        haut = base_y - rangee * indice
        milieu = haut - (epaisseur * nombre) / 2 - 3
        drawing.add(
            _text(
                gauche - 6,
                milieu - 2.6,
                fit(point.libelle, POLICE, CORPS, gauche - 8),
                ancre="end",
            )
        )
        for rang, serie in enumerate(bloc.series):
            valeur = serie.points[indice].valeur
            y = haut - 3 - epaisseur * (rang + 1)
            bout = zero if valeur is None else x_of(valeur)
            if valeur is not None:
                _bar(
                    drawing,
                    min(zero, bout),
                    y + 0.6,
                    abs(bout - zero),
                    epaisseur - 1.2,
                    base,
                    rang,
                )
            drawing.add(
                _text(
                    max(zero, bout) + 4,
                    y + epaisseur / 2 - 2.6,
                    _NON_RENSEIGNE if valeur is None else format_number(valeur),
                    police=POLICE if valeur is None else POLICE_GRAS,
                    corps=CORPS - 0.5,
                    couleur=GRIS if valeur is None else ENCRE,
                )
            )
    drawing.add(Line(zero, 2, zero, base_y - 2, strokeColor=GRIS, strokeWidth=0.6))
    return drawing
