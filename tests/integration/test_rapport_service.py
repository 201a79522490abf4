"""Frozen years keep their file; the committee's file and the cycle move under their guards."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.annee.envoi import send_dossier
from core.annee.service import move, validate
from core.cycles.models import CycleAnnuel, Gel
from core.cycles.rules import EtapeCycle, default_dates
from core.cycles.service import create_cycle, get_cycle
from core.errors import ErreurMetier, Interdit
from core.jobs.models import StatutTache
from core.plan.codes import Diffusion
from core.plan.models_action import Action
from core.plugin.types import (
    Manque,
)
from core.rapports.document import (
    Document,
    to_json,
)
from core.rapports.dossier import compute_empreinte
from core.rapports.models import Audience, GenreRapport, Rapport
from core.rapports.service import prepare_document, request_exercice, store_result
from core.security.acteur import SYSTEME, Acteur
from core.socle import Socle
from tests.integration.conftest import JOUR
from tests.integration.essai_annee import open_cycle
from tests.integration.essai_rapport import (
    AxeEssai,
    add_action,
    compute_cholet,
    indicateur,
    no_axis,
    read,
)
from worker.pdf import VERSION_RENDU, render

# --- Frozen years, the committee's file --------------------------------------------------------------


def finish(session: Session, socle: Socle, rapport: Rapport) -> None:
    """What the worker does, in the test's transaction."""
    document = prepare_document(session, socle.registry, rapport, JOUR)
    store_result(session, rapport, document, render(document), VERSION_RENDU, 1)
    rapport.tache.statut = StatutTache.TERMINEE
    session.flush()


def test_a_frozen_year_gives_the_same_file(demo: Session, demonstration: Socle) -> None:
    rapport = request_exercice(demo, SYSTEME, 2024)
    assert rapport.fige
    assert request_exercice(demo, SYSTEME, 2024) is rapport
    finish(demo, demonstration, rapport)
    add_action(demo)
    again = request_exercice(demo, SYSTEME, 2024)
    assert again is rapport
    assert again.fichier_id is not None
    document = prepare_document(demo, demonstration.registry, rapport, date(2030, 1, 1))
    assert to_json(document) == rapport.document
    assert "Action d'essai" not in read(document)


@pytest.mark.parametrize("genre", [GenreRapport.DOSSIER, GenreRapport.PROJECTION])
def test_the_committee_gets_the_same_file_years_later(
    demo: Session, demonstration: Socle, genre: GenreRapport
) -> None:
    rapport = request_exercice(demo, SYSTEME, 2024, genre=genre)
    assert rapport.fige
    assert rapport.id != request_exercice(demo, SYSTEME, 2024).id
    finish(demo, demonstration, rapport)
    add_action(demo)
    assert request_exercice(demo, SYSTEME, 2024, genre=genre) is rapport
    assert rapport.fichier is not None
    assert rapport.fichier.nom == f"{genre.value}-comite-2024-fige.pdf"
    document = prepare_document(demo, demonstration.registry, rapport, date(2030, 1, 1))
    assert hashlib.sha256(render(document)).hexdigest() == rapport.fichier.empreinte


def test_a_file_sent_before_it_had_two_parts_says_so(session: Session) -> None:
    cycle = CycleAnnuel(exercice=2023, etape=EtapeCycle.CLOTURE, **default_dates(2023))
    session.add(cycle)
    session.flush()
    sent = to_json(Document(titre="Rapport annuel 2023", date="2024-10-20"))
    cycle.gels.append(
        Gel(
            numero=1,
            fait_le=cycle.created_at,
            par="Essai",
            donnees={},
            document=sent,
            empreinte=compute_empreinte({}, document=sent),
        )
    )
    session.flush()
    assert request_exercice(session, SYSTEME, 2023).fige
    with pytest.raises(ErreurMetier, match="que le rapport annuel"):
        request_exercice(session, SYSTEME, 2023, genre=GenreRapport.DOSSIER)


def test_a_frozen_report_that_was_lost_can_be_asked_again(demo: Session) -> None:
    rapport = request_exercice(demo, SYSTEME, 2024)
    rapport.tache.statut = StatutTache.ECHOUEE
    demo.flush()
    again = request_exercice(demo, SYSTEME, 2024)
    assert again.id != rapport.id
    assert again.gel_id == rapport.gel_id


def test_a_live_year_is_made_again_once_the_last_one_is_done(demo: Session) -> None:
    first = request_exercice(demo, SYSTEME, 2025)
    assert request_exercice(demo, SYSTEME, 2025) is first
    first.tache.statut = StatutTache.TERMINEE
    demo.flush()
    assert request_exercice(demo, SYSTEME, 2025) is not first


def test_who_may_ask(demo: Session, equipe: Acteur, lecteur: Acteur) -> None:
    assert request_exercice(demo, equipe, 2025).audience is Audience.COMITE
    with pytest.raises(Interdit):
        request_exercice(demo, lecteur, 2025)
    with pytest.raises(ErreurMetier, match="plausible"):
        request_exercice(demo, equipe, 1999)


def test_what_was_sent_can_be_checked(demo: Session) -> None:
    gel = get_cycle(demo, 2024).gels[0]
    assert gel.dossier is not None
    assert gel.projection is not None
    assert gel.empreinte == compute_empreinte(
        gel.donnees, document=gel.document, dossier=gel.dossier, projection=gel.projection
    )
    assert len(gel.donnees["actions"]) == demo.scalar(select(func.count()).select_from(Action))
    assert {note["diffusion"] for note in gel.donnees["notes"]} == {d.value for d in Diffusion}
    assert not gel.document["provisoire"]


def test_the_file_waits_for_the_validation_of_each_axis(
    session: Session, gouvernance: Acteur, equipe: Acteur
) -> None:
    registry = no_axis(session, AxeEssai(indicateurs=(indicateur("ES1", compute_cholet),)))
    cycle = open_cycle(session, registry, gouvernance, EtapeCycle.COTECH, validated=False)
    validate(session, registry, gouvernance, cycle, "gouvernance", JOUR)
    with pytest.raises(ErreurMetier, match="la validation de l'année 2025 de l'axe « Animation"):
        send_dossier(session, registry, gouvernance, cycle, JOUR)
    assert cycle.etape is EtapeCycle.COTECH
    validate(session, registry, gouvernance, cycle, "vie_sociale", JOUR)
    with pytest.raises(Interdit):
        send_dossier(session, registry, equipe, cycle, JOUR)
    gel = send_dossier(session, registry, gouvernance, cycle, JOUR)
    assert (cycle.etape, gel.numero) == (EtapeCycle.COPIL, 1)
    values = {
        (line["niveau"], line["territoire"], line["annee"]): line["numerateur"]
        for line in gel.donnees["indicateurs"]
    }
    assert values["agglomeration", None, 2025] == "40"
    assert values["commune", "49099", 2024] == "30"
    assert values["commune", "49027", 2025] is None
    with pytest.raises(ErreurMetier, match="ce qui change"):
        send_dossier(session, registry, gouvernance, cycle, JOUR)
    late = send_dossier(session, registry, gouvernance, cycle, JOUR, "Chiffre de la Caf reçu")
    assert [late.numero, cycle.etape] == [2, EtapeCycle.COPIL]
    assert request_exercice(session, SYSTEME, 2025).gel_id == late.id


def test_what_an_axis_misses_stops_the_move(session: Session, gouvernance: Acteur) -> None:
    missing = Manque(
        axe_slug="vie_sociale", message="Deux structures n'ont pas répondu", bloquant=True
    )
    cycle = create_cycle(session, gouvernance, 2025)
    blocking = no_axis(session, AxeEssai(manques=(missing,)))
    with pytest.raises(ErreurMetier, match="Deux structures n'ont pas répondu"):
        move(session, blocking, gouvernance, cycle, EtapeCycle.COLLECTE, JOUR)
    free = no_axis(session, AxeEssai())
    assert move(session, free, gouvernance, cycle, EtapeCycle.COLLECTE, JOUR).vers is (
        EtapeCycle.COLLECTE
    )
