"""The seats of the communes in an instance, replaced together: typed, shown, then saved in one act."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import case
from werkzeug.wrappers import Response
from wtforms import Form

from core.adminkit.champs import ChampJour
from core.adminkit.soumission import get_key
from core.clock import today
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit
from core.gouvernance.codes import GenreInstance, QualiteMembre
from core.gouvernance.models import Instance
from core.gouvernance.models_membre import Membre
from core.gouvernance.remplacement import (
    Cle,
    Remplacement,
    Reponse,
    apply_remplacement,
    list_sieges,
    plan_remplacement,
)
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, scope
from core.security.session import get_acteur
from core.web.format import format_pluriel
from core.web.pages.outils import get_int, get_or_404, get_session, get_text, pages

COURT = 120
CHAMPS = ("prenom", "nom", "mandat", "courriel")
_ID_MAX = 9_223_372_036_854_775_807


class FormulaireSieges(Form):  # type: ignore[misc]
    """The day on which the former mandates end."""

    fin = ChampJour(
        label="Dernier jour des anciens mandats",
        description="Les nouveaux commencent le lendemain.",
        requis=True,
    )


@pages.get("/sieges/")
def sieges() -> str:
    """Both seats of each commune with who holds them, and room for who follows."""
    acteur = _require()
    form = FormulaireSieges(data={"fin": today() - timedelta(days=1)})
    return _show(acteur, _get_instance(acteur, request.args), {}, form, liberer=True)


@pages.post("/sieges/")
def sieges_remplacer() -> Response | str | tuple[str, int]:
    """Show what will change, then, once confirmed, write all of it."""
    acteur, session = _require(), get_session()
    instance = _get_instance(acteur, request.form)
    reponses, liberer = _read(), request.form.get("liberer") == "oui"
    form = FormulaireSieges(request.form)
    if not form.validate():
        return _show(acteur, instance, reponses, form, liberer=liberer), 422
    fin = form.fin.data
    plan = plan_remplacement(session, acteur, instance, fin, reponses, liberer=liberer)
    if plan.fautes or "corriger" in request.form:
        status = 422 if plan.fautes else 200
        return _show(acteur, instance, reponses, form, liberer=liberer, plan=plan), status
    if "confirmer" not in request.form:
        return _preview(plan, reponses, liberer=liberer)
    destination = url_for("admin_membre.index_view", instance_id=instance.id, etat="en_place")
    try:
        with unit_of_work(session):
            if (done := claim(session, get_key(), acteur.compte_id)) is not None:
                return redirect(done)
            created = apply_remplacement(
                session, acteur, plan, vu=request.form.get("empreinte", "")
            )
            conclude(session, get_key(), destination)
    except ErreurMetier as error:
        session.expire_all()
        instance = _get_instance(acteur, request.form)
        fresh = plan_remplacement(session, acteur, instance, fin, reponses, liberer=liberer)
        return _preview(fresh, reponses, liberer=liberer, faute=error.message), 409
    ended = sum(change.siege.sortant is not None for change in plan.changements)
    flash(
        f"Enregistré : {format_pluriel(ended, 'place terminée', 'places terminées')}, "
        f"{format_pluriel(len(created), 'place ouverte', 'places ouvertes')}.",
        "success",
    )
    return redirect(destination)


def _show(
    acteur: Acteur,
    instance: Instance,
    reponses: dict[Cle, Reponse],
    form: FormulaireSieges,
    *,
    liberer: bool,
    plan: Remplacement | None = None,
) -> str:
    day = form.fin.data or today()
    return render_template(
        "pages/sieges.html",
        instance=instance,
        instances=_list_instances(acteur),
        sieges=list_sieges(get_session(), instance, day),
        reponses=reponses,
        vide=Reponse(),
        fautes=plan.fautes if plan else {},
        form=form,
        liberer=liberer,
    )


def _preview(
    plan: Remplacement, reponses: dict[Cle, Reponse], *, liberer: bool, faute: str = ""
) -> str:
    return render_template(
        "pages/sieges_apercu.html",
        plan=plan,
        reponses=reponses,
        liberer=liberer,
        faute=faute,
        champs=CHAMPS,
    )


def _require() -> Acteur:
    acteur = get_acteur()
    if not can(acteur, Verbe.ECRIRE, Membre):
        raise Interdit("Cette page n'est pas ouverte à votre rôle.")
    return acteur


def _list_instances(acteur: Acteur) -> list[Instance]:
    """Those that the person may write, the comité de pilotage first."""
    statement = scope(acteur, Instance, Verbe.ECRIRE).order_by(
        case((Instance.genre == GenreInstance.COPIL, 0), else_=1), Instance.nom
    )
    return list(get_session().scalars(statement))


def _get_instance(acteur: Acteur, source: object) -> Instance:
    """The instance asked for, else the first one; raises NotFound."""
    asked = get_int(source, "instance", minimum=1, maximum=_ID_MAX)
    found = _list_instances(acteur)
    if asked is None:
        return get_or_404(found[0] if found else None)
    return get_or_404(next((i for i in found if i.id == asked), None))


def _read() -> dict[Cle, Reponse]:
    """What was typed, by seat; names of fields are "s|code INSEE|quality|part"."""
    typed: dict[Cle, dict[str, str]] = {}
    for name in request.form:
        prefix, _, rest = name.partition("|")
        code_insee, _, rest = rest.partition("|")
        qualite, _, part = rest.partition("|")
        if prefix != "s" or part not in (*CHAMPS, "reconduit"):
            continue
        for known in QualiteMembre:
            if known.value == qualite:
                text = " ".join(get_text(name, COURT).split())
                typed.setdefault((code_insee, known), {})[part] = text
    return {
        cle: Reponse(
            reconduit="reconduit" in parts, **{part: parts.get(part, "") for part in CHAMPS}
        )
        for cle, parts in typed.items()
    }
