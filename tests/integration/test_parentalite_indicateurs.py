"""PAR1 to PAR8 on a territory small enough to be computed by hand, at the three levels.

2024. Cholet: a LAEP (200 h, 100 children), a CLAS with two groups, two temps parents. Le May-sur-Èvre: an
itinerant LAEP whose stops are Le May and Bégrolles (no figures), a temps parent. Bégrolles: nothing of its
own. Maulévrier: served by the mediation service of Cholet, a temps parent whose parents were not counted.
Le May and Bégrolles make the bassin "Nord", Maulévrier the bassin "Sud".
"""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Bassin, Commune, DonneeContexte
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.parentalite.models import (
    ClasGroupe,
    DispositifParentalite,
    LaepActivite,
    MediationPermanence,
    TempsParent,
)
from plugins.parentalite.rules import NiveauClas, StatutDispositif, TypeDispositif, TypeTemps
from plugins.parentalite.service import open_in_year
from tests.integration.essai_indicateurs import compute, read

BEGROLLES, CHOLET, LE_MAY, MAULEVRIER = "49027", "49099", "49193", "49192"
CODES = tuple(f"PAR{number}" for number in range(1, 9))


def commune_of(session: Session, code: str) -> Commune:
    return session.scalars(select(Commune).where(Commune.code_insee == code)).one()


def add_dispositif(
    session: Session,
    nom: str,
    siege: str,
    type_: TypeDispositif,
    *communes: str,
    debut: date | None = None,
    fin: date | None = None,
    statut: StatutDispositif = StatutDispositif.ACTIF,
    itinerant: bool = False,
) -> DispositifParentalite:
    dispositif = DispositifParentalite(
        structure=Structure(nom=nom, code_insee=siege, statut=StatutStructure.PUBLIC),
        nom=nom,
        type=type_,
        statut=statut,
        debut=debut,
        fin=fin,
        itinerant=itinerant,
        communes=[commune_of(session, code) for code in communes or (siege,)],
    )
    session.add(dispositif)
    session.flush()
    return dispositif


def add_temps(
    session: Session,
    code: str,
    parents: int | None,
    *associees: Structure,
    jour: str = "2024-05-14",
) -> TempsParent:
    temps = TempsParent(
        titre=f"Temps {code}",
        structure=Structure(nom=f"Porteur {code}", code_insee=code, statut=StatutStructure.PUBLIC),
        type=TypeTemps.ECHANGE,
        jour=date.fromisoformat(jour),
        code_insee=code,
        parents=parents,
        structures_associees=list(associees),
    )
    session.add(temps)
    session.flush()
    return temps


@pytest.fixture
def territoire(session: Session) -> Session:
    for code, enfants, familles, ecoliers in (
        (CHOLET, 3000, 6000, 5000),
        (LE_MAY, 300, 500, 400),
        (BEGROLLES, 150, None, 200),
        (MAULEVRIER, 250, 400, None),
    ):
        for nom, valeur in (
            ("enfants_0_5", enfants),
            ("familles", familles),
            ("enfants_6_14", ecoliers),
        ):
            session.add(
                DonneeContexte(code_insee=code, annee=2024, code=nom, valeur=valeur, source="essai")
            )
    for nom, codes in (("Nord", (LE_MAY, BEGROLLES)), ("Sud", (MAULEVRIER,))):
        bassin = Bassin(nom=nom, source="essai")
        for code in codes:
            commune_of(session, code).bassin = bassin
    laep = add_dispositif(session, "LAEP A", CHOLET, TypeDispositif.LAEP)
    add_dispositif(
        session, "LAEP B", LE_MAY, TypeDispositif.LAEP, LE_MAY, BEGROLLES, itinerant=True
    )
    clas = add_dispositif(session, "CLAS", CHOLET, TypeDispositif.CLAS)
    mediation = add_dispositif(
        session, "Médiation", CHOLET, TypeDispositif.MEDIATION_FAMILIALE, CHOLET, MAULEVRIER
    )
    # These two say nothing of 2024: closed before, or not begun.
    add_dispositif(
        session,
        "Ancien",
        MAULEVRIER,
        TypeDispositif.ESPACE_RENCONTRE,
        fin=date(2023, 6, 30),
        statut=StatutDispositif.FERME,
    )
    add_dispositif(
        session, "Projet", MAULEVRIER, TypeDispositif.REAAP, statut=StatutDispositif.PROJET
    )
    session.add(
        LaepActivite(dispositif=laep, annee=2024, heures_ouverture=200, enfants_differents=100)
    )
    session.add(MediationPermanence(dispositif=mediation, code_insee=LE_MAY, annee=2024, jours=0))
    for annee_scolaire, annee in ((2023, 2024), (2024, 2024), (2024, 2025)):
        session.add(
            ClasGroupe(
                structure=clas.structure,
                annee_scolaire=annee_scolaire,
                annee=annee,
                niveau=NiveauClas.COLLEGE,
                code_insee=CHOLET,
            )
        )
    add_temps(session, CHOLET, 12, laep.structure)
    add_temps(session, CHOLET, 30)
    add_temps(session, LE_MAY, 10)
    add_temps(session, MAULEVRIER, None, laep.structure, clas.structure)
    return session


def test_par1_counts_real_presence(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "PAR1", 2022, 2024)
    # The itinerant LAEP stops at Bégrolles.
    for code in (CHOLET, LE_MAY, BEGROLLES, MAULEVRIER):
        assert read(result, code) == (1, 1, Decimal(100), 1, 1)
    assert read(result, "49332") == (0, 1, Decimal(0), 1, 1)
    assert read(result, "Nord") == (2, 2, Decimal(100), 2, 2)
    assert read(result, "agglomération") == (4, 26, Decimal("15.38"), 26, 26)
    # 2022: the seats of the two LAEP, the CLAS, the mediation, the stops, and the Espace de rencontre.
    assert read(result, "agglomération", 2022)[:2] == (4, 26)


def test_par1_being_served_is_not_presence(territoire: Session, socle_partage: Socle) -> None:
    for temps in territoire.scalars(
        select(TempsParent).where(TempsParent.code_insee.in_([LE_MAY, MAULEVRIER]))
    ).all():
        territoire.delete(temps)
    territoire.flush()
    result = compute(territoire, socle_partage, "PAR1", 2024)
    # Maulévrier is only served from Cholet; the permanence of Le May was held 0 day, its LAEP stops there.
    assert read(result, MAULEVRIER)[:2] == (0, 1)
    assert read(result, "Sud") == (0, 1, Decimal(0), 1, 1)
    assert read(result, LE_MAY)[:2] == (1, 1)
    territoire.add(
        MediationPermanence(
            dispositif=territoire.scalars(
                select(DispositifParentalite).where(DispositifParentalite.nom == "Médiation")
            ).one(),
            code_insee=MAULEVRIER,
            annee=2024,
            jours=12,
        )
    )
    territoire.flush()
    assert read(compute(territoire, socle_partage, "PAR1", 2024), MAULEVRIER)[:2] == (1, 1)


def test_par2_counts_each_type_once_in_a_bassin(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "PAR2", 2023, 2024)
    # Cholet: LAEP, CLAS, mediation.
    assert read(result, CHOLET) == (3, 5, Decimal(60), 1, 1)
    assert read(result, LE_MAY) == (1, 5, Decimal(20), 1, 1)
    assert read(result, BEGROLLES) == (1, 5, Decimal(20), 1, 1)
    # One type in two communes: 1 of 5, not 2 of 10.
    assert read(result, "Nord") == (1, 5, Decimal(20), 2, 2)
    # Maulévrier is served by the mediation; its Espace de rencontre was still there in 2023.
    assert read(result, "Sud") == (1, 5, Decimal(20), 1, 1)
    assert read(result, "Sud", 2023) == (2, 5, Decimal(40), 1, 1)
    # LAEP, CLAS, mediation over the whole.
    assert read(result, "agglomération") == (3, 5, Decimal(60), 26, 26)
    assert read(result, "agglomération", 2023) == (4, 5, Decimal(80), 26, 26)


def test_par2_a_permanence_and_a_group_give_access(
    territoire: Session, socle_partage: Socle
) -> None:
    mediation = territoire.scalars(
        select(DispositifParentalite).where(DispositifParentalite.nom == "Médiation")
    ).one()
    territoire.add(
        MediationPermanence(dispositif=mediation, code_insee=BEGROLLES, annee=2024, jours=10)
    )
    territoire.add(
        ClasGroupe(
            structure=mediation.structure,
            annee_scolaire=2024,
            annee=2024,
            niveau=NiveauClas.LYCEE,
            code_insee=LE_MAY,
        )
    )
    territoire.flush()
    result = compute(territoire, socle_partage, "PAR2", 2024)
    assert read(result, "Nord") == (3, 5, Decimal(60), 2, 2)


def test_par3_divides_children_by_laep(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "PAR3", 2024)
    assert read(result, CHOLET) == (3000, 1, Decimal(3000), 1, 1)
    # No LAEP of its own: no value, but its children count in the whole.
    assert read(result, BEGROLLES) == (150, 0, None, 1, 1)
    # (300 + 150) / 1.
    assert read(result, "Nord") == (450, 1, Decimal(450), 2, 2)
    assert read(result, "Sud") == (250, 0, None, 1, 1)
    # (3 000 + 300 + 150 + 250) / 2; the other communes have no figure of children.
    assert read(result, "agglomération") == (3700, 2, Decimal(1850), 4, 26)


def test_par4_and_par5_leave_out_a_silent_laep(territoire: Session, socle_partage: Socle) -> None:
    hours = compute(territoire, socle_partage, "PAR4", 2024)
    # 200 / 3 000.
    assert read(hours, CHOLET) == (200, 3000, Decimal("6.67"), 1, 1)
    assert read(hours, LE_MAY) == (None, 300, None, 0, 1)
    assert read(hours, BEGROLLES) == (0, 150, Decimal(0), 1, 1)
    assert read(hours, "Nord") == (0, 150, Decimal(0), 1, 2)
    # 200 / (3 000 + 150 + 250).
    assert read(hours, "agglomération") == (200, 3400, Decimal("5.88"), 3, 26)
    children = compute(territoire, socle_partage, "PAR5", 2024)
    assert read(children, CHOLET) == (100, 3000, Decimal("3.33"), 1, 1)
    assert read(children, "agglomération") == (100, 3400, Decimal("2.94"), 3, 26)
    silent = territoire.scalars(
        select(DispositifParentalite).where(DispositifParentalite.nom == "LAEP B")
    ).one()
    territoire.add(
        LaepActivite(dispositif=silent, annee=2024, heures_ouverture=90, enfants_differents=40)
    )
    territoire.flush()
    hours = compute(territoire, socle_partage, "PAR4", 2024)
    # 90 / (300 + 150).
    assert read(hours, "Nord") == (90, 450, Decimal(20), 2, 2)
    # (200 + 90) / 3 700.
    assert read(hours, "agglomération") == (290, 3700, Decimal("7.84"), 4, 26)


def test_par6_counts_participations(territoire: Session, socle_partage: Socle) -> None:
    add_temps(territoire, LE_MAY, 99, jour="2023-12-31")
    result = compute(territoire, socle_partage, "PAR6", 2024)
    # 12 + 30 over 6 000.
    assert read(result, CHOLET) == (42, 6000, Decimal("0.70"), 1, 1)
    assert read(result, LE_MAY) == (10, 500, Decimal(2), 1, 1)
    # Families unknown; parents unknown.
    assert read(result, BEGROLLES) == (0, None, None, 0, 1)
    assert read(result, MAULEVRIER) == (None, 400, None, 0, 1)
    assert read(result, "Nord") == (10, 500, Decimal(2), 1, 2)
    assert read(result, "Sud") == (None, None, None, 0, 1)
    # 52 / 6 500.
    assert read(result, "agglomération") == (52, 6500, Decimal("0.80"), 2, 26)


def test_par7_counts_a_group_for_its_exercice_only(
    territoire: Session, socle_partage: Socle
) -> None:
    result = compute(territoire, socle_partage, "PAR7", 2024)
    # Two groups of three count for 2024: 2 / 5 000.
    assert read(result, CHOLET) == (2, 5000, Decimal("0.40"), 1, 1)
    assert read(result, "Nord") == (0, 600, Decimal(0), 2, 2)
    assert read(result, MAULEVRIER) == (0, None, None, 0, 1)
    # 2 / (5 000 + 400 + 200).
    assert read(result, "agglomération") == (2, 5600, Decimal("0.36"), 3, 26)


def test_par8_is_the_share_held_with_others(territoire: Session, socle_partage: Socle) -> None:
    result = compute(territoire, socle_partage, "PAR8", 2024)
    assert read(result, CHOLET) == (1, 2, Decimal(50), 2, 2)
    assert read(result, LE_MAY) == (0, 1, Decimal(0), 1, 1)
    assert read(result, BEGROLLES) == (None, None, None, 0, 0)
    # Two structures associated: one temps.
    assert read(result, MAULEVRIER) == (1, 1, Decimal(100), 1, 1)
    assert read(result, "agglomération") == (2, 4, Decimal(50), 4, 4)


def test_nothing_entered_has_no_value(session: Session, socle_partage: Socle) -> None:
    for code in CODES:
        result = compute(session, socle_partage, code, 2023, 2024)
        assert len(result.communes) == 52
        assert result.agglomeration[2024].valeur is None, code
        assert result.agglomeration[2024].mesure.repondu == 0, code


def test_sql_and_rules_agree_on_open_years(territoire: Session) -> None:
    for annee in range(2021, 2027):
        found = set(territoire.scalars(select(DispositifParentalite.id).where(open_in_year(annee))))
        assert found == {
            row.id
            for row in territoire.scalars(select(DispositifParentalite))
            if row.was_open(annee)
        }
