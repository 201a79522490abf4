"""What really takes place in each commune: social equipment and shared projects."""

from typing import Any

from sqlalchemy import Select, select, union_all

from core.api.indicateurs import count_by_commune
from core.api.models import Structure
from core.api.plugin import GenrePresence
from core.api.services import open_in
from plugins.vie_sociale.models import EquipementSocial, ProjetPartage, projet_commune, zone
from plugins.vie_sociale.rules import PROJETS_MENES


def count_equipements(annee: int) -> Select[Any]:
    """Equipment open in the year, in its commune; one that travels, in each commune of its zone."""
    opened = (
        select(EquipementSocial.id, EquipementSocial.itinerant, Structure.code_insee)
        .join(Structure, Structure.id == EquipementSocial.structure_id)
        .where(open_in(annee))
        .subquery("ouverts")
    )
    return count_by_commune(
        union_all(
            select(opened.c.code_insee).where(~opened.c.itinerant),
            select(zone.c.code_insee)
            .join(opened, opened.c.id == zone.c.equipement_id)
            .where(opened.c.itinerant),
        ).subquery("presences")
    )


def count_projets(annee: int) -> Select[Any]:
    """Shared projects carried out in the year, in each of their communes."""
    return count_by_commune(
        select(projet_commune.c.code_insee)
        .join(ProjetPartage, ProjetPartage.id == projet_commune.c.projet_id)
        .where(ProjetPartage.annee == annee, ProjetPartage.statut.in_(PROJETS_MENES))
        .subquery("presences")
    )


PRESENCES: tuple[GenrePresence, ...] = (
    GenrePresence(libelle="Équipements sociaux", compute=count_equipements),
    GenrePresence(libelle="Projets partagés", compute=count_projets),
)
