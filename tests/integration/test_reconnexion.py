"""A form whose session ended, or changed, under it: who may go on, and who may not."""

import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from core.communes.models import Bassin
from core.comptes.models import Compte
from core.config import Settings
from core.db.extension import db
from core.journal.models import Evenement
from core.structures.models import Structure
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration
from tests.integration.essai_formulaires import MOT_DE_PASSE

NEW = "/admin/bassin/new/"
COOKIE = "ctg_session"
URLENCODED = "application/x-www-form-urlencoded"
COMPTE = "gouvernance@demonstration.example"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_session")) as app:
        app.config["WTF_CSRF_METHODS"] = {"POST"}
        yield app


def find(app: Flask, nom: str) -> list[Bassin]:
    with app.app_context():
        return list(db.session.scalars(select(Bassin).where(Bassin.nom == nom)))


def write(client: FlaskClient, nom: str) -> MultiDict[str, str]:
    """The form of a new bassin, filled."""
    form = read_form(client.get(NEW).text)
    form["nom"], form["source"] = nom, 'Ligne 1\r\n<b>"2"</b> & œ \u202f'
    return form


def answer_password(
    page: str, password: str = MOT_DE_PASSE, email: str = COMPTE
) -> MultiDict[str, str]:
    carried = read_form(page)
    carried["reconnexion-email"], carried["reconnexion-password"] = email, password
    return carried


def test_a_wrong_password_loses_nothing_and_tells_nothing(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = write(client, "Mot de passe faux")
    client.delete_cookie(COOKIE)
    page = client.post(NEW, data=form)
    texts = set()
    for email in (COMPTE, "inconnu@demonstration.example"):
        page = client.post(NEW, data=answer_password(page.text, "raté", email))
        assert page.status_code == 401
        assert "raté" not in page.text
        assert "Adresse ou mot de passe incorrect" in page.text
        texts.add(page.text.count("incorrect"))
        assert read_form(page.text)["source"] == form["source"]
    assert len(texts) == 1
    assert find(app, "Mot de passe faux") == []
    done = client.post(NEW, data=answer_password(page.text))
    assert done.status_code == 302
    assert len(find(app, "Mot de passe faux")) == 1
    # The person is logged in from now on, and is who the journal names.
    assert client.get("/admin/bassin/").status_code == 200
    with app.app_context():
        trace = db.session.scalars(
            select(Evenement).where(Evenement.objet_libelle == "Mot de passe faux")
        ).one()
        compte = db.session.scalars(select(Compte).where(Compte.email == COMPTE)).one()
        assert trace.compte_id == compte.id


def test_ten_failures_lock_here_too(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = write(client, "Verrou")
    client.delete_cookie(COOKIE)
    page = client.post(NEW, data=form)
    email = "begrolles@demonstration.example"
    for _ in range(10):
        page = client.post(NEW, data=answer_password(page.text, "raté", email))
    page = client.post(NEW, data=answer_password(page.text, MOT_DE_PASSE, email))
    assert "Trop d&#39;essais" in page.text
    assert read_form(page.text)["nom"] == "Verrou"
    assert find(app, "Verrou") == []


def test_rights_are_those_of_who_answers(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = write(client, "Sans droit")
    client.delete_cookie(COOKIE)
    page = client.post(NEW, data=form)
    answer = client.post(
        NEW, data=answer_password(page.text, email="lecteur@demonstration.example")
    )
    assert answer.status_code == 403
    assert find(app, "Sans droit") == []


def test_an_account_closed_elsewhere_is_asked_again(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = write(client, "Déconnecté ailleurs")
    with app.app_context():
        compte = db.session.scalars(select(Compte).where(Compte.email == COMPTE)).one()
        compte.fs_uniquifier = "0" * 32
        db.session.commit()
    # The cookie is there, and its token too: only the account says no.
    page = client.post(NEW, data=form)
    assert page.status_code == 401
    assert client.post(NEW, data=answer_password(page.text)).status_code == 302
    assert len(find(app, "Déconnecté ailleurs")) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_not_carried(app: Flask, headers: dict[str, str]) -> None:
    for client in (app.test_client(), log_in(app, "gouvernance")):
        answer = client.post(NEW, data={"nom": "Piège", "source": "x"}, headers=headers)
        assert answer.status_code == 400
        assert "Piège" not in answer.text
    assert find(app, "Piège") == []


def test_the_same_site_may_go_on(app: Flask) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    answer = app.test_client().post(NEW, data={"nom": "Ici"}, headers=headers)
    assert answer.status_code == 401
    assert read_form(answer.text)["nom"] == "Ici"


def test_logged_in_again_in_another_tab_one_reads_the_form_again(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = write(client, "Autre onglet")
    client.delete_cookie(COOKIE)
    again = log_in(app, "gouvernance")
    again.get("/")
    answer = again.post(NEW, data=form)
    assert answer.status_code == 400
    assert "vérifiez-la, puis enregistrez" in answer.text
    shown = read_form(answer.text)
    assert (shown["nom"], shown["source"]) == (form["nom"], form["source"])
    assert find(app, "Autre onglet") == []
    assert again.post(NEW, data=shown).status_code == 302
    assert len(find(app, "Autre onglet")) == 1


def test_other_forms_are_confirmed_with_a_new_token(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    client.get("/axes/")
    answer = client.post("/axes/petite_enfance/", data={"actif": "oui", "csrf_token": "vieux"})
    assert answer.status_code == 400
    assert "À confirmer" in answer.text
    carried = read_form(answer.text)
    assert carried["actif"] == "oui"
    assert client.post("/axes/petite_enfance/", data=carried).status_code == 302


@pytest.mark.parametrize("path", ["/connexion", "/mot-de-passe", "/deconnexion"])
def test_a_password_is_never_carried(app: Flask, path: str) -> None:
    for client in (app.test_client(), log_in(app, "lecteur")):
        answer = client.post(path, data={"password": "secret-tapé", "new_password": "autre-secret"})
        assert answer.status_code == 302
        assert "secret" not in answer.headers["Location"]
        assert "secret" not in answer.text


def test_nothing_typed_reaches_a_log_or_an_address(
    app: Flask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    client = log_in(app, "gouvernance")
    form = write(client, "Texte confidentiel")
    client.delete_cookie(COOKIE)
    with caplog.at_level(logging.DEBUG):
        page = client.post(NEW, data=form)
        client.post(NEW, data=answer_password(page.text, "raté-confidentiel"))
        done = client.post(NEW, data=answer_password(page.text))
    written = caplog.text + "".join(capsys.readouterr())
    for secret in ("Texte confidentiel", MOT_DE_PASSE, "raté-confidentiel"):
        assert secret not in written
        assert secret not in done.headers["Location"]


def test_without_session_reading_leads_to_the_log_in_and_back(app: Flask) -> None:
    answer = app.test_client().get("/admin/bassin/?q=a")
    assert answer.status_code == 302
    assert "/connexion?next=/admin/bassin/" in answer.headers["Location"]


def test_an_unknown_address_carries_nothing(app: Flask) -> None:
    assert app.test_client().post("/nulle-part", data={"nom": "x"}).status_code == 404


def test_somebody_else_reads_again_what_another_typed(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    form = read_form(client.get("/admin/structure/new/").text)
    form["nom"] = "Saisie d'une autre"
    client.delete_cookie(COOKIE)
    page = client.post("/admin/structure/new/", data=form)
    review = client.post("/admin/structure/new/", data=answer_password(page.text))
    assert review.status_code == 400
    assert read_form(review.text)["nom"] == "Saisie d'une autre"
    with app.app_context():
        found = select(Structure).where(Structure.nom == "Saisie d'une autre")
        assert db.session.scalars(found).all() == []


def test_a_form_of_countless_fields_is_not_carried(app: Flask) -> None:
    answer = app.test_client().post(NEW, data="a=&" * 10_001, content_type=URLENCODED)
    assert answer.status_code == 413
    assert len(answer.data) < 20_000
