"""Actions of the plan for those who read: a list by what calls for attention, and the sheet."""

from __future__ import annotations

from flask import render_template, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from core.axes.service import list_axes
from core.clock import today
from core.plan.codes import StatutAction
from core.plan.criteres import ALERTES
from core.plan.models_action import Action, Etape, Frein, Note
from core.security.policy import Verbe, can, scope, visible
from core.web.pages.outils import get_int, get_or_404, get_session, pages, require_lecture

PAR_PAGE = 50
VUES = {"toutes": "Toutes"} | {cle: libelle for cle, (libelle, _) in ALERTES.items()}


@pages.get("/actions/")
def actions() -> str:
    """List of the actions that the person may read, filtered by view, axis and status."""
    acteur = require_lecture(Action)
    session = get_session()
    axes = {axe.slug: axe for axe in list_axes(session)}
    vue = request.args.get("vue", "toutes")
    vue = vue if vue in VUES else "toutes"
    axe = request.args.get("axe", "")
    axe = axe if axe in axes else ""
    statut = request.args.get("statut", "")
    statut = statut if statut in {s.value for s in StatutAction} else ""
    criteria: list[ColumnElement[bool]] = [visible(acteur, Action)]
    if vue in ALERTES:
        criteria.append(ALERTES[vue][1](today()))
    if axe:
        criteria.append(Action.axe_slug == axe)
    elif vue != "toutes" and acteur.axes:
        criteria.append(Action.axe_slug.in_(acteur.axes))
    if statut:
        criteria.append(Action.statut == StatutAction(statut))
    total = session.scalar(select(func.count(Action.id)).where(*criteria)) or 0
    page = get_int(request.args, "page", minimum=1, maximum=100_000) or 1
    rows = session.scalars(
        select(Action)
        .where(*criteria)
        .options(selectinload(Action.pilote), selectinload(Action.communes))
        .order_by(Action.code)
        .limit(PAR_PAGE)
        .offset((page - 1) * PAR_PAGE)
    )
    return render_template(
        "pages/actions.html",
        actions=list(rows),
        total=total,
        page=page,
        pages_total=max(1, -(-total // PAR_PAGE)),
        axes=axes,
        statuts=tuple(StatutAction),
        vues=VUES,
        vue=vue,
        axe=axe,
        statut=statut,
    )


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
        modifiable=can(acteur, Verbe.ECRIRE, fiche),
        aujourdhui=today(),
    )
