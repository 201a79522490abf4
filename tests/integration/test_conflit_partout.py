"""Over every editable form: what somebody saved meanwhile is never overwritten unseen."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from core.config import Settings
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration
from tests.integration.essai_formulaires import (
    Cas,
    fill_empty_tables,
    list_candidates,
    list_cases,
    open_form,
    retype,
    save,
)

# Fields tried for a second change of the same form, which not all forms allow.
SECONDS = 3


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_conflit_partout")) as app:
        fill_empty_tables(app)
        yield app


def copy(form: MultiDict[str, str]) -> MultiDict[str, str]:
    return MultiDict(list(form.items(multi=True)))


def save_one(client: FlaskClient, url: str, hand: int, names: list[str]) -> str:
    """Change one field after the other until one is accepted; its name, "" when none is."""
    for name in names:
        form = open_form(client, url)
        form[name] = retype(form[name], hand)
        if save(client, url, form).status_code == 302:
            return name
    return ""


def play(app: Flask, case: Cas) -> bool:
    """A and B open the form, A saves, B saves: True when a second field could be told apart too."""
    first, second = log_in(app, case.compte), log_in(app, case.compte)
    url = case.url
    seen = open_form(second, url)
    name = save_one(first, url, 1, list_candidates(seen))
    assert name, f"{case.endpoint} : aucun champ modifiable"
    other = save_one(first, url, 1, [n for n in list_candidates(seen) if n != name][:SECONDS])
    stored = open_form(second, url)

    mine = copy(seen)
    mine[name] = retype(seen[name], 2)
    if mine[name] == stored[name]:
        mine[name] = retype(stored[name], 2)
    answer = second.post(url, data=mine)
    assert answer.status_code == 409, (case, name, answer.status_code)
    shown = read_form(answer.text)
    assert shown[name] == mine[name], case
    assert shown[f"_choix-{name}"] == "moi", case
    assert "Prendre la valeur enregistrée" in answer.text
    if other:
        # Untouched by B: A's value is taken and shown.
        assert shown[other] == stored[other], (case, other)
        assert "Repris" in answer.text
    assert open_form(second, url)[name] == stored[name], case

    if "_motif" in shown:
        shown["_motif"] = "Correction"
    theirs = copy(shown)
    theirs[f"_choix-{name}"] = "eux"
    kept = second.post(url, data=theirs)
    assert kept.status_code == 302, (case, kept.status_code)
    assert open_form(second, url)[name] == stored[name], case

    # From the same page, sent again with one's own value: stale by now, or not when nothing changed.
    again = save(second, url, shown)
    if again.status_code == 409:
        again = save(second, url, read_form(again.text))
    assert again.status_code == 302, (case, name, again.status_code)
    final = open_form(second, url)
    assert final[name] == mine[name], case
    if other:
        assert final[other] == stored[other], case
    return bool(other)


def test_no_form_overwrites_what_another_saved(app: Flask) -> None:
    cases, missing = list_cases(app)
    twice = sum(play(app, case) for case in cases)
    print(f"{len(cases)} formulaires, {twice} avec un champ repris ; sans ligne : {missing}")
    assert missing == []
    assert len(cases) >= 20
