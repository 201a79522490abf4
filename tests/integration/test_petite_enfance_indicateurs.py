"""PE1 to PE4 on a territory small enough to be computed by hand, at the three levels.

2024, four communes: Cholet (one EAJE of 60 places, +5 on 1 July), Le May-sur-Èvre (20 places, -4 on
1 March), Bégrolles-en-Mauges (no EAJE, pupils unknown), Maulévrier (12 places, nothing else known).
Le May and Bégrolles make the bassin "Nord".
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Bassin, Commune, DonneeContexte
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje, AutorisationPlaces, Eaje
from plugins.petite_enfance.rules import MotifPlaces, compute_places_moyennes
from plugins.petite_enfance.service import places_moyennes
from tests.integration.essai_indicateurs import compute, read

BEGROLLES, CHOLET, LE_MAY, MAULEVRIER = "49027", "49099", "49193", "49192"


def add_eaje(session: Session, nom: str, code: str, *lines: tuple[str, int]) -> Eaje:
    eaje = Eaje(
        structure=Structure(nom=nom, code_insee=code, statut=StatutStructure.PUBLIC),
        mouvements=[
            AutorisationPlaces(
                date_effet=date.fromisoformat(day), places=places, motif=MotifPlaces.TRANSFORMATION
            )
            for day, places in lines
        ],
    )
    session.add(eaje)
    session.flush()
    return eaje


def add_context(session: Session, code_insee: str, enfants: int | None, eleves: int | None) -> None:
    for code, valeur in (("enfants_0_2", enfants), ("eleves_moins_3", eleves)):
        session.add(
            DonneeContexte(
                code_insee=code_insee, annee=2024, code=code, valeur=valeur, source="essai"
            )
        )


@pytest.fixture
def territoire(session: Session) -> Session:
    add_context(session, CHOLET, 1700, 40)
    add_context(session, LE_MAY, 120, 2)
    add_context(session, BEGROLLES, 65, None)
    for code, annee, places, gardes in (
        (CHOLET, 2023, 720, 30),
        (CHOLET, 2024, 700, 30),
        (LE_MAY, 2023, 48, 2),
        (LE_MAY, 2024, 50, 2),
        (BEGROLLES, 2024, 28, 0),
    ):
        session.add(
            AccueilIndividuel(
                code_insee=code, annee=annee, places_am_actives=places, gardes_domicile=gardes
            )
        )
    cholet = add_eaje(session, "A", CHOLET, ("2015-09-01", 60), ("2024-07-01", 5))
    le_may = add_eaje(session, "B", LE_MAY, ("2016-01-01", 20), ("2024-03-01", -4))
    add_eaje(session, "C", MAULEVRIER, ("2020-01-01", 12))
    session.add(
        ActiviteEaje(
            eaje=cholet,
            annee=2024,
            heures_facturees=98_000,
            heures_theoriques_saisies=140_000,
            commentaire="Fermeture pour travaux en août",
        )
    )
    session.add(
        ActiviteEaje(
            eaje=le_may, annee=2024, jours_ouverture=220, amplitude_h=10, heures_facturees=25_000
        )
    )
    bassin = Bassin(nom="Nord", source="essai")
    for commune in session.scalars(
        select(Commune).where(Commune.code_insee.in_([LE_MAY, BEGROLLES]))
    ):
        commune.bassin = bassin
    session.flush()
    return session


def test_pe1_adds_four_kinds_of_places(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "PE1", 2024)
    # 65 EAJE + 700 childminders + 30 home care + 40 pupils = 835 for 1 700 children.
    assert read(result, CHOLET) == (835, 1700, Decimal("49.12"), 1, 1)
    # 16 + 50 + 2 + 2 = 70 for 120.
    assert read(result, LE_MAY) == (70, 120, Decimal("58.33"), 1, 1)
    # Pupils unknown: the commune does not answer, although three parts out of four are known.
    assert read(result, BEGROLLES) == (None, 65, None, 0, 1)
    assert read(result, "Nord") == (70, 120, Decimal("58.33"), 1, 2)
    # (835 + 70) / (1 700 + 120), not the mean of the two rates.
    assert read(result, "agglomération") == (905, 1820, Decimal("49.73"), 2, 26)


def test_pe2_reads_a_true_zero_and_an_unknown_apart(
    territoire: Session, socle_partage: Socle
) -> None:
    result = compute(territoire, socle_partage, "PE2", 2024)
    assert read(result, CHOLET) == (65, 1700, Decimal("3.82"), 1, 1)
    assert read(result, LE_MAY) == (16, 120, Decimal("13.33"), 1, 1)
    assert read(result, BEGROLLES) == (0, 65, Decimal("0.00"), 1, 1)
    assert read(result, MAULEVRIER) == (12, None, None, 0, 1)
    # (16 + 0) / (120 + 65).
    assert read(result, "Nord") == (16, 185, Decimal("8.65"), 2, 2)
    # (65 + 16 + 0) / (1 700 + 120 + 65); the 12 places of Maulévrier have no denominator.
    assert read(result, "agglomération") == (81, 1885, Decimal("4.30"), 3, 26)


def test_pe2_changes_with_a_new_eaje(territoire: Session, socle_partage: Socle) -> None:
    add_eaje(territoire, "Nouveau", BEGROLLES, ("2024-09-01", 20))
    result = compute(territoire, socle_partage, "PE2", 2023, 2024)
    assert read(result, BEGROLLES) == (20, 65, Decimal("30.77"), 1, 1)
    assert read(result, "agglomération") == (101, 1885, Decimal("5.36"), 3, 26)
    assert read(result, BEGROLLES, 2023)[:3] == (0, None, None)


def test_pe3_needs_two_years_of_childminders(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "PE3", 2024)
    # +5 places of EAJE, 700 - 720 places of childminders.
    assert read(result, CHOLET) == (-15, None, Decimal(-15), 1, 1)
    # -4 places of EAJE, 50 - 48.
    assert read(result, LE_MAY) == (-2, None, Decimal(-2), 1, 1)
    assert read(result, BEGROLLES) == (None, None, None, 0, 1)
    assert read(result, "Nord") == (-2, None, Decimal(-2), 1, 2)
    assert read(result, "agglomération") == (-17, None, Decimal(-17), 2, 26)


def test_pe4_counts_the_eaje_that_answered(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "PE4", 2024)
    # Typed: 98 000 / 140 000.
    assert read(result, CHOLET) == (98_000, 140_000, Decimal("70.00"), 1, 1)
    # 2024 has 366 days: 20 places for 60 days, 16 for 306; (1 200 + 4 896) / 366 x 220 x 10.
    theoriques = Decimal(1_200 + 4_896) / 366 * 2_200
    facturees, hours, value, answered, expected = read(result, LE_MAY)
    assert (facturees, answered, expected) == (25_000, 1, 1)
    assert float(hours) == pytest.approx(float(theoriques))  # type: ignore[arg-type]
    assert value == Decimal("68.23")
    assert read(result, MAULEVRIER) == (None, None, None, 0, 1)
    # A commune without EAJE expects no answer.
    assert read(result, BEGROLLES) == (None, None, None, 0, 0)
    assert read(result, "Nord")[2:] == (Decimal("68.23"), 1, 1)
    # 123 000 / (140 000 + 36 642,62).
    assert read(result, "agglomération")[2:] == (Decimal("69.63"), 2, 3)


def test_nothing_entered_is_nothing_answered(session: Session, socle_partage: Socle) -> None:
    for code in ("PE1", "PE2", "PE3", "PE4"):
        result = compute(session, socle_partage, code, 2023, 2024)
        assert len(result.communes) == 52
        assert result.agglomeration[2024].valeur is None
        assert result.agglomeration[2024].mesure.repondu == 0
        assert result.agglomeration[2024].mesure.attendu == (0 if code == "PE4" else 26)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.dates(date(2021, 6, 1), date(2025, 6, 1)), st.integers(0, 40)),
        min_size=1,
        max_size=5,
    )
)
def test_sql_and_rules_agree_on_mean_places(
    session: Session, steps: list[tuple[date, int]]
) -> None:
    # Balances drawn, movements deduced: the ledger is never below zero.
    balance = 0
    lines = []
    for day, target in sorted(steps):
        lines.append((day.isoformat(), target - balance))
        balance = target
    annees = (2022, 2023, 2024)
    with session.begin_nested() as savepoint:
        eaje = add_eaje(session, "Tirage", CHOLET, *lines)
        table = places_moyennes(annees)
        found = {
            annee: places
            for annee, places in session.execute(
                select(table.c.annee, table.c.places).where(table.c.eaje_id == eaje.id)
            )
        }
        for annee in annees:
            expected = compute_places_moyennes(eaje.registre, annee)
            if expected is None:
                assert annee not in found
            else:
                assert float(found[annee]) == pytest.approx(float(expected))
        savepoint.rollback()
