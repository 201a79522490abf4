"""The fictitious years: two closed cycles with their frozen file, the current one where the day puts it."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.annee.axes import list_asked
from core.annee.envoi import send_dossier
from core.annee.service import move, send_back, submit, validate
from core.axes.models import AXE_GOUVERNANCE
from core.axes.service import bind_registry, get_axe, list_axes
from core.convention.models import Convention, EtapeConvention
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle
from core.cycles.service import create_cycle
from core.demonstration.actions import ActionDemonstration
from core.demonstration.textes import DECISIONS
from core.errors import ErreurCtg
from core.gouvernance.codes import EtatDecision, GenreInstance
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.ordre_du_jour import list_frame
from core.plugin.registry import Registry
from core.security.acteur import Acteur, Habilitation, Role

HEURE_COMITE = time(14, 30)
# The axes that submit first, and the one whose year is sent back.
_PRESSES = ("gouvernance", "vie_sociale")
_RENVOYE = (
    "parentalite",
    "Deux actions ont changé de pilote au printemps : indiquez qui les suit et ajoutez une note.",
)
_SALLES = ("Salle du conseil, Cholet", "Salle des fêtes, Maulévrier", "Espace culturel, Vihiers")


def play_years(
    session: Session,
    registry: Registry,
    rng: Random,
    acteur: Acteur,
    actions: Sequence[ActionDemonstration],
    jour: date,
) -> None:
    """Close the two years before the last one, then bring the last one to the step of the day."""
    for age in (3, 2):
        cycle = create_cycle(session, acteur, jour.year - age)
        for item in actions:
            item.set_statut(cycle.date_envoi)
        session.flush()
        # Before the file is sent, which holds the agenda of the session.
        _hold(session, rng, cycle, GenreInstance.COTECH, cycle.date_cotech)
        copil = _hold(session, rng, cycle, GenreInstance.COPIL, cycle.date_copil)
        copil.heure_debut = HEURE_COMITE
        copil.points.extend(list_frame(session))
        session.flush()
        _close(session, registry, acteur, cycle)
        _decide(session, rng, copil, actions, jour, settled=age == 3)
    for item in actions:
        item.action.statut = item.statut
    session.flush()
    last = create_cycle(session, acteur, jour.year - 1)
    _postpone(last, jour)
    _advance(session, registry, rng, acteur, last, jour)
    _date_stages(session)
    _hold_groups(session, rng, jour)


def _close(session: Session, registry: Registry, acteur: Acteur, cycle: CycleAnnuel) -> None:
    move(session, registry, acteur, cycle, EtapeCycle.COLLECTE, cycle.debut_collecte)
    axes = [axe.slug for axe in list_asked(session, bind_registry(session, registry))]
    for slug in axes:
        _submit(session, registry, acteur, cycle, slug, cycle.fin_collecte)
    for vers in (EtapeCycle.CONSOLIDATION, EtapeCycle.COTECH):
        move(session, registry, acteur, cycle, vers, cycle.fin_collecte)
    for slug in axes:
        validate(session, registry, acteur, cycle, slug, cycle.date_cotech)
    send_dossier(session, registry, acteur, cycle, cycle.date_envoi)
    for vers, jour in (
        (EtapeCycle.SUITES, cycle.date_copil),
        (EtapeCycle.CLOTURE, cycle.date_cloture),
    ):
        move(session, registry, acteur, cycle, vers, jour)


def _submit(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    slug: str,
    jour: date,
) -> None:
    """By the team of the axis; governance submits its own."""
    equipe = Acteur(
        nom=f"Équipe {get_axe(session, slug).titre}",
        habilitations=frozenset({Habilitation(role=Role.EQUIPE, axe_slug=slug)}),
    )
    submitter = acteur if slug == AXE_GOUVERNANCE else equipe
    submit(session, registry, submitter, cycle, slug, jour)


def _advance(
    session: Session,
    registry: Registry,
    rng: Random,
    acteur: Acteur,
    cycle: CycleAnnuel,
    jour: date,
) -> None:
    """The last year stops at the comité technique: freezing the file is left to the visitor."""
    if jour < cycle.debut_collecte:
        return
    move(session, registry, acteur, cycle, EtapeCycle.COLLECTE, jour)
    over = jour > cycle.fin_collecte
    for axe in list_asked(session, bind_registry(session, registry)):
        if over or axe.slug in _PRESSES:
            _submit(session, registry, acteur, cycle, axe.slug, jour)
    if over:
        move(session, registry, acteur, cycle, EtapeCycle.CONSOLIDATION, jour)
    if jour < cycle.date_cotech:
        return
    move(session, registry, acteur, cycle, EtapeCycle.COTECH, jour)
    _hold(session, rng, cycle, GenreInstance.COTECH, cycle.date_cotech)
    for slug in _PRESSES:
        validate(session, registry, acteur, cycle, slug, cycle.date_cotech)
    send_back(session, registry, acteur, cycle, _RENVOYE[0], _RENVOYE[1], jour)


def _postpone(cycle: CycleAnnuel, jour: date) -> None:
    """The file is left to the visitor to send: a committee that met without it would make no sense."""
    if cycle.date_envoi <= jour:
        cycle.date_envoi = jour + timedelta(days=6)
        cycle.date_copil = cycle.date_envoi + timedelta(days=15)
        cycle.date_cloture = max(cycle.date_cloture, cycle.date_copil)


def _date_stages(session: Session) -> None:
    """Years of the six stages, that no public text gives: made up, like the rest of the demonstration."""
    for etape in session.scalars(select(EtapeConvention).join(Convention)):
        first, last = etape.convention.debut, etape.convention.fin
        etape.debut = {6: first + 2}.get(etape.numero, first)
        etape.fin = last if etape.numero >= 5 else first
    session.flush()


def _hold(
    session: Session, rng: Random, cycle: CycleAnnuel, genre: GenreInstance, jour: date
) -> Seance:
    instance = session.scalar(select(Instance).where(Instance.genre == genre))
    if instance is None:
        raise ErreurCtg(
            f"L'instance « {genre.libelle} » n'existe pas : chargez d'abord les données de référence "
            "(ctg reference charger)."
        )
    seance = Seance(instance=instance, jour=jour, exercice=cycle.exercice, lieu=rng.choice(_SALLES))
    session.add(seance)
    session.flush()
    return seance


def _decide(
    session: Session,
    rng: Random,
    seance: Seance,
    actions: Sequence[ActionDemonstration],
    jour: date,
    *,
    settled: bool,
) -> None:
    etats = (
        (EtatDecision.SOLDEE,) * 4 + (EtatDecision.EN_COURS,) * 2
        if settled
        else (EtatDecision.SOLDEE,) * 2 + (EtatDecision.EN_COURS,) * 3 + (EtatDecision.A_LANCER,)
    )
    suivis = {
        EtatDecision.SOLDEE: "Point rendu au comité technique.",
        EtatDecision.EN_COURS: "Une étape reste à franchir avec les partenaires.",
        EtatDecision.A_LANCER: "",
    }
    # The last of those that were settled was late.
    last = etats.count(EtatDecision.SOLDEE)
    chosen = rng.sample(list(actions), len(DECISIONS))
    for rank, ((modele, suite), item) in enumerate(zip(DECISIONS, chosen, strict=True), 1):
        etat = etats[rank - 1]
        action = item.action
        echeance = seance.jour + timedelta(days=rng.randint(90, 330))
        session.add(
            Decision(
                seance=seance,
                rang=rank,
                intitule=modele.format(code=action.code, intitule=action.intitule),
                action=action,
                porteur=action.pilote,
                suite_requise=suite,
                echeance=echeance,
                etat=etat,
                soldee_le=min(echeance + timedelta(days=20 if rank == last else -10), jour)
                if etat is EtatDecision.SOLDEE
                else None,
                suivi=suivis[etat],
            )
        )
    session.flush()


def _hold_groups(session: Session, rng: Random, jour: date) -> None:
    """A working group by axis, with two sessions in the last year and one since."""
    for axe in list_axes(session):
        groupe = Instance(
            nom=f"Groupe de travail {axe.titre}", genre=GenreInstance.GROUPE, axe_slug=axe.slug
        )
        session.add(groupe)
        last = jour.year - 1
        days = [date(last, 3, rng.randint(1, 28)), date(last, 10, rng.randint(1, 28))]
        days.append(jour - timedelta(days=rng.randint(20, 60)))
        for held in days:
            session.add(
                Seance(instance=groupe, jour=held, exercice=held.year, lieu="Hôtel d'agglomération")
            )
    session.flush()
