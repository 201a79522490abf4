"""Acts on several rows: rights and version of each, all or none, once, at a constant cost."""

import html
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.adminkit.actions import build_actes
from core.comptes.models import Mandat, Personne
from core.config import Settings
from core.errors import ErreurReglage
from core.indicateurs.models import ValidationAxe
from core.journal.models import Evenement
from core.plan.admin import ACTIONS
from core.plan.codes import NatureAction, StatutAction
from core.plan.models_action import Action
from core.plugin.vues import ActionGroupee, Champ, Colonne, VueTable
from plugins.petite_enfance.models import ActiviteEaje, AutorisationPlaces, Eaje
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements

URL = "/admin/action/action/"
AXE = "petite_enfance"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_groupees")) as application:
        yield application


@pytest.fixture
def equipe(app: Flask) -> FlaskClient:
    return log_in(app, "petite.enfance")


def actions_of(base: Session, axe: str = AXE, number: int = 3) -> list[Action]:
    base.rollback()
    base.expire_all()
    statement = select(Action).where(Action.axe_slug == axe, Action.brouillon.is_(False))
    return list(base.scalars(statement.order_by(Action.code).limit(number)))


def marks(actions: list[Action]) -> list[str]:
    return [f"{action.id}.{action.version}" for action in actions]


def choose(client: FlaskClient, acte: str, lignes: list[str], url: str = URL) -> TestResponse:
    return client.post(url, data={"acte": acte, "ligne": lignes})


def confirm(
    client: FlaskClient, page: str, acte: str, url: str = URL, **values: Any
) -> TestResponse:
    sent = read_form(page).to_dict()
    assert sent["acte"] == acte
    typed = {f"v-{name}": value for name, value in values.items()}
    return client.post(url, data={**sent, "confirme": "oui", **typed})


def traces(base: Session) -> int:
    base.rollback()
    return base.scalar(select(func.count()).select_from(Evenement)) or 0


def test_a_list_offers_a_box_for_each_row_that_the_person_may_change(app: Flask) -> None:
    page = log_in(app, "petite.enfance").get("/admin/action/?axe_slug=petite_enfance").text
    rows = page.count("<tr>") - 1
    assert page.count('name="ligne"') == rows > 3
    assert "Appliquer à la sélection" in page
    assert (
        'name="ligne"'
        not in log_in(app, "petite.enfance").get("/admin/action/?axe_slug=parentalite").text
    )
    for reader in ("lecteur", "caf", "begrolles"):
        page = log_in(app, reader).get("/admin/action/").text
        assert "Appliquer" not in page
        assert 'name="ligne"' not in page


def test_the_status_of_several_actions_changes_together_with_a_trace_each(
    equipe: FlaskClient, base: Session
) -> None:
    chosen = actions_of(base)
    before = traces(base)
    page = choose(equipe, "statut", marks(chosen)).text
    assert "Où en sont désormais ces actions" in page
    for action in chosen:
        assert html.escape(action.intitule, quote=True).replace("&#x27;", "&#39;") in page
    assert traces(base) == before
    answer = confirm(equipe, page, "statut", statut="suspendue")
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].endswith("/admin/action/")
    assert "fait pour 3 lignes" in equipe.get("/admin/action/").text
    assert {action.statut for action in actions_of(base)} == {StatutAction.SUSPENDUE}
    assert traces(base) == before + 3


def test_what_a_leaver_pilots_is_reassigned_in_one_act(app: Flask, base: Session) -> None:
    pilote = base.scalars(
        select(Action.pilote_id)
        .where(Action.pilote_id.is_not(None), Action.brouillon.is_(False))
        .group_by(Action.pilote_id)
        .order_by(func.count().desc())
        .limit(1)
    ).one()
    other = base.scalars(select(Personne.id).where(Personne.id != pilote).limit(1)).one()
    client = log_in(app, "gouvernance")
    url = f"{URL}?pilote_id={pilote}"
    count = select(func.count()).select_from(Action).where(Action.pilote_id == pilote)
    drafts = base.scalar(count.where(Action.brouillon)) or 0
    page = client.post(url, data={"acte": "pilote", "portee": "liste"}).text
    held = (base.scalar(count) or 0) - drafts
    assert f"Confirmer pour {held}" in page.replace("\xa0", " ")
    answer = confirm(client, page, "pilote", url, pilote=str(other))
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].endswith(f"/admin/action/?pilote_id={pilote}")
    base.rollback()
    # Drafts are written by their team only.
    assert base.scalar(count) == drafts


def test_rows_of_others_and_unknown_rows_are_refused(
    app: Flask, equipe: FlaskClient, base: Session
) -> None:
    mine, theirs = actions_of(base, number=1), actions_of(base, "parentalite", 1)
    draft = base.scalars(
        select(Action).where(Action.brouillon, Action.axe_slug != AXE).limit(1)
    ).one_or_none()
    before = traces(base)
    page = choose(equipe, "statut", marks(mine)).text
    forged = {"acte": "statut", "confirme": "oui", "v-statut": "abandonnee"}
    for lot, code in (
        ([*marks(mine), *marks(theirs)], 403),
        ([*marks(mine), "999999999.1"], 404),
        *(((marks([draft]), 404),) if draft else ()),
    ):
        assert choose(equipe, "statut", lot).status_code == code
        answer = equipe.post(URL, data={**forged, "lot": ",".join(lot)})
        assert answer.status_code == code, lot
    for reader in ("lecteur", "caf", "begrolles", "administrateur"):
        answer = log_in(app, reader).post(URL, data={**forged, "lot": ",".join(marks(mine))})
        assert answer.status_code == 403, reader
    assert traces(base) == before
    assert "Rien" not in page


def test_rows_saved_meanwhile_come_back_named(equipe: FlaskClient, base: Session) -> None:
    chosen = actions_of(base)
    page = choose(equipe, "statut", marks(chosen)).text
    chosen[1].objectif = "Changé par quelqu'un d'autre"
    base.commit()
    statuts = [action.statut for action in chosen]
    answer = confirm(equipe, page, "statut", statut="en_cours")
    assert answer.status_code == 409
    assert f"Modifiée entre-temps : {chosen[1].intitule}" in html.unescape(answer.text)
    assert answer.text.count("Modifiée entre-temps : ") == 1
    assert [action.statut for action in actions_of(base)] == statuts
    assert confirm(equipe, answer.text, "statut", statut="en_cours").status_code == 302
    assert {action.statut for action in actions_of(base)} == {StatutAction.EN_COURS}
    # The list itself may be old.
    old = [f"{action.id}.{action.version - 1}" for action in actions_of(base)]
    assert "Modifiée entre-temps" in choose(equipe, "statut", old).text


def test_one_refusal_leaves_every_row_as_it_was(base: Session, app: Flask) -> None:
    # Governance may not write a draft: making one of several rows a draft is refused for all.
    client = log_in(app, "gouvernance")
    chosen = actions_of(base)
    before = traces(base)
    page = choose(client, "brouillon", marks(chosen)).text
    answer = confirm(client, page, "brouillon")
    assert answer.status_code == 422
    assert answer.text.count("pas le droit") == 3
    assert not any(action.brouillon for action in actions_of(base))
    assert traces(base) == before
    # A rule of the table refuses too, and the row is named.
    wrong = chosen[2]
    wrong.nature = NatureAction.RECURRENTE
    base.commit()
    connection = base.connection()
    connection.exec_driver_sql(
        "UPDATE action SET nature = 'ponctuelle', date_fin = NULL WHERE id = %s", (wrong.id,)
    )
    base.commit()
    page = choose(client, "statut", marks(actions_of(base))).text
    answer = confirm(client, page, "statut", statut="abandonnee")
    assert answer.status_code == 422
    assert "Une action ponctuelle a une date de fin" in answer.text
    assert StatutAction.ABANDONNEE not in {action.statut for action in actions_of(base)}
    connection = base.connection()
    connection.exec_driver_sql(
        "UPDATE action SET date_fin = '2030-01-01' WHERE id = %s", (wrong.id,)
    )
    base.commit()


def test_confirming_twice_does_it_once(equipe: FlaskClient, base: Session) -> None:
    page = choose(equipe, "statut", marks(actions_of(base))).text
    assert confirm(equipe, page, "statut", statut="a_engager").status_code == 302
    versions = [action.version for action in actions_of(base)]
    assert confirm(equipe, page, "statut", statut="a_engager").status_code == 302
    assert "Déjà enregistré" in equipe.get("/admin/action/").text
    assert [action.version for action in actions_of(base)] == versions


def test_each_value_asked_is_required_and_checked(equipe: FlaskClient, base: Session) -> None:
    page = choose(equipe, "statut", marks(actions_of(base))).text
    for value in ("", "inconnu", "<script>alert(1)</script>"):
        answer = confirm(equipe, page, "statut", statut=value)
        assert answer.status_code == 422, value
        assert "<script>alert" not in answer.text
        assert 'href="#v-statut"' in answer.text
    page = choose(equipe, "pilote", marks(actions_of(base))).text
    for value in ("", "999999999", "abc"):
        assert confirm(equipe, page, "pilote", pilote=value).status_code == 422, value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, 404),
        ({"acte": "supprimer", "ligne": "1.1"}, 404),
        ({"acte": "statut"}, 302),
        ({"acte": "statut", "confirme": "oui"}, 302),
        ({"acte": "statut", "ligne": "1"}, 400),
        ({"acte": "statut", "ligne": "1.1.1"}, 400),
        ({"acte": "statut", "ligne": "-1.1"}, 400),
        ({"acte": "statut", "ligne": "1.1\x00"}, 400),
        ({"acte": "statut", "ligne": "²³.1"}, 400),
        ({"acte": "statut", "ligne": "9" * 30 + ".1"}, 400),
        ({"acte": "statut", "ligne": "9" * 18 + ".999999999"}, 404),
        ({"acte": "statut", "ligne": [f"{n}.1" for n in range(1, 600)]}, 400),
    ],
)
def test_odd_selections_are_refused_in_words(
    equipe: FlaskClient, data: dict[str, Any], code: int
) -> None:
    assert equipe.post(URL, data=data).status_code == code


def test_only_screens_that_declare_acts_answer(equipe: FlaskClient, app: Flask) -> None:
    assert equipe.get(URL).status_code == 405
    for endpoint in ("enjeu", "journal", "compte", "resultat"):
        client = log_in(app, "administrateur")
        answer = client.post(f"/admin/{endpoint}/action/", data={"acte": "delete", "rowid": "1"})
        assert answer.status_code == 404, endpoint


def test_markup_in_a_title_stays_text(equipe: FlaskClient, base: Session) -> None:
    action = actions_of(base, number=1)[0]
    action.intitule = "<img src=x onerror=alert(1)> =1+1"
    base.commit()
    page = choose(equipe, "statut", marks(actions_of(base, number=1))).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; =1+1" in page


def test_a_long_list_costs_the_same_and_stops_at_500_rows(
    app: Flask, equipe: FlaskClient, base: Session
) -> None:
    def cost() -> int:
        with statements(app) as found:
            answer = equipe.post(f"{URL}?q=xyzlot", data={"acte": "statut", "portee": "liste"})
        assert answer.status_code == 200
        return len(found)

    def add(numbers: range) -> None:
        base.add_all(
            Action(
                code=f"LOT{n:04d}",
                intitule="xyzlot",
                axe_slug=AXE,
                date_debut=date(2026, 1, 1),
                nature=NatureAction.RECURRENTE,
            )
            for n in numbers
        )
        base.commit()

    add(range(3))
    cost()
    few = cost()
    add(range(3, 500))
    assert cost() == few
    page = equipe.post(f"{URL}?q=xyzlot", data={"acte": "statut", "portee": "liste"}).text
    with statements(app) as found:
        answer = confirm(equipe, page, "statut", f"{URL}?q=xyzlot", statut="realisee")
    assert answer.status_code == 302
    # One UPDATE and one trace a row; what the check reads does not grow.
    print("Instructions pour 500 lignes :", len(found))
    assert len([one for one in found if one.lstrip().startswith("SELECT")]) < 30
    add(range(500, 501))
    answer = equipe.post(f"{URL}?q=xyzlot", data={"acte": "statut", "portee": "liste"})
    assert answer.status_code == 400
    assert "plus de 500 lignes" in answer.text


def test_mandates_end_together(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    running = list(base.scalars(select(Mandat).where(Mandat.fin.is_(None)).limit(5)))
    assert len(running) > 1
    url = "/admin/mandat/action/"
    page = choose(client, "terminer", [f"{m.id}.{m.version}" for m in running], url).text
    assert confirm(client, page, "terminer", url, fin="2000-01-01").status_code == 422
    assert confirm(client, page, "terminer", url, fin="22/03/2026").status_code == 302
    base.rollback()
    base.expire_all()
    assert {mandat.fin for mandat in running} == {date(2026, 3, 22)}


def test_a_year_is_opened_for_every_establishment_without_one(
    app: Flask, equipe: FlaskClient, base: Session
) -> None:
    for validation in base.scalars(select(ValidationAxe)):
        base.delete(validation)
    base.commit()
    url = "/admin/pe_eaje/action/"
    open_since = select(AutorisationPlaces.eaje_id).where(
        AutorisationPlaces.date_effet < date(2024, 1, 1)
    )
    rows = list(
        base.scalars(select(Eaje).where(Eaje.id.in_(open_since), Eaje.places_actuelles > 0))
    )
    lot = [f"{eaje.id}.{eaje.version}" for eaje in rows]
    year = select(func.count()).select_from(ActiviteEaje).where(ActiviteEaje.annee == 2026)
    page = choose(equipe, "annee", lot, url).text
    assert confirm(equipe, page, "annee", url, annee="2999").status_code == 422
    assert confirm(equipe, page, "annee", url, annee="").status_code == 422
    assert base.scalar(year) == 0
    base.rollback()
    assert confirm(equipe, page, "annee", url, annee="2026").status_code == 302
    assert base.scalar(year) == len(rows) > 5
    base.rollback()
    # Asked again, it makes nothing twice.
    page = choose(equipe, "annee", lot, url).text
    assert confirm(equipe, page, "annee", url, annee="2026").status_code == 302
    assert base.scalar(year) == len(rows)
    for reader in ("caf", "begrolles", "parentalite"):
        assert choose(log_in(app, reader), "annee", lot, url).status_code == 403, reader


@pytest.mark.parametrize(
    "champ",
    [Champ(attribut="communes", libelle="Communes"), Champ(attribut="inconnu", libelle="?")],
)
def test_boot_refuses_what_several_rows_cannot_share(champ: Champ) -> None:
    action = ActionGroupee(nom="x", libelle="X", question="?", champs=(champ,))
    vue = VueTable(
        modele=Action,
        endpoint="x",
        nom="X",
        singulier="x",
        colonnes=(Colonne(attribut="code", libelle="Code"),),
        champs=ACTIONS.champs,
        actions=(action,),
    )
    with pytest.raises(ErreurReglage):
        build_actes(vue)
