"""Checks of the axis before a commit, its rights, its report section, reminders and demonstration."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.api.testing import check_sections
from core.clock import today
from core.communes.models import Commune
from core.errors import ErreurMetier
from core.rapports.document import Liste, Tableau, Texte
from core.security.acteur import SYSTEME, Acteur
from core.security.policy import Verbe, can, scope
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.parentalite.models import (
    ClasGroupe,
    DispositifParentalite,
    LaepActivite,
    MediationPermanence,
    SupportInformation,
    TempsParent,
)
from plugins.parentalite.rules import (
    NiveauClas,
    StatutDispositif,
    TypeDispositif,
    TypeTemps,
)
from plugins.parentalite.service import (
    validate_clas,
    validate_dispositif,
    validate_laep,
    validate_mediation,
    validate_temps,
)
from tests.integration.essai_axe import (
    BEGROLLES,
    CHOLET,
    COLLECTE,
    PREPARATION,
    check_constant_cost,
    list_rappels,
    load_demonstration,
    read_sections,
)

AXE = "parentalite"


def add_structure(session: Session, code: str, nom: str) -> Structure:
    structure = Structure(nom=nom, code_insee=code, statut=StatutStructure.ASSOCIATIF)
    session.add(structure)
    session.flush()
    return structure


def add_dispositif(
    session: Session,
    type_: TypeDispositif = TypeDispositif.LAEP,
    code: str = CHOLET,
    nom: str = "Dispositif d'essai",
    **values: Any,
) -> DispositifParentalite:
    dispositif = DispositifParentalite(
        structure=add_structure(session, code, f"Structure de {nom}"),
        nom=nom,
        type=type_,
        communes=list(session.scalars(select(Commune).where(Commune.code_insee == code))),
        **values,
    )
    session.add(dispositif)
    session.flush()
    return dispositif


def build_temps(structure: Structure, jour: date, **values: Any) -> TempsParent:
    return TempsParent(
        **{
            "titre": "Temps d'essai",
            "structure": structure,
            "type": TypeTemps.ECHANGE,
            "jour": jour,
            "code_insee": structure.code_insee,
        }
        | values
    )


def build_groupe(structure: Structure, scolaire: int, annee: int, **values: Any) -> ClasGroupe:
    return ClasGroupe(
        structure=structure,
        annee_scolaire=scolaire,
        annee=annee,
        niveau=NiveauClas.COLLEGE,
        code_insee=structure.code_insee,
        **values,
    )


def add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def test_a_dispositif_serves_a_commune(session: Session, autre_equipe: Acteur) -> None:
    dispositif = add_dispositif(session)
    validate_dispositif(session, autre_equipe, dispositif)
    dispositif.communes = []
    with pytest.raises(ErreurMetier) as error:
        validate_dispositif(session, autre_equipe, dispositif)
    assert error.value.champ == "communes"


def test_a_type_that_has_figures_does_not_change(session: Session, autre_equipe: Acteur) -> None:
    dispositif = add_dispositif(session)
    add(session, LaepActivite(dispositif=dispositif, annee=2024))
    validate_dispositif(session, autre_equipe, dispositif)
    dispositif.type = TypeDispositif.CAFE_PARENTS
    with pytest.raises(ErreurMetier, match="LAEP") as error:
        validate_dispositif(session, autre_equipe, dispositif)
    assert error.value.champ == "type"


def test_an_organisation_runs_several(session: Session) -> None:
    first = add_dispositif(session)
    second = DispositifParentalite(
        structure=first.structure,
        nom="CLAS d'essai",
        type=TypeDispositif.CLAS,
        communes=list(first.communes),
    )
    assert add(session, second).structure_id == first.structure_id


@pytest.mark.parametrize(
    ("champ", "valeurs"),
    [
        ("annee", {"annee": 2100}),
        ("annee", {"annee": 2019}),
        ("enfants_differents", {"enfants_differents": 11, "frequentations": 10}),
        ("adultes_differents", {"adultes_differents": 11, "frequentations": 10}),
    ],
)
def test_a_year_of_laep_must_be_consistent(
    session: Session, autre_equipe: Acteur, champ: str, valeurs: dict[str, int]
) -> None:
    laep = add_dispositif(session, debut=date(2020, 1, 1))
    activite = add(session, LaepActivite(**{"dispositif": laep, "annee": 2024} | valeurs))
    with pytest.raises(ErreurMetier) as error:
        validate_laep(session, autre_equipe, activite)
    assert error.value.champ == champ


def test_figures_ask_for_the_right_type(session: Session, autre_equipe: Acteur) -> None:
    cafe = add_dispositif(session, TypeDispositif.CAFE_PARENTS)
    activite = add(session, LaepActivite(dispositif=cafe, annee=2024))
    with pytest.raises(ErreurMetier, match="n'est pas de type") as error:
        validate_laep(session, autre_equipe, activite)
    assert error.value.champ == "dispositif"
    annee = add(session, MediationPermanence(dispositif=cafe, code_insee=CHOLET, annee=2024))
    with pytest.raises(ErreurMetier, match="Médiation familiale"):
        validate_mediation(session, autre_equipe, annee)


def test_accords_are_among_mediations(session: Session, autre_equipe: Acteur) -> None:
    service = add_dispositif(session, TypeDispositif.MEDIATION_FAMILIALE)
    annee = MediationPermanence(
        dispositif=service, code_insee=CHOLET, annee=2024, mesures_conventionnelles=3, accords=5
    )
    add(session, annee)
    # The judicial ones are not known: nothing can be said.
    validate_mediation(session, autre_equipe, annee)
    annee.mesures_judiciaires = 1
    with pytest.raises(ErreurMetier, match="5 pour 4") as error:
        validate_mediation(session, autre_equipe, annee)
    assert error.value.champ == "accords"


def test_a_temps_has_the_year_of_its_day(session: Session, autre_equipe: Acteur) -> None:
    temps = build_temps(add_structure(session, CHOLET, "Porteur"), date(2024, 12, 31))
    assert add(session, temps).annee == 2024
    assert not temps.en_reseau
    temps.jour = date(2025, 1, 1)
    temps.structures_associees.append(add_structure(session, BEGROLLES, "Associée"))
    session.flush()
    assert (temps.annee, temps.en_reseau) == (2025, True)
    validate_temps(session, autre_equipe, temps)


def test_a_temps_has_been_held_by_several_others(session: Session, autre_equipe: Acteur) -> None:
    porteur = add_structure(session, CHOLET, "Porteur")
    for champ, temps in (
        ("jour", build_temps(porteur, today() + timedelta(days=1))),
        (
            "structures_associees",
            build_temps(porteur, date(2024, 5, 14), structures_associees=[porteur]),
        ),
        (
            "financement_fnp",
            build_temps(porteur, date(2024, 5, 14), cout=100, financement_fnp=101),
        ),
    ):
        add(session, temps)
        with pytest.raises(ErreurMetier) as error:
            validate_temps(session, autre_equipe, temps)
        assert error.value.champ == champ


def test_an_unknown_theme_is_refused(session: Session) -> None:
    porteur = add_structure(session, CHOLET, "Porteur")
    temps = build_temps(porteur, date(2024, 5, 14), thematiques=["ecrans", "sommeil"])
    assert add(session, temps).thematiques_en_mots == "Sommeil, Écrans"
    session.add(build_temps(porteur, date(2024, 5, 14), thematiques=["astrologie"]))
    with pytest.raises(IntegrityError, match="thematiques"):
        session.flush()


def test_a_group_counts_for_a_year_of_its_school_year(
    session: Session, autre_equipe: Acteur
) -> None:
    structure = add_structure(session, CHOLET, "Centre social")
    for annee in (2024, 2025):
        groupe = add(session, build_groupe(structure, 2024, annee))
        validate_clas(session, autre_equipe, groupe)
        assert str(groupe) == "Centre social, collège, 2024-2025"
    for annee in (2023, 2026):
        savepoint = session.begin_nested()
        session.add(build_groupe(structure, 2024, annee))
        with pytest.raises(IntegrityError, match="ck_parentalite_clas_groupe_scolaire"):
            session.flush()
        savepoint.rollback()
    late = add(session, build_groupe(structure, 2099, 2100))
    with pytest.raises(ErreurMetier, match="pas commencé") as error:
        validate_clas(session, autre_equipe, late)
    assert error.value.champ == "annee_scolaire"


def test_one_row_per_dispositif_and_year(session: Session) -> None:
    laep = add_dispositif(session)
    rows = (
        (LaepActivite, {"dispositif_id": laep.id, "annee": 2024}),
        (MediationPermanence, {"dispositif_id": laep.id, "annee": 2024, "code_insee": CHOLET}),
    )
    for modele, values in rows:
        add(session, modele(**values))
        savepoint = session.begin_nested()
        session.add(modele(**values))
        with pytest.raises(IntegrityError, match="uq_parentalite"):
            session.flush()
        savepoint.rollback()


def test_figures_follow_the_rights(
    session: Session, equipe: Acteur, autre_equipe: Acteur, commune: Acteur, lecteur: Acteur
) -> None:
    here = add(session, build_temps(add_structure(session, BEGROLLES, "Ici"), date(2024, 5, 14)))
    there = add(session, build_temps(add_structure(session, CHOLET, "Là"), date(2024, 5, 14)))

    def read(acteur: Acteur) -> set[int]:
        return {row.id for row in session.scalars(scope(acteur, TempsParent))}

    assert read(autre_equipe) == {here.id, there.id}
    # Not validated by governance yet: the other teams wait.
    assert read(equipe) == set()
    assert read(lecteur) == set()
    assert read(commune) == {here.id}
    assert can(commune, Verbe.SENSIBLE, here)
    assert not can(commune, Verbe.SENSIBLE, there)
    assert can(autre_equipe, Verbe.ECRIRE, here)
    assert not can(commune, Verbe.ECRIRE, here)


def test_reminders_of_the_collecte(session: Session, socle_partage: Socle) -> None:
    add_dispositif(session, nom="LAEP muet")
    known = add_dispositif(session, code=BEGROLLES, nom="LAEP connu")
    add(session, LaepActivite(dispositif=known, annee=2025))
    add_dispositif(session, nom="LAEP rêvé", statut=StatutDispositif.PROJET)
    add_dispositif(session, TypeDispositif.MEDIATION_FAMILIALE, nom="Médiation muette")
    clas = add_dispositif(session, TypeDispositif.CLAS, nom="CLAS sans groupe")
    add(session, build_groupe(clas.structure, 2025, 2026))
    groupe = build_groupe(add_structure(session, CHOLET, "Centre social"), 2024, 2025, enfants=9)
    add(session, groupe)
    add(session, build_temps(clas.structure, date(2025, 5, 14), titre="Temps muet"))
    found = {rappel.regle: rappel for rappel in list_rappels(session, socle_partage, AXE, COLLECTE)}
    assert {regle: rappel.titre for regle, rappel in found.items()} == {
        "parentalite_laep": "Activité 2025 à saisir : LAEP muet",
        "parentalite_clas": "Groupes CLAS 2025 à saisir : CLAS sans groupe",
        "parentalite_groupes": "CLAS 2025 : 1 groupe CLAS à compléter",
        "parentalite_mediation": "Permanences 2025 à saisir : Médiation muette",
        "parentalite_temps": "Temps parents 2025 : 1 temps parent sans participants",
    }
    assert re.fullmatch(
        r"/admin/par_laep/new/\?annee=2025&dispositif=\d+", found["parentalite_laep"].url
    )
    assert found["parentalite_clas"].url.endswith(f"&structure={clas.structure_id}")
    assert found["parentalite_groupes"].quoi_faire.endswith("de : Centre social, collège.")
    assert found["parentalite_laep"].echeance == date(2026, 5, 31)
    assert list_rappels(session, socle_partage, AXE, PREPARATION) == []


def test_nothing_missing_is_no_reminder(session: Session, socle_partage: Socle) -> None:
    assert list_rappels(session, socle_partage, AXE, COLLECTE) == []


def test_the_report_lists_what_exists_and_what_is_missing(
    session: Session, socle_partage: Socle
) -> None:
    laep = add_dispositif(session, code=BEGROLLES, nom="LAEP du Bourg", itinerant=True)
    add_dispositif(session, nom="LAEP muet")
    cafe = add_dispositif(session, TypeDispositif.CAFE_PARENTS, nom="Café du mardi")
    activite = LaepActivite(
        dispositif=laep, annee=2024, seances=40, heures_ouverture=120, enfants_differents=31
    )
    add(session, activite)
    for niveau, enfants in ((NiveauClas.LYCEE, None), (NiveauClas.COLLEGE, 9)):
        groupe = add(session, build_groupe(cafe.structure, 2023, 2024, enfants=enfants, seances=60))
        groupe.niveau = niveau
    for themes, parents in ((["ecrans", "sommeil"], 12), (["ecrans"], 8), ([], None)):
        add(
            session,
            build_temps(cafe.structure, date(2024, 5, 14), thematiques=themes, parents=parents),
        )
    session.flush()
    blocs = read_sections(session, socle_partage, AXE, 2024)
    offre, laeps, clas, temps = (bloc for bloc in blocs if isinstance(bloc, Tableau))
    lieu = "Lieu d'accueil enfants-parents (LAEP)"
    assert offre.lignes == (
        (lieu, "Bégrolles-en-Mauges (itinérant)", "LAEP du Bourg", "1"),
        (lieu, "Cholet", "LAEP muet", "1"),
        ("Café des parents", "Cholet", "Café du mardi", "1"),
    )
    inconnu = "non renseigné"
    assert laeps.lignes == (
        ("LAEP du Bourg", "Bégrolles-en-Mauges", "40", "120", "31", inconnu, inconnu),
        ("LAEP muet", "Cholet", *[inconnu] * 5),
    )
    assert clas.titre == "Groupes CLAS, année scolaire 2023-2024"
    assert clas.lignes == (
        ("Collège", "1", "9", "60", inconnu, inconnu, inconnu),
        ("Lycée", "1", inconnu, "60", inconnu, inconnu, inconnu),
    )
    assert clas.note.startswith("Groupes dont les enfants sont connus : 1 sur 2")
    assert temps.lignes == (("Sommeil", "1", "12"), ("Écrans", "2", "20"))
    assert temps.note.startswith("3 temps en tout, 20 participations comptées pour 2 d'entre eux.")
    missing = next(bloc for bloc in blocs if isinstance(bloc, Liste)).elements
    assert missing == (
        "1 LAEP sur 2 sans activité 2024 (LAEP muet).",
        "1 groupe CLAS sur 2 sans chiffres pour 2024 (Structure de Café du mardi, lycée).",
        "1 temps parent sur 3 sans participants en 2024 (Temps d'essai).",
    )
    texts = [bloc.texte for bloc in blocs if isinstance(bloc, Texte)]
    assert any(
        text.startswith("Communes à approcher") and "Bégrolles" not in text for text in texts
    )


def test_the_report_of_an_empty_axis_says_so(session: Session, socle_partage: Socle) -> None:
    blocs = read_sections(session, socle_partage, AXE, 2024)
    for words in (
        "Aucun dispositif n'est ouvert en 2024.",
        "Aucun LAEP n'est ouvert en 2024.",
        "Aucun groupe CLAS ne compte pour 2024.",
        "Aucun temps parent n'est saisi en 2024.",
    ):
        assert Texte(texte=words) in blocs


def test_the_report_costs_the_same_with_more_rows(session: Session, socle_partage: Socle) -> None:
    laep = add_dispositif(session)
    add_dispositif(session, TypeDispositif.CLAS, nom="CLAS muet")
    add_dispositif(session, TypeDispositif.MEDIATION_FAMILIALE, nom="Médiation muette")
    add(session, LaepActivite(dispositif=laep, annee=2024))
    add_dispositif(session, nom="LAEP muet")
    add(session, build_groupe(laep.structure, 2024, 2025))
    add(session, build_temps(laep.structure, date(2025, 5, 14)))
    add(session, LaepActivite(dispositif=laep, annee=2025))
    check_constant_cost(session, socle_partage, AXE)


def test_demonstration_is_believable_and_says_so(session: Session, socle_partage: Socle) -> None:
    (line,) = load_demonstration(session, socle_partage, AXE)
    assert "15 dispositifs" in line
    assert "41 temps parents" in line
    for modele in (Structure, LaepActivite, TempsParent, ClasGroupe, MediationPermanence):
        assert set(session.scalars(select(modele.source))) == {"démonstration"}
    for dispositif in session.scalars(select(DispositifParentalite)):
        validate_dispositif(session, SYSTEME, dispositif)
    for activite in session.scalars(select(LaepActivite)):
        validate_laep(session, SYSTEME, activite)
    for temps in session.scalars(select(TempsParent)):
        validate_temps(session, SYSTEME, temps)
        assert temps.annee >= 2023
    for groupe in session.scalars(select(ClasGroupe)):
        validate_clas(session, SYSTEME, groupe)
        assert groupe.enfants is None or 8 <= groupe.enfants <= 12
    for permanence in session.scalars(select(MediationPermanence)):
        validate_mediation(session, SYSTEME, permanence)
    assert session.scalar(select(func.count()).select_from(SupportInformation)) == 3
    # One organisation runs a LAEP and a CLAS.
    types = (
        select(DispositifParentalite.structure_id)
        .where(DispositifParentalite.type.in_([TypeDispositif.LAEP, TypeDispositif.CLAS]))
        .group_by(DispositifParentalite.structure_id)
        .having(func.count() > 1)
    )
    assert len(session.scalars(types).all()) == 1


def test_demonstration_leaves_the_last_year_incomplete_then_completes_it(
    session: Session, socle_partage: Socle
) -> None:
    load_demonstration(session, socle_partage, AXE)
    regles = sorted(rappel.regle for rappel in list_rappels(session, socle_partage, AXE, COLLECTE))
    assert regles == ["parentalite_groupes", "parentalite_laep", "parentalite_temps"]
    known = session.execute(
        select(TempsParent.id, TempsParent.jour, TempsParent.parents, TempsParent.cout)
    ).all()
    load_demonstration(session, socle_partage, AXE, date(2027, 3, 16))
    again = session.execute(
        select(TempsParent.id, TempsParent.jour, TempsParent.parents, TempsParent.cout)
    ).all()
    assert set(known) < set(again)
    for modele in (TempsParent, LaepActivite, ClasGroupe, MediationPermanence):
        assert session.scalar(select(func.count()).select_from(modele).where(modele.annee == 2026))
    check_sections(session, socle_partage.registry, AXE, 2025)


def test_impossible_quantities_stop_at_the_attribute() -> None:
    for modele, champ, valeur in (
        (MediationPermanence, "jours", 367),
        (TempsParent, "cout", Decimal(-1)),
        (ClasGroupe, "annee_scolaire", 20_240),
    ):
        with pytest.raises(ErreurMetier) as error:
            modele(**{champ: valeur})
        assert error.value.champ == champ
