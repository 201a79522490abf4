"""MLD1 to MLD10 on a territory small enough to be computed by hand, at the levels of each.

Cholet has 50 000 inhabitants, Le May-sur-Èvre 4 000, Bégrolles-en-Mauges 2 000, Maulévrier 3 000, the 22
other communes 100 each: 61 200. Le May and Bégrolles make the bassin "Nord". In 2024 three places are open:
A (Cholet), B (Le May), C (seat in Cholet, travels to Maulévrier); D opens at Bégrolles in 2025.
"""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from core.communes.models import Bassin, Commune, Population
from core.parametres.models import Parametre
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.acces_droits.indicateurs import INDICATEURS
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    EngagementNumerique,
    LieuAccueil,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
    Permanence,
)
from plugins.acces_droits.rules import (
    ObjetPermanence,
    TypeLieu,
    TypeMediateur,
    TypeOffreLogement,
    TypeOffreMobilite,
    compute_distance,
)
from plugins.acces_droits.service import distance_km
from tests.integration.essai_indicateurs import compute, read, set_seuil

BEGROLLES, CHOLET, LE_MAY, MAULEVRIER = "49027", "49099", "49193", "49192"
# (inhabitants, latitude): on one meridian, so that 0,1 degree is 11,12 km.
PLACES = {
    CHOLET: (50_000, 47.0),
    LE_MAY: (4_000, 47.2),
    BEGROLLES: (2_000, 47.25),
    MAULEVRIER: (3_000, 46.9),
}


def add_structure(
    session: Session, nom: str, code: str, ouverte_le: date = date(2020, 1, 1)
) -> Structure:
    structure = Structure(
        nom=nom, code_insee=code, statut=StatutStructure.PUBLIC, ouverte_le=ouverte_le
    )
    session.add(structure)
    session.flush()
    return structure


def add_lieu(
    session: Session,
    nom: str,
    code: str,
    verifie: str,
    *communes: str,
    ouverte_le: date = date(2020, 1, 1),
) -> LieuAccueil:
    lieu = LieuAccueil(
        structure=add_structure(session, nom, code, ouverte_le),
        type=TypeLieu.FRANCE_SERVICES,
        itinerant=bool(communes),
        communes=list(session.scalars(select(Commune).where(Commune.code_insee.in_(communes)))),
        verifie_le=date.fromisoformat(verifie),
    )
    session.add(lieu)
    session.flush()
    return lieu


@pytest.fixture
def territoire(session: Session) -> Session:
    for row in session.scalars(select(Population)):
        row.totale, row.municipale = 60_000, PLACES.get(row.code_insee, (100, 0))[0]
    for commune in session.scalars(select(Commune)):
        commune.latitude, commune.longitude = PLACES.get(commune.code_insee, (0, 46.0))[1], -1.0
    bassin = Bassin(nom="Nord", source="essai")
    for commune in session.scalars(
        select(Commune).where(Commune.code_insee.in_([LE_MAY, BEGROLLES]))
    ):
        commune.bassin = bassin
    session.flush()
    return session


@pytest.fixture
def lieux(territoire: Session) -> dict[str, LieuAccueil]:
    return {
        "A": add_lieu(territoire, "A", CHOLET, "2024-09-01"),
        "B": add_lieu(territoire, "B", LE_MAY, "2024-05-01"),
        "C": add_lieu(territoire, "C", CHOLET, "2025-12-01", MAULEVRIER),
        "D": add_lieu(territoire, "D", BEGROLLES, "2025-12-01", ouverte_le=date(2025, 1, 1)),
    }


def test_mld1_counts_the_communes_within_ten_kilometres(
    territoire: Session, lieux: dict[str, LieuAccueil], socle_partage: Socle
) -> None:
    result = compute(territoire, socle_partage, "MLD1", 2024)
    assert read(result, CHOLET) == (50_000, 50_000, Decimal(100), 1, 1)
    # Bégrolles has no place yet, and stands 5,56 km from Le May.
    assert read(result, BEGROLLES) == (2_000, 2_000, Decimal(100), 1, 1)
    # 11,12 km from Cholet, but C goes there.
    assert read(result, MAULEVRIER) == (3_000, 3_000, Decimal(100), 1, 1)
    assert read(result, "Nord") == (6_000, 6_000, Decimal(100), 2, 2)
    # 50 000 + 4 000 + 2 000 + 3 000; the 22 others are 100 km away.
    assert read(result, "agglomération") == (59_000, 61_200, Decimal("96.41"), 26, 26)


def test_mld1_a_place_that_travels_nowhere_known_is_at_its_seat(
    territoire: Session, lieux: dict[str, LieuAccueil], socle_partage: Socle
) -> None:
    lieux["C"].communes = []
    result = compute(territoire, socle_partage, "MLD1", 2024)
    assert read(result, MAULEVRIER) == (0, 3_000, Decimal(0), 1, 1)
    assert read(result, "agglomération") == (56_000, 61_200, Decimal("91.50"), 26, 26)


def test_mld1_reads_the_distance_in_force(
    territoire: Session, lieux: dict[str, LieuAccueil], socle_partage: Socle
) -> None:
    territoire.add(
        Parametre(
            code="ad_distance_lieu",
            libelle="Distance",
            unite="km",
            valeur=Decimal(5),
            debut=date(2024, 6, 1),
            source="essai",
        )
    )
    result = compute(territoire, socle_partage, "MLD1", 2023, 2024)
    assert read(result, "Nord", 2023) == (6_000, 6_000, Decimal(100), 2, 2)
    assert read(result, "Nord") == (4_000, 6_000, Decimal("66.67"), 2, 2)


def add_activites(session: Session, lieux: dict[str, LieuAccueil]) -> None:
    for nom, accompagnements, somme, rendez_vous, ouverts, suivis in (
        ("A", 5_000, 8_000, 1_600, 300, 500),
        ("B", None, 100, 40, 20, None),
        ("C", 250, None, 30, 30, 60),
    ):
        session.add(
            ActiviteAccueil(
                lieu=lieux[nom],
                annee=2024,
                accompagnements=accompagnements,
                somme_delais_j=somme,
                rendez_vous=rendez_vous,
                droits_ouverts=ouverts,
                dossiers_suivis=suivis,
            )
        )


def test_mld2_a_silent_place_makes_its_commune_unknown(
    territoire: Session, lieux: dict[str, LieuAccueil], socle_partage: Socle
) -> None:
    add_activites(territoire, lieux)
    result = compute(territoire, socle_partage, "MLD2", 2024)
    # A and C have their seat in Cholet: 5 000 + 250.
    assert read(result, CHOLET) == (5_250, 50_000, Decimal(105), 1, 1)
    assert read(result, LE_MAY)[2:] == (None, 0, 1)
    assert read(result, BEGROLLES) == (0, 2_000, Decimal(0), 1, 1)
    assert read(result, "Nord") == (0, 2_000, Decimal(0), 1, 2)
    # Without Le May: 5 250 for 57 200.
    assert read(result, "agglomération") == (5_250, 57_200, Decimal("91.78"), 25, 26)


def test_mld3_and_mld4_count_the_places_that_give_both_parts(
    territoire: Session, lieux: dict[str, LieuAccueil], socle_partage: Socle
) -> None:
    add_activites(territoire, lieux)
    droits = compute(territoire, socle_partage, "MLD3", 2024)
    # A and C: 300 + 30 for 500 + 60.
    assert read(droits, "agglomération") == (330, 560, Decimal("58.93"), 2, 3)
    delais = compute(territoire, socle_partage, "MLD4", 2024)
    # A and B: 8 000 + 100 days for 1 600 + 40 appointments.
    assert read(delais, "agglomération") == (8_100, 1_640, Decimal("4.94"), 2, 3)


def test_mld5_relates_etp_to_the_population(territoire: Session, socle_partage: Socle) -> None:
    for code, etp in ((CHOLET, Decimal(2)), (LE_MAY, None)):
        territoire.add(
            MediateurNumerique(
                structure=add_structure(territoire, f"Médiation {code}", code),
                type=TypeMediateur.AIDANT,
                annee=2024,
                etp=etp,
            )
        )
    result = compute(territoire, socle_partage, "MLD5", 2023, 2024)
    assert read(result, CHOLET) == (2, 50_000, Decimal("0.40"), 1, 1)
    assert read(result, LE_MAY)[2:] == (None, 0, 1)
    assert read(result, "Nord") == (0, 2_000, Decimal(0), 1, 2)
    assert read(result, "agglomération") == (2, 57_200, Decimal("0.35"), 25, 26)
    # Nothing at all was entered for 2023: nothing is known, and it is no zero.
    assert read(result, "agglomération", 2023)[2:] == (None, 0, 26)


def test_mld6_counts_active_signatories(territoire: Session, socle_partage: Socle) -> None:
    for nom, identifiee, signee, actif in (
        ("Signataire", "2023-03-01", "2024-06-01", True),
        ("Signe en 2025", "2024-03-01", "2025-02-01", True),
        ("Pas signataire", "2024-12-31", None, True),
        ("Retirée", "2023-03-01", "2024-06-01", False),
        ("Identifiée en 2025", "2025-01-01", None, True),
    ):
        territoire.add(
            EngagementNumerique(
                structure=add_structure(territoire, nom, CHOLET),
                identifiee_le=date.fromisoformat(identifiee),
                signee_le=date.fromisoformat(signee) if signee else None,
                actif=actif,
            )
        )
    result = compute(territoire, socle_partage, "MLD6", 2024, 2025)
    assert read(result, "agglomération") == (1, 4, Decimal(25), 4, 4)
    assert read(result, "agglomération", 2025) == (2, 5, Decimal(40), 5, 5)


def test_mld7_reads_demand_and_solidarity_alone(territoire: Session, socle_partage: Socle) -> None:
    for type_, operateur, voyages, droits in (
        (TypeOffreMobilite.TAD, "Navette", 6_000, 1_500),
        (TypeOffreMobilite.MOBILITE_SOLIDAIRE, "Voisins", 120, None),
        (TypeOffreMobilite.MOBILITE_SOLIDAIRE, "Muets", None, None),
        (TypeOffreMobilite.BUS, "Bus", 1_000_000, 10_000),
    ):
        territoire.add(
            OffreMobilite(
                type=type_,
                operateur=operateur,
                annee=2024,
                voyages=voyages,
                voyages_acces_droits=droits,
            )
        )
    voyages_lus = compute(territoire, socle_partage, "MLD7a", 2024)
    assert read(voyages_lus, "agglomération") == (6_120, 61_200, Decimal(100), 2, 3)
    # The journeys of an offer are nobody's in particular.
    assert voyages_lus.communes == {}
    part = compute(territoire, socle_partage, "MLD7b", 2024)
    assert read(part, "agglomération") == (1_500, 6_000, Decimal(25), 1, 3)


def test_mld8_reads_young_peoples_housing(territoire: Session, socle_partage: Socle) -> None:
    for type_, places, occupees, sorties, autonomes in (
        (TypeOffreLogement.FJT, 80, 72, 50, 30),
        (TypeOffreLogement.RESIDENCE_JEUNES, 20, None, 10, 4),
        (TypeOffreLogement.LOGEMENT_URGENCE, 10, 10, 90, 9),
    ):
        territoire.add(
            OffreLogement(
                structure=add_structure(territoire, type_.libelle, CHOLET),
                type=type_,
                annee=2024,
                places=places,
                places_occupees=occupees,
                sorties=sorties,
                sorties_logement_autonome=autonomes,
            )
        )
    occupation = compute(territoire, socle_partage, "MLD8a", 2024)
    assert read(occupation, "agglomération") == (72, 80, Decimal(90), 1, 2)
    sorties_lus = compute(territoire, socle_partage, "MLD8b", 2024)
    assert read(sorties_lus, "agglomération") == (34, 60, Decimal("56.67"), 2, 2)


def test_mld9_counts_domiciliations_and_refusals(territoire: Session, socle_partage: Socle) -> None:
    set_seuil(territoire, 0)
    for code, valides, refus, demandes in (
        (CHOLET, 120, 6, 60),
        (LE_MAY, 4, 0, None),
        (BEGROLLES, None, None, None),
    ):
        territoire.add(
            Domiciliation(
                structure=add_structure(territoire, f"CCAS {code}", code),
                annee=2024,
                valides_31_12=valides,
                refus=refus,
                demandes=demandes,
            )
        )
    valides_lus = compute(territoire, socle_partage, "MLD9a", 2024)
    assert read(valides_lus, "Nord") == (4, None, Decimal(4), 1, 2)
    assert read(valides_lus, "agglomération") == (124, None, Decimal(124), 2, 3)
    refus_lus = compute(territoire, socle_partage, "MLD9b", 2024)
    assert read(refus_lus, "Nord") == (None, None, None, 0, 2)
    assert read(refus_lus, "agglomération") == (6, 60, Decimal(10), 1, 3)


def test_mld10_does_not_judge_a_past_year_on_a_later_check(
    territoire: Session, lieux: dict[str, LieuAccueil], socle_partage: Socle
) -> None:
    organisme = add_structure(territoire, "Organisme", CHOLET)
    for fin, verifie in ((None, "2025-03-01"), ("2024-06-01", "2024-12-01")):
        territoire.add(
            Permanence(
                lieu=lieux["A"],
                organisme=organisme,
                objet=ObjetPermanence.LOGEMENT,
                valide_jusqu_au=date.fromisoformat(fin) if fin else None,
                verifie_le=date.fromisoformat(verifie),
            )
        )
    result = compute(territoire, socle_partage, "MLD10", 2024, 2025)
    # A (September 2024) and the running permanence (March 2025) are up to date, B (May 2024) is not; C,
    # checked in December 2025, says nothing of 2024; D was not open, the other permanence had ended.
    assert read(result, "agglomération") == (2, 3, Decimal("66.67"), 3, 4)
    # Of A, B, C, D and the permanence, C and D were checked since 30 June 2025.
    assert read(result, "agglomération", 2025) == (2, 5, Decimal(40), 5, 5)


@pytest.mark.parametrize("code", [definition.code for definition in INDICATEURS])
def test_nothing_entered_is_nothing_answered(
    session: Session, socle_partage: Socle, code: str
) -> None:
    result = compute(session, socle_partage, code, 2023, 2024)
    assert result.agglomeration[2024].valeur is None
    assert result.agglomeration[2024].mesure.repondu == 0


def test_sql_and_rules_agree_on_distances(session: Session) -> None:
    left, right = aliased(Commune), aliased(Commune)
    communes = list(session.scalars(select(Commune).order_by(Commune.code_insee)))
    found = {
        (a, b): km
        for a, b, km in session.execute(
            select(
                left.code_insee,
                right.code_insee,
                distance_km(left.latitude, left.longitude, right.latitude, right.longitude),
            ).where(left.code_insee < right.code_insee)
        )
    }
    assert len(found) == 325
    for a, b in combinations(communes, 2):
        expected = compute_distance(a.latitude, a.longitude, b.latitude, b.longitude)
        assert found[a.code_insee, b.code_insee] == pytest.approx(expected, abs=1e-6)
