"""Report centre: ask for a report, follow it, read it, keep it."""

from __future__ import annotations

from datetime import timedelta

from flask import (
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from werkzeug.wrappers import Response

from core.adminkit.soumission import get_key
from core.clock import now, today
from core.cycles.service import list_cycles
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.jobs import service as jobs
from core.jobs.models import StatutTache, Tache
from core.rapports.document import from_json
from core.rapports.html import render_html
from core.rapports.models import Rapport
from core.rapports.service import request_exercice
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, scope, visible
from core.web.pages.outils import (
    IDENTIFIANT,
    get_int,
    get_or_404,
    get_session,
    get_socle,
    pages,
    require_lecture,
    send_fichier,
)

PAR_PAGE = 20
WORKER_SILENT = timedelta(seconds=60)
RELANCABLES = (StatutTache.ECHOUEE, StatutTache.INTERROMPUE, StatutTache.ANNULEE)


@pages.get("/rapports/")
def rapports() -> str:
    """The reports that the person may read, the latest first, and the form that asks for one."""
    acteur = require_lecture(Rapport)
    session = get_session()
    page = get_int(request.args, "page", minimum=1, maximum=100_000) or 1
    # The documents of a session are on its page.
    own = Rapport.seance_id.is_(None)
    total = session.scalar(select(func.count(Rapport.id)).where(visible(acteur, Rapport), own)) or 0
    rows = session.scalars(
        scope(acteur, Rapport)
        .where(own)
        .options(joinedload(Rapport.tache), joinedload(Rapport.fichier))
        .order_by(Rapport.id.desc())
        .limit(PAR_PAGE)
        .offset((page - 1) * PAR_PAGE)
    ).all()
    cycles = list_cycles(session)
    return render_template(
        "pages/rapports.html",
        lignes=[describe(rapport, acteur) for rapport in rows],
        total=total,
        page=page,
        pages_total=max(1, -(-total // PAR_PAGE)),
        exercices=[cycle.exercice for cycle in cycles] or [today().year - 1],
        peut_demander=can(acteur, Verbe.ECRIRE, Rapport),
        worker_muet=is_worker_silent(session),
    )


@pages.post("/rapports/")
def rapports_demander() -> Response:
    """Ask for the annual report of an exercice."""
    acteur = require_lecture(Rapport)
    session = get_session()
    exercice = get_int(request.form, "exercice", minimum=2020, maximum=2100)
    if exercice is None:
        flash("Choisissez l'exercice du rapport.", "error")
        return redirect(url_for("pages.rapports"))
    try:
        with unit_of_work(session):
            if (done := claim(session, get_key(), acteur.compte_id)) is not None:
                flash("Ce rapport est déjà demandé : un seul se fera.", "info")
                return redirect(done)
            rapport = request_exercice(session, acteur, exercice, dispatch=get_socle().dispatch)
            destination = url_for("pages.rapports", _anchor=f"rapport-{rapport.id}")
            conclude(session, get_key(), destination)
    except ErreurMetier as error:
        flash(error.message, "error")
        return redirect(url_for("pages.rapports"))
    if rapport.fichier_id is not None:
        flash(
            f"Le dossier {exercice} est figé : voici le rapport déjà établi, au même octet près.",
            "info",
        )
    else:
        flash("Le rapport est demandé : vous pouvez quitter cette page, il se fera.", "success")
    return redirect(destination)


@pages.get(f"/rapports/<{IDENTIFIANT}:rapport_id>/etat")
def rapport_etat(rapport_id: int) -> Response:
    """State of a report for the script that follows it (JSON, never cached)."""
    rapport, acteur = _get(rapport_id)
    response = jsonify(describe(rapport, acteur)["etat"])
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get(f"/rapports/<{IDENTIFIANT}:rapport_id>/ligne")
def rapport_ligne(rapport_id: int) -> Response:
    """The card of one report, put in place of the former one when its state changes."""
    rapport, acteur = _get(rapport_id)
    response = make_response(
        render_template("pages/_rapport.html", ligne=describe(rapport, acteur))
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post(f"/rapports/<{IDENTIFIANT}:rapport_id>/annuler")
def rapport_annuler(rapport_id: int) -> Response:
    """Cancel the making of a report."""
    rapport, acteur = _get(rapport_id)
    session = get_session()
    try:
        with unit_of_work(session):
            jobs.cancel(session, acteur, rapport.tache)
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash("Le rapport est annulé.", "success")
    return redirect(url_for("pages.rapports", _anchor=f"rapport-{rapport_id}"))


@pages.post(f"/rapports/<{IDENTIFIANT}:rapport_id>/relancer")
def rapport_relancer(rapport_id: int) -> Response:
    """Make again a report that failed, was interrupted or cancelled."""
    rapport, acteur = _get(rapport_id)
    session = get_session()
    try:
        with unit_of_work(session):
            jobs.retry(session, acteur, rapport.tache, get_socle().dispatch)
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash("Le rapport est relancé.", "success")
    return redirect(url_for("pages.rapports", _anchor=f"rapport-{rapport_id}"))


@pages.get(f"/rapports/<{IDENTIFIANT}:rapport_id>/pdf")
def rapport_pdf(rapport_id: int) -> Response:
    """The PDF, under the same rights as the report; its SHA-256 is its ETag."""
    rapport, _ = _get(rapport_id)
    fichier = get_or_404(rapport.fichier)
    return send_fichier(fichier)


@pages.get(f"/rapports/<{IDENTIFIANT}:rapport_id>/lire")
def rapport_lire(rapport_id: int) -> str:
    """The same document as a page: preview, and accessible alternative of the PDF."""
    rapport, _ = _get(rapport_id)
    document = get_or_404(rapport.document)
    return render_template(
        "pages/rapport_lire.html",
        rapport=rapport,
        contenu=render_html(from_json(document)),
    )


def describe(rapport: Rapport, acteur: Acteur) -> dict[str, object]:
    """A report as its card shows it; ``etat`` is what the following script reads."""
    tache = rapport.tache
    return {
        "rapport": rapport,
        "tache": tache,
        "etat": {
            "statut": tache.statut.value,
            "libelle": tache.statut.libelle,
            "fait": tache.fait,
            "total": tache.total,
            "unite": "pages",
            "pourcent": compute_percent(tache),
            "etape": tache.etape_libelle,
            "finie": tache.finie,
        },
        "a_moi": acteur.compte_id is not None and tache.demandeur_id == acteur.compte_id,
        "annulable": not tache.finie and can(acteur, Verbe.ECRIRE, tache),
        "relancable": tache.statut in RELANCABLES and can(acteur, Verbe.ECRIRE, tache),
    }


def compute_percent(tache: Tache) -> int:
    """Progress in whole percent; 100 only when the job is really done."""
    if tache.statut is StatutTache.TERMINEE:
        return 100
    return min(99, tache.fait * 100 // tache.total) if tache.total else 0


def is_worker_silent(session: Session) -> bool:
    """True when no worker gave a sign of life for a minute: what is asked will wait."""
    last = jobs.list_battements(session).get("worker")
    return last is None or now() - last > WORKER_SILENT


def _get(rapport_id: int) -> tuple[Rapport, Acteur]:
    acteur = require_lecture(Rapport)
    rapport = get_session().scalar(
        scope(acteur, Rapport)
        .where(Rapport.id == rapport_id)
        .options(joinedload(Rapport.tache), joinedload(Rapport.fichier))
    )
    return get_or_404(rapport), acteur
