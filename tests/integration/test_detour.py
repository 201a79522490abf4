"""A row missing from a choice is created on the way, and nothing typed before is lost."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.config import Settings
from tests.formulaires import Formulaire, read_form
from tests.integration.essai_admin import log_in, open_demonstration

EAJE, STRUCTURE = "/admin/pe_eaje/new/", "/admin/structure/new/"
HORAIRES = "Du lundi au vendredi\r\nde 7 h à 19 h"
_BOUTON = re.compile(r'name="_creer" value="([^"]+)" formaction="([^"]+)"')


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_detour")) as app:
        yield app


def write(form: Formulaire, **typed: str) -> None:
    """Type in ``form``, in place of what it holds."""
    for name, value in typed.items():
        form[name] = value


def leave(client: FlaskClient, url: str, **typed: str) -> Formulaire:
    """Type in the form at ``url``, then ask for the row that is missing; the form that opens."""
    page = client.get(url).text
    form = read_form(page)
    write(form, **typed)
    demande, adresse = _BOUTON.findall(page)[0]
    answer = client.post(adresse, data={**form.to_dict(), "_creer": unescape(demande)})
    assert answer.status_code == 200
    assert not read_form(answer.text).get("_creer")
    return read_form(answer.text)


def name_structure(form: Formulaire, nom: str) -> Formulaire:
    write(form, nom=nom, commune="1", statut="associatif", axes="petite_enfance")
    return form


def follow(client: FlaskClient, answer: TestResponse, form: Formulaire) -> str:
    """What a browser does of a 307: the same form, at the other address."""
    assert answer.status_code == 307
    page = client.post(answer.headers["Location"], data=form)
    assert page.status_code == 200
    return page.text


def test_an_eaje_and_its_structure_are_created_in_one_go(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    form = leave(client, EAJE, horaires=HORAIRES, **{"mouvements-0-places": "douze"})
    form = name_structure(form, "Crèche du détour")
    back = follow(client, client.post(STRUCTURE, data=form), form)
    assert "Enregistré : Crèche du détour" in unescape(back)
    eaje = read_form(back)
    assert eaje["horaires"] == HORAIRES
    assert eaje["mouvements-0-places"] == "douze"
    assert not [name for name in eaje if name.startswith("_porte-")]
    ouverture = {"places": "12", "date_effet": "2026-09-01", "motif": "ouverture"}
    write(eaje, **{f"mouvements-0-{name}": value for name, value in ouverture.items()})
    saved = client.post(EAJE, data=eaje)
    assert saved.status_code == 302, saved.text
    assert "Crèche du détour" in client.get(saved.headers["Location"]).text


def test_giving_up_comes_back_with_what_was_typed(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    form = leave(client, EAJE, horaires=HORAIRES)
    page = client.post(f"{EAJE}?_nouvelle=", data=form)
    assert page.status_code == 200
    assert read_form(page.text)["horaires"] == HORAIRES


def test_a_refused_row_still_carries_the_form_left(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    form = leave(client, EAJE, horaires=HORAIRES)
    refused = client.post(STRUCTURE, data=form)
    assert refused.status_code == 422
    again = name_structure(read_form(refused.text), "Crèche du second essai")
    back = follow(client, client.post(STRUCTURE, data=again), again)
    assert read_form(back)["horaires"] == HORAIRES


def test_sent_twice_it_creates_one_row_and_comes_back_twice(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    form = name_structure(leave(client, EAJE, horaires=HORAIRES), "Crèche envoyée deux fois")
    first, second = (client.post(STRUCTURE, data=form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert read_form(follow(client, second, form))["horaires"] == HORAIRES
    liste = client.get("/admin/structure/?q=Crèche+envoyée+deux+fois").text
    assert len(re.findall(r"/admin/structure/details/", liste)) == 1


def test_the_words_that_found_nothing_name_the_new_row(app: Flask) -> None:
    form = leave(log_in(app, "petite.enfance"), EAJE, **{"structure-texte": "Crèche inconnue"})
    assert form["nom"] == "Crèche inconnue"


def test_a_stored_row_takes_up_again_too(app: Flask) -> None:
    # Another structure moves the figures of validated years: governance says why.
    client = log_in(app, "gouvernance")
    liste = client.get("/admin/pe_eaje/").text
    number = re.findall(r"/admin/pe_eaje/edit/\?id=(\d+)", liste)[0]
    url = f"/admin/pe_eaje/edit/?id={number}"
    form = name_structure(leave(client, url, horaires=HORAIRES), "Crèche de remplacement")
    eaje = read_form(follow(client, client.post(STRUCTURE, data=form), form))
    assert eaje["horaires"] == HORAIRES
    eaje["_motif"] = "Déménagement"
    saved = client.post(url, data=eaje)
    assert saved.status_code == 302, saved.text
    assert "Crèche de remplacement" in client.get(saved.headers["Location"]).text


def test_only_those_who_may_create_the_row_are_offered_it(app: Flask) -> None:
    seen = {}
    for role in ("gouvernance", "petite.enfance"):
        page = log_in(app, role).get("/admin/action/new/").text
        seen[role] = {address for _, address in _BOUTON.findall(page)}
    assert "/admin/enjeu/new/" in seen["gouvernance"]
    assert "/admin/enjeu/new/" not in seen["petite.enfance"]


def test_the_way_back_is_never_an_address_of_the_page(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    form = name_structure(leave(client, EAJE), "Crèche détournée")
    for odd in ("https://exemple.org", "//exemple.org:1:x:un", "inconnu::structure:un", ""):
        form["_porte-_creer"] = odd
        assert client.post(STRUCTURE, data=form).status_code == 400, odd
        assert client.post(f"{EAJE}?_nouvelle=1", data=form).status_code == 400, odd
    # A screen that this person may not write to refuses by itself.
    form["_porte-_creer"] = "enjeu::axe:un"
    refused = client.post(client.post(STRUCTURE, data=form).headers["Location"], data=form)
    assert refused.status_code == 403
