"""The sheet of an action, for those who read: what matters first, the rest folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask import redirect, render_template, url_for
from sqlalchemy import ColumnElement, and_, inspect, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from werkzeug.wrappers import Response

from core.adminkit.axes import find_off
from core.clock import today
from core.errors import ErreurMetier
from core.gouvernance.models import Decision, Seance
from core.gouvernance.models_priorite import PrioriteAction
from core.plan.echanges import COMMENTAIRE_MAX, list_diffusions, may_comment
from core.plan.models_action import Action, LigneAction
from core.plan.models_echanges import Commentaire, PieceAction
from core.plan.models_filiation import FiliationAction
from core.plan.remplacees import explain
from core.plan.rules import is_active
from core.plan.rules_moyens import build_couts
from core.plan.service import list_referents
from core.plan.types_pieces import ACCEPTES, EXTENSIONS, PIECE_MAX
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, scope, visible
from core.web.pages.historique import list_historique
from core.web.pages.outils import (
    IDENTIFIANT,
    get_or_404,
    get_session,
    pages,
    require_lecture,
)

Ligne = TypeVar("Ligne", bound=LigneAction)
Saisie = Mapping[str, str]


@pages.get("/actions/<path:code>/")
def action(code: str) -> str:
    """Sheet of one action; each of its rows follows its own right, and its diffusion when it has one."""
    acteur = require_lecture(Action)
    return show_fiche(acteur, get_fiche(acteur, Action.code == code.replace("\x00", "")))


@pages.get(f"/fiches/<{IDENTIFIANT}:numero>/")
def fiche(numero: int) -> Response:
    """The same by the number of the action, as a table's screen knows it."""
    acteur = require_lecture(Action)
    found = get_session().scalar(scope(acteur, Action).where(Action.id == numero))
    return redirect(url_for("pages.action", code=get_or_404(found).code))


def get_fiche(acteur: Acteur, condition: ColumnElement[bool], *, lock: bool = False) -> Action:
    """The action with what its sheet shows. Raises NotFound."""
    statement = (
        scope(acteur, Action)
        .where(condition)
        .options(
            selectinload(Action.communes),
            selectinload(Action.resultats),
            selectinload(Action.cadres),
            joinedload(Action.pilote),
            joinedload(Action.elu_referent),
            joinedload(Action.enjeu),
            joinedload(Action.action_majeure),
            joinedload(Action.axe),
        )
    )
    return get_or_404(
        get_session().scalar(statement.with_for_update(of=Action) if lock else statement)
    )


def show_fiche(
    acteur: Acteur,
    fiche: Action,
    *,
    saisie: Saisie | None = None,
    faute: ErreurMetier | None = None,
) -> str:
    """The page; ``saisie`` is what was typed in one of its forms, refused because of ``faute``."""
    session = get_session()
    retire, ferme = find_off(fiche), explain(session, acteur, fiche)
    lignes = list_lignes(acteur, fiche)
    ouverte = retire is None and not ferme
    return render_template(
        "pages/action.html",
        action=fiche,
        lignes=lignes,
        referents=list_referents(session, fiche, today()),
        couts=build_couts(lignes["budget"], lignes["financements"], lignes["etps"]),
        adresse=lambda code: url_for("pages.action", code=code),
        suites=list_suites(acteur, fiche),
        origines=list_origines(acteur, fiche),
        priorites=list_priorites(acteur, fiche),
        decisions=list_decisions(acteur, fiche),
        historique=list_historique(session, acteur, fiche),
        lit_echanges=can(acteur, Verbe.LIRE, Commentaire),
        ferme=ferme,
        active=is_active(fiche.statut),
        modifiable=can(acteur, Verbe.ECRIRE, fiche) and ouverte,
        commentable=ouverte and may_comment(acteur, fiche),
        peut_retirer=lambda piece: ouverte and can(acteur, Verbe.SUPPRIMER, piece),
        diffusions=list_diffusions(acteur, fiche),
        extensions=",".join(EXTENSIONS),
        acceptes=ACCEPTES,
        piece_max=PIECE_MAX // 1024**2,
        commentaire_max=COMMENTAIRE_MAX,
        saisie=saisie or {},
        faute=faute,
        retire=retire,
        aujourdhui=today(),
    )


def list_lignes(acteur: Acteur, fiche: Action) -> dict[str, Sequence[Any]]:
    """The rows of the sheet that the person may read, by name of the list of the action that holds them."""
    return {
        modele.__retour__: _list_rows(acteur, fiche, modele)
        for modele in LigneAction.__subclasses__()
    }


def _list_rows(acteur: Acteur, fiche: Action, modele: type[Ligne]) -> Sequence[Ligne]:
    relation = inspect(Action).relationships[modele.__retour__]
    statement = scope(acteur, modele).where(modele.action_id == fiche.id)
    if modele is PieceAction:
        statement = statement.options(joinedload(PieceAction.fichier))
    return get_session().scalars(statement.order_by(*(relation.order_by or ()), modele.id)).all()


def list_suites(acteur: Acteur, fiche: Action) -> list[tuple[FiliationAction, Action | None]]:
    """The acts by which the action left the plan, with the action that goes on when it may be read."""
    readable = and_(Action.id == FiliationAction.vers_id, visible(acteur, Action))
    rows = get_session().execute(
        select(FiliationAction, Action)
        .outerjoin(Action, readable)
        .where(FiliationAction.de_id == fiche.id, visible(acteur, FiliationAction))
        .order_by(FiliationAction.id)
    )
    return [(acte, suite) for acte, suite in rows]


def list_origines(acteur: Acteur, fiche: Action) -> Sequence[FiliationAction]:
    """The acts by which other actions go on in this one."""
    return (
        get_session()
        .scalars(
            scope(acteur, FiliationAction)
            .where(FiliationAction.vers_id == fiche.id)
            .options(joinedload(FiliationAction.de))
            .order_by(FiliationAction.id)
        )
        .all()
    )


def list_priorites(acteur: Acteur, fiche: Action) -> Sequence[PrioriteAction]:
    """What each session proposed and decided of the action, the latest first."""
    statement = (
        scope(acteur, PrioriteAction)
        .join(PrioriteAction.seance)
        .join(Seance.instance)
        .options(contains_eager(PrioriteAction.seance).contains_eager(Seance.instance))
        .where(PrioriteAction.action_id == fiche.id)
    )
    return get_session().scalars(statement.order_by(Seance.jour.desc())).all()


def list_decisions(acteur: Acteur, fiche: Action) -> Sequence[Decision]:
    """The decisions that name the action, the latest first."""
    statement = (
        scope(acteur, Decision)
        .join(Decision.seance)
        .join(Seance.instance)
        .options(contains_eager(Decision.seance).contains_eager(Seance.instance))
        .where(Decision.action_id == fiche.id)
    )
    return get_session().scalars(statement.order_by(Seance.jour.desc(), Decision.rang)).all()
