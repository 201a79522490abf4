"""What is not yet entered for a year: reminders, home page, page of the axis and cycle checks ask here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, select

from core.api.models import Acteur, Commune, Role, Structure
from core.api.plugin import Lecture
from core.api.services import sort_key
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje, Eaje
from plugins.petite_enfance.service import heures, select_eaje_ouverts

SLUG = "petite_enfance"
ENDPOINT_APERCU = "apercu"
Lignes = Sequence[Row[Any]]


def reads_all(acteur: Acteur) -> bool:
    """True for those who read every figure at once: for the others, unread would look missing."""
    return (
        acteur.systeme
        or SLUG in acteur.axes
        or acteur.has_role(Role.GOUVERNANCE, Role.PARTENAIRE_CAF)
    )


def list_eaje(exercice: int, lecture: Lecture) -> Lignes:
    """EAJE open at some moment of the year (id, nom)."""
    return lecture.rows(select_eaje_ouverts(exercice, lecture.visible(Eaje)))


def list_sans_activite(exercice: int, lecture: Lecture) -> Lignes:
    """EAJE open in the year whose activity is not entered (id, nom)."""
    statement = select_eaje_ouverts(exercice, lecture.visible(Eaje))
    return lecture.rows(
        statement.outerjoin(
            ActiviteEaje,
            and_(ActiviteEaje.eaje_id == Eaje.id, ActiviteEaje.annee == exercice),
        ).where(ActiviteEaje.id.is_(None))
    )


def list_sans_heures(exercice: int, lecture: Lecture) -> Lignes:
    """Activities entered without the hours, paid or theoretical, that the occupation needs (id, nom)."""
    connues = heures((exercice,))
    return lecture.rows(
        select(ActiviteEaje.id, Structure.nom)
        .join(Eaje, Eaje.id == ActiviteEaje.eaje_id)
        .join(Structure, Structure.id == Eaje.structure_id)
        .join(connues, connues.c.eaje_id == Eaje.id)
        .where(
            ActiviteEaje.annee == exercice,
            connues.c.repondu == 0,
            lecture.visible(ActiviteEaje),
        )
        .order_by(Structure.nom, ActiviteEaje.id)
    )


def list_sans_accueil(exercice: int, lecture: Lecture) -> Lignes:
    """Communes whose individual care is not entered (id, nom), in alphabetical order."""
    rows = lecture.rows(
        select(Commune.id, Commune.nom)
        .outerjoin(
            AccueilIndividuel,
            and_(
                AccueilIndividuel.code_insee == Commune.code_insee,
                AccueilIndividuel.annee == exercice,
            ),
        )
        .where(lecture.visible(Commune), AccueilIndividuel.id.is_(None))
    )
    return sorted(rows, key=lambda row: sort_key(row.nom))
