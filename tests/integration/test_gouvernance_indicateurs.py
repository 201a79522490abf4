"""GOU1 to GOU8 on a plan and on sessions small enough to be counted by hand, with their reading by axis.

The plan, by start date: V1 ponctuelle réalisée (2024, done by 31/12/2024), V2 ponctuelle en cours (2024),
V3 récurrente en cours (2024; bilans 2024 menée, 2025 en partie), V4 à engager (2026), in vie sociale. P1
récurrente en cours without any bilan (2024), P2 suspendue (2025), P3 abandoned on 10/03/2026 (2024; bilan
2024 menée), P4 abandoned on 10/03/2026 (2025), in parentalité. A draft, a replaced action without its act
and an action of an axis switched off count nowhere.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.axes.service import get_axe
from core.communes.models import Bassin, Commune
from core.comptes.models import Personne
from core.cycles.rules import EtapeCycle
from core.cycles.service import create_cycle
from core.gouvernance.codes import (
    College,
    EtatDecision,
    EtatPresence,
    EtatSeance,
    GenreInstance,
    QualiteMembre,
)
from core.gouvernance.indicateurs import MESURES
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_membre import Membre
from core.gouvernance.models_seance import Presence
from core.gouvernance.tableau import compute_par_axe, get_mesure, list_lignes
from core.indicateurs.service import Valeur
from core.plan.codes import (
    GenreFiliation,
    NatureAction,
    Portee,
    ResultatBilan,
    StatutAction,
)
from core.plan.models_action import Action, Note
from core.plan.models_filiation import FiliationAction
from core.plan.models_moyens import LigneBudget
from core.plan.models_referent import ReferentAxe
from core.plan.models_suivi import BilanAction
from core.security.acteur import SYSTEME
from core.socle import Socle
from tests.integration.essai_indicateurs import compute, read

VIE, PARENTS = "vie_sociale", "parentalite"
BEGROLLES, CHOLET, LE_MAY = "49027", "49099", "49193"
AGGLO = "agglomération"
MENEE, PARTIE = ResultatBilan.MENEE, ResultatBilan.PARTIELLEMENT
Lire = Callable[..., tuple[object, ...]]


def add_action(
    session: Session,
    code: str,
    statut: StatutAction,
    debut: int,
    *,
    fin: date | None = None,
    axe: str = VIE,
    nommees: tuple[str, ...] = (),
    bilans: tuple[tuple[int, ResultatBilan], ...] = (),
    brouillon: bool = False,
) -> Action:
    """``nommees``: the communes that it names. Without an end, it comes back each year."""
    action = Action(
        code=code,
        intitule=f"Action {code}",
        axe_slug=axe,
        statut=statut,
        nature=NatureAction.PONCTUELLE if fin else NatureAction.RECURRENTE,
        date_debut=date(debut, 2, 1),
        date_fin=fin,
        portee=Portee.COMMUNES if nommees else Portee.TERRITOIRE,
        communes=list(session.scalars(select(Commune).where(Commune.code_insee.in_(nommees)))),
        brouillon=brouillon,
    )
    action.bilans = [BilanAction(exercice=year, resultat=resultat) for year, resultat in bilans]
    session.add(action)
    session.flush()
    return action


def abandon(session: Session, action: Action, jour: date) -> None:
    acte = FiliationAction(de=action, genre=GenreFiliation.ABANDON, jour=jour, motif="Essai")
    session.add(acte)
    session.flush()


@pytest.fixture
def plan(session: Session) -> dict[str, Action]:
    s = StatutAction
    fins = {2024: date(2024, 12, 31), 2026: date(2026, 12, 31)}
    rows = [
        add_action(session, "V1", s.REALISEE, 2024, fin=fins[2024], nommees=(CHOLET,)),
        add_action(session, "V2", s.EN_COURS, 2024, fin=fins[2026], nommees=(CHOLET, LE_MAY)),
        add_action(session, "V3", s.EN_COURS, 2024, bilans=((2024, MENEE), (2025, PARTIE))),
        add_action(session, "V4", s.A_ENGAGER, 2026, fin=fins[2026]),
        add_action(session, "P1", s.EN_COURS, 2024, axe=PARENTS, nommees=(CHOLET, BEGROLLES)),
        add_action(session, "P2", s.SUSPENDUE, 2025, fin=fins[2026], axe=PARENTS),
        add_action(session, "P3", s.ABANDONNEE, 2024, axe=PARENTS, bilans=((2024, MENEE),)),
        add_action(session, "P4", s.ABANDONNEE, 2025, fin=fins[2026], axe=PARENTS),
        add_action(session, "D1", s.EN_COURS, 2024, brouillon=True),
        add_action(session, "R1", s.REMPLACEE, 2024),
        add_action(session, "A1", s.EN_COURS, 2024, axe="acces_droits"),
    ]
    get_axe(session, "acces_droits").actif = False
    found = {action.code: action for action in rows}
    for code in ("P3", "P4"):
        abandon(session, found[code], date(2026, 3, 10))
    return found


@pytest.fixture
def lire(session: Session, socle_partage: Socle) -> Lire:
    """``lire("GOU1", 2024)``: (numerator, denominator, value, answered, expected) of the agglomération; by
    axis with its slug."""

    def read_one(code: str, annee: int, axe: str | None = None) -> tuple[object, ...]:
        if axe is None:
            return read(compute(session, socle_partage, code, annee), AGGLO, annee)
        session.flush()
        valeur: Valeur = compute_par_axe(session, [get_mesure(code)], annee)[code, axe]
        rounded = None if valeur.valeur is None else round(valeur.valeur, 2)
        parts = valeur.mesure
        return (parts.numerateur, parts.denominateur, rounded, parts.repondu, parts.attendu)

    return read_one


def test_gou1_what_is_begun_of_what_the_plan_begins_by_then(
    plan: dict[str, Action], lire: Lire
) -> None:
    # 2023: nothing begins so early.
    assert lire("GOU1", 2023) == (None, None, None, 0, 0)
    # 2024: V1, V2, V3, P1, and P3 that its bilan tells.
    assert lire("GOU1", 2024) == (5, 5, Decimal(100), 5, 5)
    # 2025: P2 too; of P4, abandoned since without any bilan, nobody knows whether it was begun.
    assert lire("GOU1", 2025) == (6, 6, Decimal(100), 6, 7)
    assert lire("GOU1", 2025, PARENTS) == (3, 3, Decimal(100), 3, 4)
    # 2026: P3 and P4 left the plan, V4 is to be begun.
    assert lire("GOU1", 2026) == (5, 6, Decimal("83.33"), 6, 6)
    assert lire("GOU1", 2026, VIE) == (3, 4, Decimal(75), 4, 4)


def test_gou2_done_or_carried_on_in_the_year(plan: dict[str, Action], lire: Lire) -> None:
    # 2024: V1 done, V3 and P3 carried on, V2 not done; P1 has no bilan.
    assert lire("GOU2", 2024) == (3, 4, Decimal(75), 4, 5)
    # 2025: V1 stays done; V3 in part only; V2, P2, P4 not done; P1 and P3 have no bilan.
    assert lire("GOU2", 2025) == (1, 5, Decimal(20), 5, 7)
    assert lire("GOU2", 2025, VIE) == (1, 3, Decimal("33.33"), 3, 3)
    assert lire("GOU2", 2025, PARENTS) == (0, 2, Decimal(0), 2, 4)
    plan["P1"].bilans = [BilanAction(exercice=2025, resultat=MENEE)]
    assert lire("GOU2", 2025) == (2, 6, Decimal("33.33"), 6, 7)


def test_gou2_an_action_is_done_in_the_year_of_its_end(
    session: Session, plan: dict[str, Action], lire: Lire
) -> None:
    plan["V2"].statut = StatutAction.REALISEE
    assert lire("GOU2", 2025, VIE)[:2] == (1, 3)
    # V3 has no bilan of 2026: V1 and V2 of V1, V2, V4.
    assert lire("GOU2", 2026, VIE) == (2, 3, Decimal("66.67"), 3, 4)


def test_gou3_sheets_up_to_date_as_the_board_counts_them(
    session: Session, plan: dict[str, Action], lire: Lire
) -> None:
    pilote = Personne(nom="Pilote", prenom="Essai")
    for code in ("V2", "P1"):
        plan[code].pilote = pilote
    for code, exercice in (("V2", 2025), ("V3", 2025), ("P1", 2024)):
        plan[code].notes.append(Note(jour=date(2026, 3, 1), exercice=exercice, texte="Essai"))
    # No campaign, no value: what was never asked is not late.
    assert lire("GOU3", 2025) == (None, None, None, 0, 0)
    create_cycle(session, SYSTEME, 2025)
    # Expected: V2, V3, P1, P2. V2 has both, V3 no pilot, P1 no note of 2025.
    assert lire("GOU3", 2025) == (1, 4, Decimal(25), 4, 4)
    assert lire("GOU3", 2025, PARENTS) == (0, 2, Decimal(0), 2, 2)


def hold(session: Session, exercice: int, etat: EtatSeance = EtatSeance.TENUE) -> Seance:
    copil = session.scalars(select(Instance).where(Instance.genre == GenreInstance.COPIL)).one()
    seance = Seance(instance=copil, jour=date(exercice + 1, 10, 5), exercice=exercice, etat=etat)
    session.add(seance)
    session.flush()
    return seance


def seat(
    session: Session,
    instance: Instance,
    code: str | None,
    college: College = College.ELUS,
    qualite: QualiteMembre | None = None,
    fin: date | None = None,
) -> Personne:
    personne = Personne(nom=f"Membre {code}", prenom="Essai", elu=college is College.ELUS)
    session.add(
        Membre(
            instance=instance,
            personne=personne,
            college=college,
            code_insee=code,
            qualite=qualite,
            debut=date(2024, 1, 1),
            fin=fin,
        )
    )
    session.flush()
    return personne


@pytest.fixture
def comite(session: Session) -> Seance:
    """Four seats of élus on the day: Cholet (two people), Le May, Bégrolles, and a president in person; the
    CAF does not count, nor a commune whose holder has left."""
    seance = hold(session, 2024)
    copil = seance.instance
    titulaire, suppleant = QualiteMembre.TITULAIRE, QualiteMembre.SUPPLEANT
    for code, qualite in (
        (CHOLET, titulaire),
        (CHOLET, suppleant),
        (LE_MAY, titulaire),
        (BEGROLLES, titulaire),
    ):
        seat(session, copil, code, qualite=qualite)
    seat(session, copil, "49192", qualite=titulaire, fin=date(2025, 6, 30))
    president = seat(session, copil, None)
    seat(session, copil, None, College.CAF)
    session.add_all(
        [
            Presence(seance=seance, code_insee=c, college=College.ELUS, etat=etat)
            for c, etat in ((CHOLET, EtatPresence.SUPPLEANT), (LE_MAY, EtatPresence.EXCUSE))
        ]
    )
    session.add(
        Presence(
            seance=seance,
            personne=president,
            college=College.ELUS,
            etat=EtatPresence.TITULAIRE,
        )
    )
    session.flush()
    return seance


def test_gou4a_seats_of_elus_held_of_those_convened(
    session: Session, comite: Seance, lire: Lire
) -> None:
    # Held: Cholet by its suppléant, the president. Le May is excused, Bégrolles was left blank.
    assert lire("GOU4a", 2024) == (2, 4, Decimal(50), 3, 4)
    # No committee held on 2023, one to come on 2025: no value, not zero.
    hold(session, 2025, EtatSeance.CONVOQUEE)
    for annee in (2023, 2025):
        assert lire("GOU4a", annee) == (None, None, None, 0, 0)


def test_gou4a_a_session_without_any_attendance_does_not_answer(
    session: Session, comite: Seance, lire: Lire
) -> None:
    hold(session, 2025)
    # Cholet, Le May, Bégrolles, the president.
    assert lire("GOU4a", 2025) == (None, None, None, 0, 4)
    assert lire("GOU4b", 2025) == (None, None, None, 0, 26)


def test_gou4b_communes_represented_of_the_26(session: Session, comite: Seance, lire: Lire) -> None:
    assert lire("GOU4b", 2024) == (1, 26, Decimal("3.85"), 2, 26)


def test_gou5_decisions_settled_by_their_due_date(
    session: Session, comite: Seance, lire: Lire
) -> None:
    for etat, echeance, soldee_le in (
        (EtatDecision.SOLDEE, date(2025, 6, 30), date(2025, 6, 30)),
        (EtatDecision.SOLDEE, date(2025, 6, 30), date(2025, 7, 1)),
        (EtatDecision.EN_COURS, date(2025, 12, 31), None),
        (EtatDecision.A_LANCER, date(2099, 6, 30), None),
        (EtatDecision.A_LANCER, None, None),
        (EtatDecision.SOLDEE, date(2024, 3, 1), date(2024, 1, 15)),
    ):
        comite.decisions.append(
            Decision(intitule="Essai", etat=etat, echeance=echeance, soldee_le=soldee_le)
        )
    assert lire("GOU5", 2025) == (1, 3, Decimal("33.33"), 3, 3)
    assert lire("GOU5", 2024) == (1, 1, Decimal(100), 1, 1)
    # Not due yet, and no due date: counted nowhere.
    assert lire("GOU5", 2099) == (None, None, None, 0, 0)
    # The day was not kept.
    session.flush()
    comite.decisions[0].soldee_le = None
    assert lire("GOU5", 2025) == (0, 2, Decimal(0), 2, 3)


def test_gou5_counts_a_decision_from_the_day_after_it_was_due(comite: Seance, lire: Lire) -> None:
    comite.decisions.append(Decision(intitule="Essai", echeance=date(2026, 6, 30)))
    with time_machine.travel(datetime(2026, 6, 30, 12, tzinfo=UTC), tick=False):
        assert lire("GOU5", 2026) == (None, None, None, 0, 0)
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False):
        assert lire("GOU5", 2026) == (0, 1, Decimal(0), 1, 1)


def test_a_decision_is_dated_when_it_is_settled(session: Session, comite: Seance) -> None:
    decision = Decision(intitule="Essai", echeance=date(2025, 6, 30))
    comite.decisions.append(decision)

    def is_dated() -> bool:
        session.flush()
        return decision.soldee_le is not None

    assert not is_dated()
    for etat in (EtatDecision.SOLDEE, EtatDecision.EN_COURS):
        decision.etat = etat
        assert is_dated() is (etat is EtatDecision.SOLDEE)


def test_gou6_communes_named_by_an_action_of_the_year(
    session: Session, plan: dict[str, Action], socle_partage: Socle, lire: Lire
) -> None:
    bassin = Bassin(nom="Nord", source="essai")
    for commune in session.scalars(
        select(Commune).where(Commune.code_insee.in_([BEGROLLES, LE_MAY]))
    ):
        commune.bassin = bassin
    # 2024: Cholet by three actions, Le May, Bégrolles. The whole territory names nobody.
    assert lire("GOU6", 2024) == (3, 26, Decimal("11.54"), 26, 26)
    assert lire("GOU6", 2024, VIE)[:3] == (2, 26, Decimal("7.69"))
    assert lire("GOU6", 2024, PARENTS)[:3] == (2, 26, Decimal("7.69"))
    result = compute(session, socle_partage, "GOU6", 2023, 2024)
    assert read(result, "Nord") == (2, 2, Decimal(100), 2, 2)
    # Nothing was at work in 2023: unknown.
    assert read(result, AGGLO, 2023) == (None, None, None, 0, 26)
    # V1 was done in 2024: in 2025, V2 alone names Cholet for vie sociale.
    plan["V2"].communes = [c for c in plan["V2"].communes if c.code_insee == LE_MAY]
    assert lire("GOU6", 2025, VIE)[:2] == (1, 26)


def test_gou7_spent_over_planned(session: Session, plan: dict[str, Action], lire: Lire) -> None:
    for code, prevu, realise in (
        ("V2", 1000, 900),
        ("V2", 500, None),
        ("P1", 1000, 1100),
        ("D1", 9000, 9000),
    ):
        plan[code].budget.append(LigneBudget(exercice=2025, prevu=prevu, realise=realise))
    assert lire("GOU7", 2025) == (2000, 2000, Decimal(100), 2, 3)
    assert lire("GOU7", 2025, VIE) == (900, 1000, Decimal(90), 1, 2)
    assert lire("GOU7", 2024) == (None, None, None, 0, 0)


def test_gou8_nobody_in_charge_today(session: Session, plan: dict[str, Action], lire: Lire) -> None:
    elu = Personne(nom="Élue", prenom="Essai", elu=True)
    for code in ("V2", "V3", "P1"):
        plan[code].pilote = elu
    plan["P1"].elu_referent = elu
    referent = ReferentAxe(axe_slug=VIE, personne=elu, debut=date(2024, 1, 1))
    session.add(referent)
    cycle = create_cycle(session, SYSTEME, 2025)
    # Of V2, V3, P1, P2: P2 has neither.
    assert lire("GOU8", 2025) == (1, None, Decimal(1), 4, 4)
    assert lire("GOU8", 2025, VIE) == (0, None, Decimal(0), 2, 2)
    # The élu of the axis has left: V2 and V3 have no référent any more.
    referent.fin = date(2025, 12, 31)
    assert lire("GOU8", 2025) == (3, None, Decimal(3), 4, 4)
    # What is known today says nothing of a year whose cycle is closed.
    assert lire("GOU8", 2024) == (None, None, None, 0, 0)
    cycle.etape = EtapeCycle.CLOTURE
    assert lire("GOU8", 2024) == (None, None, None, 0, 0)


def test_each_number_is_that_of_its_rows(
    session: Session, plan: dict[str, Action], comite: Seance, lire: Lire
) -> None:
    create_cycle(session, SYSTEME, 2025)
    plan["V2"].budget.append(LigneBudget(exercice=2025, prevu=1000, realise=900))
    comite.decisions.append(Decision(intitule="Essai", echeance=date(2025, 6, 30)))
    session.flush()
    seen = set()
    for mesure in MESURES:
        code = mesure.definition.code
        for axe in (None, VIE, PARENTS) if mesure.par_axe else (None,):
            for annee in (2024, 2025):
                lignes = list_lignes(session, mesure, annee, axe)
                if not lignes:
                    continue
                seen.add(code)
                numerateur, denominateur, _, repondu, attendu = lire(code, annee, axe)
                assert sum(li.numerateur or 0 for li in lignes) == (numerateur or 0)
                assert sum(li.denominateur or 0 for li in lignes) == (denominateur or 0)
                assert (sum(li.repondu for li in lignes), len(lignes)) == (repondu, attendu)
    assert seen == {mesure.definition.code for mesure in MESURES}


def test_one_statement_each_whatever_the_rows(
    session: Session, plan: dict[str, Action], comite: Seance, socle_partage: Socle
) -> None:
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    session.flush()
    event.listen(socle_partage.engine, "before_cursor_execute", note)
    try:
        compute_par_axe(session, MESURES, 2025)
    finally:
        event.remove(socle_partage.engine, "before_cursor_execute", note)
    assert count == sum(mesure.par_axe is not None for mesure in MESURES)
