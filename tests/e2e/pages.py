"""Every page that a role can reach, found by following the links as a person would."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_DOWNLOADS = re.compile(r"/export/|\.(?:pdf|docx|xlsx|csv)$|/telecharger|/fichier")
_NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")
# Parameters that change what a page shows, not which page it is.
_VARIANTS = {"id", "page", "tri", "sens", "liste", "par_page", "annee", "exercice", "next"}

_CODE = re.compile(r"(?<=/indicateurs/)[^/]+|(?<=/actions/)[^/]+")


@dataclass(frozen=True, slots=True)
class Etat:
    """A page in one of its states: normal, error (a refused form), empty (a search without result)."""

    etat: str
    adresse: str


def pattern(url: str) -> str:
    """What two addresses of one page have in common: the rows they name left out."""
    parts = urlsplit(url)
    path = _CODE.sub("*", _NUMBER.sub("*", parts.path))
    keys = sorted({key for key, _ in parse_qsl(parts.query)} - _VARIANTS)
    # The filters of one list give one page.
    return path if path.startswith("/admin/") else path + "".join(f"?{key}" for key in keys)


def crawl(page: Page, adresse: str) -> Iterator[str]:
    """Address of one page of each kind that a logged-in ``page`` can reach, the home first; ``page`` shows
    it when it is given."""
    found = {"/"}
    waiting = [f"{adresse}/"]
    while waiting:
        url = waiting.pop(0)
        answer = page.goto(url)
        assert answer is not None
        assert answer.status == 200, (url, answer.status)
        for link in _links(page):
            if not link.startswith(adresse + "/") or _DOWNLOADS.search(urlsplit(link).path):
                continue
            link = link.split("#")[0]
            if (key := pattern(link)) not in found:
                found.add(key)
                waiting.append(link)
        yield url


def list_states(url: str) -> list[Etat]:
    """The states of a page other than the one it opens in."""
    path = urlsplit(url).path
    if re.fullmatch(r"/admin/[\w-]+/", path):
        return [Etat("vide", f"{url.partition('?')[0]}?q=zzqxzz")]
    if re.fullmatch(r"/admin/[\w-]+/(new|edit)/", path):
        return [Etat("erreur", url)]
    return []


def show(page: Page, etat: Etat) -> None:
    """Bring ``page`` to this state; a form in error is one sent with its texts emptied."""
    page.goto(etat.adresse)
    if etat.etat == "erreur" and page.locator("form.formulaire").count():
        page.evaluate(_EMPTY_FORM)
        page.locator("form.formulaire .barre button[type=submit]").first.click()
        page.wait_for_load_state()


def look(page: Page) -> list[tuple[str, str]]:
    """What is wrong with the page shown: axe's violations, and a page wider than its window."""
    assert page.viewport_size is not None
    largeur = page.viewport_size["width"]
    results = Axe().run(page).response
    faults = [
        (violation["id"], violation["nodes"][0]["html"][:160])
        for violation in results["violations"]
    ]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > largeur:
        faults.append(("largeur", f"{width} px de large pour {largeur}"))
    return faults


def _links(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    return found


_EMPTY_FORM = """() => {
  for (const field of document.querySelectorAll('form.formulaire input, form.formulaire textarea')) {
    if (['text', 'date', 'search'].includes(field.type) || field.tagName === 'TEXTAREA') field.value = '';
  }
}"""
