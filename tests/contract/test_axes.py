"""Every installed axis passes the contract, on the reference data alone and on its demonstration."""

from datetime import date
from importlib.metadata import entry_points

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.api import testing
from core.communes.models import Commune
from core.plugin.manager import GROUP
from core.plugin.types import Cycle, ModeReference
from core.rapports.html import render_html
from core.socle import Socle
from worker.pdf import render

SLUGS = sorted(point.name for point in entry_points(group=GROUP))
JOUR = date(2026, 3, 16)
EXERCICE = JOUR.year - 1
CYCLE = Cycle(exercice=EXERCICE, etape="collecte", fige=False, fin_collecte=date(2026, 5, 31))

pytestmark = pytest.mark.parametrize("slug", SLUGS)


@pytest.fixture(params=["reference", "demonstration"])
def filled(
    session: Session, socle_partage: Socle, slug: str, request: pytest.FixtureRequest
) -> Session:
    if request.param == "demonstration":
        testing.call_hook(
            socle_partage.registry,
            slug,
            "ctg_reference",
            session=session,
            mode=ModeReference.DEMONSTRATION,
            jour=JOUR,
        )
        session.flush()
    return session


def test_boot_accepts_it(socle_partage: Socle, slug: str) -> None:
    testing.check_boot(socle_partage.registry, slug)


def test_models_have_rights_and_prefix(socle_partage: Socle, slug: str) -> None:
    testing.check_models(socle_partage.registry, slug)


def test_screens_name_what_exists(socle_partage: Socle, slug: str) -> None:
    testing.check_views(socle_partage.registry, slug)


def test_indicators_answer_for_every_commune_and_year(
    filled: Session, socle_partage: Socle, slug: str
) -> None:
    codes = tuple(filled.scalars(select(Commune.code_insee)))
    years = (EXERCICE - 2, EXERCICE - 1, EXERCICE)
    testing.check_indicateurs(filled, socle_partage.registry, slug, codes, years)


def test_sections_render(filled: Session, socle_partage: Socle, slug: str) -> None:
    document = testing.check_sections(filled, socle_partage.registry, slug, EXERCICE)
    assert render(document).startswith(b"%PDF")
    assert "<article" in render_html(document)


def test_its_hooks_give_what_they_promise(filled: Session, socle_partage: Socle, slug: str) -> None:
    """Presences, reminders, what is expected, figures of the home page, what is missing, pages."""
    registry = socle_partage.registry
    codes = tuple(filled.scalars(select(Commune.code_insee)))
    testing.check_presences(filled, registry, slug, codes, EXERCICE)
    testing.check_rappels(filled, registry, slug, CYCLE, JOUR)
    for check in (
        testing.check_attendus,
        testing.check_home,
        testing.check_manques,
        testing.check_pages,
    ):
        check(filled, registry, slug, CYCLE)


def test_reference_is_idempotent(session: Session, socle_partage: Socle, slug: str) -> None:
    testing.check_reference(session, socle_partage.registry, slug, JOUR)
