"""The dashboard of governance on a whole demonstration: numbers and lists, who reads it, constant SQL."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import Settings
from core.indicateurs.models import ReglageIndicateur
from core.plan.models_action import Action
from tests.integration.essai_admin import log_in, open_demonstration, statements

URL = "/gouvernance/"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_tableau")) as application:
        yield application


@pytest.fixture
def gouvernance(app: Flask) -> FlaskClient:
    return log_in(app, "gouvernance")


def count_lists(page: str) -> dict[str, int]:
    """Rows of each list of the page of a number, by its anchor."""
    return {
        ident: section.count("<li>")
        for ident, section in re.findall(
            r'<section class="carte" id="(\w+)"(.*?)</section>', page, re.S
        )
    }


def test_each_number_opens_the_rows_that_it_counts(gouvernance: FlaskClient) -> None:
    page = unescape(gouvernance.get(URL).text)
    cells = [
        cell
        for cell in re.findall(r'<td class="nombre"[^>]*>(.*?)</td>', page, re.S)
        if "<a " in cell
    ]
    assert len(cells) > 30
    for cell in cells:
        url, shown = re.findall(r'href="([^"]+)">([^<]+)<', cell)[0]
        counts = count_lists(gouvernance.get(url).text)
        if parts := re.search(r">(\d+) sur (\d+)<", cell):
            wanted = (int(parts[1]), int(parts[2]))
            assert (counts["comptees"], counts["comptees"] + counts["autres"]) == wanted, url
        else:
            assert counts["comptees"] == int(shown.split()[0]), url


def test_elus_do_not_open_it(app: Flask) -> None:
    elu = log_in(app, "lecteur")
    for url in (URL, f"{URL}GOU2/"):
        assert elu.get(url).status_code == 403
    assert URL not in elu.get("/").text


def test_an_indicator_switched_off_leaves_the_page(base: Session, gouvernance: FlaskClient) -> None:
    reglage = base.scalars(select(ReglageIndicateur).where(ReglageIndicateur.code == "GOU7")).one()
    assert not reglage.actif
    assert f"{URL}GOU7/" not in gouvernance.get(URL).text
    assert gouvernance.get(f"{URL}GOU7/").status_code == 404
    reglage.actif = True
    base.commit()
    assert f"{URL}GOU7/" in gouvernance.get(URL).text
    assert gouvernance.get(f"{URL}GOU7/?axe=parentalite").status_code == 200
    reglage.actif = False
    base.commit()


@pytest.mark.parametrize("fin", ["XX/", "GOU4a/?axe=parentalite", "GOU2/?axe=inconnu"])
def test_an_address_that_says_nothing_is_not_found(gouvernance: FlaskClient, fin: str) -> None:
    assert gouvernance.get(f"{URL}{fin}").status_code == 404


def test_the_axis_of_governance_stays_active(gouvernance: FlaskClient) -> None:
    assert gouvernance.get("/axes/gouvernance/").status_code == 404
    assert gouvernance.post("/axes/gouvernance/", data={"actif": "non"}).status_code == 400
    assert gouvernance.get(URL).status_code == 200


def test_the_sheet_of_an_action_says_which_elu_follows_it(
    base: Session, gouvernance: FlaskClient
) -> None:
    def read(axe: str) -> str:
        code = base.scalars(
            select(Action.code).where(Action.axe_slug == axe, Action.brouillon.is_(False)).limit(1)
        ).one()
        return unescape(gouvernance.get(f"/actions/{code}/").text)

    assert "(celui de l'axe)" in read("parentalite")
    assert "Aucun n'est désigné" in read("acces_droits")


def test_the_page_asks_the_same_number_of_statements_whatever_the_rows(
    app: Flask, base: Session, gouvernance: FlaskClient
) -> None:
    gouvernance.get(URL)
    with statements(app) as before:
        gouvernance.get(URL)
    source = base.scalars(select(Action).where(Action.brouillon.is_(False)).limit(1)).one()
    base.add_all(
        Action(
            code=f"Z-{n}",
            intitule="Essai",
            axe_slug=source.axe_slug,
            date_debut=source.date_debut,
            statut=source.statut,
            nature=source.nature,
            date_fin=source.date_fin,
        )
        for n in range(30)
    )
    base.commit()
    with statements(app) as after:
        gouvernance.get(URL)
    assert len(after) == len(before)
