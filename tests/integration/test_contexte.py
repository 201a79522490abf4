"""Context figures of a year on one page: written whole or not at all, never over somebody else's."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune, DonneeContexte
from core.config import Settings
from core.indicateurs.models import ValidationAxe
from core.journal.models import Evenement
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements

ANNEE = 2024
URL = f"/contexte/{ANNEE}/"
CELLULE = "v|enfants_0_2|49099"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_contexte")) as application:
        yield application


@pytest.fixture
def base(app: Flask) -> Iterator[Session]:
    """The demonstration without any validated year, so that only the tests on it ask for a reason."""
    with app.extensions["ctg"].sessions() as session:
        for validation in session.scalars(select(ValidationAxe)):
            session.delete(validation)
        session.commit()
        yield session


@pytest.fixture
def gouvernance(app: Flask) -> FlaskClient:
    return log_in(app, "gouvernance")


def open_page(client: FlaskClient) -> dict[str, str]:
    answer = client.get(URL)
    assert answer.status_code == 200
    return read_form(answer.text).to_dict()


def stored(
    session: Session, code: str = "enfants_0_2", code_insee: str = "49099"
) -> Decimal | None:
    session.expire_all()
    return session.scalars(
        select(DonneeContexte.valeur).where(
            DonneeContexte.code == code,
            DonneeContexte.code_insee == code_insee,
            DonneeContexte.annee == ANNEE,
        )
    ).one_or_none()


def test_a_year_is_typed_on_one_page(base: Session, gouvernance: FlaskClient) -> None:
    form = open_page(gouvernance)
    assert len([name for name in form if name.startswith("v|")]) == 26 * 9
    form |= {
        CELLULE: "1 712",
        "source|enfants_0_2": "INSEE, recensement",
        "millesime|enfants_0_2": "2022",
    }
    answer = gouvernance.post(URL, data=form, follow_redirects=True)
    # The value typed, and the source that is now that of the whole column.
    assert "Enregistré : 26\xa0données." in unescape(answer.text)
    assert stored(base) == 1712
    traces = base.scalars(select(Evenement).where(Evenement.objet_type == "donnee_contexte"))
    assert "1712" in {(trace.apres or {}).get("valeur") for trace in traces}


def test_an_emptied_cell_is_not_known_and_never_zero(
    base: Session, gouvernance: FlaskClient
) -> None:
    form = open_page(gouvernance) | {CELLULE: "", "source|enfants_0_2": "essai"}
    assert gouvernance.post(URL, data=form).status_code == 302
    assert stored(base) is None


def test_one_bad_cell_and_nothing_is_written(base: Session, gouvernance: FlaskClient) -> None:
    before = stored(base, "ecoles", "49027")
    form = open_page(gouvernance) | {
        "v|ecoles|49027": "9",
        CELLULE: "mille",
        "source|ecoles": "essai",
    }
    answer = gouvernance.post(URL, data=form)
    assert answer.status_code == 422
    assert "« mille » n'est pas un nombre" in unescape(answer.text)
    assert 'value="mille"' in unescape(answer.text)
    assert 'value="9"' in unescape(answer.text)
    assert stored(base, "ecoles", "49027") == before


def test_a_column_that_changes_says_its_source(base: Session, gouvernance: FlaskClient) -> None:
    form = open_page(gouvernance) | {"v|ecoles|49027": "8", "source|ecoles": " "}
    answer = gouvernance.post(URL, data=form)
    assert answer.status_code == 422
    assert "Dites d'où viennent les chiffres de cette colonne." in unescape(answer.text)
    assert stored(base, "ecoles", "49027") != 8


def test_somebody_else_is_not_overwritten_unseen(base: Session, gouvernance: FlaskClient) -> None:
    mine = open_page(gouvernance) | {CELLULE: "111", "source|enfants_0_2": "essai"}
    theirs = open_page(gouvernance) | {CELLULE: "222", "source|enfants_0_2": "essai"}
    assert gouvernance.post(URL, data=theirs).status_code == 302
    answer = gouvernance.post(URL, data=mine)
    assert answer.status_code == 422
    assert "Quelqu'un a enregistré 222 entre-temps." in unescape(answer.text)
    assert stored(base) == 222
    again = read_form(answer.text).to_dict()
    assert again[CELLULE] == "111"
    assert gouvernance.post(URL, data=again).status_code == 302
    assert stored(base) == 111


def test_sent_twice_is_written_once(base: Session, gouvernance: FlaskClient) -> None:
    form = open_page(gouvernance) | {CELLULE: "333", "source|enfants_0_2": "essai"}
    assert gouvernance.post(URL, data=form).status_code == 302
    assert gouvernance.post(URL, data=form).status_code == 302
    assert stored(base) == 333


def test_what_is_pasted_fills_the_page_and_writes_nothing(
    base: Session, gouvernance: FlaskClient
) -> None:
    form = open_page(gouvernance)
    before = stored(base)
    pasted = "Commune\tEnfants de moins de 3 ans\nCholet\t4 321\nBégrolles-en-Mauges\t65"
    answer = gouvernance.post(URL, data=form | {"coller": "oui", "collage": pasted})
    assert answer.status_code == 200
    assert "2\xa0valeurs collées dans le tableau" in unescape(answer.text)
    assert stored(base) == before
    filled = read_form(answer.text).to_dict()
    assert filled[CELLULE] == "4 321"
    assert gouvernance.post(URL, data=filled | {"source|enfants_0_2": "essai"}).status_code == 302
    assert stored(base) == 4321


def test_enter_in_a_cell_saves_and_does_not_paste(gouvernance: FlaskClient) -> None:
    page = gouvernance.get(URL).text
    form = page[page.index("data-formulaire") :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="coller"' not in first[0]


def test_a_bad_paste_names_its_cells_and_keeps_the_text(
    base: Session, gouvernance: FlaskClient
) -> None:
    pasted = "Commune\tÉcoles\nCholet\tdix\n49999\t3"
    answer = gouvernance.post(
        URL, data=open_page(gouvernance) | {"coller": "oui", "collage": pasted}
    )
    assert answer.status_code == 422
    assert "Ligne 2, « Écoles » : « dix » n'est pas un nombre" in unescape(answer.text)
    assert "Ligne 3 : « 49999 » n'est ni une commune" in unescape(answer.text)
    assert "49999\t3</textarea>" in unescape(answer.text)


def test_a_validated_year_asks_why(base: Session, gouvernance: FlaskClient) -> None:
    base.add(
        ValidationAxe(
            axe_slug="petite_enfance", exercice=ANNEE, validee_le=date(2025, 9, 1), par="Essai"
        )
    )
    base.commit()
    form = open_page(gouvernance) | {CELLULE: "555", "source|enfants_0_2": "essai"}
    answer = gouvernance.post(URL, data=form)
    assert answer.status_code == 422
    assert 'name="_motif"' in unescape(answer.text)
    assert stored(base) != 555
    again = read_form(answer.text).to_dict() | {"_motif": "Recensement corrigé"}
    assert gouvernance.post(URL, data=again).status_code == 302
    assert stored(base) == 555


def test_the_others_read_and_do_not_write(app: Flask, base: Session) -> None:
    equipe = log_in(app, "petite.enfance")
    page = equipe.get(URL)
    assert page.status_code == 200
    assert 'name="v|' not in page.text
    assert equipe.post(URL, data={CELLULE: "1", "vus": "{}"}).status_code == 403


@pytest.mark.parametrize(
    "vus", ["", "[]", "pas du json", '{"a|b":' * 50_000, '{"a": 1}', '{"x|y": {"z": 1}}']
)
def test_a_page_tampered_with_is_no_fault(
    base: Session, gouvernance: FlaskClient, vus: str
) -> None:
    form = open_page(gouvernance) | {"vus": vus, "v|autre|49099": "3", "v|ecoles|00000": "4"}
    assert gouvernance.post(URL, data=form).status_code in (302, 422)


def test_the_page_costs_the_same_whatever_the_years(
    app: Flask, base: Session, gouvernance: FlaskClient
) -> None:
    gouvernance.get(URL)
    with statements(app) as few:
        gouvernance.get("/contexte/2021/")
    with statements(app) as many:
        gouvernance.get(URL)
    assert len(few) == len(many)


def test_communes_are_put_in_bassins_on_one_page(base: Session, gouvernance: FlaskClient) -> None:
    answer = gouvernance.get("/admin/commune/saisie/")
    assert answer.status_code == 200
    form = read_form(answer.text).to_dict()
    cholet = base.scalars(select(Commune).where(Commune.code_insee == "49099")).one()
    other = next(
        c for c in base.scalars(select(Commune)) if c.bassin_id and c.bassin_id != cholet.bassin_id
    )
    form[f"l{cholet.id}-bassin"] = str(other.bassin_id)
    assert gouvernance.post("/admin/commune/saisie/", data=form).status_code == 302
    base.expire_all()
    assert cholet.bassin_id == other.bassin_id


def test_a_source_corrected_alone_is_kept(base: Session, gouvernance: FlaskClient) -> None:
    form = open_page(gouvernance)
    form |= {"source|ecoles": "Rectorat, rentrée", "millesime|ecoles": "2023"}
    assert gouvernance.post(URL, data=form).status_code == 302
    base.expire_all()
    kept = base.execute(
        select(DonneeContexte.source, DonneeContexte.millesime)
        .where(DonneeContexte.code == "ecoles", DonneeContexte.annee == ANNEE)
        .distinct()
    ).all()
    assert [tuple(row) for row in kept] == [("Rectorat, rentrée", "2023")]


def test_two_people_filling_an_empty_year_are_taken_in_turn(
    app: Flask, base: Session, gouvernance: FlaskClient
) -> None:
    url = "/contexte/2020/"
    form = read_form(gouvernance.get(url).text).to_dict()
    form |= {"v|ecoles|49099": "12", "source|ecoles": "essai"}
    other = log_in(app, "gouvernance")
    answers = []

    def send(client: FlaskClient, valeur: str) -> None:
        answers.append(client.post(url, data=form | {"v|ecoles|49099": valeur}))

    threads = [
        Thread(target=send, args=(client, valeur))
        for client, valeur in ((gouvernance, "12"), (other, "13"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "Quelqu'un a enregistré" in unescape(refused.text)


def test_an_empty_pasted_cell_erases_nothing(base: Session, gouvernance: FlaskClient) -> None:
    form = open_page(gouvernance)
    assert form["v|ecoles|49099"]
    pasted = "Commune\tÉcoles\tEnfants de moins de 3 ans\nCholet\t\t5"
    answer = gouvernance.post(URL, data=form | {"coller": "oui", "collage": pasted})
    assert "1\xa0valeur collée" in unescape(answer.text)
    assert read_form(answer.text)["v|ecoles|49099"] == form["v|ecoles|49099"]
