"""The journal's filter on tables: those with a trace that the person may read, without reading them all."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from core.config import Settings
from core.journal.models import TABLES_ADMINISTREES, Evenement
from tests.integration.essai_admin import log_in, open_demonstration, statements


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_journal_filtre")) as application:
        yield application


def read_options(app: Flask, nom: str) -> list[str]:
    page = log_in(app, nom).get("/admin/journal/").text
    (found,) = re.findall(r'<select id="f-objet_type".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="(\w+)"', found)


def test_the_tables_offered_have_a_trace_to_read(app: Flask) -> None:
    with app.extensions["ctg"].sessions() as session:
        traced = set(session.scalars(select(Evenement.objet_type).distinct()))
    offered = read_options(app, "gouvernance")
    assert set(offered) == traced
    assert offered == sorted(offered)
    assert set(read_options(app, "administrateur")) == traced & set(TABLES_ADMINISTREES)


def test_no_statement_reads_every_trace_to_find_them(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    with statements(app) as sent:
        client.get("/admin/journal/")
    assert not [statement for statement in sent if "DISTINCT" in str(statement).upper()]
