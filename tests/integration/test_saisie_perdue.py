"""A right lost, or a row gone, while a form is open: the refusal gives back what was typed, to its author."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from core.communes.models import Bassin
from core.comptes.models import Compte, HabilitationCompte
from core.config import Settings
from core.db.extension import db
from core.plan.models_action import Action
from core.security.acteur import Role
from plugins.petite_enfance.models import AccueilIndividuel
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration

TEXTE = 'Un texte long,\r\nque <b>personne</b> ne veut retaper & "perdre"'
TITRE = "Ce que vous aviez saisi"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_saisie_perdue")) as app:
        app.config["WTF_CSRF_METHODS"] = {"POST"}
        yield app


@pytest.fixture
def perdre(app: Flask) -> Iterator[Callable[[str], None]]:
    """Ends the roles of an account of the demonstration but for reading; they come back after the test."""
    ended: list[int] = []
    made: list[int] = []

    def lose(nom: str) -> None:
        with app.app_context():
            rows = db.session.scalars(
                select(HabilitationCompte).join(Compte).where(Compte.email.startswith(f"{nom}@"))
            ).all()
            for row in rows:
                ended.append(row.id)
                row.fin = row.debut
            reading = HabilitationCompte(
                compte_id=rows[0].compte_id, role=Role.LECTEUR, debut=date(2026, 1, 1)
            )
            db.session.add(reading)
            db.session.commit()
            made.append(reading.id)

    yield lose
    with app.app_context():
        for number in made:
            db.session.delete(db.session.get_one(HabilitationCompte, number))
        for number in ended:
            db.session.get_one(HabilitationCompte, number).fin = None
        db.session.commit()


def find_id(app: Flask, statement: Any) -> int:
    with app.app_context():
        return int(db.session.scalars(statement.limit(1)).one())


def fill(client: FlaskClient, url: str, name: str) -> MultiDict[str, str]:
    form = read_form(client.get(url).text)
    form[name] = TEXTE
    return form


def check_given_back(page: str) -> None:
    assert TITRE in page
    assert TEXTE.replace("\r\n", "\n") in unescape(page).replace("\r\n", "\n")
    assert "<b>personne" not in page


def test_a_right_lost_during_an_edit(app: Flask, perdre: Callable[[str], None]) -> None:
    client = log_in(app, "petite.enfance")
    number = find_id(app, select(Action.id).where(Action.axe_slug == "petite_enfance"))
    url = f"/admin/action/edit/?id={number}"
    form = fill(client, url, "objectif")
    form["notes-0-texte"] = "Une note"
    perdre("petite.enfance")
    answer = client.post(url, data=form)
    assert answer.status_code == 403
    check_given_back(answer.text)
    assert "<dt>Objectif</dt>" in answer.text
    assert "<dt>Notes, ligne 1 : Texte</dt>" in answer.text
    # A code is told in words; what the page carried for itself is no text of the person's.
    assert "<dt>Statut</dt>" in answer.text
    for name in ("_jeton", "_auteur", "_initial"):
        assert form[name] not in unescape(answer.text), name


def test_a_right_lost_during_a_creation(app: Flask, perdre: Callable[[str], None]) -> None:
    client = log_in(app, "petite.enfance")
    form = fill(client, "/admin/pe_accueil/new/", "source")
    perdre("petite.enfance")
    answer = client.post("/admin/pe_accueil/new/", data=form)
    assert answer.status_code == 403
    check_given_back(answer.text)


def test_a_row_gone_for_somebody_who_may_not_make_another(
    app: Flask, perdre: Callable[[str], None]
) -> None:
    with app.app_context():
        bassin = Bassin(nom="Passager")
        db.session.add(bassin)
        db.session.commit()
        number = bassin.id
    client = log_in(app, "gouvernance")
    url = f"/admin/bassin/edit/?id={number}"
    form = fill(client, url, "source")
    with app.app_context():
        db.session.delete(db.session.get_one(Bassin, number))
        db.session.commit()
    perdre("gouvernance")
    answer = client.post(url, data=form)
    assert answer.status_code == 404
    check_given_back(answer.text)


def test_a_right_lost_during_a_grid(app: Flask, perdre: Callable[[str], None]) -> None:
    client = log_in(app, "petite.enfance")
    grid = "/admin/pe_accueil/saisie/?par_page=20&annee=2025"
    sent = read_form(client.get(grid).text)
    name = next(name for name in sent if name.endswith("-source"))
    sent[name] = TEXTE
    perdre("petite.enfance")
    answer = client.post(grid, data=sent)
    assert answer.status_code == 403
    check_given_back(answer.text)


def test_nobody_else_is_given_the_text(app: Flask) -> None:
    number = find_id(app, select(AccueilIndividuel.id))
    url = f"/admin/pe_accueil/edit/?id={number}"
    author = log_in(app, "petite.enfance")
    form = fill(author, url, "source")
    other = log_in(app, "parentalite")
    theirs = read_form(other.get("/admin/action/new/").text)
    # Sent under their own tokens, what another one typed is not theirs; nor is it under the other's.
    mixed = MultiDict(form)
    mixed["csrf_token"] = theirs["csrf_token"]
    for data in (mixed, form):
        answer = other.post(url, data=data)
        assert answer.status_code in (400, 403, 404)
        assert TITRE not in answer.text
        assert "retaper" not in answer.text


def test_a_page_that_is_only_read_gives_nothing_back(app: Flask) -> None:
    reader = log_in(app, "parentalite")
    number = find_id(app, select(AccueilIndividuel.id))
    answer = reader.get(f"/admin/pe_accueil/edit/?id={number}&source=retaper")
    assert answer.status_code in (403, 404)
    assert TITRE not in answer.text


def test_a_save_that_the_database_gives_up_gives_the_text_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = log_in(app, "gouvernance")
    form = fill(client, "/admin/bassin/new/", "source")

    def refuse(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("base perdue"))

    monkeypatch.setattr("core.adminkit.edition.Edition.submit", refuse)
    answer = client.post("/admin/bassin/new/", data=form)
    assert answer.status_code == 503
    check_given_back(answer.text)


def test_a_right_lost_on_a_detour_gives_both_forms_back(
    app: Flask, perdre: Callable[[str], None]
) -> None:
    client = log_in(app, "petite.enfance")
    page = client.get("/admin/pe_eaje/new/").text
    eaje = read_form(page)
    eaje["horaires"] = TEXTE
    found = re.search(r'name="_creer" value="([^"]+)" formaction="([^"]+)"', page)
    assert found is not None
    sent = {**eaje.to_dict(), "_creer": unescape(found[1])}
    structure = read_form(client.post(found[2], data=sent).text)
    structure["nom"] = "Une crèche que personne ne veut retaper"
    perdre("petite.enfance")
    # On the way out, on the other form, and on the way back.
    leaving = client.post(found[2], data=sent)
    creating = client.post("/admin/structure/new/", data=structure)
    back = client.post("/admin/pe_eaje/new/?_nouvelle=", data=structure)
    for answer in (leaving, creating, back):
        assert answer.status_code == 403
        check_given_back(answer.text)
    assert "Une crèche que personne" in creating.text
