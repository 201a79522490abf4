"""Merging, splitting, abandoning: the acts, what they close, what the sheets then say."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.config import Settings
from core.db.extension import db
from core.gouvernance.models import Decision
from core.plan.codes import GenreFiliation, NatureAction, StatutAction
from core.plan.models_action import Action, Note
from core.plan.models_filiation import FiliationAction
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration

PE = "petite_enfance"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_filiation")) as app:
        yield app


def make(app: Flask, code: str, axe: str = PE, *, brouillon: bool = False) -> int:
    """A running action of that code."""
    with app.app_context():
        action = Action(
            code=code,
            intitule=f"Action {code}",
            axe_slug=axe,
            statut=StatutAction.EN_COURS,
            nature=NatureAction.RECURRENTE,
            date_debut=date(2025, 1, 1),
            brouillon=brouillon,
        )
        db.session.add(action)
        db.session.commit()
        return action.id


def act(client: FlaskClient, code: str, nom: str, **typed: str) -> tuple[int, str]:
    """Press the button of the sheet, then confirm: status and page of the answer."""
    page = client.get(f"/actions/{code}/").text
    form = read_form(page)
    form["acte"] = nom
    confirmation = client.post("/admin/action/action/", data=form)
    assert confirmation.status_code == 200, confirmation.text
    sent = read_form(confirmation.text)
    for name, value in typed.items():
        sent[f"v-{name}"] = value
    sent["confirme"] = "oui"
    sent["acte"] = nom
    answer = client.post("/admin/action/action/", data=sent)
    return answer.status_code, answer.text


def statut(app: Flask, numero: int) -> StatutAction:
    with app.app_context():
        return db.session.scalars(select(Action.statut).where(Action.id == numero)).one()


def test_a_merged_action_says_so_and_is_no_longer_written(app: Flask) -> None:
    old, new = make(app, "F-01"), make(app, "F-02")
    client = log_in(app, "petite.enfance")
    opened = read_form(client.get(f"/admin/action/edit/?id={old}").text)
    status, _ = act(client, "F-01", "fusionner", vers=str(new), motif="Même public.")
    assert status == 302
    assert statut(app, old) is StatutAction.REMPLACEE
    page = client.get("/actions/F-01/").text
    assert "F-01 a été fusionnée dans" in page
    assert 'href="/actions/F-02/"' in page
    assert "Même public." in page
    assert "Modifier la fiche" not in page
    assert "Continue aussi" in client.get("/actions/F-02/").text
    # The form does not open; one left open is refused with the same sentence, nothing typed lost.
    answer = client.get(f"/admin/action/edit/?id={old}", follow_redirects=True)
    assert "F-01 a été fusionnée dans" in answer.text
    opened["intitule"] = "Trop tard"
    late = client.post(f"/admin/action/edit/?id={old}", data=opened)
    assert late.status_code == 409
    again = read_form(late.text)
    again["intitule"] = "Trop tard"
    refused = client.post(f"/admin/action/edit/?id={old}", data=again)
    assert refused.status_code == 422
    assert 'href="/actions/F-02/"' in refused.text
    assert "Trop tard" in refused.text


def test_neither_a_note_nor_a_decision_is_written_on_a_merged_action(app: Flask) -> None:
    old, new = make(app, "F-11"), make(app, "F-12")
    governance = log_in(app, "gouvernance")
    assert act(governance, "F-11", "fusionner", vers=str(new), motif="Doublon.")[0] == 302
    form = read_form(governance.get("/admin/note/new/").text)
    form["action"], form["texte"] = str(old), "Encore un mot"
    form["jour"], form["exercice"], form["diffusion"] = "2026-11-01", "2026", "copil"
    refused = governance.post("/admin/note/new/", data=form)
    assert refused.status_code == 422
    assert "F-11 a été fusionnée dans" in refused.text
    assert 'href="/actions/F-12/"' in refused.text
    with app.app_context():
        seance = db.session.scalars(select(Decision.seance_id)).first()
    form = read_form(governance.get(f"/admin/seance/edit/?id={seance}").text)
    form["_ajouter"] = "decisions"
    form = read_form(governance.post(f"/admin/seance/edit/?id={seance}", data=form).text)
    rank = max(int(n) for n in re.findall(r"decisions-(\d+)-intitule", " ".join(form)))
    form[f"decisions-{rank}-intitule"] = "Poursuivre F-11"
    form[f"decisions-{rank}-action"] = str(old)
    refused = governance.post(f"/admin/seance/edit/?id={seance}", data=form)
    assert refused.status_code == 422
    assert "F-11 a été fusionnée dans" in refused.text
    with app.app_context():
        assert db.session.scalar(select(Note.id).where(Note.action_id == old)) is None
        assert db.session.scalar(select(Decision.id).where(Decision.action_id == old)) is None


def test_a_decision_taken_before_the_merger_is_still_followed(app: Flask) -> None:
    old, new = make(app, "F-21"), make(app, "F-22")
    with app.app_context():
        seance = db.session.scalars(select(Decision.seance_id)).first()
        assert seance is not None
        decision = Decision(seance_id=seance, rang=90, intitule="Avant", action_id=old)
        db.session.add(decision)
        db.session.commit()
    governance = log_in(app, "gouvernance")
    assert act(governance, "F-21", "fusionner", vers=str(new), motif="Doublon.")[0] == 302
    form = read_form(governance.get(f"/admin/seance/edit/?id={seance}").text)
    (rank,) = (n for n, v in form.items() if v == "Avant")
    form[rank.replace("intitule", "suivi")] = "Fait depuis"
    assert governance.post(f"/admin/seance/edit/?id={seance}", data=form).status_code == 302


def test_what_cannot_be_merged_is_refused_in_words(app: Flask) -> None:
    one, draft = make(app, "F-31"), make(app, "F-32", brouillon=True)
    other = make(app, "F-33", "parentalite")
    client = log_in(app, "petite.enfance")
    for vers, words in (
        (one, "ne peut pas se suivre elle-même"),
        (draft, "est un brouillon"),
        (other, "demandez à la gouvernance"),
    ):
        status, page = act(client, "F-31", "fusionner", vers=str(vers), motif="Essai.")
        assert status == 422
        assert words in page
    status, _ = act(client, "F-31", "fusionner", vers=str(draft), motif="")
    assert status == 422
    assert statut(app, one) is StatutAction.EN_COURS


def test_an_action_is_abandoned_with_its_reason_and_taken_up(app: Flask) -> None:
    old, new = make(app, "F-41"), make(app, "F-42")
    client = log_in(app, "petite.enfance")
    assert act(client, "F-41", "abandonner", motif="Plus de porteur.")[0] == 302
    assert statut(app, old) is StatutAction.ABANDONNEE
    assert "Plus de porteur." in client.get("/actions/F-41/").text
    status, _ = act(client, "F-41", "reprendre", vers=str(new), motif="Un porteur est trouvé.")
    assert status == 302
    page = client.get("/actions/F-41/").text
    assert "Reprise par" in page
    assert "Reprend" in client.get("/actions/F-42/").text


def test_the_status_of_the_form_asks_why_and_coming_back_takes_the_abandon_off(
    app: Flask,
) -> None:
    numero = make(app, "F-51")
    client = log_in(app, "petite.enfance")
    url = f"/admin/action/edit/?id={numero}"
    form = read_form(client.get(url).text)
    form["statut"] = "abandonnee"
    refused = client.post(url, data=form)
    assert refused.status_code == 422
    assert "Dites pourquoi F-51 est abandonnée" in refused.text
    form = read_form(refused.text)
    form["_motif"] = "Le besoin a disparu."
    assert client.post(url, data=form).status_code == 302
    statement = select(FiliationAction).where(FiliationAction.de_id == numero)
    with app.app_context():
        act_of = db.session.scalars(statement).one()
        assert (act_of.genre, act_of.motif) == (GenreFiliation.ABANDON, "Le besoin a disparu.")
    form = read_form(client.get(url).text)
    form["statut"] = "en_cours"
    assert client.post(url, data=form).status_code == 302
    with app.app_context():
        assert db.session.scalars(statement).all() == []


def test_nobody_gives_the_status_of_a_replaced_action_by_hand(app: Flask) -> None:
    numero = make(app, "F-61")
    client = log_in(app, "petite.enfance")
    form = read_form(client.get(f"/admin/action/edit/?id={numero}").text)
    form["statut"] = "remplacee"
    refused = client.post(f"/admin/action/edit/?id={numero}", data=form)
    assert refused.status_code == 422
    assert "Fusionner" in refused.text


def test_an_action_is_split_all_or_nothing(app: Flask) -> None:
    numero = make(app, "F-71")
    client = log_in(app, "petite.enfance")
    url = f"/fiches/{numero}/scinder"
    form = read_form(client.get(url).text)
    form["code-0"], form["intitule-0"] = "F-71A", "Première moitié"
    form["code-1"], form["intitule-1"] = "F-01", "Code déjà pris"
    form["motif"] = "Deux publics."
    refused = client.post(url, data=form)
    assert refused.status_code == 422
    assert "déjà le code F-01" in refused.text
    assert "Première moitié" in refused.text
    assert statut(app, numero) is StatutAction.EN_COURS
    form = read_form(refused.text)
    form["code-1"] = "F-71B"
    assert client.post(url, data=form).status_code == 302
    assert statut(app, numero) is StatutAction.REMPLACEE
    page = client.get("/actions/F-71/").text
    assert "F-71 a été scindée en" in page
    assert 'href="/actions/F-71A/"' in page
    assert 'href="/actions/F-71B/"' in page
    assert "Issue de la scission de" in client.get("/actions/F-71A/").text
    # The same form sent twice makes nothing more.
    assert client.post(url, data=form).status_code == 302
    with app.app_context():
        made = db.session.scalars(select(Action).where(Action.code.like("F-71%"))).all()
        assert {(action.code, action.axe_slug) for action in made} == {
            ("F-71", PE),
            ("F-71A", PE),
            ("F-71B", PE),
        }


def test_the_revisions_tell_what_changed_without_typing_it_again(app: Flask) -> None:
    governance = log_in(app, "gouvernance")
    form = read_form(governance.get("/admin/revision/new/").text)
    form["jour"], form["exercice"] = "2024-12-15", "2024"
    form["texte"] = "Plan de départ."
    assert governance.post("/admin/revision/new/", data=form).status_code == 302
    numero, new = make(app, "F-81"), make(app, "F-82")
    assert act(governance, "F-81", "fusionner", vers=str(new), motif="Même quartier.")[0] == 302
    page = governance.get("/plan/revisions/").text
    assert "Plan de départ." in page
    assert "Même quartier." in page
    assert "Fusions" in page
    assert numero
