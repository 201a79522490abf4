"""Every page of every role, at two widths, in each of its states: axe, width, console, and pictures.

Run by hand before a release, it prints a table:
``python -m tests.e2e.toutes_pages [--images FOLDER OF PICTURES] [ACCOUNT ...]`` (all when none is named).
"""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from core.comptes.demonstration import COMPTES
from tests.e2e.conftest import ARGUMENTS, is_fault, log_in, start_demo
from tests.e2e.pages import Etat, crawl, look, show, states

LARGEURS = (1280, 320)
# Who is not logged in sees these.
PERSONNE = "personne"
PUBLIQUES = ("/connexion", "/mentions", "/accessibilite", "/donnees-personnelles")


def main() -> int:
    """Walk, print one line per role and width, with its faults; their number is the exit code."""
    parser = ArgumentParser()
    parser.add_argument("--images", type=Path)
    parser.add_argument("comptes", nargs="*")
    arguments = parser.parse_args()
    comptes = arguments.comptes or (PERSONNE, *(c.email.split("@")[0] for c in COMPTES))
    total = faults = 0
    print(f"{'compte':<18}{'largeur':>8}{'états':>8}{'axe':>6}{'console':>9}")
    with start_demo() as adresse, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for compte in comptes:
            urls: list[str] = []
            for largeur in LARGEURS:
                console: list[tuple[str, ...]] = []
                page = _open(browser, adresse, compte, largeur, console)
                urls = urls or _list_urls(page, adresse, compte)
                pictures = arguments.images and arguments.images / compte / str(largeur)
                seen, found = _walk(page, states(urls, adresse), largeur, pictures)
                page.context.close()
                total += seen
                faults += len(found) + len(console)
                print(f"{compte:<18}{largeur:>8}{seen:>8}{len(found):>6}{len(console):>9}")
                for fault in (*found, *console):
                    print("  ", *fault)
                sys.stdout.flush()
    print(f"\n{total} états de page, {faults} défauts")
    return min(faults, 99)


def _open(
    browser: Browser, adresse: str, compte: str, largeur: int, console: list[tuple[str, ...]]
) -> Page:
    """A page of that width, logged in, whose errors go to ``console``."""
    page = browser.new_context(
        viewport={"width": largeur, "height": 900}, locale="fr-FR"
    ).new_page()

    def note(text: str) -> None:
        console.append(("console", page.url, text))

    page.on("console", lambda message: note(message.text) if is_fault(message) else None)
    page.on("pageerror", lambda error: note(str(error)))
    if compte != PERSONNE:
        log_in(page, adresse, compte)
    return page


def _list_urls(page: Page, adresse: str, compte: str) -> list[str]:
    if compte == PERSONNE:
        return [f"{adresse}{path}" for path in PUBLIQUES]
    return crawl(page, adresse)


def _walk(
    page: Page, etats: Iterator[Etat], largeur: int, pictures: Path | None
) -> tuple[int, list[tuple[str, ...]]]:
    faults: list[tuple[str, ...]] = []
    seen = 0
    for etat in etats:
        show(page, etat)
        seen += 1
        faults += [(etat.etat, etat.adresse, *fault) for fault in look(page, largeur)]
        if pictures is not None:
            _photograph(page, pictures, etat.etat)
    return seen, faults


def _photograph(page: Page, folder: Path, etat: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    parts = urlsplit(page.url)
    nom = re.sub(r"\W+", "_", parts.path + "_" + parts.query[:30]).strip("_") or "accueil"
    page.screenshot(path=folder / f"{nom}-{etat}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main())
