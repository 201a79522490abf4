"""Every answer carries the security headers, and every page only scripts and styles of ours, by nonce."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.socle import Socle
from tests.integration.essai_admin import log_in
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
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def app(demonstration: Socle) -> Iterator[Flask]:
    """The application on the demonstration, which these tests only read."""
    with open_app(demonstration.settings) as application:
        yield application


class Balises(HTMLParser):
    """What a page loads, and what a strict policy would refuse in it."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.fautes: list[str] = []
        self.chargees = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        inline = [name for name in values if name == "style" or name.startswith("on")]
        self.fautes += [f"{tag} {name}" for name in inline]
        if tag == "style" or (values.get("href") or "").lower().startswith("javascript:"):
            self.fautes.append(tag)
        if tag == "script" or (tag == "link" and values.get("rel") == "stylesheet"):
            self.chargees += 1
            address = values.get("src") or values.get("href") or ""
            if values.get("nonce") != self.nonce or not address.startswith("/static/"):
                self.fautes.append(self.get_starttag_text() or tag)


def read_nonce(answer: TestResponse) -> str:
    """The one nonce of a policy that trusts nothing else for scripts and styles."""
    policy = dict(
        part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    found = re.fullmatch(r"'nonce-([\w-]{20,})'", policy["script-src"])
    assert found is not None
    assert policy["style-src"] == policy["script-src"]
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    return found.group(1)


def check_answer(address: str, answer: TestResponse) -> None:
    """Headers of any answer, and the tags of a page."""
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Permissions-Policy" in answer.headers
    assert answer.headers["X-Request-ID"]
    assert answer.status_code < 500, address
    nonce = read_nonce(answer)
    if answer.mimetype == "text/html" and answer.status_code != 302:
        page = Balises(nonce)
        page.feed(answer.text)
        assert (address, page.fautes) == (address, [])


def address_of(rule: Rule) -> str:
    """An address of that route."""
    values = {name: EXAMPLES.get(name, "1") for name in rule.arguments}
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: values[found.group(1)], rule.rule)


@pytest.mark.parametrize("role", [None, "gouvernance", "lecteur"])
def test_every_route_answers_with_the_headers(app: Flask, role: str | None) -> None:
    client = log_in(app, role) if role else app.test_client()
    seen = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        address = address_of(rule)
        answer = client.get(address)
        seen[address] = answer.status_code
        check_answer(address, answer)
        answer.close()
    assert len(seen) > 60
    assert role is None or sum(code == 200 for code in seen.values()) > 25


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
