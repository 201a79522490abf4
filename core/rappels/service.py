"""Running the reminder rules of the axes and keeping their result as rows."""

from collections.abc import Sequence
from datetime import date

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.axes.models import Axe
from core.plugin.lecture import Lecture
from core.plugin.registry import Registry
from core.plugin.types import Cycle, Rappel
from core.rappels.models import PeriodeFaite, RappelEmis
from core.security.acteur import SYSTEME, Acteur
from core.security.policy import scope

logger = structlog.get_logger(__name__)
# Rules of the cycle itself, opened and closed by what governance and the teams do, not by the axes.
REGLE_COLLECTE = "cycle_collecte"
REGLE_RELANCE = "cycle_relance"
REGLE_RENVOI = "cycle_renvoi"
REGLES_CYCLE = (REGLE_COLLECTE, REGLE_RELANCE, REGLE_RENVOI)


def claim_day(session: Session, regle: str, jour: date) -> bool:
    """True for the first who asks to run ``regle`` on ``jour``; the claim commits with the work."""
    claimed = session.scalar(
        insert(PeriodeFaite)
        .values(regle=regle, periode=jour.isoformat())
        .on_conflict_do_nothing()
        .returning(PeriodeFaite.regle)
    )
    return claimed is not None


def refresh(session: Session, registry: Registry, jour: date, cycles: Sequence[Cycle]) -> int:
    """Run every rule for ``jour``: new reminders become rows, those whose cause is gone are closed.

    ``cycles`` are the open exercices (N+1 opens before N closes, metier.md section 2): each is asked for,
    and what they say alike (a date that comes near) is one reminder. The reminders of an axis whose rule
    raised for one of them are left as they are. Returns the number of open ones.
    """
    lecture = Lecture(session, SYSTEME)
    keys: set[tuple[str, str, str]] = set()
    answered: set[str] = set()
    failed: set[str] = set()
    for cycle in cycles or (None,):
        for contribution in registry.collect(
            "ctg_rappels",
            around=session.begin_nested,
            jour=jour,
            cycle=cycle,
            lecture=lecture,
        ):
            slug = contribution.axe.slug
            if contribution.erreur is None and _write(session, slug, contribution.valeur):
                answered.add(slug)
                keys |= {(r.regle, r.objet, r.periode) for r in contribution.valeur}
            else:
                failed.add(slug)
    answered -= failed
    session.expire_all()
    opened = select(RappelEmis).where(
        RappelEmis.clos_le.is_(None), RappelEmis.regle.not_in(REGLES_CYCLE)
    )
    for row in session.scalars(opened):
        if row.axe_slug in answered and (row.regle, row.objet, row.periode) not in keys:
            row.clos_le = jour
    session.flush()
    return len(keys)


def _write(session: Session, slug: str, rappels: Sequence[Rappel]) -> bool:
    """Keep the reminders of one axis; False, and nothing kept, when the database refuses one of them."""
    try:
        with session.begin_nested():
            for rappel in rappels:
                values = {
                    "axe_slug": slug,
                    "titre": rappel.titre,
                    "quoi_faire": rappel.quoi_faire,
                    "echeance": rappel.echeance,
                    "url": rappel.url,
                    "clos_le": None,
                }
                session.execute(
                    insert(RappelEmis)
                    .values(
                        regle=rappel.regle, objet=rappel.objet, periode=rappel.periode, **values
                    )
                    .on_conflict_do_update(
                        index_elements=["regle", "objet", "periode"], set_=values
                    )
                )
    except DBAPIError:
        logger.exception("rappels_refused", axe=slug)
        return False
    return True


def create_rappel(session: Session, rappel: Rappel) -> bool:
    """Keep one reminder of the cycle; False when that very one (rule, object, period) exists already."""
    created = session.scalar(
        insert(RappelEmis)
        .values(
            regle=rappel.regle,
            objet=rappel.objet,
            periode=rappel.periode,
            axe_slug=rappel.axe_slug,
            titre=rappel.titre,
            quoi_faire=rappel.quoi_faire,
            echeance=rappel.echeance,
            url=rappel.url,
        )
        .on_conflict_do_nothing()
        .returning(RappelEmis.id)
    )
    return created is not None


def close_rappels(session: Session, regles: Sequence[str], objet: str, jour: date) -> None:
    """Close the open reminders of those rules on ``objet``: what they asked is done."""
    for row in session.scalars(
        select(RappelEmis).where(
            RappelEmis.regle.in_(regles), RappelEmis.objet == objet, RappelEmis.clos_le.is_(None)
        )
    ):
        row.clos_le = jour
    session.flush()


def list_open(session: Session, acteur: Acteur, limite: int) -> list[RappelEmis]:
    """The most urgent of the open reminders that ``acteur`` may see, of the active axes."""
    return list(
        session.scalars(
            scope(acteur, RappelEmis)
            .where(
                RappelEmis.clos_le.is_(None),
                RappelEmis.axe_slug.in_(select(Axe.slug).where(Axe.actif)),
            )
            .order_by(RappelEmis.echeance.asc().nulls_last(), RappelEmis.id)
            .limit(limite)
        )
    )
