"""A stale form: field by field, line by line, what was typed and what was stored are both kept."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from core.communes.models import Bassin
from core.config import Settings
from core.db.extension import db
from core.journal.models import ActeJournal, Evenement
from core.plan.models_action import Action, Etape
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_conflit")) as app:
        yield app


@pytest.fixture
def action(app: Flask, request: pytest.FixtureRequest) -> int:
    """An action of the team with two steps, for one test."""
    with app.app_context():
        row = Action(
            code=f"ZZ-{abs(hash(request.node.name)) % 10**9}",
            intitule="Ouvrir un guichet",
            axe_slug="petite_enfance",
            date_debut=date(2026, 1, 5),
            date_fin=date(2026, 12, 30),
            objectif="Premier texte",
        )
        for rank, name in enumerate(("Recruter", "Aménager")):
            row.etapes.append(Etape(intitule=name, echeance=date(2026, 6, 1 + rank)))
        db.session.add(row)
        db.session.commit()
        number = row.id
    return number


def edit(number: int) -> str:
    return f"/admin/action/edit/?id={number}"


def open_two(app: Flask, number: int) -> tuple[FlaskClient, MultiDict[str, str]]:
    """A browser of the team with the form open, and what it shows."""
    client = log_in(app, "petite.enfance")
    return client, read_form(client.get(edit(number)).text)


def list_steps(app: Flask, number: int) -> list[str]:
    with app.app_context():
        return sorted(
            db.session.scalars(select(Etape.intitule).where(Etape.action_id == number)).all()
        )


def test_fields_merge_and_tell_who_saved(app: Flask, action: int) -> None:
    a, form_a = open_two(app, action)
    b, form_b = open_two(app, action)
    form_a["intitule"], form_a["objectif"] = "Titre de A", "Objectif de A"
    assert a.post(edit(action), data=form_a).status_code == 302
    form_b["intitule"], form_b["date_fin"] = "Titre de B", "31/12/2026"
    answer = b.post(edit(action), data=form_b)
    assert answer.status_code == 409
    shown = read_form(answer.text)
    assert (shown["intitule"], shown["objectif"]) == ("Titre de B", "Objectif de A")
    assert shown["date_fin"] == "31/12/2026"
    assert "_choix-date_fin" not in shown
    assert "_choix-objectif" not in shown
    assert "Titre de A" in answer.text
    with app.app_context():
        trace = db.session.scalars(select(Evenement).order_by(Evenement.id.desc())).first()
        assert trace is not None
        assert trace.acteur in answer.text
    assert b.post(edit(action), data=shown).status_code == 302
    with app.app_context():
        row = db.session.get_one(Action, action)
        assert (row.intitule, row.objectif) == ("Titre de B", "Objectif de A")
        assert row.date_fin == date(2026, 12, 31)


def test_taking_their_value_survives_an_error_and_a_second_conflict(
    app: Flask, action: int
) -> None:
    a, form_a = open_two(app, action)
    b, form_b = open_two(app, action)
    form_a["intitule"] = "Titre de A"
    a.post(edit(action), data=form_a)
    form_b["intitule"], form_b["date_fin"] = "Titre de B", "pas une date"
    shown = read_form(b.post(edit(action), data=form_b).text)
    shown["_choix-intitule"] = "eux"
    refused = b.post(edit(action), data=shown)
    assert refused.status_code == 422
    shown = read_form(refused.text)
    assert (shown["intitule"], shown["_choix-intitule"]) == ("Titre de B", "eux")
    again = read_form(a.get(edit(action)).text)
    again["intitule"] = "Titre de A, encore"
    a.post(edit(action), data=again)
    shown["date_fin"] = "2026-12-30"
    answer = b.post(edit(action), data=shown)
    assert answer.status_code == 409
    shown = read_form(answer.text)
    assert (shown["intitule"], shown["_choix-intitule"]) == ("Titre de B", "eux")
    assert "Titre de A, encore" in answer.text
    assert b.post(edit(action), data=shown).status_code == 302
    with app.app_context():
        assert db.session.get_one(Action, action).intitule == "Titre de A, encore"


def test_lines_merge_one_by_one(app: Flask, action: int) -> None:
    a, form_a = open_two(app, action)
    b, form_b = open_two(app, action)
    # A changes the first, removes the second, adds a third.
    form_a["etapes-0-intitule"] = "Recruter deux personnes"
    form_a["etapes-1-retirer"] = "oui"
    form_a["etapes-2-intitule"], form_a["etapes-2-echeance"] = "Inaugurer", "2026-09-01"
    assert a.post(edit(action), data=form_a).status_code == 302
    form_b["etapes-0-intitule"] = "Recruter trois personnes"
    form_b["etapes-1-intitule"] = "Aménager le hall"
    form_b["etapes-7-intitule"], form_b["etapes-7-echeance"] = "Communiquer", "2026-10-01"
    answer = b.post(edit(action), data=form_b)
    assert answer.status_code == 409
    text = answer.text
    for words in ("Recruter deux personnes", "Recruter trois personnes", "Aménager le hall"):
        assert words in text
    assert "votre texte est gardé ici comme une nouvelle ligne" in text
    assert "ajouté cette ligne entre-temps" in text
    assert b.post(edit(action), data=read_form(text)).status_code == 302
    assert list_steps(app, action) == [
        "Aménager le hall",
        "Communiquer",
        "Inaugurer",
        "Recruter trois personnes",
    ]


def test_a_line_removed_and_untouched_stays_removed(app: Flask, action: int) -> None:
    a, form_a = open_two(app, action)
    b, form_b = open_two(app, action)
    form_a["etapes-1-retirer"] = "oui"
    a.post(edit(action), data=form_a)
    form_b["intitule"] = "Titre de B"
    answer = b.post(edit(action), data=form_b)
    assert answer.status_code == 409
    assert "quelqu&#39;un a retiré la ligne « Aménager »" in answer.text
    assert b.post(edit(action), data=read_form(answer.text)).status_code == 302
    assert list_steps(app, action) == ["Recruter"]


def test_a_line_changed_from_elsewhere_is_seen(app: Flask, action: int) -> None:
    b, form_b = open_two(app, action)
    with app.app_context():
        # Not through the action: its own version does not move.
        step = db.session.scalars(
            select(Etape).where(Etape.action_id == action, Etape.intitule == "Recruter")
        ).one()
        step.intitule = "Recruter vite"
        db.session.commit()
    form_b["etapes-0-intitule"] = "Recruter bien"
    answer = b.post(edit(action), data=form_b)
    assert answer.status_code == 409
    assert "Recruter vite" in answer.text
    assert read_form(answer.text)["etapes-0-intitule"] == "Recruter bien"


def test_the_trace_of_a_removed_line_says_its_axis(app: Flask, action: int) -> None:
    client, form = open_two(app, action)
    form["etapes-0-retirer"] = "oui"
    assert client.post(edit(action), data=form).status_code == 302
    with app.app_context():
        trace = db.session.scalars(
            select(Evenement)
            .where(Evenement.objet_type == "etape", Evenement.acte == ActeJournal.SUPPRESSION)
            .order_by(Evenement.id.desc())
            .limit(1)
        ).one()
        assert (trace.axe_slug, trace.objet_libelle) == ("petite_enfance", "Recruter")


def test_a_row_deleted_meanwhile_becomes_a_new_one(app: Flask) -> None:
    with app.app_context():
        bassin = Bassin(nom="Bassin de passage", source="essai")
        db.session.add(bassin)
        db.session.commit()
        number = bassin.id
    client = log_in(app, "gouvernance")
    url = f"/admin/bassin/edit/?id={number}"
    form = read_form(client.get(url).text)
    with app.app_context():
        db.session.delete(db.session.get_one(Bassin, number))
        db.session.commit()
    form["nom"] = "Bassin retrouvé"
    answer = client.post(url, data=form)
    assert answer.status_code == 404
    assert "Enregistrer comme nouvelle ligne" in answer.text
    assert 'action="/admin/bassin/new/"' in answer.text
    again = read_form(answer.text)
    assert again["nom"] == "Bassin retrouvé"
    assert client.post("/admin/bassin/new/", data=again).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Bassin).where(Bassin.nom == "Bassin retrouvé")).one()
    # Who may write nothing of that table learns nothing.
    assert log_in(app, "lecteur").post(url, data=form).status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", ""),
        ("version", "-1"),
        ("version", "abc"),
        ("version", "9" * 400),
        ("_initial", "x" * 100_000),
        ("_initial", "intitule:zzzzzzzz " * 1000),
        ("_initial", "\x00"),
        ("etapes-0-version", "abc"),
        ("etapes-0-id", "abc"),
        ("etapes-0-id", "9" * 30),
        ("etapes-99999-intitule", "Loin"),
        ("etapes-0-_initial", "\ud83d"),
        ("_choix-intitule", "n'importe quoi"),
        ("_jeton", "x" * 5000),
    ],
)
def test_odd_forms_lose_nothing(app: Flask, action: int, name: str, value: str) -> None:
    client, form = open_two(app, action)
    form["objectif"] = "Texte que je tiens à garder"
    form[name] = value.encode("utf-8", "replace").decode()
    answer = client.post(edit(action), data=form)
    assert answer.status_code in (302, 409, 422), answer.status_code
    if answer.status_code == 302:
        with app.app_context():
            assert db.session.get_one(Action, action).objectif == form["objectif"]
    else:
        assert read_form(answer.text)["objectif"] == form["objectif"]


def test_two_hundred_lines_more_are_refused_with_their_text(app: Flask, action: int) -> None:
    client, form = open_two(app, action)
    for rank in range(2, 203):
        form[f"etapes-{rank}-intitule"] = f"Étape numéro {rank}"
        form[f"etapes-{rank}-echeance"] = "2026-06-30"
    answer = client.post(edit(action), data=form)
    assert answer.status_code == 422
    assert "200 lignes nouvelles au plus" in answer.text
    shown = read_form(answer.text)
    assert shown["etapes-202-intitule"] == "Étape numéro 202"
    del shown["etapes-202-intitule"], shown["etapes-202-echeance"]
    assert client.post(edit(action), data=shown).status_code == 302
    assert len(list_steps(app, action)) == 202


def test_a_conflict_costs_the_same_with_one_line_and_with_fifty(app: Flask, action: int) -> None:
    def cost() -> int:
        client, form = open_two(app, action)
        other, theirs = open_two(app, action)
        theirs["intitule"] += " bis"
        other.post(edit(action), data=theirs)
        form["objectif"] = "À moi"
        with statements(app) as sent:
            assert client.post(edit(action), data=form).status_code == 409
        return len(sent)

    few = cost()
    with app.app_context():
        for rank in range(50):
            db.session.add(
                Etape(action_id=action, intitule=f"Étape {rank}", echeance=date(2026, 7, 1))
            )
        db.session.commit()
    assert cost() == few
