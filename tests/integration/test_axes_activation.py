"""Governance switches an axis: what leaves, what says so, what stays; then all comes back."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.axes.service import set_active
from core.config import Settings
from core.cycles.models import Gel
from core.cycles.service import list_values
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.plan.models_action import Action
from core.rappels.models import RappelEmis
from core.rappels.service import refresh
from core.rapports.annuel import build_annuel
from core.rapports.models import Audience, Rapport
from core.rapports.service import get_audience
from core.security.acteur import SYSTEME
from core.socle import Socle
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration
from tests.integration.essai_rapport import read

AXE, TITRE = "petite_enfance", "Petite enfance"
RETIRE = f"Axe désactivé, absent de ces totaux : {TITRE}"
TOTAUX = ("/", "/indicateurs/", "/communes/", "/communes/49099/")


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_activation")) as application:
        socle: Socle = application.extensions["ctg"]
        with socle.sessions() as session, unit_of_work(session):
            refresh(session, socle.registry, JOUR, list_values(session))
            session.add(
                RappelEmis(
                    regle="essai",
                    objet="essai",
                    periode="essai",
                    axe_slug=AXE,
                    titre="Rappel d'essai",
                    quoi_faire="Essayez",
                )
            )
        yield application


@pytest.fixture
def off(app: Flask) -> Iterator[Flask]:
    """The application while the axis is off."""
    switch(app, actif=False)
    yield app
    switch(app, actif=True)


def switch(app: Flask, *, actif: bool) -> None:
    socle: Socle = app.extensions["ctg"]
    with socle.sessions() as session, unit_of_work(session):
        set_active(session, SYSTEME, AXE, actif=actif)


def show(app: Flask, nom: str, path: str) -> str:
    """The words and addresses of a page, each space a plain one."""
    answer = log_in(app, nom).get(path)
    assert answer.status_code == 200, path
    return " ".join(unescape(answer.text).split())


def count_actions(app: Flask, *conditions: object) -> int:
    with app.app_context():
        statement = select(func.count(Action.id)).where(Action.brouillon.is_(False), *conditions)  # type: ignore[arg-type]
        return db.session.scalar(statement) or 0


def test_the_page_tells_what_will_happen_and_asks(app: Flask) -> None:
    asked = show(app, "gouvernance", f"/axes/{AXE}/")
    actions = count_actions(app, Action.axe_slug == AXE)
    for said in (f"{actions} actions du plan", "rien n'est effacé", "Établissements d'accueil"):
        assert said in asked, said
    assert re.search(r"\d+ indicateurs, dont \d+ en page d'accueil", asked)
    assert re.search(r"[1-9]\d* rappels? ouverts?", asked)
    assert log_in(app, "petite.enfance").get(f"/axes/{AXE}/").status_code == 403
    assert log_in(app, "gouvernance").post(f"/axes/{AXE}/", data={}).status_code == 400
    assert log_in(app, "gouvernance").get("/axes/inconnu/").status_code == 404


def test_actions_leave_the_lists_and_the_totals_which_say_so(off: Flask) -> None:
    for path in TOTAUX:
        assert RETIRE in show(off, "gouvernance", path), path
    code = "PE-01"
    with off.app_context():
        code = db.session.scalars(
            select(Action.code).where(Action.axe_slug == AXE, Action.brouillon.is_(False)).limit(1)
        ).one()
    liste = show(off, "gouvernance", f"/admin/action/?q={code}")
    assert "Aucune ligne ne correspond" in liste
    assert f"Sans les lignes des axes désactivés : {TITRE}" in liste
    export = log_in(off, "gouvernance").get(f"/admin/action/export/?format=csv&q={code}")
    assert code not in export.text
    lookup = log_in(off, "gouvernance").get(
        f"/admin/seance/lookup/?champ=decisions.action&q={code}"
    )
    assert lookup.json == []
    # Asked for by name, they are still read, and not written.
    kept = show(off, "gouvernance", f"/admin/action/?axe_slug={AXE}&q={code}")
    assert code in kept
    assert "Modifier" not in kept[kept.index("<tbody>") : kept.index("</tbody>")]
    fiche = show(off, "gouvernance", f"/actions/{code}/")
    assert f"L'axe « {TITRE} » est désactivé : cette fiche se lit" in fiche


def test_nobody_writes_an_action_of_it(off: Flask) -> None:
    with off.app_context():
        number = db.session.scalars(
            select(Action.id).where(Action.axe_slug == AXE, Action.brouillon.is_(False)).limit(1)
        ).one()
    for nom in ("gouvernance", "petite.enfance"):
        assert log_in(off, nom).get(f"/admin/action/edit/?id={number}").status_code == 403
    form = log_in(off, "gouvernance").get("/admin/action/new/").text
    assert f'value="{AXE}"' not in form


def test_its_team_is_told_and_its_reminders_rest(off: Flask) -> None:
    assert "Rappel d'essai" not in show(off, "gouvernance", "/")
    page = show(off, "petite.enfance", "/")
    assert RETIRE in page
    assert f"Axe 4 : {TITRE}" not in page
    assert "Rien n'est attendu de vous aujourd'hui" in page
    assert "/admin/pe_eaje/" not in page


def test_the_report_of_today_says_so_and_frozen_years_do_not_move(app: Flask) -> None:
    def kept() -> list[object]:
        with app.app_context():
            frozen = db.session.execute(
                select(Gel.id, Gel.numero, Gel.empreinte, Gel.document).order_by(Gel.id)
            ).all()
            reports = db.session.execute(select(Rapport.id, Rapport.fichier_id)).all()
        return [*map(tuple, frozen), *map(tuple, reports)]

    def told() -> str:
        socle: Socle = app.extensions["ctg"]
        with socle.sessions() as session:
            document = build_annuel(
                session,
                socle.registry,
                JOUR.year - 1,
                audience=get_audience(Audience.COMITE),
                jour=JOUR,
            )
        return read(document)

    before, document = kept(), told()
    assert before
    switch(app, actif=False)
    during = told()
    assert kept() == before
    assert f"axes désactivés : {TITRE}" in during
    assert "PE1 " in document
    assert "PE1 " not in during
    switch(app, actif=True)
    assert told() == document


def test_reactivation_puts_all_back(app: Flask) -> None:
    before = {path: show(app, "gouvernance", path) for path in TOTAUX[1:]}
    client = log_in(app, "gouvernance")
    for actif in ("non", "oui"):
        assert client.post(f"/axes/{AXE}/", data={"actif": actif}).status_code == 302
        client.get("/axes/")
    masked = {path: re.sub(r'value="[^"]*"|nonce="[^"]*"', "", t) for path, t in before.items()}
    for path, page in masked.items():
        now = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", show(app, "gouvernance", path))
        assert RETIRE not in now
        assert now == page
