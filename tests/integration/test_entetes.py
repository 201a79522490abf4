"""Every answer carries the security headers, and every page only scripts and styles of ours, by nonce."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from core.socle import Socle
from tests.integration.essai_admin import log_in
from tests.integration.essai_entetes import check_answer, read_nonce
from tests.navigateur import open_app

TEMPLATES = (Path("core/web/templates"), Path("plugins"))
EXAMPLES = {
    "exercice": "2025",
    "code_insee": "49027",
    "code": "PE1",
    "slug": "petite_enfance",
    "nom": "apercu",
    "rapport_id": "1",
    "filename": "css/ctg.css",
}


@pytest.fixture(scope="module")
def app(demonstration: Socle) -> Iterator[Flask]:
    """The application on the demonstration, which these tests only read."""
    with open_app(demonstration.settings) as application:
        yield application


def address_of(rule: Rule) -> str:
    """An address of that route."""
    values = {name: EXAMPLES.get(name, "1") for name in rule.arguments}
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: values[found.group(1)], rule.rule)


def test_every_route_answers_with_the_headers(app: Flask) -> None:
    """Without a session; what each role is shown is checked where it is read, in test_coquille."""
    client = app.test_client()
    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        address = address_of(rule)
        answer = client.get(address)
        check_answer(address, answer)
        answer.close()
        seen += 1
    assert seen > 60


def test_errors_redirects_and_downloads_too(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    for address in ("/rien", "/admin/action/?page=0", "/admin/", "/rapports/1/pdf"):
        check_answer(address, client.get(address))
    check_answer("/rapports/", client.post("/rapports/", data={}))
    check_answer("/cycle/", client.put("/cycle/"))


def test_the_nonce_is_never_the_same(app: Flask) -> None:
    client = app.test_client()
    assert len({read_nonce(client.get("/connexion")) for _ in range(20)}) == 20


def test_pages_of_people_stay_out_of_caches(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    assert client.get("/").headers["Cache-Control"] == "no-store"
    with client.get("/static/css/ctg.css") as sheet:
        assert "no-store" not in sheet.headers["Cache-Control"]
    assert client.get("/", base_url="https://ctg.example").headers["Strict-Transport-Security"]


def test_no_template_writes_its_own_tag() -> None:
    raw = re.compile(r"<script|<style|rel=.stylesheet|\sstyle=|\son[a-z]+=", re.I)
    faults = [
        str(path)
        for folder in TEMPLATES
        for path in folder.rglob("*.html")
        if raw.search(path.read_text(encoding="utf-8"))
    ]
    assert faults == []
