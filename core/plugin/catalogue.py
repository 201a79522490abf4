"""Every screen of the application, core's and the axes', as one checked list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.errors import ErreurReglage
from core.plugin.vues import Vue, VueTable


# One an application: compared, and kept as a key, by identity.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue:
    """Tables of core, and tables and pages of each installed axis (by slug)."""

    core: tuple[VueTable, ...]
    axes: Mapping[str, tuple[Vue, ...]]

    def __post_init__(self) -> None:
        seen: dict[str, str | None] = {}
        for slug, vue in self.tables():
            if vue.endpoint in seen:
                owners = f"{seen[vue.endpoint] or 'le socle'} et {slug or 'le socle'}"
                raise ErreurReglage(
                    f"Deux écrans portent l'adresse « {vue.endpoint} » ({owners}). Changez celle de l'axe "
                    "que vous installez, ou démarrez sans lui (CTG_PLUGINS_BLOCKED=son nom)."
                )
            seen[vue.endpoint] = slug

    def tables(self) -> Iterator[tuple[str | None, VueTable]]:
        """Each table with the slug of its axis, None for core's."""
        for vue in self.core:
            yield None, vue
        for slug, vues in self.axes.items():
            for screen in vues:
                if isinstance(screen, VueTable):
                    yield slug, screen
