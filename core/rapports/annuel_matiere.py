"""What the annual report is made of, read once with a number of statements that no row count changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.axes.models import Axe
from core.axes.service import bind_registry, list_axes
from core.communes.models import Commune, Population
from core.communes.service import list_communes, list_populations
from core.convention.models import Convention
from core.db.plateforme import is_demonstration
from core.gouvernance.models import Decision
from core.gouvernance.service import list_copil_decisions
from core.indicateurs.groupes import GroupeAxe, compute_groupes
from core.indicateurs.models import ReglageIndicateur, ValidationAxe
from core.indicateurs.service import ResultatIndicateur, list_reglages
from core.plan.models import ActionMajeure, Enjeu
from core.plan.models_action import Action, Frein, Note
from core.plan.rules import STATUTS_DU_PLAN
from core.plan.service import list_actions, list_actions_majeures, list_enjeux
from core.plugin.lecture import Lecture
from core.plugin.registry import Registry
from core.plugin.types import DemandeRapport
from core.rapports.document import Bloc, Indisponible
from core.security.acteur import Acteur
from core.security.policy import scope

logger = structlog.get_logger(__name__)

_PANNE = (
    "L'axe n'a pas pu fournir cette partie ; la gouvernance et l'administrateur en sont avertis."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatiereAxe:
    """One axis of the convention: ``actif`` off, its actions and figures stay out of the report."""

    axe: Axe
    actif: bool
    installe: bool
    enjeux: Sequence[Enjeu]
    majeures: Sequence[ActionMajeure]
    actions: Sequence[Action]
    indicateurs: Sequence[ResultatIndicateur]
    indicateurs_en_panne: bool
    sections: Sequence[Bloc]
    validation: ValidationAxe | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matiere:
    """Everything the report says, under the rights of its audience.

    ``notes`` and ``freins`` are by id of action: notes of the exercice, latest first; open freins.
    """

    exercice: int
    jour: date
    demonstration: bool
    convention: Convention | None
    axes: Sequence[MatiereAxe]
    communes: Sequence[Commune]
    populations: dict[str, Population]
    notes: dict[int, list[Note]]
    freins: dict[int, list[Frein]]
    reglages: dict[str, ReglageIndicateur]
    decisions: Sequence[Decision]

    @property
    def actions(self) -> list[Action]:
        """Actions of the active axes, in the order of the axes then of their codes."""
        return [action for part in self.axes for action in part.actions]

    @property
    def provisoire(self) -> bool:
        """True while governance has not validated the figures of an active axis."""
        return any(part.actif and part.validation is None for part in self.axes)

    def count_by_commune(self) -> Counter[str]:
        """Number of actions that name each commune; those of the whole territory count apart."""
        return Counter(commune.code_insee for action in self.actions for commune in action.communes)


def read_matiere(
    session: Session,
    registry: Registry,
    exercice: int,
    *,
    genre: str,
    audience: Acteur,
    jour: date,
) -> Matiere:
    """Read it all, and what the axes give to a report of that ``genre``. An axis whose code fails loses its
    own part: "section indisponible"."""
    bound = bind_registry(session, registry)
    convention = get_convention(session, exercice)
    groupes = {
        groupe.axe.slug: groupe
        for groupe in compute_groupes(session, bound, list_years(convention, exercice))
    }
    sections = _collect_sections(session, bound, genre, exercice, audience, groupes.values())
    validations = {
        v.axe_slug: v
        for v in session.scalars(select(ValidationAxe).where(ValidationAxe.exercice == exercice))
    }
    enjeux, majeures = list_enjeux(session), list_actions_majeures(session)
    actions = [a for a in list_actions(session, audience) if a.statut in STATUTS_DU_PLAN]
    installed = {axe.slug for axe in bound.axes}
    axes = [
        MatiereAxe(
            axe=axe,
            actif=axe.actif,
            installe=axe.slug in installed,
            enjeux=[enjeu for enjeu in enjeux if enjeu.axe_slug == axe.slug],
            majeures=[majeure for majeure in majeures if majeure.axe_slug == axe.slug],
            actions=[a for a in actions if axe.actif and a.axe_slug == axe.slug],
            indicateurs=groupes[axe.slug].resultats if axe.slug in groupes else (),
            indicateurs_en_panne=axe.slug in groupes and groupes[axe.slug].indisponible,
            sections=sections.get(axe.slug, ()),
            validation=validations.get(axe.slug),
        )
        for axe in list_axes(session)
    ]
    return Matiere(
        exercice=exercice,
        jour=jour,
        demonstration=is_demonstration(session),
        convention=convention,
        axes=axes,
        communes=list_communes(session),
        populations=list_populations(session, jour.year),
        notes=group_by_action(
            session.scalars(
                scope(audience, Note)
                .where(Note.exercice == exercice)
                .order_by(Note.jour.desc(), Note.id.desc())
            )
        ),
        freins=group_by_action(
            session.scalars(
                scope(audience, Frein)
                .where(Frein.leve_le.is_(None))
                .order_by(Frein.depuis, Frein.id)
            )
        ),
        reglages=list_reglages(session),
        decisions=list_copil_decisions(session, exercice),
    )


def get_convention(session: Session, exercice: int) -> Convention | None:
    """The convention in force in ``exercice``, or the first one to come, with what it holds."""
    return session.scalar(
        select(Convention)
        .options(selectinload(Convention.etapes), selectinload(Convention.signataires))
        .where(Convention.fin >= exercice)
        .order_by(Convention.debut)
        .limit(1)
    )


def list_years(convention: Convention | None, exercice: int) -> tuple[int, ...]:
    """Years shown by an indicator: from the one before the convention (its baseline) to ``exercice``."""
    first = min(convention.debut - 1, exercice) if convention else exercice
    return tuple(range(first, exercice + 1))


def group_by_action(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows of the sheets, by id of their action."""
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.action_id, []).append(row)
    return grouped


def _collect_sections(
    session: Session,
    registry: Registry,
    genre: str,
    exercice: int,
    audience: Acteur,
    groupes: Iterable[GroupeAxe],
) -> dict[str, Sequence[Bloc]]:
    demande = DemandeRapport(
        genre=genre,
        exercice=exercice,
        audience=audience.nom,
        indicateurs={r.definition.code: r for groupe in groupes for r in groupe.resultats},
    )
    sections: dict[str, Sequence[Bloc]] = {}
    for contribution in registry.collect(
        "ctg_rapport_sections",
        around=session.begin_nested,
        demande=demande,
        lecture=Lecture(session, audience),
    ):
        slug = contribution.axe.slug
        blocs = () if contribution.erreur else contribution.valeur
        if contribution.erreur is None and _are_blocs(blocs):
            sections[slug] = tuple(blocs)
            continue
        if contribution.erreur is None:
            logger.error("sections_malformed", axe=slug, type=type(blocs).__name__)
        sections[slug] = (Indisponible(titre=contribution.axe.titre, raison=_PANNE),)
    return sections


def _are_blocs(blocs: object) -> bool:
    return isinstance(blocs, list | tuple) and all(
        isinstance(bloc, get_args(Bloc)) for bloc in blocs
    )
