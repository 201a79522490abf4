"""Choices of a form: the words of the rows, in one statement; look-ups that go through their index."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from core.adminkit.recherche import Cible, list_options
from core.axes.models import Axe
from core.config import Settings
from core.db.base import Base
from core.db.index import match_words, search_expression
from core.plan.models_action import Action
from core.security.acteur import SYSTEME
from tests.integration.essai_admin import log_in, open_demonstration, statements


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_choix")) as application:
        yield application


def small_tables() -> list[type[Any]]:
    """Those whose rows forms propose; an axis is named by its number too, and read with the shell."""
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    return [c for c in classes if c.__libelle__ and not c.__grande__ and c is not Axe]


def test_the_words_of_a_choice_are_the_name_of_its_row(app: Flask, base: Session) -> None:
    cibles = [Cible(classe, None) for classe in small_tables()]
    with app.app_context():
        found = list_options(base, SYSTEME, cibles)
    assert all(found.values())
    for cible, choices in found.items():
        rows = base.scalars(select(cible.classe))
        assert {choix.cle: choix.libelle for choix in choices} == {
            str(inspect(row).identity[0]): str(row) for row in rows
        }


def test_a_form_reads_all_its_choices_in_one_statement(app: Flask, base: Session) -> None:
    action = base.scalars(select(Action).where(Action.communes.any()).limit(1)).one()
    client = log_in(app, "gouvernance")
    for url in ("/admin/action/new/", f"/admin/action/edit/?id={action.id}"):
        client.get(url)
        with statements(app) as sent:
            page = client.get(url).text
        assert len([s for s in sent if "UNION ALL" in str(s)]) == 1
        # The account, the axes, the year; the row and its links; its nine kinds of lines; its pilot.
        assert len(sent) <= 16
        assert page.count('name="communes" value=') == 26


def test_a_choice_that_is_not_proposed_is_refused(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    page = client.post("/admin/action/new/", data={"enjeu": "999999999", "communes": ["x"]}).text
    assert page.count("Ce choix n&#39;est pas proposé.") >= 2


@pytest.mark.parametrize("table", ["action", "personne", "structure"])
def test_looking_up_a_row_of_a_large_table_reads_an_index(base: Session, table: str) -> None:
    (classe,) = (m.class_ for m in Base.registry.mappers if m.class_.__tablename__ == table)
    columns = [getattr(classe, name) for name in classe.__libelle__]
    statement = select(classe.id).where(*match_words(search_expression(columns), "montgolfière"))
    sql = statement.compile(
        dialect=postgresql.dialect(),  # type: ignore[no-untyped-call]
        compile_kwargs={"literal_binds": True},
    )
    for way in ("seqscan", "indexscan", "indexonlyscan"):
        base.execute(text(f"SET LOCAL enable_{way} = off"))
    plan = "\n".join(base.connection().exec_driver_sql(f"EXPLAIN {sql}").scalars())
    assert f"ix_{table}_libelle" in plan, plan
