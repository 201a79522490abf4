"""Every page of every role, at two widths, in each of its states: axe, width, console, and pictures.

Accounts of one role share the walk: what one of them was shown is not looked at again for the next, who sees
the same page with other rows; what only that one reaches (the forms of its axis) is.

Run by hand before a release, it prints a table:
``python -m tests.e2e.toutes_pages [--images FOLDER OF PICTURES] [ACCOUNT ...]`` (all when none is named).
"""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from core.comptes.demonstration import COMPTES
from tests.e2e.conftest import ARGUMENTS, is_fault, log_in, start_demo
from tests.e2e.pages import Etat, crawl, list_states, look, pattern, show

LARGEURS = (1280, 320)
ROLES = {compte.email.split("@")[0]: compte.habilitation.role for compte in COMPTES}
HAUTEUR = 900
# Who is not logged in sees these.
PERSONNE = "personne"
PUBLIQUES = ("/connexion", "/mentions", "/accessibilite", "/donnees-personnelles")
REFUSEES = ("/introuvable", "/admin/action/?page=99999999999", "/admin/action/?page=0")


@dataclass(slots=True)
class Bilan:
    """What was found at one width."""

    etats: int = 0
    axe: list[tuple[str, ...]] = field(default_factory=list)
    console: list[tuple[str, ...]] = field(default_factory=list)


def main() -> int:
    """Walk, print one line per role and width, with its faults; their number is the exit code."""
    parser = ArgumentParser()
    parser.add_argument("--images", type=Path)
    parser.add_argument("comptes", nargs="*")
    arguments = parser.parse_args()
    comptes = arguments.comptes or (PERSONNE, *(c.email.split("@")[0] for c in COMPTES))
    total = faults = 0
    seen: dict[str, set[str]] = {}
    print(f"{'compte':<18}{'largeur':>8}{'états':>8}{'axe':>6}{'console':>9}", flush=True)
    with start_demo() as adresse, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for compte in comptes:
            pictures = arguments.images and arguments.images / compte
            known = seen.setdefault(ROLES.get(compte, compte), set())
            for largeur, bilan in _walk(browser, adresse, compte, known, pictures).items():
                found = [*bilan.axe, *bilan.console]
                total += bilan.etats
                faults += len(found)
                counts = f"{bilan.etats:>8}{len(bilan.axe):>6}{len(bilan.console):>9}"
                print(f"{compte:<18}{largeur:>8}{counts}", flush=True)
                for fault in found:
                    print("  ", *fault, flush=True)
    print(f"\n{total} états de page, {faults} défauts")
    return min(faults, 99)


def _walk(
    browser: Browser, adresse: str, compte: str, known: set[str], pictures: Path | None
) -> dict[int, Bilan]:
    """Each page in each of its states, looked at at both widths once it is shown."""
    page = browser.new_context(locale="fr-FR").new_page()
    bilans = {largeur: Bilan() for largeur in LARGEURS}

    def note(text: str) -> None:
        bilan = bilans[page.viewport_size["width"] if page.viewport_size else LARGEURS[0]]
        bilan.console.append(("console", page.url, text))

    page.on("console", lambda message: note(message.text) if is_fault(message) else None)
    page.on("pageerror", lambda error: note(str(error)))
    for etat in _show_states(page, adresse, compte, known):
        for largeur, bilan in bilans.items():
            page.set_viewport_size({"width": largeur, "height": HAUTEUR})
            bilan.etats += 1
            bilan.axe += [(etat.etat, etat.adresse, *fault) for fault in look(page)]
            if pictures is not None:
                _photograph(page, pictures / str(largeur), etat.etat)
    page.context.close()
    return bilans


def _show_states(page: Page, adresse: str, compte: str, known: set[str]) -> Iterator[Etat]:
    """Bring ``page`` to each state of each page that the account reaches and whose kind is not ``known``."""
    if compte == PERSONNE:
        for path in PUBLIQUES:
            page.goto(adresse + path)
            yield Etat("normal", adresse + path)
    else:
        log_in(page, adresse, compte)
        for url in crawl(page, adresse):
            if pattern(url) in known:
                continue
            known.add(pattern(url))
            yield Etat("normal", url)
            for etat in list_states(url):
                show(page, etat)
                yield etat
    for path in REFUSEES:
        etat = Etat("erreur", adresse + path)
        show(page, etat)
        yield etat


def _photograph(page: Page, folder: Path, etat: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    parts = urlsplit(page.url)
    nom = re.sub(r"\W+", "_", parts.path + "_" + parts.query[:30]).strip("_") or "accueil"
    page.screenshot(path=folder / f"{nom}-{etat}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main())
