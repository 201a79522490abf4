"""The year of work: its steps, its dates, its moves, the validation of each axis."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from core.axes.service import list_axes
from core.clock import today
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle, Transition, is_frozen, list_next
from core.cycles.service import create_cycle, get_current, get_cycle, list_cycles
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.indicateurs.models import ValidationAxe
from core.indicateurs.service import validate_axe
from core.rapports.service import move, send_dossier
from core.security.acteur import Acteur
from core.security.policy import Verbe, can
from core.security.session import get_acteur
from core.web.pages.calculs import DATES, list_manques
from core.web.pages.outils import (
    ANNEE,
    get_int,
    get_registry,
    get_session,
    get_text,
    pages,
    require_lecture,
)


@pages.get("/cycle/")
def cycles() -> str | Response:
    """The current cycle, or how to open the first one."""
    acteur = require_lecture(CycleAnnuel)
    session = get_session()
    current = get_current(session)
    known = list_cycles(session)
    if current is None and known:
        current = known[0]
    if current is not None:
        return redirect(url_for("pages.cycle", exercice=current.exercice))
    return render_template(
        "pages/cycle_vide.html",
        exercice=today().year - 1,
        peut_ouvrir=can(acteur, Verbe.ECRIRE, CycleAnnuel),
    )


@pages.get(f"/cycle/<{ANNEE}:exercice>/")
def cycle(exercice: int) -> str:
    """One exercice: steps, dates, allowed moves, validation of the axes, history."""
    acteur = require_lecture(CycleAnnuel)
    session = get_session()
    year = get_cycle(session, exercice)
    all_cycles = list_cycles(session)
    # ``selectinload`` would add a statement for lists that the page always shows once.
    year = session.scalars(
        select(CycleAnnuel)
        .where(CycleAnnuel.id == year.id)
        .options(selectinload(CycleAnnuel.mouvements), selectinload(CycleAnnuel.gels))
    ).one()
    writes = can(acteur, Verbe.ECRIRE, year)
    manques, pannes = list_manques(session, get_registry(), year, acteur)
    validations = {
        validation.axe_slug: validation
        for validation in session.scalars(
            select(ValidationAxe).where(ValidationAxe.exercice == exercice)
        )
    }
    known = {c.exercice for c in all_cycles}
    return render_template(
        "pages/cycle.html",
        cycle=year,
        cycles=all_cycles,
        etapes=tuple(EtapeCycle),
        rang=tuple(EtapeCycle).index(year.etape),
        fige=is_frozen(year.etape),
        dates=[(libelle, getattr(year, champ)) for champ, libelle in DATES],
        mouvements_permis=[t for t in list_next(year.etape) if is_allowed(acteur, t)],
        ecrit=writes,
        manques=manques,
        pannes=pannes,
        axes=[axe for axe in list_axes(session) if axe.slug in _thematic()],
        validations=validations,
        suivant=max(known) + 1 if max(known) + 1 <= today().year else None,
        aujourdhui=today(),
    )


@pages.post("/cycle/")
def cycle_ouvrir() -> Response:
    """Open the cycle of an exercice."""
    acteur = get_acteur()
    session = get_session()
    exercice = get_int(request.form, "exercice", minimum=2020, maximum=2100)
    if exercice is None:
        flash("Choisissez l'exercice à ouvrir.", "error")
        return redirect(url_for("pages.cycles"))
    try:
        with unit_of_work(session):
            create_cycle(session, acteur, exercice)
    except ErreurMetier as error:
        flash(error.message, "error")
        return redirect(url_for("pages.cycles"))
    flash(f"Le cycle de l'exercice {exercice} est ouvert.", "success")
    return redirect(url_for("pages.cycle", exercice=exercice))


@pages.post(f"/cycle/<{ANNEE}:exercice>/avancer")
def cycle_avancer(exercice: int) -> Response:
    """Move the cycle one step; freezing goes through the sending of the committee's file."""
    acteur, session, registry = get_acteur(), get_session(), get_registry()
    destination = url_for("pages.cycle", exercice=exercice)
    vers = next((e for e in EtapeCycle if e.value == request.form.get("vers")), None)
    if vers is None:
        flash("Choisissez l'étape où aller.", "error")
        return redirect(destination)
    try:
        with unit_of_work(session):
            year = get_cycle(session, exercice, lock=True)
            if year.etape.value != request.form.get("de"):
                raise ErreurMetier(
                    f"Entre-temps le cycle est passé à l'étape « {year.etape.libelle} » : relisez "
                    "la page avant de continuer."
                )
            motif = get_text("motif")
            if any(t.vers is vers and t.gel for t in list_next(year.etape)):
                send_dossier(session, registry, acteur, year, today(), motif=motif)
            else:
                move(session, registry, acteur, year, vers, today(), motif)
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash(f"L'exercice {exercice} est à l'étape « {vers.libelle} ».", "success")
    return redirect(destination)


@pages.post(f"/cycle/<{ANNEE}:exercice>/valider")
def cycle_valider(exercice: int) -> Response:
    """Declare the figures of an axis définitifs for that exercice."""
    acteur, session = get_acteur(), get_session()
    slug = request.form.get("axe", "")
    try:
        with unit_of_work(session):
            get_cycle(session, exercice)
            axe = next((a for a in list_axes(session) if a.slug == slug), None)
            if axe is None or slug not in _thematic():
                raise ErreurMetier("Choisissez l'axe à valider.")
            validate_axe(session, acteur, slug, exercice, today())
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash(f"{axe} : les chiffres {exercice} sont définitifs.", "success")
    return redirect(url_for("pages.cycle", exercice=exercice, _anchor="axes"))


def is_allowed(acteur: Acteur, transition: Transition) -> bool:
    """May that person make that move? The service asks again."""
    return acteur.has_role(*transition.roles)


def _thematic() -> frozenset[str]:
    return frozenset(axe.slug for axe in get_registry().list_active())
