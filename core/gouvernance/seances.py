"""Sessions and their relevé: checks run by forms, moves of the relevé."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import today
from core.errors import ErreurMetier
from core.gouvernance.codes import EtatReleve, EtatSeance
from core.gouvernance.models import Seance
from core.gouvernance.models_seance import Releve
from core.gouvernance.rules import ETATS_FERMES, check_heures, get_passage
from core.security.acteur import Acteur
from core.security.policy import Verbe, require


def validate_seance(session: Session, acteur: Acteur, seance: Seance) -> None:
    """Check of a session after the flush, before the commit. Raises ErreurMetier (field named)."""
    check_heures(seance.heure_debut, seance.heure_fin)
    check_tenue(seance.etat, seance.jour, today())
    session.flush()
    counted = [participation.college for participation in seance.participations]
    for college in counted:
        if counted.count(college) > 1:
            raise ErreurMetier(f"« {college.libelle} » est compté deux fois.", "participations")
    for decision in seance.decisions:
        if decision.soldee_le is not None and decision.soldee_le > today():
            raise ErreurMetier(
                f"« {decision.intitule} » ne peut pas être soldée un jour à venir.", "decisions"
            )


def check_tenue(etat: EtatSeance, jour: date, aujourdhui: date) -> None:
    """Raise ErreurMetier (field named) when a session to come is said to have been held."""
    if etat is EtatSeance.TENUE and jour > aujourdhui:
        raise ErreurMetier("Cette séance n'a pas encore eu lieu.", "etat")


def record_convocation(seance: Seance, jour: date) -> None:
    """Its members are convoked by letters dated ``jour``. Letters printed again once the session was held
    or cancelled change nothing of it."""
    if seance.etat in (EtatSeance.PREVUE, EtatSeance.CONVOQUEE):
        seance.etat, seance.convoquee_le = EtatSeance.CONVOQUEE, jour


def get_or_create_releve(session: Session, acteur: Acteur, seance: Seance) -> Releve:
    """The relevé of a session, begun when it has none; flushes. Raises Interdit."""
    require(acteur, Verbe.ECRIRE, seance)
    session.execute(select(Seance.id).where(Seance.id == seance.id).with_for_update())
    found = session.scalar(select(Releve).where(Releve.seance_id == seance.id))
    if found is None:
        found = Releve(seance=seance)
        session.add(found)
        session.flush()
    return found


def validate_releve(session: Session, acteur: Acteur, releve: Releve) -> None:
    """Check of the minutes after the flush. Raises ErreurMetier."""
    if ferme := explain_ferme(session, acteur, releve):
        raise ErreurMetier(ferme, "texte")


def explain_ferme(session: Session, acteur: Acteur, releve: Releve) -> str:
    """Why the minutes can no longer be written, "" when they can: once validated they are reopened first."""
    if releve.etat not in ETATS_FERMES:
        return ""
    return (
        f"Ce relevé est à l'état « {releve.etat.libelle} » : rouvrez-le depuis la page de la séance, "
        "avec un motif, avant de changer son texte."
    )


def move_releve(
    session: Session, acteur: Acteur, releve: Releve, vers: EtatReleve, motif: str
) -> None:
    """Move the relevé along the table of rules; the reason goes to the journal. Flushes.

    Raises ErreurMetier, Interdit.
    """
    require(acteur, Verbe.ECRIRE, releve)
    get_passage(releve.etat, vers, motif)
    releve.etat = vers
    session.info["motif"] = motif.strip()
    session.flush()
