"""Every editable form of the catalogue, and values that can be typed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from core.comptes.service import create_compte
from core.db.extension import db
from core.indicateurs.models import ValeurOfficielle
from core.security.acteur import SYSTEME, Habilitation, Role
from tests.formulaires import Formulaire, read_form
from tests.integration.essai_admin import log_in

COMPTES = ("gouvernance", "petite.enfance", "parentalite", "administrateur", "caf")
MOT_DE_PASSE = "Guinguette-Bocage-84"
_TECHNIQUES = re.compile(r"csrf_token|_.*|version|.*-(id|version|_initial|retirer|texte|precise)")


@dataclass(frozen=True)
class Cas:
    """A form that an account of the demonstration may save."""

    endpoint: str
    compte: str
    url: str


def fill_empty_tables(app: Flask) -> None:
    """A row in the tables that the demonstration leaves empty, and an account that no test uses, the
    last of its list, whose address may change."""
    with app.app_context():
        create_compte(
            db.session(),
            SYSTEME,
            email="zoe@exemple.fr",
            password=MOT_DE_PASSE,
            personne=None,
            habilitations=[Habilitation(role=Role.LECTEUR)],
            debut=date(2020, 1, 1),
        )
        db.session.add(ValeurOfficielle(code="PE1", annee=2021, valeur=Decimal(58), source="Cnaf"))
        db.session.commit()


def list_cases(app: Flask) -> tuple[list[Cas], list[str]]:
    """One row of each table that has a form, with an account that may change it; then the tables for
    which the demonstration has none."""
    clients = {nom: log_in(app, nom) for nom in COMPTES}
    found, missing = [], []
    for _, vue in app.extensions["ctg_catalogue"].tables():
        if not (vue.modification and vue.champs):
            continue
        case = next(_find(vue.endpoint, clients), None)
        found += [case] if case else []
        missing += [] if case else [vue.endpoint]
    return found, missing


def _find(endpoint: str, clients: dict[str, FlaskClient]) -> Iterator[Cas]:
    for nom, client in clients.items():
        page = client.get(f"/admin/{endpoint}/")
        # The last row: in a list by year, the one that is not yet définitive is at an end.
        for number in re.findall(rf"/admin/{endpoint}/edit/\?id=(\d+)", page.text)[::-1]:
            url = f"/admin/{endpoint}/edit/?id={number}"
            # A row that is closed (minutes sent out, action replaced) opens as its sheet.
            if client.get(url).status_code == 200:
                yield Cas(endpoint, nom, url)


def open_form(client: FlaskClient, url: str) -> Formulaire:
    """The form as the browser shows it, with a reason when it asks for one."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    form = read_form(page.text)
    if "_motif" in form:
        form["_motif"] = "Correction"
    return form


def ask_reason(answer: TestResponse) -> Formulaire | None:
    """The form of an answer that asks why, with a reason; None when it does not ask."""
    if answer.status_code != 422 or (form := read_form(answer.text)).get("_motif") != "":
        return None
    form["_motif"] = "Correction"
    return form


def save(client: FlaskClient, url: str, form: MultiDict[str, str]) -> TestResponse:
    """Send a form, and once more with a reason when the answer asks for one."""
    answer = client.post(url, data=form)
    if asked := ask_reason(answer):
        return client.post(url, data=asked)
    return answer


def list_candidates(form: Formulaire) -> list[str]:
    """Fields of the sheet that one may type in, free texts first."""
    names = [n for n in form if "-" not in n and not _TECHNIQUES.fullmatch(n)]
    names = [name for name in names if name not in form.choix]
    return sorted(names, key=lambda name: bool(re.fullmatch(r"[\d,.-]*", form[name])))


def retype(value: str, hand: int) -> str:
    """Another value of the same kind; ``hand`` tells apart those who type."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) + timedelta(days=hand)).isoformat()
    if re.fullmatch(r"\d+", value):
        return str(int(value) + hand)
    if re.fullmatch(r"\d+,\d+", value):
        return f"{int(value.partition(',')[0])},{hand}"
    if "@" in value:
        return f"{'ab'[hand - 1]}.{value}"
    # Alone, a figure suits an empty field of numbers as well as one of words.
    return f"{value} {'ab'[hand - 1]}" if value else str(hand)
