"""The pages of a frozen exercice: made of what was sent to the committee, whatever was changed since."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Mapped

from core.cycles.models import CycleAnnuel, Gel
from core.indicateurs.service import AGGLOMERATION
from core.plan.codes import Portee
from core.plan.rules_moyens import build_couts
from core.plugin.types import Niveau
from core.rapports.document import from_json
from core.rapports.exercice import ExerciceFige, get_exercice_fige, list_versions
from core.rapports.html import render_html
from core.rapports.models import Rapport
from core.security.policy import Verbe, can
from core.web.pages.accueil.plan import MOTS_STATUTS
from core.web.pages.outils import (
    ANNEE,
    get_int,
    get_or_404,
    get_session,
    pages,
    require_lecture,
)

_RACINE = f"/exercices/<{ANNEE}:exercice>/"


def _read(exercice: int) -> ExerciceFige:
    acteur = require_lecture(CycleAnnuel)
    numero = get_int(request.args, "version", minimum=1, maximum=10_000)
    return get_exercice_fige(get_session(), acteur, exercice, numero)


@pages.get(_RACINE)
def exercice_fige(exercice: int) -> str:
    """The year in figures, its decisions, the versions of its file."""
    acteur = require_lecture(CycleAnnuel)
    fige = _read(exercice)
    valeurs = {
        code: {valeur.annee: valeur for valeur in fige.list_valeurs(code, AGGLOMERATION)}
        for code in fige.definitions
    }
    return render_template(
        "pages/exercice.html",
        fige=fige,
        versions=list_versions(get_session(), exercice),
        statuts=fige.count_statuts(),
        mots_statut=MOTS_STATUTS,
        valeurs=valeurs,
        annees=fige.annees[-2:],
        lit_document=can(acteur, Verbe.LIRE, Rapport),
    )


@pages.get(f"{_RACINE}actions/")
def exercice_actions(exercice: int) -> str:
    """The sheets as they were sent, by axis."""
    return render_template("pages/exercice_actions.html", fige=_read(exercice))


@pages.get(f"{_RACINE}actions/<path:code>/")
def exercice_action(exercice: int, code: str) -> str:
    """One sheet as it was sent; its notes, météos and freins follow their diffusion."""
    fige = _read(exercice)
    fiche = get_or_404(fige.get_action(code))
    return render_template(
        "pages/exercice_action.html",
        fige=fige,
        action=fiche,
        axe=next(axe for axe in fige.axes if axe["slug"] == fiche.axe_slug),
        partout=fiche.portee is Portee.TERRITOIRE,
        notes=fige.list_notes(fiche),
        freins=fige.list_freins(fiche),
        lignes={
            "meteos": fige.list_meteos(fiche),
            "bilans": fiche.bilans,
            "partenaires": fiche.partenaires,
            "financements": fiche.financements,
        },
        couts=build_couts(fiche.budget, fiche.financements, fiche.etps),
        priorites=fige.list_priorites(fiche),
        decisions=fige.list_decisions(fiche),
        suites=fige.list_suites(fiche),
        origines=fige.list_origines(fiche),
        adresse=lambda code: url_for(
            "pages.exercice_action", exercice=exercice, code=code, version=fige.gel.numero
        ),
    )


@pages.get(f"{_RACINE}indicateurs/<code>/")
def exercice_indicateur(exercice: int, code: str) -> str:
    """One indicator as it was sent: every year, at each of its levels."""
    fige = _read(exercice)
    definition = get_or_404(fige.definitions.get(code))
    return render_template(
        "pages/exercice_indicateur.html",
        fige=fige,
        definition=definition,
        niveaux=[
            (titre, fige.list_valeurs(code, niveau))
            for niveau, titre in (
                (AGGLOMERATION, "Agglomération"),
                (Niveau.BASSIN.value, "Par bassin de vie"),
                (Niveau.COMMUNE.value, "Par commune"),
            )
        ],
        officielles=fige.list_officielles(code),
    )


@pages.get(f"{_RACINE}document/")
def exercice_document(exercice: int) -> str:
    """The committee's file itself, read as a page; the annual report when nothing else was sent."""
    return _show(exercice, "Dossier du comité", func.coalesce(Gel.dossier, Gel.document))


@pages.get(f"{_RACINE}annexes/")
def exercice_annexes(exercice: int) -> str:
    """The sheets and annexes that went with it, read as a page."""
    return _show(exercice, "Annexes du dossier", Gel.document)


def _show(exercice: int, titre: str, colonne: ColumnElement[Any] | Mapped[Any]) -> str:
    require_lecture(Rapport)
    fige = _read(exercice)
    document = get_session().scalar(select(colonne).where(Gel.id == fige.gel.id))
    return render_template(
        "pages/exercice_document.html",
        fige=fige,
        titre=titre,
        contenu=render_html(from_json(get_or_404(document))),
    )
