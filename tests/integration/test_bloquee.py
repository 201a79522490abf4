"""An action is "bloquée" for those who may read the frein that blocks it, and for nobody else."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import Settings
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.journal.service import set_context
from core.plan.codes import Diffusion, LevePar, NatureAction, Portee, StatutAction
from core.plan.models_action import Action, Frein
from core.plan.service import list_actions
from core.rapports.annuel import build_annuel
from core.security.acteur import SYSTEME, Acteur, Habilitation, Role
from core.socle import Socle
from tests.integration.essai_admin import log_in, open_demonstration, statements

COPIL, PARTENAIRES, EQUIPE = Diffusion.COPIL, Diffusion.PARTENAIRES, Diffusion.EQUIPE
# What each account of the demonstration reads of freins, on a published action of early childhood.
LECTEURS = {
    "petite.enfance": {COPIL, PARTENAIRES, EQUIPE},
    "gouvernance": {COPIL, PARTENAIRES, EQUIPE},
    "parentalite": {COPIL, PARTENAIRES},
    "caf": {COPIL, PARTENAIRES},
    "begrolles": {COPIL, PARTENAIRES},
    "lecteur": {COPIL},
}


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_bloquee")) as app:
        with app.app_context(), unit_of_work(db.session()) as session:
            set_context(session, SYSTEME, source="reference")
            for frein in session.scalars(select(Frein)):
                session.delete(frein)
            session.add_all(build_actions())
        yield app


def build_actions() -> list[Action]:
    """One published action for each diffusion of its only open frein, and one whose frein is lifted."""
    opened = [(diffusion, None) for diffusion in Diffusion]
    return [
        Action(
            code=f"BLOQ-{diffusion.value}{'-leve' if leve else ''}",
            intitule="Essai de blocage",
            axe_slug="petite_enfance",
            statut=StatutAction.EN_COURS,
            nature=NatureAction.PONCTUELLE,
            portee=Portee.TERRITOIRE,
            date_debut=date(2024, 1, 1),
            date_fin=date(2099, 1, 1),
            freins=[
                Frein(
                    description="Rien",
                    leve_par=LevePar.EQUIPE,
                    depuis=date(2024, 2, 1),
                    leve_le=leve,
                    diffusion=diffusion,
                )
            ],
        )
        for diffusion, leve in [*opened, (COPIL, date(2024, 3, 1))]
    ]


def expect(lecteur: str) -> set[str]:
    return {f"BLOQ-{diffusion.value}" for diffusion in LECTEURS[lecteur]}


def find_codes(text: str) -> set[str]:
    return set(re.findall(r"BLOQ-\w+(?:-leve)?", text))


@pytest.mark.parametrize("lecteur", LECTEURS)
def test_list_filters_column_and_file_agree(app: Flask, lecteur: str) -> None:
    client = log_in(app, lecteur)
    for query in ("bloquee=oui", "alerte=bloquees"):
        assert find_codes(client.get(f"/admin/action/?{query}").text) == expect(lecteur), query
    free = find_codes(client.get("/admin/action/?bloquee=non&q=blocage").text)
    everything = {f"BLOQ-{d.value}" for d in Diffusion} | {"BLOQ-copil-leve"}
    assert free == everything - expect(lecteur)
    page = client.get("/admin/action/?q=blocage").text
    told = {
        find_codes(row).pop()
        for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)
        if re.search(r'data-titre="Bloquée"[^>]*>\s*Oui', row)
    }
    assert told == expect(lecteur)
    book = openpyxl.load_workbook(
        BytesIO(client.get("/admin/action/export/?format=xlsx&q=blocage").data)
    )
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    code, bloquee = rows[0].index("Code"), rows[0].index("Bloquée")
    assert {row[code] for row in rows[1:] if row[bloquee] == "Oui"} == expect(lecteur)


@pytest.mark.parametrize("lecteur", LECTEURS)
def test_sheets_say_it_to_those_who_may_know(app: Flask, lecteur: str) -> None:
    client = log_in(app, lecteur)
    for diffusion in Diffusion:
        code = f"BLOQ-{diffusion.value}"
        page = client.get(f"/actions/{code}/").text
        assert ("Bloquée" in page) is (code in expect(lecteur)), code
        with app.app_context():
            number = db.session.scalar(select(Action.id).where(Action.code == code))
        sheet = client.get(f"/admin/action/details/?id={number}").text
        told = re.search(r"<dt>Bloquée</dt>\s*<dd>\s*(\w+)", sheet)
        assert told is not None
        assert (told[1] == "Oui") is (code in expect(lecteur)), code


@pytest.mark.parametrize("lecteur", ["gouvernance", "petite.enfance", "parentalite", "begrolles"])
def test_the_home_page_counts_the_list_that_it_opens(app: Flask, lecteur: str) -> None:
    client = log_in(app, lecteur)
    links = re.findall(
        r'href="(/admin/action/\?[^"]*alerte=bloquees[^"]*)"[^>]*>(.*?)</a>',
        client.get("/").text,
        re.DOTALL,
    )
    assert links
    for url, words in links:
        number = re.search(r"\d+", re.sub("<[^>]*>", " ", words))
        page = client.get(url.replace("&amp;", "&")).text
        counted = re.search(r"(\d+) lignes?", page)
        assert int(number[0] if number else 0) == int(counted[1] if counted else 0), url


def test_lists_cost_the_same_for_all(app: Flask) -> None:
    counts = set()
    for lecteur in ("gouvernance", "caf"):
        client = log_in(app, lecteur)
        client.get("/admin/action/")
        with statements(app) as sent:
            client.get("/admin/action/?bloquee=oui")
        counts.add(len(sent))
    assert len(counts) == 1


def test_the_report_follows_its_audience(app: Flask) -> None:
    socle: Socle = app.extensions["ctg"]
    comite = Acteur(nom="Comité", habilitations=frozenset({Habilitation(role=Role.COMITE)}))
    with socle.sessions() as session:
        text = repr(
            build_annuel(session, socle.registry, 2026, audience=comite, jour=date(2026, 11, 24))
        )
    assert "Bloquée" in row_of(text, "BLOQ-copil'")
    assert "Bloquée" not in row_of(text, "BLOQ-equipe'")
    assert "Bloquée" not in row_of(text, "BLOQ-partenaires'")


def row_of(text: str, code: str) -> str:
    start = text.index(code)
    return text[start : start + 400].split("), (")[0]


def test_a_row_already_in_the_session_is_told_too(app: Flask) -> None:
    with app.app_context():
        session: Session = db.session()
        known: Any = session.scalars(select(Action).where(Action.code == "BLOQ-copil")).one()
        found = {action.code: action.bloquee for action in list_actions(session, SYSTEME)}
        assert found["BLOQ-copil"] is True
        assert known.bloquee is True
