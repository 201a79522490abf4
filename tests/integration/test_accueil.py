"""Home page: its blocks by role, each number being that of the list it opens, at a constant cost."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.comptes.demonstration import COMPTES
from core.comptes.models import Personne
from core.comptes.service import create_compte
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.gouvernance.models import Decision, Instance, Seance
from core.plan.codes import Portee
from core.plan.models_action import Action
from core.plugin.types import Niveau
from core.rappels.models import RappelEmis
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle
from tests.integration.essai_admin import log_in, statements
from tests.navigateur import open_app, open_session

ROLES = tuple(compte.email.split("@")[0] for compte in COMPTES)
BLOCS_MAX = 9
BLOCS = {
    "administrateur": {"Comptes", "Tâches de fond", "Dernières connexions", "Derniers changements"},
    "gouvernance": {
        "Où en est l'année",
        "À faire",
        "Ce qui manque avant l'étape suivante",
        "Les axes",
        "Décisions",
        "Indicateurs phares",
        "Tâches de fond",
        "Derniers changements",
    },
    "petite.enfance": {
        "Où en est l'année",
        "À faire",
        "Axe 4 : Petite enfance",
        "Mes actions",
        "Chiffres à compléter",
        "Indicateurs phares",
        "Derniers changements",
    },
    "vie.sociale": {"Axe 2 : Animation de la vie sociale", "Mes actions", "À faire"},
    "parentalite": {"Axe 3 : Parentalité", "Mes actions", "À faire"},
    "enfance.jeunesse": {"Axe 5 : Enfance jeunesse", "Mes actions", "À faire"},
    "acces.droits": {"Axe 6 : Mobilité, logement, accès aux droits", "Mes actions", "À faire"},
    "begrolles": {
        "Où en est l'année",
        "Ce qui touche Bégrolles-en-Mauges",
        "Qui appeler",
        "Nos chiffres",
        "Rapports",
    },
    "caf": {"Les axes", "Indicateurs phares", "Décisions", "Rapports", "Chiffres à compléter"},
    "lecteur": {"Les actions de la convention", "Décisions", "Indicateurs phares", "Rapports"},
}
_COMPTEUR = re.compile(
    r'<a class="compteur[^"]*" href="([^"]+)"><span class="compteur-valeur">([^<]+)</span>'
)


@pytest.fixture(scope="module")
def app(demonstration: Socle) -> Iterator[Flask]:
    """The application on the demonstration, which these tests only read."""
    with open_app(demonstration.settings) as application:
        yield application


def count_rows(client: FlaskClient, url: str) -> int:
    """How many rows the page at that address shows, all its pages together."""
    page = unescape(client.get(url).text)
    path, _, ancre = url.partition("#")
    if ancre:
        section = re.search(rf'<section[^>]* id="{ancre}".*?</section>', page, re.S)
        assert section is not None, url
        return section.group().count("<li>")
    assert "/admin/" in path
    found = re.search(r'class="compte-lignes">\s*([\d\s\u202f\u00a0]+)\s*ligne', page)
    return int(re.sub(r"\D", "", found.group(1))) if found else 0


@pytest.mark.parametrize("role", ROLES)
def test_each_number_is_that_of_the_list_it_opens(app: Flask, role: str) -> None:
    client = log_in(app, role)
    page = unescape(client.get("/").text)
    numbers = _COMPTEUR.findall(page)
    assert len(numbers) >= 5
    told = {url: int(re.sub(r"\D", "", nombre)) for url, nombre in numbers}
    assert told == {url: count_rows(client, url) for url in told}
    assert any(told.values())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_blocks_and_every_link_opens(app: Flask, role: str) -> None:
    client = log_in(app, role)
    page = unescape(client.get("/").text)
    titres = re.findall(r'<h2 id="bloc-\d+">([^<]+)</h2>', page)
    assert set(titres) >= BLOCS[role]
    assert len(titres) <= BLOCS_MAX
    main = page[page.index("<main") : page.index("</main>")]
    urls = {url for url in re.findall(r'href="([^"#]+)', main) if not url.startswith("mailto:")}
    assert all(url.startswith("/") for url in urls), urls
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_the_team_is_told_what_is_due_and_where_to_do_it(app: Flask) -> None:
    page = unescape(log_in(app, "petite.enfance").get("/").text)
    assert re.search(r"EAJE sans activité 2025</span></a><span[^>]*> sur \d+<", page)
    assert re.search(r"dans le sens souhaité|à l'inverse du sens souhaité|stable depuis", page)


def test_elu_reads_no_figure_before_its_validation(app: Flask) -> None:
    page = unescape(log_in(app, "lecteur").get("/").text)
    assert "Ouvert quand la gouvernance l'aura validé" in page
    # The demonstration validated the axis Vie sociale and not the others.
    figures = [row for row in page.split("<tr") if "communes sur 26" in row]
    assert figures
    assert all("Définitif" in row for row in figures)


def test_the_home_page_costs_the_same_with_more_rows(socle: Socle) -> None:
    with open_app(socle.settings) as app:
        with app.app_context(), unit_of_work(db.session()) as session:
            compte = create_compte(
                session,
                SYSTEME,
                email="deux.roles@essai.example",
                password="Un-long-secret-42",
                personne=Personne(nom="Essai", prenom="Essai"),
                habilitations=[
                    Habilitation(role=Role.GOUVERNANCE),
                    Habilitation(role=Role.EQUIPE, axe_slug="petite_enfance"),
                    Habilitation(role=Role.COMMUNE, code_insee="49027"),
                ],
                debut=date(2024, 1, 1),
            )
            jeton, pilote_id = compte.fs_uniquifier, compte.personne_id
            commune_id = session.scalars(
                select(Commune.id).where(Commune.code_insee == "49027")
            ).one()
        client = open_session(app, jeton)
        costs = []
        for premier, nombre in ((0, 2), (2, 60)):
            with app.app_context(), unit_of_work(db.session()) as session:
                _add_rows(session, range(premier, premier + nombre), pilote_id, commune_id)
            client.get("/")
            with statements(app) as sent:
                assert client.get("/").status_code == 200
            costs.append(len(sent))
        page = unescape(client.get("/").text)
        assert '"compteur-valeur">62<' in page
    assert costs[0] == costs[1]


def test_an_account_without_role_is_told_what_to_do(socle: Socle) -> None:
    with open_app(socle.settings) as app:
        with app.app_context(), unit_of_work(db.session()) as session:
            compte = create_compte(
                session,
                SYSTEME,
                email="futur@essai.example",
                password="Un-long-secret-42",
                personne=None,
                habilitations=[Habilitation(role=Role.LECTEUR)],
                debut=date(2099, 1, 1),
            )
            jeton = compte.fs_uniquifier
        page = unescape(open_session(app, jeton).get("/").text)
    assert "aucun rôle en vigueur" in page


def _add_rows(session: Session, rangs: range, pilote_id: int | None, commune_id: int) -> None:
    instance = session.scalars(select(Instance).limit(1)).one()
    for rang in rangs:
        action = Action(
            code=f"E-{rang}",
            intitule=f"Essai {rang}",
            axe_slug="petite_enfance",
            pilote_id=pilote_id,
            portee=Portee.COMMUNES,
            communes=[session.get_one(Commune, commune_id)],
            date_debut=date(2024, 1, 1),
            date_fin=date(2024, 6, 1),
        )
        seance = Seance(instance=instance, jour=date(2025, 1, 1), exercice=2024)
        seance.decisions.append(Decision(intitule=f"Décision {rang}", action=action))
        rappel = RappelEmis(
            regle="essai",
            objet=str(rang),
            periode="2025",
            axe_slug="petite_enfance",
            titre=f"Rappel {rang}",
            quoi_faire="Rien",
        )
        session.add_all([action, seance, rappel])


def test_a_commune_reads_no_figure_that_would_be_that_of_one_structure(app: Flask) -> None:
    page = log_in(app, "begrolles").get("/").text
    declared = app.extensions["ctg"].registry.list_indicateurs()
    shown = set(re.findall(r'href="/indicateurs/(\w+)/?"', page)) & declared.keys()
    assert shown
    assert [code for code in sorted(shown) if Niveau.COMMUNE not in declared[code][1].niveaux] == []
