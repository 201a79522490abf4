"""Active actions that name a commune, by result and by axis, apart from those on the whole territory."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.plan.codes import Portee
from core.plan.models_action import Action, action_commune, action_resultat
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur
from core.security.policy import visible


@dataclass(slots=True)
class ActionsNommees:
    """Readable active actions: ``par_resultat`` by (code_insee, result id), ``par_axe`` by (code_insee,
    slug), ``territoire`` those that say "tout le territoire", by slug."""

    par_resultat: dict[tuple[str, int], int] = field(default_factory=dict)
    par_axe: dict[tuple[str, str], int] = field(default_factory=dict)
    territoire: dict[str, int] = field(default_factory=dict)


def count_actions_nommees(session: Session, acteur: Acteur) -> ActionsNommees:
    """The three counts, in three statements."""
    at_work = (visible(acteur, Action), Action.statut.in_(STATUTS_ACTIFS))
    code = action_commune.c.code_insee

    def named(cle: Any) -> Select[Any]:
        return (
            select(code, cle, func.count())
            .select_from(Action)
            .join(action_commune, action_commune.c.action_id == Action.id)
            .where(*at_work, Action.portee == Portee.COMMUNES)
            .group_by(code, cle)
        )

    by_result = named(action_resultat.c.resultat_id).join(
        action_resultat, action_resultat.c.action_id == Action.id
    )
    whole = (
        select(Action.axe_slug, func.count())
        .where(*at_work, Action.portee == Portee.TERRITOIRE)
        .group_by(Action.axe_slug)
    )
    return ActionsNommees(
        par_resultat={(c, cle): n for c, cle, n in session.execute(by_result)},
        par_axe={(c, cle): n for c, cle, n in session.execute(named(Action.axe_slug))},
        territoire={slug: n for slug, n in session.execute(whole)},
    )
