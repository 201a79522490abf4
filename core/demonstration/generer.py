"""Filling a demonstration instance with a believable, fictitious territory (conception.md, section 14)."""

from datetime import date
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.communes.service import list_communes
from core.comptes.models import Personne
from core.db.plateforme import is_demonstration
from core.demonstration.actions import create_actions
from core.demonstration.contexte import create_bassins, create_context, create_structures
from core.demonstration.cooperation import create_cooperation
from core.demonstration.cycles import play_years
from core.demonstration.etude import add_etude
from core.demonstration.evaluation import create_evaluation
from core.demonstration.fiches import add_exchanges, complete_fiches, leave_plan
from core.demonstration.membres import create_membres
from core.demonstration.personnes import create_people
from core.demonstration.seances import furnish_sessions
from core.errors import ErreurMetier
from core.plan.models_action import Action
from core.plugin.registry import Registry
from core.plugin.types import ModeReference
from core.reference.charger import load_axes
from core.security.acteur import Acteur, Habilitation, Role
from core.structures.demonstration import SOURCE

_SEED = 49_2024


def load_demonstration(session: Session, registry: Registry, jour: date) -> list[str]:
    """Load the fictitious data once: a second call leaves what people did since as it is.

    Dates are relative to ``jour``; everything else comes from a fixed seed. Flushes, does not commit.
    Returns lines in French saying what was done.
    Raises ErreurMetier when the instance is not marked "démonstration" or has no reference data.
    """
    if not is_demonstration(session):
        raise ErreurMetier(
            "Cette base n'est pas une démonstration : des données fictives n'y entrent pas."
        )
    communes = sorted(list_communes(session), key=lambda commune: commune.code_insee)
    if not communes:
        raise ErreurMetier("Chargez d'abord les données de référence : ctg reference charger.")
    if session.scalar(select(Personne.id).where(Personne.source == SOURCE).limit(1)):
        lines = ["Données de démonstration déjà là : laissées telles quelles."]
        return lines + load_axes(session, registry, ModeReference.DEMONSTRATION, jour)
    rng = Random(_SEED)  # noqa: S311 - fictitious data, not a secret
    equipe = create_people(session, rng, communes, jour)
    create_membres(session, communes, equipe, jour)
    create_bassins(session, communes)
    create_context(session, rng, communes, jour)
    create_structures(session, rng)
    actions = create_actions(session, rng, communes, equipe.pilotes, jour)
    complete_fiches(session, actions, jour)
    # Before the closed years are frozen: their files hold the figures of the axes and what the CAF pays.
    lines = load_axes(session, registry, ModeReference.DEMONSTRATION, jour)
    acteur = Acteur(
        nom=str(equipe.gouvernance),
        personne_id=equipe.gouvernance.id,
        habilitations=frozenset({Habilitation(role=Role.GOUVERNANCE)}),
    )
    create_evaluation(session, rng)
    create_cooperation(session, equipe, communes, jour)
    play_years(session, registry, rng, acteur, actions, jour)
    furnish_sessions(session, jour)
    leave_plan(session, actions, jour)
    add_exchanges(session, actions, jour)
    add_etude(session, rng, communes, jour)
    total = session.scalar(select(func.count()).select_from(Action))
    return [
        f"Démonstration : {total} actions sur 6 axes, {len(communes)} communes, personnes et comptes "
        f"fictifs, exercices {jour.year - 3} et {jour.year - 2} clos, {jour.year - 1} en cours.",
        *lines,
    ]
