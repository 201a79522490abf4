"""The hooks of the axis enfance jeunesse. Imports stand inside: finding the axis must not load it all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.api.plugin import Axe, Cycle, DemandeRapport, Lecture, ModeReference, hookimpl

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from core.api.admin import Vue
    from core.api.models import Acteur
    from core.api.plugin import (
        Attendu,
        GenrePresence,
        Indicateur,
        Manque,
        Parametre,
        Rappel,
        Widget,
    )
    from core.api.rapports import Bloc


@hookimpl
def ctg_axe() -> Axe:
    return Axe(
        slug="enfance_jeunesse",
        numero=5,
        titre="Enfance jeunesse",
        couleur="#1f5fa8",
        package="plugins.enfance_jeunesse",
        description=(
            "Accueils de loisirs et accueils de jeunes, projets éducatifs territoriaux, équipes d'animation, "
            "inclusion et passerelles."
        ),
    )


@hookimpl
def ctg_models() -> Sequence[type]:
    from plugins.enfance_jeunesse.models import MODELS

    return MODELS


@hookimpl
def ctg_migrations() -> str:
    return str(Path(__file__).parent / "migrations")


@hookimpl
def ctg_admin_views() -> Sequence[Vue]:
    from plugins.enfance_jeunesse.rappels import SUIVI

    return SUIVI.vues


@hookimpl
def ctg_parametres() -> Sequence[Parametre]:
    from plugins.enfance_jeunesse.reference import PARAMETRES

    return PARAMETRES


@hookimpl
def ctg_indicateurs() -> Sequence[Indicateur]:
    from plugins.enfance_jeunesse.indicateurs import INDICATEURS

    return INDICATEURS


@hookimpl
def ctg_presences() -> Sequence[GenrePresence]:
    from plugins.enfance_jeunesse.presences import PRESENCES

    return PRESENCES


@hookimpl
def ctg_reference(session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
    from plugins.enfance_jeunesse.reference import load

    return load(session, mode, jour)


@hookimpl
def ctg_rapport_sections(demande: DemandeRapport, lecture: Lecture) -> Sequence[Bloc]:
    from plugins.enfance_jeunesse.rapport import build_sections

    return build_sections(demande, lecture)


@hookimpl
def ctg_rappels(jour: date, cycle: Cycle | None, lecture: Lecture) -> Sequence[Rappel]:
    from plugins.enfance_jeunesse.rappels import SUIVI

    return SUIVI.list_rappels(jour, cycle, lecture)


@hookimpl
def ctg_dashboard_widgets(
    acteur: Acteur, cycle: Cycle | None, lecture: Lecture
) -> Sequence[Widget]:
    from plugins.enfance_jeunesse.rappels import SUIVI

    return SUIVI.list_widgets(acteur, cycle, lecture)


@hookimpl
def ctg_cycle_checks(cycle: Cycle, etape: str, lecture: Lecture) -> Sequence[Manque]:
    from plugins.enfance_jeunesse.rappels import SUIVI

    return SUIVI.list_manques(cycle, etape, lecture)


@hookimpl
def ctg_attendus(cycle: Cycle, lecture: Lecture) -> Sequence[Attendu]:
    from plugins.enfance_jeunesse.rappels import SUIVI

    return SUIVI.list_attendus(cycle, lecture)
