"""What changed in the plan, revision by revision."""

from __future__ import annotations

from flask import render_template

from core.gouvernance.models_revision import RevisionPlan
from core.gouvernance.revision import list_revisions
from core.security.policy import Verbe, can
from core.web.pages.outils import get_session, pages, require_lecture


@pages.get("/plan/revisions/")
def revisions() -> str:
    """Actions added, merged, split, taken up and abandoned, under the rights on each."""
    acteur = require_lecture(RevisionPlan)
    return render_template(
        "pages/revisions.html",
        periodes=list_revisions(get_session(), acteur),
        ecrit=can(acteur, Verbe.ECRIRE, RevisionPlan),
    )
