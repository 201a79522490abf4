"""The year of each axis: asked, submitted with what is missing, sent back, validated; guards with links."""

from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.annee.attendus import compute_attendus, list_attendus
from core.annee.gardes import list_manques
from core.annee.service import move, remind, send_back, submit, validate
from core.annee.tableau import build_tableau
from core.axes.models import Axe
from core.axes.service import bind_registry, set_active
from core.config import Settings
from core.cycles.models import CycleAnnuel, MouvementSoumission, SoumissionAxe
from core.cycles.rules import EtapeCycle, EtatSoumission, get_transition
from core.cycles.service import create_cycle, get_current, get_cycle
from core.cycles.soumissions import get_soumission
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit, Introuvable
from core.gouvernance.codes import GenreInstance, SuiteRequise
from core.gouvernance.models import Decision, Instance, Seance
from core.indicateurs.models import ValidationAxe
from core.indicateurs.service import is_validated
from core.plan.codes import Diffusion, LevePar
from core.plan.models_action import Frein
from core.plugin.registry import Registry
from core.plugin.types import Manque
from core.rappels.models import RappelEmis
from core.rappels.service import refresh
from core.security.acteur import SYSTEME, Acteur
from core.security.policy import scope
from core.socle import Socle
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration, statements
from tests.integration.essai_annee import open_cycle, submit_all
from tests.integration.essai_rapport import AxeEssai, add_action, add_note, no_axis

PE = "petite_enfance"


@pytest.fixture
def registry(session: Session, socle_partage: Socle) -> Registry:
    return bind_registry(session, socle_partage.registry)


def get_etat(session: Session, cycle: CycleAnnuel, slug: str = PE) -> EtatSoumission | None:
    found = get_soumission(session, cycle, slug)
    return found.etat if found else None


def list_rappels(session: Session, slug: str = PE) -> list[RappelEmis]:
    return list(
        session.scalars(
            select(RappelEmis).where(RappelEmis.axe_slug == slug).order_by(RappelEmis.id)
        )
    )


def test_opening_asks_each_active_axis(
    session: Session, registry: Registry, gouvernance: Acteur
) -> None:
    set_active(session, gouvernance, "acces_droits", actif=False)
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COLLECTE)
    asked = set(session.scalars(select(SoumissionAxe.axe_slug)))
    assert asked == {"gouvernance", "vie_sociale", "parentalite", PE, "enfance_jeunesse"}
    assert {r.titre for r in list_rappels(session)} == {
        "Collecte 2025 ouverte : votre année est à transmettre"
    }
    # Opened again after a step back, nobody is asked twice.
    move(session, registry, gouvernance, cycle, EtapeCycle.CONSOLIDATION, JOUR)
    move(session, registry, gouvernance, cycle, EtapeCycle.COLLECTE, JOUR, "Une équipe manque")
    assert session.scalar(select(func.count(SoumissionAxe.id))) == 5
    assert len(list_rappels(session)) == 1
    with pytest.raises(Introuvable):
        submit(session, registry, SYSTEME, cycle, "acces_droits", JOUR)
    set_active(session, gouvernance, "acces_droits", actif=True)
    submit(session, registry, SYSTEME, cycle, "acces_droits", JOUR)


def test_a_year_goes_to_governance_and_back(
    session: Session,
    registry: Registry,
    gouvernance: Acteur,
    equipe: Acteur,
    autre_equipe: Acteur,
    lecteur: Acteur,
) -> None:
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COLLECTE)
    for stranger in (autre_equipe, lecteur):
        with pytest.raises(Interdit):
            submit(session, registry, stranger, cycle, PE, JOUR)
    add_action(session, "PE-1", axe_slug=PE)
    manques = submit(session, registry, equipe, cycle, PE, JOUR)
    assert "1 fiche sans note 2025" in manques
    assert get_etat(session, cycle) is EtatSoumission.TRANSMISE
    assert [r.clos_le for r in list_rappels(session)] == [JOUR]
    with pytest.raises(ErreurMetier, match="« transmise »"):
        submit(session, registry, equipe, cycle, PE, JOUR)
    for act in (
        lambda: validate(session, registry, equipe, cycle, PE, JOUR),
        lambda: send_back(session, registry, equipe, cycle, PE, "essai", JOUR),
        lambda: remind(session, registry, equipe, cycle, PE, JOUR),
    ):
        with pytest.raises(Interdit):
            act()
    with pytest.raises(ErreurMetier, match="pourquoi"):
        send_back(session, registry, gouvernance, cycle, PE, "  ", JOUR)
    send_back(session, registry, gouvernance, cycle, PE, "Il manque les places", JOUR)
    assert list_rappels(session)[-1].quoi_faire == "Il manque les places"
    submit(session, registry, equipe, cycle, PE, JOUR)
    validate(session, registry, gouvernance, cycle, PE, JOUR)
    assert is_validated(session, PE, 2025)
    send_back(session, registry, gouvernance, cycle, PE, "Une erreur de saisie", JOUR)
    assert not is_validated(session, PE, 2025)
    found = get_soumission(session, cycle, PE)
    assert found is not None
    assert [m.vers.value for m in found.mouvements] == [
        "transmise",
        "renvoyee",
        "transmise",
        "validee",
        "renvoyee",
    ]
    assert "1 fiche sans note 2025" in found.mouvements[0].manques
    assert session.scalars(scope(autre_equipe, MouvementSoumission)).all() == []
    assert len(session.scalars(scope(equipe, MouvementSoumission)).all()) == 5


def test_governance_submits_its_own_axis_and_another_with_a_reason(
    session: Session, registry: Registry, gouvernance: Acteur
) -> None:
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COLLECTE)
    submit(session, registry, gouvernance, cycle, "gouvernance", JOUR)
    with pytest.raises(ErreurMetier, match="à la place de l'équipe"):
        submit(session, registry, gouvernance, cycle, PE, JOUR)
    submit(session, registry, gouvernance, cycle, PE, JOUR, motif="Poste vacant")
    assert get_etat(session, cycle) is EtatSoumission.TRANSMISE


@pytest.mark.parametrize("etape", [EtapeCycle.PREPARATION, EtapeCycle.COPIL])
def test_nothing_moves_before_the_collecte_nor_after_the_file(
    session: Session, registry: Registry, gouvernance: Acteur, etape: EtapeCycle
) -> None:
    cycle = open_cycle(session, no_axis(session), gouvernance, etape)
    for act in (
        lambda: submit(session, registry, gouvernance, cycle, "gouvernance", JOUR),
        lambda: send_back(session, registry, gouvernance, cycle, "gouvernance", "essai", JOUR),
        lambda: validate(session, registry, gouvernance, cycle, "gouvernance", JOUR),
        lambda: remind(session, registry, gouvernance, cycle, PE, JOUR),
    ):
        with pytest.raises(ErreurMetier, match="de la collecte au comité technique"):
            act()


def test_a_team_is_reminded_once_a_day_and_no_elu_ever(
    session: Session, registry: Registry, gouvernance: Acteur, equipe: Acteur, lecteur: Acteur
) -> None:
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COLLECTE)
    assert remind(session, registry, gouvernance, cycle, PE, JOUR)
    assert not remind(session, registry, gouvernance, cycle, PE, JOUR)
    assert remind(session, registry, gouvernance, cycle, PE, date(2026, 11, 25))
    assert session.scalars(scope(lecteur, RappelEmis)).all() == []
    assert len(session.scalars(scope(equipe, RappelEmis)).all()) == 3
    # The rules of the axes do not close what they did not open.
    refresh(session, registry, JOUR, [])
    assert [r.clos_le for r in list_rappels(session)] == [None] * 3
    submit(session, registry, equipe, cycle, PE, JOUR)
    assert [r.clos_le for r in list_rappels(session)] == [JOUR] * 3
    with pytest.raises(ErreurMetier, match="déjà transmise"):
        remind(session, registry, gouvernance, cycle, PE, JOUR)


def test_each_number_is_that_of_its_rows(
    session: Session, registry: Registry, gouvernance: Acteur, equipe: Acteur, autre_equipe: Acteur
) -> None:
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COLLECTE)
    noted = add_action(session, "PE-1", axe_slug=PE)
    add_note(session, noted, "Fait", Diffusion.EQUIPE)
    other = add_action(session, "PE-2", axe_slug=PE)
    add_action(session, "PE-3", axe_slug=PE, brouillon=True)
    add_action(session, "PAR-1")
    for leve_par, leve_le in (
        (LevePar.AUTRE, None),
        (LevePar.CAF, None),
        (LevePar.AUTRE, date(2025, 6, 1)),
    ):
        session.add(
            Frein(
                action=other,
                description="Essai",
                leve_par=leve_par,
                depuis=date(2025, 1, 1),
                leve_le=leve_le,
            )
        )
    session.flush()
    for acteur in (gouvernance, equipe):
        counts = compute_attendus(session, registry, acteur, cycle, [PE])[PE]
        rows = list_attendus(session, acteur, 2025, PE)
        assert counts.fiches == len(rows.a_jour) + len(rows.a_completer) == 2
        assert counts.fiches_a_jour == len(rows.a_jour) == 0
        assert counts.sans_pilote == len(rows.sans_pilote) == 2
        assert counts.notes == len(rows.notes) == 1
        assert counts.freins_sans_responsable == len(rows.freins) == 1
        assert counts.chiffres_attendus >= counts.chiffres_saisis
    # Another team reads neither the internal note nor the internal freins.
    hidden = compute_attendus(session, registry, autre_equipe, cycle, [PE])[PE]
    assert (hidden.notes, hidden.freins_sans_responsable, hidden.chiffres) == (0, 0, ())
    lines = {line.axe.slug: line for line in build_tableau(session, registry, gouvernance, cycle)}
    assert lines[PE].attendus.fiches == 2
    assert lines["parentalite"].attendus.fiches == 1
    assert list(lines) == [
        "gouvernance",
        "vie_sociale",
        "parentalite",
        PE,
        "enfance_jeunesse",
        "acces_droits",
    ]


def list_missing(
    session: Session, registry: Registry, cycle: CycleAnnuel, vers: EtapeCycle, jour: date = JOUR
) -> list[Manque]:
    return list_manques(session, registry, cycle, get_transition(cycle.etape, vers), jour)


def test_each_guard_says_what_is_missing_with_its_page(
    session: Session, registry: Registry, gouvernance: Acteur
) -> None:
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COLLECTE)
    told = list_missing(session, registry, cycle, EtapeCycle.CONSOLIDATION)
    assert len(told) == 6
    assert not any(m.bloquant for m in told)
    move(session, registry, gouvernance, cycle, EtapeCycle.CONSOLIDATION, JOUR)
    unsubmitted = list_missing(session, registry, cycle, EtapeCycle.COTECH)
    assert [m.url for m in unsubmitted if m.bloquant] == [
        f"/cycle/2025/axe/{slug}/"
        for slug in session.scalars(select(Axe.slug).order_by(Axe.numero))
    ]
    with pytest.raises(ErreurMetier, match="axe « Petite enfance », que son équipe n'a pas"):
        move(session, registry, gouvernance, cycle, EtapeCycle.COTECH, JOUR)
    submit_all(session, registry, gouvernance, cycle, validated=False)
    assert list_missing(session, registry, cycle, EtapeCycle.COTECH) == []
    move(session, registry, gouvernance, cycle, EtapeCycle.COTECH, JOUR)
    assert len(list_missing(session, registry, cycle, EtapeCycle.COPIL)) == 6
    for slug in session.scalars(select(Axe.slug)).all():
        validate(session, registry, gouvernance, cycle, slug, JOUR)
    move(session, registry, gouvernance, cycle, EtapeCycle.COPIL, JOUR)
    early = list_missing(session, registry, cycle, EtapeCycle.SUITES, date(2026, 10, 30))
    assert [(m.bloquant, m.url) for m in early] == [
        (True, f"/admin/cycle/edit/?id={cycle.id}"),
        (False, "/admin/seance/new/"),
    ]
    with pytest.raises(ErreurMetier, match="fixé au 04/11/2026"):
        move(session, registry, gouvernance, cycle, EtapeCycle.SUITES, date(2026, 10, 30))
    move(session, registry, gouvernance, cycle, EtapeCycle.SUITES, JOUR)


def test_closing_names_the_decisions_left_without_owner_date_or_reference(
    session: Session, gouvernance: Acteur
) -> None:
    registry = no_axis(session)
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.SUITES)
    copil = session.scalars(select(Instance).where(Instance.genre == GenreInstance.COPIL)).one()
    seance = Seance(instance=copil, jour=date(2026, 11, 4), exercice=2025)
    other = Seance(instance=copil, jour=date(2025, 11, 4), exercice=2024)
    lost = Decision(rang=1, intitule="Ouvrir un relais", echeance=date(2027, 1, 1))
    to_vote = Decision(
        rang=2,
        intitule="Conventionner",
        responsable="Direction",
        echeance=date(2027, 1, 1),
        suite_requise=SuiteRequise.DELIBERATION_AGGLO,
    )
    seance.decisions = [lost, to_vote]
    other.decisions = [Decision(rang=1, intitule="D'une autre année")]
    session.add_all([seance, other])
    session.flush()
    url = f"/admin/seance/edit/?id={seance.id}"
    assert list_missing(session, registry, cycle, EtapeCycle.CLOTURE) == [
        Manque(
            axe_slug="",
            message="un responsable pour la décision « Ouvrir un relais »",
            url=url,
            bloquant=True,
        ),
        Manque(
            axe_slug="",
            message="la référence (délibération de l'agglomération) de la décision « Conventionner »",
            url=url,
        ),
    ]
    with pytest.raises(ErreurMetier, match="Ouvrir un relais"):
        move(session, registry, gouvernance, cycle, EtapeCycle.CLOTURE, JOUR)
    lost.responsable = "Direction"
    session.flush()
    move(session, registry, gouvernance, cycle, EtapeCycle.CLOTURE, JOUR)


def test_an_axis_that_cannot_answer_is_told_and_blocks_nothing(
    session: Session, gouvernance: Acteur
) -> None:
    faulty = AxeEssai(manques=("pas un manque",))  # type: ignore[arg-type]
    registry = no_axis(session, faulty)
    cycle = create_cycle(session, gouvernance, 2025)
    (told,) = list_missing(session, registry, cycle, EtapeCycle.COLLECTE)
    assert "indisponibles" in told.message
    assert not told.bloquant
    move(session, registry, gouvernance, cycle, EtapeCycle.COLLECTE, JOUR)


def test_the_current_year_is_the_one_that_teams_fill(session: Session, gouvernance: Acteur) -> None:
    registry = no_axis(session)
    first = open_cycle(session, registry, gouvernance, EtapeCycle.COPIL)
    second = create_cycle(session, gouvernance, 2026)
    assert get_current(session) is first
    move(session, registry, gouvernance, second, EtapeCycle.COLLECTE, JOUR)
    assert get_current(session) is second
    move(session, registry, gouvernance, first, EtapeCycle.SUITES, JOUR)
    assert get_current(session) is second
    third = create_cycle(session, gouvernance, 2027)
    move(session, registry, gouvernance, third, EtapeCycle.COLLECTE, JOUR)
    assert get_current(session) is second


# --- At once ---------------------------------------------------------------------------------------


def race(socle: Socle, *acts: Callable[[Session], object]) -> list[str]:
    """Run acts at the same time, each in its transaction; the words of those that were refused."""
    barrier = Barrier(len(acts))
    refused: list[str] = []

    def run(act: Callable[[Session], object]) -> None:
        with socle.sessions() as session:
            barrier.wait()
            try:
                with unit_of_work(session):
                    act(session)
            except ErreurMetier as error:
                refused.append(error.message)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_a_cycle_opened_twice_at_once_is_opened_once(socle: Socle) -> None:
    refused = race(socle, *(lambda s: create_cycle(s, SYSTEME, 2025) for _ in range(4)))
    assert refused == ["Le cycle de l'exercice 2025 est déjà ouvert."] * 3
    with socle.sessions() as session:
        assert session.scalar(select(func.count(CycleAnnuel.id))) == 1


def test_two_people_who_submit_and_validate_at_once(socle: Socle) -> None:
    with socle.sessions() as session, unit_of_work(session):
        open_cycle(session, socle.registry, SYSTEME, EtapeCycle.COLLECTE)

    def act(session: Session) -> None:
        cycle = get_cycle(session, 2025, lock=True)
        submit(session, socle.registry, SYSTEME, cycle, PE, JOUR)
        validate(session, socle.registry, SYSTEME, cycle, PE, JOUR)

    assert len(race(socle, act, act)) == 1
    with socle.sessions() as session:
        assert session.scalar(select(func.count(MouvementSoumission.id))) == 2
        assert session.scalar(select(func.count(ValidationAxe.id))) == 1


# --- Pages -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    """A demonstration at its comité technique, that these tests change."""
    with open_demonstration(clone_demonstration("ctg_soumissions")) as application:
        yield application


def test_a_team_submits_from_home_in_two_clicks(app: Flask) -> None:
    client = log_in(app, "parentalite")
    home = unescape(client.get("/").text)
    assert "Compléter et transmettre l'année 2025 de Parentalité" in home
    url = "/cycle/2025/axe/parentalite/"
    assert f'href="{url}"' in home
    page = unescape(client.get(url).text)
    assert "Renvoyée par la gouvernance : Deux actions ont changé de pilote" in page
    answer = client.post(f"{url}transmettre", data={"de": "renvoyee"}, follow_redirects=True)
    assert "est transmise à la gouvernance" in unescape(answer.text)
    again = client.post(f"{url}transmettre", data={"de": "renvoyee"}, follow_redirects=True)
    assert "Entre-temps l'année de cet axe est passée à « transmise »" in unescape(again.text)
    assert client.get("/cycle/2025/axe/petite_enfance/").status_code == 403
    assert client.get("/cycle/2025/axe/rien/").status_code == 404


def test_the_board_leads_to_its_lists_and_acts_in_one_click(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    page = unescape(client.get("/cycle/2025/").text)
    row = page.partition('<tr id="axe-petite_enfance">')[2].partition("</tr>")[0]
    for anchor in ("fiches", "chiffres", "notes", "freins", "pilotes"):
        assert f'href="/cycle/2025/axe/petite_enfance/#{anchor}"' in row, anchor
        target = client.get("/cycle/2025/axe/petite_enfance/").text
        assert f'id="{anchor}"' in target
    assert "Valider" in row
    url = "/cycle/2025/axe/petite_enfance/"
    data = {"de": "transmise", "depuis": "tableau"}
    answer = client.post(f"{url}renvoyer", data={**data, "motif": "À revoir"})
    assert answer.location.endswith("/cycle/2025/#axe-petite_enfance")
    data["de"] = "renvoyee"
    told = client.post(f"{url}relancer", data=data, follow_redirects=True)
    assert "L'équipe est relancée" in unescape(told.text)
    told = client.post(f"{url}relancer", data=data, follow_redirects=True)
    assert "déjà été relancée aujourd'hui" in unescape(told.text)
    blocked = client.post(
        "/cycle/2025/avancer", data={"de": "cotech", "vers": "copil"}, follow_redirects=True
    )
    text = unescape(blocked.text)
    assert "Il manque : la validation de l'année 2025 de l'axe" in text
    assert "Ce qui manque pour « Figer et envoyer le dossier du comité »" in text
    assert '<a href="/cycle/2025/axe/petite_enfance/">la validation' in text


def test_the_board_costs_the_same_whatever_the_rows(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    urls = ("/cycle/2025/", "/cycle/2025/axe/petite_enfance/")

    def count() -> list[int]:
        found = []
        for url in urls:
            client.get(url)
            with statements(app) as sent:
                assert client.get(url).status_code == 200
            found.append(len(sent))
        return found

    before = count()
    with app.extensions["ctg"].sessions() as session, unit_of_work(session):
        for n in range(300):
            action = add_action(session, f"MASSE-{n}", axe_slug="petite_enfance")
            add_note(session, action, "Essai", Diffusion.EQUIPE)
    assert count() == before
    print(f"Instructions SQL : {dict(zip(urls, before, strict=True))}")


def test_roles_of_the_page(app: Flask) -> None:
    for nom in ("lecteur", "caf", "begrolles", "administrateur"):
        page = log_in(app, nom).get("/cycle/2025/").text
        assert "completude" not in page
        assert "/cycle/2025/axe/" not in page
