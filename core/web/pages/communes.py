"""The 26 communes: table and map, and one page a commune."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.adminkit.axes import in_use
from core.clock import today
from core.communes.models import Commune, Population
from core.communes.portrait import read_portrait
from core.communes.service import list_communes, list_populations
from core.cycles.service import get_current
from core.evaluation.etudes import list_etudes
from core.evaluation.presences import list_presences
from core.financements.service import list_versements
from core.indicateurs.groupes import compute_groupes
from core.indicateurs.service import list_validated
from core.parametres.service import get_seuil_secret
from core.plan.codes import Portee
from core.plan.models_action import Action, action_commune
from core.plugin.types import Niveau
from core.rapports.dessins.carte import draw_map
from core.rapports.dessins.svg import to_svg
from core.rapports.document import Carte, Zone
from core.security.policy import Verbe, can, scope
from core.web.format import format_nombre, format_pluriel
from core.web.pages.calculs import (
    count_by_commune,
    count_whole_territory,
    get_exercice,
    is_readable,
)
from core.web.pages.equite import is_open_presence
from core.web.pages.outils import get_or_404, get_registry, get_session, pages, require_lecture

LARGEUR = 640.0


@pages.get("/communes/")
def communes() -> str:
    """The communes with their population and the actions that name them, as a table and as a map."""
    acteur = require_lecture(Commune)
    session = get_session()
    rows = list_communes(session)
    counts = count_by_commune(session, acteur)
    return render_template(
        "pages/communes.html",
        communes=rows,
        populations=list_populations(session, today().year),
        nombres=counts,
        territoire=count_whole_territory(session, acteur),
        ecrit=can(acteur, Verbe.ECRIRE, Commune),
        carte=draw_actions(rows, counts) if rows else None,
    )


@pages.get("/communes/<code_insee>/")
def commune(code_insee: str) -> str:
    """The portrait of a commune, beside its bassin and the agglomération: population, context, indicators,
    what takes place there, actions that name it."""
    acteur = require_lecture(Commune)
    session = get_session()
    rows = list_communes(session)
    found = get_or_404(next((c for c in rows if c.code_insee == code_insee), None))
    validated = list_validated(session)
    exercice = get_exercice(get_current(session))
    actions = session.scalars(
        scope(acteur, Action)
        .where(
            in_use(Action),
            Action.portee == Portee.COMMUNES,
            Action.id.in_(
                select(action_commune.c.action_id).where(
                    action_commune.c.code_insee == found.code_insee
                )
            ),
        )
        .options(selectinload(Action.pilote), selectinload(Action.axe))
        .order_by(Action.code)
    ).all()
    populations = session.scalars(
        select(Population)
        .where(Population.code_insee == found.code_insee)
        .order_by(Population.edition.desc())
    ).all()
    return render_template(
        "pages/commune.html",
        commune=found,
        populations=populations,
        actions=actions,
        territoire=count_whole_territory(session, acteur),
        exercice=exercice,
        groupes=[
            replace(
                groupe,
                # Below its levels, a figure would be that of one structure.
                resultats=tuple(
                    r for r in groupe.resultats if Niveau.COMMUNE in r.definition.niveaux
                ),
            )
            for groupe in compute_groupes(session, get_registry(), (exercice,), phares=True)
        ],
        portrait=read_portrait(
            session,
            acteur,
            found,
            rows,
            {code: p.municipale for code, p in list_populations(session, exercice).items()},
            exercice,
            get_seuil_secret(session),
        ),
        presences=[
            (presence, is_open_presence(acteur, presence.axe.slug, validated, exercice))
            for presence in list_presences(session, get_registry(), exercice)
        ],
        etudes=list_etudes(session),
        lisible=lambda resultat: is_readable(acteur, resultat, exercice),
        mienne=found.code_insee in acteur.communes,
        versements=list_versements(session, acteur, found.code_insee),
    )


def draw_actions(rows: list[Commune], counts: dict[str, int]) -> Markup:
    """Map of the number of actions naming each commune; a commune that none names has a true zero."""
    schematic = any(c.contour is None for c in rows)
    zones = tuple(
        Zone(
            code=c.code_insee,
            nom=c.nom,
            valeur=float(counts.get(c.code_insee, 0)),
            texte=format_nombre(counts.get(c.code_insee, 0), 0),
            latitude=c.latitude,
            longitude=c.longitude,
            contour=None if schematic else _rings(c.contour or []),
        )
        for c in rows
    )
    touched = sum(1 for c in rows if counts.get(c.code_insee))
    carte = Carte(
        titre="Actions nommant chaque commune",
        zones=zones,
        unite="actions",
        alternative=(
            f"{format_pluriel(touched, 'commune', 'communes')} sur {len(rows)} "
            f"{'est nommée' if touched < 2 else 'sont nommées'} par au moins une action. "
            "Le tableau de la page donne les mêmes nombres."
        ),
        schematique=schematic,
    )
    return Markup(  # noqa: S704 - text escaped by the SVG writer
        to_svg(
            draw_map(carte, largeur=LARGEUR),
            titre=carte.titre,
            alternative=carte.alternative,
            identifiant="carte",
        )
    )


def _rings(
    contour: list[list[list[float]]],
) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(tuple((point[0], point[1]) for point in ring) for ring in contour)
