"""Splitting an action into several: who goes on under which code, and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.adminkit.axes import find_off
from core.adminkit.soumission import get_key
from core.db.soumission import claim
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.plan.filiation import Part, split
from core.plan.models_action import Action
from core.plan.remplacees import explain
from core.plan.service import validate_action
from core.security.acteur import Acteur
from core.security.policy import Verbe, require, scope
from core.web.pages.outils import (
    IDENTIFIANT,
    get_or_404,
    get_session,
    get_text,
    pages,
    require_lecture,
)

# Enough for any split met in practice; the last ones may stay empty.
PARTS = 4


@pages.get(f"/fiches/<{IDENTIFIANT}:numero>/scinder")
def scinder(numero: int) -> str | Response:
    """The form."""
    acteur = require_lecture(Action)
    action = _get_action(acteur, numero)
    if ferme := explain(get_session(), acteur, action):
        flash(ferme, "error")
        return redirect(url_for("pages.action", code=action.code))
    return _show(action, ())


@pages.post(f"/fiches/<{IDENTIFIANT}:numero>/scinder")
def scinder_enregistrer(numero: int) -> Response | tuple[str, int]:
    """Make the new actions, all or nothing."""
    acteur, session = require_lecture(Action), get_session()
    sent = [Part(get_text(f"code-{rank}"), get_text(f"intitule-{rank}")) for rank in range(PARTS)]
    parts = [part for part in sent if part.code or part.intitule]
    action = _get_action(acteur, numero, lock=True)
    code = action.code
    try:
        with unit_of_work(session):
            if claim(session, get_key(), acteur.compte_id) is None:
                if request.form.get("version") != str(action.version):
                    raise ErreurMetier(
                        f"Quelqu'un a changé la fiche {code} entre-temps. Votre saisie est gardée : "
                        "relisez la fiche, puis confirmez."
                    )
                for made in split(session, acteur, action, parts, get_text("motif")):
                    validate_action(session, acteur, made)
    except ErreurMetier as error:
        session.rollback()
        return _show(_get_action(acteur, numero), parts, error), 422
    flash(f"{code} est scindée : ses suites reprennent pilote, dates et communes.", "success")
    return redirect(url_for("pages.action", code=code))


def _get_action(acteur: Acteur, numero: int, *, lock: bool = False) -> Action:
    statement = scope(acteur, Action).where(Action.id == numero)
    action = get_or_404(
        get_session().scalar(statement.with_for_update(of=Action) if lock else statement)
    )
    require(acteur, Verbe.ECRIRE, action)
    if off := find_off(action):
        raise ErreurMetier(
            f"L'axe « {off.titre} » est désactivé : ses actions ne se modifient pas."
        )
    return action


def _show(action: Action, parts: list[Part] | tuple[()], error: ErreurMetier | None = None) -> str:
    empty = [Part("", "")] * (PARTS - len(parts))
    return render_template(
        "pages/scinder.html",
        action=action,
        parts=[*parts, *empty],
        motif=get_text("motif"),
        faute=error,
    )
