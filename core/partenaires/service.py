"""Checks of the directory of partners and of what communes ask."""

from sqlalchemy.orm import Session

from core.errors import ErreurMetier
from core.partenaires.models import Partenaire, Sollicitation
from core.partenaires.rules import check_reponse
from core.security.acteur import Acteur


def validate_partenaire(session: Session, acteur: Acteur, partenaire: Partenaire) -> None:
    """Check after the flush: a partner is somewhere. Raises ErreurMetier (field named)."""
    if partenaire.code_insee is None and not partenaire.territoire:
        raise ErreurMetier(
            "Choisissez sa commune, ou écrivez le territoire qu'il couvre.", "territoire"
        )


def validate_sollicitation(session: Session, acteur: Acteur, demande: Sollicitation) -> None:
    """Check after the flush. Raises ErreurMetier (field named)."""
    check_reponse(demande.recue_le, demande.repondue_le, demande.repondant)
