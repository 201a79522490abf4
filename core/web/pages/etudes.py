"""The diagnostic studies: their list, a file to download, and governance's form to attach one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.adminkit.soumission import get_key
from core.clock import today
from core.db.soumission import claim
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.evaluation.etudes import FORMATS, create_etude, delete_etude, get_etude, list_etudes
from core.evaluation.models import EtudeDiagnostic
from core.security.policy import Verbe, can, require
from core.security.session import get_acteur
from core.web.pages.outils import (
    IDENTIFIANT,
    get_int,
    get_session,
    get_text,
    pages,
    require_lecture,
    send_fichier,
)

ANNEE_MIN = 2000


@pages.get("/evaluation/etudes/")
def etudes() -> str:
    """The studies attached."""
    require_lecture(EtudeDiagnostic)
    return _show()


@pages.post("/evaluation/etudes/")
def etude_deposer() -> Response | tuple[str, int]:
    """Attach a study, its file kept whole or not at all."""
    acteur, session = get_acteur(), get_session()
    sent = request.files.get("fichier")
    try:
        with unit_of_work(session):
            if claim(session, get_key(), acteur.compte_id) is None:
                create_etude(
                    session,
                    acteur,
                    titre=get_text("titre"),
                    annee=get_int(request.form, "annee", minimum=ANNEE_MIN, maximum=today().year),
                    nom=(sent.filename or "") if sent else "",
                    contenu=sent.read() if sent else b"",
                )
    except ErreurMetier as error:
        return _show(error), 422
    flash("L'étude est déposée : chacun peut la télécharger.", "success")
    return redirect(url_for("pages.etudes"))


@pages.get(f"/evaluation/etudes/<{IDENTIFIANT}:id>/fichier")
def etude_fichier(id: int) -> Response:
    """The file of a study."""
    require_lecture(EtudeDiagnostic)
    return send_fichier(get_etude(get_session(), id).fichier)


@pages.get(f"/evaluation/etudes/<{IDENTIFIANT}:id>/retirer")
def etude_confirmer(id: int) -> str:
    """Ask before a study is removed: its file goes with it."""
    require_lecture(EtudeDiagnostic)
    etude = get_etude(get_session(), id)
    require(get_acteur(), Verbe.SUPPRIMER, etude)
    return render_template("pages/etude_confirmer.html", etude=etude)


@pages.post(f"/evaluation/etudes/<{IDENTIFIANT}:id>/retirer")
def etude_retirer(id: int) -> Response:
    """Remove a study attached by mistake."""
    acteur, session = get_acteur(), get_session()
    with unit_of_work(session):
        etude = get_etude(session, id)
        titre = etude.titre
        delete_etude(session, acteur, etude)
    flash(f"L'étude « {titre} » est retirée.", "success")
    return redirect(url_for("pages.etudes"))


def _show(error: ErreurMetier | None = None) -> str:
    return render_template(
        "pages/etudes.html",
        etudes=list_etudes(get_session()),
        ecrit=can(get_acteur(), Verbe.ECRIRE, EtudeDiagnostic),
        erreur=error,
        titre=request.form.get("titre", ""),
        annee=request.form.get("annee", ""),
        formats=",".join(FORMATS),
    )
