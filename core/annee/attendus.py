"""What each axis must have for a year: its sheets, their notes, freins and pilots, and its own figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from core.annee.axes import get_adresse
from core.annee.criteres import is_frein_sans_responsable
from core.cycles.models import CycleAnnuel
from core.cycles.service import to_value
from core.plan.criteres import has_note, is_expected, is_up_to_date
from core.plan.models_action import Action, Frein, Note
from core.plugin.lecture import Lecture
from core.plugin.registry import Registry
from core.plugin.types import Attendu, Manque
from core.security.acteur import Acteur
from core.security.policy import visible

Lignes = Sequence[Row[*tuple[Any, ...]]]


@dataclass(slots=True, kw_only=True)
class Attendus:
    """The year of one axis in numbers; ``chiffres`` are its own expectations, ``panne`` that it could not
    tell them."""

    fiches: int = 0
    fiches_a_jour: int = 0
    sans_note: int = 0
    sans_pilote: int = 0
    notes: int = 0
    freins_sans_responsable: int = 0
    chiffres: Sequence[Attendu] = field(default_factory=tuple)
    panne: bool = False

    @property
    def chiffres_attendus(self) -> int:
        """Rows of figures that the axis must have."""
        return sum(attendu.attendus for attendu in self.chiffres)

    @property
    def chiffres_saisis(self) -> int:
        """Those that it has."""
        return self.chiffres_attendus - sum(attendu.manquants for attendu in self.chiffres)

    def list_manques(self, exercice: int, axe_slug: str) -> list[Manque]:
        """What is missing, in words, each with the list of what is missing. None forbids submitting."""
        page = get_adresse(exercice, axe_slug)
        counts = (
            (
                self.sans_note,
                f"fiche sans note {exercice}",
                f"fiches sans note {exercice}",
                "fiches",
            ),
            (self.sans_pilote, "action sans pilote", "actions sans pilote", "pilotes"),
            (
                self.freins_sans_responsable,
                "frein sans responsable",
                "freins sans responsable",
                "freins",
            ),
        )
        found = [
            (f"{n} {un if n == 1 else plusieurs}", f"{page}#{ancre}")
            for n, un, plusieurs, ancre in counts
            if n
        ]
        found += [
            (f"{attendu.libelle} : {attendu.manquants} sur {attendu.attendus}", attendu.url)
            for attendu in self.chiffres
            if attendu.manquants
        ]
        return [Manque(axe_slug=axe_slug, message=words, url=url) for words, url in found]


def compute_attendus(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    axes: Collection[str],
) -> dict[str, Attendus]:
    """The year of each of ``axes``, as far as ``acteur`` reads it: three statements for the sheets of all,
    and a constant number for the figures of each axis."""
    found = {slug: Attendus() for slug in axes}
    year = cycle.exercice
    sheets = (
        select(
            Action.axe_slug,
            func.count(),
            func.count().filter(is_up_to_date(year)),
            func.count().filter(~has_note(year)),
            func.count().filter(Action.pilote_id.is_(None)),
        )
        .where(is_expected(year), Action.axe_slug.in_(axes), visible(acteur, Action))
        .group_by(Action.axe_slug)
    )
    for slug, fiches, a_jour, sans_note, sans_pilote in session.execute(sheets):
        one = found[slug]
        one.fiches, one.fiches_a_jour = fiches, a_jour
        one.sans_note, one.sans_pilote = sans_note, sans_pilote
    for slug, nombre in session.execute(
        select(Action.axe_slug, func.count(Note.id))
        .join(Note.action)
        .where(
            is_expected(year),
            Note.exercice == year,
            Action.axe_slug.in_(axes),
            visible(acteur, Note),
        )
        .group_by(Action.axe_slug)
    ):
        found[slug].notes = nombre
    for slug, nombre in session.execute(
        select(Action.axe_slug, func.count(Frein.id))
        .join(Frein.action)
        .where(
            is_expected(year),
            is_frein_sans_responsable(),
            Action.axe_slug.in_(axes),
            visible(acteur, Frein),
        )
        .group_by(Action.axe_slug)
    ):
        found[slug].freins_sans_responsable = nombre
    for contribution in registry.collect(
        "ctg_attendus",
        around=session.begin_nested,
        axes=axes,
        cycle=to_value(cycle),
        lecture=Lecture(session, acteur),
    ):
        one = found[contribution.axe.slug]
        one.panne = contribution.erreur is not None
        one.chiffres = contribution.valeur or ()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Listes:
    """The rows that the numbers of one axis count."""

    a_jour: Lignes
    a_completer: Lignes
    sans_pilote: Lignes
    notes: Lignes
    freins: Lignes


def list_attendus(session: Session, acteur: Acteur, exercice: int, axe_slug: str) -> Listes:
    """The sheets, notes and freins behind the numbers of one axis, in three statements."""
    sheets = session.execute(
        select(
            Action.id,
            Action.code,
            Action.intitule,
            Action.pilote_id,
            has_note(exercice).label("notee"),
        )
        .where(is_expected(exercice), Action.axe_slug == axe_slug, visible(acteur, Action))
        .order_by(Action.code)
    ).all()
    notes = session.execute(
        select(Action.code, Action.intitule, Note.jour, Note.genre, Note.texte)
        .join(Note.action)
        .where(
            is_expected(exercice),
            Action.axe_slug == axe_slug,
            Note.exercice == exercice,
            visible(acteur, Note),
        )
        .order_by(Action.code, Note.jour.desc(), Note.id.desc())
    ).all()
    freins = session.execute(
        select(Action.id, Action.code, Frein.description, Frein.depuis)
        .join(Frein.action)
        .where(
            is_expected(exercice),
            is_frein_sans_responsable(),
            Action.axe_slug == axe_slug,
            visible(acteur, Frein),
        )
        .order_by(Action.code, Frein.depuis)
    ).all()
    return Listes(
        a_jour=[row for row in sheets if row.notee and row.pilote_id is not None],
        a_completer=[row for row in sheets if not row.notee or row.pilote_id is None],
        sans_pilote=[row for row in sheets if row.pilote_id is None],
        notes=notes,
        freins=freins,
    )
