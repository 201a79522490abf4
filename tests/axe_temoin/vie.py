"""The life of the witness axis in an application, run in a process of its own where it is installed.

``python -m tests.axe_temoin.vie DOSSIER``: the folder takes the reports. Each fault is an AssertionError.
"""

import sys
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from core.api import testing
from core.communes.models import Commune
from core.comptes.service import create_compte
from core.config import load_settings
from core.cycles.rules import EtapeCycle
from core.cycles.service import create_cycle, list_values, move_cycle
from core.db.transaction import unit_of_work
from core.rappels.models import RappelEmis
from core.rappels.service import refresh
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle, build_socle
from tests.axe_temoin.commandes import read_pdf, run
from tests.axe_temoin.page import SLUG
from tests.formulaires import read_form
from tests.navigateur import log_in, open_app

TITRE = "Santé des jeunes (témoin)"
LISTE, APERCU = "/admin/sante_jeunes_passage/", f"/axe/{SLUG}/apercu/"
EXERCICE = 2025
CLOSED = (
    LISTE,
    f"{LISTE}new/",
    f"{LISTE}edit/?id=1",
    f"{LISTE}details/?id=1",
    f"{LISTE}delete/?id=1",
    f"{LISTE}saisie/",
    f"{LISTE}export/?format=csv",
    f"{LISTE}lookup/?champ=commune&q=cholet",
    APERCU,
    "/indicateurs/SJ1/",
)


def main(dossier: Path) -> None:
    """Install, live, leave."""
    assert "sante_jeunes_0001" in run("db", "upgrade")
    lines = run("reference", "charger")
    assert "Axes : 1 ligne créée" in lines, lines
    assert "Axes : 7 lignes déjà là" in run("reference", "charger")
    assert "Aucun écart" in run("db", "check")
    with testing.open_platform() as (registry, session):
        testing.check_axe(session, registry, SLUG, exercice=EXERCICE)
    settings = load_settings()
    socle = build_socle(settings)
    open_year(socle)
    with open_app(settings) as app:
        app.config["WTF_CSRF_METHODS"] = set()
        equipe, gouvernance = log_in(app, "equipe@essai.example"), log_in(app, "gouv@essai.example")
        live(app, socle, equipe, gouvernance, dossier)
        switch_off(socle, equipe, gouvernance, dossier)
        switch_on(socle, equipe, gouvernance)
    run("db", "downgrade", SLUG, "--oui")
    with socle.sessions() as session:
        assert session.scalar(text("SELECT to_regclass('sante_jeunes_passage')")) is None
    socle.engine.dispose()


def open_year(socle: Socle) -> None:
    """Two accounts, and a cycle at its collecte."""
    with socle.sessions() as session, unit_of_work(session):
        for nom, habilitation in (
            ("equipe", Habilitation(role=Role.EQUIPE, axe_slug=SLUG)),
            ("gouv", Habilitation(role=Role.GOUVERNANCE)),
        ):
            create_compte(
                session,
                SYSTEME,
                email=f"{nom}@essai.example",
                password="Un-long-secret-42",
                personne=None,
                habilitations=[habilitation],
                debut=date(2024, 1, 1),
            )
        cycle = create_cycle(session, SYSTEME, EXERCICE)
        move_cycle(session, SYSTEME, cycle, EtapeCycle.COLLECTE, jour=date(2026, 3, 16))


def live(
    app: Flask, socle: Socle, equipe: FlaskClient, gouvernance: FlaskClient, dossier: Path
) -> None:
    """Seen in the menu, entered through its form, computed, reminded, printed."""
    assert TITRE in equipe.get("/").text
    with socle.sessions() as session:
        cholet = session.scalars(select(Commune.id).where(Commune.code_insee == "49099")).one()
    form = read_form(equipe.get(f"{LISTE}new/?annee={EXERCICE}&commune={cholet}").text)
    form["venus"], form["orientes"] = "40", "50"
    refused = equipe.post(f"{LISTE}new/", data=form)
    assert "Plus d'orientés que de venus (50 pour 40)" in unescape(refused.text)
    form["orientes"] = "10"
    assert equipe.post(f"{LISTE}new/", data=form).status_code == 302
    assert "Cholet" in equipe.get(LISTE).text
    assert "25 %" in read_page(gouvernance, "/indicateurs/SJ1/")
    (rappel,) = remind(socle)
    assert rappel == f"Points santé {EXERCICE} : 25 communes à renseigner"
    assert rappel in equipe.get("/").text
    printed = read_pdf(report(dossier / "actif.pdf"))
    assert f"Axe 7 : {TITRE}" in printed
    assert "Points santé Commune Jeunes venus Cholet 40" in printed


def switch_off(socle: Socle, equipe: FlaskClient, gouvernance: FlaskClient, dossier: Path) -> None:
    """Gone everywhere, data kept."""
    asked = read_page(gouvernance, f"/axes/{SLUG}/")
    for said in ("2 listes et pages", "1 indicateur", "1 rappel ouvert", "1 ligne"):
        assert said in asked, said
    assert equipe.get(f"/axes/{SLUG}/").status_code == 403
    assert gouvernance.post(f"/axes/{SLUG}/", data={"actif": "non"}).status_code == 302
    for path in CLOSED:
        answer = equipe.get(path)
        assert answer.status_code == 404, path
        assert f"L'axe « {TITRE} » est désactivé" in unescape(answer.text), path
    for client in (equipe, gouvernance):
        page = read_page(client, "/")
        assert LISTE not in page
        assert "Points santé 2025 :" not in page
        assert f"Axe désactivé, absent de ces totaux : {TITRE}" in page
    assert "SJ1" not in gouvernance.get("/indicateurs/").text
    assert "SJ1" not in gouvernance.get("/admin/reglage-indicateur/").text
    assert TITRE not in read_page(gouvernance, "/admin/action/new/").partition("<main")[2]
    remind(socle)
    printed = read_pdf(report(dossier / "inactif.pdf"))
    assert "Points santé" not in printed
    assert f"axes désactivés : {TITRE}" in printed
    assert count_rows(socle) == 1


def switch_on(socle: Socle, equipe: FlaskClient, gouvernance: FlaskClient) -> None:
    """All back, as it was."""
    assert gouvernance.post(f"/axes/{SLUG}/", data={"actif": "oui"}).status_code == 302
    assert "Cholet" in equipe.get(LISTE).text
    assert equipe.get(APERCU).status_code == 200
    assert "25 %" in read_page(gouvernance, "/indicateurs/SJ1/")
    assert "25 communes à renseigner" in equipe.get("/").text


def remind(socle: Socle) -> list[str]:
    """Run the rules; the titles of what is open for the axis."""
    with socle.sessions() as session, unit_of_work(session):
        refresh(session, socle.registry, date(2026, 3, 16), list_values(session))
        rows = select(RappelEmis.titre).where(RappelEmis.axe_slug == SLUG)
        return list(session.scalars(rows.where(RappelEmis.clos_le.is_(None))))


def report(path: Path) -> Path:
    """The annual report, through the command."""
    run("rapport", "annuel", "--annee", str(EXERCICE), "--sur-place", "--sortie", str(path))
    return path


def read_page(client: FlaskClient, path: str) -> str:
    """The words and addresses of a page, each space a plain one."""
    return " ".join(unescape(client.get(path).text).split())


def count_rows(socle: Socle) -> Any:
    with socle.sessions() as session:
        return session.scalar(text("SELECT count(*) FROM sante_jeunes_passage"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
