"""Home: where the year stands, what is due, what is late, the figures that matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.axes.service import list_axes
from core.clock import today
from core.cycles.models import CycleAnnuel
from core.cycles.service import get_current, to_value
from core.indicateurs.groupes import compute_groupes
from core.plan.criteres import ALERTES
from core.plan.models_action import Action
from core.plugin.lecture import Lecture
from core.rappels.service import list_open
from core.security.acteur import Acteur, Role
from core.security.policy import visible
from core.security.session import get_acteur
from core.web.pages.calculs import get_exercice, read_valeur
from core.web.pages.outils import get_registry, get_session, pages

DATES = (
    ("debut_collecte", "Début de la collecte"),
    ("fin_collecte", "Fin de la collecte"),
    ("date_cotech", "Comité technique"),
    ("date_envoi", "Envoi du dossier"),
    ("date_copil", "Comité de pilotage"),
    ("date_cloture", "Clôture"),
)
RAPPELS_MAX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Compteur:
    """A number of actions that call for something, and the list that it counts."""

    vue: str
    libelle: str
    nombre: int
    aide: str


@pages.get("/")
def accueil() -> str:
    """Home page, according to the roles of the person."""
    session, registry, acteur = get_session(), get_registry(), get_acteur()
    cycle = get_current(session)
    exercice = get_exercice(cycle)
    annees = (exercice - 1, exercice)
    mes_axes = acteur.axes or None
    rappels = list_open(session, acteur)
    widgets = registry.collect(
        "ctg_dashboard_widgets",
        acteur=acteur,
        cycle=to_value(cycle),
        lecture=Lecture(session, acteur),
    )
    return render_template(
        "pages/accueil.html",
        acteur=acteur,
        cycle=cycle,
        exercice=exercice,
        annees=annees,
        prochaine=next_date(cycle, today()),
        rappels=rappels[:RAPPELS_MAX],
        rappels_total=len(rappels),
        compteurs=count_alerts(session, acteur),
        groupes=compute_groupes(session, registry, annees, axes=mes_axes, phares=True),
        lire=lambda resultat, annee: read_valeur(acteur, resultat, annee),
        widgets=[w for w in widgets if w.erreur is None],
        pannes=[w.axe for w in widgets if w.erreur is not None],
        couleurs={axe.slug: axe for axe in list_axes(session)},
        gouvernance=acteur.has_role(Role.GOUVERNANCE),
        aujourdhui=today(),
    )


def next_date(cycle: CycleAnnuel | None, jour: date) -> tuple[str, date] | None:
    """The next date of the calendar, with its name; None when all are past."""
    if cycle is None:
        return None
    return next(
        (
            (libelle, getattr(cycle, champ))
            for champ, libelle in DATES
            if getattr(cycle, champ) >= jour
        ),
        None,
    )


def count_alerts(session: Session, acteur: Acteur) -> list[Compteur]:
    """Their numbers, on the axes of the person (every axis when they are in no team); one statement."""
    criteria = {cle: condition(today()) for cle, (_, condition) in ALERTES.items()}
    statement = select(
        *(func.count(Action.id).filter(criterion) for criterion in criteria.values())
    ).where(visible(acteur, Action))
    if acteur.axes:
        statement = statement.where(Action.axe_slug.in_(acteur.axes))
    counts = dict(zip(criteria, session.execute(statement).one(), strict=True))
    return [
        Compteur(
            vue="retard",
            libelle="En retard",
            nombre=counts["retard"],
            aide="date de fin dépassée, action encore active",
        ),
        Compteur(
            vue="bloquees",
            libelle="Bloquées",
            nombre=counts["bloquees"],
            aide="un frein est ouvert",
        ),
        Compteur(
            vue="sans_pilote",
            libelle="Sans pilote",
            nombre=counts["sans_pilote"],
            aide="personne n'est désigné",
        ),
    ]
