"""Checks of the axis before a commit, its rights, its report section, reminders and demonstration."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.api.testing import check_sections
from core.communes.models import Commune
from core.db.base import Entite
from core.errors import ErreurMetier
from core.rapports.document import Bloc, Chiffres, Liste, Tableau, Texte
from core.security.acteur import SYSTEME, Acteur, Habilitation, Role
from core.security.policy import Verbe, can, scope
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
from plugins.enfance_jeunesse.admin import VUE_ACCUEIL
from plugins.enfance_jeunesse.controles import (
    validate_accueil,
    validate_activite,
    validate_equipe,
    validate_inclusion,
    validate_passerelle,
    validate_pedt,
)
from plugins.enfance_jeunesse.models import (
    AccueilLoisirs,
    ActiviteAlsh,
    CapaciteAlsh,
    EquipeAnimation,
    Pedt,
)
from plugins.enfance_jeunesse.models_projets import Passerelle, TempsInclusion
from plugins.enfance_jeunesse.rules import (
    Categorie,
    NatureInclusion,
    NaturePasserelle,
    Periode,
    Tranche,
)
from tests.integration.essai_axe import (
    BEGROLLES,
    CHOLET,
    COLLECTE,
    JOUR,
    PREPARATION,
    check_constant_cost,
    list_rappels,
    load_demonstration,
    read_sections,
)

AXE = "enfance_jeunesse"


@pytest.fixture
def equipe() -> Acteur:
    """A member of the axis' team."""
    habilitation = Habilitation(role=Role.EQUIPE, axe_slug=AXE)
    return Acteur(nom="Équipe", habilitations=frozenset({habilitation}))


def add_structure(session: Session, nom: str, code: str = CHOLET) -> Structure:
    structure = Structure(nom=nom, code_insee=code, statut=StatutStructure.PUBLIC)
    session.add(structure)
    session.flush()
    return structure


def build_line(periode: Periode, places: int = 20, day: str = "2020-09-01") -> CapaciteAlsh:
    return CapaciteAlsh(
        date_effet=date.fromisoformat(day),
        periode=periode,
        capacite_moins_6=0,
        capacite_plus_6=places,
        capacite_ados=0,
    )


def add_accueil(
    session: Session, nom: str = "Accueil d'essai", code: str = CHOLET, *periodes: Periode
) -> AccueilLoisirs:
    accueil = AccueilLoisirs(
        structure=add_structure(session, nom, code),
        categorie=Categorie.PERISCOLAIRE,
        tranches=[Tranche.PLUS_6.value],
        capacites=[build_line(periode) for periode in periodes or (Periode.MERCREDI,)],
    )
    session.add(accueil)
    session.flush()
    return accueil


def add_pedt(session: Session, nom: str, debut: int, code: str = CHOLET) -> Pedt:
    commune = session.scalars(select(Commune).where(Commune.code_insee == code)).one()
    pedt = Pedt(nom=nom, debut=date(debut, 9, 1), fin=date(debut + 3, 8, 31), communes=[commune])
    session.add(pedt)
    session.flush()
    return pedt


@pytest.mark.parametrize(
    ("champ", "valeurs"),
    [
        ("tranches", {"tranches": []}),
        ("numero_declaration", {"declare": False, "numero_declaration": "049"}),
        ("ferme_le", {"ouvert_le": date(2024, 9, 1), "ferme_le": date(2024, 7, 1)}),
        ("plan_mercredi", {"categorie": Categorie.ACCUEIL_JEUNES, "plan_mercredi": True}),
        ("capacites", {"categorie": Categorie.EXTRASCOLAIRE}),
    ],
)
def test_an_accueil_must_be_consistent(
    session: Session, equipe: Acteur, champ: str, valeurs: dict[str, object]
) -> None:
    accueil = add_accueil(session)
    validate_accueil(session, equipe, accueil)
    for name, value in valeurs.items():
        setattr(accueil, name, value)
    session.flush()
    with pytest.raises(ErreurMetier) as error:
        validate_accueil(session, equipe, accueil)
    assert error.value.champ == champ


@pytest.mark.parametrize(
    ("champ", "valeurs"),
    [
        ("annee", {"annee": 2100}),
        ("annee", {"annee": 2019}),
        ("periode", {"periode": Periode.ETE}),
        ("enfants_hors_commune", {"enfants_differents": 10, "enfants_hors_commune": 11}),
        ("enfants_aeeh", {"enfants_differents": 10, "enfants_aeeh": 11}),
        ("heures_aeeh", {"heures_realisees": 10, "heures_aeeh": 11}),
    ],
)
def test_an_activity_must_be_consistent(
    session: Session, equipe: Acteur, champ: str, valeurs: dict[str, object]
) -> None:
    accueil = add_accueil(session)
    accueil.structure.ouverte_le = date(2020, 9, 1)
    activite = ActiviteAlsh(
        **{"accueil": accueil, "annee": 2024, "periode": Periode.MERCREDI} | valeurs
    )
    session.add(activite)
    session.flush()
    with pytest.raises(ErreurMetier) as error:
        validate_activite(session, equipe, activite)
    assert error.value.champ == champ


def test_occupation_of_one_period(session: Session) -> None:
    activite = ActiviteAlsh(
        accueil=add_accueil(session),
        annee=2024,
        periode=Periode.MERCREDI,
        jours=35,
        amplitude_h=10,
        heures_realisees=4_900,
    )
    session.add(activite)
    session.flush()
    # 20 places x 35 days x 10 h = 7 000 h; 4 900 / 7 000 = 70 %.
    assert activite.heures_theoriques == 7_000
    assert activite.taux_occupation == 70
    activite.periode = Periode.SOIR
    assert activite.taux_occupation is None


def test_a_team_counts_each_person_once(session: Session, equipe: Acteur) -> None:
    team = EquipeAnimation(
        accueil=add_accueil(session), annee=2024, postes=6, postes_pourvus=5, bafa=3, stagiaires=2
    )
    session.add(team)
    session.flush()
    validate_equipe(session, equipe, team)
    assert team.diplomes is None
    team.bafd = 1
    with pytest.raises(ErreurMetier, match="à son plus haut diplôme"):
        validate_equipe(session, equipe, team)
    team.bafd, team.postes = None, 4
    with pytest.raises(ErreurMetier, match="Plus de postes pourvus"):
        validate_equipe(session, equipe, team)


def test_projects_must_be_consistent(session: Session, equipe: Acteur) -> None:
    pedt = add_pedt(session, "PEdT d'essai", 2024)
    validate_pedt(session, equipe, pedt)
    pedt.fin = date(2024, 8, 31)
    with pytest.raises(ErreurMetier) as error:
        validate_pedt(session, equipe, pedt)
    assert error.value.champ == "fin"
    pedt.communes = []
    with pytest.raises(ErreurMetier) as error:
        validate_pedt(session, equipe, pedt)
    assert error.value.champ == "communes"
    temps = TempsInclusion(titre="Essai", nature=NatureInclusion.RENFORT, jour=JOUR)
    with pytest.raises(ErreurMetier) as error:
        validate_inclusion(session, equipe, temps)
    assert error.value.champ == "structures"
    passerelle = Passerelle(nature=NaturePasserelle.ALSH_ADOS)
    for champ, valeurs in (
        ("debut", {}),
        ("enfants", {"visee_depuis": JOUR, "enfants": 4}),
    ):
        for name, value in valeurs.items():
            setattr(passerelle, name, value)
        with pytest.raises(ErreurMetier) as error:
            validate_passerelle(session, equipe, passerelle)
        assert error.value.champ == champ


def test_one_row_per_accueil_year_and_period(session: Session) -> None:
    accueil = add_accueil(session)
    keys: dict[str, object] = {"accueil_id": accueil.id, "annee": 2024}
    doubles: list[tuple[type[Entite], dict[str, object]]] = [
        (
            AccueilLoisirs,
            {"structure_id": accueil.structure_id, "categorie": Categorie.PERISCOLAIRE},
        ),
        (ActiviteAlsh, {**keys, "periode": Periode.MERCREDI}),
        (EquipeAnimation, keys),
    ]
    session.add_all([modele(**values) for modele, values in doubles[1:]])
    session.flush()
    for modele, values in doubles:
        savepoint = session.begin_nested()
        session.add(modele(**values))
        with pytest.raises(IntegrityError, match="uq_enfance_jeunesse"):
            session.flush()
        savepoint.rollback()


def test_opening_a_year_makes_a_row_for_each_period(session: Session) -> None:
    accueil = add_accueil(session, "Ici", CHOLET, Periode.MATIN, Periode.MERCREDI)
    session.add(ActiviteAlsh(accueil=accueil, annee=2024, periode=Periode.MATIN))
    session.flush()
    activite, equipes = VUE_ACCUEIL.actions
    for _ in range(2):
        activite.appliquer(session, SYSTEME, accueil, {"annee": 2024})
        equipes.appliquer(session, SYSTEME, accueil, {"annee": 2024})
        session.flush()
    rows = session.scalars(select(ActiviteAlsh.periode).where(ActiviteAlsh.annee == 2024)).all()
    assert sorted(rows) == [Periode.MATIN, Periode.MERCREDI]
    assert session.scalar(select(func.count()).select_from(EquipeAnimation)) == 1
    accueil.capacites = []
    session.flush()
    with pytest.raises(ErreurMetier, match="aucune place en 2025"):
        activite.appliquer(session, SYSTEME, accueil, {"annee": 2025})


def test_figures_follow_the_rights(
    session: Session, equipe: Acteur, autre_equipe: Acteur, commune: Acteur, lecteur: Acteur
) -> None:
    here = ActiviteAlsh(
        accueil=add_accueil(session, "Ici", BEGROLLES), annee=2024, periode=Periode.MERCREDI
    )
    there = ActiviteAlsh(accueil=add_accueil(session, "Là"), annee=2024, periode=Periode.MERCREDI)
    session.add_all([here, there])
    session.flush()

    def read(acteur: Acteur) -> set[int]:
        return {row.id for row in session.scalars(scope(acteur, ActiviteAlsh))}

    assert read(equipe) >= {here.id, there.id}
    # Not validated by governance yet: the other teams wait.
    assert read(autre_equipe) == set()
    assert read(lecteur) == set()
    assert read(commune) == {here.id}
    assert can(commune, Verbe.SENSIBLE, here)
    assert not can(commune, Verbe.SENSIBLE, there)
    assert not can(autre_equipe, Verbe.SENSIBLE, here)
    assert can(equipe, Verbe.ECRIRE, here)
    assert not can(commune, Verbe.ECRIRE, here)


def test_reminders_of_the_collecte(session: Session, socle_partage: Socle) -> None:
    add_accueil(session, "Sans chiffres")
    partial = add_accueil(session, "En partie", CHOLET, Periode.MATIN, Periode.SOIR)
    known = add_accueil(session, "Avec chiffres", BEGROLLES)
    session.add_all(
        [
            ActiviteAlsh(accueil=partial, annee=2025, periode=Periode.MATIN),
            ActiviteAlsh(accueil=known, annee=2025, periode=Periode.MERCREDI),
            EquipeAnimation(accueil=known, annee=2025),
        ]
    )
    session.flush()
    first, second, teams = list_rappels(session, socle_partage, AXE, COLLECTE)
    assert first.titre == "Activité 2025 à saisir : En partie périscolaire"
    assert second.titre == "Activité 2025 à saisir : Sans chiffres périscolaire"
    assert re.fullmatch(r"/admin/ej_activite/new/\?annee=2025&accueil=\d+", first.url)
    assert first.echeance == date(2026, 5, 31)
    assert teams.titre == "Équipes d'animation 2025 : 2 accueils à renseigner"
    assert teams.quoi_faire.endswith("pour : En partie périscolaire, Sans chiffres périscolaire.")
    assert list_rappels(session, socle_partage, AXE, PREPARATION) == []


def test_a_pedt_is_to_be_renewed_before_its_end(session: Session, socle_partage: Socle) -> None:
    near = add_pedt(session, "Proche", 2023)
    add_pedt(session, "Lointain", 2024, BEGROLLES)
    # Already followed by another in its commune.
    add_pedt(session, "Renouvelé", 2020, BEGROLLES)
    (rappel,) = list_rappels(session, socle_partage, AXE, None)
    assert rappel.titre == "PEdT à renouveler : Proche"
    assert rappel.echeance == near.fin == date(2026, 8, 31)
    assert "31/08/2026" in rappel.quoi_faire
    assert rappel.url == f"/admin/ej_pedt/edit/?id={near.id}"
    add_pedt(session, "Suite", 2026)
    assert list_rappels(session, socle_partage, AXE, None) == []


def test_the_report_lists_accueils_projects_and_what_is_missing(
    session: Session, socle_partage: Socle
) -> None:
    accueil = add_accueil(session, "Accueil du Bourg", BEGROLLES)
    accueil.declare = False
    muet = add_accueil(session, "Accueil muet")
    session.add_all(
        [
            ActiviteAlsh(accueil=accueil, annee=2024, periode=Periode.MERCREDI),
            EquipeAnimation(accueil=accueil, annee=2024),
            TempsInclusion(
                titre="Malles de jeux",
                nature=NatureInclusion.MATERIEL,
                jour=date(2024, 5, 2),
                enfants=12,
                structures=[accueil.structure],
            ),
            Passerelle(
                origine=accueil.structure,
                arrivee=muet.structure,
                nature=NaturePasserelle.ALSH_ADOS,
                debut=date(2024, 6, 3),
                enfants=8,
            ),
        ]
    )
    add_pedt(session, "PEdT du Bourg", 2022, BEGROLLES)
    blocs = read_sections(session, socle_partage, AXE, 2024)
    accueils, pedts, inclusion, passerelles = [b for b in blocs if isinstance(b, Tableau)]
    dash = "\u2013"
    assert accueils.lignes == (
        (
            "Accueil du Bourg",
            "Bégrolles-en-Mauges",
            "Périscolaire (non déclaré)",
            *(dash, dash, dash, "20", dash, dash),
        ),
        ("Accueil muet", "Cholet", "Périscolaire", *(dash, dash, dash, "20", dash, dash)),
    )
    assert pedts.lignes == (
        (
            "PEdT du Bourg",
            "Bégrolles-en-Mauges",
            "01/09/2022",
            "31/08/2025",
            "non",
            "En cours",
        ),
    )
    assert inclusion.lignes == (
        ("02/05/2024", "Malles de jeux", "Matériel adapté", "non renseigné", "12"),
    )
    assert passerelles.lignes[0][:2] == ("Accueil du Bourg", "Accueil muet")
    (accueils_ouverts,) = [b.elements[0] for b in blocs if isinstance(b, Chiffres)]
    assert accueils_ouverts.precision == "ouverts en 2024, dont 1 non déclaré"
    assert read_missing(blocs) == (
        "Il manque l'activité d'une période au moins pour 1 accueil sur 2 (Accueil muet périscolaire).",
        "Il manque les heures réalisées, la capacité, les jours ou l'amplitude pour 1 période d'accueil "
        "sur 1 (Accueil du Bourg périscolaire).",
        "Il manque l'équipe d'animation pour 1 accueil sur 2 (Accueil muet périscolaire).",
    )


def read_missing(blocs: list[Bloc]) -> tuple[str, ...]:
    return next(bloc for bloc in blocs if isinstance(bloc, Liste)).elements


def test_what_is_missing_agrees_in_number(session: Session, socle_partage: Socle) -> None:
    for nom in ("Une", "Deux"):
        accueil = add_accueil(session, nom, CHOLET, Periode.MERCREDI, Periode.MATIN)
        accueil.declare = False
        session.add(ActiviteAlsh(accueil=accueil, annee=2024, periode=Periode.MERCREDI))
    session.flush()
    blocs = read_sections(session, socle_partage, AXE, 2024)
    noms = "(Deux périscolaire, Une périscolaire)."
    assert read_missing(blocs) == (
        f"Il manque l'activité d'une période au moins pour 2 accueils sur 2 {noms}",
        "Il manque les heures réalisées, la capacité, les jours ou l'amplitude pour 2 périodes d'accueil "
        f"sur 2 {noms}",
        f"Il manque l'équipe d'animation pour 2 accueils sur 2 {noms}",
    )
    (figures,) = [bloc for bloc in blocs if isinstance(bloc, Chiffres)]
    assert figures.elements[0].precision == "ouverts en 2024, dont 2 non déclarés"


def test_the_report_of_an_empty_axis_says_so(session: Session, socle_partage: Socle) -> None:
    blocs = read_sections(session, socle_partage, AXE, 2024)
    assert Texte(texte="Aucun accueil n'était ouvert en 2024.") in blocs
    assert Texte(texte="Aucune passerelle n'a eu lieu en 2024.") in blocs


def test_the_report_costs_the_same_with_more_rows(session: Session, socle_partage: Socle) -> None:
    add_accueil(session, "Une")
    session.add(
        ActiviteAlsh(accueil=add_accueil(session, "Deux"), annee=2025, periode=Periode.MERCREDI)
    )
    session.flush()
    check_constant_cost(session, socle_partage, AXE)


def test_demonstration_is_believable_and_says_so(session: Session, socle_partage: Socle) -> None:
    (line,) = load_demonstration(session, socle_partage, AXE)
    assert "4 PEdT, 18 accueils" in line
    for source in (Structure.source, ActiviteAlsh.source, EquipeAnimation.source):
        assert set(session.scalars(select(source))) == {"démonstration"}
    controles: tuple[tuple[type[Entite], Callable[[Session, Acteur, Any], None]], ...] = (
        (AccueilLoisirs, validate_accueil),
        (ActiviteAlsh, validate_activite),
        (EquipeAnimation, validate_equipe),
        (Pedt, validate_pedt),
        (TempsInclusion, validate_inclusion),
        (Passerelle, validate_passerelle),
    )
    for modele, controle in controles:
        rows = session.scalars(select(modele)).all()
        assert rows
        for row in rows:
            controle(session, SYSTEME, row)
    for activite in session.scalars(select(ActiviteAlsh)):
        assert activite.taux_occupation is None or 50 < activite.taux_occupation < 90


def test_demonstration_leaves_the_last_year_incomplete_then_completes_it(
    session: Session, socle_partage: Socle
) -> None:
    load_demonstration(session, socle_partage, AXE)
    regles = [r.regle for r in list_rappels(session, socle_partage, AXE, COLLECTE)]
    assert regles.count("enfance_jeunesse_activite") == 2
    assert regles.count("enfance_jeunesse_equipe") == 1
    # One of the four PEdT is near its end.
    assert regles.count("enfance_jeunesse_pedt") == 1
    statement = select(ActiviteAlsh.accueil_id, ActiviteAlsh.annee, ActiviteAlsh.periode)
    known = {tuple(row) for row in session.execute(statement)}
    load_demonstration(session, socle_partage, AXE, date(2027, 3, 16))
    again = {tuple(row) for row in session.execute(statement)}
    assert known < again
    assert {annee for _, annee, _ in again - known} == {2025, 2026}
    assert session.scalar(select(func.count()).select_from(Pedt)) == 4
    check_sections(session, socle_partage.registry, AXE, 2025)
