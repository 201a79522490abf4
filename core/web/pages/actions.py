"""The sheet of an action, for those who read."""

from __future__ import annotations

from flask import render_template
from sqlalchemy.orm import selectinload

from core.adminkit.axes import find_off
from core.clock import today
from core.plan.models_action import Action, Etape, Frein, Note
from core.security.policy import Verbe, can, scope
from core.web.pages.outils import get_or_404, get_session, pages, require_lecture


@pages.get("/actions/<path:code>/")
def action(code: str) -> str:
    """Sheet of one action; its notes and freins follow their diffusion."""
    acteur = require_lecture(Action)
    session = get_session()
    fiche = get_or_404(
        session.scalar(
            scope(acteur, Action)
            .where(Action.code == code.replace("\x00", ""))
            .options(
                selectinload(Action.communes),
                selectinload(Action.resultats),
                selectinload(Action.cadres),
                selectinload(Action.pilote),
                selectinload(Action.enjeu),
                selectinload(Action.action_majeure),
                selectinload(Action.axe),
            )
        )
    )
    return render_template(
        "pages/action.html",
        action=fiche,
        etapes=session.scalars(
            scope(acteur, Etape).where(Etape.action_id == fiche.id).order_by(Etape.echeance)
        ).all(),
        notes=session.scalars(
            scope(acteur, Note).where(Note.action_id == fiche.id).order_by(Note.jour.desc())
        ).all(),
        freins=session.scalars(
            scope(acteur, Frein).where(Frein.action_id == fiche.id).order_by(Frein.depuis.desc())
        ).all(),
        modifiable=can(acteur, Verbe.ECRIRE, fiche) and find_off(fiche) is None,
        retire=find_off(fiche),
        aujourdhui=today(),
    )
