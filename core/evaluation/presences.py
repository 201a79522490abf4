"""What really takes place in each commune, as the axes tell it: one that fails loses its own line only."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.plugin.isolement import run_isolated
from core.plugin.registry import Registry
from core.plugin.types import Axe, GenrePresence


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceAxe:
    """Of an axis, how many of each kind by INSEE code (a commune that is absent has none);
    ``indisponible`` when it could not tell."""

    axe: Axe
    genres: Mapping[str, Mapping[str, int]]
    indisponible: bool = False

    def count(self, code_insee: str) -> int:
        """Everything that takes place in a commune."""
        return sum(counts.get(code_insee, 0) for counts in self.genres.values())


def list_presences(session: Session, registry: Registry, annee: int) -> list[PresenceAxe]:
    """Presence of the active axes in a year; one statement for each kind."""
    active = {axe.slug for axe in registry.list_active()}
    return [
        _read(session, contribution.axe, contribution.valeur, annee)
        for contribution in registry.collect_boot("ctg_presences")
        if contribution.axe.slug in active
    ]


def _read(session: Session, axe: Axe, genres: tuple[GenrePresence, ...], annee: int) -> PresenceAxe:
    found = run_isolated(
        session,
        axe,
        "presences_failed",
        lambda: {
            genre.libelle: {
                str(code_insee): int(nombre)
                for code_insee, nombre in session.execute(genre.compute(annee))
            }
            for genre in genres
        },
    )
    if found is None:
        return PresenceAxe(axe=axe, genres={}, indisponible=True)
    return PresenceAxe(axe=axe, genres=found)
