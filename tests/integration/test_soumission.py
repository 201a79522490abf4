"""A form sent twice writes once, and leads to the result of the first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core.clock import now
from core.communes.models import Bassin
from core.config import Settings
from core.db.extension import db
from core.db.soumission import Soumission, build_key, claim, conclude, purge_soumissions
from core.journal.models import Evenement
from core.rapports.models import Rapport
from core.socle import Socle
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration

NEW = "/admin/bassin/new/"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_soumission")) as app:
        yield app


def count(app: Flask, nom: str) -> int:
    with app.app_context():
        return (
            db.session.scalar(select(func.count()).select_from(Bassin).where(Bassin.nom == nom))
            or 0
        )


def open_new(client: FlaskClient, nom: str) -> MultiDict[str, str]:
    form = read_form(client.get(NEW).text)
    form["nom"], form["source"] = nom, "essai"
    return form


def test_a_row_is_created_once(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = open_new(client, "Deux fois")
    first, second = client.post(NEW, data=form), client.post(NEW, data=form)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert "Déjà enregistré" in client.get(second.headers["Location"]).text
    assert count(app, "Deux fois") == 1


def test_eight_at_once_are_one(app: Flask) -> None:
    # A bassin has no unique name: only the claim keeps them from being eight.
    clients = [log_in(app, "gouvernance") for _ in range(8)]
    form = open_new(clients[0], "Huit à la fois")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda client: client.post(NEW, data=form), clients))
    assert [answer.status_code for answer in answers] == [302] * 8
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count(app, "Huit à la fois") == 1


def test_a_report_is_asked_once(app: Flask) -> None:
    clients = [log_in(app, "gouvernance") for _ in range(4)]
    form = {"exercice": "2025", "_jeton": "jeton-du-formulaire-1"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda client: client.post("/rapports/", data=form), clients))
    assert len({answer.headers["Location"] for answer in answers}) == 1
    with app.app_context():
        asked = select(func.count()).select_from(Rapport).where(Rapport.exercice == 2025)
        assert db.session.scalar(asked) == 1


def test_another_text_is_another_submission(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = open_new(client, "Texte un")
    client.post(NEW, data=form)
    # The browser went back to the form, whose token is the same.
    form["nom"] = "Texte deux"
    assert client.post(NEW, data=form).status_code == 302
    assert count(app, "Texte un") == count(app, "Texte deux") == 1


def test_a_refused_form_may_be_sent_again(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = open_new(client, "")
    assert client.post(NEW, data=form).status_code == 422
    assert client.post(NEW, data=form).status_code == 422
    form["nom"] = "Enfin"
    assert client.post(NEW, data=form).status_code == 302
    assert count(app, "Enfin") == 1


def test_an_edit_sent_twice_is_no_conflict_and_one_trace(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    location = client.post(NEW, data=open_new(client, "À modifier")).headers["Location"]
    url = location.replace("details", "edit")
    form = read_form(client.get(url).text)
    form["nom"] = "Modifié"
    assert [client.post(url, data=form).status_code for _ in range(2)] == [302, 302]
    with app.app_context():
        traces = select(func.count()).where(
            Evenement.objet_type == "bassin", Evenement.objet_libelle == "Modifié"
        )
        assert db.session.scalar(traces) == 1


def test_a_deletion_sent_twice_is_not_an_error(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    location = client.post(NEW, data=open_new(client, "À supprimer")).headers["Location"]
    url = location.replace("details", "delete")
    form = read_form(client.get(url).text)
    assert [client.post(url, data=form).status_code for _ in range(2)] == [302, 302]
    assert count(app, "À supprimer") == 0


def test_a_row_changed_meanwhile_is_not_deleted_unseen(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    location = client.post(NEW, data=open_new(client, "À relire")).headers["Location"]
    form = read_form(client.get(location.replace("details", "delete")).text)
    changed = read_form(client.get(location.replace("details", "edit")).text)
    changed["nom"] = "Relu"
    client.post(location.replace("details", "edit"), data=changed)
    answer = client.post(location.replace("details", "delete"), data=form)
    assert answer.status_code == 409
    assert "modifié cette ligne" in answer.text
    assert count(app, "Relu") == 1


@pytest.mark.parametrize("jeton", ["", "court", "x" * 65, "a b" * 10, "\x00" * 20])
def test_without_a_usable_token_a_form_is_saved_each_time(jeton: str) -> None:
    assert build_key("/x", [("_jeton", jeton), ("nom", "a")]) == ""


def test_the_key_covers_address_and_content() -> None:
    jeton = ("_jeton", "j" * 22)
    key = build_key("/x", [jeton, ("nom", "a"), ("csrf_token", "1")])
    assert key == build_key("/x", [("csrf_token", "2"), ("nom", "a"), jeton])
    assert key != build_key("/y", [jeton, ("nom", "a")])
    assert key != build_key("/x", [jeton, ("nom", "b")])
    assert build_key("/x", [jeton, ("nom", "\ud800")])


def test_the_second_waits_for_the_first(socle: Socle) -> None:
    """When the first is rolled back, the second goes on; when it is committed, it is told where."""

    def second(expected: str | None) -> None:
        with socle.sessions() as session:
            assert claim(session, "cle", 1) == expected
            session.rollback()

    for keep, expected in ((False, None), (True, "/resultat")):
        with socle.sessions() as session, ThreadPoolExecutor(1) as pool:
            assert claim(session, "cle", 1) is None
            waiting = pool.submit(second, expected)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            conclude(session, "cle", "/resultat")
            if keep:
                session.commit()
            else:
                session.rollback()
            waiting.result(10)


def test_old_submissions_are_forgotten(session: Session) -> None:
    for cle in ("vieille", "neuve"):
        assert claim(session, cle, None) is None
    old = update(Soumission).where(Soumission.cle == "vieille")
    session.execute(old.values(at=now() - timedelta(days=8)))
    purge_soumissions(session)
    assert session.scalars(select(Soumission.cle)).all() == ["neuve"]
