"""What people exchange about an action: attached files, and the talk with the partenaire CAF."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db.base import enum_type
from core.fichiers import Fichier
from core.plan.codes import Diffusion
from core.plan.droits import DROITS_DIFFUSES, VIA_EQUIPE, VIA_PUBLIEE
from core.plan.models_action import LigneAction
from core.security.acteur import Role
from core.security.droits import TOUJOURS, CompteDeLacteur, Droits, Et, Regles

_LES_SIENS = CompteDeLacteur()
_ECRIRE: Regles = {
    Role.GOUVERNANCE: Et(_LES_SIENS, VIA_PUBLIEE),
    Role.EQUIPE: Et(_LES_SIENS, VIA_EQUIPE),
    Role.PARTENAIRE_CAF: Et(_LES_SIENS, VIA_PUBLIEE),
}


class PieceAction(LigneAction):
    """A file attached to an action (core.plan.pieces), read according to its diffusion."""

    __tablename__ = "piece_action"
    __retour__ = "pieces"
    __droits__ = DROITS_DIFFUSES

    fichier_id: Mapped[int] = mapped_column(ForeignKey("fichier.id"), index=True)
    titre: Mapped[str]
    diffusion: Mapped[Diffusion] = mapped_column(enum_type(Diffusion), default=Diffusion.EQUIPE)

    fichier: Mapped[Fichier] = relationship()

    def __str__(self) -> str:
        return self.titre


class Commentaire(LigneAction):
    """A word of the partenaire CAF, of governance or of the team on an action; nobody else reads it, and
    nobody changes another's."""

    __tablename__ = "commentaire"
    __retour__ = "commentaires"
    __droits__ = Droits(
        lire={
            Role.GOUVERNANCE: TOUJOURS,
            Role.EQUIPE: VIA_EQUIPE,
            Role.PARTENAIRE_CAF: VIA_PUBLIEE,
        },
        ecrire=_ECRIRE,
        supprimer=_ECRIRE,
    )
    __table_args__ = (CheckConstraint("btrim(texte) <> ''", name="texte"),)

    compte_id: Mapped[int | None] = mapped_column(BigInteger)
    auteur: Mapped[str]
    texte: Mapped[str]

    def __str__(self) -> str:
        return f"Commentaire de {self.auteur}"
