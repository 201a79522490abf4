"""What the axis shows of itself: its page, its blocks of the home page, its checks of the cycle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.api.admin import PageAxe
from core.api.models import Acteur
from core.api.plugin import Cycle, Lecture, Manque, Widget
from core.api.services import today
from plugins.petite_enfance.admin import TABLES
from plugins.petite_enfance.admin_annees import ENDPOINT_ACCUEIL, ENDPOINT_ACTIVITE
from plugins.petite_enfance.completude import (
    ENDPOINT_APERCU,
    SLUG,
    Lignes,
    list_eaje,
    list_sans_accueil,
    list_sans_activite,
    list_sans_heures,
    reads_all,
)
from plugins.petite_enfance.indicateurs import INDICATEURS

# Steps during which a figure may still be entered.
ETAPES_OUVERTES = ("collecte", "consolidation", "cotech")
_SUJETS = {"activite": "EAJE", "heures": "EAJE", "accueil": "communes"}
PAGE = f"/axe/{SLUG}/{ENDPOINT_APERCU}/"


def list_manquants(exercice: int, lecture: Lecture) -> tuple[tuple[str, str, str, Lignes], ...]:
    """What is missing for ``exercice``: anchor in the page, words, address that completes it, rows."""
    return (
        (
            "activite",
            f"sans activité {exercice}",
            f"/admin/{ENDPOINT_ACTIVITE}/new/?annee={exercice}&eaje=",
            list_sans_activite(exercice, lecture),
        ),
        (
            "heures",
            f"sans heures complètes en {exercice}",
            f"/admin/{ENDPOINT_ACTIVITE}/edit/?id=",
            list_sans_heures(exercice, lecture),
        ),
        (
            "accueil",
            f"sans accueil individuel {exercice}",
            f"/admin/{ENDPOINT_ACCUEIL}/new/?annee={exercice}&commune=",
            list_sans_accueil(exercice, lecture),
        ),
    )


def build_page(
    lecture: Lecture, acteur: Acteur, cycle: Cycle | None, parametres: Mapping[str, str]
) -> Mapping[str, Any]:
    """Home of the axis: its lists, its indicators, what is missing for those who read every figure."""
    exercice = cycle.exercice if cycle else today().year - 1
    complet = reads_all(acteur)
    return {
        "exercice": exercice,
        "tables": [table for table in TABLES if lecture.opens(table.modele)],
        "indicateurs": INDICATEURS,
        "eaje": list_eaje(exercice, lecture),
        "complet": complet,
        "saisit": SLUG in acteur.axes,
        "manquants": list_manquants(exercice, lecture) if complet else (),
    }


def list_widgets(acteur: Acteur, cycle: Cycle | None, lecture: Lecture) -> tuple[Widget, ...]:
    """One figure for each kind of missing entry, leading to the rows it counts."""
    if cycle is None or not reads_all(acteur):
        return ()
    total = len(list_eaje(cycle.exercice, lecture))
    sur = {"activite": f"sur {total} ouverts", "heures": f"sur {total} ouverts"}
    return tuple(
        Widget(
            titre=f"{_SUJETS[ancre]} {mots}",
            valeur=str(len(lignes)),
            precision=sur.get(ancre, ""),
            url=f"{PAGE}#{ancre}",
            axe_slug=SLUG,
            alerte=bool(lignes),
        )
        for ancre, mots, _, lignes in list_manquants(cycle.exercice, lecture)
    )


def list_manques(cycle: Cycle, etape: str, lecture: Lecture) -> tuple[Manque, ...]:
    """The same, before a step closes; none forbids the move: "n sur m" says it in each figure."""
    if etape not in ETAPES_OUVERTES or not reads_all(lecture.acteur):
        return ()
    return tuple(
        Manque(
            axe_slug=SLUG,
            message=f"Petite enfance : {_count(len(lignes), ancre)} {mots}",
            url=f"{PAGE}#{ancre}",
        )
        for ancre, mots, _, lignes in list_manquants(cycle.exercice, lecture)
        if lignes
    )


def _count(nombre: int, ancre: str) -> str:
    return f"{nombre} {_SUJETS[ancre] if nombre > 1 else _SUJETS[ancre].removesuffix('s')}"


APERCU = PageAxe(
    endpoint=ENDPOINT_APERCU,
    nom="Vue d'ensemble",
    template="apercu.html",
    contexte=build_page,
)
VUES = (APERCU, *TABLES)
