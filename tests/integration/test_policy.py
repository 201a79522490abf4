"""Rights: lists and single objects obey the same rules (conception, section 7)."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from core.indicateurs.service import validate_axe
from core.journal.models import Evenement
from core.plan.codes import Diffusion
from core.plan.models_action import Action, Note
from core.rapports.models import Rapport
from core.rapports.service import request_exercice
from core.security.acteur import ANONYME, SYSTEME, Acteur, Habilitation, Role
from core.security.policy import Verbe, can, scope


@pytest.fixture
def plan(session: Session) -> Session:
    """Two axes, a published and a draft action each, a note of each diffusion on the published ones."""
    for slug in ("petite_enfance", "parentalite"):
        for brouillon in (False, True):
            action = Action(
                code=f"{slug}-{brouillon}",
                intitule="Essai",
                axe_slug=slug,
                date_debut=date(2024, 1, 1),
                brouillon=brouillon,
            )
            session.add(action)
            for diffusion in Diffusion:
                action.notes.append(
                    Note(jour=date(2025, 6, 1), exercice=2025, diffusion=diffusion, texte="Essai")
                )
    session.flush()
    return session


def _codes(session: Session, acteur: Acteur) -> set[str]:
    return {action.code for action in session.scalars(scope(acteur, Action))}


def _notes(session: Session, acteur: Acteur) -> set[tuple[str, str]]:
    return {
        (note.action.code, note.diffusion.value) for note in session.scalars(scope(acteur, Note))
    }


def test_drafts_are_for_the_team_and_governance(
    plan: Session, gouvernance: Acteur, equipe: Acteur, commune: Acteur
) -> None:
    published = {"petite_enfance-False", "parentalite-False"}
    assert _codes(plan, gouvernance) == {*published, "petite_enfance-True", "parentalite-True"}
    assert _codes(plan, equipe) == {*published, "petite_enfance-True"}
    assert _codes(plan, commune) == published
    assert _codes(plan, ANONYME) == set()


def test_an_elu_reads_an_axis_once_validated(plan: Session, lecteur: Acteur) -> None:
    assert _codes(plan, lecteur) == set()
    validate_axe(plan, SYSTEME, "parentalite", 2025, date(2026, 6, 1))
    assert _codes(plan, lecteur) == {"parentalite-False"}
    assert _notes(plan, lecteur) == {("parentalite-False", "copil")}


def test_diffusion_of_notes_is_obeyed(
    plan: Session, equipe: Acteur, autre_equipe: Acteur, commune: Acteur
) -> None:
    own = {("petite_enfance-False", d.value) for d in Diffusion}
    shared = {("petite_enfance-False", d) for d in ("partenaires", "copil")}
    about = {"petite_enfance-False"}
    assert {n for n in _notes(plan, equipe) if n[0] in about} == own
    assert {n for n in _notes(plan, autre_equipe) if n[0] in about} == shared
    assert {n for n in _notes(plan, commune) if n[0] in about} == shared


def test_only_the_axis_team_writes_its_drafts(
    plan: Session, equipe: Acteur, autre_equipe: Acteur, gouvernance: Acteur, lecteur: Acteur
) -> None:
    draft = plan.query(Action).filter_by(code="petite_enfance-True").one()
    published = plan.query(Action).filter_by(code="petite_enfance-False").one()
    assert can(equipe, Verbe.ECRIRE, draft)
    assert can(equipe, Verbe.ECRIRE, published)
    assert not can(autre_equipe, Verbe.ECRIRE, published)
    assert can(gouvernance, Verbe.ECRIRE, published)
    assert not can(gouvernance, Verbe.ECRIRE, draft)
    assert not can(lecteur, Verbe.ECRIRE, Action)
    assert not any(can(a, Verbe.SUPPRIMER, published) for a in (equipe, gouvernance, lecteur))


def test_elus_and_communes_read_reports_once_the_file_was_sent(
    session: Session, lecteur: Acteur, commune: Acteur, equipe: Acteur, gouvernance: Acteur
) -> None:
    running = request_exercice(session, gouvernance, 2025)
    assert request_exercice(session, gouvernance, 2025) is running
    readers = (lecteur, commune, equipe, gouvernance)
    assert [len(session.scalars(scope(a, Rapport)).all()) for a in readers] == [0, 0, 1, 1]
    running.fige = True
    session.flush()
    assert [len(session.scalars(scope(a, Rapport)).all()) for a in readers] == [1, 1, 1, 1]


def test_administrators_read_the_traces_of_what_they_administer(
    plan: Session, gouvernance: Acteur
) -> None:
    admin = Acteur(nom="Essai", habilitations=frozenset({Habilitation(role=Role.ADMINISTRATEUR)}))
    seen = {trace.objet_type for trace in plan.scalars(scope(admin, Evenement))}
    assert "commune" in seen
    assert not seen & {"action", "note", "frein"}
    assert "note" in {trace.objet_type for trace in plan.scalars(scope(gouvernance, Evenement))}


def test_two_roles_add_up(plan: Session) -> None:
    both = Acteur(
        nom="Deux rôles",
        habilitations=frozenset(
            {
                Habilitation(role=Role.LECTEUR),
                Habilitation(role=Role.EQUIPE, axe_slug="parentalite"),
            }
        ),
    )
    assert "parentalite-True" in _codes(plan, both)
    assert "petite_enfance-True" not in _codes(plan, both)


def test_reading_one_object_has_one_way(plan: Session, equipe: Acteur) -> None:
    with pytest.raises(TypeError, match="scope"):
        can(equipe, Verbe.LIRE, plan.query(Action).first())
