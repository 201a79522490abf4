"""The demonstration: only where it may go, once, the same each time, believable."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.communes.models import Bassin, DonneeContexte
from core.comptes.demonstration import COMPTES
from core.comptes.models import Compte, Personne
from core.comptes.rules import check_password
from core.comptes.service import build_acteur
from core.config import Settings
from core.cycles.rules import EtapeCycle
from core.cycles.service import get_current, get_cycle
from core.demonstration.generer import load_demonstration
from core.errors import ErreurMetier
from core.gouvernance.codes import EtatDecision
from core.gouvernance.models import Decision
from core.plan.codes import Diffusion, StatutAction
from core.plan.models_action import Action, Frein, Note
from core.plan.service import validate_action
from core.security.acteur import SYSTEME, Role
from core.socle import Socle, build_socle
from core.structures.models import Structure
from tests.integration.conftest import JOUR, load_into


def test_a_real_instance_refuses_it(session: Session, socle_partage: Socle) -> None:
    with pytest.raises(ErreurMetier, match="n'est pas une démonstration"):
        load_demonstration(session, socle_partage.registry, JOUR)
    assert session.scalar(select(func.count()).select_from(Personne)) == 0


def test_it_is_loaded_once(demo: Session, demonstration: Socle) -> None:
    before = demo.scalar(select(func.count()).select_from(Action))
    lines = load_demonstration(demo, demonstration.registry, JOUR)
    assert "déjà là" in lines[0]
    assert demo.scalar(select(func.count()).select_from(Action)) == before


def test_every_axis_has_actions_and_every_status_is_used(demo: Session) -> None:
    actions = list(demo.scalars(select(Action)))
    assert len(actions) >= 84
    assert len({a.intitule for a in actions}) == len(actions)
    assert len({a.axe_slug for a in actions}) == 6
    statuts = Counter(a.statut for a in actions)
    assert set(statuts) == set(StatutAction)
    assert all(a.pilote is not None and a.source == "démonstration" for a in actions)


def test_every_action_obeys_the_rules_of_the_plan(demo: Session) -> None:
    for action in demo.scalars(select(Action)):
        validate_action(demo, SYSTEME, action)
        if action.statut is StatutAction.REALISEE:
            assert action.date_fin is not None
            assert action.date_fin <= JOUR


def test_notes_have_every_diffusion_and_never_come_from_the_future(demo: Session) -> None:
    notes = list(demo.scalars(select(Note)))
    assert {note.diffusion for note in notes} == set(Diffusion)
    assert all(note.jour <= JOUR for note in notes)
    assert demo.scalar(select(func.count()).select_from(Frein).where(Frein.leve_le.is_(None)))


def test_one_account_per_role_with_a_password_the_platform_accepts(demo: Session) -> None:
    roles: set[Role] = set()
    for account in COMPTES:
        check_password(account.password, account.email)
        compte = demo.scalars(select(Compte).where(Compte.email == account.email)).one()
        acteur = build_acteur(compte, JOUR)
        assert acteur.habilitations == {account.habilitation}
        roles |= acteur.roles
    assert roles == set(Role) - {Role.COMITE}


def test_years_are_where_the_day_puts_them(demo: Session) -> None:
    for exercice in (2023, 2024):
        cycle = get_cycle(demo, exercice)
        assert cycle.etape is EtapeCycle.CLOTURE
        assert [gel.numero for gel in cycle.gels] == [1]
        assert cycle.gels[0].document["exercice"] == exercice
    current = get_current(demo)
    assert current is not None
    assert (current.exercice, current.etape) == (2025, EtapeCycle.COTECH)


def test_decisions_are_followed(demo: Session) -> None:
    etats = set(demo.scalars(select(Decision.etat)))
    assert etats == set(EtatDecision)


def test_context_has_holes_and_a_source(demo: Session) -> None:
    holes = demo.scalar(
        select(func.count()).where(
            DonneeContexte.code == "enfants_0_2",
            DonneeContexte.annee == 2025,
            DonneeContexte.valeur.is_(None),
        )
    )
    assert holes == 2
    assert set(demo.scalars(select(DonneeContexte.source))) == {"démonstration"}
    assert set(demo.scalars(select(Bassin.source))) == {"démonstration"}
    assert set(demo.scalars(select(Structure.source))) == {"démonstration"}


def test_another_day_stops_at_its_own_step(clone: Callable[[str], Settings]) -> None:
    socle = build_socle(clone("ctg_demo_printemps"))
    load_into(socle, date(2027, 3, 15))
    with socle.sessions() as session:
        current = get_current(session)
        assert current is not None
        assert (current.exercice, current.etape) == (2026, EtapeCycle.COLLECTE)
    socle.engine.dispose()


def test_the_same_day_gives_the_same_data(clone: Callable[[str], Settings], demo: Session) -> None:
    def read(session: Session) -> list[tuple[object, ...]]:
        return [
            tuple(row)
            for row in session.execute(
                select(Action.code, Action.statut, Action.date_debut, Action.date_fin, Note.texte)
                .outerjoin(Note)
                .order_by(Action.code, Note.exercice)
            )
        ]

    socle = build_socle(clone("ctg_demo_bis"))
    load_into(socle, JOUR)
    with socle.sessions() as session:
        assert read(session) == read(demo)
    socle.engine.dispose()
