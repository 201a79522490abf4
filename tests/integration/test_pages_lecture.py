"""Pages: who may open what, odd addresses, acts by POST, and a number of statements that does not grow."""

from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select, update

from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle
from core.db.extension import db
from core.fichiers import Fichier, create_fichier
from core.indicateurs.models import ReglageIndicateur
from core.jobs.models import StatutTache, Tache
from core.rapports.models import Rapport
from core.socle import Socle
from tests.navigateur import log_in, open_app

Ouvrir = Callable[[str], FlaskClient]
PAGES = (
    "/",
    "/cycle/2025/",
    "/indicateurs/",
    "/indicateurs/PE2/",
    "/communes/",
    "/communes/49027/",
    "/convention/",
    "/axes/",
)
# One account of each role: the teams have the same one.
ROLES = ("administrateur", "gouvernance", "petite.enfance", "begrolles", "caf", "lecteur")


@pytest.fixture(scope="module")
def app(demonstration: Socle) -> Iterator[Flask]:
    """The whole application on the demonstration, without a broker to tell."""
    with open_app(demonstration.settings) as application:
        application.config["WTF_CSRF_METHODS"] = set()
        yield application
        with application.app_context():
            files = db.session.scalars(select(Rapport.fichier_id)).all()
            for statement in (delete(Rapport), delete(Tache)):
                db.session.execute(statement)
            db.session.execute(delete(Fichier).where(Fichier.id.in_(files)))
            db.session.commit()


@pytest.fixture
def ouvrir(app: Flask) -> Ouvrir:
    """A browser already logged in as the account of the demonstration of that name."""

    def make(nom: str) -> FlaskClient:
        return log_in(app, f"{nom}@demonstration.example")

    return make


@pytest.mark.parametrize("role", ROLES)
def test_every_role_opens_the_pages(ouvrir: Ouvrir, role: str) -> None:
    client = ouvrir(role)
    assert {url: client.get(url).status_code for url in PAGES} == dict.fromkeys(PAGES, 200)
    assert client.get("/rapports/").status_code == (403 if role == "administrateur" else 200)


def test_strangers_see_public_pages_only(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/sante").json == {"statut": "ok", "base": "ok"}
    for url in ("/mentions", "/accessibilite", "/donnees-personnelles"):
        assert client.get(url).status_code == 200
    for url in (*PAGES, "/rapports/"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert "/connexion" in answer.location


@pytest.mark.parametrize(
    "url",
    [
        "/cycle/99999999999999999999/",
        "/cycle/2099/",
        "/cycle/abc/",
        "/indicateurs/XX9/",
        "/communes/%00/",
        "/communes/75056/",
        "/actions/%00/",
        "/rapports/99999999999999999999/pdf",
        "/rapports/987654/etat",
        "/axe/petite_enfance/rien/",
        "/axe/rien/rien/",
    ],
)
def test_odd_addresses_are_not_found(ouvrir: Ouvrir, url: str) -> None:
    assert ouvrir("gouvernance").get(url).status_code == 404


@pytest.mark.parametrize("query", ["page=99999999999", "page=-1", "page=%C2%B2"])
def test_odd_queries_are_harmless(ouvrir: Ouvrir, query: str) -> None:
    client = ouvrir("gouvernance")
    assert client.get(f"/rapports/?{query}").status_code == 200


def test_elu_reads_figures_once_validated(ouvrir: Ouvrir) -> None:
    page = ouvrir("lecteur").get("/indicateurs/PE2/?annee=2025").text
    assert "seront ouvertes quand la gouvernance les aura validées" in page
    assert "24 communes sur 26" not in page


@pytest.mark.parametrize("role", [role for role in ROLES if role != "gouvernance"])
def test_only_governance_moves_the_year(ouvrir: Ouvrir, role: str) -> None:
    client = ouvrir(role)
    etape = _etape(client)
    move = {"de": etape, "vers": "consolidation", "motif": "essai"}
    assert client.post("/cycle/2025/avancer", data=move).status_code == 403
    assert client.post("/cycle/", data={"exercice": "2030"}).status_code == 403
    assert client.post("/axes/petite_enfance/", data={"actif": "non"}).status_code == 403
    for acte in ("valider", "renvoyer", "relancer"):
        data = {"motif": "essai"}
        assert client.post(f"/cycle/2025/axe/petite_enfance/{acte}", data=data).status_code == 403
    assert _etape(client) == etape


def test_a_move_made_meanwhile_is_not_made_twice(ouvrir: Ouvrir) -> None:
    client = ouvrir("gouvernance")
    answer = client.post(
        "/cycle/2025/avancer",
        data={"de": "preparation", "vers": "collecte"},
        follow_redirects=True,
    )
    assert "Entre-temps le cycle est passé" in answer.text


def test_going_back_asks_for_a_reason(ouvrir: Ouvrir) -> None:
    client = ouvrir("gouvernance")
    answer = client.post(
        "/cycle/2025/avancer",
        data={"de": _etape(client), "vers": "consolidation", "motif": "  "},
        follow_redirects=True,
    )
    assert "Dites pourquoi le cycle revient en arrière." in answer.text


def test_a_report_is_asked_followed_cancelled_and_asked_again(ouvrir: Ouvrir, app: Flask) -> None:
    client = ouvrir("gouvernance")
    page = client.post("/rapports/", data={"exercice": "2025"}, follow_redirects=True).text
    assert "Le rapport est demandé" in page
    assert "ne répond pas depuis plus d'une minute" in page
    rapport_id, tache_id = _last_report(app)
    etat = client.get(f"/rapports/{rapport_id}/etat")
    assert etat.json is not None
    assert etat.json["statut"] == "demandee"
    assert not etat.json["finie"]
    assert etat.headers["Cache-Control"] == "no-store"
    assert client.get(f"/rapports/{rapport_id}/pdf").status_code == 404
    other = ouvrir("parentalite")
    assert other.post(f"/rapports/{rapport_id}/annuler").status_code == 403
    client.post(f"/rapports/{rapport_id}/annuler")
    assert _statut(app, tache_id) is StatutTache.ANNULEE
    client.post(f"/rapports/{rapport_id}/relancer")
    assert _statut(app, tache_id) is StatutTache.DEMANDEE


def test_the_pdf_is_served_with_its_fingerprint(ouvrir: Ouvrir, app: Flask) -> None:
    client = ouvrir("gouvernance")
    client.post("/rapports/", data={"exercice": "2025"})
    rapport_id, tache_id = _last_report(app)
    with app.app_context():
        fichier = create_fichier(
            db.session(), nom="rapport.pdf", type_mime="application/pdf", contenu=b"%PDF-essai"
        )
        db.session.get_one(Rapport, rapport_id).fichier = fichier
        db.session.execute(
            update(Tache).where(Tache.id == tache_id).values(statut=StatutTache.TERMINEE)
        )
        db.session.commit()
        empreinte = fichier.empreinte
    answer = client.get(f"/rapports/{rapport_id}/pdf")
    assert answer.data == b"%PDF-essai"
    assert answer.headers["ETag"] == f'"{empreinte}"'
    assert answer.headers["Content-Disposition"] == "attachment; filename=rapport.pdf"
    again = client.get(f"/rapports/{rapport_id}/pdf", headers={"If-None-Match": f'"{empreinte}"'})
    assert again.status_code == 304
    assert ouvrir("administrateur").get(f"/rapports/{rapport_id}/pdf").status_code == 403


@pytest.mark.parametrize("exercice", ["", "abc", "1900", "99999999999999999999"])
def test_an_odd_exercice_is_refused(ouvrir: Ouvrir, exercice: str) -> None:
    answer = ouvrir("gouvernance").post(
        "/rapports/", data={"exercice": exercice}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "Choisissez l'exercice" in answer.text.replace("&#39;", "'")


def test_lists_cost_the_same_whatever_their_length(ouvrir: Ouvrir, app: Flask) -> None:
    client = ouvrir("gouvernance")
    client.get("/rapports/")
    before = _count(app, client, "/rapports/")
    for _ in range(12):
        client.post("/rapports/", data={"exercice": "2025"})
    assert _count(app, client, "/rapports/") == before


def _etape(client: FlaskClient) -> str:
    with client.application.app_context():
        etape = db.session.scalars(
            select(CycleAnnuel.etape).where(CycleAnnuel.exercice == 2025)
        ).one()
    assert isinstance(etape, EtapeCycle)
    return etape.value


def _last_report(app: Flask) -> tuple[int, int]:
    with app.app_context():
        rapport = db.session.scalars(select(Rapport).order_by(Rapport.id.desc()).limit(1)).one()
        return rapport.id, rapport.tache_id


def _statut(app: Flask, tache_id: int) -> StatutTache:
    with app.app_context():
        return db.session.get_one(Tache, tache_id).statut


def _count(app: Flask, client: FlaskClient, url: str) -> int:
    seen: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(url).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_an_indicator_switched_off_is_told_and_not_linked(ouvrir: Ouvrir) -> None:
    client = ouvrir("vie.sociale")
    page = client.get("/axe/vie_sociale/apercu/").text
    assert 'href="/indicateurs/AVS1/"' in page
    assert 'href="/indicateurs/AVS8/"' not in page
    assert "Coût public par participant" in page
    assert client.get("/indicateurs/AVS8/").status_code == 404


def test_figures_below_the_levels_of_an_indicator_are_shown_to_nobody(
    app: Flask, ouvrir: Ouvrir
) -> None:
    """At commune level they would be those of one structure."""
    codes = ("MLD9a", "EJ8b", "AVS8")
    with app.extensions["ctg"].sessions() as session:
        for reglage in session.scalars(
            select(ReglageIndicateur).where(ReglageIndicateur.code.in_(codes))
        ):
            reglage.actif = True
        session.commit()
    for role in ("lecteur", "parentalite", "gouvernance"):
        client = ouvrir(role)
        commune = unescape(client.get("/communes/49027/").text)
        for code in codes:
            page = client.get(f"/indicateurs/{code}/?annee=2024")
            assert page.status_code == 200
            assert "Par commune" not in page.text
            assert "Bégrolles" not in page.text
            assert f"/indicateurs/{code}/" not in commune
    assert "Par commune" in ouvrir("gouvernance").get("/indicateurs/PE2/?annee=2024").text
