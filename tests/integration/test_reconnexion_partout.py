"""Over every form: a session that ended loses nothing typed, and the password alone makes it go on."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from core.config import Settings
from core.cycles.models import CycleAnnuel
from core.db.extension import db
from core.indicateurs.models import ValidationAxe
from core.rapports.models import Rapport
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration
from tests.integration.essai_formulaires import (
    COMPTES,
    MOT_DE_PASSE,
    Cas,
    ask_reason,
    fill_empty_tables,
    list_candidates,
    list_cases,
    open_form,
    retype,
)

COOKIE = "ctg_session"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_reconnexion")) as app:
        fill_empty_tables(app)
        app.config["WTF_CSRF_METHODS"] = {"POST"}
        yield app


def typed(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What the person sent, without what belongs to a session."""
    kept = [(name, value) for name, value in form.items(multi=True) if name != "csrf_token"]
    # A browser sends the newlines of a hidden field as those of a text.
    return [(name, re.sub(r"\r\n|\r|\n", "\r\n", value)) for name, value in kept]


def send_without_session(
    client: FlaskClient, url: str, form: MultiDict[str, str], compte: str
) -> TestResponse:
    """Send a form whose cookie is gone, check that each character is carried, then log in in place."""
    client.delete_cookie(COOKIE)
    asked = client.post(url, data=form)
    assert asked.status_code == 401, (url, asked.status_code)
    assert "Votre session est terminée" in asked.text
    carried = read_form(asked.text)
    assert carried.pop("reconnexion-email") == carried.pop("reconnexion-password") == ""
    assert typed(carried) == typed(form), url
    carried["reconnexion-email"] = f"{compte}@demonstration.example"
    carried["reconnexion-password"] = MOT_DE_PASSE
    return client.post(url, data=carried)


def play_edit(app: Flask, case: Cas) -> None:
    client = log_in(app, case.compte)
    for name in list_candidates(open_form(client, case.url)):
        form = open_form(client, case.url)
        form[name] = retype(form[name], 1)
        answer = send_without_session(client, case.url, form, case.compte)
        if asked := ask_reason(answer):
            answer = send_without_session(client, case.url, asked, case.compte)
        if answer.status_code == 302:
            assert open_form(client, case.url)[name] == form[name], (case, name)
            return
        # Refused for its value, by the form itself: what was typed is there once more.
        assert answer.status_code == 422, (case, name, answer.status_code)
        assert read_form(answer.text)[name] == form[name], (case, name)
    raise AssertionError(f"{case.endpoint} : aucun champ accepté")


def test_every_edit_goes_on_as_typed(app: Flask) -> None:
    cases, missing = list_cases(app)
    for case in cases:
        play_edit(app, case)
    print(f"{len(cases)} formulaires de modification ; sans ligne : {missing}")
    assert missing == []


def test_every_new_row_is_carried(app: Flask) -> None:
    clients = {nom: log_in(app, nom) for nom in COMPTES}
    done = 0
    for _, vue in app.extensions["ctg_catalogue"].tables():
        url = f"/admin/{vue.endpoint}/new/"
        for nom, client in clients.items():
            if client.get(url).status_code != 200:
                continue
            form = open_form(client, url)
            for name in list_candidates(form):
                form[name] = retype(form[name], 1)
            answer = send_without_session(client, url, form, nom)
            assert answer.status_code in (302, 422), (url, answer.status_code)
            if answer.status_code == 422:
                back = read_form(answer.text)
                assert all(back[name] == form[name] for name in list_candidates(form)), url
            done += 1
            break
    print(f"{done} formulaires de création")
    assert done >= 15


def test_the_other_forms_go_on(app: Flask) -> None:
    client = log_in(app, "gouvernance")

    def tokens(url: str) -> dict[str, str]:
        form = read_form(client.get(url).text)
        return {name: form[name] for name in ("csrf_token", "_auteur")}

    def count(modele: type) -> int:
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(modele)) or 0

    before = count(Rapport)
    form = MultiDict({**tokens("/rapports/"), "exercice": "2025"})
    assert send_without_session(client, "/rapports/", form, "gouvernance").status_code == 302
    assert count(Rapport) == before + 1

    with app.app_context():
        cycle = db.session.scalars(
            select(CycleAnnuel).order_by(CycleAnnuel.exercice.desc()).limit(1)
        ).one()
        exercice = cycle.exercice
        validated = set(
            db.session.scalars(
                select(ValidationAxe.axe_slug).where(ValidationAxe.exercice == exercice)
            )
        )
    url = f"/cycle/{exercice}/"
    form = MultiDict({**tokens(url), "axe": "petite_enfance"})
    before = count(ValidationAxe)
    answer = send_without_session(client, f"{url}valider", form, "gouvernance")
    assert answer.status_code == 302
    assert count(ValidationAxe) == before + ("petite_enfance" not in validated)

    form = MultiDict({**tokens("/axes/petite_enfance/"), "actif": "oui"})
    administrator = log_in(app, "gouvernance")
    answer = send_without_session(administrator, "/axes/petite_enfance/", form, "gouvernance")
    assert answer.status_code == 302


def test_every_grid_and_act_is_carried(app: Flask) -> None:
    done = []
    for _, vue in app.extensions["ctg_catalogue"].tables():
        for nom in COMPTES:
            client = log_in(app, nom)
            url = f"/admin/{vue.endpoint}/saisie/"
            if not vue.en_tableau or client.get(url).status_code != 200:
                continue
            form = read_form(client.get(url).text)
            answer = send_without_session(client, url, form, nom)
            assert answer.status_code == 302, (url, answer.status_code)
            done.append(url)
            break
    print(f"{len(done)} saisies en tableau")
    assert done
