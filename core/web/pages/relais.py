"""Handing over what somebody carries: shown first, then done in one act."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from core.adminkit.champ_recherche import ChampRecherche
from core.adminkit.champs import ChampJour, Offre
from core.adminkit.recherche import Cible
from core.adminkit.soumission import get_key
from core.clock import today
from core.comptes.models import Personne
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit
from core.gouvernance.relais import get_charge, hand_over
from core.plan.models_action import Action
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, scope
from core.security.session import get_acteur
from core.web.format import format_pluriel
from core.web.pages.outils import IDENTIFIANT, get_or_404, get_session, pages


class FormulaireRelais(Form):  # type: ignore[misc]
    """Who takes over, and the day of the departure when the places end too."""

    successeur = ChampRecherche(
        cible=Cible(Personne, None),
        chemin="pilote",
        adresse="/admin/action/lookup/?champ=pilote",
        label="À qui",
        description="Quelqu'un de l'annuaire des personnes.",
        requis=True,
        cle_de=lambda personne: str(personne.id),
    )
    depart = ChampJour(
        label="Terminer aussi ses mandats et ses places le",
        description="Dernier jour. Laissez vide pour ne confier que les actions et les décisions.",
        requis=False,
    )


@pages.get(f"/personnes/<{IDENTIFIANT}:personne_id>/relais/")
def relais(personne_id: int) -> str:
    """What the person carries, and to whom it may go."""
    acteur, personne = _get(personne_id)
    form = FormulaireRelais()
    form.successeur.offer(Offre(get_session(), acteur))
    return _show(acteur, personne, form)


@pages.post(f"/personnes/<{IDENTIFIANT}:personne_id>/relais/")
def relais_confier(personne_id: int) -> Response | str | tuple[str, int]:
    """Show what will change, then, once confirmed, do all of it."""
    acteur, personne = _get(personne_id)
    session = get_session()
    form = FormulaireRelais(request.form)
    form.successeur.offer(Offre(session, acteur))
    if not form.validate():
        return _show(acteur, personne, form), 422
    if "confirmer" not in request.form:
        return _show(acteur, personne, form, apercu=True)
    destination = url_for("admin_personne.details_view", id=personne_id)
    try:
        with unit_of_work(session):
            if (done := claim(session, get_key(), acteur.compte_id)) is not None:
                return redirect(done)
            counts = hand_over(
                session,
                acteur,
                get_charge(session, acteur, personne, today()),
                form.successeur.data,
                vu=request.form.get("vu", ""),
                depart=form.depart.data,
            )
            conclude(session, get_key(), destination)
    except ErreurMetier as error:
        if error.champ in form:
            form[error.champ].errors = [error.message]
        # A refused form comes back with what the database holds now.
        session.expire_all()
        return _show(acteur, personne, form, faute=error.message), 422
    told = [format_pluriel(counts["actions"], "action confiée", "actions confiées")]
    told.append(format_pluriel(counts["decisions"], "décision confiée", "décisions confiées"))
    if form.depart.data:
        told.append(format_pluriel(counts["places"], "place terminée", "places terminées"))
    flash(f"{form.successeur.data} prend le relais : {', '.join(told)}.", "success")
    return redirect(destination)


def _show(
    acteur: Acteur,
    personne: Personne,
    form: FormulaireRelais,
    *,
    apercu: bool = False,
    faute: str = "",
) -> str:
    return render_template(
        "pages/relais.html",
        personne=personne,
        charge=get_charge(get_session(), acteur, personne, today()),
        form=form,
        apercu=apercu,
        faute=faute,
    )


def _get(personne_id: int) -> tuple[Acteur, Personne]:
    acteur = get_acteur()
    if not can(acteur, Verbe.ECRIRE, Action):
        raise Interdit("Cette page n'est pas ouverte à votre rôle.")
    found = get_session().scalar(scope(acteur, Personne).where(Personne.id == personne_id))
    return acteur, get_or_404(found)
