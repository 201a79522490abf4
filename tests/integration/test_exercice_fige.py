"""A frozen exercice: one instant, versions, pages made of what was sent, under the rights of each."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.annee.envoi import send_dossier
from core.annee.service import send_back, submit, validate
from core.config import Settings
from core.cycles.models import Gel
from core.cycles.rules import EtapeCycle
from core.cycles.service import get_cycle, get_last_gel
from core.db.transaction import unit_of_snapshot, unit_of_work
from core.errors import ConflitVersion, Introuvable
from core.indicateurs.models import ValidationAxe
from core.indicateurs.service import validate_axe
from core.journal.service import set_context
from core.plan.codes import Diffusion, StatutAction
from core.plan.models_action import Action, Note
from core.rapports.exercice import get_exercice_fige
from core.security.acteur import SYSTEME, Acteur
from core.socle import Socle
from plugins.petite_enfance.models import AccueilIndividuel
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration, statements
from tests.integration.essai_annee import open_cycle
from tests.integration.essai_rapport import add_action, add_note, no_axis

DOSSIER = "/exercices/2024/"


def list_textes(session: Session, acteur: Acteur, code: str) -> set[str]:
    fige = get_exercice_fige(session, acteur, 2025)
    fiche = fige.get_action(code)
    return {note.texte for note in fige.list_notes(fiche)} if fiche else set()


def test_what_was_sent_is_read_under_the_rights_of_each(
    session: Session,
    gouvernance: Acteur,
    autre_equipe: Acteur,
    equipe: Acteur,
    lecteur: Acteur,
    commune: Acteur,
) -> None:
    action = add_action(session, "PAR-1")
    draft = add_action(session, "PAR-2", brouillon=True)
    for diffusion in Diffusion:
        add_note(session, action, diffusion.value, diffusion)
        add_note(session, draft, diffusion.value, diffusion)
    open_cycle(session, no_axis(session), gouvernance, EtapeCycle.COPIL)
    # Parentalité is off the registry of this test: its sheets were sent all the same.
    every = {d.value for d in Diffusion}
    for acteur, published, drafted in (
        (gouvernance, every, every),
        (autre_equipe, every, every),
        (equipe, {"partenaires", "copil"}, set()),
        (commune, {"partenaires", "copil"}, set()),
        (lecteur, {"copil"}, set()),
    ):
        assert list_textes(session, acteur, "PAR-1") == published, acteur.nom
        assert list_textes(session, acteur, "PAR-2") == drafted, acteur.nom
    action.intitule = "Changé depuis"
    session.flush()
    kept = get_exercice_fige(session, lecteur, 2025).get_action("PAR-1")
    assert kept is not None
    assert kept.intitule == "Action d'essai PAR-1"
    with pytest.raises(Introuvable):
        get_exercice_fige(session, lecteur, 2025, 2)
    with pytest.raises(Introuvable):
        get_exercice_fige(session, lecteur, 2024)


def test_the_actions_of_an_axis_that_is_off_are_not_sent(
    session: Session, gouvernance: Acteur
) -> None:
    action = add_action(session, "PAR-1")
    add_note(session, action, "Une note", Diffusion.COPIL)
    session.get_one(Action, action.id).axe.actif = False
    session.flush()
    open_cycle(session, no_axis(session), gouvernance, EtapeCycle.COPIL)
    assert get_exercice_fige(session, gouvernance, 2025).actions == []


# --- One instant -------------------------------------------------------------------------------------


def prepare(socle: Socle) -> None:
    """A cycle ready to be frozen, with one action."""
    with socle.sessions() as session, unit_of_work(session):
        add_note(session, add_action(session, "PAR-1"), "Une note", Diffusion.COPIL)
        open_cycle(session, no_axis(session), SYSTEME, EtapeCycle.COTECH)


def test_an_edit_committed_during_the_gel_is_whole_in_it_or_out_of_it(socle: Socle) -> None:
    prepare(socle)
    with socle.sessions() as freezing, unit_of_snapshot(freezing):
        cycle = get_cycle(freezing, 2025, lock=True)
        with socle.sessions() as session, unit_of_work(session):
            action = session.scalars(select(Action)).one()
            action.intitule, action.statut = "Changé pendant", StatutAction.REALISEE
            session.scalars(select(Note)).one().texte = "Changée pendant"
        send_dossier(freezing, no_axis(freezing), SYSTEME, cycle, JOUR)
    with socle.sessions() as session:
        gel = get_last_gel(session, 2025)
        assert gel is not None
        (action_figee,) = gel.donnees["actions"]
        assert (action_figee["intitule"], action_figee["statut"]) == (
            "Action d'essai PAR-1",
            "en_cours",
        )
        assert [note["texte"] for note in gel.donnees["notes"]] == ["Une note"]
        assert "Changé" not in str(gel.document)
        assert session.scalars(select(Action.intitule)).one() == "Changé pendant"


def test_two_people_who_freeze_at_once_make_one_file(socle: Socle) -> None:
    prepare(socle)
    with socle.sessions() as first, socle.sessions() as second:
        refused: list[Exception] = []

        def freeze_too() -> None:
            try:
                with unit_of_snapshot(second):
                    get_cycle(second, 2025, lock=True)
            except ConflitVersion as error:
                refused.append(error)

        with unit_of_snapshot(first):
            cycle = get_cycle(first, 2025, lock=True)
            thread = Thread(target=freeze_too)
            thread.start()
            thread.join(0.5)
            send_dossier(first, no_axis(first), SYSTEME, cycle, JOUR)
        thread.join()
    assert len(refused) == 1
    with socle.sessions() as session:
        assert session.scalar(select(func.count(Gel.id))) == 1


def test_a_validation_waits_for_the_figures_being_saved(socle: Socle, equipe: Acteur) -> None:
    """Checked before it and committed after it, a figure would escape the rule on définitifs."""
    with socle.sessions() as saving:
        set_context(saving, equipe, source="web")
        saving.add(AccueilIndividuel(code_insee="49099", annee=2025))
        saving.flush()
        waiting = Thread(target=lambda: _validate(socle))
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        saving.commit()
        waiting.join(10)
        assert not waiting.is_alive()
    with socle.sessions() as session:
        assert session.scalar(select(func.count(ValidationAxe.id))) == 1


def _validate(socle: Socle) -> None:
    with socle.sessions() as session, unit_of_work(session):
        validate_axe(session, SYSTEME, "petite_enfance", 2025, JOUR)


# --- Pages -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    """A demonstration that these tests change; 2023 and 2024 are closed."""
    with open_demonstration(clone_demonstration("ctg_exercice")) as application:
        yield application


def test_every_role_reads_the_frozen_year_at_a_constant_cost(app: Flask) -> None:
    for nom in ("gouvernance", "lecteur", "begrolles", "parentalite", "caf", "administrateur"):
        client = log_in(app, nom)
        page = client.get(DOSSIER)
        assert page.status_code == 200
        links = set(re.findall(r'href="(/exercices/2024/[^"]*)"', unescape(page.text)))
        assert any("/indicateurs/PE2/" in link for link in links)
        for link in sorted(links)[:12]:
            assert client.get(link).status_code == 200, link
        assert client.get(f"{DOSSIER}document/").status_code == (
            403 if nom == "administrateur" else 200
        )
    assert client.get("/exercices/2025/").status_code == 404
    client = log_in(app, "lecteur")
    counts = []
    for url in (DOSSIER, f"{DOSSIER}actions/", f"{DOSSIER}indicateurs/PE2/"):
        client.get(url)
        with statements(app) as sent:
            client.get(url)
        counts.append(len(sent))
    print(f"Instructions SQL des pages figées : {counts}")
    assert max(counts) <= 5


def test_a_live_page_says_both_values(app: Flask) -> None:
    page = unescape(log_in(app, "lecteur").get("/indicateurs/PE2/?annee=2024").text)
    assert "Envoyé au comité, 2024" in page
    assert 'href="/exercices/2024/indicateurs/PE2/?version=1"' in page
    assert "Envoyé au comité" not in log_in(app, "lecteur").get("/indicateurs/PE2/?annee=2025").text


def test_governance_freezes_then_makes_a_second_version(app: Flask) -> None:
    socle: Socle = app.extensions["ctg"]
    with socle.sessions() as session, unit_of_work(session):
        cycle = get_cycle(session, 2025, lock=True)
        submit(session, socle.registry, SYSTEME, cycle, "parentalite", JOUR)
        for slug in ("parentalite", "petite_enfance", "enfance_jeunesse", "acces_droits"):
            validate(session, socle.registry, SYSTEME, cycle, slug, JOUR)
    client = log_in(app, "gouvernance")
    early = client.post("/cycle/2025/dossier", data={"motif": "essai"}, follow_redirects=True)
    assert "n'est pas encore envoyé" in unescape(early.text)
    sent = client.post(
        "/cycle/2025/avancer", data={"de": "cotech", "vers": "copil"}, follow_redirects=True
    )
    assert "est à l'étape « Comité de pilotage »" in unescape(sent.text)
    assert "Faire le dossier version 2" in unescape(sent.text)
    code = _edit(socle)
    for data, told in (
        ({"numero": "1", "motif": " "}, "Dites ce qui change dans cette nouvelle version"),
        ({"numero": "1", "motif": "Chiffre de la CAF reçu"}, "La version 2 du dossier 2025"),
        ({"numero": "1", "motif": "Encore"}, "Entre-temps la version 2 du dossier a été faite"),
    ):
        answer = client.post("/cycle/2025/dossier", data=data, follow_redirects=True)
        assert told in unescape(answer.text)
    url = f"/exercices/2025/actions/{code}/"
    assert "Changé après l'envoi" not in client.get(f"{url}?version=1").text
    assert "Changé après l'envoi" in unescape(client.get(f"{url}?version=2").text)
    assert "Changé après l'envoi" in unescape(client.get(url).text)
    refused = client.post(
        "/cycle/2025/axe/parentalite/renvoyer", data={"motif": "Trop tard"}, follow_redirects=True
    )
    assert "de la collecte au comité technique" in unescape(refused.text)


def test_two_exercices_open_at_once_are_both_shown(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    assert client.post("/cycle/", data={"exercice": "2026"}).location == "/cycle/2026/"
    again = client.post("/cycle/", data={"exercice": "2026"}, follow_redirects=True)
    assert "Le cycle de l'exercice 2026 est déjà ouvert." in unescape(again.text)
    for etapes, courant, autre in (
        ((), "2025", "2026"),
        (("preparation", "collecte"), "2026", "2025"),
    ):
        if etapes:
            data = dict(zip(("de", "vers"), etapes, strict=True))
            assert client.post("/cycle/2026/avancer", data=data).status_code == 302
        for exercice in ("2025", "2026"):
            page = unescape(client.get(f"/cycle/{exercice}/").text)
            assert "2 exercices sont ouverts en même temps" in page
            assert f'<span class="exercice-annee">Exercice {courant}</span>' in page
        assert client.get("/cycle/").location == f"/cycle/{courant}/"
        home = unescape(log_in(app, "parentalite").get("/").text)
        assert f'Aussi ouvert : <a href="/cycle/{autre}/">exercice {autre}</a>' in home
    assert "Compléter et transmettre l'année 2026 de Parentalité" in home


def _edit(socle: Socle) -> str:
    with socle.sessions() as session, unit_of_work(session):
        action = session.scalars(
            select(Action).where(Action.brouillon.is_(False)).order_by(Action.id).limit(1)
        ).one()
        action.intitule = "Changé après l'envoi"
        return action.code


def test_a_year_sent_back_reopens_its_figures(session: Session, gouvernance: Acteur) -> None:
    registry = no_axis(session)
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COTECH)
    assert session.scalar(select(func.count(ValidationAxe.id))) == 1
    send_back(session, registry, gouvernance, cycle, "gouvernance", "À revoir", JOUR)
    assert session.scalar(select(func.count(ValidationAxe.id))) == 0
