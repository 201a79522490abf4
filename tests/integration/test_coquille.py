"""Shell: one finds one's list again, a breadcrumb everywhere, no English word, security headers on what
each role reads, empty pages that say what to do."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.comptes.demonstration import COMPTES
from core.socle import Socle
from tests.integration.essai_admin import log_in
from tests.integration.essai_entetes import check_answer
from tests.navigateur import open_app

# One account of each role, the role that sees most first: what the other teams enter, governance sees.
ROLES = sorted(
    {compte.habilitation.role: compte.email.split("@")[0] for compte in COMPTES}.values(),
    key=lambda nom: nom != "gouvernance",
)
LISTE = "axe_slug=petite_enfance&statut=en_cours&tri=intitule&sens=desc&page=1"
# Words that Flask-Admin, WTForms or Flask-Security would leave on a page, and labels left in English.
ANGLAIS = re.compile(
    r"\b(?:Home|Save|Cancel|Delete|Create|Edit|Submit|Search|Filter|Add|Remove|Login|Log in|"
    r"Logout|Log out|Password|Remember Me|Forgot|Next|Previous|Back|Page not found|Not Found|Forbidden|"
    r"Invalid|Required|This field|is required|Are you sure|Record|Welcome|Error|True|False|None|"
    r"with selected|items?|Yes|Email|Username|change password|user does not exist)\b"
)


@pytest.fixture(scope="module")
def app(demonstration: Socle) -> Iterator[Flask]:
    """The application on the demonstration, which these tests only read."""
    with open_app(demonstration.settings) as application:
        yield application


def read(client: FlaskClient, url: str) -> str:
    """A page, its entities read."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return unescape(answer.text)


def find(page: str, words: str) -> str:
    """Address of the first link of the page's content that has these words."""
    main = page[page.index("<main") :]
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', main, re.S)
    return str(next(url for url, text in links if words in re.sub(r"<[^>]+>", "", text)))


def query_of(url: str) -> set[str]:
    """The parameters of an address, in any order."""
    return set(url.partition("?")[2].split("&"))


def test_coming_back_from_a_sheet_or_a_form_finds_the_list_as_it_was(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    liste = read(client, f"/admin/action/?{LISTE}")
    fiche = read(client, _first_sheet(liste))
    assert query_of(find(fiche, "Actions")) == set(LISTE.split("&"))
    formulaire = read(client, find(fiche, "Modifier"))
    assert query_of(find(formulaire, "Actions")) == set(LISTE.split("&"))
    again = read(client, find(formulaire, "Annuler"))
    assert query_of(find(again, "Actions")) == set(LISTE.split("&"))
    nouveau = read(client, find(liste, "Nouveau"))
    assert query_of(find(nouveau, "Annuler")) == set(LISTE.split("&"))


def test_an_odd_state_of_the_list_is_forgotten(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    fiche = _first_sheet(read(client, "/admin/action/"))
    for odd in ("page%3D0", "rien%3D1", "https%3A%2F%2Fexemple.org", "%00", "q%3D" + "x" * 2000):
        page = read(client, f"{fiche}&liste={odd}")
        assert find(page, "Actions") == "/admin/action/"
        assert "exemple.org" not in page


def test_clearing_the_filters_clears_them(app: Flask) -> None:
    page = read(log_in(app, "gouvernance"), f"/admin/action/?{LISTE}")
    assert find(page, "Effacer les filtres") == "/admin/action/"


def _first_sheet(liste: str) -> str:
    found = re.search(r'<td[^>]*><a href="([^"]+/details/[^"]+)"', liste)
    assert found is not None
    address: str = found.group(1)
    return address


def crawl(client: FlaskClient, seen: set[str]) -> Iterator[tuple[str, str]]:
    """The home page, then each page that the role reaches from it and whose kind is not ``seen`` yet."""
    waiting = ["/"]
    while waiting:
        url = waiting.pop()
        answer = client.get(url, follow_redirects=True)
        check_answer(url, answer)
        if answer.mimetype != "text/html":
            continue
        assert answer.status_code == 200, url
        page = unescape(answer.text)
        yield url, page
        for link in re.findall(r'<a [^>]*href="(/[^"#]*)', page):
            kind = re.sub(r"\d+", "*", link.partition("?")[0])
            if re.search(r"/lire|/export/|^/indicateurs/.|^/actions/.|^/communes/.", kind):
                kind = kind.split("/")[1] + kind[-8:]
            if kind not in seen:
                seen.add(kind)
                waiting.append(link)


def words_of(page: str) -> str:
    """What people read: the text, and what screen readers are told."""
    told = " ".join(re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', page))
    body = re.sub(r"(?s)<(head|script|style)\b.*?</\1>|<[^>]+>", " ", page)
    return f"{body} {told}"


def test_every_page_is_french_safe_and_says_where_one_is(app: Flask) -> None:
    """A page that several roles are shown is read by the first of them; its home page by each."""
    english, lost, number = {}, [], 0
    seen = {"/"}
    for role in ROLES:
        for url, page in crawl(log_in(app, role), seen):
            number += 1
            if found := set(ANGLAIS.findall(words_of(page))):
                english[role, url] = found
            if url != "/" and 'aria-label="Fil d\'Ariane"' not in page:
                lost.append((role, url))
            assert page.count("<h1") == 1, (role, url)
            assert '<a class="evitement" href="#contenu">' in page
    assert number > 300
    assert english == {}
    assert lost == []


def test_a_sheet_says_words_and_no_keys(app: Flask) -> None:
    client = log_in(app, "administrateur")
    for endpoint in ("instance", "structure", "compte"):
        liste = read(client, f"/admin/{endpoint}/")
        for fiche in re.findall(r'<a href="(/admin/[^"]+/details/[^"]+)"', liste)[:8]:
            texts = re.findall(r"<d[dt]>([^<]+)</d[dt]>|<td[^>]*>([^<]+)</td>", read(client, fiche))
            values = {text.strip() for pair in texts for text in pair}
            assert not values & {"petite_enfance", "parentalite", "gouvernance", "49027"}, fiche


def test_log_in_speaks_french(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/connexion").text
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert jeton is not None
    for form in ({}, {"email": "x"}, {"email": "personne@rien.example", "password": "faux"}):
        answer = client.post("/connexion", data={**form, "csrf_token": jeton.group(1)})
        text = words_of(unescape(answer.text))
        assert not ANGLAIS.findall(text), text
        assert 'role="alert"' in answer.text or "champ-erreur" in answer.text


def test_changing_ones_password_speaks_french(app: Flask) -> None:
    client = log_in(app, "lecteur")
    page = client.get("/mot-de-passe").text
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert jeton is not None
    for form in (
        {},
        {"password": "faux", "new_password": "court", "new_password_confirm": "autre"},
        {"password": "faux", "new_password": "x" * 14, "new_password_confirm": "x" * 14},
    ):
        answer = client.post("/mot-de-passe", data={**form, "csrf_token": jeton.group(1)})
        text = words_of(unescape(answer.text))
        assert not ANGLAIS.findall(text), text
        assert "champ-erreur" in answer.text


def test_an_empty_list_says_what_to_do(app: Flask) -> None:
    page = read(log_in(app, "gouvernance"), "/admin/action/?q=zzqxzz")
    assert "Aucune ligne ne correspond." in page
    assert find(page, "Effacer les filtres") == "/admin/action/"
