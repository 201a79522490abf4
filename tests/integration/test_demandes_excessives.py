"""Requests that cost more than they are worth are cut short, in words."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from core.config import Settings
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_exces")) as app:
        yield app


def test_a_search_looks_for_eight_words_at_most(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    with statements(app) as few:
        client.get("/admin/pe_eaje/?q=" + "+".join("abcdefgh"))
    with statements(app) as many:
        assert (
            client.get("/admin/pe_eaje/?q=" + "+".join("abcdefghijklmnopqrst")).status_code == 200
        )
    assert sum(map(len, many)) == sum(map(len, few))


def test_the_words_of_a_filter_are_limited(app: Flask) -> None:
    client = log_in(app, "lecteur")
    assert client.get("/admin/action/?pilote_id=" + "a+" * 150).status_code == 400


def test_countless_keys_are_refused_in_words(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = read_form(client.get("/admin/action/new/").text)
    keys = "&".join(f"pilote={n}" for n in range(10_001, 19_000))
    body = "&".join(f"{name}={value}" for name, value in form.items()) + "&" + keys
    answer = client.post(
        "/admin/action/new/", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422


def test_a_field_of_a_grouped_act_is_looked_up_on_its_own_table(app: Flask) -> None:
    answer = log_in(app, "petite.enfance").get("/admin/pe_eaje/lookup/?champ=annee&q=ab")
    assert answer.status_code == 404


def test_an_act_carries_only_what_the_list_understands(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = {"acte": "statut"}
    assert client.post("/admin/action/action/?endpoint=x", data=form).status_code in (400, 404)


def test_a_link_proposes_nothing_on_a_stored_row(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    plain = read_form(client.get("/admin/action/edit/?id=1").text)
    forged = read_form(client.get("/admin/action/edit/?id=1&statut=abandonnee&nature=x").text)
    assert forged["statut"] == plain["statut"]


def test_an_endless_number_is_refused_at_its_field(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    form = read_form(client.get("/admin/commune/edit/?id=1").text)
    form["latitude"] = "9" * 400
    answer = client.post("/admin/commune/edit/?id=1", data=form)
    assert answer.status_code == 422
    assert "trop grand" in answer.text
