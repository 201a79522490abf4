"""Axes: which are installed, active or blocked, and the switch of governance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.axes.models import AXE_GOUVERNANCE, Axe
from core.axes.service import get_axe, list_axes, set_active
from core.db.transaction import unit_of_work
from core.errors import Introuvable
from core.indicateurs.models import ValidationAxe
from core.indicateurs.service import list_reglages
from core.plan.models_action import Action
from core.plan.rules import STATUTS_ACTIFS
from core.plugin.catalogue import Catalogue
from core.plugin.registry import Registry
from core.rappels.models import RappelEmis
from core.security.policy import Verbe, can, require, visible
from core.security.session import get_acteur
from core.web.pages.outils import get_session, get_socle, pages, require_lecture


@dataclass(frozen=True, slots=True, kw_only=True)
class Effets:
    """What switching an axis closes or opens again, in figures; ``lignes`` are kept whatever happens."""

    ecrans: list[str]
    indicateurs: int
    phares: int
    rappels: int
    actions: int
    actives: int
    lignes: int
    valides: list[int]


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
        fixe=AXE_GOUVERNANCE,
        bloques=socle.settings.plugins_blocked,
        nombres={row[0]: row[1] for row in counts},
        ecrit=can(acteur, Verbe.ECRIRE, Axe),
    )


@pages.get("/axes/<slug>/")
def axe_confirmer(slug: str) -> str:
    """What switching this axis will do, before it is done."""
    session, registry = get_session(), get_socle().registry
    axe = get_axe(session, slug.replace("\x00", ""))
    require(get_acteur(), Verbe.ECRIRE, axe)
    if axe.slug == AXE_GOUVERNANCE:
        raise Introuvable(f"L'axe « {axe.titre} » est celui de la plateforme : il reste actif.")
    if axe.slug not in {installed.slug for installed in registry.axes}:
        raise Introuvable(
            f"L'axe « {axe.titre} » n'a pas de module en service : il n'y a rien à désactiver ici."
        )
    return render_template(
        "pages/axe_confirmer.html", axe=axe, effets=count_effects(session, registry, axe.slug)
    )


@pages.post("/axes/<slug>/")
def axe_basculer(slug: str) -> Response:
    """Switch an axis on or off."""
    if request.form.get("actif") not in ("oui", "non"):
        raise BadRequest("Dites si l'axe doit être actif ou non.")
    actif = request.form["actif"] == "oui"
    session = get_session()
    with unit_of_work(session):
        axe = set_active(session, get_acteur(), slug.replace("\x00", ""), actif=actif)
    flash(f"{axe} : {'activé' if actif else 'désactivé, ses données sont gardées'}.", "success")
    return redirect(url_for("pages.axes"))


def count_effects(session: Session, registry: Registry, slug: str) -> Effets:
    """Count what the axis shows and keeps."""
    catalogue: Catalogue = current_app.extensions["ctg_catalogue"]
    reglages = list_reglages(session)
    shown = [
        (definition, reglages.get(code))
        for code, (axe, definition) in registry.list_indicateurs().items()
        if axe.slug == slug
    ]
    on = [(d, r) for d, r in shown if r is None or r.actif]
    tables = [
        modele
        for contribution in registry.collect_boot("ctg_models")
        if contribution.axe.slug == slug
        for modele in contribution.valeur
    ]
    own = Action.axe_slug == slug
    numbers = session.execute(
        select(
            _count(Action, own),
            _count(Action, own, Action.statut.in_(STATUTS_ACTIFS)),
            _count(RappelEmis, RappelEmis.axe_slug == slug, RappelEmis.clos_le.is_(None)),
            *(_count(modele) for modele in tables),
        )
    ).one()
    return Effets(
        ecrans=[vue.nom for vue in catalogue.axes.get(slug, ())],
        indicateurs=len(on),
        phares=sum(r.phare if r else d.phare for d, r in on),
        rappels=numbers[2],
        actions=numbers[0],
        actives=numbers[1],
        lignes=sum(numbers[3:]),
        valides=sorted(
            session.scalars(select(ValidationAxe.exercice).where(ValidationAxe.axe_slug == slug))
        ),
    )


def _count(modele: type[Any], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(modele).where(*conditions).scalar_subquery()
