"""Error pages: the right status, French words, our shell, never a trace; none asks a base that is down."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask, abort
from sqlalchemy import delete, literal_column, select
from sqlalchemy.exc import DataError
from sqlalchemy.orm.exc import StaleDataError

from core.axes.service import set_active
from core.comptes.criteres import FAILURES_MAX
from core.comptes.models import Connexion
from core.comptes.service import create_compte, record_connexion
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.errors import ConflitVersion, ErreurMetier, Interdit
from core.plugin.attentes import Lignes
from core.plugin.lecture import Lecture
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle
from plugins.petite_enfance import suivi
from tests.integration.essai_admin import log_in
from tests.navigateur import open_app, open_new_app, open_session


def _raise(error: Exception) -> Callable[[], str]:
    def view() -> str:
        raise error

    return view


def _abort(code: int) -> Callable[[], str]:
    def view() -> str:
        abort(code)

    return view


ERREURS: dict[str, tuple[int, str, Callable[[], str]]] = {
    "metier": (400, "Ce nombre est trop grand.", _raise(ErreurMetier("Ce nombre est trop grand."))),
    "valeur": (400, "Demande incomprise", _raise(DataError("SELECT 1", {}, ValueError("secret")))),
    "interdit": (403, "Pas vous.", _raise(Interdit("Pas vous."))),
    "introuvable": (404, "Page introuvable", _abort(404)),
    "conflit": (409, "Autre version.", _raise(ConflitVersion("Autre version."))),
    "perime": (409, "Modifié entre-temps", _raise(StaleDataError("secret"))),
    "trop": (429, "Trop de demandes", _abort(429)),
    "defaut": (500, "Erreur de la plateforme", _raise(RuntimeError("secret"))),
}


@pytest.fixture(scope="module")
def app(demonstration: Socle) -> Iterator[Flask]:
    """The application with a page for each fault, on the demonstration."""
    with open_new_app(demonstration.settings) as application:
        for nom, (_, _, view) in ERREURS.items():
            application.add_url_rule(f"/essai/{nom}", nom, view)
        yield application


def check_page(page: str, titre: str) -> None:
    """A whole page of ours, with no word of the machine's."""
    page = unescape(page)
    assert page.lstrip().startswith("<!doctype html>")
    assert '<main class="contenu"' in page
    assert titre in page
    for word in ("Traceback", "secret", "SELECT", "sqlalchemy", "psycopg", "Error", "Not Found"):
        assert word not in page, word


@pytest.mark.parametrize("nom", ERREURS)
def test_each_fault_has_its_page(app: Flask, nom: str) -> None:
    code, titre, _ = ERREURS[nom]
    answer = log_in(app, "gouvernance").get(f"/essai/{nom}")
    assert answer.status_code == code
    check_page(answer.text, titre)


def test_a_refused_filter_says_why(app: Flask) -> None:
    answer = log_in(app, "gouvernance").get("/admin/action/?rien=1")
    assert answer.status_code == 400
    check_page(answer.text, "Ce filtre n'existe pas pour cette liste.")


def test_a_method_that_an_address_does_not_know(app: Flask) -> None:
    answer = log_in(app, "gouvernance").put("/cycle/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    check_page(answer.text, "Action impossible ici")


def test_too_large_a_form(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    answer = client.post("/rapports/", data={"exercice": "2" * (17 * 1024 * 1024)})
    assert answer.status_code == 413
    check_page(answer.text, "Envoi trop volumineux")


def test_a_deactivated_axis_is_named_so(socle: Socle) -> None:
    with open_app(socle.settings) as app:
        with app.app_context(), unit_of_work(db.session()) as session:
            compte = create_compte(
                session,
                SYSTEME,
                email="gouvernance@essai.example",
                password="Un-long-secret-42",
                personne=None,
                habilitations=[Habilitation(role=Role.GOUVERNANCE)],
                debut=date(2024, 1, 1),
            )
            jeton = compte.fs_uniquifier
            set_active(session, SYSTEME, "petite_enfance", actif=False)
        client = open_session(app, jeton)
        liste, page = client.get("/admin/pe_eaje/"), client.get("/axe/petite_enfance/apercu/")
    for answer in (liste, page):
        assert answer.status_code == 404
        check_page(answer.text, "L'axe « Petite enfance » est désactivé")


def test_an_axis_that_cannot_make_its_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(exercice: int, lecture: Lecture) -> Lignes:
        return lecture.rows(select(literal_column("1/0")))

    attendu = suivi.SUIVI
    faulty = replace(attendu.attentes[0], manquants=refused)
    monkeypatch.setattr(suivi, "SUIVI", replace(attendu, attentes=(faulty,)))
    answer = log_in(app, "gouvernance").get("/axe/petite_enfance/apercu/")
    assert answer.status_code == 503
    check_page(answer.text, "n'a pas pu la préparer")


def test_a_base_that_is_down_is_not_asked_again(socle_partage: Socle) -> None:
    nowhere = "postgresql+psycopg://personne:rien@127.0.0.1:1/ctg"
    with open_app(socle_partage.settings.model_copy(update={"database_url": nowhere})) as app:
        for client in (app.test_client(), open_session(app, "jeton")):
            answer = client.get("/connexion")
            assert answer.status_code == 503
            check_page(answer.text, "Base de données injoignable")
            assert "Référence à donner" in answer.text


def test_a_locked_address_gets_429_and_keeps_its_form(app: Flask) -> None:
    with app.app_context():
        for _ in range(FAILURES_MAX):
            record_connexion(
                db.session(), email="verrou@essai.example", adresse="127.0.0.1", reussie=False
            )
        db.session.commit()
    client = app.test_client()
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/connexion").text)
    assert jeton is not None
    form = {"email": "verrou@essai.example", "password": "x", "csrf_token": jeton.group(1)}
    answer = client.post("/connexion", data=form)
    with app.app_context():
        db.session.execute(delete(Connexion).where(Connexion.email == "verrou@essai.example"))
        db.session.commit()
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    check_page(answer.text, "Trop d'essais sans succès")
    assert 'value="verrou@essai.example"' in answer.text
