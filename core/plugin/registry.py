"""Calling the axes: attributed, ordered by axis number then slug, strict or isolated."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pluggy
import structlog

from core.plugin.manager import list_installed, refuse
from core.plugin.types import Attendu, Axe, Indicateur, Manque, Rappel, Widget

logger = structlog.get_logger(__name__)

# What each run-time hook gives; the blocks of a report are checked where documents are known.
_GIVES: dict[str, type[Any]] = {
    "ctg_reference": str,
    "ctg_rappels": Rappel,
    "ctg_dashboard_widgets": Widget,
    "ctg_cycle_checks": Manque,
    "ctg_attendus": Attendu,
}

# What a boot hook gives when it is not a list.
_BOOT: dict[str, tuple[Any, str]] = {
    "ctg_axe": (Axe, "d'un Axe"),
    "ctg_migrations": (str, "du chemin d'un dossier"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one axis gave; ``erreur`` is set, and ``valeur`` None, when its hook raised."""

    axe: Axe
    valeur: Any = None
    erreur: str | None = None


class Registry:
    """The axes of one application, and the one way to call their hooks."""

    def __init__(
        self, manager: pluggy.PluginManager, active_slugs: Callable[[], frozenset[str]]
    ) -> None:
        self.manager = manager
        # Every installed axis, active or not.
        self.axes: tuple[Axe, ...] = tuple(list_installed(manager))
        self._active_slugs = active_slugs
        self._indicateurs: dict[str, tuple[Axe, Indicateur]] = {}

    def list_active(self) -> tuple[Axe, ...]:
        """Installed axes that governance has left active, read from the database."""
        active = self._active_slugs()
        return tuple(axe for axe in self.axes if axe.slug in active)

    def collect_boot(self, hook: str) -> list[Contribution]:
        """Call a boot hook on every installed axis. Raises ErreurReglage, that names the axis, when one of
        them raises or does not give a list: it stops the start."""
        return [
            Contribution(axe=axe, valeur=_call_boot(hook, axe, implementation))
            for axe, implementation in self._implementations(hook)
        ]

    def _implementations(self, hook: str) -> Iterator[tuple[Axe, pluggy.HookImpl]]:
        # pluggy returns the last registered first and does not say who answered.
        by_name = {
            found.plugin_name: found for found in getattr(self.manager.hook, hook).get_hookimpls()
        }
        for axe in self.axes:
            if implementation := by_name.get(axe.slug):
                yield axe, implementation

    def collect(
        self,
        hook: str,
        *,
        around: Callable[[], AbstractContextManager[Any]],
        axes: Collection[str] | None = None,
        **arguments: Any,
    ) -> list[Contribution]:
        """Call a run-time hook on the active axes; one that raises loses its own contribution only.

        The fault is logged with its trace and comes back as a contribution with ``erreur``, so that
        the page or the report can say "section indisponible"; so does anything but a list or a tuple
        of what the hook gives, that nobody could use. ``around`` wraps each call: a savepoint
        (``session.begin_nested``) lets the others go on after an axis whose SQL was refused. ``axes``
        names those to ask, every active one by default.
        """
        active = self._active_slugs()
        if axes is not None:
            active = active.intersection(axes)
        contributions = []
        for axe, implementation in self._implementations(hook):
            if axe.slug not in active:
                continue
            chosen = {name: arguments[name] for name in implementation.argnames}
            try:
                with around():
                    valeur = implementation.function(**chosen)
            except Exception as error:
                logger.exception("hook_failed", hook=hook, axe=axe.slug)
                contributions.append(
                    Contribution(axe=axe, erreur=f"{type(error).__name__}: {error}")
                )
            else:
                contributions.append(_check_values(hook, axe, valeur))
        return contributions

    def list_indicateurs(self) -> dict[str, tuple[Axe, Indicateur]]:
        """Definitions by code, of every installed axis, in the order of the axes."""
        if not self._indicateurs:
            for contribution in self.collect_boot("ctg_indicateurs"):
                for indicateur in contribution.valeur:
                    self._indicateurs[indicateur.code] = (contribution.axe, indicateur)
        return self._indicateurs


def _call_boot(hook: str, axe: Axe, implementation: pluggy.HookImpl) -> Any:
    try:
        valeur = implementation.function()
    except Exception as error:
        raise refuse(axe.slug, f"{hook}() échoue ({type(error).__name__} : {error})") from error
    expected, words = _BOOT.get(hook, ((list, tuple), "d'une liste"))
    if not isinstance(valeur, expected):
        kind = type(valeur).__name__
        raise refuse(axe.slug, f"{hook}() rend un objet « {kind} » au lieu {words}")
    return valeur


def _check_values(hook: str, axe: Axe, valeur: Any) -> Contribution:
    expected = _GIVES.get(hook, object)
    faulty = [valeur]
    if isinstance(valeur, list | tuple):
        faulty = [item for item in valeur if not isinstance(item, expected)]
        if not faulty:
            return Contribution(axe=axe, valeur=valeur)
    kind = type(faulty[0]).__name__
    logger.error("hook_malformed", hook=hook, axe=axe.slug, type=kind)
    return Contribution(axe=axe, erreur=f"{hook} a rendu un objet « {kind} »")
