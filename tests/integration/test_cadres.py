"""Frames of the actions: governance writes them, teams choose them, the committee's file keeps them."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import Settings
from core.db.extension import db
from core.plan.models import Cadre
from core.plan.models_action import Action
from core.rapports.service import send_dossier
from core.security.acteur import Acteur
from core.security.policy import Verbe, can
from tests.formulaires import read_form
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration
from tests.integration.essai_rapport import no_axis
from tests.integration.test_rapport_service import prepare_cotech

LISTE = "/admin/cadre/"
JEUNESSE = "Feuille directrice jeunesse d'essai"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_cadres")) as app:
        yield app


@pytest.fixture(scope="module")
def jeunesse(app: Flask) -> int:
    """The number of a second frame, written by the governance staff through its form."""
    governance = log_in(app, "gouvernance")
    url = f"{LISTE}new/"
    form = read_form(governance.get(url).text)
    form["nom"] = JEUNESSE
    assert governance.post(url, data=form).status_code == 302
    with app.app_context():
        return db.session.scalars(select(Cadre.id).where(Cadre.nom == JEUNESSE)).one()


@pytest.fixture
def team(app: Flask) -> FlaskClient:
    """A browser of the petite enfance team."""
    return log_in(app, "petite.enfance")


def find_action(app: Flask) -> Action:
    """An action of the team that serves no frame in the demonstration."""
    statement = (
        select(Action)
        .where(
            Action.axe_slug == "petite_enfance",
            Action.brouillon.is_(False),
            ~Action.cadres.any(Cadre.nom != JEUNESSE),
        )
        .order_by(Action.id)
    )
    with app.app_context():
        return db.session.scalars(statement.limit(1)).one()


def choose(client: FlaskClient, action: Action, *cadres: int) -> int:
    """Choose these frames in the form of the action; gives the status of the answer."""
    url = f"/admin/action/edit/?id={action.id}"
    form = read_form(client.get(url).text)
    form.setlist("cadres", [str(cadre) for cadre in cadres])
    return client.post(url, data=form).status_code


def list_cadres(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Cadre.id).order_by(Cadre.nom)))


def test_an_action_serves_several_frames(app: Flask, team: FlaskClient, jeunesse: int) -> None:
    action, cadres = find_action(app), list_cadres(app)
    assert len(cadres) == 2
    assert choose(team, action, *cadres) == 302
    assert read_form(team.get(f"/admin/action/edit/?id={action.id}").text).getlist("cadres") == [
        str(cadre) for cadre in cadres
    ]
    sheet = log_in(app, "parentalite").get(f"/actions/{action.code}/").text
    assert "<dt>Cadres</dt><dd>Feuille directrice jeunesse d&#39;essai et Feuille direc" in sheet
    assert JEUNESSE.replace("'", "&#39;") in team.get(f"/admin/action/details/?id={action.id}").text
    assert choose(team, action) == 302
    assert "<dt>Cadres</dt>" not in team.get(f"/actions/{action.code}/").text


def test_the_list_keeps_the_actions_of_a_frame(
    app: Flask, team: FlaskClient, jeunesse: int
) -> None:
    action = find_action(app)

    def read() -> set[int]:
        page = team.get(f"/admin/action/?cadres={jeunesse}").text
        return {int(n) for n in re.findall(r'/admin/action/details/\?[^"]*\bid=(\d+)"', page)}

    assert read() == set()
    assert choose(team, action, jeunesse) == 302
    assert read() == {action.id}


def test_governance_writes_frames_and_a_team_does_not(
    app: Flask, team: FlaskClient, jeunesse: int, gouvernance: Acteur, equipe: Acteur
) -> None:
    assert can(gouvernance, Verbe.ECRIRE, Cadre)
    assert not can(equipe, Verbe.ECRIRE, Cadre)
    page = team.get(LISTE)
    assert JEUNESSE.replace("'", "&#39;") in page.text
    assert f"{LISTE}new/" not in page.text
    for url in (f"{LISTE}new/", f"{LISTE}edit/?id={jeunesse}"):
        assert team.get(url).status_code == 403
        assert team.post(url, data={"nom": "Prise"}).status_code == 403
    governance = log_in(app, "gouvernance")
    url = f"{LISTE}edit/?id={jeunesse}"
    form = read_form(governance.get(url).text)
    form["description"] = "Ce que la jeunesse attend"
    assert governance.post(url, data=form).status_code == 302
    assert "Ce que la jeunesse attend" in team.get(f"{LISTE}details/?id={jeunesse}").text


def test_the_file_of_the_committee_keeps_the_frames(session: Session, gouvernance: Acteur) -> None:
    numerique = session.scalars(select(Cadre)).one()
    jeunesse = Cadre(nom=JEUNESSE)
    session.add_all(
        Action(
            code=code,
            intitule="Essai",
            axe_slug="parentalite",
            date_debut=date(2024, 1, 1),
            cadres=cadres,
        )
        for code, cadres in (("A", [jeunesse, numerique]), ("B", [numerique]), ("C", []))
    )
    session.flush()
    session.expire_all()
    cycle = prepare_cotech(session, gouvernance)
    gel = send_dossier(session, no_axis(session), gouvernance, cycle, JOUR)
    ancien = numerique.nom

    def read() -> dict[str, list[str]]:
        session.refresh(gel)
        return {action["code"]: action["cadres"] for action in gel.donnees["actions"]}

    # By name, whatever the order of their choice.
    kept = {"A": sorted([JEUNESSE, ancien]), "B": [ancien], "C": []}
    assert read() == kept
    numerique.nom = "Un autre nom"
    session.flush()
    assert read() == kept
