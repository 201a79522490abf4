"""A load asked for: how far it is, what it made, undoing it."""

from __future__ import annotations

from flask import flash, jsonify, make_response, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.adminkit.soumission import get_key
from core.chargement import service
from core.chargement.annulation import undo
from core.chargement.codes import EtatChargement
from core.chargement.models import Chargement, FicheChargee
from core.db.soumission import claim
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.jobs import service as jobs
from core.plan.models_action import Action
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, require, visible
from core.web.pages.chargements import get_chargement
from core.web.pages.outils import (
    IDENTIFIANT,
    get_or_404,
    get_session,
    pages,
    require_lecture,
)
from core.web.pages.rapports import compute_percent, is_worker_silent

_UN = f"/plan/chargements/<{IDENTIFIANT}:numero>"


@pages.get(f"{_UN}/")
def chargement(numero: int) -> str:
    """Where a load stands; once done, the actions it made."""
    acteur = require_lecture(Chargement)
    found = get_chargement(acteur, numero)
    session = get_session()
    return render_template(
        "pages/chargement/un.html",
        chargement=found,
        ligne=describe(found, acteur),
        fiches=session.execute(
            select(FicheChargee.ligne, Action.code, Action.intitule)
            .join(Action, Action.id == FicheChargee.action_id)
            .where(FicheChargee.chargement_id == found.id, visible(acteur, Action))
            .order_by(FicheChargee.ligne)
        ).all(),
        ecrit=can(acteur, Verbe.ECRIRE, found),
        en_cours=service.is_running(found),
        worker_muet=service.is_running(found) and is_worker_silent(session),
    )


@pages.get(f"{_UN}/etat")
def chargement_etat(numero: int) -> Response:
    """State of a load for the script that follows it (JSON, never cached)."""
    acteur = require_lecture(Chargement)
    found = get_chargement(acteur, numero)
    get_or_404(found.tache)
    response = jsonify(describe(found, acteur)["etat"])
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get(f"{_UN}/ligne")
def chargement_ligne(numero: int) -> Response:
    """The card of its job, put in place of the former one when it ends."""
    acteur = require_lecture(Chargement)
    found = get_chargement(acteur, numero)
    get_or_404(found.tache)
    response = make_response(
        render_template("pages/chargement/_tache.html", ligne=describe(found, acteur))
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post(f"{_UN}/arreter")
def chargement_arreter(numero: int) -> Response:
    """Stop the job while it waits or works: nothing is written."""
    acteur = require_lecture(Chargement)
    found, session = get_chargement(acteur, numero), get_session()
    require(acteur, Verbe.ECRIRE, found)
    try:
        with unit_of_work(session):
            jobs.cancel(session, acteur, get_or_404(found.tache))
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash("La demande est annulée : rien n'a été chargé.", "success")
    return redirect(url_for("pages.chargement", numero=numero))


@pages.post(f"{_UN}/annuler")
def chargement_annuler(numero: int) -> Response:
    """Undo a load as one act; give up one that wrote nothing."""
    acteur = require_lecture(Chargement)
    found, session = get_chargement(acteur, numero), get_session()
    require(acteur, Verbe.ECRIRE, found)
    said = "Ce dépôt est abandonné : rien n'avait été chargé."
    try:
        with unit_of_work(session):
            if claim(session, get_key(), acteur.compte_id) is None:
                if found.etat is EtatChargement.CHARGE:
                    count = undo(session, acteur, found)
                    said = f"Le chargement est annulé : {count} fiches retirées, avec ce qu'elles portaient."
                else:
                    service.discard(session, acteur, found)
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash(said, "success")
    return redirect(url_for("pages.chargement", numero=numero))


def describe(found: Chargement, acteur: Acteur) -> dict[str, object]:
    """A load as its card shows it; ``etat`` is what the following script reads."""
    tache = found.tache
    if tache is None:
        return {"chargement": found, "tache": None, "etat": None, "annulable": False}
    return {
        "chargement": found,
        "tache": tache,
        "etat": {
            "statut": tache.statut.value,
            "libelle": tache.statut.libelle,
            "fait": tache.fait,
            "total": tache.total,
            "unite": "fiches",
            "pourcent": compute_percent(tache),
            "etape": tache.etape_libelle,
            "finie": tache.finie,
        },
        "annulable": not tache.finie and can(acteur, Verbe.ECRIRE, tache),
    }
