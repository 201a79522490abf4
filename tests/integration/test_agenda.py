"""The feed of a person: what it holds, the hours it says, whose it is, and how it ends."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.agenda.models import FluxAgenda
from core.comptes.models import Compte
from core.config import Settings
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Instance, Seance
from core.plan.models_action import Action
from core.plan.rules import STATUTS_ACTIFS
from tests.formulaires import read_form
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration, statements

PARIS = ZoneInfo("Europe/Paris")
# Around both changes of the clock, in summer and in winter.
JOURS = (
    date(2027, 3, 27),
    date(2027, 3, 28),
    date(2027, 3, 29),
    date(2027, 7, 5),
    date(2027, 10, 30),
    date(2027, 10, 31),
    date(2027, 11, 1),
)
HEURES = (time(0, 30), time(4, 0), time(9, 15), time(18, 0), time(23, 30))


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_agenda")) as application:
        yield application


def ask_address(client: FlaskClient) -> str:
    """The path of the feed, as the page tells it once."""
    form = read_form(client.get("/agenda/").text)
    client.post("/agenda/", data=form)
    found = re.search(r'value="http://[^/]+(/agenda/[^"]+\.ics)"', client.get("/agenda/").text)
    assert found is not None
    return found[1]


def read(client: FlaskClient, path: str) -> list[icalendar.Event]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    calendar = icalendar.Calendar.from_ical(answer.data)
    return [event for event in calendar.walk("VEVENT") if isinstance(event, icalendar.Event)]


@pytest.fixture
def seances(base: Session) -> Iterator[dict[str, datetime]]:
    """Sessions at every hour around the changes of the clock: title, and when it starts in Cholet."""
    instance = Instance(nom="Essai d'heures", genre=GenreInstance.GROUPE)
    base.add(instance)
    wanted = {}
    for jour in JOURS:
        for heure in HEURES:
            base.add(
                Seance(
                    instance=instance,
                    jour=jour,
                    exercice=2026,
                    heure_debut=heure,
                    heure_fin=min(time(23, 59), heure.replace(minute=59)),
                    lieu=f"{jour} {heure}",
                )
            )
            wanted[f"{jour} {heure}"] = datetime.combine(jour, heure, tzinfo=PARIS)
    base.commit()
    yield wanted
    for seance in base.scalars(select(Seance).where(Seance.instance_id == instance.id)):
        base.delete(seance)
    base.delete(instance)
    base.commit()


def test_two_parsers_read_the_right_hours_over_both_changes_of_the_clock(
    app: Flask, seances: dict[str, datetime]
) -> None:
    client = log_in(app, "gouvernance")
    path = ask_address(client)
    mine = {str(e["location"]): e.start for e in read(client, path) if "location" in e}
    wrong = [name for name, start in seances.items() if mine[name] != start]
    other = vobject.readOne(client.get(path).text)
    theirs = {
        event.location.value: event.dtstart.value
        for event in other.vevent_list
        if hasattr(event, "location")
    }
    wrong += [
        name
        for name, start in seances.items()
        if theirs[name].astimezone(ZoneInfo("UTC")) != start.astimezone(ZoneInfo("UTC"))
    ]
    print(f"{len(seances)} séances lues par deux programmes : {len(wrong)} heures fausses")
    assert wrong == []
    assert len(seances) == len(JOURS) * len(HEURES)


def test_a_feed_follows_the_rights_and_the_charge_of_its_person(app: Flask, base: Session) -> None:
    actions = dict(
        base.execute(
            select(Action.axe_slug, func.count())
            .where(
                Action.statut.in_(STATUTS_ACTIFS),
                Action.date_fin.between(JOUR - timedelta(180), JOUR + timedelta(730)),
            )
            .group_by(Action.axe_slug)
        ).all()
    )
    assert actions["petite_enfance"] > 0

    def count(nom: str, genre: str) -> int:
        client = log_in(app, nom)
        events = read(client, ask_address(client))
        return sum(str(event["uid"]).startswith(f"{genre}-") for event in events)

    assert count("petite.enfance", "action") == actions["petite_enfance"]
    assert count("lecteur", "action") == 0
    assert count("lecteur", "seance") == count("gouvernance", "seance") > 0
    assert count("lecteur", "cycle") > 0


def test_an_address_is_secret_told_once_and_revocable(app: Flask, base: Session) -> None:
    client, nobody = log_in(app, "parentalite"), app.test_client()
    first = ask_address(client)
    assert first not in client.get("/agenda/").text
    assert read(nobody, first)
    stored = base.scalars(select(FluxAgenda.empreinte)).all()
    assert all(first.encode() not in empreinte for empreinte in stored)
    second = ask_address(client)
    assert second != first
    assert nobody.get(first).status_code == 404
    assert read(nobody, second)
    client.post("/agenda/revoquer", data=read_form(client.get("/agenda/").text))
    assert nobody.get(second).status_code == 404
    assert nobody.get("/agenda/" + "x" * 43 + ".ics").status_code == 404


def test_a_disabled_account_has_no_feed_any_more(app: Flask, base: Session) -> None:
    client = log_in(app, "caf")
    path = ask_address(client)
    compte = base.scalars(select(Compte).where(Compte.email == "caf@demonstration.example")).one()
    compte.active = False
    base.commit()
    assert app.test_client().get(path).status_code == 404
    compte.active = True
    base.commit()


def test_an_entry_keeps_its_name_when_it_moves(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    path = ask_address(client)
    before = {str(e["uid"]): e.start for e in read(client, path)}
    seance = base.scalars(select(Seance).order_by(Seance.jour.desc()).limit(1)).one()
    seance.jour += timedelta(days=1)
    base.commit()
    after = {str(e["uid"]): e.start for e in read(client, path)}
    assert after.keys() == before.keys()
    assert [uid for uid in after if after[uid] != before[uid]] == [f"seance-{seance.id}@localhost"]
    seance.jour -= timedelta(days=1)
    base.commit()


def test_the_page_tells_what_comes_and_its_cost_is_constant(app: Flask, base: Session) -> None:
    client = log_in(app, "petite.enfance")
    client.get("/agenda/")
    with statements(app) as few:
        page = unescape(client.get("/agenda/").text)
    assert "Comité" in page
    model = base.scalars(select(Action).where(Action.axe_slug == "petite_enfance").limit(1)).one()
    added = [
        Action(
            code=f"AG-{n}",
            intitule=f"Ajoutée {n}",
            axe_slug=model.axe_slug,
            date_debut=JOUR,
            date_fin=JOUR + timedelta(days=20),
        )
        for n in range(60)
    ]
    base.add_all(added)
    base.commit()
    with statements(app) as many:
        page = client.get("/agenda/").text
    assert "Les 30 premières dates" in unescape(page)
    assert len(many) == len(few)
    for action in added:
        base.delete(action)
    base.commit()
