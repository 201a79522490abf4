"""Workbooks deposited, previewed and loaded as people and the worker do it."""

import hashlib

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from core.chargement.models import Chargement
from core.db.extension import db
from core.jobs.execution import execute
from core.jobs.models import StatutTache
from tests.formulaires import read_form
from tests.integration.essai_classeurs import build_rows, build_xlsx

BASE = "/plan/chargements/"
# What says that something was asked and undone, and not what was loaded.
TRACES = {
    "journal",
    "chargement",
    "chargement_contenu",
    "fichier",
    "fichier_morceau",
    "tache",
    "soumission",
    "compte",
    "connexion",
}
BON = ("plan.xlsx", build_xlsx(build_rows(84)))


def send(
    client: FlaskClient, url: str, nom: str, contenu: bytes, **champs: str
) -> tuple[int, str, str]:
    """Send a workbook: status, address led to, page."""
    parts = [
        f'--limite\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in champs.items()
    ]
    head = f'--limite\r\nContent-Disposition: form-data; name="fichier"; filename="{nom}"\r\n'
    body = [*parts, head.encode(), b"Content-Type: x/y\r\n\r\n", contenu, b"\r\n--limite--\r\n"]
    answer = client.post(
        url, data=b"".join(body), content_type="multipart/form-data; boundary=limite"
    )
    return answer.status_code, answer.headers.get("Location", ""), answer.text


def read_form_of(page: str, url: str) -> dict[str, str]:
    """What a browser would send of one form of a page, nothing typed."""
    form = page[page.index(f'action="{url}"') :]
    return read_form(f"<main><form {form[: form.index('</form>')]}</main>").to_dict()


def deposit(client: FlaskClient, nom: str, contenu: bytes, axe: str = "tous") -> int:
    """Deposit a workbook that can be read and keep the columns that were guessed; its load."""
    status, url, page = send(client, BASE, nom, contenu, axe=axe)
    assert status == 302, page
    numero = int(url.rsplit("/", 2)[1])
    form = read_form_of(client.get(url).text, f"{BASE}{numero}/colonnes")
    answer = client.post(f"{BASE}{numero}/colonnes", data=form)
    assert answer.status_code == 302, answer.text
    return numero


def read(client: FlaskClient, url: str) -> str:
    """A page, numbers joined to their words as people read them."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def read_preview(client: FlaskClient, numero: int) -> str:
    """What will be loaded."""
    return read(client, f"{BASE}{numero}/apercu")


def ask(client: FlaskClient, numero: int, **champs: str) -> None:
    """Confirm what is previewed."""
    form = read_form_of(read_preview(client, numero), f"{BASE}{numero}/charger") | champs
    answer = client.post(f"{BASE}{numero}/charger", data=form)
    assert answer.status_code == 302, answer.text


def run(app: Flask, numero: int) -> StatutTache | None:
    """What the worker does."""
    socle = app.extensions["ctg"]
    with app.app_context():
        tache_id = db.session.get_one(Chargement, numero).tache_id
    assert tache_id is not None
    return execute(socle.sessions, socle.registry, tache_id, "essai")


def dump(app: Flask) -> dict[str, tuple[int, str]]:
    """Every row of every table but the traces: how many, and their digest."""
    with app.app_context():
        found = {}
        for name in db.session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        ):
            if name in TRACES:
                continue
            rows = db.session.scalars(text(f'SELECT t::text FROM "{name}" t ORDER BY 1')).all()
            found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        return found


def count(app: Flask, modele: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(modele)) or 0
