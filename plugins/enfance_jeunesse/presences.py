"""What really takes place in each commune: accueils de loisirs."""

from typing import Any

from sqlalchemy import Select, select

from core.api.indicateurs import count_by_commune
from core.api.models import Structure
from core.api.plugin import GenrePresence
from plugins.enfance_jeunesse.models import AccueilLoisirs
from plugins.enfance_jeunesse.rules import Categorie
from plugins.enfance_jeunesse.service import ouvert_en


def _count(annee: int, *categories: Categorie) -> Select[Any]:
    """Accueils of these categories open in the year, in the commune of their structure."""
    return count_by_commune(
        select(Structure.code_insee)
        .join(AccueilLoisirs, AccueilLoisirs.structure_id == Structure.id)
        .where(ouvert_en(annee), AccueilLoisirs.categorie.in_(categories))
        .subquery("presences")
    )


def count_accueils(annee: int) -> Select[Any]:
    """Accueils of children."""
    return _count(annee, Categorie.PERISCOLAIRE, Categorie.EXTRASCOLAIRE)


def count_jeunes(annee: int) -> Select[Any]:
    """Accueils of young people and stays."""
    return _count(annee, Categorie.ACCUEIL_JEUNES, Categorie.SEJOUR)


PRESENCES: tuple[GenrePresence, ...] = (
    GenrePresence(libelle="Accueils d'enfants", compute=count_accueils),
    GenrePresence(libelle="Accueils de jeunes et séjours", compute=count_jeunes),
)
