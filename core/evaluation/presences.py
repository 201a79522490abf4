"""What really takes place in each commune, as the axes tell it: one that fails loses its own line only."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session

from core.plugin.registry import Registry
from core.plugin.types import Axe, GenrePresence

logger = structlog.get_logger(__name__)


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
    try:
        # The savepoint keeps the transaction usable when the statement of an axis is refused.
        with session.begin_nested():
            found = {
                genre.libelle: {
                    str(code_insee): int(nombre)
                    for code_insee, nombre in session.execute(genre.compute(annee))
                }
                for genre in genres
            }
    except Exception:
        logger.exception("presences_failed", axe=axe.slug)
        return PresenceAxe(axe=axe, genres={}, indisponible=True)
    return PresenceAxe(axe=axe, genres=found)
