"""Speed of the administration on 100,000 actions, beside Django admin and beside bare pages.

Run: python -m tests.benchmarks.pages. Ours, Django's (in a process and an environment of its own, made in
``var/bench-django`` from django.lock) and the floor answer in turn, in process, on one database.
"""

from __future__ import annotations

import json
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url

from core.app import create_app
from core.clock import today
from core.comptes.service import create_compte
from core.config import Settings
from core.db.extension import db
from core.db.plateforme import mark
from core.db.transaction import unit_of_work
from core.embarque import moteurs
from core.journal.service import set_context
from core.reference.charger import load_reference
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle, build_migrations, build_socle
from tests.benchmarks._donnees import MOT_COURANT, MOT_UNIQUE, fill
from tests.benchmarks._formulaire import verify_form
from tests.benchmarks._plancher import Plancher

TOURS, TOURS_EXPORT = 15, 2
ICI = Path(__file__).parent
ENVIRONNEMENT = ICI.parents[1] / "var" / "bench-django"


@dataclass(slots=True)
class Mesure:
    """Times (ms) and statements of one page for one of the three."""

    ms: list[float] = field(default_factory=list)
    sql: int = 0

    @property
    def mediane(self) -> float:
        return statistics.median(self.ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as each of the three serves it."""

    nom: str
    nous: str
    django: str
    plancher: Callable[[Plancher], bytes]
    tours: int = TOURS


def list_pages(number: int) -> tuple[Page, ...]:
    """What is measured; ``number`` is the id of the action edited."""
    base, autre = "/admin/action/", "ctg/action/"
    filtre = "x.slug = 'parentalite' AND a.statut = 'en_cours'"
    return (
        Page(
            nom="liste de 20",
            nous=f"{base}?par_page=20",
            django=f"/l20/{autre}",
            plancher=lambda p: p.show_list(20),
        ),
        Page(
            nom="liste de 100",
            nous=f"{base}?par_page=100",
            django=f"/l100/{autre}",
            plancher=lambda p: p.show_list(100),
        ),
        Page(
            nom="recherche, mot courant",
            nous=f"{base}?q={MOT_COURANT}",
            django=f"/l50/{autre}?q={MOT_COURANT}",
            plancher=lambda p: p.search(MOT_COURANT),
        ),
        Page(
            nom="recherche, une réponse",
            nous=f"{base}?q={MOT_UNIQUE}",
            django=f"/l50/{autre}?q={MOT_UNIQUE}",
            plancher=lambda p: p.search(MOT_UNIQUE),
        ),
        Page(
            nom="filtre (axe et statut)",
            nous=f"{base}?axe_slug=parentalite&statut=en_cours",
            django=f"/l50/{autre}?axe__id__exact=@parentalite&statut__exact=en_cours",
            plancher=lambda p: p.show_list(50, filtre),
        ),
        Page(
            nom="modifier (5 000 pilotes)",
            nous=f"{base}edit/?id={number}",
            django=f"/l50/{autre}{number}/change/",
            plancher=lambda p: p.edit(number),
        ),
        Page(
            nom="créer",
            nous=f"{base}new/",
            django=f"/l50/{autre}add/",
            plancher=lambda p: p.edit(None),
        ),
        Page(
            nom="export CSV de 100 000",
            nous=f"{base}export/?format=csv",
            django=f"/l50/{autre}export/",
            plancher=lambda p: p.export(),
            tours=TOURS_EXPORT,
        ),
    )


class Nous:
    """Our administration, asked by a person of the governance staff."""

    def __init__(self, settings: Settings) -> None:
        app = create_app(settings)
        with app.app_context(), unit_of_work(db.session()) as session:
            compte = create_compte(
                session,
                SYSTEME,
                email="gouvernance@essai.example",
                password="Un-long-secret-42",
                personne=None,
                habilitations=[Habilitation(role=Role.GOUVERNANCE)],
                debut=date(2024, 1, 1),
            )
            self.jeton = compte.fs_uniquifier
            event.listen(db.engine, "before_cursor_execute", self._note)
        self.client: FlaskClient = app.test_client()
        with self.client.session_transaction() as content:
            content["_user_id"], content["_fresh"] = self.jeton, True
        self.counted = 0

    def _note(self, *arguments: object) -> None:
        self.counted += 1

    def ask(self, url: str, mesure: Mesure) -> None:
        """Ask for a page and note what it cost."""
        self.counted = 0
        start = time.perf_counter()
        answer = self.client.get(url)
        size = len(answer.get_data())
        mesure.ms.append((time.perf_counter() - start) * 1000)
        mesure.sql = self.counted
        if answer.status_code != 200 or size < 1000:
            raise SystemExit(f"{url} : {answer.status_code}, {size} octets")


class Django:
    """The other process; it answers one measure a line."""

    def __init__(self, url: URL) -> None:
        dsn = " ".join(
            f"{name}={value}"
            for name, value in (
                ("dbname", url.database),
                ("user", url.username),
                ("host", url.query.get("host", url.host)),
                ("port", url.query.get("port", url.port) or 5432),
            )
        )
        self.process = subprocess.Popen(
            [_prepare_django(), str(ICI / "_django.py"), dsn, secrets.token_hex(32)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version = self._read()["django"]

    def ask(self, url: str, mesure: Mesure) -> None:
        """Have the other process ask for a page."""
        assert self.process.stdin is not None
        self.process.stdin.write(url + "\n")
        self.process.stdin.flush()
        answer = self._read()
        if answer["statut"] != 200:
            raise SystemExit(f"Django, {url} : {answer}")
        mesure.ms.append(answer["ms"])
        mesure.sql = answer["sql"]

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def close(self) -> None:
        self.process.communicate()


def _prepare_django() -> str:
    python = ENVIRONNEMENT / "bin" / "python"
    lock = ICI / "django.lock"
    stamp = ENVIRONNEMENT / "pages.lock"
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        venv.create(ENVIRONNEMENT, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)]
        subprocess.run(install, check=True, stdout=sys.stderr)
        stamp.write_bytes(lock.read_bytes())
    return str(python)


def _prepare(settings: Settings) -> Socle:
    socle = build_socle(settings)
    build_migrations(settings, socle.registry).upgrade()
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        mark(session, demonstration=False)
        load_reference(session, socle.registry, today())
    fill(socle.engine)
    return socle


def measure(settings: Settings) -> tuple[str, list[tuple[Page, Mesure, Mesure, Mesure]]]:
    """Every page by the three, in turn."""
    verify_form()
    socle = _prepare(settings)
    with socle.engine.connect() as connection:
        number = int(connection.exec_driver_sql("SELECT min(id) + 777 FROM action").scalar_one())
        axe = connection.exec_driver_sql("SELECT id FROM axe WHERE slug = 'parentalite'").scalar()
    url = make_url(str(settings.database_url))
    nous, django = Nous(settings), Django(url)
    plancher = Plancher(url.set(drivername="postgresql").render_as_string(hide_password=False))
    results = []
    try:
        for page in list_pages(number):
            a, b, c = Mesure(), Mesure(), Mesure(sql=1)
            for rank in range(page.tours + 1):
                nous.ask(page.nous, a)
                django.ask(page.django.replace("@parentalite", str(axe)), b)
                start = time.perf_counter()
                page.plancher(plancher)
                c.ms.append((time.perf_counter() - start) * 1000)
                if rank == 0:
                    # The first round fills caches, theirs and ours.
                    for mesure in (a, b, c):
                        mesure.ms.clear()
            results.append((page, a, b, c))
    finally:
        django.close()
    return django.version, results


def main() -> None:
    """Start the engines in a temporary folder, measure, print the table."""
    with tempfile.TemporaryDirectory(prefix="ctg-") as folder:
        var = Path(folder)
        var.chmod(0o711)
        secret = secrets.token_hex(32)
        with moteurs(Settings(environnement="test", var=var, secret_key=secret)) as settings:
            version, results = measure(settings)
    print(f"\n100 000 actions, 5 000 personnes, 26 communes ; médianes en ms ; Django {version}")
    print(f"{'page':26}{'nous':>9}{'Django':>9}{'plancher':>10}{'D/n':>7}{'n/p':>7}   SQL n/D")
    for page, a, b, c in results:
        print(
            f"{page.nom:26}{a.mediane:9.1f}{b.mediane:9.1f}{c.mediane:10.2f}"
            f"{b.mediane / a.mediane:6.1f}x{a.mediane / c.mediane:6.1f}x{a.sql:6d}/{b.sql}"
        )


if __name__ == "__main__":
    main()
