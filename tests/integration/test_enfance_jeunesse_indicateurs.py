"""EJ1 to EJ10 on a territory small enough to be computed by hand, at the three levels.

2024, four communes. Cholet: a structure with a périscolaire (Wednesday, 40 + 60 places) and an
extrascolaire accueil (petites vacances 30 + 50, été 20 + 40), everything known. Le May-sur-Èvre: a
périscolaire accueil (Wednesday 10 + 20 places), refusals unknown. Bégrolles-en-Mauges: no accueil.
Maulévrier: an accueil that said nothing. Le May and Bégrolles make the bassin "Nord".
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
from plugins.enfance_jeunesse.models import (
    AccueilLoisirs,
    ActiviteAlsh,
    CapaciteAlsh,
    EquipeAnimation,
    Pedt,
)
from plugins.enfance_jeunesse.models_projets import Passerelle
from plugins.enfance_jeunesse.rules import (
    Categorie,
    NaturePasserelle,
    Periode,
    Tranche,
    compute_capacite_moyenne,
    get_capacite,
)
from plugins.enfance_jeunesse.service import capacite, capacites_moyennes
from tests.integration.essai_indicateurs import compute, read, set_seuil

BEGROLLES, CHOLET, LE_MAY, MAULEVRIER = "49027", "49099", "49193", "49192"
CODES = ("EJ1a", "EJ1b", "EJ2", "EJ3", "EJ4", "EJ5", "EJ6", "EJ7", "EJ8a", "EJ8b", "EJ9", "EJ10")
UNKNOWN = (None, None, None)


def add_structure(session: Session, nom: str, code: str) -> Structure:
    structure = Structure(nom=nom, code_insee=code, statut=StatutStructure.PUBLIC)
    session.add(structure)
    session.flush()
    return structure


def add_accueil(
    session: Session,
    structure: Structure,
    categorie: Categorie,
    *lines: tuple[str, Periode, int, int, int],
    tranches: tuple[Tranche, ...] = (Tranche.MOINS_6, Tranche.PLUS_6),
) -> AccueilLoisirs:
    accueil = AccueilLoisirs(
        structure=structure,
        categorie=categorie,
        tranches=[tranche.value for tranche in tranches],
        capacites=[
            CapaciteAlsh(
                date_effet=date.fromisoformat(day),
                periode=periode,
                capacite_moins_6=moins_6,
                capacite_plus_6=plus_6,
                capacite_ados=ados,
            )
            for day, periode, moins_6, plus_6, ados in lines
        ],
    )
    session.add(accueil)
    session.flush()
    return accueil


def add_activite(accueil: AccueilLoisirs, periode: Periode, **valeurs: object) -> ActiviteAlsh:
    return ActiviteAlsh(accueil=accueil, annee=2024, periode=periode, **valeurs)


def add_context(session: Session, code_insee: str, **valeurs: int) -> None:
    for code, valeur in valeurs.items():
        session.add(
            DonneeContexte(
                code_insee=code_insee, annee=2024, code=code, valeur=valeur, source="essai"
            )
        )


@pytest.fixture
def territoire(session: Session) -> Session:
    add_context(session, CHOLET, enfants_3_11=1000, enfants_aeeh=50, ecoles=12)
    add_context(session, LE_MAY, enfants_3_11=200, enfants_aeeh=8, ecoles=2)
    add_context(session, BEGROLLES, enfants_3_11=100, enfants_aeeh=4, ecoles=0)
    add_context(session, MAULEVRIER, enfants_3_11=150, ecoles=1)
    ville = add_structure(session, "A", CHOLET)
    mercredi = add_accueil(
        session,
        ville,
        Categorie.PERISCOLAIRE,
        ("2020-09-01", Periode.MERCREDI, 40, 60, 0),
        # Not in force yet on 31 December 2024.
        ("2025-01-01", Periode.MERCREDI, 400, 600, 0),
    )
    vacances = add_accueil(
        session,
        ville,
        Categorie.EXTRASCOLAIRE,
        ("2020-09-01", Periode.PETITES_VACANCES, 30, 50, 15),
        ("2020-09-01", Periode.ETE, 20, 40, 0),
        tranches=tuple(Tranche),
    )
    bourg = add_accueil(
        session,
        add_structure(session, "B", LE_MAY),
        Categorie.PERISCOLAIRE,
        ("2020-09-01", Periode.MERCREDI, 10, 20, 0),
    )
    add_accueil(session, add_structure(session, "C", MAULEVRIER), Categorie.PERISCOLAIRE)
    session.add_all(
        [
            add_activite(
                mercredi,
                Periode.MERCREDI,
                jours=36,
                amplitude_h=10,
                heures_realisees=24_000,
                enfants_differents=180,
                enfants_aeeh=2,
                refus_faute_place=20,
            ),
            add_activite(
                vacances,
                Periode.PETITES_VACANCES,
                jours=40,
                amplitude_h=10,
                heures_realisees=19_000,
                enfants_differents=220,
                enfants_aeeh=4,
                refus_faute_place=0,
            ),
            add_activite(
                vacances,
                Periode.ETE,
                jours=30,
                amplitude_h=10,
                heures_realisees=12_000,
                enfants_differents=150,
                enfants_aeeh=3,
                refus_faute_place=30,
            ),
            add_activite(
                bourg,
                Periode.MERCREDI,
                jours=36,
                amplitude_h=8,
                heures_realisees=6_000,
                enfants_differents=50,
                enfants_aeeh=1,
            ),
            EquipeAnimation(
                accueil=mercredi,
                annee=2024,
                postes=12,
                postes_pourvus=10,
                bafa=4,
                bafd=1,
                equivalents=2,
            ),
            EquipeAnimation(accueil=bourg, annee=2024, postes=4, postes_pourvus=4, bafa=2),
        ]
    )
    bassin = Bassin(nom="Nord", source="essai")
    for commune in session.scalars(
        select(Commune).where(Commune.code_insee.in_([LE_MAY, BEGROLLES]))
    ):
        commune.bassin = bassin
    session.flush()
    return session


def test_ej1a_counts_the_places_of_31_december(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "EJ1a", 2024, 2025)
    assert read(result, CHOLET) == (100, 1000, Decimal("10.00"), 1, 1)
    assert read(result, LE_MAY) == (30, 200, Decimal("15.00"), 1, 1)
    # No accueil: a true zero.
    assert read(result, BEGROLLES) == (0, 100, Decimal("0.00"), 1, 1)
    # An accueil without capacity: unknown.
    assert read(result, MAULEVRIER) == (None, 150, None, 0, 1)
    assert read(result, "Nord") == (30, 300, Decimal("10.00"), 2, 2)
    # (100 + 30 + 0) / (1 000 + 200 + 100).
    assert read(result, "agglomération") == (130, 1300, Decimal("10.00"), 3, 26)
    assert read(result, CHOLET, 2025)[:2] == (1000, None)


def test_ej1b_leaves_teenagers_and_stays_out(territoire: Session, socle_partage: Socle) -> None:
    add_accueil(
        territoire,
        add_structure(territoire, "D", CHOLET),
        Categorie.SEJOUR,
        ("2020-01-01", Periode.PETITES_VACANCES, 0, 24, 0),
    )
    add_accueil(
        territoire,
        add_structure(territoire, "E", CHOLET),
        Categorie.ACCUEIL_JEUNES,
        ("2020-01-01", Periode.PETITES_VACANCES, 0, 0, 24),
        tranches=(Tranche.ADOS,),
    )
    result = compute(territoire, socle_partage, "EJ1b", 2024)
    # 30 + 50, without the 15 teenagers.
    assert read(result, CHOLET) == (80, 1000, Decimal("8.00"), 1, 1)
    # Open on Wednesdays only: no place in the holidays.
    assert read(result, LE_MAY) == (0, 200, Decimal("0.00"), 1, 1)
    assert read(result, "Nord") == (0, 300, Decimal("0.00"), 2, 2)
    # 80 / 1 300.
    assert read(result, "agglomération") == (80, 1300, Decimal("6.15"), 3, 26)


def test_a_closed_accueil_offers_no_place(territoire: Session, socle_partage: Socle) -> None:
    for accueil in territoire.scalars(select(AccueilLoisirs).join(AccueilLoisirs.structure)):
        if accueil.structure.code_insee == LE_MAY:
            accueil.ferme_le = date(2024, 7, 5)
    territoire.flush()
    result = compute(territoire, socle_partage, "EJ1a", 2023, 2024)
    assert read(result, LE_MAY) == (0, 200, Decimal("0.00"), 1, 1)
    assert read(result, LE_MAY, 2023)[0] == 30
    # It was open in the year: its hours are still expected, and counted.
    assert read(compute(territoire, socle_partage, "EJ3", 2024), LE_MAY)[0] == 6_000


def test_ej2_counts_a_child_of_several_periods_once(
    territoire: Session, socle_partage: Socle
) -> None:
    result = compute(territoire, socle_partage, "EJ2", 2024)
    # The busiest period of the structure, 220, not 180 + 220 + 150.
    assert read(result, CHOLET) == (220, 1000, Decimal("22.00"), 1, 1)
    assert read(result, MAULEVRIER) == (None, 150, None, 0, 1)
    # (50 + 0) / (200 + 100).
    assert read(result, "Nord") == (50, 300, Decimal("16.67"), 2, 2)
    # 270 / 1 300.
    assert read(result, "agglomération") == (270, 1300, Decimal("20.77"), 3, 26)


def test_ej2_one_silent_period_makes_the_structure_unknown(
    territoire: Session, socle_partage: Socle
) -> None:
    summer = territoire.scalars(
        select(ActiviteAlsh).where(ActiviteAlsh.periode == Periode.ETE)
    ).one()
    territoire.delete(summer)
    territoire.flush()
    for code in ("EJ2", "EJ3", "EJ8a"):
        assert read(compute(territoire, socle_partage, code, 2024), CHOLET)[2:] == (None, 0, 1)


def test_ej3_divides_hours_by_children(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "EJ3", 2024)
    # 24 000 + 19 000 + 12 000.
    assert read(result, CHOLET) == (55_000, 1000, Decimal("55.00"), 1, 1)
    assert read(result, LE_MAY) == (6_000, 200, Decimal("30.00"), 1, 1)
    assert read(result, "Nord") == (6_000, 300, Decimal("20.00"), 2, 2)
    # 61 000 / 1 300.
    assert read(result, "agglomération") == (61_000, 1300, Decimal("46.92"), 3, 26)


def test_ej4_needs_capacity_days_and_amplitude(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "EJ4", 2024)
    # 100 x 36 x 10 + 95 x 40 x 10 + 60 x 30 x 10 = 36 000 + 38 000 + 18 000.
    assert read(result, CHOLET) == (55_000, 92_000, Decimal("59.78"), 3, 3)
    # 30 x 36 x 8 = 8 640.
    assert read(result, LE_MAY) == (6_000, 8_640, Decimal("69.44"), 1, 1)
    assert read(result, MAULEVRIER) == (*UNKNOWN, 0, 1)
    assert read(result, BEGROLLES) == (*UNKNOWN, 0, 0)
    assert read(result, "Nord")[:3] == (6_000, 8_640, Decimal("69.44"))
    # 61 000 / 100 640.
    assert read(result, "agglomération") == (61_000, 100_640, Decimal("60.61"), 4, 5)


def test_ej5_relates_refusals_to_requests(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "EJ5", 2024)
    # 50 refusals over 50 + 180 + 220 + 150.
    assert read(result, CHOLET) == (50, 600, Decimal("8.33"), 3, 3)
    assert read(result, "Nord") == (*UNKNOWN, 0, 1)
    assert read(result, "agglomération") == (50, 600, Decimal("8.33"), 3, 5)


def test_ej6_and_ej7_count_the_teams_that_answered(
    territoire: Session, socle_partage: Socle
) -> None:
    postes = compute(territoire, socle_partage, "EJ6", 2024)
    # The extrascolaire accueil of Cholet has not answered.
    assert read(postes, CHOLET) == (10, 12, Decimal("83.33"), 1, 2)
    assert read(postes, "Nord") == (4, 4, Decimal("100.00"), 1, 1)
    assert read(postes, "agglomération") == (14, 16, Decimal("87.50"), 2, 4)
    diplomes = compute(territoire, socle_partage, "EJ7", 2024)
    # 4 + 1 + 2 over 10; Le May's BAFD and equivalents are unknown.
    assert read(diplomes, CHOLET) == (7, 10, Decimal("70.00"), 1, 2)
    assert read(diplomes, "Nord") == (*UNKNOWN, 0, 1)
    assert read(diplomes, "agglomération") == (7, 10, Decimal("70.00"), 1, 4)


def test_ej8_has_two_denominators(territoire: Session, socle_partage: Socle) -> None:
    set_seuil(territoire, 0)
    territory = compute(territoire, socle_partage, "EJ8a", 2024)
    assert read(territory, CHOLET) == (4, 50, Decimal("8.00"), 1, 1)
    # (1 + 0) / (8 + 4).
    assert read(territory, "Nord") == (1, 12, Decimal("8.33"), 2, 2)
    assert read(territory, MAULEVRIER) == (*UNKNOWN, 0, 1)
    # 5 / 62.
    assert read(territory, "agglomération") == (5, 62, Decimal("8.06"), 3, 26)
    welcomed = compute(territoire, socle_partage, "EJ8b", 2024)
    assert read(welcomed, CHOLET) == (4, 220, Decimal("1.82"), 1, 1)
    assert read(welcomed, "Nord") == (1, 50, Decimal("2.00"), 1, 1)
    # 5 / 270; the structure of Maulévrier has not answered.
    assert read(welcomed, "agglomération") == (5, 270, Decimal("1.85"), 2, 3)


def test_ej8_is_not_told_when_a_part_could_be(territoire: Session, socle_partage: Socle) -> None:
    territory = compute(territoire, socle_partage, "EJ8a", 2024)
    # Bégrolles' 4 children alone are masked: with the total, the 50 and the 8 would tell them.
    for place in (CHOLET, LE_MAY, BEGROLLES, "Nord", "agglomération"):
        assert read(territory, place)[:3] == UNKNOWN, place
    assert territory.agglomeration[2024].masque
    assert read(territory, "agglomération")[3:] == (3, 26)
    # Unknown is not masked.
    assert not territory.communes[MAULEVRIER, 2024].masque
    for activite in territoire.scalars(select(ActiviteAlsh)):
        activite.enfants_aeeh = 9
    for donnee in territoire.scalars(select(DonneeContexte)):
        if donnee.code == "enfants_aeeh":
            donnee.valeur = Decimal(20)
    told = compute(territoire, socle_partage, "EJ8a", 2024)
    assert read(told, "agglomération") == (18, 60, Decimal("30.00"), 3, 26)
    assert read(compute(territoire, socle_partage, "EJ8b", 2024), "Nord")[:2] == (9, 50)


def test_ej9_counts_communes_with_a_school(territoire: Session, socle_partage: Socle) -> None:
    communes = {c.code_insee: c for c in territoire.scalars(select(Commune))}
    territoire.add_all(
        [
            Pedt(
                nom="PEdT en vigueur",
                debut=date(2022, 9, 1),
                fin=date(2025, 8, 31),
                # Without a school, Bégrolles counts neither above nor below.
                communes=[communes[CHOLET], communes[BEGROLLES]],
            ),
            Pedt(
                nom="PEdT expiré",
                debut=date(2021, 9, 1),
                fin=date(2024, 8, 31),
                communes=[communes[LE_MAY]],
            ),
        ]
    )
    territoire.flush()
    result = compute(territoire, socle_partage, "EJ9", 2023, 2024)
    assert read(result, CHOLET) == (1, 1, Decimal("100.00"), 1, 1)
    assert read(result, LE_MAY) == (0, 1, Decimal("0.00"), 1, 1)
    assert read(result, BEGROLLES)[:2] == (0, 0)
    # Le May without a PEdT on 31 December; Bégrolles has no school.
    assert read(result, "Nord") == (0, 1, Decimal("0.00"), 2, 2)
    # Cholet, over Cholet, Le May and Maulévrier.
    assert read(result, "agglomération") == (1, 3, Decimal("33.33"), 4, 26)
    # Schools of 2023 unknown.
    assert read(result, CHOLET, 2023) == (*UNKNOWN, 0, 1)


def test_ej10_relates_couples_that_met_to_couples_wanted(
    territoire: Session, socle_partage: Socle
) -> None:
    a, b = add_structure(territoire, "O", CHOLET), add_structure(territoire, "P", LE_MAY)
    c = add_structure(territoire, "Q", LE_MAY)

    def add(origine: Structure, arrivee: Structure, visee: str = "", *days: str) -> None:
        debut, fin = [*(date.fromisoformat(day) for day in days), None, None][:2]
        territoire.add(
            Passerelle(
                origine=origine,
                arrivee=arrivee,
                nature=NaturePasserelle.ALSH_ADOS,
                visee_depuis=date.fromisoformat(visee) if visee else None,
                debut=debut,
                fin=fin,
            )
        )

    # Wanted since 2023 by one row, met twice in 2024 by two others: one couple.
    add(a, b, "2023-05-01")
    add(a, b, "", "2024-06-03")
    add(a, b, "", "2023-12-15", "2024-01-10")
    # Wanted, met in 2023 only.
    add(b, c, "2023-01-01", "2023-06-12")
    # Met without having been wanted.
    add(c, b, "", "2024-06-12")
    # Wanted later.
    add(c, a, "2025-01-01")
    territoire.flush()
    result = compute(territoire, socle_partage, "EJ10", 2022, 2023, 2024)
    assert read(result, CHOLET) == (1, 1, Decimal("100.00"), 1, 1)
    assert read(result, LE_MAY) == (0, 1, Decimal("0.00"), 1, 1)
    assert read(result, "Nord") == (0, 1, Decimal("0.00"), 1, 1)
    assert read(result, "agglomération") == (1, 2, Decimal("50.00"), 2, 2)
    assert read(result, "agglomération", 2023) == (2, 2, Decimal("100.00"), 2, 2)
    assert read(result, "agglomération", 2022) == (*UNKNOWN, 0, 0)


def test_nothing_entered_is_nothing_answered(session: Session, socle_partage: Socle) -> None:
    for code in CODES:
        result = compute(session, socle_partage, code, 2023, 2024)
        assert len(result.communes) == 52
        assert result.agglomeration[2024].valeur is None
        assert result.agglomeration[2024].mesure.repondu == 0


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from((Periode.MERCREDI, Periode.SOIR)),
            st.dates(date(2021, 6, 1), date(2025, 6, 1)),
        ),
        st.integers(0, 40),
        max_size=6,
    )
)
def test_sql_and_rules_agree_on_capacities(
    session: Session, lines: dict[tuple[Periode, date], int]
) -> None:
    annees = (2022, 2023, 2024)
    with session.begin_nested() as savepoint:
        accueil = add_accueil(
            session,
            add_structure(session, "Tirage", CHOLET),
            Categorie.PERISCOLAIRE,
            *((day.isoformat(), periode, n, 2 * n, 0) for (periode, day), n in lines.items()),
        )
        table = capacites_moyennes(annees)
        means = {
            (row.annee, row.periode): row.places
            for row in session.execute(
                select(table.c.annee, table.c.periode, table.c.places).where(
                    table.c.accueil_id == accueil.id
                )
            )
        }
        for annee in annees:
            for periode in (Periode.MERCREDI, Periode.SOIR, Periode.MIDI):
                expected = compute_capacite_moyenne(accueil.registre, periode, annee)
                found = means.get((annee, periode))
                assert (found is None) == (expected is None)
                if expected is not None and found is not None:
                    assert float(found) == pytest.approx(float(expected))
                jour = date(annee, 12, 31)
                in_force = get_capacite(accueil.registre, periode, jour)
                assert session.scalar(
                    select(capacite(periode, jour)).where(AccueilLoisirs.id == accueil.id)
                ) == (None if in_force is None else in_force.total)
        savepoint.rollback()
