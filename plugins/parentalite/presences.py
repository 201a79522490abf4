"""What really takes place in each commune: dispositifs, temps parents, CLAS groups, permanences."""

from typing import Any

from sqlalchemy import Select, select

from core.api.indicateurs import count_by_commune
from core.api.plugin import GenrePresence
from plugins.parentalite.models import ClasGroupe, MediationPermanence, TempsParent
from plugins.parentalite.service import dispositifs_presents, is_held


def count_dispositifs(annee: int) -> Select[Any]:
    """Dispositifs at work, where they receive parents."""
    return count_by_commune(dispositifs_presents((annee,)))


def count_temps(annee: int) -> Select[Any]:
    """Temps parents held in the year."""
    return count_by_commune(
        select(TempsParent.code_insee).where(TempsParent.annee == annee).subquery()
    )


def count_clas(annee: int) -> Select[Any]:
    """CLAS groups that count for the year."""
    return count_by_commune(
        select(ClasGroupe.code_insee).where(ClasGroupe.annee == annee).subquery()
    )


def count_mediation(annee: int) -> Select[Any]:
    """Permanences of family mediation held in the year."""
    return count_by_commune(
        select(MediationPermanence.code_insee)
        .where(MediationPermanence.annee == annee, is_held())
        .subquery()
    )


PRESENCES: tuple[GenrePresence, ...] = (
    GenrePresence(libelle="Dispositifs", compute=count_dispositifs),
    GenrePresence(libelle="Temps parents", compute=count_temps),
    GenrePresence(libelle="Groupes CLAS", compute=count_clas),
    GenrePresence(libelle="Permanences de médiation", compute=count_mediation),
)
