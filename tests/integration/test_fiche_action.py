"""The sheet of an action: what it holds beyond the eight fields, typed in its form, read on its page."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import today
from core.config import Settings
from core.db.extension import db
from core.plan.codes import Ciel, Diffusion, Financeur, StatutAction
from core.plan.models_action import Action, Note
from core.plan.models_moyens import Financement, LigneBudget
from core.plan.models_suivi import Meteo
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_fiche")) as app:
        yield app


@pytest.fixture(scope="module")
def fiche(app: Flask) -> tuple[int, str]:
    """Id and code of an action of the petite enfance team that goes on."""
    statement = (
        select(Action.id, Action.code)
        .where(
            Action.axe_slug == "petite_enfance",
            Action.statut == StatutAction.EN_COURS,
            ~Action.budget.any(),
        )
        .order_by(Action.code)
    )
    with app.app_context():
        found = db.session.execute(statement).first()
    assert found is not None
    return found[0], found[1]


def _edit(app: Flask, numero: int, **typed: str) -> tuple[int, str]:
    client = log_in(app, "petite.enfance")
    url = f"/admin/action/edit/?id={numero}"
    form = read_form(client.get(url).text)
    for name, value in typed.items():
        form[name.replace("__", "-")] = value
    answer = client.post(url, data=form)
    return answer.status_code, answer.text


def test_means_are_typed_with_the_sheet_and_summed_on_its_page(
    app: Flask, fiche: tuple[int, str]
) -> None:
    numero, code = fiche
    status, _ = _edit(
        app,
        numero,
        partenaires__0__nom="Association d'essai",
        partenaires__0__role="operateur",
        budget__0__exercice="2025",
        budget__0__prevu="1 234,50",
        financements__0__exercice="2025",
        financements__0__financeur="caf",
        financements__0__accorde="1000",
        etps__0__exercice="2025",
        etps__0__etp="0,25",
    )
    assert status == 302
    page = log_in(app, "gouvernance").get(f"/actions/{code}/").text
    text = re.sub(r"<[^>]+>|[\s\u00a0\u202f]|&nbsp;", "", page)
    assert "Associationd'essaiOpérateur" in text.replace("&#39;", "'")
    assert "20251234,5€" in text
    assert "nonrenseigné" in text
    assert "0,25ETP" in text


def test_an_amount_with_letters_is_refused_at_its_field(app: Flask, fiche: tuple[int, str]) -> None:
    status, page = _edit(app, fiche[0], budget__0__exercice="2025", budget__0__prevu="mille euros")
    assert status == 422
    assert "Écrivez un nombre" in page
    assert "mille euros" in page


def test_the_same_year_has_one_bilan(app: Flask, fiche: tuple[int, str]) -> None:
    with app.app_context():
        action = db.session.get_one(Action, fiche[0])
        year, rank = action.bilans[0].exercice, len(action.bilans)
    client = log_in(app, "petite.enfance")
    url = f"/admin/action/edit/?id={fiche[0]}"
    form = read_form(client.get(url).text)
    form["_ajouter"] = "bilans"
    form = read_form(client.post(url, data=form).text)
    form[f"bilans-{rank}-exercice"] = str(year)
    form[f"bilans-{rank}-resultat"] = "menee"
    answer = client.post(url, data=form)
    assert answer.status_code == 422


def test_a_bilan_of_a_year_to_come_is_refused(app: Flask) -> None:
    with app.app_context():
        numero = db.session.scalar(
            select(Action.id).where(Action.axe_slug == "petite_enfance", ~Action.bilans.any())
        )
    assert numero is not None
    status, page = _edit(
        app,
        numero,
        bilans__0__exercice=str(today().year + 1),
        bilans__0__resultat="menee",
    )
    assert status == 422
    assert "n&#39;a pas commencé" in page


def test_the_meteo_obeys_its_diffusion(app: Flask) -> None:
    with app.app_context():
        action = db.session.scalars(
            select(Action).where(Action.axe_slug == "petite_enfance", ~Action.meteos.any())
        ).first()
        assert action is not None
        code = action.code
        for diffusion in Diffusion:
            action.meteos.append(
                Meteo(
                    jour=date(2026, 11, 1),
                    exercice=2026,
                    ciel=Ciel.ORAGE,
                    diffusion=diffusion,
                    commentaire=f"Pour {diffusion.value}",
                )
            )
        db.session.commit()
    seen = {
        nom: {
            diffusion
            for diffusion in Diffusion
            if f"Pour {diffusion.value}" in log_in(app, nom).get(f"/actions/{code}/").text
        }
        for nom in ("petite.enfance", "gouvernance", "parentalite", "caf")
    }
    shown = {Diffusion.PARTENAIRES, Diffusion.COPIL}
    assert seen == {
        "petite.enfance": set(Diffusion),
        "gouvernance": set(Diffusion),
        "parentalite": shown,
        "caf": shown,
    }


def test_a_note_is_written_in_two_clicks_from_the_home_page(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    home = client.get("/").text
    found = re.search(r'href="(/admin/note/new/[^"]*)">Écrire une note', home)
    assert found is not None
    url = found[1].replace("&amp;", "&")
    form = read_form(client.get(url).text)
    assert (form["jour"], form["exercice"]) == (today().isoformat(), str(today().year))
    with app.app_context():
        numero = db.session.scalar(select(Action.id).where(Action.axe_slug == "petite_enfance"))
    form["action"] = str(numero)
    form["texte"] = "Une note en deux clics."
    assert client.post(url, data=form).status_code == 302
    with app.app_context():
        note = db.session.scalars(select(Note).where(Note.texte == form["texte"])).one()
        assert (note.action_id, note.diffusion) == (numero, Diffusion.EQUIPE)


def test_a_team_writes_no_note_on_the_action_of_another(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    url = "/admin/note/new/"
    form = read_form(client.get(url).text)
    with app.app_context():
        numero = db.session.scalar(select(Action.id).where(Action.axe_slug == "parentalite"))
    form["action"], form["texte"] = str(numero), "Chez les autres."
    form["jour"], form["exercice"] = "2026-11-01", "2026"
    assert client.post(url, data=form).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(Note.id).where(Note.texte == "Chez les autres.")) is None


def test_the_page_asks_the_same_number_of_statements_whatever_it_holds(
    app: Flask, fiche: tuple[int, str]
) -> None:
    client = log_in(app, "gouvernance")
    client.get(f"/actions/{fiche[1]}/")
    with statements(app) as few:
        assert client.get(f"/actions/{fiche[1]}/").status_code == 200
    with app.app_context():
        for rank in range(30):
            db.session.add_all(
                [
                    LigneBudget(action_id=fiche[0], exercice=2020 + rank % 6, prevu=Decimal(1)),
                    Financement(action_id=fiche[0], exercice=2025, financeur=Financeur.CAF),
                    Note(
                        action_id=fiche[0],
                        jour=date(2026, 1, 1),
                        exercice=2026,
                        texte=f"Note {rank}",
                    ),
                ]
            )
        db.session.commit()
    with statements(app) as many:
        assert client.get(f"/actions/{fiche[1]}/").status_code == 200
    assert len(many) == len(few)
