"""A load that is killed, overtaken by others, or undone."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from core.chargement.codes import EtatChargement
from core.chargement.models import Chargement, FicheChargee
from core.communes.models import Commune
from core.config import Settings
from core.cycles.service import freeze, get_current
from core.db.extension import db
from core.jobs.models import StatutTache
from core.plan.models_action import Action
from core.rapports.dossier import build_donnees
from core.security.acteur import SYSTEME
from tests.integration.essai_admin import log_in, open_demonstration
from tests.integration.essai_chargement import BASE, BON, ask, deposit, dump, read, run

# A worker that dies at the fortieth sheet, as by kill -9.
TUE = """
import os, signal, sys
from core.chargement import execution as load
from core.config import Settings
from core.jobs.execution import execute
from core.socle import build_socle
done = []
def die(*arguments):
    done.append(arguments)
    if len(done) == 40:
        print("40 sur 84", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
load.validate_action = die
socle = build_socle(
    Settings(environnement="test", database_url=sys.argv[1], var=sys.argv[2], secret_key="x" * 40)
)
execute(socle.sessions, socle.registry, int(sys.argv[3]), "tue")
"""


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_reprise")) as app:
        yield app


def test_undoing_is_refused_once_somebody_has_worked_on_it(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    csv = (
        "Action;Début;Axe;Notes\nUne première chose;2025;3;Vu\nUne autre action;2026;3;\n"
        "Tout autre;2026;3;\n"
    )
    numero = deposit(client, "c.csv", csv.encode())
    ask(client, numero)
    assert run(app, numero) is StatutTache.TERMINEE
    with app.app_context():
        first, second, _ = db.session.scalars(
            select(Action)
            .join(FicheChargee)
            .where(FicheChargee.chargement_id == numero)
            .order_by(FicheChargee.ligne)
        ).all()
        first.notes[0].texte = "Revu"
        second.communes.append(db.session.scalars(select(Commune).limit(1)).one())
        db.session.commit()
        codes = (first.code, second.code)
    before = dump(app)
    answer = client.post(f"{BASE}{numero}/annuler", follow_redirects=True)
    assert (
        f"a travaillé depuis sur {codes[0]} « Une première chose », {codes[1]} « Une autre action »."
        in answer.text
    )
    assert dump(app) == before


def test_undoing_is_refused_once_the_file_of_the_committee_was_sent(app: Flask) -> None:
    client, team = log_in(app, "gouvernance"), log_in(app, "petite.enfance")
    plan = "Action;Début;Axe\nUne chose envoyée;2025;3\n".encode()
    draft = "Action;Début\nUne chose à part;2025\n".encode()
    sent = deposit(client, "envoye.csv", plan)
    kept = deposit(team, "brouillon.csv", draft, axe="petite_enfance")
    ask(client, sent)
    ask(team, kept, publication="brouillon")
    for numero in (sent, kept):
        assert run(app, numero) is StatutTache.TERMINEE
    with app.app_context():
        socle = app.extensions["ctg"]
        cycle = get_current(db.session())
        assert cycle is not None
        donnees = build_donnees(db.session(), socle.registry, cycle.exercice)
        freeze(
            db.session(),
            SYSTEME,
            cycle,
            donnees=donnees,
            document={},
            dossier={},
            projection={},
            empreinte=b"e" * 32,
        )
        db.session.commit()
        assert "Une chose envoyée" in {action["intitule"] for action in donnees["actions"]}
    before = dump(app)
    answer = client.post(f"{BASE}{sent}/annuler", follow_redirects=True)
    assert (
        "Le dossier du comité a été envoyé depuis ce chargement : ses actions y figurent, et ne se "
        "retirent plus. Abandonnez celles qui ne doivent plus être au plan."
    ) in unescape(answer.text)
    assert dump(app) == before
    with app.app_context():
        assert db.session.get_one(Chargement, sent).etat is EtatChargement.CHARGE
    # A draft was not sent: its load is undone as before.
    team.post(f"{BASE}{kept}/annuler")
    with app.app_context():
        assert db.session.get_one(Chargement, kept).etat is EtatChargement.ANNULE


def test_a_job_killed_half_way_leaves_nothing_and_runs_again(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    numero = deposit(client, *BON)
    ask(client, numero)
    before = dump(app)
    settings = app.extensions["ctg"].settings
    with app.app_context():
        tache_id = db.session.get_one(Chargement, numero).tache_id
    killed = subprocess.run(
        [sys.executable, "-c", TUE, str(settings.database_url), settings.var, str(tache_id)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "40 sur 84" in killed.stdout
    assert dump(app) == before
    with app.app_context():
        found = db.session.get_one(Chargement, numero)
        assert found.tache is not None
        # Its lease ends, and another worker takes it.
        found.tache.bail_jusqu_a = found.created_at
        db.session.commit()
    assert run(app, numero) is StatutTache.TERMINEE
    assert run(app, numero) is None
    assert client.post(f"{BASE}{numero}/annuler").status_code == 302
    assert dump(app) == before


def test_what_changed_between_preview_and_job_stops_everything(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    csv = "Code;Action;Début;Axe\nZZ-1;Une chose nouvelle;2025;3\nZZ-2;Encore une autre;2026;3\n".encode()
    numero, other = deposit(client, "d.csv", csv), deposit(client, "d.csv", csv)
    ask(client, numero)
    ask(client, other)
    assert run(app, other) is StatutTache.TERMINEE
    before = dump(app)
    assert run(app, numero) is StatutTache.ECHOUEE
    assert dump(app) == before
    page = read(client, f"{BASE}{numero}/")
    assert "Rien n&#39;a été chargé. Ligne 2, colonne A « Code »" in page
    assert f"{BASE}{numero}/apercu" in page
