"""The menu is kept from page to page, and is never that of another moment: an axis switched off, a role
that ends, the day after."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.axes.service import set_active
from core.clock import today
from core.comptes.models import Compte, HabilitationCompte
from core.config import Settings
from core.db.transaction import unit_of_work
from core.security.acteur import SYSTEME
from core.socle import Socle
from core.web import securite
from tests.integration.essai_admin import log_in, open_demonstration


@pytest.fixture(scope="module")
def app(clone: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone("ctg_menu")) as application:
        yield application


def _read_menu(app: Flask, nom: str, url: str = "/") -> str:
    page = log_in(app, nom).get(url).text
    return page[page.index('<nav class="menu"') : page.index("</nav>")]


def _switch(app: Flask, *, actif: bool) -> None:
    socle: Socle = app.extensions["ctg"]
    with socle.sessions() as session, unit_of_work(session):
        set_active(session, SYSTEME, "petite_enfance", actif=actif)


def test_page_being_read_is_the_only_one_marked_in_its_unfolded_section(app: Flask) -> None:
    for url, leads in (
        ("/admin/action/", "/admin/action/"),
        ("/admin/action/?axe_slug=parentalite", "/admin/action/?axe_slug=parentalite"),
        ("/admin/enjeu/new/", "/admin/enjeu/"),
        ("/communes/", "/communes/"),
    ):
        menu = _read_menu(app, "gouvernance", url)
        assert re.findall(r'href="([^"]*)" aria-current="page"', menu) == [leads]
        assert menu.count("<details open>") == (leads != "/communes/")


def test_axis_switched_off_leaves_the_menu_at_once_and_comes_back(app: Flask) -> None:
    link = "/admin/action/?axe_slug=petite_enfance"
    assert link in _read_menu(app, "gouvernance")
    _switch(app, actif=False)
    assert link not in _read_menu(app, "gouvernance")
    _switch(app, actif=True)
    assert link in _read_menu(app, "gouvernance")


def test_menus_of_two_people_differ_as_their_rights(app: Flask) -> None:
    assert 'href="/axes/"' in _read_menu(app, "gouvernance")
    assert 'href="/axes/"' not in _read_menu(app, "lecteur")


def test_role_that_ends_closes_its_part_of_the_menu_the_day_after(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    socle: Socle = app.extensions["ctg"]
    with socle.sessions() as session, unit_of_work(session):
        roles = select(HabilitationCompte).join(Compte)
        for role in session.scalars(roles.where(Compte.email.startswith("gouvernance@"))):
            role.fin = today()
    assert 'href="/axes/"' in _read_menu(app, "gouvernance")
    monkeypatch.setattr(securite, "today", lambda: today() + timedelta(days=1))
    assert 'href="/axes/"' not in _read_menu(app, "gouvernance")
