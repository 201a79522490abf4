"""AVS1 to AVS8 on a territory small enough to be computed by hand, at the three levels.

2024. Populations: Cholet 50 000, Le May-sur-Èvre 4 000, Bégrolles-en-Mauges 2 000, Maulévrier 3 000, all
the other communes unknown. Le May and Bégrolles make the bassin "Nord".
Centre A (Cholet; zone Cholet and Le May) and centre B (Cholet; zone Cholet) are approved; EVS C (Le May; zone
Le May and Bégrolles) has an agrément that ended on 30 December; association D (Maulévrier; zone
Maulévrier) has none and did not answer.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, literal, select, text
from sqlalchemy.orm import Session

from core.communes.models import Bassin, Commune, Population
from core.parametres.models import Parametre
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.vie_sociale.models import ActiviteSociale, Agrement, EquipementSocial, ProjetPartage
from plugins.vie_sociale.rules import (
    NatureAgrement,
    Periode,
    StatutAgrement,
    StatutProjet,
    TypeEquipement,
    is_partage,
    is_valide,
)
from plugins.vie_sociale.service import TAUX_BENEVOLAT, is_valide_sql
from tests.integration.essai_indicateurs import compute, read

BEGROLLES, CHOLET, LE_MAY, MAULEVRIER = "49027", "49099", "49193", "49192"
PUBLIC, ASSOCIATIF = StatutStructure.PUBLIC, StatutStructure.ASSOCIATIF
GLOBALE = NatureAgrement.ANIMATION_GLOBALE
FAMILLES = NatureAgrement.COLLECTIVE_FAMILLES


def add_structure(
    session: Session, nom: str, code: str, statut: StatutStructure = ASSOCIATIF
) -> Structure:
    structure = Structure(nom=nom, code_insee=code, statut=statut)
    session.add(structure)
    session.flush()
    return structure


def add_equipement(
    session: Session,
    nom: str,
    code: str,
    zone: tuple[str, ...],
    type_: TypeEquipement = TypeEquipement.CENTRE_SOCIAL,
) -> EquipementSocial:
    equipement = EquipementSocial(
        structure=add_structure(session, nom, code),
        type=type_,
        communes=list(session.scalars(select(Commune).where(Commune.code_insee.in_(zone)))),
    )
    session.add(equipement)
    session.flush()
    return equipement


def add_agrement(
    session: Session,
    equipement: EquipementSocial,
    debut: str,
    fin: str,
    nature: NatureAgrement = GLOBALE,
    statut: StatutAgrement = StatutAgrement.ACCORDE,
) -> Agrement:
    agrement = Agrement(
        equipement=equipement,
        nature=nature,
        statut=statut,
        date_debut=date.fromisoformat(debut),
        date_fin=date.fromisoformat(fin),
    )
    session.add(agrement)
    session.flush()
    return agrement


@pytest.fixture
def territoire(session: Session) -> Session:
    # In plain SQL: the journal refuses that a mapped class be emptied at once.
    session.execute(text("DELETE FROM population"))
    for code, habitants in (
        (CHOLET, 50_000),
        (LE_MAY, 4_000),
        (BEGROLLES, 2_000),
        (MAULEVRIER, 3_000),
    ):
        session.add(
            Population(
                code_insee=code,
                edition=2024,
                annee_reference=2021,
                municipale=habitants,
                totale=habitants,
                source="essai",
            )
        )
    a = add_equipement(session, "A", CHOLET, (CHOLET, LE_MAY))
    b = add_equipement(session, "B", CHOLET, (CHOLET,))
    c = add_equipement(session, "C", LE_MAY, (LE_MAY, BEGROLLES), TypeEquipement.EVS)
    add_equipement(session, "D", MAULEVRIER, (MAULEVRIER,), TypeEquipement.STRUCTURE_ASSOCIATIVE)
    add_agrement(session, a, "2022-01-01", "2025-12-31")
    add_agrement(session, a, "2022-01-01", "2025-12-31", FAMILLES)
    add_agrement(session, b, "2024-01-01", "2027-12-31", statut=StatutAgrement.RESERVE)
    add_agrement(session, c, "2021-01-01", "2024-12-30")
    session.add_all(
        [
            ActiviteSociale(
                equipement=a,
                annee=2024,
                participants_uniques=2_000,
                benevoles=120,
                heures_benevolat=Decimal(4_000),
                financement_caf=Decimal(200_000),
                financement_communes=Decimal(150_000),
                financement_agglo=Decimal(50_000),
                financement_autres_publics=Decimal(0),
            ),
            # No amount of the other public bodies: the whole of its public funding is unknown.
            ActiviteSociale(
                equipement=b,
                annee=2024,
                participants_uniques=1_000,
                benevoles=80,
                financement_caf=Decimal(90_000),
                financement_communes=Decimal(90_000),
                financement_agglo=Decimal(0),
            ),
            ActiviteSociale(
                equipement=c,
                annee=2024,
                participants_uniques=300,
                benevoles=20,
                heures_benevolat=Decimal("500.50"),
                financement_caf=Decimal(20_000),
                financement_communes=Decimal(10_000),
                financement_agglo=Decimal(0),
                financement_autres_publics=Decimal(3_000),
            ),
        ]
    )
    bassin = Bassin(nom="Nord", source="essai")
    for commune in session.scalars(
        select(Commune).where(Commune.code_insee.in_([LE_MAY, BEGROLLES]))
    ):
        commune.bassin = bassin
    session.flush()
    return session


def test_avs1_counts_each_commune_once(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "AVS1", 2024)
    # Two approved centres cover Cholet: its 50 000 inhabitants count once.
    assert read(result, CHOLET) == (50_000, 50_000, Decimal("100.00"), 1, 1)
    assert read(result, LE_MAY) == (4_000, 4_000, Decimal("100.00"), 1, 1)
    # C's agrément ended the day before 31 December; D is not of those that the CAF approves.
    assert read(result, BEGROLLES) == (0, 2_000, Decimal("0.00"), 1, 1)
    assert read(result, MAULEVRIER) == (0, 3_000, Decimal("0.00"), 1, 1)
    assert read(result, "Nord") == (4_000, 6_000, Decimal("66.67"), 2, 2)
    # 54 000 / 59 000; the communes whose population is unknown do not answer.
    assert read(result, "agglomération") == (54_000, 59_000, Decimal("91.53"), 4, 26)


def test_avs1_does_not_know_a_centre_without_any_agrement(
    territoire: Session, socle_partage: Socle
) -> None:
    nouveau = add_equipement(territoire, "E", MAULEVRIER, (MAULEVRIER, LE_MAY))
    result = compute(territoire, socle_partage, "AVS1", 2024)
    assert read(result, MAULEVRIER) == (None, 3_000, None, 0, 1)
    # Covered by A whatever E is.
    assert read(result, LE_MAY)[0] == 4_000
    nouveau.structure.fermee_le = date(2024, 12, 31)
    territoire.flush()
    assert read(compute(territoire, socle_partage, "AVS1", 2024), MAULEVRIER)[0] == 0


def test_avs2_counts_the_inhabitants_of_a_town_once(
    territoire: Session, socle_partage: Socle
) -> None:
    result = compute(territoire, socle_partage, "AVS2", 2024)
    # A and B: 3 000 participants for the 50 000 inhabitants of their common commune.
    assert read(result, CHOLET) == (3_000, 50_000, Decimal("6.00"), 2, 2)
    assert read(result, LE_MAY) == (300, 4_000, Decimal("7.50"), 1, 1)
    # In the zone of C, which answered, without being its seat.
    assert read(result, BEGROLLES) == (0, 2_000, Decimal("0.00"), 0, 0)
    # D did not answer: neither its participants nor the inhabitants of its zone.
    assert read(result, MAULEVRIER) == (None, None, None, 0, 1)
    assert read(result, "Nord") == (300, 6_000, Decimal("5.00"), 1, 1)
    # 3 300 / 56 000, not 3 300 / (54 000 + 50 000 + 6 000), the sum of the zones.
    assert read(result, "agglomération") == (3_300, 56_000, Decimal("5.89"), 3, 4)


def test_avs2_keeps_participants_of_a_seat_out_of_the_zone(
    territoire: Session, socle_partage: Socle
) -> None:
    ailleurs = add_equipement(territoire, "F", MAULEVRIER, (CHOLET,))
    territoire.add(ActiviteSociale(equipement=ailleurs, annee=2024, participants_uniques=100))
    territoire.flush()
    result = compute(territoire, socle_partage, "AVS2", 2024)
    assert read(result, MAULEVRIER) == (100, 0, None, 1, 2)
    assert read(result, "agglomération") == (3_400, 56_000, Decimal("6.07"), 4, 5)


def test_avs3_waits_for_each_structure_of_a_commune(
    territoire: Session, socle_partage: Socle
) -> None:
    result = compute(territoire, socle_partage, "AVS3", 2024)
    # (120 + 80) / 50 000 x 1 000.
    assert read(result, CHOLET) == (200, 50_000, Decimal("4.00"), 1, 1)
    assert read(result, LE_MAY) == (20, 4_000, Decimal("5.00"), 1, 1)
    # No structure: a true zero. D is silent: unknown.
    assert read(result, BEGROLLES) == (0, 2_000, Decimal("0.00"), 1, 1)
    assert read(result, MAULEVRIER) == (None, 3_000, None, 0, 1)
    # 20 / 6 000.
    assert read(result, "Nord") == (20, 6_000, Decimal("3.33"), 2, 2)
    # 220 / 56 000.
    assert read(result, "agglomération") == (220, 56_000, Decimal("3.93"), 3, 26)


def test_avs4_takes_the_rate_of_the_year(territoire: Session, socle_partage: Socle) -> None:
    territoire.execute(text("DELETE FROM parametre WHERE code = :code"), {"code": TAUX_BENEVOLAT})
    for debut, valeur in ((date(2024, 1, 1), 10), (date(2024, 7, 1), 12), (date(2025, 1, 1), 20)):
        territoire.add(
            Parametre(code=TAUX_BENEVOLAT, libelle="Taux", valeur=valeur, debut=debut, source="x")
        )
    territoire.flush()
    result = compute(territoire, socle_partage, "AVS4", 2023, 2024)
    # 4 000 h x 12 €, the rate in force on 31 December; B gave no hours.
    assert read(result, CHOLET) == (48_000, None, Decimal(48_000), 1, 2)
    assert read(result, LE_MAY) == (6_006, None, Decimal(6_006), 1, 1)
    assert read(result, BEGROLLES) == (None, None, None, 0, 0)
    assert read(result, "Nord") == (6_006, None, Decimal(6_006), 1, 1)
    assert read(result, "agglomération") == (54_006, None, Decimal(54_006), 2, 4)
    # No rate, no figures: nothing is known of 2023.
    assert read(result, "agglomération", 2023) == (None, None, None, 0, 4)


def add_projects(session: Session) -> None:
    """Six projects of 2024 and one of 2023, of which two are shared in 2024."""
    a, c = (
        session.scalars(select(Structure).where(Structure.nom == nom)).one() for nom in ("A", "C")
    )
    ville = add_structure(session, "Ville", CHOLET, PUBLIC)
    agglo = add_structure(session, "Agglo", CHOLET, PUBLIC)
    for titre, porteur, partenaires, statut, habitants, annee in (
        ("Avec la ville", c, [ville, a], StatutProjet.REALISE, 5, 2024),
        ("Deux publics", ville, [agglo], StatutProjet.EN_COURS, None, 2024),
        ("Deux associations", a, [c], StatutProjet.REALISE, 2, 2024),
        ("Seule", ville, [], StatutProjet.REALISE, 0, 2024),
        ("Prévu", a, [ville], StatutProjet.PREVU, 3, 2024),
        ("Abandonné", a, [ville], StatutProjet.ABANDONNE, 3, 2024),
        ("Hier", a, [ville], StatutProjet.REALISE, 1, 2023),
    ):
        session.add(
            ProjetPartage(
                titre=titre,
                annee=annee,
                porteur=porteur,
                partenaires=partenaires,
                statut=statut,
                habitants_co_porteurs=habitants,
            )
        )
    session.flush()


def test_avs5_counts_projects_with_a_public_body(territoire: Session, socle_partage: Socle) -> None:
    add_projects(territoire)
    result = compute(territoire, socle_partage, "AVS5", 2022, 2023, 2024)
    # Cholet leads "Deux publics" (shared), "Deux associations" and "Seule" (not shared).
    assert read(result, CHOLET) == (1, None, Decimal(1), 3, 3)
    assert read(result, LE_MAY) == (1, None, Decimal(1), 1, 1)
    assert read(result, "Nord") == (1, None, Decimal(1), 1, 1)
    assert read(result, "agglomération") == (2, None, Decimal(2), 4, 4)
    assert read(result, "agglomération", 2023) == (1, None, Decimal(1), 1, 1)
    assert read(result, "agglomération", 2022) == (None, None, None, 0, 0)
    for projet in territoire.scalars(
        select(ProjetPartage).where(ProjetPartage.annee == 2024)
    ).all():
        shared = is_partage([structure.statut for structure in projet.structures])
        assert shared == (projet.titre not in ("Deux associations", "Seule"))


def test_avs6_leaves_unknown_inhabitants_out(territoire: Session, socle_partage: Socle) -> None:
    add_projects(territoire)
    result = compute(territoire, socle_partage, "AVS6", 2024)
    # "Deux associations" yes, "Seule" no, "Deux publics" unknown.
    assert read(result, CHOLET) == (1, 2, Decimal("50.00"), 2, 3)
    assert read(result, LE_MAY) == (1, 1, Decimal("100.00"), 1, 1)
    assert read(result, BEGROLLES) == (None, None, None, 0, 0)
    assert read(result, "Nord") == (1, 1, Decimal("100.00"), 1, 1)
    assert read(result, "agglomération") == (2, 3, Decimal("66.67"), 3, 4)


def test_avs7_counts_agrements_that_end_within_the_lead(
    territoire: Session, socle_partage: Socle
) -> None:
    add_equipement(territoire, "E", MAULEVRIER, (MAULEVRIER,))
    result = compute(territoire, socle_partage, "AVS7", 2023, 2024)
    # Both of A end on 31 December 2025, twelve months later; that of B in 2027.
    assert read(result, CHOLET) == (2, None, Decimal(2), 2, 2)
    # C's had ended on the day before; it answered all the same.
    assert read(result, LE_MAY) == (0, None, Decimal(0), 1, 1)
    assert read(result, MAULEVRIER) == (None, None, None, 0, 1)
    assert read(result, "Nord") == (0, None, Decimal(0), 1, 1)
    assert read(result, "agglomération") == (2, None, Decimal(2), 3, 4)
    # At the end of 2023, C's ends within the year to come.
    assert read(result, "agglomération", 2023) == (1, None, Decimal(1), 3, 4)


def test_avs8_divides_what_both_parts_are_known(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "AVS8", 2024)
    # A alone: 400 000 / 2 000.
    assert read(result, CHOLET) == (400_000, 2_000, Decimal("200.00"), 1, 2)
    assert read(result, LE_MAY) == (33_000, 300, Decimal("110.00"), 1, 1)
    assert read(result, MAULEVRIER) == (None, None, None, 0, 1)
    assert read(result, "Nord") == (33_000, 300, Decimal("110.00"), 1, 1)
    # 433 000 / 2 300.
    assert read(result, "agglomération") == (433_000, 2_300, Decimal("188.26"), 2, 4)


def test_a_closed_structure_is_expected_until_it_closes(
    territoire: Session, socle_partage: Socle
) -> None:
    d = territoire.scalars(select(Structure).where(Structure.nom == "D")).one()
    d.fermee_le = date(2023, 12, 31)
    territoire.flush()
    result = compute(territoire, socle_partage, "AVS2", 2023, 2024)
    assert read(result, MAULEVRIER)[3:] == (0, 0)
    assert read(result, MAULEVRIER, 2023)[3:] == (0, 1)


def test_nothing_entered_is_nothing_answered(session: Session, socle_partage: Socle) -> None:
    for rank in range(1, 9):
        result = compute(session, socle_partage, f"AVS{rank}", 2023, 2024)
        assert len(result.communes) == 52
        assert result.agglomeration[2024].valeur is None
        assert result.agglomeration[2024].mesure.repondu == 0
        # Communes are asked of AVS1 and AVS3; the others ask structures and projects.
        assert result.agglomeration[2024].mesure.attendu == (26 if rank in (1, 3) else 0)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.integers(0, 1461),
    st.sampled_from(list(StatutAgrement)),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_sql_and_rules_agree_on_what_is_valid(
    session: Session, debut: date, jours: int, statut: StatutAgrement, jour: date
) -> None:
    fin = date.fromordinal(debut.toordinal() + jours)
    with session.begin_nested() as savepoint:
        equipement = add_equipement(session, "Tirage", CHOLET, (CHOLET,))
        agrement = add_agrement(
            session, equipement, debut.isoformat(), fin.isoformat(), statut=statut
        )
        found = session.scalar(
            select(Agrement.id).where(
                Agrement.id == agrement.id, is_valide_sql(literal(jour, Date))
            )
        )
        expected = is_valide(Periode(statut=statut, debut=debut, fin=fin), jour)
        assert (found is not None) == expected
        savepoint.rollback()
