"""The indicators switched on, by axis: an axis whose code fails loses its own figures only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.indicateurs.models import ReglageIndicateur
from core.indicateurs.service import (
    Reperes,
    ResultatIndicateur,
    compute_indicateurs,
    list_reglages,
    read_reperes,
)
from core.plugin.isolement import run_isolated
from core.plugin.registry import Registry
from core.plugin.types import Axe, Indicateur


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupeAxe:
    """The indicators of an axis; ``indisponible`` when computing one of them failed."""

    axe: Axe
    resultats: tuple[ResultatIndicateur, ...] = ()
    indisponible: bool = False


def compute_groupes(
    session: Session,
    registry: Registry,
    annees: tuple[int, ...],
    *,
    axes: Iterable[str] | None = None,
    phares: bool = False,
) -> list[GroupeAxe]:
    """Indicators of the active axes for ``annees``; ``axes`` keeps those slugs, ``phares`` those ones."""
    reglages = list_reglages(session)
    reperes = read_reperes(session, annees)
    return [
        compute_groupe(
            session,
            axe,
            [d for d in declared if not phares or _is_phare(reglages.get(d.code), d)],
            annees,
            reperes,
        )
        for axe, declared in _list_definitions(registry, reglages, axes).items()
    ]


def compute_groupe(
    session: Session,
    axe: Axe,
    definitions: Iterable[Indicateur],
    annees: tuple[int, ...],
    reperes: Reperes | None = None,
) -> GroupeAxe:
    """The indicators of one axis, isolated: a fault is logged and told, the others go on."""
    declared = [(axe, definition) for definition in definitions]
    resultats = run_isolated(
        session,
        axe,
        "indicateurs_failed",
        lambda: compute_indicateurs(session, declared, annees, reperes),
    )
    if resultats is None:
        return GroupeAxe(axe=axe, indisponible=True)
    return GroupeAxe(axe=axe, resultats=tuple(resultats))


def _list_definitions(
    registry: Registry, reglages: dict[str, ReglageIndicateur], axes: Iterable[str] | None
) -> dict[Axe, list[Indicateur]]:
    wanted = None if axes is None else frozenset(axes)
    found: dict[Axe, list[Indicateur]] = {
        axe: [] for axe in registry.list_active() if wanted is None or axe.slug in wanted
    }
    for code, (axe, definition) in registry.list_indicateurs().items():
        reglage = reglages.get(code)
        if axe in found and (reglage is None or reglage.actif):
            found[axe].append(definition)
    return found


def _is_phare(reglage: ReglageIndicateur | None, definition: Indicateur) -> bool:
    return reglage.phare if reglage else definition.phare
