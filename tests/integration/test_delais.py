"""A statement that lasts too long is given up: a page in French says so, and the thread is free again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.adminkit.extraction import Extraction
from core.db.extension import db
from core.socle import Socle
from tests.integration.essai_admin import log_in
from tests.navigateur import open_new_app

Demarrer = Callable[..., Flask]
EXPORT = "/admin/action/export/?format="


@pytest.fixture
def demarrer(demonstration: Socle) -> Iterator[Demarrer]:
    """The application on the demonstration, with the seconds allowed."""
    with ExitStack() as open_apps:

        def start(**delais: int) -> Flask:
            settings = demonstration.settings.model_copy(update=delais)
            app = open_apps.enter_context(open_new_app(settings))
            app.add_url_rule("/essai/lente", "lente", lambda: sleep(db.session(), 5))
            return app

        yield start


def sleep(session: Session, seconds: float) -> str:
    session.execute(text(f"SELECT pg_sleep({seconds})"))
    return "fait"


def slow_down(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    chunks = Extraction.chunks

    def slow(self: Extraction) -> Any:
        sleep(self.session, seconds)
        return chunks(self)

    monkeypatch.setattr(Extraction, "chunks", slow)


def test_a_page_too_long_to_make_says_so(demarrer: Demarrer) -> None:
    client = log_in(demarrer(statement_timeout=1), "gouvernance")
    answer = client.get("/essai/lente")
    assert answer.status_code == 503
    assert "Réponse trop longue à préparer" in answer.text
    assert "Réduisez la liste" in answer.text
    assert "injoignable" not in answer.text
    assert client.get("/admin/action/").status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_has_its_own_longer_limit(
    demarrer: Demarrer, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    slow_down(monkeypatch, 1.5)
    client = log_in(demarrer(statement_timeout=1, export_timeout=20), "gouvernance")
    assert client.get(EXPORT + kind).status_code == 200
    # The limit of the file leaves with its transaction.
    assert client.get("/essai/lente").status_code == 503


def test_a_file_too_long_to_make_says_so(
    demarrer: Demarrer, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(monkeypatch, 5)
    client = log_in(demarrer(statement_timeout=1, export_timeout=1), "gouvernance")
    answer = client.get(EXPORT + "csv")
    assert answer.status_code == 503
    assert "Réponse trop longue à préparer" in answer.text
    assert "Content-Disposition" not in answer.headers


def test_work_outside_pages_has_no_limit(demarrer: Demarrer) -> None:
    app = demarrer(statement_timeout=1)
    with app.extensions["ctg"].sessions() as session:
        assert sleep(session, 1.5) == "fait"


def test_what_the_address_asks_of_the_connection_is_kept(
    demonstration: Socle, demarrer: Demarrer
) -> None:
    address = f"{demonstration.settings.database_url}"
    joint = "&" if "?" in address else "?"
    app = demarrer(
        database_url=f"{address}{joint}options=-c%20application_name%3Dessai", statement_timeout=7
    )
    with app.app_context():
        shown = [
            db.session.scalar(text(f"SHOW {name}"))
            for name in ("application_name", "statement_timeout")
        ]
    assert shown == ["essai", "7s"]
