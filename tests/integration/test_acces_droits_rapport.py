"""Reminders, report section and demonstration of the axis."""

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.api.testing import check_sections
from core.plan.models import Cadre
from core.plan.models_action import Action
from core.plugin.lecture import Lecture
from core.plugin.types import Manque
from core.rapports.document import Liste, Tableau, Texte
from core.security.acteur import SYSTEME
from core.socle import Socle
from core.structures.models import Structure
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    EngagementNumerique,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
)
from plugins.acces_droits.rapport import FEUILLE_NUMERIQUE
from plugins.acces_droits.rules import (
    ObjetPermanence,
    TypeLieu,
)
from tests.integration.essai_acces_droits import (
    ANNUELLES,
    AXE,
    CONTROLES,
    add,
    add_lieu,
    add_permanence,
    build_row,
)
from tests.integration.essai_axe import (
    BEGROLLES,
    CHOLET,
    COLLECTE,
    JOUR,
    PREPARATION,
    call,
    check_constant_cost,
    list_rappels,
    load_demonstration,
    read_sections,
)


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
    check_constant_cost(session, socle_partage, AXE)


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
