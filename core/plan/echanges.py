"""Attaching a file to an action, talking about it: each checks the right and flushes."""

from typing import IO

from sqlalchemy.orm import Session

from core.errors import ErreurMetier
from core.fichiers import store_fichier
from core.plan.codes import Diffusion
from core.plan.models_action import Action
from core.plan.models_echanges import Commentaire, PieceAction
from core.plan.types_pieces import PIECE_MAX, clean_name, find_type
from core.security.acteur import Acteur, Role
from core.security.policy import Verbe, can, require

COMMENTAIRE_MAX = 5000


def list_diffusions(acteur: Acteur, action: Action) -> list[Diffusion]:
    """How far the person may show what they add to the sheet: what a team keeps for itself, it alone
    writes (see droits)."""
    own = acteur.systeme or action.axe_slug in acteur.axes
    return [diffusion for diffusion in Diffusion if own or diffusion is not Diffusion.EQUIPE]


def may_comment(acteur: Acteur, action: Action) -> bool:
    """The team of the axis; governance and the partenaire CAF once the action is published."""
    return action.axe_slug in acteur.axes or (
        not action.brouillon and acteur.has_role(Role.GOUVERNANCE, Role.PARTENAIRE_CAF)
    )


def add_piece(
    session: Session,
    acteur: Acteur,
    action: Action,
    *,
    nom: str,
    flux: IO[bytes],
    titre: str,
    diffusion: Diffusion,
) -> PieceAction:
    """Attach a file; ``titre`` empty, it goes by its name. Raises Interdit, ErreurMetier (field named)."""
    require(acteur, Verbe.ECRIRE, action)
    nom = clean_name(nom)
    if not nom:
        raise ErreurMetier("Choisissez un fichier.", "fichier")
    type_mime = find_type(nom, flux)
    fichier = store_fichier(session, nom=nom, type_mime=type_mime, flux=flux, limite=PIECE_MAX)
    piece = PieceAction(action=action, fichier=fichier, titre=titre or nom, diffusion=diffusion)
    session.add(piece)
    if not can(acteur, Verbe.ECRIRE, piece):
        raise ErreurMetier(
            "Ce que l'équipe garde pour elle, elle seule l'écrit : choisissez une diffusion plus large.",
            "diffusion",
        )
    session.flush()
    return piece


def remove_piece(session: Session, acteur: Acteur, piece: PieceAction) -> None:
    """Detach a file and forget it. Raises Interdit."""
    require(acteur, Verbe.SUPPRIMER, piece)
    fichier = piece.fichier
    session.delete(piece)
    session.flush()
    session.delete(fichier)
    session.flush()


def add_commentaire(session: Session, acteur: Acteur, action: Action, texte: str) -> Commentaire:
    """A word on an action, signed. Raises Interdit, ErreurMetier (field ``texte``)."""
    if not texte.strip():
        raise ErreurMetier("Écrivez un commentaire.", "texte")
    if len(texte) > COMMENTAIRE_MAX:
        raise ErreurMetier(
            f"Ce commentaire dépasse {COMMENTAIRE_MAX} caractères : raccourcissez-le.", "texte"
        )
    row = Commentaire(
        action=action, compte_id=acteur.compte_id, auteur=acteur.nom, texte=texte.strip()
    )
    session.add(row)
    require(acteur, Verbe.ECRIRE, row)
    session.flush()
    return row
