"""A committee being held: 200 entries while browsers and web processes are killed; prints a table.

Run by ``make chaos``. Entries are made on two screens at once, on different rows; from time to time a browser
is killed and opened again on the same profile, or every web process is killed (gunicorn starts others).
Expected: each entry is in the database at the end.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.e2e.conftest import ARGUMENTS, log_in, start_demo

ENTREES, TOURS = 200, 10
CHROMIUM = "/usr/bin/chromium"
_VALEURS = ("prioritaire", "a_poursuivre", "a_suspendre", "a_abandonner", "a_reporter")


class Ecran:
    """A browser with a profile of its own, which may be killed."""

    def __init__(self, driver: Playwright, adresse: str, profil: Path) -> None:
        self.driver, self.adresse, self.profil = driver, adresse, profil
        self.page = self._open()
        log_in(self.page, adresse, "gouvernance")
        self.page.goto(f"{adresse}/seances/")
        self.page.locator("main a[href^='/seances/']", has_text="pilotage").first.click()
        self.page.get_by_role("link", name="Conduire la séance").click()
        self.url = self.page.url

    def _open(self) -> Page:
        self.context: BrowserContext = self.driver.chromium.launch_persistent_context(
            str(self.profil), executable_path=CHROMIUM, args=ARGUMENTS, locale="fr-FR"
        )
        return self.context.pages[0]

    def kill(self) -> None:
        """Kill every process of the browser, and come back on the same profile."""
        found = subprocess.run(
            ["pgrep", "-f", f"user-data-dir={self.profil}"],
            capture_output=True,
            text=True,
            check=False,
        )
        for number in found.stdout.split():
            os.kill(int(number), signal.SIGKILL)
        time.sleep(1)
        for lock in self.profil.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        # What was not sent is in the profile; the session of the account may have gone with the browser.
        self.page = self._open()
        self.page.goto(self.url)
        if "/connexion" in self.page.url:
            log_in(self.page, self.adresse, "gouvernance")
            self.page.goto(self.url)

    def fields(self) -> list[str]:
        """Identifiers of the decisions of the list."""
        found: list[str] = self.page.locator("select[data-entree]").evaluate_all(
            "fields => fields.map(field => field.id)"
        )
        return found

    def choose(self, field: str, valeur: str) -> None:
        """Make an entry, and wait until the page says that it is recorded."""
        self.page.select_option(f"[id={field}]", valeur)
        self.page.wait_for_function(
            "() => /^Enregistré à/.test(document.querySelector('[data-etat]').textContent)"
        )

    def settle(self) -> None:
        """Wait until nothing is left to send."""
        self.page.wait_for_function(
            "() => Object.entries(localStorage).every(([k, v]) => !k.startsWith('conduite:') || v === '[]')",
            timeout=60_000,
        )


def main() -> int:
    """Run the campaign; the exit code is 1 when an entry is lost."""
    rng = random.Random(2024)
    folder = Path(tempfile.mkdtemp(prefix="ctg-seance-"))
    wanted: dict[str, str] = {}
    print(f"{'tour':>4}  {'saisies':>8}  ce qui est tué")
    with start_demo() as adresse, sync_playwright() as driver:
        screens = [Ecran(driver, adresse, folder / str(n)) for n in range(2)]
        fields = screens[0].fields()
        halves = [fields[0::2], fields[1::2]]
        for tour in range(1, TOURS + 1):
            for rank in range(ENTREES // TOURS):
                which = rank % 2
                field, valeur = rng.choice(halves[which]), rng.choice(_VALEURS)
                screens[which].choose(field, valeur)
                wanted[field] = valeur
                if rank == 9 and tour % 2 == 0:
                    _kill_web(adresse)
            killed = "processus web"
            if tour % 2:
                screens[tour // 2 % 2].kill()
                killed = f"navigateur {tour // 2 % 2 + 1}"
            print(f"{tour:>4}  {tour * ENTREES // TOURS:>8}  {killed}", flush=True)
        for screen in screens:
            screen.settle()
        last = Ecran(driver, adresse, folder / "relecture")
        stored = {field: last.page.locator(f"[id={field}]").input_value() for field in wanted}
        for screen in (*screens, last):
            screen.context.close()
    lost = {field: stored[field] for field in wanted if stored[field] != wanted[field]}
    shutil.rmtree(folder, ignore_errors=True)
    print(
        f"{ENTREES} saisies sur {len(wanted)} lignes, relues ailleurs : {len(lost)} perdue(s) {lost}"
    )
    return 1 if lost else 0


def _kill_web(adresse: str) -> None:
    port = adresse.rsplit(":", 1)[1]
    found = subprocess.run(
        ["pgrep", "-f", f"gunicorn core.app.*{port}"],
        capture_output=True,
        text=True,
        check=True,
    )
    for number in sorted(map(int, found.stdout.split()))[1:]:
        os.kill(number, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
