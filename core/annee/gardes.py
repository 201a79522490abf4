"""What keeps a cycle from its next step, each lack with the page where it is made good."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core.annee.axes import get_adresse, list_asked
from core.cycles.models import CycleAnnuel
from core.cycles.rules import (
    ETATS_ATTENDUS,
    EtapeCycle,
    EtatSoumission,
    Transition,
    describe_not_met,
)
from core.cycles.service import to_value
from core.cycles.soumissions import list_soumissions
from core.gouvernance.codes import GenreInstance, SuiteRequise
from core.gouvernance.models import Decision, Instance, Seance
from core.plugin.lecture import Lecture
from core.plugin.registry import Registry
from core.plugin.types import Manque
from core.security.acteur import SYSTEME


def list_manques(
    session: Session,
    registry: Registry,
    cycle: CycleAnnuel,
    transition: Transition,
    jour: date,
) -> list[Manque]:
    """What is missing before ``transition``: those that forbid it first. A step back lacks nothing."""
    if transition.motif:
        return []
    found = _list_from_axes(session, registry, cycle)
    match transition.vers:
        case EtapeCycle.CONSOLIDATION:
            found += _list_unsubmitted(session, registry, cycle, bloquant=False)
        case EtapeCycle.COTECH:
            found += _list_unsubmitted(session, registry, cycle, bloquant=True)
        case EtapeCycle.COPIL:
            found += list_unvalidated(session, registry, cycle)
        case EtapeCycle.SUITES:
            found += _list_committee(session, cycle, jour)
        case EtapeCycle.CLOTURE:
            found += _list_decisions(session, cycle)
    return sorted(found, key=lambda manque: not manque.bloquant)


def list_unvalidated(session: Session, registry: Registry, cycle: CycleAnnuel) -> list[Manque]:
    """The axes that governance has not validated for the year."""
    soumissions = list_soumissions(session, SYSTEME, cycle)
    return [
        Manque(
            axe_slug=axe.slug,
            message=f"la validation de l'année {cycle.exercice} de l'axe « {axe.titre} »",
            url=get_adresse(cycle.exercice, axe.slug),
            bloquant=True,
        )
        for axe in list_asked(session, registry)
        if axe.slug not in soumissions or soumissions[axe.slug].etat is not EtatSoumission.VALIDEE
    ]


def _list_unsubmitted(
    session: Session, registry: Registry, cycle: CycleAnnuel, *, bloquant: bool
) -> list[Manque]:
    soumissions = list_soumissions(session, SYSTEME, cycle)
    return [
        Manque(
            axe_slug=axe.slug,
            message=f"l'année {cycle.exercice} de l'axe « {axe.titre} », que son équipe n'a pas transmise",
            url=get_adresse(cycle.exercice, axe.slug),
            bloquant=bloquant,
        )
        for axe in list_asked(session, registry)
        if axe.slug not in soumissions or soumissions[axe.slug].etat in ETATS_ATTENDUS
    ]


def _list_from_axes(session: Session, registry: Registry, cycle: CycleAnnuel) -> list[Manque]:
    """What the axes themselves declare blocking; one that could not be asked is told."""
    contributions = registry.collect(
        "ctg_cycle_checks",
        around=session.begin_nested,
        cycle=to_value(cycle),
        etape=cycle.etape.value,
        lecture=Lecture(session, SYSTEME),
    )
    return [
        Manque(
            axe_slug=contribution.axe.slug,
            message=f"{manque.message.rstrip('.')} (axe « {contribution.axe.titre} »)",
            url=manque.url,
            bloquant=True,
        )
        for contribution in contributions
        if contribution.erreur is None
        for manque in contribution.valeur
        if manque.bloquant
    ] + [
        Manque(
            axe_slug=contribution.axe.slug,
            message=f"les contrôles de l'axe « {contribution.axe.titre} », indisponibles : l'incident "
            "est consigné",
        )
        for contribution in contributions
        if contribution.erreur is not None
    ]


def _list_committee(session: Session, cycle: CycleAnnuel, jour: date) -> list[Manque]:
    found = []
    if refus := describe_not_met(cycle.date_copil, jour):
        found.append(
            Manque(
                axe_slug="",
                message=f"la séance du comité : {refus[0].lower()}{refus[1:].rstrip('.')}",
                url=f"/admin/cycle/edit/?id={cycle.id}",
                bloquant=True,
            )
        )
    held = session.scalar(select(Seance.id).join(Instance).where(*_of_copil(cycle)).limit(1))
    if held is None:
        found.append(
            Manque(
                axe_slug="",
                message="la séance du comité de pilotage et ses décisions, à saisir",
                url="/admin/seance/new/",
            )
        )
    return found


def _list_decisions(session: Session, cycle: CycleAnnuel) -> list[Manque]:
    """A decision without owner or due date is lost once the year is closed: it forbids closing. The act of
    a council or of the CAF comes when it sits, often the year after: its missing reference is told."""
    rows = session.execute(
        select(
            Decision.seance_id,
            Decision.intitule,
            Decision.responsable,
            Decision.echeance,
            Decision.suite_requise,
            Decision.reference,
        )
        .join(Decision.seance)
        .join(Seance.instance)
        .where(
            *_of_copil(cycle),
            or_(
                Decision.responsable == "",
                Decision.echeance.is_(None),
                (Decision.suite_requise != SuiteRequise.AUCUNE) & (Decision.reference == ""),
            ),
        )
        .order_by(Seance.jour, Decision.rang, Decision.id)
    )
    found = []
    for row in rows:
        lacks = [
            words
            for words, lacking in (
                ("un responsable", not row.responsable),
                ("une échéance", row.echeance is None),
            )
            if lacking
        ]
        if lacks:
            message = f"{' et '.join(lacks)} pour la décision « {row.intitule} »"
        else:
            message = f"la référence ({row.suite_requise.libelle.lower()}) de la décision « {row.intitule} »"
        found.append(
            Manque(
                axe_slug="",
                message=message,
                url=f"/admin/seance/edit/?id={row.seance_id}",
                bloquant=bool(lacks),
            )
        )
    return found


def _of_copil(cycle: CycleAnnuel) -> tuple[ColumnElement[bool], ...]:
    """Sessions of the comité de pilotage on the year."""
    return (Instance.genre == GenreInstance.COPIL, Seance.exercice == cycle.exercice)
