"""The hooks an axis may implement. ``docs/hooks.md`` explains each one; a test compares signatures."""

from collections.abc import Sequence
from datetime import date

import pluggy
from sqlalchemy.orm import Session

from core.plugin.lecture import Lecture
from core.plugin.types import (
    Attendu,
    Axe,
    Cycle,
    DemandeRapport,
    GenrePresence,
    Indicateur,
    Manque,
    ModeReference,
    Parametre,
    Rappel,
    Widget,
)
from core.plugin.vues import Vue
from core.rapports.document import Bloc
from core.security.acteur import Acteur

PROJECT = "ctg"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def ctg_axe() -> Axe:  # type: ignore[empty-body]
    """Identity of the axis."""


@hookspec
def ctg_models() -> Sequence[type]:  # type: ignore[empty-body]
    """The mapped classes of the axis; their tables start with its slug."""


@hookspec
def ctg_migrations() -> str:  # type: ignore[empty-body]
    """Directory of the axis' Alembic branch."""


@hookspec
def ctg_admin_views() -> Sequence[Vue]:  # type: ignore[empty-body]
    """Screens shown under the axis' menu."""


@hookspec
def ctg_parametres() -> Sequence[Parametre]:  # type: ignore[empty-body]
    """Dated parameters that staff may change."""


@hookspec
def ctg_indicateurs() -> Sequence[Indicateur]:  # type: ignore[empty-body]
    """Definitions of the indicators of the axis."""


@hookspec
def ctg_presences() -> Sequence[GenrePresence]:  # type: ignore[empty-body]
    """Kinds of things of the axis that really take place in communes."""


@hookspec
def ctg_reference(session: Session, mode: ModeReference, jour: date) -> Sequence[str]:  # type: ignore[empty-body]
    """Load reference or demonstration data, idempotently; says in French what it did, a line each."""


@hookspec
def ctg_rapport_sections(demande: DemandeRapport, lecture: Lecture) -> Sequence[Bloc]:  # type: ignore[empty-body]
    """Neutral blocks that the axis adds to its chapter of a report."""


@hookspec
def ctg_rappels(jour: date, cycle: Cycle | None, lecture: Lecture) -> Sequence[Rappel]:  # type: ignore[empty-body]
    """What somebody must be reminded of on that day."""


@hookspec
def ctg_dashboard_widgets(  # type: ignore[empty-body]
    acteur: Acteur, cycle: Cycle | None, lecture: Lecture
) -> Sequence[Widget]:
    """Blocks of the home page for that person."""


@hookspec
def ctg_cycle_checks(cycle: Cycle, etape: str, lecture: Lecture) -> Sequence[Manque]:  # type: ignore[empty-body]
    """What is missing before that step of the cycle may close."""


@hookspec
def ctg_attendus(cycle: Cycle, lecture: Lecture) -> Sequence[Attendu]:  # type: ignore[empty-body]
    """What the axis must have for that year, complete or not: its team submits it, governance follows it."""
