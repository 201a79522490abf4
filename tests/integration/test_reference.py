"""The real reference data: whole, sourced, loaded again without touching what people did."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.axes.models import Axe as AxeTable
from core.axes.service import list_active_slugs
from core.communes.models import Commune, Population
from core.convention.models import Convention, EtapeConvention, Signataire
from core.db.plateforme import is_demonstration
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Instance
from core.indicateurs.models import ReglageIndicateur
from core.journal.service import set_context
from core.parametres.service import get_parametre
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plugin.hookspecs import hookimpl
from core.plugin.manager import build_manager
from core.plugin.registry import Registry
from core.plugin.types import Axe, ModeReference
from core.reference.charger import load_reference
from core.security.acteur import Acteur
from core.socle import Socle

JOUR = date(2026, 11, 24)


def count(session: Session, modele: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(modele)) or 0


@pytest.mark.parametrize(
    ("modele", "number"),
    [
        (AxeTable, 6),
        (Enjeu, 8),
        (ResultatAttendu, 19),
        (ActionMajeure, 12),
        (Cadre, 1),
        (Commune, 26),
        (Population, 130),
        (EtapeConvention, 6),
        (Signataire, 28),
        (Convention, 1),
    ],
)
def test_everything_is_there(session: Session, modele: type[Any], number: int) -> None:
    assert count(session, modele) == number


def test_results_and_actions_by_axis_are_those_of_the_convention(session: Session) -> None:
    results = dict(
        session.execute(
            select(AxeTable.numero, func.count(ResultatAttendu.id))
            .outerjoin(Enjeu, Enjeu.axe_slug == AxeTable.slug)
            .outerjoin(ResultatAttendu, ResultatAttendu.enjeu_id == Enjeu.id)
            .group_by(AxeTable.numero)
        ).all()
    )
    majeures = dict(
        session.execute(
            select(AxeTable.numero, func.count(ActionMajeure.id))
            .outerjoin(ActionMajeure, ActionMajeure.axe_slug == AxeTable.slug)
            .group_by(AxeTable.numero)
        ).all()
    )
    assert [results[n] for n in range(1, 7)] == [0, 3, 3, 6, 5, 2]
    assert [majeures[n] for n in range(1, 7)] == [0, 2, 3, 2, 3, 2]


def test_sources_stay_on_the_rows(session: Session) -> None:
    for column in (
        Commune.source,
        Population.source,
        Enjeu.source,
        ResultatAttendu.source,
        ActionMajeure.source,
        Cadre.source,
        Convention.source,
    ):
        assert all(session.scalars(select(column)))


def test_dates_of_signature_wait_for_staff(session: Session) -> None:
    assert all(
        s.signe_le is None and not s.deliberation for s in session.scalars(select(Signataire))
    )


def test_the_instances_and_the_threshold_exist(session: Session) -> None:
    genres = set(session.scalars(select(Instance.genre)))
    assert {GenreInstance.COPIL, GenreInstance.COTECH} <= genres
    assert get_parametre(session, "seuil_secret", JOUR) == 5


def test_a_real_instance_is_not_a_demonstration(session: Session) -> None:
    assert not is_demonstration(session)


def test_a_second_loading_changes_nothing(session: Session, socle_partage: Socle) -> None:
    before = session.scalar(text("SELECT count(*) FROM journal"))
    lines = load_reference(session, socle_partage.registry, JOUR)
    assert session.scalar(text("SELECT count(*) FROM journal")) == before
    assert not [line for line in lines if "créée" in line and "non recréée" not in line]
    assert "Communes : 26 lignes déjà là (laissées telles quelles)." in lines


def test_what_people_changed_is_left_alone(
    session: Session, socle_partage: Socle, gouvernance: Acteur
) -> None:
    set_context(session, gouvernance, source="web")
    enjeu = session.scalars(select(Enjeu).order_by(Enjeu.id).limit(1)).one()
    enjeu.titre = "Reformulé par le comité"
    axe = session.scalars(select(AxeTable).where(AxeTable.slug == "parentalite")).one()
    axe.actif = False
    session.flush()
    load_reference(session, socle_partage.registry, JOUR)
    session.expire_all()
    assert enjeu.titre == "Reformulé par le comité"
    assert not axe.actif


def test_what_people_deleted_does_not_come_back(
    session: Session, socle_partage: Socle, gouvernance: Acteur
) -> None:
    set_context(session, gouvernance, source="web")
    majeure = session.scalars(
        select(ActionMajeure).where(
            ActionMajeure.axe_slug == "parentalite", ActionMajeure.rang == 3
        )
    ).one()
    session.delete(majeure)
    session.flush()
    lines = load_reference(session, socle_partage.registry, JOUR)
    assert count(session, ActionMajeure) == 11
    assert any("supprimée par une personne (non recréée)" in line for line in lines)


class AxeQuiCasse:
    """An axis of the convention whose loading breaks half-way, with an SQL error."""

    @hookimpl
    def ctg_axe(self) -> Axe:
        return Axe(
            slug="vie_sociale",
            numero=2,
            titre="Animation de la vie sociale",
            couleur="#123456",
            package="essai",
            description="essai",
        )

    @hookimpl
    def ctg_reference(self, session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
        session.add(Instance(nom="À moitié écrite", genre=GenreInstance.GROUPE))
        session.flush()
        session.execute(text("SELECT 1 / 0"))
        return ()


class AxeQuiCharge:
    """Another axis, which comes after it and works."""

    @hookimpl
    def ctg_axe(self) -> Axe:
        return Axe(
            slug="parentalite",
            numero=3,
            titre="Parentalité",
            couleur="#654321",
            package="essai",
            description="essai",
        )

    @hookimpl
    def ctg_reference(self, session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
        return (f"chargé en mode {mode.value}",)


def test_an_axis_that_breaks_loses_its_own_data_only(session: Session) -> None:
    manager = build_manager(points=())
    manager.register(AxeQuiCasse(), name="vie_sociale")
    manager.register(AxeQuiCharge(), name="parentalite")
    registry = Registry(manager, lambda: list_active_slugs(session))
    lines = load_reference(session, registry, JOUR)
    assert any("Animation de la vie sociale : données non chargées" in line for line in lines)
    assert "Parentalité : chargé en mode reference" in lines
    assert session.scalar(select(Instance.id).where(Instance.nom == "À moitié écrite")) is None


@pytest.mark.parametrize(("numero", "loaded"), [(7, True), (4, False)])
def test_an_axis_out_of_the_convention_has_its_row_unless_its_number_is_taken(
    session: Session, numero: int, loaded: bool
) -> None:
    axe = Axe(
        slug="temoin",
        numero=numero,
        titre="Témoin",
        couleur="#123456",
        package="essai",
        description="essai",
    )
    manager = build_manager(points=())
    manager.register(SimpleNamespace(ctg_axe=hookimpl(lambda: axe)), name="temoin")
    registry = Registry(manager, lambda: list_active_slugs(session))
    for _ in range(2):
        lines = load_reference(session, registry, JOUR)
    assert (
        session.scalar(select(AxeTable.id).where(AxeTable.slug == "temoin")) is not None
    ) is loaded
    refused = [line for line in lines if "est déjà celui de « petite_enfance »" in line]
    assert bool(refused) is not loaded


def test_twelve_to_fifteen_indicators_are_phare(socle_partage: Socle) -> None:
    """metier.md section 6: the others are switched on by staff."""
    phares = [d.code for _, d in socle_partage.registry.list_indicateurs().values() if d.phare]
    assert 12 <= len(phares) <= 15, phares


def test_only_indicators_phare_are_shown_at_first(session: Session) -> None:
    reglages = session.scalars(select(ReglageIndicateur)).all()
    assert {r.code for r in reglages if r.actif} == {r.code for r in reglages if r.phare}
