"""The evaluation of the convention: results, actions and indicators; judgements and questions of a moment."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.adminkit.soumission import get_key
from core.clock import today
from core.cycles.service import get_current
from core.db.soumission import claim
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, MotifRequis
from core.evaluation.codes import Jugement, Moment
from core.evaluation.matrice import Travail, count_actions, list_axes_caches, list_mesures
from core.evaluation.models import Evaluation, JugementResultat
from core.evaluation.rules import QUESTIONS_MAX, QUESTIONS_MIN
from core.evaluation.service import (
    Ligne,
    Refus,
    get_avis,
    get_evaluation,
    list_evaluations,
    list_jugements,
    list_questions,
    list_resultats,
    publish,
    save_jugements,
    withdraw,
)
from core.indicateurs.groupes import compute_groupe
from core.indicateurs.models import ReglageIndicateur
from core.indicateurs.service import ResultatIndicateur, Valeur
from core.journal.service import CHAMP_MOTIF
from core.plan.models import ResultatAttendu
from core.plugin.registry import Registry
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, is_open
from core.security.session import get_acteur
from core.web.format import format_pluriel
from core.web.pages.calculs import get_exercice, list_annees, read_valeur
from core.web.pages.outils import get_registry, get_session, pages, require_lecture

_MOMENT = f"any({', '.join(Moment)}):moment"


@pages.get("/evaluation/")
def evaluations() -> str:
    """Each expected result with the actions that work for it, what measures it, what is judged of it."""
    acteur = require_lecture(Evaluation)
    session = get_session()
    moments = list_evaluations(session)
    resultats = list_resultats(session)
    travaux = count_actions(session, acteur)
    caches = list_axes_caches(session, acteur)
    mesures = list_mesures(session)
    indicateurs = compute_mesures(session, get_registry(), mesures)
    mesures = {
        id: codes
        for id, all_codes in mesures.items()
        if (codes := tuple(code for code in all_codes if code in indicateurs))
    }
    jugements = list_jugements(session, acteur, moments)
    ouverts = [r for r in resultats if r.enjeu.axe_slug not in caches]
    return render_template(
        "pages/evaluation.html",
        evaluations=moments,
        resultats=resultats,
        travaux=travaux,
        caches=caches,
        mesures=mesures,
        indicateurs=indicateurs,
        derniere=lambda resultat: get_last(acteur, resultat),
        jugements=jugements,
        juges={e.id: sum((e.id, r.id) in jugements for r in resultats) for e in moments},
        ouverts=ouverts,
        delaisses=[r for r in ouverts if not travaux.get(r.id, Travail()).actives],
        non_mesures=[r for r in resultats if r.id not in mesures],
        prepare=is_open(acteur, JugementResultat),
        ecrit=can(acteur, Verbe.ECRIRE, JugementResultat),
        regle=can(acteur, Verbe.ECRIRE, ReglageIndicateur),
    )


@pages.get(f"/evaluation/<{_MOMENT}>/")
def evaluation(moment: str) -> str:
    """What is judged of each result at a moment, the questions and their answers."""
    require_lecture(Evaluation)
    return _show(get_evaluation(get_session(), moment))


@pages.post(f"/evaluation/<{_MOMENT}>/")
def evaluation_enregistrer(moment: str) -> Response | tuple[str, int]:
    """Save the judgements that were changed: all of them, or none."""
    acteur, session = get_acteur(), get_session()
    found = get_evaluation(session, moment)
    lignes = _read_lignes(list_resultats(session))
    try:
        with unit_of_work(session):
            already = claim(session, get_key(), acteur.compte_id)
            found = get_evaluation(session, moment, lock=True)
            saved = save_jugements(session, acteur, found, lignes) if already is None else 0
            if isinstance(saved, Refus):
                session.rollback()
    except MotifRequis as error:
        return _show(get_evaluation(session, moment), lignes=lignes, motif=error.message), 422
    if isinstance(saved, Refus):
        return _show(get_evaluation(session, moment), lignes=lignes, refus=saved), 422
    flash(
        f"Enregistré : {format_pluriel(saved, 'jugement', 'jugements')}."
        if saved
        else "Rien n'a changé.",
        "success",
    )
    return redirect(url_for("pages.evaluation", moment=moment))


@pages.post(f"/evaluation/<{_MOMENT}>/etat")
def evaluation_etat(moment: str) -> Response:
    """Publish an evaluation, or take it back in preparation."""
    acteur, session = get_acteur(), get_session()
    try:
        with unit_of_work(session):
            found = get_evaluation(session, moment, lock=True)
            if request.form.get("vers") == "publiee":
                publish(session, acteur, found, today())
                done = "L'évaluation est publiée : chacun peut la lire."
            else:
                withdraw(session, acteur, found)
                done = "L'évaluation est de nouveau en préparation."
    except ErreurMetier as error:
        flash(error.message, "error")
    else:
        flash(done, "success")
    return redirect(url_for("pages.evaluation", moment=moment))


def compute_mesures(
    session: Session, registry: Registry, mesures: Mapping[int, tuple[str, ...]]
) -> dict[str, ResultatIndicateur | None]:
    """The indicators of the active axes named in ``mesures``, by code, over the years that pages show;
    None when the axis could not compute them."""
    wanted = {code for codes in mesures.values() for code in codes}
    active = registry.list_active()
    annees = list_annees(session, get_exercice(get_current(session)))
    found: dict[str, ResultatIndicateur | None] = {}
    for axe in active:
        definitions = [
            definition
            for code, (owner, definition) in registry.list_indicateurs().items()
            if owner.slug == axe.slug and code in wanted
        ]
        groupe = compute_groupe(session, axe, definitions, annees)
        found |= {d.code: None for d in definitions}
        found |= {r.definition.code: r for r in groupe.resultats}
    return found


def get_last(acteur: Acteur, resultat: ResultatIndicateur) -> tuple[int, Valeur] | None:
    """The latest year for which the agglomération has a value that the reader may read."""
    for annee in reversed(resultat.annees):
        valeur = read_valeur(acteur, resultat, annee)
        if valeur is not None and valeur.valeur is not None:
            return annee, valeur
    return None


def _read_lignes(resultats: list[ResultatAttendu]) -> dict[int, Ligne]:
    form = request.form
    return {
        resultat.id: Ligne(
            jugement=form.get(f"jugement|{resultat.id}", ""),
            preuves=form.get(f"preuves|{resultat.id}", ""),
            vu=form.get(f"vu|{resultat.id}", ""),
        )
        for resultat in resultats
        if f"vu|{resultat.id}" in form
    }


def _show(
    found: Evaluation,
    *,
    lignes: Mapping[int, Ligne] | None = None,
    refus: Refus | None = None,
    motif: str = "",
) -> str:
    acteur, session = get_acteur(), get_session()
    resultats = list_resultats(session)
    stored = list_jugements(session, acteur, [found])
    avis = {r.id: get_avis(stored.get((found.id, r.id))) for r in resultats}
    shown = {
        id: Ligne(
            jugement=said.jugement.value if said.jugement else "",
            preuves=said.preuves,
            vu=said.empreinte,
        )
        for id, said in avis.items()
    }
    typed = dict(shown)
    for id, ligne in (lignes or {}).items():
        # What a refused line was compared with is told: sent again, it is written knowingly.
        told = refus is not None and id in refus.conflits
        typed[id] = Ligne(
            jugement=ligne.jugement, preuves=ligne.preuves, vu=shown[id].vu if told else ligne.vu
        )
    questions = list_questions(session, acteur, found)
    return render_template(
        "pages/evaluation_moment.html",
        evaluation=found,
        evaluations=list_evaluations(session),
        resultats=resultats,
        avis=avis,
        lignes=typed,
        refus=refus,
        motif_requis=motif,
        motif=request.form.get(CHAMP_MOTIF, ""),
        jugements=tuple(Jugement),
        questions=questions,
        questions_min=QUESTIONS_MIN,
        questions_max=QUESTIONS_MAX,
        lisible=found.publiee or is_open(acteur, JugementResultat),
        ecrit=can(acteur, Verbe.ECRIRE, JugementResultat),
        a_juger=[r for r in resultats if avis[r.id].vide],
        sans_reponse=[q for q in questions if not q.reponse.strip()],
    )
