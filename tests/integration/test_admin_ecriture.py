"""Writing through the administration: rights, checks, lock, nothing half-written, journal."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from core.axes.models import Axe
from core.communes.models import Bassin, Commune, Population
from core.comptes.models import Connexion
from core.comptes.service import create_compte
from core.db.transaction import unit_of_work
from core.journal.models import Evenement
from core.plan.codes import StatutAction
from core.plan.models import Enjeu, ResultatAttendu
from core.plan.models_action import Action, Etape, Note
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle
from tests.navigateur import open_app

PHRASE = "une bonne phrase de passe"
Ouvrir = Callable[[str], FlaskClient]


@pytest.fixture
def ouvrir(socle: Socle) -> Iterator[Ouvrir]:
    """A function that logs a role in: gouvernance, equipe (petite enfance), lecteur, admin."""
    roles = {
        "gouvernance": Habilitation(role=Role.GOUVERNANCE),
        "equipe": Habilitation(role=Role.EQUIPE, axe_slug="petite_enfance"),
        "lecteur": Habilitation(role=Role.LECTEUR),
        "admin": Habilitation(role=Role.ADMINISTRATEUR),
    }
    with socle.sessions() as session, unit_of_work(session):
        for nom, habilitation in roles.items():
            create_compte(
                session,
                SYSTEME,
                email=f"{nom}@exemple.fr",
                password=PHRASE,
                personne=None,
                habilitations=[habilitation],
                debut=date(2020, 1, 1),
            )
    with open_app(socle.settings) as app:

        def log_in(nom: str) -> FlaskClient:
            client = app.test_client()
            answer = connect(client, f"{nom}@exemple.fr", PHRASE)
            assert answer.status_code == 302, answer.text
            return client

        yield log_in


def token(page: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def connect(client: FlaskClient, email: str, password: str) -> TestResponse:
    """Send the log-in form."""
    data = {"email": email, "password": password}
    data["csrf_token"] = token(client.get("/connexion").text)
    return client.post("/connexion", data=data)


def send(client: FlaskClient, url: str, **data: Any) -> TestResponse:
    """Send a form of the administration with its token; ``__`` in a name stands for ``-``."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    values = {name.replace("__", "-"): value for name, value in data.items()}
    # As a browser would: the versions that the page carries, unless the test says others.
    versions = dict(re.findall(r'name="((?:[\w-]+-)?version)" value="([^"]*)"', page.text))
    return client.post(url, data={"csrf_token": token(page.text), **versions, **values})


def action_form(socle: Socle, **changes: Any) -> dict[str, Any]:
    with socle.sessions() as session:
        axe = session.scalar(select(Axe.id).where(Axe.slug == "petite_enfance"))
    return {
        "code": "PE-T1",
        "intitule": "Ouvrir un guichet",
        "axe": str(axe),
        "statut": "en_cours",
        "nature": "ponctuelle",
        "portee": "territoire",
        "date_debut": "2026-01-05",
        "date_fin": "31/12/2026",
        **changes,
    }


def create_action(client: FlaskClient, socle: Socle, **changes: Any) -> int:
    answer = send(client, "/admin/action/new/", **action_form(socle, **changes))
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rpartition("=")[2])


def count(socle: Socle, modele: type[Any]) -> int:
    with socle.sessions() as session:
        return session.scalar(select(func.count()).select_from(modele)) or 0


def test_a_team_creates_and_edits_an_action_with_its_lines(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    lines = {
        "etapes__n": "2",
        "etapes__0__intitule": "Recruter",
        "etapes__0__echeance": "2026-06-30",
        "etapes__1__intitule": "",
        "etapes__1__echeance": "",
    }
    number = create_action(client, socle, **lines)
    with socle.sessions() as session:
        action = session.get_one(Action, number)
        assert (action.statut, action.date_fin) == (StatutAction.EN_COURS, date(2026, 12, 31))
        (etape,) = action.etapes
        version, etape_id = action.version, etape.id
    changed = {
        "version": str(version),
        "etapes__n": "1",
        "etapes__0__id": str(etape_id),
        "etapes__0__intitule": "Recruter deux personnes",
        "etapes__0__echeance": "2026-06-30",
    }
    url = f"/admin/action/edit/?id={number}"
    assert send(client, url, **action_form(socle, **changed)).status_code == 302
    with socle.sessions() as session:
        action = session.get_one(Action, number)
        assert action.etapes[0].intitule == "Recruter deux personnes"
        # The sheet's version covers its lines.
        assert action.version > version
        actors = session.scalars(
            select(Evenement.acteur).where(
                Evenement.objet_type == "action", Evenement.objet_id == str(number)
            )
        ).all()
        assert set(actors) == {"equipe@exemple.fr"}
        sources = set(
            session.scalars(select(Evenement.source).where(Evenement.acteur == actors[0]))
        )
        assert sources == {"web"}
    removed = {**changed, "version": str(action.version), "etapes__0__retirer": "oui"}
    assert send(client, url, **action_form(socle, **removed)).status_code == 302
    assert count(socle, Etape) == 0


def test_a_refused_form_writes_nothing_and_keeps_what_was_typed(
    ouvrir: Ouvrir, socle: Socle
) -> None:
    client = ouvrir("equipe")
    before = count(socle, Evenement)
    note = {
        "notes__n": "1",
        "notes__0__texte": "Texte saisi longuement",
        "notes__0__jour": "2026-02-01",
        "notes__0__exercice": "1999",
        "notes__0__genre": "avancement",
        "notes__0__diffusion": "equipe",
    }
    answer = send(client, "/admin/action/new/", **action_form(socle, **note))
    assert answer.status_code == 422
    assert "plausible" in answer.text
    assert "Texte saisi longuement" in answer.text
    answer = send(
        client, "/admin/action/new/", **action_form(socle, date_fin="2025-01-01", intitule="<b>x")
    )
    assert answer.status_code == 422
    assert "antérieure" in answer.text
    assert 'id="date_fin-erreur"' in answer.text
    assert "&lt;b&gt;x" in answer.text
    assert "<b>x" not in answer.text
    for date_fin in ("2026-02-30", "0001-01-01", "hier"):
        assert (
            send(client, "/admin/action/new/", **action_form(socle, date_fin=date_fin)).status_code
            == 422
        )
    assert (count(socle, Action), count(socle, Note)) == (0, 0)
    assert count(socle, Evenement) == before


def test_a_team_writes_its_own_axis_only(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    with socle.sessions() as session:
        other = session.scalars(select(Axe).where(Axe.slug != "petite_enfance")).first()
        assert other is not None
        enjeu = session.scalars(select(Enjeu).where(Enjeu.axe_slug == other.slug)).first()
    form = action_form(socle, axe=str(other.id))
    answer = send(client, "/admin/action/new/", **form)
    assert answer.status_code == 422
    assert "pas le droit" in answer.text
    number = create_action(client, socle)
    url = f"/admin/action/edit/?id={number}"
    # Nor does a row leave the axis by editing it.
    assert send(client, url, **{**form, "version": "1"}).status_code == 422
    if enjeu is not None:
        answer = send(client, url, **action_form(socle, enjeu=str(enjeu.id), version="1"))
        assert answer.status_code == 422
        assert "autre axe" in answer.text
    with socle.sessions() as session:
        assert session.get_one(Action, number).axe_slug == "petite_enfance"


def test_relations_refuse_what_is_not_proposed(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    for field in ("pilote", "enjeu", "communes", "resultats"):
        for value in ("999999999", "abc", "-1", "1 OR 1=1"):
            form = action_form(socle, **{field: value})
            answer = send(client, "/admin/action/new/", **form)
            assert answer.status_code == 422, (field, value)
            assert "Ce choix n&#39;est pas proposé." in answer.text
    # A line of somebody else's sheet is not editable from this one.
    first = create_action(
        client,
        socle,
        etapes__n="1",
        etapes__0__intitule="À moi",
        etapes__0__echeance="2026-05-01",
    )
    with socle.sessions() as session:
        etape = session.get_one(Action, first).etapes[0].id
    stolen = {"code": "PE-T2", "etapes__n": "1", "etapes__0__id": str(etape)}
    answer = send(client, "/admin/action/new/", **action_form(socle, **stolen))
    assert answer.status_code == 409
    assert "comme une nouvelle ligne" in answer.text


def test_a_stale_form_is_refused_and_shows_both_versions(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    number = create_action(client, socle)
    url = f"/admin/action/edit/?id={number}"
    assert (
        send(client, url, **action_form(socle, version="1", intitule="Premier")).status_code == 302
    )
    answer = send(client, url, **action_form(socle, version="1", intitule="Second"))
    assert answer.status_code == 409
    assert "Premier" in answer.text
    assert 'value="Second"' in answer.text
    assert 'name="version" value="2"' in answer.text
    with socle.sessions() as session:
        assert session.get_one(Action, number).intitule == "Premier"


def test_adding_a_line_does_not_refresh_the_version(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    number = create_action(client, socle)
    url = f"/admin/action/edit/?id={number}"
    send(client, url, **action_form(socle, version="1", intitule="Premier"))
    shown = send(client, url, **action_form(socle, version="1", _ajouter="etapes"))
    assert 'name="version" value="1"' in shown.text
    assert send(client, url, **action_form(socle, version="1")).status_code == 409


def test_links_alone_make_a_new_version_and_leave_a_trace(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    number = create_action(client, socle)
    with socle.sessions() as session:
        resultat = session.scalars(
            select(ResultatAttendu).join(Enjeu).where(Enjeu.axe_slug == "petite_enfance").limit(1)
        ).one()
    form = action_form(socle, version="1", resultats=str(resultat.id))
    assert send(client, f"/admin/action/edit/?id={number}", **form).status_code == 302
    with socle.sessions() as session:
        assert session.get_one(Action, number).version == 2
        trace = session.scalars(
            select(Evenement)
            .where(Evenement.objet_type == "action")
            .order_by(Evenement.id.desc())
            .limit(1)
        ).one()
    assert trace.apres == {"resultats": [resultat.titre]}


def test_odd_prefilled_links_open_the_form(ouvrir: Ouvrir) -> None:
    client = ouvrir("equipe")
    for query in ("statut=x", "pilote=1", "communes=1,2", "axe_slug=rien"):
        assert client.get(f"/admin/action/new/?{query}").status_code == 200, query


def test_the_database_refusals_are_explained(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("gouvernance")
    with socle.sessions() as session:
        commune = session.scalars(select(Commune).limit(1)).one()
        population = session.scalars(
            select(Population).where(Population.code_insee == commune.code_insee).limit(1)
        ).one()
    form = {
        "commune": str(commune.id),
        "edition": str(population.edition),
        "annee_reference": "2020",
        "municipale": "1 200",
        "totale": "1 250",
        "source": "essai",
    }
    answer = send(client, "/admin/population/new/", **form)
    assert answer.status_code == 422
    assert "existe déjà" in answer.text
    answer = send(client, "/admin/population/new/", **{**form, "edition": "1990", "totale": "3"})
    assert answer.status_code == 422
    assert "inférieure à la municipale" in answer.text
    answer = send(client, "/admin/population/new/", **{**form, "totale": "99999999999999"})
    assert answer.status_code == 422
    assert "trop grand" in answer.text
    send(client, "/admin/bassin/new/", nom="Est", source="essai")
    with socle.sessions() as session:
        bassin = session.scalars(select(Bassin)).one().id
    version = str(commune.version)
    places = {"latitude": "47,1", "longitude": "-0,9", "bassin": str(bassin), "version": version}
    assert send(client, f"/admin/commune/edit/?id={commune.id}", **places).status_code == 302
    answer = send(client, f"/admin/bassin/delete/?id={bassin}")
    assert answer.status_code == 409
    assert "appuient encore" in answer.text
    assert count(socle, Bassin) == 1


def test_roles_meet_closed_doors(ouvrir: Ouvrir, socle: Socle) -> None:
    number = create_action(ouvrir("equipe"), socle, brouillon="oui")
    reader = ouvrir("lecteur")
    for page in ("details", "edit"):
        assert reader.get(f"/admin/action/{page}/?id={number}").status_code == 404
    assert reader.get("/admin/action/new/").status_code == 403
    assert reader.get("/admin/connexion/").status_code == 403
    assert "PE-T1" not in reader.get("/admin/action/").text
    pages = ouvrir("admin").get("/admin/compte/").text
    assert "$argon2" not in pages


def test_writes_ask_for_a_token_and_an_account(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    assert client.post("/admin/action/new/", data=action_form(socle)).status_code == 400
    client.delete_cookie("ctg_session")
    assert client.post("/admin/action/new/", data=action_form(socle)).status_code == 401
    answer = client.get("/admin/action/")
    assert answer.status_code == 302
    assert "/connexion?next=" in answer.headers["Location"]
    assert count(socle, Action) == 0


def test_ten_failures_lock_the_account_for_an_hour(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("equipe")
    client.delete_cookie("ctg_session")
    texts = set()
    for email in ("Equipe@exemple.fr", "inconnu@exemple.fr"):
        for _ in range(10):
            answer = connect(client, email, "mauvais mot de passe")
            assert answer.status_code == 200
        texts.add(re.sub(r'(value|content|nonce)="[^"]*"', "", answer.text))
    # Known or not, an address gets the same answer.
    assert len(texts) == 1
    assert "Trop d&#39;essais" in connect(client, "equipe@exemple.fr", PHRASE).text
    # Another spelling of the domain leads to the same account: it is locked too.
    assert "Trop d&#39;essais" in connect(client, "equipe@exemple。fr", PHRASE).text
    assert count(socle, Connexion) == 21


def test_lists_cost_the_same_whatever_their_length(ouvrir: Ouvrir, socle: Socle) -> None:
    client = ouvrir("gouvernance")

    def cost() -> int:
        statements: list[str] = []

        def count_one(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            statements.append(statement)

        with client.application.app_context():
            engine = client.application.extensions["sqlalchemy"].engine
        event.listen(engine, "before_cursor_execute", count_one)
        assert client.get("/admin/action/").status_code == 200
        event.remove(engine, "before_cursor_execute", count_one)
        return len(statements)

    def add(numbers: range) -> None:
        with socle.sessions() as session, unit_of_work(session):
            for number in numbers:
                session.add(
                    Action(
                        code=f"T{number}",
                        intitule="Une action",
                        axe_slug="petite_enfance",
                        date_debut=date(2026, 1, 1),
                    )
                )

    add(range(3))
    few = cost()
    add(range(3, 120))
    assert cost() == few
    assert client.get("/admin/action/?page=3").status_code == 200
    assert client.get("/admin/action/?page=4").status_code == 404
