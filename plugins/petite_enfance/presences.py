"""What really takes place in each commune: EAJE with places, relays."""

from typing import Any

from sqlalchemy import Select, func, select

from core.api.indicateurs import count_by_commune
from core.api.models import Structure
from core.api.plugin import GenrePresence
from core.api.services import last_day, open_in
from plugins.petite_enfance.models import AutorisationPlaces, Eaje, Rpe


def count_eaje(annee: int) -> Select[Any]:
    """EAJE that have authorised places on 31 December."""
    return count_by_commune(
        select(Structure.code_insee)
        .join(Eaje, Eaje.structure_id == Structure.id)
        .join(AutorisationPlaces, AutorisationPlaces.eaje_id == Eaje.id)
        .where(AutorisationPlaces.date_effet <= last_day(annee))
        .group_by(Eaje.id, Structure.code_insee)
        .having(func.sum(AutorisationPlaces.places) > 0)
        .subquery("presences")
    )


def count_relais(annee: int) -> Select[Any]:
    """Relays open in the year, in the commune of their structure: those they serve are not present."""
    return count_by_commune(
        select(Structure.code_insee)
        .join(Rpe, Rpe.structure_id == Structure.id)
        .where(open_in(annee))
        .subquery("presences")
    )


PRESENCES: tuple[GenrePresence, ...] = (
    GenrePresence(libelle="Établissements (EAJE)", compute=count_eaje),
    GenrePresence(libelle="Relais petite enfance", compute=count_relais),
)
