"""Every form of every team in two browsers, and with a session that ends: what is overwritten or lost.

A form is played by the first account that reaches it. Run by hand before a release, it prints a table:
``python -m tests.e2e.toutes_saisies``.
"""

import re
import sys
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from core.comptes.demonstration import COMPTES
from core.security.acteur import Role
from tests.e2e.conftest import ARGUMENTS, log_in, start_demo
from tests.e2e.pages import crawl
from tests.integration.essai_formulaires import retype

# Those who write: each team, governance, the administrator.
ECRIVENT = tuple(
    c.email.split("@")[0]
    for c in COMPTES
    if c.habilitation.role in (Role.ADMINISTRATEUR, Role.GOUVERNANCE, Role.EQUIPE)
)
_FORM = re.compile(r"/admin/[\w-]+/edit/")
_RANG_DATE = 3
_REFUSE = 422

# Fields that a person can type in, the freest first, with the values two people give them.
_CANDIDATES = """() => {
  const rank = f => f.tagName === 'TEXTAREA' ? 0 : f.type === 'text' && !f.inputMode ? 1
    : f.inputMode ? 2 : f.type === 'date' ? 3 : 4;
  const form = document.querySelector('form.formulaire');
  return [...form.querySelectorAll('textarea, input, select')]
    .filter(f => f.id && f.type !== 'hidden' && f.type !== 'checkbox' && f.type !== 'radio'
      && f.id !== '_motif' && f.getAttribute('role') !== 'combobox' && !f.closest('.ecart-choix'))
    .map(f => ({id: f.id, rang: rank(f), valeur: f.value, balise: f.tagName,
      options: f.tagName === 'SELECT' ? [...f.options].map(o => o.value).filter(v => v) : []}))
    .sort((a, b) => a.rang - b.rang);
}"""


def main() -> int:
    """Walk the forms, print a line each; the exit code is the number of losses."""
    losses = 0
    played: set[str] = set()
    print(f"{'compte':<16}{'formulaire':<34}{'deux navigateurs':<28}session finie", flush=True)
    with start_demo() as adresse, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for compte in ECRIVENT:
            page = _enter(browser, adresse, compte)
            forms = {urlsplit(url).path: url for url in crawl(page, adresse)}
            for url in (
                url for path, url in forms.items() if _FORM.match(path) and path not in played
            ):
                played.add(urlsplit(url).path)
                two = _two_browsers(browser, adresse, compte, url)
                ended = _ended_session(browser, adresse, compte, url)
                losses += (two != "conflit dit") + (not ended.endswith("gardés"))
                print(f"{compte:<16}{urlsplit(url).path:<34}{two:<28}{ended}", flush=True)
    print(f"\n{losses} pertes")
    return min(losses, 99)


def _enter(browser: Browser, adresse: str, compte: str) -> Page:
    page = browser.new_context(locale="fr-FR").new_page()
    log_in(page, adresse, compte)
    return page


def _values(field: dict[str, object]) -> tuple[str, str] | None:
    """Two values that differ from the stored one and from each other."""
    stored = str(field["valeur"])
    if field["balise"] == "SELECT":
        others = [value for value in field["options"] if value != stored]  # type: ignore[attr-defined]
        return (others[0], others[1]) if len(others) > 1 else None
    if field["rang"] == _RANG_DATE and not stored:
        return "2025-03-05", "2025-03-06"
    return retype(stored, 1), retype(stored, 2)


def _type(page: Page, field: dict[str, object], value: str) -> None:
    if page.locator("details:not([open])").count():
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
    if page.locator("#_motif").count():
        page.fill("#_motif", "Essai de saisie")
    target = page.locator(f'[id="{field["id"]}"]')
    if field["balise"] == "SELECT":
        target.select_option(value)
    else:
        target.fill(value)


def _save(page: Page) -> int:
    return _give_reason(page, _send(page))


def _give_reason(page: Page, status: int) -> int:
    """Status of the answer; a year that is closed asks why once it knows what changes."""
    motif = page.locator("#_motif")
    if status == _REFUSE and motif.count() and not motif.input_value():
        motif.fill("Essai de saisie")
        return _send(page)
    return status


def _send(page: Page) -> int:
    with page.expect_navigation() as sent:
        page.locator("form.formulaire .barre button[type=submit]").first.click()
    return sent.value.status if sent.value else 0


def _read(page: Page, url: str, field: dict[str, object]) -> str:
    page.goto(url)
    return page.locator(f'[id="{field["id"]}"]').input_value()


def _two_browsers(browser: Browser, adresse: str, compte: str, url: str) -> str:
    first, second = (_enter(browser, adresse, compte) for _ in range(2))
    try:
        first.goto(url)
        for field in first.evaluate(_CANDIDATES):
            values = _values(field)
            if values is None:
                continue
            first.goto(url)
            second.goto(url)
            _type(first, field, values[0])
            if _save(first) >= 400:
                continue
            _type(second, field, values[1])
            status = _save(second)
            stored = _read(first, url, field)
            if stored != values[0]:
                return f"ÉCRASÉ ({field['id']})"
            kept = second.locator(f'[id="{field["id"]}"]').input_value()
            if status != 409 or kept != values[1]:
                return f"DIT {status}, saisie {kept!r}"
            return "conflit dit"
        return "aucun champ accepté"
    finally:
        first.context.close()
        second.context.close()


def _ended_session(browser: Browser, adresse: str, compte: str, url: str) -> str:
    page = _enter(browser, adresse, compte)
    found = next(c for c in COMPTES if c.email.startswith(f"{compte}@"))
    try:
        page.goto(url)
        for field in page.evaluate(_CANDIDATES):
            values = _values(field)
            if values is None:
                continue
            page.goto(url)
            _type(page, field, values[0])
            typed = page.locator(f'[id="{field["id"]}"]').input_value()
            page.context.clear_cookies()
            _save(page)
            if not page.locator("input[name=reconnexion-password]").count():
                return "PAS DE RECONNEXION"
            page.fill("input[name=reconnexion-email]", found.email)
            page.fill("input[name=reconnexion-password]", found.password)
            with page.expect_navigation() as sent:
                page.locator("main form button[type=submit]").first.click()
            if _give_reason(page, sent.value.status if sent.value else 0) >= 400:
                if page.locator(f'[id="{field["id"]}"]').input_value() != typed:
                    return f"PERDU ({field['id']})"
                continue
            return (
                f"{len(typed)} caractères gardés"
                if _read(page, url, field).strip() == typed.strip()
                else f"PERDU ({field['id']})"
            )
        return "aucun champ accepté"
    finally:
        page.context.close()


if __name__ == "__main__":
    sys.exit(main())
