"""What really takes place in each commune: places that receive people, permanences held in them."""

from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from core.api.indicateurs import count_by_commune
from core.api.plugin import GenrePresence
from plugins.acces_droits.models import LieuAccueil, Permanence, lieu_commune
from plugins.acces_droits.service import lieux_ouverts


def count_lieux(annee: int) -> Select[Any]:
    """Places open in the year; one that travels is where it says that it goes, else at its seat."""
    ouverts = lieux_ouverts((annee,))
    code = func.coalesce(lieu_commune.c.code_insee, ouverts.c.code_insee).label("code_insee")
    return count_by_commune(
        select(code)
        .select_from(ouverts)
        .join(LieuAccueil, LieuAccueil.id == ouverts.c.lieu_id)
        .outerjoin(
            lieu_commune, and_(LieuAccueil.itinerant, lieu_commune.c.lieu_id == LieuAccueil.id)
        )
        .subquery("presences")
    )


def count_permanences(annee: int) -> Select[Any]:
    """Permanences that had not ended before the year, at the seat of the place that hosts them."""
    ouverts = lieux_ouverts((annee,))
    end = Permanence.valide_jusqu_au
    return count_by_commune(
        select(ouverts.c.code_insee)
        .join(Permanence, Permanence.lieu_id == ouverts.c.lieu_id)
        .where(or_(end.is_(None), func.extract("year", end) >= annee))
        .subquery("presences")
    )


PRESENCES: tuple[GenrePresence, ...] = (
    GenrePresence(libelle="Lieux d'accueil", compute=count_lieux),
    GenrePresence(libelle="Permanences", compute=count_permanences),
)
