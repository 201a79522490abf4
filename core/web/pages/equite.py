"""Equity: what takes place in each commune, by axis and by expected result."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from flask import render_template

from core.communes.models import Commune
from core.communes.service import list_communes
from core.cycles.service import get_current
from core.evaluation.equite import ActionsNommees, count_actions_nommees
from core.evaluation.matrice import list_axes_caches
from core.evaluation.models import Evaluation
from core.evaluation.presences import PresenceAxe, list_presences
from core.evaluation.service import list_resultats
from core.indicateurs.service import list_validated
from core.plan.models import ResultatAttendu
from core.security.acteur import Acteur
from core.web.pages.calculs import get_exercice, reads_provisoire
from core.web.pages.outils import get_registry, get_session, pages, require_lecture


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneEquite:
    """An axis on the page: its presence, its results, the communes where nothing takes place.

    ``attente``: its figures or its actions are not open to the reader yet; then, as when it could not tell,
    no commune is said to be one to approach.
    """

    presence: PresenceAxe
    resultats: tuple[ResultatAttendu, ...]
    a_approcher: tuple[Commune, ...]
    attente: bool


@pages.get("/evaluation/equite/")
def equite() -> str:
    """The communes by axis and by result: real presence, actions that name them, those to approach."""
    acteur = require_lecture(Evaluation)
    session = get_session()
    exercice = get_exercice(get_current(session))
    communes = list_communes(session)
    actions = count_actions_nommees(session, acteur)
    caches = list_axes_caches(session, acteur)
    validated = list_validated(session)
    resultats = list_resultats(session)
    lignes = []
    for presence in list_presences(session, get_registry(), exercice):
        slug = presence.axe.slug
        attente = slug in caches or not is_open_presence(acteur, slug, validated, exercice)
        unknown = attente or presence.indisponible
        lignes.append(
            LigneEquite(
                presence=presence,
                resultats=tuple(r for r in resultats if r.enjeu.axe_slug == slug),
                a_approcher=()
                if unknown
                else tuple(c for c in communes if is_a_approcher(c, presence, actions)),
                attente=attente,
            )
        )
    return render_template(
        "pages/equite.html",
        exercice=exercice,
        communes=communes,
        lignes=lignes,
        actions=actions,
        a_approcher=[
            (commune, axes)
            for commune in communes
            if (axes := [li.presence.axe for li in lignes if commune in li.a_approcher])
        ],
    )


def is_open_presence(
    acteur: Acteur, slug: str, validated: Mapping[str, Container[int]], exercice: int
) -> bool:
    """Élus read what takes place of an axis, as its figures, once governance validated the year."""
    return reads_provisoire(acteur) or exercice in validated.get(slug, ())


def is_a_approcher(commune: Commune, presence: PresenceAxe, actions: ActionsNommees) -> bool:
    """Nothing of the axis takes place there: no presence, no active action that names the commune."""
    named = actions.par_axe.get((commune.code_insee, presence.axe.slug), 0)
    return not presence.count(commune.code_insee) and not named
