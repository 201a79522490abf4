"""The dashboard of governance: how the plan and the sessions go, by axis, each number with its rows."""

from __future__ import annotations

from flask import render_template, request

from core.axes.models import AXE_GOUVERNANCE
from core.axes.service import list_axes
from core.cycles.service import get_current
from core.errors import Interdit, Introuvable
from core.gouvernance.indicateurs import MESURES
from core.gouvernance.tableau import compute_par_axe, get_mesure, list_lignes
from core.indicateurs.groupes import compute_groupe
from core.indicateurs.models import ReglageIndicateur
from core.indicateurs.service import list_reglages
from core.security.acteur import Acteur
from core.security.policy import Verbe, can
from core.web.pages.calculs import get_exercice, list_annees, reads_provisoire
from core.web.pages.outils import (
    get_int,
    get_or_404,
    get_registry,
    get_session,
    pages,
    require_lecture,
)


@pages.get("/gouvernance/")
def gouvernance() -> str:
    """The indicators of governance that are switched on, for the agglomération and by axis."""
    acteur = _require()
    session = get_session()
    annees, annee = _read_annees()
    reglages = list_reglages(session)
    allumees = [m for m in MESURES if _is_on(reglages.get(m.definition.code))]
    axe, _ = get_registry().list_indicateurs()[MESURES[0].definition.code]
    groupe = compute_groupe(session, axe, [m.definition for m in allumees], (annee,))
    return render_template(
        "pages/gouvernance.html",
        annees=annees,
        annee=annee,
        groupe=groupe,
        axes=[axe for axe in list_axes(session) if axe.actif],
        lus_par_axe=[m.definition for m in allumees if m.par_axe is not None],
        par_axe={} if groupe.indisponible else compute_par_axe(session, allumees, annee),
        eteints=[m.definition for m in MESURES if m not in allumees],
        regle=can(acteur, Verbe.ECRIRE, ReglageIndicateur),
        axe_gouvernance=AXE_GOUVERNANCE,
    )


@pages.get("/gouvernance/<code>/")
def gouvernance_lignes(code: str) -> str:
    """The rows that one of these numbers counts: in its numerator, or not, or unknown."""
    _require()
    session = get_session()
    annees, annee = _read_annees()
    mesure = get_mesure(code)
    get_or_404(mesure if _is_on(list_reglages(session).get(code)) else None)
    slug = request.args.get("axe") or None
    axe = next((axe for axe in list_axes(session) if axe.actif and axe.slug == slug), None)
    if slug is not None and axe is None:
        raise Introuvable("Cet axe n'existe pas ou n'est pas actif.")
    lignes = list_lignes(session, mesure, annee, slug)
    return render_template(
        "pages/gouvernance_lignes.html",
        annees=annees,
        annee=annee,
        definition=mesure.definition,
        axe=axe,
        comptees=[ligne for ligne in lignes if ligne.numerateur],
        autres=[ligne for ligne in lignes if ligne.numerateur == 0],
        inconnues=[ligne for ligne in lignes if ligne.numerateur is None],
    )


def _require() -> Acteur:
    """Rows are those of figures that nobody validated yet. Raises Interdit."""
    acteur = require_lecture(ReglageIndicateur)
    if not reads_provisoire(acteur):
        raise Interdit("Cette page n'est pas ouverte à votre rôle.")
    return acteur


def _read_annees() -> tuple[tuple[int, ...], int]:
    """The years offered, and the one looked at."""
    session = get_session()
    annees = list_annees(session, get_exercice(get_current(session)))
    return annees, get_int(request.args, "annee", minimum=annees[0], maximum=annees[-1]) or annees[
        -1
    ]


def _is_on(reglage: ReglageIndicateur | None) -> bool:
    return reglage is None or reglage.actif
