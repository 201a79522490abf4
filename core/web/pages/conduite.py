"""The comité de pilotage as it is held: projected, arbitrations first, then the ranked list, and decisions
written on the spot. What is typed is saved as it is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.adminkit.soumission import get_key
from core.clock import today
from core.comptes.models import Personne
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Introuvable
from core.gouvernance.codes import GenreInstance, SuiteRequise
from core.gouvernance.conduite import (
    ARBITRAGES,
    Conflit,
    Entree,
    Ligne,
    add_decision,
    adopt_proposals,
    list_classement,
    save_entrees,
)
from core.gouvernance.models import Decision, Seance
from core.gouvernance.models_priorite import RANG_MAX, Priorite
from core.plan.models_action import Action
from core.security.acteur import Acteur
from core.security.policy import scope
from core.web.format import format_pluriel
from core.web.pages.outils import (
    IDENTIFIANT,
    get_int,
    get_session,
    get_text,
    pages,
)
from core.web.pages.seances import get_seance

_CONDUITE = f"/seances/<{IDENTIFIANT}:seance_id>/conduite/"
_CHAMP = re.compile(r"c-(\d{1,18})-(priorite_decidee|rang)")
T = TypeVar("T", Action, Personne)
_ID_MAX = 9_223_372_036_854_775_807
_VIDE = {
    "intitule": "",
    "action": "",
    "porteur": "",
    "responsable": "",
    "echeance": "",
    "suite": "",
}


@pages.get(_CONDUITE)
def conduite(seance_id: int) -> str:
    """The session, made to be projected; only who holds it opens it."""
    acteur, found = _get_copil(seance_id)
    return _show(acteur, found)


@pages.post(_CONDUITE)
def conduite_enregistrer(seance_id: int) -> Response | tuple[str | Response, int]:
    """Save entries: one of them sent by the script as it is typed, or the whole list by the button."""
    acteur, found = _get_copil(seance_id)
    entrees = [
        Entree(
            ligne=int(match[1]),
            champ=match[2],
            vue=request.form.get(f"v-{match[1]}-{match[2]}", ""),
            valeur=valeur,
        )
        for nom, valeur in request.form.items()
        if (match := _CHAMP.fullmatch(nom))
    ]
    script = request.accept_mimetypes.best == "application/json"
    try:
        with unit_of_work(get_session()) as session:
            conflits = save_entrees(session, acteur, found, entrees)
    except ErreurMetier as error:
        get_session().expire_all()
        if script:
            return jsonify(message=error.message), 422
        return _show(acteur, found, faute=error.message, tapees=entrees), 422
    if script:
        return jsonify(conflits=[_tell(conflit) for conflit in conflits])
    if conflits:
        get_session().expire_all()
        return _show(acteur, found, conflits=conflits), 409
    flash("La liste est enregistrée.", "success")
    return redirect(url_for("pages.conduite", seance_id=seance_id, _anchor="liste"))


@pages.post(f"{_CONDUITE}adopter")
def conduite_adopter(seance_id: int) -> Response:
    """Decide as proposed wherever the committee said nothing else."""
    acteur, found = _get_copil(seance_id)
    with unit_of_work(get_session()) as session:
        number = adopt_proposals(session, acteur, found)
    flash(
        f"Décidé comme proposé : {format_pluriel(number, 'action', 'actions')}."
        if number
        else "Rien à adopter : chaque proposition a déjà sa décision.",
        "success",
    )
    return redirect(url_for("pages.conduite", seance_id=seance_id, _anchor="liste"))


@pages.post(f"{_CONDUITE}decisions")
def conduite_decider(seance_id: int) -> Response | tuple[str, int]:
    """Write a decision as it is taken."""
    acteur, found = _get_copil(seance_id)
    typed = {nom: get_text(nom) for nom in _VIDE}
    destination = url_for("pages.conduite", seance_id=seance_id, _anchor="decisions")
    try:
        with unit_of_work(get_session()) as session:
            if (done := claim(session, get_key(), acteur.compte_id)) is not None:
                return redirect(done)
            add_decision(session, acteur, found, _read_decision(acteur, typed))
            conclude(session, get_key(), destination)
    except (ErreurMetier, Introuvable) as error:
        get_session().expire_all()
        return _show(acteur, found, faute=error.message, decision=typed), 422
    flash("Décision enregistrée.", "success")
    return redirect(destination)


def _get_copil(seance_id: int) -> tuple[Acteur, Seance]:
    acteur, found = get_seance(seance_id, write=True)
    if found.instance.genre is not GenreInstance.COPIL:
        raise NotFound
    return acteur, found


def _read_decision(acteur: Acteur, typed: dict[str, str]) -> Decision:
    suite = next((s for s in SuiteRequise if s.value == typed["suite"]), None)
    if suite is None:
        raise ErreurMetier("Choisissez la suite requise, ou « Aucune ».", "suite")
    action = _find(acteur, Action, "action", "Cette action n'existe pas, ou plus.")
    porteur = _find(acteur, Personne, "porteur", "Cette personne n'est plus dans l'annuaire.")
    return Decision(
        intitule=typed["intitule"],
        action=action,
        porteur=porteur,
        responsable=typed["responsable"],
        suite_requise=suite,
        echeance=_read_date(typed["echeance"]),
    )


def _read_date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ErreurMetier("L'échéance n'est pas une date.", "echeance") from None


def _find(acteur: Acteur, modele: type[T], nom: str, absent: str) -> T | None:
    if not request.form.get(nom):
        return None
    number = get_int(request.form, nom, minimum=1, maximum=_ID_MAX)
    found = get_session().scalar(scope(acteur, modele).where(modele.id == number))
    if found is None:
        raise Introuvable(absent)
    return found


def _tell(conflit: Conflit) -> dict[str, str]:
    entree = conflit.entree
    return {
        "nom": f"c-{entree.ligne}-{entree.champ}",
        "actuelle": conflit.actuelle,
        "message": (
            "Quelqu'un d'autre vient de choisir "
            f"« {_word(conflit.actuelle)} » ; vous aviez choisi « {_word(entree.valeur)} »."
        ),
    }


def _word(valeur: str) -> str:
    found = next((p for p in Priorite if p.value == valeur), None)
    return found.libelle if found is not None else valeur or "rien"


def _show(
    acteur: Acteur,
    found: Seance,
    *,
    faute: str = "",
    tapees: Sequence[Entree] = (),
    conflits: Sequence[Conflit] = (),
    decision: dict[str, str] | None = None,
) -> str:
    session = get_session()
    lignes = list_classement(session, acteur, found)
    arbitrages = [ligne for ligne in lignes if ligne.priorite.arbitrage]
    minimum, maximum = ARBITRAGES
    return render_template(
        "pages/conduite.html",
        seance=found,
        arbitrages=arbitrages,
        suite=[ligne for ligne in lignes if not ligne.priorite.arbitrage],
        hors_mesure=bool(arbitrages) and not minimum <= len(arbitrages) <= maximum,
        bornes=ARBITRAGES,
        decidees=sum(ligne.priorite.priorite_decidee is not None for ligne in lignes),
        priorites=tuple(Priorite),
        rang_max=RANG_MAX,
        tapees={(e.ligne, e.champ): e.valeur for e in tapees}
        | {(c.entree.ligne, c.entree.champ): c.entree.valeur for c in conflits},
        conflits={(c.entree.ligne, c.entree.champ): _tell(c)["message"] for c in conflits},
        decisions=session.scalars(
            scope(acteur, Decision).where(Decision.seance_id == found.id).order_by(Decision.rang)
        ).all(),
        actions=[ligne.priorite.action for ligne in _by_code(lignes)],
        pilotes=sorted(
            {ligne.priorite.action.pilote for ligne in lignes} - {None}, key=lambda p: (p.nom, p.id)
        ),
        suites=tuple(SuiteRequise),
        decision=decision or (_VIDE | {"suite": SuiteRequise.AUCUNE.value}),
        faute=faute,
        aujourdhui=today(),
    )


def _by_code(lignes: Sequence[Ligne]) -> list[Ligne]:
    return sorted(lignes, key=lambda ligne: ligne.priorite.action.code)
