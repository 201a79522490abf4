"""The convention as signed: frame, stages, axes, enjeux, expected results, actions majeures."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from core.axes.service import list_axes
from core.convention.models import Convention
from core.plan.models_action import Action
from core.plan.service import list_actions_majeures, list_enjeux
from core.security.policy import visible
from core.web.pages.outils import get_session, pages, require_lecture


@pages.get("/convention/")
def convention() -> str:
    """The reference tree in the words of the brochure, with the number of actions of each axis."""
    acteur = require_lecture(Convention)
    session = get_session()
    texte = session.scalar(
        select(Convention)
        .options(selectinload(Convention.etapes), selectinload(Convention.signataires))
        .order_by(Convention.debut.desc())
        .limit(1)
    )
    counts = session.execute(
        select(Action.axe_slug, func.count())
        .where(visible(acteur, Action))
        .group_by(Action.axe_slug)
    )
    return render_template(
        "pages/convention.html",
        convention=texte,
        axes=list_axes(session),
        enjeux=list_enjeux(session),
        majeures=list_actions_majeures(session),
        nombres={row[0]: row[1] for row in counts},
    )
