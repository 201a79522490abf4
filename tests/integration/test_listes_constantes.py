"""A list costs the same number of SQL statements with 10 rows and with 10,000."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from core.app import create_app
from core.comptes.service import create_compte
from core.config import Settings
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle, build_socle

FEW, MANY = 10, 10_000
LISTS = ("action", "structure", "pe_eaje", "pe_activite", "personne", "journal", "seance")

_FILL = (
    """INSERT INTO personne (nom, prenom) SELECT 'N' || n, 'P' FROM {rows}""",
    """INSERT INTO action (code, intitule, axe_slug, pilote_id, statut, nature, portee, date_debut)
       SELECT 'A' || n, 'Essai', 'petite_enfance', (SELECT min(id) FROM personne), 'en_cours',
              'recurrente', 'communes', '2024-01-01' FROM {rows}""",
    """INSERT INTO action_commune (action_id, code_insee)
       SELECT id, '49099' FROM action ON CONFLICT DO NOTHING""",
    """INSERT INTO structure (nom, code_insee, statut, axes)
       SELECT 'S' || n, '49099', 'public', '{petite_enfance}' FROM {rows}""",
    """INSERT INTO petite_enfance_eaje (structure_id, nature, financement)
       SELECT id, 'creche_collective', 'psu' FROM structure s WHERE NOT EXISTS
              (SELECT 1 FROM petite_enfance_eaje e WHERE e.structure_id = s.id)""",
    """INSERT INTO petite_enfance_autorisation_places (eaje_id, date_effet, places, motif)
       SELECT id, '2020-01-01', 20, 'ouverture' FROM petite_enfance_eaje e WHERE NOT EXISTS
              (SELECT 1 FROM petite_enfance_autorisation_places p WHERE p.eaje_id = e.id)""",
    """INSERT INTO petite_enfance_activite_eaje (eaje_id, annee)
       SELECT id, 2025 FROM petite_enfance_eaje ON CONFLICT DO NOTHING""",
    """INSERT INTO seance (instance_id, jour, exercice) SELECT (SELECT min(id) FROM instance),
              '2025-11-04', 2024 FROM {rows}""",
    """INSERT INTO journal (acteur, acte, objet_type, objet_id, objet_libelle)
       SELECT 'Essai', 'creation', 'action', n::text, 'Essai' FROM {rows}""",
)


@pytest.fixture(scope="module")
def plateforme(clone: Callable[[str], Settings]) -> Iterator[Socle]:
    """A platform of its own, to fill."""
    socle = build_socle(clone("ctg_listes"))
    yield socle
    socle.engine.dispose()


@pytest.fixture(scope="module")
def client(plateforme: Socle) -> Iterator[FlaskClient]:
    """A browser logged in as the governance staff."""
    app = create_app(plateforme.settings)
    with app.app_context(), unit_of_work(db.session()) as session:
        compte = create_compte(
            session,
            SYSTEME,
            email="gouvernance@essai.example",
            password="Un-long-secret-42",
            personne=None,
            habilitations=[Habilitation(role=Role.GOUVERNANCE)],
            debut=date(2024, 1, 1),
        )
        jeton = compte.fs_uniquifier
    browser = app.test_client()
    with browser.session_transaction() as content:
        content["_user_id"], content["_fresh"] = jeton, True
    yield browser
    with app.app_context():
        db.engine.dispose()


def _count(client: FlaskClient, plateforme: Socle) -> dict[str, int]:
    counts = {}
    for name in LISTS:
        client.get(f"/admin/{name}/")  # the first visit may fill caches
        statements: list[str] = []

        def note(*arguments: object, kept: list[str] = statements) -> None:
            kept.append(str(arguments[2]))

        with client.application.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        answer = client.get(f"/admin/{name}/")
        event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200, name
        counts[name] = len(statements)
    return counts


def _fill(plateforme: Socle, first: int, last: int) -> None:
    rows = f"generate_series({first}, {last}) n"
    with plateforme.engine.begin() as connection:
        for statement in _FILL:
            connection.execute(text(statement.replace("{rows}", rows)))


def test_lists_cost_the_same_with_10_and_10_000_rows(
    client: FlaskClient, plateforme: Socle, record_property: Callable[[str, object], None]
) -> None:
    _fill(plateforme, 1, FEW)
    few = _count(client, plateforme)
    _fill(plateforme, FEW + 1, MANY)
    many = _count(client, plateforme)
    record_property("statements", many)
    print("Instructions SQL par liste :", many)
    assert few == many
    assert max(many.values()) <= 15
