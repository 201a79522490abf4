"""Freezing the committee's file and sending it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.annee.gardes import list_manques, list_unvalidated
from core.axes.service import bind_registry
from core.cycles import service as cycles
from core.cycles.models import CycleAnnuel, Gel
from core.cycles.rules import EtapeCycle, get_transition, is_frozen
from core.errors import ErreurMetier, Interdit
from core.plugin.registry import Registry
from core.rapports.annuel import build_annuel
from core.rapports.comite import build_comite
from core.rapports.document import to_json
from core.rapports.dossier import build_donnees, compute_empreinte
from core.rapports.models import Audience
from core.rapports.service import get_audience
from core.security.acteur import Acteur, Role


def send_dossier(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    jour: date,
    motif: str = "",
    *,
    nouvelle: bool = False,
) -> Gel:
    """Freeze the committee's file and send it: the cycle goes from comité technique to copil.

    On a file already sent, makes a further version, for which ``motif`` is asked; earlier ones stay.
    ``nouvelle`` says that only this is wanted: nothing is sent for the first time. The
    caller runs it in a transaction of one snapshot (``unit_of_snapshot``), so that everything kept is of the
    same instant, and holds the row of the cycle. Flushes. Raises ErreurMetier when an active axis is not
    validated or the cycle is elsewhere, Interdit.
    """
    if not acteur.systeme and not acteur.has_role(Role.GOUVERNANCE):
        raise Interdit("Seule la gouvernance envoie le dossier du comité.")
    bound = bind_registry(session, registry)
    if not is_frozen(cycle.etape):
        if nouvelle:
            raise ErreurMetier(
                f"Le dossier de l'exercice {cycle.exercice} n'est pas encore envoyé."
            )
        transition = get_transition(cycle.etape, EtapeCycle.COPIL)
        found = list_manques(session, bound, cycle, transition, jour)
        blocking = [manque.message for manque in found if manque.bloquant]
        cycles.move_cycle(
            session, acteur, cycle, EtapeCycle.COPIL, manques=blocking, motif=motif, jour=jour
        )
    elif cycle.etape is EtapeCycle.CLOTURE:
        raise ErreurMetier(f"L'exercice {cycle.exercice} est clos : son dossier ne change plus.")
    elif manques := list_unvalidated(session, bound, cycle):
        raise ErreurMetier("Il manque : " + " ; ".join(m.message for m in manques) + ".")
    donnees = build_donnees(session, registry, cycle.exercice)
    comite = get_audience(Audience.COMITE)
    files = build_comite(session, registry, cycle.exercice, audience=comite, jour=jour)
    annexes = build_annuel(session, registry, cycle.exercice, audience=comite, jour=jour)
    documents = {
        "document": to_json(annexes),
        "dossier": to_json(files.dossier),
        "projection": to_json(files.projection),
    }
    return cycles.freeze(
        session,
        acteur,
        cycle,
        donnees=donnees,
        **documents,
        empreinte=compute_empreinte(donnees, **documents),
        motif=motif,
    )
