"""The grid: what is typed in it is written whole or kept whole, under the rights of each row."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.adminkit.saisie import Grille
from core.comptes.demonstration import PASSWORD
from core.config import Settings
from core.errors import ErreurReglage
from core.indicateurs.models import ValidationAxe
from core.journal.models import Evenement
from core.plan.admin import ACTIONS
from core.plan.codes import NatureAction
from core.plan.models_action import Action
from core.plugin.vues import Colonne, VueTable
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements

ACTIVITE = "/admin/pe_activite/saisie/?annee=2025"
ACCUEIL = "/admin/pe_accueil/saisie/?annee=2025"
PLAN = "/admin/action/saisie/?axe_slug=petite_enfance"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_saisie")) as application:
        yield application


@pytest.fixture
def equipe(app: Flask) -> FlaskClient:
    return log_in(app, "petite.enfance")


def cells(page: str) -> dict[str, str]:
    """Every field that a browser would send."""
    return read_form(page).to_dict()


def open_grid(client: FlaskClient, url: str) -> dict[str, str]:
    answer = client.get(url)
    assert answer.status_code == 200, answer.text
    return cells(answer.text)


def ids(sent: dict[str, str]) -> list[int]:
    return [int(mark.split(".")[0]) for mark in sent["lot"].split(",")]


def send(client: FlaskClient, url: str, sent: dict[str, str], **typed: Any) -> TestResponse:
    return client.post(
        url, data={**sent, **{name.replace("__", "-"): v for name, v in typed.items()}}
    )


def row(base: Session, modele: type[Any], number: int) -> Any:
    base.rollback()
    base.expire_all()
    return base.get_one(modele, number)


def traces(base: Session) -> int:
    base.rollback()
    return base.scalar(select(func.count()).select_from(Evenement)) or 0


def free(base: Session) -> None:
    """No year of the axis is validated: its team may write."""
    for validation in base.scalars(select(ValidationAxe)):
        base.delete(validation)
    base.commit()


def test_a_year_of_every_establishment_is_typed_on_one_page(
    equipe: FlaskClient, base: Session
) -> None:
    free(base)
    sent = open_grid(equipe, ACTIVITE)
    numbers = ids(sent)
    assert len(numbers) > 5
    typed = {f"l{n}-heures_realisees": f"1 0{rank:02d},5" for rank, n in enumerate(numbers[:3])}
    before = traces(base)
    answer = send(equipe, ACTIVITE, sent, **typed)
    assert answer.status_code == 302, answer.text
    assert "Enregistré : 3 lignes." in equipe.get(ACTIVITE).text
    assert row(base, ActiviteEaje, numbers[1]).heures_realisees == Decimal("1001.5")
    # A trace for each row changed, none for the others.
    assert traces(base) == before + 3


def test_what_was_not_changed_is_not_written(equipe: FlaskClient, base: Session) -> None:
    free(base)
    sent = open_grid(equipe, ACCUEIL)
    before = traces(base)
    assert send(equipe, ACCUEIL, sent).status_code == 302
    assert "Aucune valeur n&#39;a changé" in equipe.get(ACCUEIL).text
    assert traces(base) == before
    # Nor what the request does not carry.
    number = ids(sent)[0]
    kept = row(base, AccueilIndividuel, number).am_agreees
    bare = {"lot": sent["lot"], f"l{number}-source": "Une autre source"}
    assert equipe.post(ACCUEIL, data=bare).status_code == 302
    changed = row(base, AccueilIndividuel, number)
    assert (changed.am_agreees, changed.source) == (kept, "Une autre source")


def test_one_error_keeps_everything_and_is_tied_to_its_cell(
    equipe: FlaskClient, base: Session
) -> None:
    free(base)
    sent = open_grid(equipe, ACCUEIL)
    first, second, third = ids(sent)[:3]
    before = traces(base)
    answer = send(
        equipe,
        ACCUEIL,
        sent,
        **{
            f"l{first}-am_agreees": "12 345",
            f"l{second}-am_agreees": "beaucoup",
            f"l{third}-source": '<script>alert("x")</script>',
        },
    )
    assert answer.status_code == 422
    assert f'href="#l{second}-am_agreees"' in answer.text
    assert f'id="l{second}-am_agreees-erreur"' in answer.text
    assert 'value="beaucoup"' in answer.text
    assert 'value="12 345"' in answer.text
    assert "<script>alert" not in answer.text
    assert traces(base) == before
    # A rule of the whole row, and one that the model itself checks.
    typed = {f"l{first}-am_agreees": "1", f"l{first}-am_actives": "99999"}
    answer = send(equipe, ACCUEIL, sent, **typed, **{f"l{second}-am_agreees": "-4"})
    assert answer.status_code == 422
    assert f'id="l{first}-am_actives-erreur"' in answer.text
    assert f'id="l{second}-am_agreees-erreur"' in answer.text
    assert traces(base) == before
    # Corrected from the page as it came back.
    again = {**cells(answer.text), f"l{first}-am_agreees": "500", f"l{first}-am_actives": "1"}
    again |= {f"l{second}-am_agreees": "99"}
    assert send(equipe, ACCUEIL, again).status_code == 302
    assert row(base, AccueilIndividuel, first).am_agreees == 500
    assert row(base, AccueilIndividuel, second).am_agreees == 99


def test_two_people_in_the_same_grid_lose_nothing(
    app: Flask, equipe: FlaskClient, base: Session
) -> None:
    free(base)
    other = log_in(app, "gouvernance")
    mine, theirs = open_grid(equipe, ACCUEIL), open_grid(other, ACCUEIL)
    first, second, third = ids(mine)[:3]
    answer = send(
        other,
        ACCUEIL,
        theirs,
        **{
            f"l{first}-source": "La leur",
            f"l{first}-gardes_domicile": "3",
            f"l{second}-source": "S2",
        },
    )
    assert answer.status_code == 302
    typed = {f"l{first}-source": "La mienne", f"l{third}-source": "S3"}
    answer = send(equipe, ACCUEIL, mine, **typed)
    assert answer.status_code == 409
    assert "Reprendre : La leur" in answer.text
    assert 'value="La mienne"' in answer.text
    assert 'value="S3"' in answer.text
    assert row(base, AccueilIndividuel, first).source == "La leur"
    assert row(base, AccueilIndividuel, third).source != "S3"
    # The row that I did not touch only shows what is stored; their other cell is taken.
    again = cells(answer.text)
    assert again[f"l{second}-source"] == "S2"
    assert again[f"l{first}-gardes_domicile"] == "3"
    assert send(equipe, ACCUEIL, again).status_code == 302
    saved = row(base, AccueilIndividuel, first)
    assert (saved.source, saved.gardes_domicile) == ("La mienne", 3)
    assert row(base, AccueilIndividuel, second).source == "S2"
    assert row(base, AccueilIndividuel, third).source == "S3"


def test_the_other_s_value_can_be_kept(app: Flask, equipe: FlaskClient, base: Session) -> None:
    free(base)
    sent = open_grid(equipe, ACCUEIL)
    number = ids(sent)[4]
    stored = row(base, AccueilIndividuel, number)
    stored.source = "Enregistrée"
    base.commit()
    answer = send(equipe, ACCUEIL, sent, **{f"l{number}-source": "Saisie"})
    assert answer.status_code == 409
    again = {**cells(answer.text), f"_choix-l{number}-source": "eux"}
    assert send(equipe, ACCUEIL, again).status_code == 302
    assert row(base, AccueilIndividuel, number).source == "Enregistrée"


def test_sending_twice_writes_once(equipe: FlaskClient, base: Session) -> None:
    free(base)
    sent = open_grid(equipe, ACCUEIL)
    number = ids(sent)[5]
    typed = {**sent, f"l{number}-source": "Une fois"}
    assert send(equipe, ACCUEIL, typed).status_code == 302
    version = row(base, AccueilIndividuel, number).version
    assert send(equipe, ACCUEIL, typed).status_code == 302
    assert "Déjà enregistré" in equipe.get(ACCUEIL).text
    assert row(base, AccueilIndividuel, number).version == version


def test_rows_of_others_are_text_and_refused(
    app: Flask, equipe: FlaskClient, base: Session
) -> None:
    page = equipe.get("/admin/action/saisie/").text
    assert 'name="l' in page
    other = base.scalars(
        select(Action).where(Action.axe_slug == "parentalite", Action.brouillon.is_(False)).limit(1)
    ).one()
    draft = base.scalars(
        select(Action).where(Action.axe_slug != "petite_enfance", Action.brouillon).limit(1)
    ).one_or_none()
    assert f'name="l{other.id}-statut"' not in page
    sent = open_grid(equipe, PLAN)
    mine = ids(sent)[0]
    before = traces(base)
    targets = [(f"{other.id}.{other.version}", 403), ("999999999.1", 404)]
    targets += [(f"{draft.id}.{draft.version}", 404)] if draft else []
    for mark, code in targets:
        number = mark.split(".")[0]
        typed = {f"l{number}-statut": "abandonnee", f"l{mine}-date_fin": "2031-01-01"}
        answer = send(equipe, PLAN, {**sent, "lot": f"{sent['lot']},{mark}"}, **typed)
        assert answer.status_code == code
        # What was typed elsewhere is still there, and can be saved from the page that came back.
        again = cells(answer.text)
        assert again[f"l{mine}-date_fin"] == "2031-01-01"
    assert traces(base) == before
    for reader in ("lecteur", "caf", "begrolles", "administrateur"):
        client = log_in(app, reader)
        assert client.get("/admin/action/saisie/").status_code == 403, reader
        assert client.post("/admin/action/saisie/", data=sent).status_code == 403, reader
    assert log_in(app, "parentalite").get(ACTIVITE).status_code in (200, 403)


def test_no_row_leaves_what_the_person_may_write(equipe: FlaskClient, base: Session) -> None:
    sent = open_grid(equipe, PLAN)
    number = ids(sent)[0]
    before = row(base, Action, number)
    kept = (before.axe_slug, before.code, before.brouillon)
    # Only the columns of the grid are fields, whatever the request carries.
    typed = {
        f"l{number}-axe_slug": "parentalite",
        f"l{number}-code": "VOLE",
        f"l{number}-brouillon": "oui",
        f"l{number}-version": "99",
        f"l{number}-date_fin": "2032-01-01",
    }
    assert send(equipe, PLAN, sent, **typed).status_code == 302
    after = row(base, Action, number)
    assert (after.axe_slug, after.code, after.brouillon) == kept
    assert after.date_fin == date(2032, 1, 1)


def test_a_row_gone_meanwhile_gives_back_what_was_typed(equipe: FlaskClient, base: Session) -> None:
    free(base)
    sent = open_grid(equipe, ACCUEIL)
    gone, other = ids(sent)[-2:]
    base.delete(base.get_one(AccueilIndividuel, gone))
    base.commit()
    typed = {f"l{gone}-source": "Un texte long à retaper", f"l{other}-source": "Autre texte"}
    answer = send(equipe, ACCUEIL, sent, **typed)
    assert answer.status_code == 404
    assert "Un texte long à retaper" in answer.text
    assert send(equipe, ACCUEIL, cells(answer.text)).status_code == 302
    assert row(base, AccueilIndividuel, other).source == "Autre texte"


def test_definitif_figures_are_text_for_the_team_and_ask_governance_why(
    app: Flask, equipe: FlaskClient, base: Session
) -> None:
    free(base)
    sent = open_grid(equipe, ACCUEIL)
    number = ids(sent)[0]
    base.add(
        ValidationAxe(
            axe_slug="petite_enfance", exercice=2025, validee_le=date(2026, 6, 1), par="Essai"
        )
    )
    base.commit()
    # Validated while the team was typing: refused in words, nothing typed is lost.
    answer = send(equipe, ACCUEIL, sent, **{f"l{number}-source": "Trop tard"})
    assert answer.status_code == 422
    assert "demandez à la gouvernance" in answer.text
    assert 'value="Trop tard"' in answer.text
    shown = equipe.get(ACCUEIL).text
    assert "Définitif" in shown
    assert f'name="l{number}-source"' not in shown
    governance = log_in(app, "gouvernance")
    sent = open_grid(governance, ACCUEIL)
    typed = {f"l{number}-source": "Corrigée"}
    answer = send(governance, ACCUEIL, sent, **typed)
    assert answer.status_code == 422
    assert "motif" in answer.text
    again = cells(answer.text)
    assert send(governance, ACCUEIL, {**again, "_motif": "Erreur de la source"}).status_code == 302
    assert row(base, AccueilIndividuel, number).source == "Corrigée"
    motif = select(Evenement.motif).order_by(Evenement.id.desc()).limit(1)
    assert base.scalar(motif) == "Erreur de la source"
    free(base)


def test_sensible_figures_are_cells_only_for_those_who_write_them(
    app: Flask, equipe: FlaskClient, base: Session
) -> None:
    free(base)
    assert "enfants_aeeh" in equipe.get(ACTIVITE).text
    sent = open_grid(equipe, ACTIVITE)
    number = ids(sent)[0]
    aeeh = row(base, ActiviteEaje, number).enfants_aeeh
    for reader in ("caf", "begrolles", "lecteur"):
        client = log_in(app, reader)
        typed = {f"l{number}-enfants_aeeh": "77"}
        assert send(client, ACTIVITE, sent, **typed).status_code in (403, 404)
    assert row(base, ActiviteEaje, number).enfants_aeeh == aeeh


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, 302),
        ({"lot": ""}, 302),
        ({"lot": "x"}, 400),
        ({"lot": "1"}, 400),
        ({"lot": "1.1\x00"}, 400),
        ({"lot": "9" * 40 + ".1"}, 400),
        ({"lot": ",".join(f"{n}.1" for n in range(1, 400))}, 400),
        ({"lot": "9" * 18 + ".999999999"}, 404),
    ],
)
def test_odd_posts_are_refused_in_words(
    equipe: FlaskClient, data: dict[str, str], code: int
) -> None:
    assert equipe.post(PLAN, data=data).status_code == code


@pytest.mark.parametrize(
    "query", ["page=99999999999", "page=0", "tri=version", "x=1", "axe_slug=%00", "q=" + "x" * 500]
)
def test_odd_addresses_are_no_fault_of_the_platform(equipe: FlaskClient, query: str) -> None:
    assert equipe.get(f"/admin/action/saisie/?{query}").status_code in (200, 400, 404)
    assert equipe.post(f"/admin/action/saisie/?{query}", data={"lot": "1.x"}).status_code in (
        400,
        404,
    )


def test_forged_traces_of_what_was_seen_change_nothing(equipe: FlaskClient, base: Session) -> None:
    sent = open_grid(equipe, PLAN)
    number = ids(sent)[1]
    for seen in ("", "x" * 100_000, "statut:zzzzzzzz", "statut:00000000 date_fin:00000000"):
        typed = {f"l{number}-_initial": seen, f"l{number}-statut": "inconnu"}
        assert send(equipe, PLAN, sent, **typed).status_code == 422


def test_a_session_that_ended_loses_no_cell(app: Flask, base: Session) -> None:
    free(base)
    client = log_in(app, "petite.enfance")
    sent = open_grid(client, ACCUEIL)
    number = ids(sent)[6]
    client.delete_cookie("ctg_session")
    answer = send(client, ACCUEIL, sent, **{f"l{number}-source": "Saisi <i>hors</i> session"})
    assert answer.status_code == 401
    carried = cells(answer.text)
    assert carried[f"l{number}-source"] == "Saisi <i>hors</i> session"
    carried["reconnexion-email"] = "petite.enfance@demonstration.example"
    carried["reconnexion-password"] = PASSWORD
    assert client.post(ACCUEIL, data=carried).status_code == 302
    assert row(base, AccueilIndividuel, number).source == "Saisi <i>hors</i> session"


def test_only_screens_that_declare_a_grid_have_one(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    for endpoint in ("journal", "enjeu", "seance", "compte"):
        assert client.get(f"/admin/{endpoint}/saisie/").status_code == 404, endpoint
    assert "Saisir en tableau" in client.get("/admin/action/?statut=en_cours").text
    assert "saisie/?statut=en_cours" in client.get("/admin/action/?statut=en_cours").text
    assert "Saisir en tableau" not in log_in(app, "lecteur").get("/admin/action/").text


def test_a_page_of_fifty_rows_costs_what_three_cost(app: Flask, base: Session) -> None:
    client = log_in(app, "petite.enfance")
    url = "/admin/action/saisie/?q=xyzgrille"

    def cost(*, save: bool) -> int:
        with statements(app) as found:
            sent = open_grid(client, url)
            if save:
                answer = send(client, url, sent, **{f"l{ids(sent)[0]}-statut": "n'importe"})
                assert answer.status_code == 422
        return len(found)

    def add(numbers: range) -> None:
        base.add_all(
            Action(
                code=f"GRI{n:04d}",
                intitule="xyzgrille",
                axe_slug="petite_enfance",
                date_debut=date(2026, 1, 1),
                nature=NatureAction.RECURRENTE,
            )
            for n in numbers
        )
        base.commit()

    add(range(3))
    cost(save=True)
    shown, refused = cost(save=False), cost(save=True)
    add(range(3, 120))
    assert cost(save=False) == shown
    assert cost(save=True) == refused
    print("Instructions : page", shown, ", page puis envoi refusé", refused)
    with statements(app) as found:
        sent = open_grid(client, url)
        every = {f"l{n}-statut": "suspendue" for n in ids(sent)}
        assert send(client, url, sent, **every).status_code == 302
    assert len([one for one in found if one.lstrip().startswith("SELECT")]) < 40


@pytest.mark.parametrize("name", ["pilote", "communes", "objectif", "inconnu"])
def test_boot_refuses_what_fits_in_no_cell(name: str) -> None:
    vue = VueTable(
        modele=Action,
        endpoint="x",
        nom="X",
        singulier="x",
        colonnes=(Colonne(attribut="code", libelle="Code"),),
        champs=ACTIONS.champs,
        en_tableau=(name,),
    )
    with pytest.raises(ErreurReglage):
        Grille(vue)
