"""Reminders when two exercices are open at once: N+1 opens before N closes (metier.md section 2)."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.axes.service import bind_registry
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle
from core.cycles.service import create_cycle, list_values
from core.plugin.registry import Registry
from core.rappels.models import RappelEmis
from core.rappels.service import refresh
from core.security.acteur import Acteur
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.parentalite.models import DispositifParentalite, LaepActivite
from plugins.parentalite.rules import StatutDispositif, TypeDispositif
from plugins.vie_sociale.models import PacteCooperation
from plugins.vie_sociale.rules import EtatPacte
from tests.integration.conftest import JOUR

CHOLET = "49099"
LENDEMAIN = date(2026, 11, 25)


@pytest.fixture
def registry(session: Session, socle_partage: Socle) -> Registry:
    return bind_registry(session, socle_partage.registry)


@pytest.fixture
def laep(session: Session) -> DispositifParentalite:
    structure = Structure(nom="LAEP A", code_insee=CHOLET, statut=StatutStructure.PUBLIC)
    found = DispositifParentalite(
        structure=structure,
        nom="LAEP A",
        type=TypeDispositif.LAEP,
        statut=StatutDispositif.ACTIF,
        debut=date(2024, 1, 1),
    )
    session.add(found)
    session.flush()
    return found


def open_collecte(session: Session, gouvernance: Acteur, *exercices: int) -> list[CycleAnnuel]:
    cycles = [create_cycle(session, gouvernance, exercice) for exercice in exercices]
    for cycle in cycles:
        cycle.etape = EtapeCycle.COLLECTE
    session.flush()
    return cycles


def list_open(session: Session, regle: str) -> list[tuple[str, date | None]]:
    rows = session.execute(
        select(RappelEmis.periode, RappelEmis.echeance)
        .where(RappelEmis.regle == regle, RappelEmis.clos_le.is_(None))
        .order_by(RappelEmis.periode)
    )
    return [(periode, echeance) for periode, echeance in rows]


def test_each_exercice_in_collecte_is_reminded_once(
    session: Session, registry: Registry, gouvernance: Acteur, laep: DispositifParentalite
) -> None:
    first, second = open_collecte(session, gouvernance, 2024, 2025)
    asked = [("2024", first.fin_collecte), ("2025", second.fin_collecte)]
    for _ in range(2):
        refresh(session, registry, JOUR, list_values(session))
        assert list_open(session, "parentalite_laep") == asked
    # What is entered for one year leaves the reminder of the other.
    session.add(LaepActivite(dispositif=laep, annee=2024))
    session.flush()
    refresh(session, registry, LENDEMAIN, list_values(session))
    assert list_open(session, "parentalite_laep") == asked[1:]


def test_an_exercice_that_leaves_the_collecte_is_reminded_no_more(
    session: Session, registry: Registry, gouvernance: Acteur, laep: DispositifParentalite
) -> None:
    first, second = open_collecte(session, gouvernance, 2024, 2025)
    refresh(session, registry, JOUR, list_values(session))
    first.etape = EtapeCycle.CLOTURE
    session.flush()
    refresh(session, registry, LENDEMAIN, list_values(session))
    assert list_open(session, "parentalite_laep") == [("2025", second.fin_collecte)]


def test_a_date_that_comes_near_is_one_reminder_whatever_the_exercices(
    session: Session, registry: Registry, gouvernance: Acteur
) -> None:
    fin = date(2027, 1, 31)
    session.add(PacteCooperation(intitule="Pacte", etat=EtatPacte.EN_COURS, date_fin=fin))
    session.flush()
    for exercices in ((), (2024, 2025)):
        open_collecte(session, gouvernance, *exercices)
        refresh(session, registry, JOUR, list_values(session))
        assert list_open(session, "vie_sociale_pacte_fin") == [("2027-01-31", fin)]
