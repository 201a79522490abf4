"""The hooks of the axis vie sociale. Imports stand inside: finding the axis must not load it all."""

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
        slug="vie_sociale",
        numero=2,
        titre="Animation de la vie sociale",
        couleur="#a8441c",
        package="plugins.vie_sociale",
        description=(
            "Centres sociaux et espaces de vie sociale : agréments, activité, pactes de coopération, "
            "projets partagés."
        ),
    )


@hookimpl
def ctg_models() -> Sequence[type]:
    from plugins.vie_sociale.models import MODELS

    return MODELS


@hookimpl
def ctg_migrations() -> str:
    return str(Path(__file__).parent / "migrations")


@hookimpl
def ctg_admin_views() -> Sequence[Vue]:
    from plugins.vie_sociale.rappels import SUIVI

    return SUIVI.vues


@hookimpl
def ctg_parametres() -> Sequence[Parametre]:
    from plugins.vie_sociale.reference import PARAMETRES

    return PARAMETRES


@hookimpl
def ctg_indicateurs() -> Sequence[Indicateur]:
    from plugins.vie_sociale.indicateurs import INDICATEURS

    return INDICATEURS


@hookimpl
def ctg_presences() -> Sequence[GenrePresence]:
    from plugins.vie_sociale.presences import PRESENCES

    return PRESENCES


@hookimpl
def ctg_reference(session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
    from plugins.vie_sociale.reference import load

    return load(session, mode, jour)


@hookimpl
def ctg_rapport_sections(demande: DemandeRapport, lecture: Lecture) -> Sequence[Bloc]:
    from plugins.vie_sociale.rapport import build_sections

    return build_sections(demande, lecture)


@hookimpl
def ctg_rappels(jour: date, cycle: Cycle | None, lecture: Lecture) -> Sequence[Rappel]:
    from plugins.vie_sociale.rappels import SUIVI

    return SUIVI.list_rappels(jour, cycle, lecture)


@hookimpl
def ctg_dashboard_widgets(
    acteur: Acteur, cycle: Cycle | None, lecture: Lecture
) -> Sequence[Widget]:
    from plugins.vie_sociale.rappels import SUIVI

    return SUIVI.list_widgets(acteur, cycle, lecture)


@hookimpl
def ctg_cycle_checks(cycle: Cycle, etape: str, lecture: Lecture) -> Sequence[Manque]:
    from plugins.vie_sociale.rappels import SUIVI

    return SUIVI.list_manques(cycle, etape, lecture)


@hookimpl
def ctg_attendus(cycle: Cycle, lecture: Lecture) -> Sequence[Attendu]:
    from plugins.vie_sociale.rappels import SUIVI

    return SUIVI.list_attendus(cycle, lecture)
