"""Every page of every role, at two widths, in each of its states: axe, width, console, and pictures.

Run by hand before a release, it prints a table:
``python -m tests.e2e.toutes_pages [--images FOLDER OF PICTURES] [ACCOUNT ...]`` (all when none is named).
"""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from core.comptes.demonstration import COMPTES
from tests.e2e.conftest import ARGUMENTS, is_fault, log_in, start_demo
from tests.e2e.pages import crawl, look, show, states

LARGEURS = (1280, 320)


def main() -> int:
    """Walk, print one line per role and width, then each fault; the number of faults is the exit code."""
    parser = ArgumentParser()
    parser.add_argument("--images", type=Path)
    parser.add_argument("comptes", nargs="*")
    arguments = parser.parse_args()
    comptes = arguments.comptes or (None, *(c.email.split("@")[0] for c in COMPTES))
    total, faults = 0, []
    print(f"{'compte':<18}{'largeur':>8}{'états':>8}{'axe':>6}{'console':>9}")
    with start_demo() as adresse, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for compte in comptes:
            for largeur in LARGEURS:
                seen, found, console = _walk(browser, adresse, compte, largeur, arguments.images)
                total += seen
                faults += found + console
                nom = compte or "personne"
                print(f"{nom:<18}{largeur:>8}{seen:>8}{len(found):>6}{len(console):>9}", flush=True)
    print(f"\n{total} états de page, {len(faults)} défauts")
    for fault in faults:
        print("  ", *fault)
    return min(len(faults), 99)


def _walk(
    browser: Browser, adresse: str, compte: str | None, largeur: int, pictures: Path | None
) -> tuple[int, list[tuple[str, ...]], list[tuple[str, ...]]]:
    context = browser.new_context(viewport={"width": largeur, "height": 900}, locale="fr-FR")
    page = context.new_page()
    console: list[tuple[str, ...]] = []

    def note(text: str) -> None:
        console.append(("console", page.url, text))

    page.on("console", lambda message: note(message.text) if is_fault(message) else None)
    page.on("pageerror", lambda error: note(str(error)))
    if compte is None:
        urls = [f"{adresse}{path}" for path in _PUBLIC]
    else:
        log_in(page, adresse, compte)
        urls = crawl(page, adresse)
    faults: list[tuple[str, ...]] = []
    seen = 0
    for etat in states(urls, adresse):
        show(page, etat)
        seen += 1
        faults += [(compte or "", etat.etat, etat.adresse, *fault) for fault in look(page, largeur)]
        if pictures is not None:
            _photograph(page, pictures / (compte or "personne") / str(largeur), etat.etat)
    context.close()
    return seen, faults, console


_PUBLIC = ("/connexion", "/mentions", "/accessibilite", "/donnees-personnelles")


def _photograph(page: Page, folder: Path, etat: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    parts = urlsplit(page.url)
    nom = re.sub(r"\W+", "_", parts.path + "_" + parts.query[:30]).strip("_") or "accueil"
    page.screenshot(path=folder / f"{nom}-{etat}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main())
