"""The fictitious years: two closed cycles with their frozen file, the current one where the day puts it."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.axes.service import list_axes
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle
from core.cycles.service import create_cycle, move_cycle
from core.demonstration.actions import ActionDemonstration
from core.demonstration.textes import DECISIONS
from core.errors import ErreurCtg
from core.gouvernance.codes import EtatDecision, GenreInstance
from core.gouvernance.models import Decision, Instance, Seance
from core.indicateurs.service import is_validated, validate_axe
from core.plugin.registry import Registry
from core.rapports.service import send_dossier
from core.security.acteur import Acteur

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
        _close(session, registry, acteur, cycle)
        _hold(session, rng, cycle, GenreInstance.COTECH, cycle.date_cotech)
        copil = _hold(session, rng, cycle, GenreInstance.COPIL, cycle.date_copil)
        _decide(session, rng, copil, actions, settled=age == 3)
    for item in actions:
        item.action.statut = item.statut
    session.flush()
    _advance(session, rng, acteur, create_cycle(session, acteur, jour.year - 1), jour)
    _hold_groups(session, rng, jour)


def _close(session: Session, registry: Registry, acteur: Acteur, cycle: CycleAnnuel) -> None:
    for vers in (EtapeCycle.COLLECTE, EtapeCycle.CONSOLIDATION, EtapeCycle.COTECH):
        move_cycle(session, acteur, cycle, vers, jour=cycle.fin_collecte)
    for axe in list_axes(session):
        if not is_validated(session, axe.slug, cycle.exercice):
            validate_axe(session, acteur, axe.slug, cycle.exercice, cycle.date_cotech)
    send_dossier(session, registry, acteur, cycle, cycle.date_envoi)
    move_cycle(session, acteur, cycle, EtapeCycle.SUITES, jour=cycle.date_copil)
    move_cycle(session, acteur, cycle, EtapeCycle.CLOTURE, jour=cycle.date_cloture)


def _advance(session: Session, rng: Random, acteur: Acteur, cycle: CycleAnnuel, jour: date) -> None:
    """The last year stops at the comité technique: freezing the file is left to the visitor."""
    steps = (
        (EtapeCycle.COLLECTE, cycle.debut_collecte),
        (EtapeCycle.CONSOLIDATION, cycle.fin_collecte + timedelta(days=1)),
        (EtapeCycle.COTECH, cycle.date_cotech),
    )
    for vers, since in steps:
        if jour >= since:
            move_cycle(session, acteur, cycle, vers, jour=jour)
    if cycle.etape is EtapeCycle.COTECH:
        _hold(session, rng, cycle, GenreInstance.COTECH, cycle.date_cotech)
        for slug in ("gouvernance", "vie_sociale"):
            validate_axe(session, acteur, slug, cycle.exercice, cycle.date_cotech)


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
    chosen = rng.sample(list(actions), len(DECISIONS))
    for rank, ((modele, suite), item) in enumerate(zip(DECISIONS, chosen, strict=True), 1):
        etat = etats[rank - 1]
        action = item.action
        session.add(
            Decision(
                seance=seance,
                rang=rank,
                intitule=modele.format(code=action.code, intitule=action.intitule),
                action=action,
                porteur=action.pilote,
                suite_requise=suite,
                echeance=seance.jour + timedelta(days=rng.randint(90, 330)),
                etat=etat,
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
