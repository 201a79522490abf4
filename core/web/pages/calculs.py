"""What several pages show: the year and its dates, what is missing, who may read a value, counts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.adminkit.axes import in_use
from core.clock import today
from core.convention.models import Convention
from core.cycles.models import CycleAnnuel
from core.cycles.rules import DATES
from core.cycles.service import to_value
from core.indicateurs.service import ResultatIndicateur, Valeur
from core.plan.codes import Portee
from core.plan.models_action import Action, action_commune
from core.plugin.lecture import Lecture
from core.plugin.registry import Registry
from core.plugin.types import Manque
from core.security.acteur import Acteur, Role
from core.security.policy import visible

ANNEES_MAX = 8


def get_exercice(cycle: CycleAnnuel | None) -> int:
    """The year that pages look at: that of the current cycle, else the last full year."""
    return cycle.exercice if cycle else today().year - 1


def next_date(cycle: CycleAnnuel, jour: date) -> tuple[str, date] | None:
    """The next date of the calendar, with its name; None when all are past."""
    return next(
        (
            (libelle, getattr(cycle, champ))
            for champ, libelle in DATES
            if getattr(cycle, champ) >= jour
        ),
        None,
    )


def list_manques(
    session: Session, registry: Registry, year: CycleAnnuel, acteur: Acteur
) -> tuple[list[Manque], list[str]]:
    """What the axes say is missing before the present step closes, and the axes that could not tell."""
    contributions = registry.collect(
        "ctg_cycle_checks",
        around=session.begin_nested,
        cycle=to_value(year),
        etape=year.etape.value,
        lecture=Lecture(session, acteur),
    )
    manques = [m for c in contributions if c.erreur is None for m in c.valeur]
    return manques, [c.axe.titre for c in contributions if c.erreur is not None]


def list_annees(session: Session, exercice: int) -> tuple[int, ...]:
    """Years shown, the last being ``exercice``: from the year before the convention (the baseline)."""
    debut = session.scalar(select(func.min(Convention.debut)))
    premiere = debut - 1 if debut and debut <= exercice else exercice - 2
    return tuple(range(max(premiere, exercice - ANNEES_MAX + 1), exercice + 1))


def reads_provisoire(acteur: Acteur) -> bool:
    """May that person read figures that governance has not validated yet?"""
    return bool(acteur.roles - {Role.LECTEUR})


def is_readable(acteur: Acteur, resultat: ResultatIndicateur, annee: int) -> bool:
    """Élus read figures once governance validated them (conception, section 7); the others at once."""
    if reads_provisoire(acteur):
        return True
    return Role.LECTEUR in acteur.roles and annee in resultat.definitif


def read_valeur(acteur: Acteur, resultat: ResultatIndicateur, annee: int) -> Valeur | None:
    """The value of the agglomération that ``acteur`` may read, None when it is not open yet."""
    if not is_readable(acteur, resultat, annee):
        return None
    return resultat.agglomeration.get(annee)


def count_by_commune(session: Session, acteur: Acteur) -> dict[str, int]:
    """Readable actions naming each commune; those on the whole territory count apart."""
    rows = session.execute(
        select(action_commune.c.code_insee, func.count())
        .join(Action, Action.id == action_commune.c.action_id)
        .where(visible(acteur, Action), in_use(Action), Action.portee == Portee.COMMUNES)
        .group_by(action_commune.c.code_insee)
    )
    return {row[0]: row[1] for row in rows}


def count_whole_territory(session: Session, acteur: Acteur) -> int:
    """Readable actions that say "tout le territoire"."""
    return (
        session.scalar(
            select(func.count(Action.id)).where(
                visible(acteur, Action), in_use(Action), Action.portee == Portee.TERRITOIRE
            )
        )
        or 0
    )
