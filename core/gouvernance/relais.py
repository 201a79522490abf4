"""Handing over what a leaver carries, in one act: actions, decisions, places and mandates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from core.comptes.models import Mandat, Personne
from core.errors import ErreurMetier
from core.gouvernance.codes import EtatDecision
from core.gouvernance.models import Decision, Seance
from core.gouvernance.models_membre import Membre
from core.plan.models_action import Action
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, require, scope, visible

PERIME = (
    "Ce que porte cette personne a changé depuis que vous avez ouvert la page. Rien n'est enregistré : "
    "relisez, puis confirmez à nouveau."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What somebody carries, as far as the actor may write it; the rest is told by ``reservees`` (actions
    that the actor reads without writing) and ``finies`` (they keep the name of their pilot)."""

    personne: Personne
    actions: list[Action]
    decisions: list[Decision]
    membres: list[Membre]
    mandats: list[Mandat]
    reservees: int
    finies: int

    @property
    def empreinte(self) -> str:
        """Rows and versions: what was shown is what is handed over."""
        rows = (*self.actions, *self.decisions, *self.membres, *self.mandats)
        return ",".join(f"{row.__tablename__}{row.id}.{row.version}" for row in rows)


def get_charge(session: Session, acteur: Acteur, personne: Personne, jour: date) -> Charge:
    """What ``personne`` carries on ``jour``."""
    readable = list(
        session.scalars(
            scope(acteur, Action)
            .where(Action.pilote_id == personne.id)
            .options(joinedload(Action.axe))
            .order_by(Action.code)
        )
    )
    active = [action for action in readable if action.statut in STATUTS_ACTIFS]
    actions = [action for action in active if can(acteur, Verbe.ECRIRE, action)]
    decisions = session.scalars(
        select(Decision)
        .where(
            Decision.porteur_id == personne.id,
            Decision.etat != EtatDecision.SOLDEE,
            visible(acteur, Decision, Verbe.ECRIRE),
        )
        .options(joinedload(Decision.seance).joinedload(Seance.instance))
        .order_by(Decision.id)
    )
    running_place = or_(Membre.fin.is_(None), Membre.fin >= jour)
    running_mandate = or_(Mandat.fin.is_(None), Mandat.fin >= jour)
    membres = session.scalars(
        select(Membre)
        .where(
            and_(Membre.personne_id == personne.id, running_place),
            visible(acteur, Membre, Verbe.ECRIRE),
        )
        .options(joinedload(Membre.instance), joinedload(Membre.commune))
        .order_by(Membre.id)
    )
    mandats = session.scalars(
        select(Mandat)
        .where(
            and_(Mandat.personne_id == personne.id, running_mandate),
            visible(acteur, Mandat, Verbe.ECRIRE),
        )
        .order_by(Mandat.id)
    )
    return Charge(
        personne=personne,
        actions=actions,
        decisions=list(decisions),
        membres=list(membres),
        mandats=list(mandats),
        reservees=len(active) - len(actions),
        finies=len(readable) - len(active),
    )


def hand_over(
    session: Session,
    acteur: Acteur,
    charge: Charge,
    successeur: Personne,
    *,
    vu: str,
    depart: date | None,
) -> Mapping[str, int]:
    """Give the actions and decisions of ``charge`` to ``successeur``; with ``depart``, also end on that day
    the places and mandates. Flushes; returns how many of each.

    Raises ErreurMetier (field named), nothing written, when the load changed since it was shown.
    """
    if successeur.id == charge.personne.id:
        raise ErreurMetier("Choisissez quelqu'un d'autre.", "successeur")
    if vu != charge.empreinte:
        raise ErreurMetier(PERIME)
    if not (charge.actions or charge.decisions or (depart and (charge.membres or charge.mandats))):
        raise ErreurMetier("Il n'y a rien à confier.")
    for action in charge.actions:
        action.pilote = successeur
    for decision in charge.decisions:
        decision.porteur = successeur
    ended: tuple[Membre | Mandat, ...] = (*charge.membres, *charge.mandats) if depart else ()
    for row in ended:
        if depart is not None and depart < row.debut:
            raise ErreurMetier(
                f"« {row} » commence le {row.debut:%d/%m/%Y}, après ce départ.", "depart"
            )
        row.fin = depart
    for touched in (*charge.actions, *charge.decisions, *ended):
        require(acteur, Verbe.ECRIRE, touched)
    session.flush()
    return {
        "actions": len(charge.actions),
        "decisions": len(charge.decisions),
        "places": len(ended),
    }
