"""Loading a plan: who asked for it is found again, and everything is written with the end of the job."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from core.chargement.execution import load
from core.clock import today
from core.comptes.models import Compte
from core.comptes.service import build_acteur
from core.jobs.execution import Progress
from core.jobs.models import Tache
from core.plugin.registry import Registry


def charger(
    session: Session, registry: Registry, tache: Tache, progress: Progress
) -> Callable[[Session], None]:
    """Executor of the kind ``chargement`` (entry point ``ctg.taches``)."""
    chargement_id = int(tache.parametres["chargement"])
    compte_id = tache.demandeur_id

    def store(target: Session) -> None:
        # Rights are those of the day: an account closed meanwhile loads nothing.
        acteur = build_acteur(target.get_one(Compte, compte_id), today())
        load(target, acteur, chargement_id, progress)

    return store
