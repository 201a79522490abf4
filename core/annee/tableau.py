"""The completeness board of a year: one line an axis, for those who follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session, joinedload

from core.annee.attendus import Attendus, compute_attendus
from core.annee.axes import list_asked
from core.axes.models import Axe
from core.cycles.models import CycleAnnuel, MouvementSoumission, SoumissionAxe
from core.cycles.rules import EtatSoumission
from core.cycles.soumissions import list_soumissions
from core.plugin.registry import Registry
from core.rappels.models import RappelEmis
from core.rappels.service import REGLE_RELANCE
from core.security.acteur import Acteur
from core.security.policy import scope


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneTableau:
    """An axis in a cycle: numbers, state, last submission, last reminder of the day or before."""

    axe: Axe
    attendus: Attendus
    soumission: SoumissionAxe | None
    transmise_le: datetime | None
    transmise_par: str
    relance_le: date | None

    @property
    def etat(self) -> EtatSoumission:
        """Where its submission stands; nobody has asked anything yet before the collecte."""
        return self.soumission.etat if self.soumission else EtatSoumission.A_COMPLETER


def build_tableau(
    session: Session, registry: Registry, acteur: Acteur, cycle: CycleAnnuel
) -> list[LigneTableau]:
    """One line for each axis that is asked something, in a number of statements that no row changes."""
    axes = list_asked(session, registry)
    soumissions = list_soumissions(session, acteur, cycle)
    attendus = compute_attendus(session, registry, acteur, cycle, [axe.slug for axe in axes])
    transmissions = _list_transmissions(session, cycle)
    relances = _list_relances(session, cycle)
    lines = []
    for axe in axes:
        soumission = soumissions.get(axe.slug)
        sent = transmissions.get(soumission.id) if soumission else None
        lines.append(
            LigneTableau(
                axe=axe,
                attendus=attendus[axe.slug],
                soumission=soumission,
                transmise_le=sent[0] if sent else None,
                transmise_par=sent[1] if sent else "",
                relance_le=relances.get(axe.slug),
            )
        )
    return lines


def list_mouvements(
    session: Session, acteur: Acteur, cycle: CycleAnnuel
) -> Sequence[MouvementSoumission]:
    """Every move of the submissions that ``acteur`` may read, the latest first."""
    return session.scalars(
        scope(acteur, MouvementSoumission)
        .join(MouvementSoumission.soumission)
        .options(joinedload(MouvementSoumission.soumission).joinedload(SoumissionAxe.axe))
        .where(SoumissionAxe.cycle_id == cycle.id)
        .order_by(MouvementSoumission.at.desc(), MouvementSoumission.id.desc())
    ).all()


def _list_transmissions(session: Session, cycle: CycleAnnuel) -> dict[int, tuple[datetime, str]]:
    rows = session.execute(
        select(MouvementSoumission.soumission_id, MouvementSoumission.at, MouvementSoumission.par)
        .join(MouvementSoumission.soumission)
        .where(
            SoumissionAxe.cycle_id == cycle.id,
            MouvementSoumission.vers == EtatSoumission.TRANSMISE,
        )
        .order_by(MouvementSoumission.id)
    )
    # The last one wins.
    return {number: (at, par) for number, at, par in rows}


def _list_relances(session: Session, cycle: CycleAnnuel) -> dict[str, date]:
    rows = session.execute(
        select(RappelEmis.axe_slug, func.max(cast(RappelEmis.periode, Date)))
        .where(
            RappelEmis.regle == REGLE_RELANCE,
            RappelEmis.objet == "cycle:" + str(cycle.exercice) + ":" + RappelEmis.axe_slug,
        )
        .group_by(RappelEmis.axe_slug)
    )
    return {slug: jour for slug, jour in rows}
