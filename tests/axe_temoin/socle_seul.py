"""The platform with every axis blocked, run in a process of its own on an empty database.

``python -m tests.axe_temoin.socle_seul DOSSIER``: the folder takes the report.
"""

import sys
from datetime import date
from pathlib import Path

from core.app import create_app
from core.comptes.service import create_compte
from core.config import load_settings
from core.db.transaction import unit_of_work
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import build_socle
from tests.axe_temoin.commandes import read_pdf, run
from tests.navigateur import log_in

PAGES = (
    "/",
    "/convention/",
    "/axes/",
    "/cycle/",
    "/cycle/2025/",
    "/indicateurs/",
    "/indicateurs/GOU2/",
    "/gouvernance/",
    "/communes/",
    "/communes/49099/",
    "/rapports/",
    "/admin/action/",
    "/admin/action/new/",
    "/admin/parametre/",
    "/admin/reglage-indicateur/",
)


def main(dossier: Path) -> None:
    """Migrate, load, read, report."""
    settings = load_settings()
    run("db", "upgrade")
    run("reference", "charger")
    assert "Aucun écart : core_" in run("db", "check")
    socle = build_socle(settings)
    assert [axe.slug for axe in socle.registry.axes] == ["gouvernance"]
    with socle.sessions() as session, unit_of_work(session):
        create_compte(
            session,
            SYSTEME,
            email="gouv@essai.example",
            password="Un-long-secret-42",
            personne=None,
            habilitations=[Habilitation(role=Role.GOUVERNANCE)],
            debut=date(2024, 1, 1),
        )
    app = create_app(settings)
    app.config["WTF_CSRF_METHODS"] = set()
    client = log_in(app, "gouv@essai.example")
    assert client.post("/cycle/", data={"exercice": "2025"}).status_code == 302
    for path in PAGES:
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path} : {answer.status_code}"
    assert "Bloqué" in client.get("/axes/").text
    assert "CTG_PLUGINS_BLOCKED" in client.get("/indicateurs/").text
    blocked = client.get(f"/axe/{settings.plugins_blocked[0]}/apercu/")
    assert blocked.status_code == 404
    assert "CTG_PLUGINS_BLOCKED" in blocked.text
    sortie = dossier / "seul.pdf"
    run("rapport", "annuel", "--annee", "2025", "--sur-place", "--sortie", str(sortie))
    printed = read_pdf(sortie)
    assert "Rapport annuel 2025" in printed
    assert "Taux de réalisation du plan" in printed
    assert "Aucun indicateur n’est encore suivi pour cet axe" in printed.replace("'", "’")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
