"""The committee as it is held: entries saved one at a time, twice without harm, never over another's."""

from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.config import Settings
from core.gouvernance.codes import GenreInstance, SuiteRequise
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_priorite import Priorite, PrioriteAction
from core.plan.codes import StatutAction
from core.plan.models_action import Action
from tests.formulaires import read_form
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration, statements

JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_conduite")) as application:
        yield application


@pytest.fixture
def seance(base: Session) -> Seance:
    """The committee to come, whose list is ranked."""
    return base.scalars(
        select(Seance)
        .join(Seance.instance)
        .where(Instance.genre == GenreInstance.COPIL, Seance.jour > JOUR)
    ).one()


@pytest.fixture
def url(seance: Seance) -> str:
    return f"/seances/{seance.id}/conduite/"


@pytest.fixture
def gouvernance(app: Flask) -> FlaskClient:
    return log_in(app, "gouvernance")


def list_rows(base: Session, seance: Seance) -> list[PrioriteAction]:
    base.expire_all()
    return list(
        base.scalars(
            select(PrioriteAction)
            .where(PrioriteAction.seance_id == seance.id)
            .order_by(PrioriteAction.rang, PrioriteAction.id)
        )
    )


def entry(row: PrioriteAction, champ: str, vue: Any, valeur: Any) -> dict[str, str]:
    return {f"c-{row.id}-{champ}": str(valeur), f"v-{row.id}-{champ}": str(vue)}


def send(client: FlaskClient, url: str, data: dict[str, str]) -> Any:
    answer = client.post(url, data=data, headers=JSON)
    return answer.status_code, answer.get_json()


def test_arbitrations_come_first_then_the_ranked_list(
    base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    page = unescape(gouvernance.get(url).text)
    rows = list_rows(base, seance)
    assert sum(row.arbitrage for row in rows) == 9
    assert page.index("Arbitrages</h2>") < page.index("Liste classée</h2>")
    assert "Il est proposé au comité de" in page
    assert page.count("data-entree") == len(rows) + sum(not row.arbitrage for row in rows)
    assert 'id="menu"' not in page


def test_an_entry_is_saved_at_once_and_twice_is_once(
    base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    row = list_rows(base, seance)[0]
    data = entry(row, "priorite_decidee", "", "a_suspendre")
    assert send(gouvernance, url, data) == (200, {"conflits": []})
    version = list_rows(base, seance)[0].version
    # The answer was lost: the browser sends the same entry again.
    assert send(gouvernance, url, data) == (200, {"conflits": []})
    after = list_rows(base, seance)[0]
    assert after.priorite_decidee is Priorite.A_SUSPENDRE
    assert after.version == version


def test_what_somebody_else_chose_is_told_and_not_overwritten(
    app: Flask, base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    row = list_rows(base, seance)[1]
    other = log_in(app, "gouvernance")
    assert send(other, url, entry(row, "priorite_decidee", "", "prioritaire"))[0] == 200
    code, answer = send(gouvernance, url, entry(row, "priorite_decidee", "", "a_reporter"))
    assert code == 200
    (conflict,) = answer["conflits"]
    assert conflict["actuelle"] == "prioritaire"
    assert "« Prioritaire »" in conflict["message"]
    assert list_rows(base, seance)[1].priorite_decidee is Priorite.PRIORITAIRE
    # Without the script, the page comes back with what was typed.
    form = read_form(gouvernance.get(url).text).to_dict()
    form |= entry(row, "priorite_decidee", "", "a_reporter")
    answer = gouvernance.post(url, data=form)
    assert answer.status_code == 409
    assert "quelqu'un d'autre vient de changer" in unescape(answer.text)
    assert read_form(answer.text)[f"c-{row.id}-priorite_decidee"] == "a_reporter"


def test_bad_values_are_named_and_nothing_is_written(
    base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    row, next_row = list_rows(base, seance)[20:22]
    before = row.rang
    data = entry(row, "rang", row.rang, "77") | entry(next_row, "rang", next_row.rang, "1,5")
    code, answer = send(gouvernance, url, data)
    assert code == 422
    assert f"Action {next_row.action.code}" in answer["message"]
    assert next(r for r in list_rows(base, seance) if r.id == row.id).rang == before
    for valeur in ("0", "1000", "²", "-1", "9" * 30):
        assert send(gouvernance, url, entry(row, "rang", row.rang, valeur))[0] == 422
    assert send(gouvernance, url, entry(row, "priorite_decidee", "", "n'importe"))[0] == 422


def test_the_rest_is_decided_as_proposed(
    base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    exceptions = {row.id: row.priorite_decidee for row in list_rows(base, seance)}
    gouvernance.post(f"{url}adopter", data=read_form(gouvernance.get(url).text))
    for row in list_rows(base, seance):
        assert row.priorite_decidee is (exceptions[row.id] or row.priorite_proposee)


def test_a_decision_is_written_on_the_spot_once(
    base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    action = list_rows(base, seance)[0].action
    form = read_form(gouvernance.get(url).text).to_dict()
    form |= {
        "intitule": "Demander un avenant",
        "action": str(action.id),
        "responsable": "Direction",
        "echeance": "2027-03-01",
        "suite": "avenant",
    }
    before = base.scalar(select(func.count(Decision.id)).where(Decision.seance_id == seance.id))
    for _ in range(2):
        assert gouvernance.post(f"{url}decisions", data=form).status_code == 302
    base.expire_all()
    found = base.scalars(
        select(Decision).where(Decision.seance_id == seance.id).order_by(Decision.rang)
    ).all()
    assert len(found) == (before or 0) + 1
    assert found[-1].suite_requise is SuiteRequise.AVENANT
    assert found[-1].action_id == action.id


def test_a_refused_decision_keeps_its_text(
    base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    left = base.scalars(select(Action).where(Action.statut == StatutAction.ABANDONNEE)).first()
    assert left is not None
    form = read_form(gouvernance.get(url).text).to_dict()
    form |= {"intitule": "Relancer", "action": str(left.id), "suite": "aucune"}
    answer = gouvernance.post(f"{url}decisions", data=form)
    assert answer.status_code == 422
    assert "abandonnée" in unescape(answer.text)
    assert "Relancer</textarea>" in answer.text
    for champ, valeur in (("echeance", "demain"), ("suite", ""), ("action", "999999")):
        answer = gouvernance.post(f"{url}decisions", data=form | {"action": "", champ: valeur})
        assert answer.status_code == 422, champ
        assert "Relancer</textarea>" in answer.text


def test_only_who_holds_the_committee_opens_it(app: Flask, base: Session, url: str) -> None:
    for nom in ("petite.enfance", "caf", "lecteur", "begrolles", "administrateur"):
        assert log_in(app, nom).get(url).status_code == 403
    cotech = base.scalars(
        select(Seance).join(Seance.instance).where(Instance.genre == GenreInstance.COTECH).limit(1)
    ).one()
    assert log_in(app, "gouvernance").get(f"/seances/{cotech.id}/conduite/").status_code == 404


def test_its_cost_is_that_of_any_number_of_actions(
    app: Flask, base: Session, gouvernance: FlaskClient, seance: Seance, url: str
) -> None:
    gouvernance.get(url)
    with statements(app) as many:
        gouvernance.get(url)
    for row in list_rows(base, seance)[5:]:
        base.delete(row)
    base.commit()
    with statements(app) as few:
        gouvernance.get(url)
    assert len(many) == len(few)
