"""Figures of a validated axis and year: refused to the team, changed by governance with a reason only."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.config import Settings
from core.db.extension import db
from core.errors import ErreurMetier, MotifRequis
from core.indicateurs.models import ValidationAxe
from core.journal.models import Evenement
from core.journal.service import set_context
from core.security.acteur import Acteur
from plugins.petite_enfance.models import AccueilIndividuel
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration

LISTE = "/admin/pe_accueil/"


@pytest.fixture(scope="module")
def app(clone: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone("ctg_definitif")) as app:
        yield app


def find_row(app: Flask, *, validated: bool) -> AccueilIndividuel:
    with app.app_context():
        years = set(
            db.session.scalars(
                select(ValidationAxe.exercice).where(ValidationAxe.axe_slug == "petite_enfance")
            )
        )
        rows = db.session.scalars(select(AccueilIndividuel).order_by(AccueilIndividuel.id))
        return next(row for row in rows if (row.annee in years) is validated)


def get_gardes(app: Flask, number: int) -> int | None:
    with app.app_context():
        return db.session.get_one(AccueilIndividuel, number).gardes_domicile


def test_the_team_is_refused_in_words_and_keeps_its_text(app: Flask) -> None:
    row = find_row(app, validated=True)
    team = log_in(app, "petite.enfance")
    url = f"{LISTE}edit/?id={row.id}"
    page = team.get(url)
    assert "demandez à la gouvernance" in page.text
    assert "Enregistrer</button>" not in page.text
    form = read_form(page.text)
    form["gardes_domicile"] = "777"
    # A reason is governance's to give: from a team, it opens nothing.
    form["_motif"] = "Erreur de saisie"
    answer = team.post(url, data=form)
    assert answer.status_code == 422
    assert "demandez à la gouvernance" in answer.text
    assert read_form(answer.text)["gardes_domicile"] == "777"
    assert get_gardes(app, row.id) == row.gardes_domicile
    assert team.post(f"{LISTE}delete/?id={row.id}").status_code == 409
    assert get_gardes(app, row.id) == row.gardes_domicile


def test_governance_gives_a_reason_that_the_journal_keeps(app: Flask) -> None:
    row = find_row(app, validated=True)
    governance = log_in(app, "gouvernance")
    url = f"{LISTE}edit/?id={row.id}"
    form = read_form(governance.get(url).text)
    assert form["_motif"] == ""
    form["gardes_domicile"] = "778"
    answer = governance.post(url, data=form)
    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.text
    assert get_gardes(app, row.id) == row.gardes_domicile
    again = read_form(answer.text)
    assert again["gardes_domicile"] == "778"
    again["_motif"] = "Double compte corrigé"
    assert governance.post(url, data=again).status_code == 302
    assert get_gardes(app, row.id) == 778
    with app.app_context():
        trace = db.session.scalars(
            select(Evenement)
            .where(Evenement.objet_type == AccueilIndividuel.__tablename__)
            .order_by(Evenement.id.desc())
        ).first()
        assert trace is not None
        assert trace.motif == "Double compte corrigé"


def test_a_row_enters_a_validated_year_with_a_reason_only(app: Flask) -> None:
    frozen, free = find_row(app, validated=True), find_row(app, validated=False)
    team = log_in(app, "petite.enfance")
    url = f"{LISTE}edit/?id={free.id}"
    form = read_form(team.get(url).text)
    form["annee"] = str(frozen.annee)
    assert team.post(url, data=form).status_code == 422
    form["annee"], form["gardes_domicile"] = str(free.annee), "12"
    assert team.post(url, data=form).status_code == 302
    governance = log_in(app, "gouvernance")
    form = read_form(governance.get(url).text)
    assert "_motif" not in form
    form["annee"] = str(frozen.annee)
    answer = governance.post(url, data=form)
    assert answer.status_code == 422
    # The field appears once it is needed.
    assert read_form(answer.text)["_motif"] == ""


def test_lists_and_sheets_say_definitif(app: Flask) -> None:
    row = find_row(app, validated=True)
    team = log_in(app, "petite.enfance")
    for url in (f"{LISTE}?annee={row.annee}", f"{LISTE}details/?id={row.id}"):
        assert re.search(r"etiquette-fige\">Définitif", team.get(url).text), url
    free = find_row(app, validated=False)
    assert "Définitif" not in team.get(f"{LISTE}details/?id={free.id}").text


@pytest.mark.parametrize("act", ["edit", "delete", "create"])
def test_no_session_escapes_the_rule(
    app: Flask, equipe: Acteur, gouvernance: Acteur, act: str
) -> None:
    number = find_row(app, validated=True).id

    def change() -> None:
        row: Any = db.session.get_one(AccueilIndividuel, number)
        if act == "edit":
            row.sorties = (row.sorties or 0) + 1
        elif act == "delete":
            db.session.delete(row)
        else:
            db.session.add(AccueilIndividuel(code_insee="49027", annee=row.annee))
        db.session.flush()

    for acteur, motif, refusal in (
        (equipe, "", ErreurMetier),
        (equipe, "Parce que", ErreurMetier),
        (gouvernance, "  ", MotifRequis),
    ):
        with app.app_context():
            set_context(db.session(), acteur, source="web", motif=motif)
            with pytest.raises(refusal):
                change()
            db.session.rollback()
