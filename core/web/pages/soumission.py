"""The year of one axis: what is expected of it, what is missing; submitting, sending back, validating."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.annee.attendus import compute_attendus, list_attendus
from core.annee.axes import get_asked
from core.annee.service import remind, send_back, submit, validate
from core.axes.models import AXE_GOUVERNANCE, Axe
from core.clock import today
from core.cycles.models import CycleAnnuel, SoumissionAxe
from core.cycles.rules import ETATS_ATTENDUS, EtatSoumission, get_limite, is_open
from core.cycles.service import get_cycle
from core.cycles.soumissions import get_soumission
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit
from core.plan.models_action import Action
from core.security.acteur import Acteur, Role
from core.security.policy import Verbe, can
from core.security.session import get_acteur
from core.web.pages.outils import (
    ANNEE,
    get_registry,
    get_session,
    get_text,
    pages,
    require_lecture,
)

_PAGE = f"/cycle/<{ANNEE}:exercice>/axe/<slug>/"
# Done with the cycle, whose row is held; the words that say that it is done, and their kind.
Acte = Callable[[Session, Acteur, CycleAnnuel], tuple[str, str]]


@pages.get(_PAGE)
def soumission(exercice: int, slug: str) -> str:
    """What the axis must have for the year, each number with its rows, and its moves."""
    acteur = require_lecture(SoumissionAxe)
    session, registry = get_session(), get_registry()
    axe = get_asked(session, registry, slug)
    if not follows(acteur, axe):
        raise Interdit("Cette page est celle de l'équipe de l'axe et de la gouvernance.")
    year = get_cycle(session, exercice)
    found = get_soumission(session, year, slug)
    etat = found.etat if found else EtatSoumission.A_COMPLETER
    attendus = compute_attendus(session, registry, acteur, year, [slug])[slug]
    return render_template(
        "pages/cycle_axe.html",
        cycle=year,
        axe=axe,
        etat=etat,
        attendu=etat in ETATS_ATTENDUS,
        etats=EtatSoumission,
        ouvert=is_open(year.etape),
        soumission=found,
        attendus=attendus,
        manques=attendus.list_manques(exercice, slug),
        limite=get_limite(year.fin_collecte, year.date_envoi, today()),
        aujourdhui=today(),
        listes=list_attendus(session, acteur, exercice, slug),
        gouverne=acteur.has_role(Role.GOUVERNANCE),
        a_sa_place=slug not in acteur.axes and slug != AXE_GOUVERNANCE,
        saisit=can(acteur, Verbe.ECRIRE, Action),
    )


@pages.post(f"{_PAGE}transmettre")
def soumission_transmettre(exercice: int, slug: str) -> Response:
    """Submit the year of the axis, saying what is missing."""

    def act(session: Session, acteur: Acteur, year: CycleAnnuel) -> tuple[str, str]:
        manques = submit(
            session, get_registry(), acteur, year, slug, today(), motif=get_text("motif")
        )
        if not manques:
            return f"L'année {exercice} est transmise à la gouvernance : rien ne manque.", "success"
        return (
            f"L'année {exercice} est transmise à la gouvernance, avec ce qui manque : "
            f"{' ; '.join(manques)}.",
            "success",
        )

    return _do(exercice, slug, act)


@pages.post(f"{_PAGE}renvoyer")
def soumission_renvoyer(exercice: int, slug: str) -> Response:
    """Send the year of the axis back to its team, with a reason."""

    def act(session: Session, acteur: Acteur, year: CycleAnnuel) -> tuple[str, str]:
        send_back(session, get_registry(), acteur, year, slug, get_text("motif"), today())
        return f"L'année {exercice} est renvoyée à l'équipe, qui lira le motif.", "success"

    return _do(exercice, slug, act)


@pages.post(f"{_PAGE}valider")
def soumission_valider(exercice: int, slug: str) -> Response:
    """Accept the year of the axis: its figures are définitifs."""

    def act(session: Session, acteur: Acteur, year: CycleAnnuel) -> tuple[str, str]:
        axe = validate(session, get_registry(), acteur, year, slug, today())
        return f"{axe} : l'année {exercice} est validée, ses chiffres sont définitifs.", "success"

    return _do(exercice, slug, act)


@pages.post(f"{_PAGE}relancer")
def soumission_relancer(exercice: int, slug: str) -> Response:
    """Remind the team, once a day."""

    def act(session: Session, acteur: Acteur, year: CycleAnnuel) -> tuple[str, str]:
        if remind(session, get_registry(), acteur, year, slug, today()):
            return "L'équipe est relancée : elle lira le rappel sur son accueil.", "success"
        return "L'équipe a déjà été relancée aujourd'hui : un seul rappel suffit.", "info"

    return _do(exercice, slug, act)


def follows(acteur: Acteur, axe: Axe) -> bool:
    """Is the person of its team, or of governance?"""
    return axe.slug in acteur.axes or acteur.has_role(Role.GOUVERNANCE)


def _do(exercice: int, slug: str, act: Acte) -> Response:
    """Do it whole or not at all, on the state that the person saw; back to the page they came from."""
    acteur, session = get_acteur(), get_session()
    if request.form.get("depuis") == "tableau":
        destination = url_for("pages.cycle", exercice=exercice, _anchor=f"axe-{slug}")
    else:
        destination = url_for("pages.soumission", exercice=exercice, slug=slug)
    try:
        with unit_of_work(session):
            year = get_cycle(session, exercice, lock=True)
            _check_seen(get_soumission(session, year, slug))
            message, kind = act(session, acteur, year)
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash(message, kind)
    return redirect(destination)


def _check_seen(found: SoumissionAxe | None) -> None:
    seen = request.form.get("de")
    if seen and found is not None and found.etat.value != seen:
        raise ErreurMetier(
            f"Entre-temps l'année de cet axe est passée à « {found.etat.libelle.lower()} », par "
            f"{found.par} : relisez la page avant de continuer."
        )
