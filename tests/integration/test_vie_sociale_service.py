"""Checks of the axis before a commit, its rights, its report section, reminders and demonstration."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Date, func, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.api.testing import check_sections
from core.communes.models import Commune
from core.errors import ErreurMetier
from core.plugin.lecture import Lecture
from core.plugin.types import Manque
from core.rapports.document import Liste, Tableau, Texte
from core.security.acteur import SYSTEME, Acteur
from core.security.policy import Verbe, can, scope
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.vie_sociale.models import (
    ActiviteSociale,
    Agrement,
    BilanPacte,
    EquipementSocial,
    PacteCooperation,
    ProjetPartage,
)
from plugins.vie_sociale.rules import (
    EtatPacte,
    ModeGestion,
    NatureAgrement,
    StatutAgrement,
    StatutProjet,
    TypeEquipement,
)
from plugins.vie_sociale.service import (
    needs_renewal,
    validate_activite,
    validate_agrement,
    validate_equipement,
    validate_pacte,
    validate_projet,
)
from tests.integration.essai_axe import (
    BEGROLLES,
    CHOLET,
    COLLECTE,
    JOUR,
    call,
    check_constant_cost,
    list_rappels,
    load_demonstration,
    read_sections,
)

AXE = "vie_sociale"


def add_structure(
    session: Session,
    nom: str,
    code: str = CHOLET,
    statut: StatutStructure = StatutStructure.ASSOCIATIF,
) -> Structure:
    structure = Structure(nom=nom, code_insee=code, statut=statut)
    session.add(structure)
    session.flush()
    return structure


def add_equipement(
    session: Session,
    nom: str = "Centre d'essai",
    code: str = CHOLET,
    type_: TypeEquipement = TypeEquipement.CENTRE_SOCIAL,
) -> EquipementSocial:
    equipement = EquipementSocial(
        structure=add_structure(session, nom, code),
        type=type_,
        communes=list(session.scalars(select(Commune).where(Commune.code_insee == code))),
    )
    session.add(equipement)
    session.flush()
    return equipement


def add_agrement(
    session: Session, equipement: EquipementSocial, debut: str, fin: str, **values: Any
) -> Agrement:
    agrement = Agrement(
        **{
            "equipement": equipement,
            "nature": NatureAgrement.ANIMATION_GLOBALE,
            "statut": StatutAgrement.ACCORDE,
            "date_debut": date.fromisoformat(debut),
            "date_fin": date.fromisoformat(fin),
        }
        | values
    )
    session.add(agrement)
    session.flush()
    return agrement


def test_a_zone_holds_a_commune(session: Session, equipe: Acteur) -> None:
    equipement = add_equipement(session)
    validate_equipement(session, equipe, equipement)
    equipement.communes = []
    with pytest.raises(ErreurMetier) as error:
        validate_equipement(session, equipe, equipement)
    assert error.value.champ == "communes"


def test_a_public_manager_is_that_of_a_public_structure(session: Session, equipe: Acteur) -> None:
    equipement = add_equipement(session)
    equipement.mode_gestion = ModeGestion.MUNICIPAL
    with pytest.raises(ErreurMetier, match="Associatif") as error:
        validate_equipement(session, equipe, equipement)
    assert error.value.champ == "mode_gestion"
    equipement.structure.statut = StatutStructure.PUBLIC
    validate_equipement(session, equipe, equipement)


def test_two_agrements_of_one_nature_do_not_overlap(session: Session, equipe: Acteur) -> None:
    equipement = add_equipement(session)
    add_agrement(session, equipement, "2022-01-01", "2025-12-31")
    familles = add_agrement(
        session,
        equipement,
        "2022-01-01",
        "2025-12-31",
        nature=NatureAgrement.COLLECTIVE_FAMILLES,
    )
    suite = add_agrement(session, equipement, "2026-01-01", "2029-12-31")
    validate_agrement(session, equipe, familles)
    validate_agrement(session, equipe, suite)
    suite.date_debut = date(2025, 12, 31)
    with pytest.raises(ErreurMetier, match="du 01/01/2022 au 31/12/2025") as error:
        validate_agrement(session, equipe, suite)
    assert error.value.champ == "date_debut"


def test_an_agrement_too_long_is_refused(session: Session, equipe: Acteur) -> None:
    agrement = add_agrement(session, add_equipement(session), "2022-01-01", "2026-12-31")
    with pytest.raises(ErreurMetier, match="celui-ci durerait 5 ans") as error:
        validate_agrement(session, equipe, agrement)
    assert error.value.champ == "date_fin"


@pytest.mark.parametrize(
    "values",
    [
        {"date_debut": None},
        {"date_fin": date(2021, 1, 1)},
        {"axes_projet": [str(n) for n in range(6)]},
    ],
)
def test_the_database_refuses_an_impossible_agrement(
    session: Session, values: dict[str, Any]
) -> None:
    equipement = add_equipement(session)
    with pytest.raises(IntegrityError, match="ck_vie_sociale_agrement"):
        add_agrement(session, equipement, "2022-01-01", "2025-12-31", **values)


def test_a_year_is_one_of_an_open_structure(session: Session, equipe: Acteur) -> None:
    equipement = add_equipement(session)
    equipement.structure.ouverte_le = date(2020, 9, 1)
    equipement.structure.fermee_le = date(2024, 6, 30)
    for annee, expected in (
        (2019, "n'était pas ouverte en 2019"),
        (2025, "n'était pas ouverte en 2025"),
        (2100, "pas commencé"),
    ):
        activite = ActiviteSociale(equipement=equipement, annee=annee)
        session.add(activite)
        session.flush()
        with pytest.raises(ErreurMetier, match=expected) as error:
            validate_activite(session, equipe, activite)
        assert error.value.champ == "annee"
    activite = ActiviteSociale(
        equipement=equipement, annee=2024, participants_uniques=11, presences=10
    )
    session.add(activite)
    session.flush()
    with pytest.raises(ErreurMetier) as error:
        validate_activite(session, equipe, activite)
    assert error.value.champ == "participants_uniques"
    activite.presences = None
    validate_activite(session, equipe, activite)


def test_a_signed_pacte_has_a_date_and_two_signatories(session: Session, equipe: Acteur) -> None:
    pacte = PacteCooperation(intitule="Pacte", signataires=[add_structure(session, "Une")])
    session.add(pacte)
    session.flush()
    validate_pacte(session, equipe, pacte)

    def refused() -> str:
        with pytest.raises(ErreurMetier) as error:
            validate_pacte(session, equipe, pacte)
        return error.value.champ or ""

    pacte.etat = EtatPacte.SIGNE
    assert refused() == "date_signature"
    pacte.date_signature = date(2024, 3, 1)
    assert refused() == "signataires"
    pacte.signataires = [*pacte.signataires, add_structure(session, "Autre")]
    validate_pacte(session, equipe, pacte)
    pacte.date_fin = date(2024, 2, 1)
    assert refused() == "date_fin"
    pacte.date_fin = None
    pacte.bilans.append(BilanPacte(annee=2100, bilan="Trop tôt"))
    assert refused() == "bilans"


def test_a_project_done_is_of_a_year_begun(session: Session, equipe: Acteur) -> None:
    porteur, autre = add_structure(session, "Une"), add_structure(session, "Autre")
    projet = ProjetPartage(titre="Fête", annee=2100, porteur=porteur, partenaires=[autre])
    session.add(projet)
    session.flush()
    validate_projet(session, equipe, projet)
    projet.statut = StatutProjet.REALISE
    with pytest.raises(ErreurMetier) as error:
        validate_projet(session, equipe, projet)
    assert error.value.champ == "annee"
    projet.annee = 2024
    projet.partenaires = [porteur]
    with pytest.raises(ErreurMetier) as error:
        validate_projet(session, equipe, projet)
    assert error.value.champ == "partenaires"


def test_one_sheet_per_structure_and_year(session: Session) -> None:
    equipement = add_equipement(session)
    pacte = PacteCooperation(intitule="Pacte", bilans=[BilanPacte(annee=2024, bilan="Fait")])
    session.add_all([pacte, ActiviteSociale(equipement=equipement, annee=2024)])
    session.flush()
    for double in (
        EquipementSocial(structure_id=equipement.structure_id),
        ActiviteSociale(equipement_id=equipement.id, annee=2024),
        BilanPacte(pacte_id=pacte.id, annee=2024, bilan="Refait"),
    ):
        savepoint = session.begin_nested()
        session.add(double)
        with pytest.raises(IntegrityError, match="uq_vie_sociale"):
            session.flush()
        savepoint.rollback()


def test_figures_follow_the_rights(
    session: Session, equipe: Acteur, autre_equipe: Acteur, commune: Acteur, lecteur: Acteur
) -> None:
    here = ActiviteSociale(equipement=add_equipement(session, "Ici", BEGROLLES), annee=2024)
    there = ActiviteSociale(equipement=add_equipement(session, "Là"), annee=2024)
    projet = ProjetPartage(titre="Fête", annee=2024, porteur=there.equipement.structure)
    session.add_all([here, there, projet])
    session.flush()

    def read(acteur: Acteur, modele: type[Any] = ActiviteSociale) -> set[int]:
        return {row.id for row in session.scalars(scope(acteur, modele))}

    # Not validated by governance yet: the other teams wait.
    assert read(equipe) == read(autre_equipe) == read(lecteur) == set()
    assert read(commune) == {here.id}
    assert read(commune, ProjetPartage) == set()
    assert can(commune, Verbe.SENSIBLE, here)
    assert not can(commune, Verbe.SENSIBLE, there)
    assert not can(equipe, Verbe.ECRIRE, here)


def test_a_renewal_is_asked_until_a_file_follows(session: Session) -> None:
    equipement = add_equipement(session)
    agrement = add_agrement(session, equipement, "2023-01-01", "2026-12-31")

    def asked(jour: date) -> bool:
        found = select(Agrement.id).where(
            Agrement.id == agrement.id, needs_renewal(literal(jour, Date))
        )
        return session.scalar(found) is not None

    assert not asked(date(2025, 12, 30))
    assert asked(date(2025, 12, 31))
    # Ended without any file: asked all the more.
    assert asked(date(2027, 2, 1))
    suite = add_agrement(
        session,
        equipement,
        "2027-01-01",
        "2030-12-31",
        statut=StatutAgrement.REFUSE,
    )
    assert asked(JOUR)
    suite.statut = StatutAgrement.DEPOSE
    session.flush()
    assert not asked(JOUR)


def test_reminders_of_the_dates_and_of_the_collecte(session: Session, socle_partage: Socle) -> None:
    ending = add_equipement(session, "Centre qui renouvelle")
    agrement = add_agrement(session, ending, "2023-01-01", "2026-12-31")
    known = add_equipement(session, "Centre agréé")
    add_agrement(session, known, "2025-01-01", "2028-12-31")
    session.add(ActiviteSociale(equipement=known, annee=2025))
    pacte = PacteCooperation(
        intitule="Pacte d'essai",
        etat=EtatPacte.EN_COURS,
        date_signature=date(2024, 1, 1),
        date_fin=date(2026, 9, 16),
    )
    session.add(pacte)
    session.flush()
    of_agrement, of_pacte, activite = list_rappels(session, socle_partage, AXE, COLLECTE)
    assert of_agrement.titre == (
        "Agrément à renouveler avant le 31/12/2026 : Centre qui renouvelle, Animation globale et "
        "coordination"
    )
    assert of_agrement.url == f"/admin/vs_agrement/details/?id={agrement.id}"
    assert of_agrement.echeance == date(2026, 12, 31)
    # Six months before, to the day.
    assert of_pacte.titre == "Pacte de coopération à renouveler avant le 16/09/2026 : Pacte d'essai"
    assert activite.titre == "Activité 2025 à saisir : Centre qui renouvelle"
    assert activite.url == f"/admin/vs_activite/new/?annee=2025&equipement={ending.id}"
    # Dates come at any time; entries during the collecte only.
    assert list_rappels(session, socle_partage, AXE, None) == [of_agrement, of_pacte]
    assert len(list_rappels(session, socle_partage, AXE, None, date(2026, 3, 15))) == 1
    pacte.etat = EtatPacte.CLOS
    ending.structure.fermee_le = date(2026, 1, 31)
    session.flush()
    assert list_rappels(session, socle_partage, AXE, None) == []


def test_a_step_tells_what_is_missing(session: Session, socle_partage: Socle) -> None:
    add_equipement(session, "Centre")
    add_equipement(session, "Association", type_=TypeEquipement.STRUCTURE_ASSOCIATIVE)
    manques: list[Manque] = call(
        socle_partage,
        AXE,
        "ctg_cycle_checks",
        cycle=COLLECTE,
        etape="collecte",
        lecture=Lecture(session, SYSTEME),
    )
    assert [m.message for m in manques] == [
        "Animation de la vie sociale : 2 équipements sans activité 2025",
        # An association is not of those that the CAF approves.
        "Animation de la vie sociale : 1 centre social ou EVS sans agrément valide fin 2025",
    ]


def test_the_report_lists_equipment_pactes_and_projects(
    session: Session, socle_partage: Socle
) -> None:
    centre = add_equipement(session, "Centre du Bourg", BEGROLLES)
    muet = add_equipement(session, "EVS muet", type_=TypeEquipement.EVS)
    ville = add_structure(session, "Ville", statut=StatutStructure.PUBLIC)
    add_agrement(session, centre, "2022-01-01", "2025-12-31")
    add_agrement(
        session,
        centre,
        "2023-01-01",
        "2026-12-31",
        nature=NatureAgrement.COLLECTIVE_FAMILLES,
    )
    session.add(
        ActiviteSociale(equipement=centre, annee=2024, participants_uniques=500, benevoles=40)
    )
    session.add(
        PacteCooperation(
            intitule="Pacte d'essai",
            etat=EtatPacte.EN_COURS,
            date_signature=date(2024, 3, 1),
            signataires=[centre.structure, ville],
        )
    )
    session.add(
        ProjetPartage(
            titre="Fête",
            annee=2024,
            porteur=centre.structure,
            partenaires=[ville, muet.structure],
            communes=centre.communes,
            participants=1200,
            statut=StatutProjet.REALISE,
        )
    )
    session.flush()
    blocs = read_sections(session, socle_partage, AXE, 2024)
    inventory, pactes, projets = (bloc for bloc in blocs if isinstance(bloc, Tableau))
    assert inventory.lignes == (
        (
            "Centre du Bourg",
            "Bégrolles-en-Mauges",
            "Centre social",
            "1",
            "Animation globale et coordination : 31/12/2025 ; Animation collective familles : 31/12/2026",
        ),
        ("EVS muet", "Cholet", "Espace de vie sociale", "1", "aucun"),
    )
    assert pactes.lignes == (
        ("Pacte d'essai", "En cours", "2", "01/03/2024", "non renseigné", "absent"),
    )
    assert projets.lignes == (
        (
            "Fête",
            "Centre du Bourg",
            "EVS muet, Ville",
            "Bégrolles-en-Mauges",
            "1\u202f200",
            "Réalisé",
        ),
    )
    missing = next(bloc for bloc in blocs if isinstance(bloc, Liste)).elements
    assert missing == (
        "Couverture : 1 centre social ou EVS sur 2 sans agrément valide au 31 décembre 2024 (EVS muet).",
        "Activité : il manque le nombre de participants différents pour 1 équipement sur 2 (EVS muet).",
        "Activité : il manque le nombre de bénévoles pour 1 équipement sur 2 (EVS muet).",
        "Activité : il manque les heures de bénévolat pour 2 équipements sur 2 "
        "(Centre du Bourg, EVS muet).",
        "Pacte de coopération : le bilan 2024 manque (Pacte d'essai).",
        "Projets co-portés : le nombre d'habitants manque pour 1 projet sur 1 (Fête).",
    )


def test_the_report_of_an_empty_axis_says_so(session: Session, socle_partage: Socle) -> None:
    blocs = read_sections(session, socle_partage, AXE, 2024)
    assert [bloc.texte for bloc in blocs if isinstance(bloc, Texte)] == [
        "Aucun équipement de vie sociale n'est enregistré pour 2024.",
        "Aucun pacte de coopération en 2024.",
        "Aucun projet partagé n'est enregistré pour 2024.",
        "Tous les chiffres demandés pour 2024 sont renseignés.",
    ]


def test_the_report_costs_the_same_with_more_rows(session: Session, socle_partage: Socle) -> None:
    add_equipement(session)
    check_constant_cost(session, socle_partage, AXE)


def test_demonstration_is_believable_and_says_so(session: Session, socle_partage: Socle) -> None:
    (line,) = load_demonstration(session, socle_partage, AXE)
    assert "6 équipements" in line
    for modele in (Structure, ActiviteSociale, ProjetPartage, BilanPacte):
        assert set(session.scalars(select(modele.source))) == {"démonstration"}
    for equipement in session.scalars(select(EquipementSocial)):
        validate_equipement(session, SYSTEME, equipement)
    for agrement in session.scalars(select(Agrement)):
        validate_agrement(session, SYSTEME, agrement)
    for activite in session.scalars(select(ActiviteSociale)):
        validate_activite(session, SYSTEME, activite)
        assert activite.participants_uniques is not None
        assert activite.benevoles is not None
        assert 0.03 < activite.benevoles / activite.participants_uniques < 0.1
        publics = [
            activite.financement_caf,
            activite.financement_communes,
            activite.financement_agglo,
            activite.financement_autres_publics,
        ]
        if activite.charges is not None:
            assert sum(p or Decimal(0) for p in publics) < activite.charges
    (pacte,) = session.scalars(select(PacteCooperation))
    validate_pacte(session, SYSTEME, pacte)
    assert [bilan.annee for bilan in pacte.bilans] == [2024]
    projets = session.scalars(select(ProjetPartage)).all()
    assert len(projets) >= 12
    for projet in projets:
        validate_projet(session, SYSTEME, projet)


def test_demonstration_leaves_the_last_year_incomplete_then_completes_it(
    session: Session, socle_partage: Socle
) -> None:
    load_demonstration(session, socle_partage, AXE)
    rappels = list_rappels(session, socle_partage, AXE, COLLECTE)
    assert [r.regle for r in rappels] == ["vie_sociale_agrement_fin", "vie_sociale_activite"]
    assert "Grande Prairie" in rappels[0].titre
    assert "Forge" in rappels[1].titre

    def read() -> set[tuple[Any, ...]]:
        figures = select(
            ActiviteSociale.equipement_id, ActiviteSociale.annee, ActiviteSociale.heures_benevolat
        )
        return {tuple(row) for row in session.execute(figures)}

    known = read()
    load_demonstration(session, socle_partage, AXE, date(2027, 3, 16))
    assert known < read()
    assert session.scalar(
        select(func.count()).select_from(ActiviteSociale).where(ActiviteSociale.annee == 2026)
    )
    check_sections(session, socle_partage.registry, AXE, 2025)
