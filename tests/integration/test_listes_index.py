"""Long lists find their rows through an index: each order, both ways, and the search box."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from core.adminkit.liste import sortable
from core.adminkit.recherche_liste import group_paths
from core.comptes.service import create_compte
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.plugin.catalogue import Catalogue
from core.plugin.vues import VueTable
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle
from tests.navigateur import open_app, open_session

LONGUES = {"action", "personne", "structure", "journal", "connexion"}
# Orders by another table's column: the rows of that table are few, the sort is done at each page.
AILLEURS = {"axe.numero", "commune.nom"}


@pytest.fixture
def client(socle: Socle) -> Iterator[FlaskClient]:
    """A browser that reads every long list."""
    with open_app(socle.settings) as app:
        with app.app_context(), unit_of_work(db.session()) as session:
            compte = create_compte(
                session,
                SYSTEME,
                email="gouvernance@essai.example",
                password="Un-long-secret-42",
                personne=None,
                habilitations=[
                    Habilitation(role=Role.GOUVERNANCE),
                    Habilitation(role=Role.ADMINISTRATEUR),
                ],
                debut=date(2024, 1, 1),
            )
            jeton = compte.fs_uniquifier
        yield open_session(app, jeton)


def _explain(client: FlaskClient, url: str, *off: str) -> str:
    """Plan of the statement that gives the rows of the list, some ways of reading being forbidden."""
    seen: list[tuple[str, Mapping[str, Any]]] = []

    def note(*arguments: Any) -> None:
        seen.append((arguments[2], arguments[3]))

    with client.application.app_context():
        engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        answer = client.get(url)
        event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200, url
        ((statement, values),) = [found for found in seen if "AS page" in found[0]]
        with engine.connect() as connection:
            for way in off:
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
            return "\n".join(row[0] for row in rows)


def _long_lists(client: FlaskClient) -> list[VueTable]:
    catalogue: Catalogue = client.application.extensions["ctg_catalogue"]
    found = [vue for _, vue in catalogue.tables() if vue.modele.__tablename__ in LONGUES]
    assert {vue.modele.__tablename__ for vue in found} == LONGUES
    return found


def test_each_order_of_a_long_list_reads_an_index(client: FlaskClient) -> None:
    for vue in _long_lists(client):
        table = vue.modele.__tablename__
        for colonne in vue.colonnes:
            if not sortable(vue, colonne) or colonne.attribut in AILLEURS:
                continue
            for sens in ("asc", "desc"):
                url = f"/admin/{vue.endpoint}/?tri={colonne.attribut}&sens={sens}"
                plan = _explain(client, url, "seqscan", "sort", "bitmapscan")
                assert f"ix_{table}_{colonne.attribut}_tri" in plan, (url, plan)


def test_the_search_of_a_long_list_reads_an_index(client: FlaskClient) -> None:
    for vue in _long_lists(client):
        assert "" in group_paths(vue)
        url = f"/admin/{vue.endpoint}/?q=montgolfiere"
        plan = _explain(client, url, "seqscan", "indexscan", "indexonlyscan")
        assert f"ix_{vue.modele.__tablename__}_recherche" in plan, (url, plan)


def test_search_ignores_accents_case_and_wildcards(client: FlaskClient) -> None:
    with client.application.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO personne (nom, prenom, fonction) VALUES ('Évrard', 'Zoé', 'Chargée d''accueil'), "
            "('Martin_100%%', 'Léa', 'Élue')"
        )
    for q, found, absent in (
        ("evrard", "Évrard", "Martin_100%"),
        ("ZOE ACCUEIL", "Évrard", "Martin_100%"),
        ("_100%", "Martin_100%", "Évrard"),
    ):
        page = client.get("/admin/personne/", query_string={"q": q}).get_data(as_text=True)
        table = page[page.index("<tbody>") :]
        assert found in table, q
        assert absent not in table, q
    assert "Aucune ligne" in client.get("/admin/personne/?q=evrard%20lea").get_data(as_text=True)


def test_beyond_a_thousand_rows_the_list_says_more(client: FlaskClient) -> None:
    with client.application.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO personne (nom, prenom) SELECT 'N' || n, 'P' FROM generate_series(1, 1001) n"
        )
    first = client.get("/admin/personne/?par_page=100").get_data(as_text=True)
    assert "Plus de 1\u202f000 lignes" in first
    assert "Page suivante" in first
    last = client.get("/admin/personne/?par_page=100&page=11").get_data(as_text=True)
    assert "Page suivante" not in last
    assert client.get("/admin/personne/?page=99999999999").status_code == 404
    assert client.get("/admin/personne/?par_page=1000").status_code == 400
