"""The evaluation: nineteen judgements on one page, questions, who reads them and when, the matrix."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.config import Settings
from core.evaluation.codes import CritereEvaluation, EtatEvaluation, Jugement, Moment
from core.evaluation.models import Evaluation, JugementResultat, QuestionEvaluation
from core.evaluation.service import get_evaluation, list_resultats
from core.indicateurs.models import ReglageIndicateur, reglage_resultat
from core.journal.models import ActeJournal, Evenement
from core.plan.models_action import Action, action_resultat
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements

URL = "/evaluation/mi_parcours/"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_evaluation")) as application:
        yield application


@pytest.fixture
def base(app: Flask) -> Iterator[Session]:
    """The demonstration, its mid-term evaluation in preparation."""
    with app.extensions["ctg"].sessions() as session:
        evaluation = get_evaluation(session, Moment.MI_PARCOURS.value)
        evaluation.etat, evaluation.publiee_le = EtatEvaluation.PREPARATION, None
        session.commit()
        yield session


@pytest.fixture
def gouvernance(app: Flask) -> FlaskClient:
    return log_in(app, "gouvernance")


def open_form(client: FlaskClient, url: str = URL) -> dict[str, str]:
    answer = client.get(url)
    assert answer.status_code == 200
    return {
        name: value
        for name, value in read_form(answer.text).items()
        if name.partition("|")[0] in ("jugement", "preuves", "vu", "_jeton")
    }


def stored(session: Session, resultat_id: int) -> tuple[Jugement, str] | None:
    session.rollback()
    row = session.execute(
        select(JugementResultat.jugement, JugementResultat.preuves)
        .join(Evaluation)
        .where(JugementResultat.resultat_id == resultat_id, Evaluation.moment == Moment.MI_PARCOURS)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def first_two(session: Session) -> tuple[int, int]:
    first, second, *_ = list_resultats(session)
    return first.id, second.id


def test_the_nineteen_results_are_judged_on_one_page(
    base: Session, gouvernance: FlaskClient
) -> None:
    form = open_form(gouvernance)
    ids = [r.id for r in list_resultats(base)]
    assert len(ids) == 19
    assert {f"jugement|{id}" for id in ids} <= form.keys()
    for id in ids:
        form |= {f"jugement|{id}": "en_partie", f"preuves|{id}": f"Preuve {id}"}
    answer = gouvernance.post(URL, data=form, follow_redirects=True)
    assert "Enregistré : 19\xa0jugements." in unescape(answer.text)
    assert stored(base, ids[-1]) == (Jugement.EN_PARTIE, f"Preuve {ids[-1]}")
    traces = base.scalars(
        select(Evenement.axe_slug).where(Evenement.objet_type == "jugement_resultat")
    ).all()
    assert "acces_droits" in traces
    again = gouvernance.post(URL, data=open_form(gouvernance), follow_redirects=True)
    assert "Rien n'a changé." in unescape(again.text)


def test_one_bad_line_and_nothing_is_written(base: Session, gouvernance: FlaskClient) -> None:
    first, second = first_two(base)
    before = stored(base, first)
    form = open_form(gouvernance) | {
        f"jugement|{first}": "atteint",
        f"preuves|{first}": "Tapé, gardé",
        f"jugement|{second}": "non_evaluable",
        f"preuves|{second}": "",
    }
    answer = gouvernance.post(URL, data=form)
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert "Dites pourquoi ce résultat n'est pas évaluable." in text
    assert f'href="#r-{second}"' in text
    assert "Tapé, gardé" in text
    assert stored(base, first) == before


def test_somebody_else_is_not_overwritten_unseen(base: Session, gouvernance: FlaskClient) -> None:
    first, second = first_two(base)
    mine, theirs = open_form(gouvernance), open_form(gouvernance)
    theirs |= {f"jugement|{first}": "atteint", f"preuves|{first}": "Leur texte"}
    theirs |= {f"jugement|{second}": "atteint", f"preuves|{second}": "Leur autre texte"}
    assert gouvernance.post(URL, data=theirs).status_code == 302
    mine |= {f"jugement|{first}": "non_atteint", f"preuves|{first}": "Mon texte"}
    answer = gouvernance.post(URL, data=mine)
    assert answer.status_code == 422
    assert "« Atteint : Leur texte »" in unescape(answer.text)
    assert stored(base, first) == (Jugement.ATTEINT, "Leur texte")
    again = {
        name: value
        for name, value in read_form(answer.text).items()
        if name.partition("|")[0] in ("jugement", "preuves", "vu", "_jeton")
    }
    assert again[f"preuves|{first}"] == "Mon texte"
    assert gouvernance.post(URL, data=again).status_code == 302
    assert stored(base, first) == (Jugement.NON_ATTEINT, "Mon texte")
    # The line that I never touched is as they wrote it.
    assert stored(base, second) == (Jugement.ATTEINT, "Leur autre texte")


def test_who_reads_what_is_being_prepared(base: Session, app: Flask) -> None:
    first, _ = first_two(base)
    secret = "Preuve que les élus ne lisent pas encore"
    row = base.scalars(
        select(JugementResultat).where(JugementResultat.resultat_id == first).limit(1)
    ).one()
    row.preuves = secret
    base.commit()
    team = log_in(app, "petite.enfance").get(URL).text
    assert secret in unescape(team)
    assert "Enregistrer les jugements" not in team
    elu = unescape(log_in(app, "lecteur").get(URL).text)
    assert secret not in elu
    assert "Vous la lirez ici une fois publiée." in elu
    assert (
        log_in(app, "petite.enfance").post(f"{URL}etat", data={"vers": "publiee"}).status_code
        == 403
    )


def test_publishing_asks_for_everything_then_corrections_for_a_reason(
    base: Session, app: Flask, gouvernance: FlaskClient
) -> None:
    evaluation = get_evaluation(base, Moment.MI_PARCOURS.value)
    for row in base.scalars(
        select(JugementResultat).where(JugementResultat.evaluation_id == evaluation.id).limit(1)
    ):
        first = row.resultat_id
        base.delete(row)
    base.commit()
    refused = gouvernance.post(f"{URL}etat", data={"vers": "publiee"}, follow_redirects=True)
    assert "Avant de publier, il reste 1 résultat à juger et 2 questions sans réponse." in unescape(
        refused.text
    )
    form = open_form(gouvernance)
    form |= {f"jugement|{first}": "atteint", f"preuves|{first}": "Vu au réseau d'acteurs"}
    assert gouvernance.post(URL, data=form).status_code == 302
    for question in base.scalars(select(QuestionEvaluation)):
        question.reponse = question.reponse or "Réponse"
    base.commit()
    done = gouvernance.post(f"{URL}etat", data={"vers": "publiee"}, follow_redirects=True)
    assert "chacun peut la lire" in unescape(done.text)
    base.refresh(evaluation)
    assert evaluation.publiee_le is not None
    assert "Vu au réseau d'acteurs" in unescape(log_in(app, "lecteur").get(URL).text)
    changed = open_form(gouvernance) | {f"preuves|{first}": "Corrigé"}
    refused = gouvernance.post(URL, data=changed)
    assert refused.status_code == 422
    assert "dites pourquoi elle change" in unescape(refused.text)
    assert stored(base, first) == (Jugement.ATTEINT, "Vu au réseau d'acteurs")
    assert gouvernance.post(URL, data=changed | {"_motif": "coquille"}).status_code == 302
    assert stored(base, first) == (Jugement.ATTEINT, "Corrigé")
    question = QuestionEvaluation(
        evaluation=evaluation,
        rang=9,
        critere=CritereEvaluation.PERTINENCE,
        question="Posée deux fois ?",
    )
    base.add(question)
    base.commit()
    url = f"/admin/question-evaluation/delete/?id={question.id}"
    sent = {"version": str(question.version)}
    refused = gouvernance.post(url, data=sent)
    assert refused.status_code == 409
    assert 'name="_motif"' in refused.text
    assert "dites pourquoi elle change" in unescape(refused.text)
    assert gouvernance.post(url, data=sent | {"_motif": "posée deux fois"}).status_code == 302
    trace = base.scalars(
        select(Evenement)
        .where(Evenement.objet_type == "question_evaluation")
        .order_by(Evenement.id.desc())
        .limit(1)
    ).one()
    assert (trace.acte, trace.motif) == (ActeJournal.SUPPRESSION, "posée deux fois")
    gouvernance.post(f"{URL}etat", data={"vers": "preparation", "_motif": "suite du cotech"})
    assert "Corrigé" not in unescape(log_in(app, "lecteur").get(URL).text)


def test_ten_questions_at_most(base: Session, gouvernance: FlaskClient) -> None:
    finale = get_evaluation(base, Moment.FINALE.value)
    base.add_all(
        QuestionEvaluation(
            evaluation=finale,
            rang=rang,
            critere=CritereEvaluation.PERTINENCE,
            question=f"Question {rang} ?",
        )
        for rang in range(1, 11)
    )
    base.commit()
    answer = gouvernance.post(
        "/admin/question-evaluation/new/",
        data={
            "evaluation": finale.id,
            "rang": "11",
            "critere": "coherence",
            "question": "Encore ?",
        },
    )
    assert answer.status_code == 422
    assert "10 questions au plus" in unescape(answer.text)
    assert "10\xa0questions posées" not in unescape(gouvernance.get("/evaluation/finale/").text)
    assert "5\xa0questions posées : une évaluation en pose 6 à 10" in unescape(
        gouvernance.get(URL).text
    )


def test_an_unknown_moment_does_not_exist(gouvernance: FlaskClient) -> None:
    assert gouvernance.get("/evaluation/un_jour/").status_code == 404


def row_of(page: str, resultat_id: int) -> str:
    found = re.search(rf'<tr id="r-{resultat_id}">(.*?)</tr>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def test_the_matrix_counts_actions_and_leads_to_their_list(
    base: Session, gouvernance: FlaskClient
) -> None:
    first, second = first_two(base)
    base.execute(delete(action_resultat).where(action_resultat.c.resultat_id == second))
    base.execute(delete(reglage_resultat).where(reglage_resultat.c.resultat_id == second))
    base.commit()
    page = gouvernance.get("/evaluation/").text
    row = row_of(page, second)
    assert "Aucune action n'y travaille" in row
    assert "Aucun indicateur ne le mesure" in row
    row = row_of(page, first)
    assert "AVS5" in row
    links = re.findall(r'href="(/admin/action/\?[^"]+)">(\d+)', row)
    assert len(links) == 2
    for link, told in links:
        listed = gouvernance.get(unescape(link)).text
        assert listed.count('<td class="titre"') == int(told), link
    total = base.scalars(
        select(Action.id).join(action_resultat).where(action_resultat.c.resultat_id == first)
    ).all()
    assert links[1][1] == str(len(total))


def test_an_elu_is_not_told_that_nobody_works_on_a_hidden_axis(app: Flask, base: Session) -> None:
    page = unescape(log_in(app, "lecteur").get("/evaluation/").text)
    assert page.count("Aucune action n'y travaille") <= 1


def test_the_matrix_asks_the_same_statements_whatever_the_rows(
    base: Session, app: Flask, gouvernance: FlaskClient
) -> None:
    gouvernance.get("/evaluation/")
    with statements(app) as before:
        gouvernance.get("/evaluation/")
    first, _ = first_two(base)
    known = set(
        base.scalars(
            select(action_resultat.c.action_id).where(action_resultat.c.resultat_id == first)
        )
    )
    more = [a for a in base.scalars(select(Action.id)) if a not in known]
    base.execute(insert(action_resultat), [{"action_id": a, "resultat_id": first} for a in more])
    base.commit()
    with statements(app) as after:
        gouvernance.get("/evaluation/")
    assert len(after) == len(before)


def test_an_indicator_measures_results_of_its_own_axis(
    base: Session, gouvernance: FlaskClient
) -> None:
    reglage = base.scalars(select(ReglageIndicateur).where(ReglageIndicateur.code == "PE2")).one()
    url = f"/admin/reglage-indicateur/edit/?id={reglage.id}"
    page = gouvernance.get(url).text
    form = read_form(page)
    other, _ = first_two(base)
    own = next(r.id for r in list_resultats(base) if r.enjeu.axe_slug == "petite_enfance")
    for chosen, status in ((other, 422), (own, 302)):
        form.setlist("resultats", [str(chosen)])
        answer = gouvernance.post(url, data=form)
        assert answer.status_code == status
        if status == 422:
            assert "appartient à un autre axe que l'indicateur" in unescape(answer.text)
    base.refresh(reglage)
    assert [r.id for r in reglage.resultats] == [own]
