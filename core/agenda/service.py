"""Feeds: whose address it is, and what the person behind it would see today."""

import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import QueryableAttribute, Session, contains_eager, joinedload

from core.agenda.models import FluxAgenda
from core.agenda.rules import Entree
from core.clock import PARIS, now
from core.comptes.models import Compte
from core.cycles.models import CycleAnnuel
from core.gouvernance.codes import EtatDecision
from core.gouvernance.models import Decision, Seance
from core.plan.models_action import Action, Etape
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur, Role
from core.security.policy import Verbe, require, scope

# What is older is no use in a calendar; what a year holds and the next one fits.
PASSE, AVENIR = timedelta(days=180), timedelta(days=730)
# A meeting whose end nobody wrote lasts two hours (metier.md section 5).
DUREE_SEANCE = timedelta(hours=2)

_DATES_CYCLE = (
    ("fin_collecte", "Fin de la collecte"),
    ("date_cotech", "Comité technique"),
    ("date_envoi", "Envoi du dossier du comité"),
    ("date_copil", "Comité de pilotage"),
    ("date_cloture", "Clôture"),
)


def create_flux(session: Session, acteur: Acteur) -> str:
    """Give ``acteur`` a new secret address, the only time it is told; an earlier one stops working."""
    delete_flux(session, acteur)
    secret = secrets.token_urlsafe(32)
    flux = FluxAgenda(compte_id=acteur.compte_id, empreinte=_digest(secret), cree_le=now())
    require(acteur, Verbe.ECRIRE, flux)
    session.add(flux)
    session.flush()
    return secret


def delete_flux(session: Session, acteur: Acteur) -> None:
    """Revoke the address of ``acteur``, if there is one."""
    flux = get_flux(session, acteur)
    if flux is not None:
        require(acteur, Verbe.SUPPRIMER, flux)
        session.delete(flux)
        session.flush()


def get_flux(session: Session, acteur: Acteur) -> FluxAgenda | None:
    """The feed of ``acteur``, None when there is none."""
    return session.scalar(scope(acteur, FluxAgenda).where(FluxAgenda.compte_id == acteur.compte_id))


def find_compte(session: Session, secret: str) -> Compte | None:
    """The enabled account whose address holds this secret, with what makes its rights; else None."""
    return session.scalar(
        select(Compte)
        .join(FluxAgenda, FluxAgenda.compte_id == Compte.id)
        .where(FluxAgenda.empreinte == _digest(secret), Compte.active)
    )


def list_entrees(session: Session, acteur: Acteur, jour: date) -> list[Entree]:
    """What is in the calendar of ``acteur`` around ``jour``: sessions and dates of the year for everybody;
    due dates of their axes for a team, of what they pilot or answer for otherwise; by day."""
    sources: tuple[Callable[[Session, Acteur, date], Iterator[Entree]], ...] = (
        _list_seances,
        _list_cycles,
        _list_etapes,
        _list_actions,
        _list_decisions,
    )
    found = [entree for source in sources for entree in source(session, acteur, jour)]
    return sorted(found, key=lambda e: (e.jour, e.uid))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _around(column: QueryableAttribute[Any], jour: date) -> ColumnElement[bool]:
    return column.between(jour - PASSE, jour + AVENIR)


def _list_seances(session: Session, acteur: Acteur, jour: date) -> Iterator[Entree]:
    statement = (
        scope(acteur, Seance).where(_around(Seance.jour, jour)).options(joinedload(Seance.instance))
    )
    for seance in session.scalars(statement):
        debut, fin = _hours(seance)
        yield Entree(
            uid=f"seance-{seance.id}",
            titre=seance.instance.nom,
            jour=seance.jour,
            debut=debut,
            fin=fin,
            lieu=seance.lieu,
            modifiee=seance.updated_at,
            objet=seance,
        )


def _hours(seance: Seance) -> tuple[datetime | None, datetime | None]:
    if seance.heure_debut is None:
        return None, None
    debut = _at(seance.jour, seance.heure_debut)
    if seance.heure_fin is None:
        return debut, debut + DUREE_SEANCE
    return debut, _at(seance.jour, seance.heure_fin)


def _at(jour: date, heure: time) -> datetime:
    return datetime.combine(jour, heure, tzinfo=PARIS)


def _list_cycles(session: Session, acteur: Acteur, jour: date) -> Iterator[Entree]:
    for cycle in session.scalars(scope(acteur, CycleAnnuel)):
        for name, libelle in _DATES_CYCLE:
            day = getattr(cycle, name)
            if jour - PASSE <= day <= jour + AVENIR:
                yield Entree(
                    uid=f"cycle-{cycle.id}-{name}",
                    titre=f"{libelle}, exercice {cycle.exercice}",
                    jour=day,
                    modifiee=cycle.updated_at,
                    objet=cycle,
                )


def _of_theirs(acteur: Acteur) -> ColumnElement[bool]:
    """Actions of the axes of a team, and those that the person pilots."""
    theirs = Action.axe_slug.in_(sorted(acteur.axes))
    # An account without a person pilots nothing: IS NULL would give it what has no pilot.
    return (
        theirs if acteur.personne_id is None else theirs | (Action.pilote_id == acteur.personne_id)
    )


def _list_etapes(session: Session, acteur: Acteur, jour: date) -> Iterator[Entree]:
    statement = (
        scope(acteur, Etape)
        .join(Etape.action)
        .options(contains_eager(Etape.action))
        .where(
            Etape.realisee_le.is_(None),
            Action.statut.in_(STATUTS_ACTIFS),
            _of_theirs(acteur),
            _around(Etape.echeance, jour),
        )
    )
    for etape in session.scalars(statement):
        yield Entree(
            uid=f"etape-{etape.id}",
            titre=f"Étape : {etape.intitule}",
            jour=etape.echeance,
            description=str(etape.action),
            modifiee=etape.updated_at,
            objet=etape.action,
        )


def _list_actions(session: Session, acteur: Acteur, jour: date) -> Iterator[Entree]:
    statement = scope(acteur, Action).where(
        Action.statut.in_(STATUTS_ACTIFS), _of_theirs(acteur), _around(Action.date_fin, jour)
    )
    for action in session.scalars(statement):
        assert action.date_fin is not None
        yield Entree(
            uid=f"action-{action.id}",
            titre=f"Fin prévue : {action.intitule}",
            jour=action.date_fin,
            description=str(action),
            modifiee=action.updated_at,
            objet=action,
        )


def _list_decisions(session: Session, acteur: Acteur, jour: date) -> Iterator[Entree]:
    statement = (
        scope(acteur, Decision)
        .outerjoin(Decision.action)
        .options(joinedload(Decision.seance))
        .where(Decision.etat != EtatDecision.SOLDEE, _around(Decision.echeance, jour))
    )
    if not acteur.has_role(Role.GOUVERNANCE):
        statement = statement.where(_of_theirs(acteur))
    for decision in session.scalars(statement):
        assert decision.echeance is not None
        yield Entree(
            uid=f"decision-{decision.id}",
            titre=f"Décision à exécuter : {decision.intitule}",
            jour=decision.echeance,
            modifiee=decision.updated_at,
            objet=decision.seance,
        )
