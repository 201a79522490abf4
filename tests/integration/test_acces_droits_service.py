"""Checks of the axis before a commit, its rights, its report section, reminders and demonstration."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.api.testing import check_sections, forbid_writes
from core.clock import today
from core.communes.models import Commune
from core.db.base import Entite
from core.errors import ErreurMetier
from core.indicateurs.service import validate_axe
from core.plan.models import Cadre
from core.plan.models_action import Action
from core.plugin.lecture import Lecture
from core.plugin.types import Manque
from core.rapports.document import Liste, Tableau, Texte
from core.security.acteur import SYSTEME, Acteur, Habilitation, Role
from core.security.policy import Verbe, can, scope
from core.socle import Socle
from core.structures.models import StatutStructure, Structure
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
from plugins.acces_droits.rapport import FEUILLE_NUMERIQUE
from plugins.acces_droits.rules import (
    ObjetPermanence,
    TypeLieu,
    TypeMediateur,
    TypeOffreLogement,
    TypeOffreMobilite,
)
from plugins.acces_droits.service import (
    validate_activite,
    validate_domiciliation,
    validate_engagement,
    validate_lieu,
    validate_logement,
    validate_mediateur,
    validate_mobilite,
    validate_permanence,
)
from tests.integration.essai_axe import (
    BEGROLLES,
    CHOLET,
    COLLECTE,
    JOUR,
    PREPARATION,
    call,
    list_rappels,
    load_demonstration,
    read_sections,
)

AXE = "acces_droits"
Controle = Callable[[Session, Acteur, Any], None]
CONTROLES: dict[type[Entite], Controle] = {
    LieuAccueil: validate_lieu,
    Permanence: validate_permanence,
    ActiviteAccueil: validate_activite,
    MediateurNumerique: validate_mediateur,
    EngagementNumerique: validate_engagement,
    OffreMobilite: validate_mobilite,
    OffreLogement: validate_logement,
    Domiciliation: validate_domiciliation,
}
ANNUELLES: tuple[type[Any], ...] = (
    ActiviteAccueil,
    MediateurNumerique,
    OffreMobilite,
    OffreLogement,
    Domiciliation,
)


@pytest.fixture
def equipe() -> Acteur:
    """A member of the axis' team."""
    habilitation = Habilitation(role=Role.EQUIPE, axe_slug=AXE)
    return Acteur(nom="Équipe", habilitations=frozenset({habilitation}))


@pytest.fixture
def caf() -> Acteur:
    """Somebody of the CAF."""
    habilitation = Habilitation(role=Role.PARTENAIRE_CAF)
    return Acteur(nom="CAF", habilitations=frozenset({habilitation}))


def add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def add_structure(session: Session, nom: str, code: str = CHOLET) -> Structure:
    structure = Structure(nom=nom, code_insee=code, statut=StatutStructure.PUBLIC)
    add(session, structure)
    return structure


def add_lieu(
    session: Session, nom: str = "Lieu d'essai", code: str = CHOLET, **values: Any
) -> LieuAccueil:
    lieu = LieuAccueil(
        **{
            "structure": add_structure(session, nom, code),
            "type": TypeLieu.FRANCE_SERVICES,
            "verifie_le": JOUR,
        }
        | values
    )
    add(session, lieu)
    return lieu


def add_permanence(
    session: Session, lieu: LieuAccueil, nom: str = "Organisme", **values: Any
) -> Permanence:
    permanence = Permanence(
        **{
            "lieu": lieu,
            "organisme": add_structure(session, nom),
            "objet": ObjetPermanence.LOGEMENT,
            "verifie_le": JOUR,
        }
        | values
    )
    add(session, permanence)
    return permanence


def get_commune(session: Session, code: str) -> Commune:
    return session.scalars(select(Commune).where(Commune.code_insee == code)).one()


def build_row(session: Session, modele: type[Any], code: str = CHOLET, **values: Any) -> Any:
    """A row that its check accepts, unless ``values`` say otherwise."""
    nom = f"Structure {code}"
    known: dict[type[Any], Callable[[], dict[str, Any]]] = {
        LieuAccueil: lambda: {
            "structure": add_structure(session, nom, code),
            "type": TypeLieu.MDS,
            "verifie_le": JOUR,
        },
        Permanence: lambda: {
            "lieu": add_lieu(session, code=code),
            "organisme": add_structure(session, nom),
            "objet": ObjetPermanence.SANTE,
            "verifie_le": JOUR,
        },
        ActiviteAccueil: lambda: {"lieu": add_lieu(session, nom, code), "annee": 2024},
        MediateurNumerique: lambda: {
            "structure": add_structure(session, nom, code),
            "type": TypeMediateur.AIDANT,
            "annee": 2024,
        },
        EngagementNumerique: lambda: {
            "structure": add_structure(session, nom, code),
            "identifiee_le": date(2024, 1, 1),
        },
        OffreMobilite: lambda: {
            "type": TypeOffreMobilite.TAD,
            "operateur": nom,
            "communes": [get_commune(session, code)],
            "annee": 2024,
        },
        OffreLogement: lambda: {
            "structure": add_structure(session, nom, code),
            "type": TypeOffreLogement.FJT,
            "annee": 2024,
        },
        Domiciliation: lambda: {"structure": add_structure(session, nom, code), "annee": 2024},
    }
    return modele(**known[modele]() | values)


@pytest.mark.parametrize("modele", CONTROLES)
def test_what_a_check_accepts(session: Session, equipe: Acteur, modele: type[Entite]) -> None:
    CONTROLES[modele](session, equipe, add(session, build_row(session, modele)))


LENDEMAIN = today() + timedelta(days=1)


@pytest.mark.parametrize(
    ("modele", "champ", "valeurs"),
    [
        (LieuAccueil, "verifie_le", {"verifie_le": LENDEMAIN}),
        (Permanence, "verifie_le", {"verifie_le": LENDEMAIN}),
        *((modele, "annee", {"annee": 2100}) for modele in ANNUELLES),
        (ActiviteAccueil, "demandes_caf", {"demandes_caf": 11, "accompagnements": 10}),
        (ActiviteAccueil, "droits_ouverts", {"droits_ouverts": 11, "dossiers_suivis": 10}),
        (ActiviteAccueil, "somme_delais_j", {"somme_delais_j": 1, "rendez_vous": 0}),
        (OffreMobilite, "voyages_acces_droits", {"voyages_acces_droits": 11, "voyages": 10}),
        (OffreMobilite, "communes", {"communes": []}),
        (OffreLogement, "places_occupees", {"places_occupees": 11, "places": 10}),
        (
            OffreLogement,
            "sorties_logement_autonome",
            {"sorties_logement_autonome": 11, "sorties": 10},
        ),
        (Domiciliation, "refus", {"refus": 11, "demandes": 10}),
    ],
)
def test_a_refusal_names_its_field(
    session: Session, equipe: Acteur, modele: type[Entite], champ: str, valeurs: dict[str, Any]
) -> None:
    row = add(session, build_row(session, modele, **valeurs))
    with pytest.raises(ErreurMetier) as error:
        CONTROLES[modele](session, equipe, row)
    assert error.value.champ == champ


@pytest.mark.parametrize(
    ("modele", "champ", "valeurs"),
    [
        (
            LieuAccueil,
            "label_fin",
            {"label_debut": date(2024, 1, 1), "label_fin": date(2023, 12, 31)},
        ),
        (EngagementNumerique, "signee_le", {"signee_le": date(2023, 12, 31)}),
    ],
)
def test_dates_in_disorder_are_refused_by_the_check_and_by_the_database(
    session: Session, equipe: Acteur, modele: type[Entite], champ: str, valeurs: dict[str, Any]
) -> None:
    row = build_row(session, modele, **valeurs)
    with session.no_autoflush, pytest.raises(ErreurMetier) as error:
        CONTROLES[modele](session, equipe, row)
    assert error.value.champ == champ
    session.add(row)
    with pytest.raises(IntegrityError, match="ck_acces_droits"):
        session.flush()


def test_a_fixed_place_serves_its_commune_alone(session: Session, equipe: Acteur) -> None:
    lieu = add_lieu(session, communes=[get_commune(session, BEGROLLES)])
    with pytest.raises(ErreurMetier, match="Itinérant") as error:
        validate_lieu(session, equipe, lieu)
    assert error.value.champ == "communes"
    lieu.itinerant = True
    validate_lieu(session, equipe, lieu)


def test_a_permanence_is_held_by_somebody_else(session: Session, equipe: Acteur) -> None:
    lieu = add_lieu(session)
    permanence = add_permanence(session, lieu)
    validate_permanence(session, equipe, permanence)
    permanence.organisme = lieu.structure
    session.flush()
    with pytest.raises(ErreurMetier) as error:
        validate_permanence(session, equipe, permanence)
    assert error.value.champ == "organisme"


def test_a_year_is_one_of_an_open_place(session: Session, equipe: Acteur) -> None:
    lieu = add_lieu(session)
    lieu.structure.ouverte_le, lieu.structure.fermee_le = date(2023, 6, 1), date(2024, 6, 30)
    for annee in (2023, 2024):
        validate_activite(session, equipe, add(session, ActiviteAccueil(lieu=lieu, annee=annee)))
    for annee in (2022, 2025):
        activite = add(session, ActiviteAccueil(lieu=lieu, annee=annee))
        with pytest.raises(ErreurMetier, match=f"pas ouvert en {annee}") as error:
            validate_activite(session, equipe, activite)
        assert error.value.champ == "annee"


def test_mean_wait_needs_both_parts(session: Session) -> None:
    activite = build_row(session, ActiviteAccueil, rendez_vous=40, somme_delais_j=250)
    # 250 days / 40 appointments = 6,25 days.
    assert activite.delai_moyen == 6.25
    activite.somme_delais_j = None
    assert activite.delai_moyen is None
    activite.rendez_vous, activite.somme_delais_j = 0, 0
    assert activite.delai_moyen is None


def test_impossible_quantities_stop_at_the_attribute() -> None:
    for modele, champ, valeur in (
        (LieuAccueil, "heures_hebdo", 169),
        (Permanence, "creneaux_h", 25),
        (Domiciliation, "refus", -1),
    ):
        with pytest.raises(ErreurMetier) as error:
            modele(**{champ: valeur})
        assert error.value.champ == champ


@pytest.mark.parametrize("modele", [LieuAccueil, EngagementNumerique, *ANNUELLES])
def test_one_row_for_each_key(session: Session, modele: type[Any]) -> None:
    first = add(session, build_row(session, modele))
    keys = {
        name: getattr(first, name)
        for name in ("structure_id", "lieu_id", "type", "operateur", "annee", "identifiee_le")
        if name in modele.__mapper__.columns
    }
    session.add(modele(**keys))
    with pytest.raises(IntegrityError, match="uq_acces_droits"):
        session.flush()


@pytest.mark.parametrize("modele", ANNUELLES)
def test_figures_follow_the_rights(
    session: Session,
    equipe: Acteur,
    autre_equipe: Acteur,
    commune: Acteur,
    lecteur: Acteur,
    caf: Acteur,
    modele: type[Any],
) -> None:
    here = add(session, build_row(session, modele, BEGROLLES))
    there = add(session, build_row(session, modele))

    def read(acteur: Acteur) -> set[int]:
        return {row.id for row in session.scalars(scope(acteur, modele))}

    assert read(equipe) == read(caf) == {here.id, there.id}
    assert read(commune) == {here.id}
    # Not validated by governance yet: the other teams wait.
    assert read(autre_equipe) == read(lecteur) == set()
    validate_axe(session, SYSTEME, AXE, 2024, date(2025, 6, 1))
    assert read(autre_equipe) == {here.id, there.id}
    # An élu reads them in indicators and reports only.
    assert read(lecteur) == set()
    assert can(equipe, Verbe.ECRIRE, here)
    assert not any(can(a, Verbe.ECRIRE, here) for a in (autre_equipe, commune, lecteur, caf))


def test_domiciliations_are_sensible(
    session: Session,
    equipe: Acteur,
    autre_equipe: Acteur,
    commune: Acteur,
    lecteur: Acteur,
    caf: Acteur,
    gouvernance: Acteur,
) -> None:
    columns = Domiciliation.__table__.columns
    assert {c.name for c in columns if c.info.get("sensible")} == {
        "valides_31_12",
        "personnes",
        "demandes",
        "nouvelles",
        "radiations",
        "refus",
    }
    here = add(session, build_row(session, Domiciliation, BEGROLLES))
    there = add(session, build_row(session, Domiciliation))
    for acteur in (equipe, caf, gouvernance):
        assert can(acteur, Verbe.SENSIBLE, here)
        assert can(acteur, Verbe.SENSIBLE, there)
    assert can(commune, Verbe.SENSIBLE, here)
    assert not can(commune, Verbe.SENSIBLE, there)
    assert not any(can(a, Verbe.SENSIBLE, here) for a in (autre_equipe, lecteur))


def test_places_are_read_by_all_but_elus(
    session: Session,
    equipe: Acteur,
    autre_equipe: Acteur,
    commune: Acteur,
    lecteur: Acteur,
    caf: Acteur,
) -> None:
    rows = [add(session, build_row(session, m)) for m in (LieuAccueil, EngagementNumerique)]
    rows.append(add_permanence(session, rows[0]))
    for row in rows:
        for acteur in (equipe, autre_equipe, commune, caf):
            assert session.scalars(scope(acteur, type(row))).all() == [row]
        assert session.scalars(scope(lecteur, type(row))).all() == []
        assert can(equipe, Verbe.ECRIRE, row)
        assert not any(can(a, Verbe.ECRIRE, row) for a in (autre_equipe, commune, lecteur, caf))


def test_reminders_of_the_collecte(session: Session, socle_partage: Socle) -> None:
    add_lieu(session, "Lieu muet")
    known = add_lieu(session, "Lieu connu", BEGROLLES)
    add(session, ActiviteAccueil(lieu=known, annee=2025))
    ccas = add_lieu(session, "CCAS muet", type=TypeLieu.CCAS_CIAS)
    add(session, ActiviteAccueil(lieu=ccas, annee=2025))
    activite, domiciliation = list_rappels(session, socle_partage, AXE, COLLECTE)
    assert activite.titre == "Activité 2025 à saisir : Lieu muet"
    assert re.fullmatch(r"/admin/ad_activite/new/\?annee=2025&lieu=\d+", activite.url)
    assert activite.echeance == date(2026, 5, 31)
    assert domiciliation.titre == "Domiciliations 2025 : 1 CCAS à renseigner"
    assert domiciliation.quoi_faire.endswith("pour : CCAS muet.")
    manques: list[Manque] = call(
        socle_partage,
        AXE,
        "ctg_cycle_checks",
        cycle=COLLECTE,
        etape="collecte",
        lecture=Lecture(session, SYSTEME),
    )
    assert [m.message for m in manques] == [
        "Mobilité, logement, accès aux droits : 1 lieu d'accueil sans activité 2025",
        "Mobilité, logement, accès aux droits : 1 CCAS sans domiciliations 2025",
    ]
    assert list_rappels(session, socle_partage, AXE, PREPARATION) == []
    add(session, Domiciliation(structure=ccas.structure, annee=2025))
    assert list_rappels(session, socle_partage, AXE, COLLECTE) == [activite]


def test_what_comes_to_an_end_is_told_six_months_before(
    session: Session, socle_partage: Socle
) -> None:
    fin = date(2026, 9, 16)
    lieu = add_lieu(session, "France services", label_fin=fin)
    add_lieu(session, "Label lointain", label_fin=fin + timedelta(days=1))
    permanence = add_permanence(session, lieu, "Point-justice", valide_jusqu_au=fin)
    add_permanence(session, lieu, "Lointaine", valide_jusqu_au=fin + timedelta(days=1))
    label, held = list_rappels(session, socle_partage, AXE, None)
    assert label.titre == "Label France services jusqu'au 16/09/2026 : France services"
    assert label.echeance == held.echeance == fin
    assert label.url == f"/admin/ad_lieu/edit/?id={lieu.id}"
    assert held.titre == ("Permanence valide jusqu'au 16/09/2026 : Point-justice à France services")
    assert held.url == f"/admin/ad_permanence/edit/?id={permanence.id}"
    # Ended without a word: asked all the more.
    late = list_rappels(session, socle_partage, AXE, None, fin + timedelta(days=1))
    assert {label.titre, held.titre} <= {rappel.titre for rappel in late}
    lieu.structure.fermee_le = JOUR
    session.flush()
    assert list_rappels(session, socle_partage, AXE, None) == []


def test_a_sheet_is_checked_again_after_six_months(session: Session, socle_partage: Socle) -> None:
    old, recent = date(2025, 9, 16), date(2025, 9, 17)
    lieu = add_lieu(session, "Ancien", verifie_le=old)
    other = add_lieu(session, "Récent", verifie_le=recent)
    add_permanence(session, other, "Ancienne", verifie_le=old)
    add_permanence(session, other, "Récente", verifie_le=recent)
    add_permanence(session, other, "Finie", verifie_le=old, valide_jusqu_au=date(2026, 3, 15))
    titles = [rappel.titre for rappel in list_rappels(session, socle_partage, AXE, None)]
    assert titles == [
        # One that has ended is asked about once, not twice.
        "Permanence valide jusqu'au 15/03/2026 : Finie à Récent",
        "Fiche à vérifier depuis le 16/03/2026 : Ancien",
        "Permanence à vérifier depuis le 16/03/2026 : Ancienne à Récent",
    ]
    lieu.verifie_le = JOUR
    session.flush()
    assert len(list_rappels(session, socle_partage, AXE, None)) == 2


def test_nothing_missing_is_no_reminder(session: Session, socle_partage: Socle) -> None:
    assert list_rappels(session, socle_partage, AXE, COLLECTE) == []


def fill_report(session: Session) -> None:
    """A place with a permanence and its figures, a silent CCAS, and one offer of each kind."""
    lieu = add_lieu(
        session, "Lieu du Bourg", BEGROLLES, heures_hebdo=26.5, horaires="Le matin", itinerant=True
    )
    add_permanence(session, lieu, "Point-justice", objet=ObjetPermanence.JUSTICE)
    add_permanence(session, lieu, "Finie", valide_jusqu_au=date(2024, 12, 30))
    add(session, ActiviteAccueil(lieu=lieu, annee=2024))
    add_lieu(session, "CCAS muet", type=TypeLieu.CCAS_CIAS)
    for modele, values in (
        (MediateurNumerique, {"ateliers": 12}),
        (OffreMobilite, {"beneficiaires": 90}),
        (OffreLogement, {"places": 84}),
        (EngagementNumerique, {"signee_le": date(2024, 6, 1)}),
        (EngagementNumerique, {"structure": lieu.structure}),
    ):
        add(session, build_row(session, modele, **values))
    cadre = session.scalars(select(Cadre).where(Cadre.nom == FEUILLE_NUMERIQUE)).one()
    for code, debut, cadres in (
        ("AD-1", date(2023, 1, 1), [cadre]),
        ("AD-2", date(2023, 1, 1), []),
        ("AD-3", date(2025, 1, 1), [cadre]),
    ):
        action = Action(
            code=code,
            intitule=f"Action {code}",
            axe_slug="parentalite",
            date_debut=debut,
            brouillon=False,
            cadres=cadres,
        )
        add(session, action)


def test_the_report_lists_what_exists_and_what_is_missing(
    session: Session, socle_partage: Socle
) -> None:
    fill_report(session)
    blocs = read_sections(session, socle_partage, AXE, 2024)
    tables = [bloc for bloc in blocs if isinstance(bloc, Tableau)]
    lieux, mediation, mobilite, logement, feuille = tables
    inconnu, structure = "non renseigné", f"Structure {CHOLET}"
    assert lieux.lignes == (
        (
            "Bégrolles-en-Mauges",
            "Lieu du Bourg (itinérant)",
            "France services",
            "26,5 h par semaine ; Le matin",
            "Point-justice, justice, chaque semaine",
        ),
        ("Cholet", "CCAS muet", "CCAS ou CIAS", inconnu, "aucune"),
    )
    assert mediation.lignes == ((structure, "Aidant", inconnu, "12", inconnu, inconnu),)
    assert mobilite.lignes == ((structure, "Transport à la demande", inconnu, "1", inconnu, "90"),)
    assert logement.lignes == (
        (structure, "Cholet", "Foyer de jeunes travailleurs", "84", inconnu, inconnu, inconnu),
    )
    # An action of any axis that bears the frame and had begun.
    assert [ligne[0] for ligne in feuille.lignes] == ["AD-1"]
    assert feuille.lignes[0][3] == "sans date de fin"
    (phrase,) = (bloc.texte for bloc in blocs if isinstance(bloc, Texte))
    assert "identifiées fin 2024 : 2, dont signataires actives" in phrase
    assert phrase.endswith(": 1.")
    missing = next(bloc for bloc in blocs if isinstance(bloc, Liste)).elements
    assert missing == (
        "Lieux d'accueil sans activité saisie : 1 (CCAS muet).",
        "Lieux d'accueil dont les accompagnements manquent : 1 (Lieu du Bourg).",
        "CCAS sans domiciliations saisies : 1 (CCAS muet).",
        f"Médiation numérique sans ETP : 1 ({structure}).",
        f"Offres de mobilité sans nombre de voyages : 1 ({structure}).",
        f"Offres de logement sans places ou places occupées : 1 ({structure}).",
    )
    # Few people a commune: no figure of domiciliation is printed.
    assert not any("domiciliation" in str(table).lower() for table in tables)


def test_the_report_of_an_empty_axis_says_so(session: Session, socle_partage: Socle) -> None:
    blocs = read_sections(session, socle_partage, AXE, 2024)
    for words in (
        "Aucun lieu d'accueil n'est saisi pour 2024.",
        "Aucune médiation numérique n'est saisie pour 2024.",
        "Aucune offre de mobilité n'est saisie pour 2024.",
        "Aucune offre de logement n'est saisie pour 2024.",
        f"Aucune action ne porte le cadre « {FEUILLE_NUMERIQUE} » en 2024.",
        "Tous les chiffres demandés pour 2024 sont renseignés.",
    ):
        assert Texte(texte=words) in blocs


def test_other_reports_have_nothing_of_the_axis(session: Session, socle_partage: Socle) -> None:
    fill_report(session)
    assert read_sections(session, socle_partage, AXE, 2024, genre="commune") == []


def test_the_report_costs_the_same_with_more_rows(session: Session, socle_partage: Socle) -> None:
    fill_report(session)
    with forbid_writes(session) as few:
        read_sections(session, socle_partage, AXE, 2025)
    load_demonstration(session, socle_partage, AXE)
    with forbid_writes(session) as many:
        read_sections(session, socle_partage, AXE, 2025)
    assert len(few) == len(many)


def test_demonstration_is_believable_and_says_so(session: Session, socle_partage: Socle) -> None:
    (line,) = load_demonstration(session, socle_partage, AXE)
    assert "7 lieux d'accueil, 6 permanences, 6 engagements" in line
    assert set(session.scalars(select(Structure.source))) == {"démonstration"}
    for annuelle in ANNUELLES:
        assert set(session.scalars(select(annuelle.source))) == {"démonstration"}
    for modele, controle in CONTROLES.items():
        rows = session.scalars(select(modele)).all()
        assert rows
        for row in rows:
            controle(session, SYSTEME, row)
    for activite in session.scalars(select(ActiviteAccueil)):
        assert activite.delai_moyen is not None
        assert 3 < activite.delai_moyen < 10
    for offre in session.scalars(select(OffreLogement)):
        assert offre.places
        assert 80 <= (offre.places_occupees or 0) / offre.places * 100 <= 100
    for ligne in session.scalars(select(Domiciliation)):
        # Those accepted and those refused are the requests (CASF D. 264-8).
        assert (ligne.nouvelles or 0) + (ligne.refus or 0) == ligne.demandes
        assert (ligne.personnes or 0) >= (ligne.valides_31_12 or 0)


def test_demonstration_twice_changes_nothing(session: Session, socle_partage: Socle) -> None:
    load_demonstration(session, socle_partage, AXE)

    def read() -> list[list[tuple[Any, ...]]]:
        tables: tuple[type[Any], ...] = (Structure, *CONTROLES)
        return [
            sorted((row.id, row.version) for row in session.scalars(select(modele)))
            for modele in tables
        ]

    known = read()
    assert not load_demonstration(session, socle_partage, AXE)
    assert read() == known


def test_demonstration_leaves_the_last_year_incomplete_then_completes_it(
    session: Session, socle_partage: Socle
) -> None:
    load_demonstration(session, socle_partage, AXE)
    regles = sorted(rappel.regle for rappel in list_rappels(session, socle_partage, AXE, COLLECTE))
    assert regles == [
        "acces_droits_activite",
        "acces_droits_domiciliation",
        "acces_droits_label",
        "acces_droits_lieu_a_verifier",
        "acces_droits_lieu_a_verifier",
        "acces_droits_permanence",
        "acces_droits_permanence_a_verifier",
    ]
    statement = select(ActiviteAccueil.id, ActiviteAccueil.accompagnements)
    known = {tuple(row) for row in session.execute(statement)}
    load_demonstration(session, socle_partage, AXE, date(2027, 3, 16))
    again = {tuple(row) for row in session.execute(statement)}
    assert known < again
    for modele in ANNUELLES:
        assert session.scalar(select(func.count()).select_from(modele).where(modele.annee == 2026))
    check_sections(session, socle_partage.registry, AXE, 2025)
