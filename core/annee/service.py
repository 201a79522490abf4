"""The year as people run it: opening it, submitting, sending back, validating, reminding, moving on."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.annee.attendus import compute_attendus
from core.annee.axes import get_adresse, get_asked, list_asked
from core.annee.envoi import send_dossier
from core.annee.gardes import list_manques
from core.axes.models import AXE_GOUVERNANCE, Axe
from core.axes.service import bind_registry
from core.cycles import service as cycles
from core.cycles.models import CycleAnnuel, MouvementCycle, SoumissionAxe
from core.cycles.rules import (
    ETATS_ATTENDUS,
    EtapeCycle,
    EtatSoumission,
    get_limite,
    get_transition,
    is_open,
)
from core.cycles.soumissions import (
    create_soumission,
    get_soumission,
    move_soumission,
    require_role,
)
from core.errors import ErreurMetier
from core.indicateurs.service import cancel_validation, validate_axe
from core.plugin.registry import Registry
from core.plugin.types import Rappel
from core.rappels.service import (
    REGLE_COLLECTE,
    REGLE_RELANCE,
    REGLE_RENVOI,
    REGLES_CYCLE,
    close_rappels,
    create_rappel,
)
from core.security.acteur import Acteur
from core.security.policy import Verbe, require


def move(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    vers: EtapeCycle,
    jour: date,
    motif: str = "",
) -> MouvementCycle:
    """Move the cycle one step, if nothing forbids it; opening the collecte asks each axis for its year.

    The step that freezes the file goes through :func:`send_dossier`. Raises ErreurMetier, Interdit.
    """
    bound = bind_registry(session, registry)
    transition = get_transition(cycle.etape, vers)
    if transition.gel:
        send_dossier(session, bound, acteur, cycle, jour, motif)
        return cycle.mouvements[-1]
    blocking = [
        manque.message
        for manque in list_manques(session, bound, cycle, transition, jour)
        if manque.bloquant
    ]
    mouvement = cycles.move_cycle(
        session, acteur, cycle, vers, manques=blocking, motif=motif, jour=jour
    )
    if cycle.etape is EtapeCycle.COLLECTE:
        _ask(session, bound, acteur, cycle, jour)
    return mouvement


def submit(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    axe_slug: str,
    jour: date,
    *,
    motif: str = "",
) -> list[str]:
    """Submit the year of an axis; gives back what is missing, that is kept with the move and forbids nothing.

    Governance submits its own axis, and another in the place of its team with a reason. The caller holds the
    row of the cycle. Raises ErreurMetier, Interdit, Introuvable.
    """
    axe, soumission = _take(session, registry, acteur, cycle, axe_slug, EtatSoumission.TRANSMISE)
    own = axe_slug in acteur.axes or axe_slug == AXE_GOUVERNANCE or acteur.systeme
    if not own and not motif.strip():
        raise ErreurMetier(
            "Dites pourquoi vous transmettez cette année à la place de l'équipe.", "motif"
        )
    bound = bind_registry(session, registry)
    found = compute_attendus(session, bound, acteur, cycle, [axe.slug])[axe.slug]
    manques = [manque.message for manque in found.list_manques(cycle.exercice, axe.slug)]
    move_soumission(
        session, acteur, soumission, EtatSoumission.TRANSMISE, motif=motif, manques=manques
    )
    close_rappels(session, REGLES_CYCLE, _get_objet(cycle, axe), jour)
    return manques


def send_back(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    axe_slug: str,
    motif: str,
    jour: date,
) -> None:
    """Send the year of an axis back to its team, which is told why; figures already validated are
    provisoires again. Raises ErreurMetier, Interdit, Introuvable."""
    axe, soumission = _take(session, registry, acteur, cycle, axe_slug, EtatSoumission.RENVOYEE)
    validated = soumission.etat is EtatSoumission.VALIDEE
    mouvement = move_soumission(session, acteur, soumission, EtatSoumission.RENVOYEE, motif=motif)
    if validated:
        cancel_validation(session, acteur, axe.slug, cycle.exercice)
    create_rappel(
        session,
        Rappel(
            regle=REGLE_RENVOI,
            objet=_get_objet(cycle, axe),
            periode=mouvement.at.isoformat(),
            titre=f"Exercice {cycle.exercice} renvoyé par la gouvernance : à reprendre",
            quoi_faire=mouvement.motif,
            axe_slug=axe.slug,
            echeance=get_limite(cycle.fin_collecte, cycle.date_envoi, jour),
            url=get_adresse(cycle.exercice, axe.slug),
        ),
    )


def validate(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    axe_slug: str,
    jour: date,
) -> Axe:
    """Accept the year of an axis: its figures are définitifs. The only way to validate an axis and year.

    Raises ErreurMetier, Interdit, Introuvable.
    """
    axe, soumission = _take(session, registry, acteur, cycle, axe_slug, EtatSoumission.VALIDEE)
    move_soumission(session, acteur, soumission, EtatSoumission.VALIDEE)
    validate_axe(session, acteur, axe.slug, cycle.exercice, jour)
    return axe


def remind(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    axe_slug: str,
    jour: date,
) -> bool:
    """Remind the team of an axis that its year is waited for; False when it was already done that day.

    Only the team and governance read it: no élu ever receives it (metier.md section 4). Raises ErreurMetier
    when nothing is waited for, Interdit, Introuvable.
    """
    axe, soumission = _take(session, registry, acteur, cycle, axe_slug, None)
    if soumission.etat not in ETATS_ATTENDUS:
        raise ErreurMetier(f"L'année de l'axe « {axe.titre} » est déjà transmise.")
    return create_rappel(
        session,
        Rappel(
            regle=REGLE_RELANCE,
            objet=_get_objet(cycle, axe),
            periode=jour.isoformat(),
            titre=f"Relance de la gouvernance : exercice {cycle.exercice} à transmettre",
            quoi_faire="Complétez ce qui manque, puis transmettez votre année.",
            axe_slug=axe.slug,
            echeance=get_limite(cycle.fin_collecte, cycle.date_envoi, jour),
            url=get_adresse(cycle.exercice, axe.slug),
        ),
    )


def _ask(
    session: Session, registry: Registry, acteur: Acteur, cycle: CycleAnnuel, jour: date
) -> None:
    """Ask each active axis for its year, once."""
    for axe in list_asked(session, registry):
        soumission = get_soumission(session, cycle, axe.slug)
        if soumission is None:
            soumission = create_soumission(session, acteur, cycle, axe)
        if soumission.etat in ETATS_ATTENDUS:
            create_rappel(
                session,
                Rappel(
                    regle=REGLE_COLLECTE,
                    objet=_get_objet(cycle, axe),
                    periode=str(cycle.exercice),
                    titre=f"Collecte {cycle.exercice} ouverte : votre année est à transmettre",
                    quoi_faire="Mettez à jour vos fiches et vos chiffres, puis transmettez votre année.",
                    axe_slug=axe.slug,
                    echeance=get_limite(cycle.fin_collecte, cycle.date_envoi, jour),
                    url=get_adresse(cycle.exercice, axe.slug),
                ),
            )


def _take(
    session: Session,
    registry: Registry,
    acteur: Acteur,
    cycle: CycleAnnuel,
    axe_slug: str,
    vers: EtatSoumission | None,
) -> tuple[Axe, SoumissionAxe]:
    """The submission of an axis that ``acteur`` may bring to ``vers`` (None: remind its team), in a cycle
    whose step lets it move. An axis activated since the collecte opened has one from then on."""
    require_role(acteur, vers)
    axe = get_asked(session, registry, axe_slug)
    soumission = get_soumission(session, cycle, axe.slug)
    if soumission is None:
        soumission = create_soumission(session, acteur, cycle, axe)
    require(acteur, Verbe.ECRIRE, soumission)
    if not is_open(cycle.etape):
        raise ErreurMetier(
            f"L'exercice {cycle.exercice} est à l'étape « {cycle.etape.libelle} » : l'année d'un axe se "
            "transmet, se renvoie et se valide de la collecte au comité technique."
        )
    return axe, soumission


def _get_objet(cycle: CycleAnnuel, axe: Axe) -> str:
    return f"cycle:{cycle.exercice}:{axe.slug}"
