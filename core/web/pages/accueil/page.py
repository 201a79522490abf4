"""The route: which blocks for which roles, in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import render_template

from core.axes.service import list_axes
from core.clock import today
from core.cycles.service import get_current
from core.security.acteur import Role
from core.security.session import get_acteur
from core.web.pages.accueil.annee import build_annee, build_manques, build_rappels, build_widgets
from core.web.pages.accueil.blocs import Bloc, Comptage, Contexte
from core.web.pages.accueil.plan import (
    build_axes,
    build_communes,
    build_contacts,
    build_mes_actions,
    build_mes_axes,
    build_plan,
)
from core.web.pages.accueil.plateforme import (
    build_comptes,
    build_connexions,
    build_raccourcis,
    build_taches,
)
from core.web.pages.accueil.resultats import (
    build_changements,
    build_chiffres_commune,
    build_decisions,
    build_indicateurs,
    build_rapports,
)
from core.web.pages.calculs import get_exercice
from core.web.pages.outils import get_registry, get_session, pages

Construction = Callable[[Contexte], Bloc | Sequence[Bloc] | None]
_R = Role

# In the order of the page. Whoever holds several roles has the blocks of each, once.
BLOCS: tuple[tuple[Construction, frozenset[Role]], ...] = (
    (build_annee, frozenset(Role) - {_R.ADMINISTRATEUR}),
    (
        build_raccourcis,
        frozenset({_R.ADMINISTRATEUR, _R.GOUVERNANCE, _R.EQUIPE, _R.PARTENAIRE_CAF}),
    ),
    (build_rappels, frozenset({_R.GOUVERNANCE, _R.EQUIPE})),
    (build_manques, frozenset({_R.GOUVERNANCE})),
    (build_mes_axes, frozenset({_R.EQUIPE})),
    (build_mes_actions, frozenset({_R.EQUIPE})),
    (build_widgets, frozenset({_R.EQUIPE, _R.PARTENAIRE_CAF})),
    (build_communes, frozenset({_R.COMMUNE})),
    (build_contacts, frozenset({_R.COMMUNE})),
    (build_axes, frozenset({_R.GOUVERNANCE, _R.PARTENAIRE_CAF})),
    (build_plan, frozenset({_R.LECTEUR})),
    (build_decisions, frozenset({_R.GOUVERNANCE, _R.PARTENAIRE_CAF, _R.LECTEUR})),
    (build_chiffres_commune, frozenset({_R.COMMUNE})),
    (
        build_indicateurs,
        frozenset({_R.GOUVERNANCE, _R.EQUIPE, _R.PARTENAIRE_CAF, _R.LECTEUR}),
    ),
    (build_comptes, frozenset({_R.ADMINISTRATEUR})),
    (build_taches, frozenset({_R.ADMINISTRATEUR, _R.GOUVERNANCE})),
    (build_connexions, frozenset({_R.ADMINISTRATEUR})),
    (build_rapports, frozenset({_R.COMMUNE, _R.PARTENAIRE_CAF, _R.LECTEUR})),
    (build_changements, frozenset({_R.ADMINISTRATEUR, _R.GOUVERNANCE, _R.EQUIPE})),
)


@pages.get("/")
def accueil() -> str:
    """Home page, according to the roles of the person."""
    session, acteur = get_session(), get_acteur()
    cycle = get_current(session)
    contexte = Contexte(
        session=session,
        registry=get_registry(),
        acteur=acteur,
        cycle=cycle,
        exercice=get_exercice(cycle),
        jour=today(),
        axes=[axe for axe in list_axes(session) if axe.actif],
        comptage=Comptage(session, acteur),
    )
    blocs: list[Bloc] = []
    for build, roles in BLOCS:
        if acteur.roles & roles:
            built = build(contexte)
            blocs += [built] if isinstance(built, Bloc) else (built or ())
    contexte.comptage.fill()
    return render_template("pages/accueil.html", acteur=acteur, blocs=blocs)
