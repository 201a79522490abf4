"""Indicators: the list by axis, and one indicator at each level with its method."""

from __future__ import annotations

from flask import render_template, request
from markupsafe import Markup

from core.adminkit.axes import get_axes, require_active
from core.communes.rules import MASQUE_EFFECTIF
from core.communes.service import list_communes
from core.cycles.service import get_current
from core.indicateurs.groupes import compute_groupe, compute_groupes
from core.indicateurs.models import ReglageIndicateur
from core.indicateurs.service import ResultatIndicateur, list_reglages
from core.plugin.types import Niveau, Sens
from core.rapports.dessins.graphique import draw_chart
from core.rapports.dessins.svg import to_svg
from core.rapports.document import Graphique, Point, Serie, Tableau, build_table
from core.rapports.exercice import ValeurFigee, can_read_figure, get_valeur_figee
from core.security.acteur import Acteur
from core.web.format import format_mesure
from core.web.pages.calculs import (
    get_exercice,
    is_readable,
    list_annees,
    read_valeur,
)
from core.web.pages.outils import (
    get_int,
    get_or_404,
    get_registry,
    get_session,
    get_socle,
    pages,
    require_lecture,
)

LARGEUR = 440.0
SENS = {
    Sens.HAUSSE: "une hausse est souhaitée",
    Sens.BAISSE: "une baisse est souhaitée",
    Sens.FOURCHETTE: "une valeur proche du repère est souhaitée",
    Sens.LECTURE: "se lit sans bon ni mauvais sens",
}


@pages.get("/indicateurs/")
def indicateurs() -> str:
    """Indicators switched on, by active axis, for the year looked at and the one before."""
    acteur = require_lecture(ReglageIndicateur)
    session = get_session()
    exercice = get_exercice(get_current(session))
    annees = (exercice - 1, exercice)
    return render_template(
        "pages/indicateurs.html",
        groupes=compute_groupes(session, get_registry(), annees),
        annees=annees,
        bloques=[
            axe.titre for axe in get_axes() if axe.slug in get_socle().settings.plugins_blocked
        ],
        lire=lambda resultat, annee: read_valeur(acteur, resultat, annee),
    )


@pages.get("/indicateurs/<code>/")
def indicateur(code: str) -> str:
    """One indicator: agglomération through the years, each commune for one year, method, sources."""
    acteur = require_lecture(ReglageIndicateur)
    session, registry = get_session(), get_registry()
    axe, definition = get_or_404(registry.list_indicateurs().get(code))
    reglage = list_reglages(session).get(code)
    require_active(axe.slug)
    get_or_404(definition if reglage is None or reglage.actif else None)
    annees = list_annees(session, get_exercice(get_current(session)))
    annee = get_int(request.args, "annee", minimum=annees[0], maximum=annees[-1]) or annees[-1]
    groupe = compute_groupe(session, axe, [definition], annees)
    if groupe.indisponible:
        return render_template("pages/indicateur_indisponible.html", axe=axe, definition=definition)
    resultat = groupe.resultats[0]
    dessin, tableau = draw(resultat, acteur)
    return render_template(
        "pages/indicateur.html",
        axe=axe,
        definition=definition,
        reglage=reglage,
        resultat=resultat,
        annees=annees,
        annee=annee,
        valeur=read_valeur(acteur, resultat, annee),
        lisible=is_readable(acteur, resultat, annee),
        # Below its levels, a figure would be that of one structure.
        communes=list_communes(session) if Niveau.COMMUNE in definition.niveaux else [],
        bassins=sorted(
            nom
            for nom, year in resultat.bassins
            if year == annee and Niveau.BASSIN in definition.niveaux
        ),
        officielle=resultat.officielles.get((None, annee)),
        figee=_read_figee(acteur, annee, code),
        dessin=dessin,
        tableau=tableau,
        sens=SENS[definition.sens],
    )


def _read_figee(acteur: Acteur, annee: int, code: str) -> tuple[int, ValeurFigee] | None:
    """Version of the file of that year, and the value that it was sent with, when the person may read it."""
    found = get_valeur_figee(get_session(), annee, code)
    if found is None or not can_read_figure(acteur, definitif=found[1].definitif):
        return None
    return found


def draw(resultat: ResultatIndicateur, acteur: Acteur) -> tuple[Markup, Tableau]:
    """The curve of the agglomération as SVG, and the table of its values."""
    definition = resultat.definition
    points = []
    phrases = []
    for annee in resultat.annees:
        valeur = read_valeur(acteur, resultat, annee)
        nombre = valeur.valeur if valeur else None
        masque = MASQUE_EFFECTIF if valeur and valeur.masque else ""
        points.append(
            Point(
                libelle=str(annee),
                valeur=None if nombre is None else float(nombre),
                texte=masque,
            )
        )
        told = masque or format_mesure(nombre, definition.unite, definition.decimales)
        phrases.append(f"{annee} : {told}")
    graphique = Graphique(
        titre=f"{definition.libelle}, Agglomération du Choletais",
        genre="barres" if len(points) < 3 else "courbe",
        series=(Serie(nom="Agglomération", points=tuple(points)),),
        unite=definition.unite,
        alternative=f"{definition.libelle}. " + " ; ".join(phrases) + ".",
    )
    drawing = draw_chart(graphique, largeur=LARGEUR, couleur=resultat.axe.couleur)
    svg = to_svg(
        drawing, titre=graphique.titre, alternative=graphique.alternative, identifiant="courbe"
    )
    return Markup(svg), build_table(graphique)  # noqa: S704 - text escaped by the SVG writer
