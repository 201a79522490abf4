"""The calendar of a person: its page, and the feed that a calendar program reads."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from core.agenda.ical import to_ical
from core.agenda.service import create_flux, delete_flux, find_compte, get_flux, list_entrees
from core.clock import today
from core.comptes.service import build_acteur
from core.cycles.models import CycleAnnuel
from core.db.transaction import unit_of_work
from core.gouvernance.models import Seance
from core.plan.models_action import Action
from core.security.session import get_acteur
from core.web.pages.outils import get_or_404, get_session, infos, pages

PROCHAINES = 30
_A_DIRE = "agenda"


@pages.get("/agenda/")
def agenda() -> str:
    """What comes next for the person, and the address for their own calendar."""
    acteur, session = get_acteur(), get_session()
    entrees = [e for e in list_entrees(session, acteur, today()) if e.jour >= today()]
    secret = cookie.pop(_A_DIRE, None)
    return render_template(
        "pages/agenda.html",
        prochaines=entrees[:PROCHAINES],
        total=len(entrees),
        flux=get_flux(session, acteur),
        adresse=secret and url_for("infos.agenda_flux", secret=secret, _external=True),
        get_url=_get_url,
    )


@pages.post("/agenda/")
def agenda_creer() -> Response:
    """Make a new secret address; the former one stops working."""
    with unit_of_work(get_session()) as session:
        # Told once, on the page that follows: it is kept nowhere else.
        cookie[_A_DIRE] = create_flux(session, get_acteur())
    flash("Votre adresse d'agenda est prête : copiez-la maintenant, elle ne sera plus affichée.")
    return redirect(url_for("pages.agenda"))


@pages.post("/agenda/revoquer")
def agenda_revoquer() -> Response:
    """Make the address useless at once."""
    with unit_of_work(get_session()) as session:
        delete_flux(session, get_acteur())
    flash("Votre adresse d'agenda ne fonctionne plus.", "success")
    return redirect(url_for("pages.agenda"))


@infos.get("/agenda/<secret>.ics")
def agenda_flux(secret: str) -> Response:
    """The feed behind a secret address, under the rights its person has today; 404 once revoked."""
    session = get_session()
    acteur = build_acteur(get_or_404(find_compte(session, secret)), today())
    corps = to_ical(
        list_entrees(session, acteur, today()),
        nom="CTG Cholet Agglomération",
        site=request.host,
        get_url=lambda objet: _get_url(objet, externe=True),
    )
    response = make_response(corps)
    response.mimetype = "text/calendar"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _get_url(objet: object, *, externe: bool = False) -> str:
    match objet:
        case Seance():
            return url_for("admin_seance.details_view", id=objet.id, _external=externe)
        case CycleAnnuel():
            return url_for("pages.cycle", exercice=objet.exercice, _external=externe)
        case Action():
            return url_for("pages.action", code=objet.code, _external=externe)
        case _:
            raise TypeError(type(objet).__name__)
