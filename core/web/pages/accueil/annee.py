"""Blocks on the year: where it stands, what is missing, what is due."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from core.axes.models import AXE_GOUVERNANCE, Axe
from core.cycles.rules import (
    ETATS_ATTENDUS,
    EtapeCycle,
    EtatSoumission,
    get_limite,
    is_frozen,
    is_open,
)
from core.cycles.service import list_cycles, to_value
from core.cycles.soumissions import list_soumissions
from core.indicateurs.models import ValidationAxe
from core.plugin.lecture import Lecture
from core.rappels.admin import RAPPELS
from core.rappels.service import list_open
from core.security.acteur import Role
from core.web.format import format_jour
from core.web.pages.accueil.blocs import Bloc, Contexte, Ligne
from core.web.pages.accueil.cooperation import ask_cooperation
from core.web.pages.calculs import list_manques, next_date

RAPPELS_MAX = 6


def build_annee(contexte: Contexte) -> Bloc:
    """Where the cycle stands, its next date, what was validated."""
    cycle = contexte.cycle
    actifs = {axe.slug for axe in contexte.registry.list_active()}
    valides = set(
        contexte.session.scalars(
            select(ValidationAxe.axe_slug).where(ValidationAxe.exercice == contexte.exercice)
        )
    )
    return Bloc(
        genre="annee",
        titre="Où en est l'année",
        large=True,
        contenu={
            "cycle": cycle,
            "fige": cycle is not None and is_frozen(cycle.etape),
            "etapes": tuple(EtapeCycle),
            "rang": tuple(EtapeCycle).index(cycle.etape) if cycle else -1,
            "prochaine": next_date(cycle, contexte.jour) if cycle else None,
            "valides": len(actifs & valides),
            "axes_actifs": len(actifs),
            "ouvre": contexte.acteur.has_role(Role.GOUVERNANCE),
            "aussi": [
                autre
                for autre in reversed(list_cycles(contexte.session))
                if autre.etape is not EtapeCycle.CLOTURE and cycle and autre.id != cycle.id
            ],
            "soumissions": _list_soumissions(contexte),
            "limite": get_limite(cycle.fin_collecte, cycle.date_envoi, contexte.jour)
            if cycle
            else None,
        },
    )


def _list_soumissions(contexte: Contexte) -> list[tuple[Axe, EtatSoumission, bool]]:
    """The axes whose year the person submits or follows: state, and whether they are to submit it.

    Of governance, its own axis: those of the teams are on the board.
    """
    cycle, acteur = contexte.cycle, contexte.acteur
    slugs = set(acteur.axes)
    if acteur.has_role(Role.GOUVERNANCE):
        slugs.add(AXE_GOUVERNANCE)
    if cycle is None or not slugs or not is_open(cycle.etape):
        return []
    found = list_soumissions(contexte.session, acteur, cycle)
    etats = [
        (axe, found[axe.slug].etat if axe.slug in found else EtatSoumission.A_COMPLETER)
        for axe in contexte.axes
        if axe.slug in slugs
    ]
    return [(axe, etat, etat in ETATS_ATTENDUS) for axe, etat in etats]


def build_manques(contexte: Contexte) -> Bloc | None:
    """What the axes say is missing before the next step, the blocking ones first."""
    cycle = contexte.cycle
    if cycle is None:
        return None
    manques, pannes = list_manques(contexte.session, contexte.registry, cycle, contexte.acteur)
    lignes = [
        Ligne(texte=manque.message, url=manque.url, alerte="Bloquant" if manque.bloquant else "")
        for manque in sorted(manques, key=lambda manque: not manque.bloquant)
    ]
    lignes += [
        Ligne(texte=f"{titre} : contrôles indisponibles, l'incident est consigné.")
        for titre in pannes
    ]
    return Bloc(
        genre="lignes",
        titre="Ce qui manque avant l'étape suivante",
        contenu={"lignes": lignes, "vide": "Aucun axe ne signale de manque."},
        suite=Ligne(
            texte="Suivre les axes et faire avancer l'exercice",
            url=url_for("pages.cycle", exercice=cycle.exercice),
        ),
    )


def build_rappels(contexte: Contexte) -> Bloc:
    """What is due, the most urgent first, each line leading to where it is done."""
    axes = {axe.slug: str(axe) for axe in contexte.axes}
    lignes = [
        Ligne(
            texte=rappel.titre,
            url=rappel.url,
            precision=" ; ".join(
                part
                for part in (
                    axes.get(rappel.axe_slug, ""),
                    f"pour le {format_jour(rappel.echeance)}" if rappel.echeance else "",
                )
                if part
            ),
            alerte="En retard" if rappel.echeance and rappel.echeance < contexte.jour else "",
        )
        for rappel in list_open(contexte.session, contexte.acteur, RAPPELS_MAX)
    ]
    ask = contexte.comptage.ask
    return Bloc(
        genre="lignes",
        titre="À faire",
        contenu={
            "compteurs": [
                ask(
                    RAPPELS,
                    "rappel ouvert",
                    pluriel="rappels ouverts",
                    filtres={"etat": "ouverts"},
                ),
                ask(RAPPELS, "en retard", filtres={"etat": "retard"}, alerte=True),
                *ask_cooperation(contexte),
            ],
            "lignes": lignes,
            "vide": "Rien n'est attendu de vous aujourd'hui.",
        },
    )


def build_widgets(contexte: Contexte) -> Bloc | None:
    """What the axes show of themselves to that person; one that fails says so."""
    contributions = contexte.registry.collect(
        "ctg_dashboard_widgets",
        around=contexte.session.begin_nested,
        acteur=contexte.acteur,
        cycle=to_value(contexte.cycle),
        lecture=Lecture(contexte.session, contexte.acteur),
    )
    widgets = [widget for c in contributions if c.erreur is None for widget in c.valeur]
    pannes = [c.axe.titre for c in contributions if c.erreur is not None]
    if not widgets and not pannes:
        return None
    return Bloc(
        genre="widgets",
        titre="Chiffres à compléter",
        contenu={"widgets": widgets, "pannes": pannes},
    )
