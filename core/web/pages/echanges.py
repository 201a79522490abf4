"""Files attached to an action, and the talk about it: sent from its sheet, which comes back when refused."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from core.adminkit.axes import find_off
from core.adminkit.soumission import get_key
from core.db.soumission import claim
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.plan.codes import Diffusion
from core.plan.echanges import COMMENTAIRE_MAX, add_commentaire, add_piece, remove_piece
from core.plan.models_action import Action
from core.plan.models_echanges import PieceAction
from core.security.acteur import Acteur
from core.security.policy import Verbe, require, scope
from core.web.pages.actions import get_fiche, show_fiche
from core.web.pages.outils import (
    IDENTIFIANT,
    get_or_404,
    get_session,
    get_text,
    pages,
    require_lecture,
    send_fichier,
)

_FICHE = f"/fiches/<{IDENTIFIANT}:numero>"
_PIECE = f"{_FICHE}/pieces/<{IDENTIFIANT}:piece_id>"


@pages.post(f"{_FICHE}/pieces")
def piece_joindre(numero: int) -> Response | tuple[str, int]:
    """Attach a file."""
    acteur, session = require_lecture(Action), get_session()
    fiche = _get_open(acteur, numero)
    require(acteur, Verbe.ECRIRE, fiche)
    sent = request.files.get("fichier")
    diffusion = next((d for d in Diffusion if d.value == request.form.get("diffusion")), None)
    titre = get_text("titre", 200)
    try:
        with unit_of_work(session):
            if claim(session, get_key(), acteur.compte_id) is None:
                if sent is None or not sent.filename:
                    raise ErreurMetier("Choisissez un fichier.", "fichier")
                if diffusion is None:
                    raise ErreurMetier("Dites qui pourra lire ce fichier.", "diffusion")
                add_piece(
                    session,
                    acteur,
                    fiche,
                    nom=sent.filename,
                    flux=sent.stream,
                    titre=titre,
                    diffusion=diffusion,
                )
    except ErreurMetier as error:
        typed = {"titre": titre, "diffusion": diffusion.value if diffusion else ""}
        return _refuse(acteur, numero, typed, error)
    flash("Le fichier est joint à la fiche.", "success")
    return _back(fiche, "pieces")


@pages.get(f"{_PIECE}/telecharger")
def piece(numero: int, piece_id: int) -> Response:
    """The file, under the right on the action and its diffusion."""
    found = _get_piece(require_lecture(PieceAction), numero, piece_id)
    fichier = found.fichier
    return send_fichier(fichier)


@pages.post(f"{_PIECE}/retirer")
def piece_retirer(numero: int, piece_id: int) -> Response:
    """Take a file off the sheet."""
    acteur, session = require_lecture(PieceAction), get_session()
    found = _get_piece(acteur, numero, piece_id)
    require(acteur, Verbe.SUPPRIMER, found)
    fiche, titre = _get_open(acteur, numero), found.titre
    try:
        with unit_of_work(session):
            remove_piece(session, acteur, found)
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash(f"Retiré de la fiche : {titre}.", "success")
    return _back(fiche, "pieces")


@pages.post(f"{_FICHE}/commentaires")
def commentaire(numero: int) -> Response | tuple[str, int]:
    """Say something of the action."""
    acteur, session = require_lecture(Action), get_session()
    fiche = _get_open(acteur, numero)
    # One more than the limit, so that a text too long is refused rather than cut.
    texte = get_text("texte", COMMENTAIRE_MAX * 4)
    try:
        with unit_of_work(session):
            if claim(session, get_key(), acteur.compte_id) is None:
                add_commentaire(session, acteur, fiche, texte)
    except ErreurMetier as error:
        return _refuse(acteur, numero, {"texte": texte}, error)
    return _back(fiche, "echanges")


def _get_open(acteur: Acteur, numero: int) -> Action:
    """The action, unless its axis is off. Raises NotFound, ErreurMetier."""
    fiche = get_or_404(get_session().scalar(scope(acteur, Action).where(Action.id == numero)))
    if off := find_off(fiche):
        raise ErreurMetier(
            f"L'axe « {off.titre} » est désactivé : ses actions ne se modifient pas."
        )
    return fiche


def _get_piece(acteur: Acteur, numero: int, piece_id: int) -> PieceAction:
    statement = scope(acteur, PieceAction).where(
        PieceAction.id == piece_id, PieceAction.action_id == numero
    )
    return get_or_404(get_session().scalar(statement.options(joinedload(PieceAction.fichier))))


def _refuse(
    acteur: Acteur, numero: int, saisie: dict[str, str], faute: ErreurMetier
) -> tuple[str, int]:
    """The sheet again, with what was typed; a file must be chosen again, as in every browser."""
    fiche = get_fiche(acteur, Action.id == numero)
    return show_fiche(acteur, fiche, saisie=saisie, faute=faute), 422


def _back(fiche: Action, ancre: str) -> Response:
    return redirect(url_for("pages.action", code=fiche.code, _anchor=ancre))
