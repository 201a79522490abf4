"""Submissions of the axes in a cycle: read, created when first needed, moved. Facts arrive as values."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.axes.models import Axe
from core.clock import now
from core.cycles.models import CycleAnnuel, MouvementSoumission, SoumissionAxe
from core.cycles.rules import TRANSITIONS_SOUMISSION, EtatSoumission, get_transition_soumission
from core.errors import ErreurMetier, Interdit
from core.security.acteur import Acteur, Role
from core.security.policy import Verbe, require, scope


def list_soumissions(
    session: Session, acteur: Acteur, cycle: CycleAnnuel
) -> dict[str, SoumissionAxe]:
    """Those that ``acteur`` may read, by axis; an axis that nobody has asked yet has none."""
    rows = session.scalars(scope(acteur, SoumissionAxe).where(SoumissionAxe.cycle_id == cycle.id))
    return {row.axe_slug: row for row in rows}


def get_soumission(session: Session, cycle: CycleAnnuel, axe_slug: str) -> SoumissionAxe | None:
    """The submission of an axis with its moves, None before anything was asked of it."""
    return session.scalar(
        select(SoumissionAxe)
        .where(SoumissionAxe.cycle_id == cycle.id, SoumissionAxe.axe_slug == axe_slug)
        .options(selectinload(SoumissionAxe.mouvements), joinedload(SoumissionAxe.axe))
        .execution_options(populate_existing=True)
    )


def create_soumission(
    session: Session, acteur: Acteur, cycle: CycleAnnuel, axe: Axe
) -> SoumissionAxe:
    """Ask an axis for its year: a submission to be completed. The caller holds the row of the cycle.

    Raises Interdit.
    """
    soumission = SoumissionAxe(
        cycle=cycle,
        axe=axe,
        axe_slug=axe.slug,
        etat=EtatSoumission.A_COMPLETER,
        at=now(),
        par=acteur.nom,
    )
    require(acteur, Verbe.ECRIRE, soumission)
    session.add(soumission)
    session.flush()
    return soumission


def require_role(acteur: Acteur, vers: EtatSoumission | None) -> None:
    """May ``acteur`` bring a submission to ``vers`` (None: remind its team), whatever its present state?

    Raises Interdit.
    """
    by_team = any(t.equipe for t in TRANSITIONS_SOUMISSION if t.vers is vers)
    if not (acteur.systeme or by_team or acteur.has_role(Role.GOUVERNANCE)):
        raise Interdit("Seule la gouvernance relance, renvoie ou valide l'année d'un axe.")


def move_soumission(
    session: Session,
    acteur: Acteur,
    soumission: SoumissionAxe,
    vers: EtatSoumission,
    *,
    motif: str = "",
    manques: Sequence[str] = (),
) -> MouvementSoumission:
    """Move a submission, keeping the move. ``manques`` is what was missing when it was submitted.

    Raises ErreurMetier when the move does not exist or lacks its reason, Interdit when the role may not.
    """
    require(acteur, Verbe.ECRIRE, soumission)
    require_role(acteur, vers)
    transition = get_transition_soumission(soumission.etat, vers)
    if transition.motif and not motif.strip():
        raise ErreurMetier("Dites à l'équipe pourquoi son année lui est renvoyée.", "motif")
    mouvement = MouvementSoumission(
        soumission=soumission,
        de=soumission.etat,
        vers=vers,
        at=now(),
        par=acteur.nom,
        motif=motif.strip(),
        manques=list(manques),
    )
    session.add(mouvement)
    soumission.etat, soumission.at = vers, mouvement.at
    soumission.par, soumission.motif = mouvement.par, mouvement.motif
    session.flush()
    return mouvement
