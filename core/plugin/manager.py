"""Finding the axes: entry points of group ``ctg.plugins``, minus the blocked ones."""

from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any

import pluggy

from core.errors import ErreurReglage
from core.plugin import hookspecs
from core.plugin.types import Axe

GROUP = "ctg.plugins"


def build_manager(
    *,
    blocked: Collection[str] = (),
    points: Iterable[EntryPoint] | None = None,
    socle: Mapping[str, Any] = MappingProxyType({}),
) -> pluggy.PluginManager:
    """A plugin manager with every installed axis that is not blocked, and those of core.

    ``socle`` holds core's own by slug: nothing blocks them (ADR 0010). A blocked axis is not even imported.
    Raises ErreurReglage when an axis cannot be imported, with its name: an emergency switch exists
    (CTG_PLUGINS_BLOCKED) and the message says so.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    for name, plugin in socle.items():
        _register(manager, plugin, name)
    found = entry_points(group=GROUP) if points is None else points
    for point in sorted(found, key=lambda p: p.name):
        if point.name in blocked:
            continue
        try:
            plugin = point.load()
        except Exception as error:
            raise refuse(
                point.name, f"il ne se charge pas ({type(error).__name__} : {error})"
            ) from error
        _register(manager, plugin, point.name)
    return manager


def refuse(axe: str, reason: str) -> ErreurReglage:
    """What stops the start: the axis of that slug, its fault, and how to do without it."""
    return ErreurReglage(
        f"L'axe « {axe} » est refusé : {reason}. "
        f"Corrigez-le, ou démarrez sans lui avec CTG_PLUGINS_BLOCKED={axe}."
    )


def _register(manager: pluggy.PluginManager, plugin: Any, name: str) -> None:
    try:
        manager.register(plugin, name=name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise ErreurReglage(
            f"L'axe « {name} » déclare un hook que la plateforme ne connaît pas ou dont les arguments "
            f"diffèrent : {error}. Voir docs/hooks.md."
        ) from error
    hooks = {hook for hook in vars(hookspecs) if hook.startswith(f"{hookspecs.PROJECT}_")}
    found = {caller.name for caller in manager.get_hookcallers(plugin) or ()}
    if forgotten := sorted(hooks & set(dir(plugin)) - found):
        raise refuse(name, f"il manque @hookimpl devant {', '.join(forgotten)}")


def list_installed(manager: pluggy.PluginManager) -> list[Axe]:
    """The loaded axes, ordered by number then slug.

    Raises ErreurReglage when a plugin has no ``ctg_axe``, when it fails, or when its slug is not its entry
    point's name.
    """
    installed = []
    identities = {impl.plugin_name: impl for impl in manager.hook.ctg_axe.get_hookimpls()}
    for name, _ in manager.list_name_plugin():
        if name not in identities:
            raise ErreurReglage(f"L'axe « {name} » ne déclare pas ctg_axe() : voir docs/hooks.md.")
        try:
            axe: object = identities[name].function()
        except Exception as error:
            raise refuse(name, f"ctg_axe() échoue ({type(error).__name__} : {error})") from error
        if not isinstance(axe, Axe):
            raise refuse(name, f"ctg_axe() rend un objet « {type(axe).__name__} » au lieu d'un Axe")
        if axe.slug != name:
            raise ErreurReglage(
                f"L'axe « {name} » se présente sous le nom « {axe.slug} » : le point d'entrée et le "
                "slug doivent être identiques."
            )
        installed.append(axe)
    return sorted(installed, key=lambda axe: (axe.numero, axe.slug))
