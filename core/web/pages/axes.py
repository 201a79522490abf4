"""Axes: which are installed, active or blocked, and the switch of governance."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from core.axes.models import Axe
from core.axes.service import list_axes, set_active
from core.db.transaction import unit_of_work
from core.plan.models_action import Action
from core.security.policy import Verbe, can, visible
from core.security.session import get_acteur
from core.web.pages.outils import get_session, get_socle, pages, require_lecture


@pages.get("/axes/")
def axes() -> str:
    """The axes of the convention and what switching one off does."""
    acteur = require_lecture(Axe)
    session, socle = get_session(), get_socle()
    counts = session.execute(
        select(Action.axe_slug, func.count())
        .where(visible(acteur, Action))
        .group_by(Action.axe_slug)
    )
    return render_template(
        "pages/axes.html",
        axes=list_axes(session),
        installes={axe.slug: axe for axe in socle.registry.axes},
        bloques=socle.settings.plugins_blocked,
        nombres={row[0]: row[1] for row in counts},
        ecrit=can(acteur, Verbe.ECRIRE, Axe),
    )


@pages.post("/axes/<slug>/")
def axe_basculer(slug: str) -> Response:
    """Switch an axis on or off."""
    actif = request.form.get("actif") == "oui"
    session = get_session()
    with unit_of_work(session):
        axe = set_active(session, get_acteur(), slug.replace("\x00", ""), actif=actif)
    flash(f"{axe} : {'activé' if actif else 'désactivé, ses données sont gardées'}.", "success")
    return redirect(url_for("pages.axes"))
