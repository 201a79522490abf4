"""The year of work: where it stands, what keeps it from its next step, its moves, its file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload
from werkzeug.wrappers import Response

from core.annee.envoi import send_dossier
from core.annee.gardes import list_manques
from core.annee.service import move
from core.annee.tableau import build_tableau, list_mouvements
from core.axes.service import list_axes
from core.clock import today
from core.convention.models import Convention
from core.cycles.models import CycleAnnuel, Gel
from core.cycles.rules import (
    DATES,
    EtapeCycle,
    EtatSoumission,
    Transition,
    is_frozen,
    is_open,
    list_next,
)
from core.cycles.service import create_cycle, get_current, get_cycle, list_cycles
from core.cycles.soumissions import list_soumissions
from core.db.transaction import unit_of_snapshot, unit_of_work
from core.errors import ConflitVersion, ErreurMetier
from core.indicateurs.models import ValidationAxe
from core.security.acteur import Acteur
from core.security.policy import Verbe, can
from core.security.session import get_acteur
from core.web.pages.outils import (
    ANNEE,
    get_int,
    get_registry,
    get_session,
    get_text,
    pages,
    require_lecture,
)

Etendue = Callable[[Session], AbstractContextManager[Session]]


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
    """One exercice: steps, dates, what blocks, the axes, who did what; the other years beside it."""
    acteur = require_lecture(CycleAnnuel)
    session, registry = get_session(), get_registry()
    year = get_cycle(session, exercice)
    all_cycles = list_cycles(session)
    # ``selectinload`` would add a statement for lists that the page always shows once.
    year = session.scalars(
        select(CycleAnnuel)
        .where(CycleAnnuel.id == year.id)
        .options(
            selectinload(CycleAnnuel.mouvements),
            selectinload(CycleAnnuel.gels).options(
                defer(Gel.donnees), defer(Gel.document), defer(Gel.dossier), defer(Gel.projection)
            ),
        )
    ).one()
    writes = can(acteur, Verbe.ECRIRE, year)
    jour = today()
    known = {c.exercice for c in all_cycles}
    return render_template(
        "pages/cycle.html",
        cycle=year,
        cycles=all_cycles,
        ouverts=[c for c in reversed(all_cycles) if c.etape is not EtapeCycle.CLOTURE],
        etapes=tuple(EtapeCycle),
        rang=tuple(EtapeCycle).index(year.etape),
        fige=is_frozen(year.etape),
        ouvert=is_open(year.etape),
        dates=[(libelle, getattr(year, champ)) for champ, libelle in DATES],
        passages=[
            (transition, list_manques(session, registry, year, transition, jour))
            for transition in list_next(year.etape)
            if is_allowed(acteur, transition)
        ],
        ecrit=writes,
        tableau=build_tableau(session, registry, acteur, year) if writes else [],
        etats=EtatSoumission,
        axes=[axe for axe in list_axes(session) if axe.actif],
        soumissions=list_soumissions(session, acteur, year),
        validations={
            validation.axe_slug: validation
            for validation in session.scalars(
                select(ValidationAxe).where(ValidationAxe.exercice == exercice)
            )
        },
        mouvements=list_mouvements(session, acteur, year),
        convention=get_fil(session, exercice),
        par_exercice={c.exercice: c for c in all_cycles},
        suivant=max(known) + 1 if max(known) + 1 <= jour.year else None,
        aujourdhui=jour,
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
    """Move the cycle one step; the one that freezes the file reads everything as of one instant."""
    acteur, session, registry = get_acteur(), get_session(), get_registry()
    destination = url_for("pages.cycle", exercice=exercice, _anchor="suite")
    vers = next((e for e in EtapeCycle if e.value == request.form.get("vers")), None)
    if vers is None:
        flash("Choisissez l'étape où aller.", "error")
        return redirect(destination)
    unit: Etendue = unit_of_work
    etape = get_cycle(session, exercice).etape
    if any(t.vers is vers and t.gel and is_allowed(acteur, t) for t in list_next(etape)):
        unit = unit_of_snapshot
    try:
        with unit(session):
            year = get_cycle(session, exercice, lock=True)
            if year.etape.value != request.form.get("de"):
                raise ErreurMetier(
                    f"Entre-temps le cycle est passé à l'étape « {year.etape.libelle} » : relisez "
                    "la page avant de continuer."
                )
            move(session, registry, acteur, year, vers, today(), get_text("motif"))
    except (ErreurMetier, ConflitVersion) as error:
        flash(error.message, "error")
    else:
        flash(f"L'exercice {exercice} est à l'étape « {vers.libelle} ».", "success")
    return redirect(destination)


@pages.post(f"/cycle/<{ANNEE}:exercice>/dossier")
def cycle_dossier(exercice: int) -> Response:
    """Make a further version of a file already sent, with its reason; the earlier ones stay."""
    acteur, session, registry = get_acteur(), get_session(), get_registry()
    destination = url_for("pages.cycle", exercice=exercice, _anchor="dossiers")
    numero = get_int(request.form, "numero", minimum=1, maximum=10_000)
    sent = is_frozen(get_cycle(session, exercice).etape)
    unit: Etendue = (
        unit_of_snapshot if sent and can(acteur, Verbe.ECRIRE, CycleAnnuel) else unit_of_work
    )
    try:
        with unit(session):
            year = get_cycle(session, exercice, lock=True)
            if sent and numero != len(year.gels):
                raise ErreurMetier(
                    f"Entre-temps la version {len(year.gels)} du dossier a été faite : relisez la "
                    "page avant d'en faire une autre."
                )
            gel = send_dossier(
                session, registry, acteur, year, today(), get_text("motif"), nouvelle=True
            )
    except (ErreurMetier, ConflitVersion) as error:
        flash(error.message, "error")
    else:
        flash(
            f"La version {gel.numero} du dossier {exercice} est figée ; les précédentes restent.",
            "success",
        )
    return redirect(destination)


def get_fil(session: Session, exercice: int) -> Convention | None:
    """The convention that a year belongs to, with its six stages."""
    return session.scalar(
        select(Convention)
        .where(Convention.debut <= exercice, Convention.fin >= exercice)
        .options(selectinload(Convention.etapes))
        .order_by(Convention.debut.desc())
        .limit(1)
    )


def is_allowed(acteur: Acteur, transition: Transition) -> bool:
    """May that person make that move? The service asks again."""
    return acteur.has_role(*transition.roles)
