"""Figures that several pages show: the year looked at, indicators by axis, counts by commune."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import today
from core.convention.models import Convention
from core.cycles.models import CycleAnnuel
from core.indicateurs.models import ReglageIndicateur
from core.indicateurs.service import (
    ResultatIndicateur,
    Valeur,
    compute_indicateurs,
    list_reglages,
)
from core.plan.codes import Portee
from core.plan.models_action import Action, action_commune
from core.plugin.registry import Registry
from core.plugin.types import Axe, Indicateur
from core.security.acteur import Acteur, Role
from core.security.policy import visible
from core.web.pages.outils import logger

ANNEES_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupeAxe:
    """The indicators of an axis; ``indisponible`` when computing one of them failed."""

    axe: Axe
    resultats: tuple[ResultatIndicateur, ...] = ()
    indisponible: bool = False


def get_exercice(cycle: CycleAnnuel | None) -> int:
    """The year that pages look at: that of the current cycle, else the last full year."""
    return cycle.exercice if cycle else today().year - 1


def list_annees(session: Session, exercice: int) -> tuple[int, ...]:
    """Years shown, the last being ``exercice``: from the year before the convention (the baseline)."""
    debut = session.scalar(select(func.min(Convention.debut)))
    premiere = debut - 1 if debut and debut <= exercice else exercice - 2
    return tuple(range(max(premiere, exercice - ANNEES_MAX + 1), exercice + 1))


def list_definitions(
    registry: Registry, reglages: dict[str, ReglageIndicateur], axes: Iterable[str] | None = None
) -> dict[Axe, list[tuple[Axe, Indicateur]]]:
    """Indicators switched on, by active axis; ``axes`` keeps those slugs only."""
    wanted = None if axes is None else frozenset(axes)
    found: dict[Axe, list[tuple[Axe, Indicateur]]] = {
        axe: [] for axe in registry.list_active() if wanted is None or axe.slug in wanted
    }
    for code, (axe, definition) in registry.list_indicateurs().items():
        reglage = reglages.get(code)
        if axe in found and (reglage is None or reglage.actif):
            found[axe].append((axe, definition))
    return found


def compute_groupes(
    session: Session,
    registry: Registry,
    annees: tuple[int, ...],
    *,
    axes: Iterable[str] | None = None,
    phares: bool = False,
) -> list[GroupeAxe]:
    """Indicators of the active axes for ``annees``. One axis that fails loses its own figures only."""
    reglages = list_reglages(session)
    groupes = []
    for axe, declared in list_definitions(registry, reglages, axes).items():
        kept = [
            (owner, definition)
            for owner, definition in declared
            if not phares or _is_phare(reglages.get(definition.code), definition)
        ]
        groupes.append(compute_groupe(session, axe, kept, annees))
    return groupes


def compute_groupe(
    session: Session,
    axe: Axe,
    definitions: list[tuple[Axe, Indicateur]],
    annees: tuple[int, ...],
) -> GroupeAxe:
    """The indicators of one axis, isolated: a fault is logged and shown, the page goes on."""
    try:
        # The savepoint keeps the transaction usable when the statement of an axis is refused.
        with session.begin_nested():
            return GroupeAxe(
                axe=axe, resultats=tuple(compute_indicateurs(session, definitions, annees))
            )
    except Exception:  # noqa: BLE001  an axis may fail in any way, the page goes on
        logger.exception("indicator_failed", axe=axe.slug)
        return GroupeAxe(axe=axe, indisponible=True)


def _is_phare(reglage: ReglageIndicateur | None, definition: Indicateur) -> bool:
    return reglage.phare if reglage else definition.phare


def is_readable(acteur: Acteur, resultat: ResultatIndicateur, annee: int) -> bool:
    """Élus read figures once governance validated them (conception, section 7); the others at once."""
    if acteur.roles - {Role.LECTEUR}:
        return True
    return Role.LECTEUR in acteur.roles and annee in resultat.definitif


def read_valeur(acteur: Acteur, resultat: ResultatIndicateur, annee: int) -> Valeur | None:
    """The value of the agglomération that ``acteur`` may read, None when it is not open yet."""
    if not is_readable(acteur, resultat, annee):
        return None
    return resultat.agglomeration.get(annee)


def count_by_commune(session: Session, acteur: Acteur) -> dict[str, int]:
    """Readable actions naming each commune; those on the whole territory count apart."""
    rows = session.execute(
        select(action_commune.c.code_insee, func.count())
        .join(Action, Action.id == action_commune.c.action_id)
        .where(visible(acteur, Action), Action.portee == Portee.COMMUNES)
        .group_by(action_commune.c.code_insee)
    )
    return {row[0]: row[1] for row in rows}


def count_whole_territory(session: Session, acteur: Acteur) -> int:
    """Readable actions that say "tout le territoire"."""
    return (
        session.scalar(
            select(func.count(Action.id)).where(
                visible(acteur, Action), Action.portee == Portee.TERRITOIRE
            )
        )
        or 0
    )
