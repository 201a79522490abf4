"""How an action goes: the météo of its team, its bilan of each year."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import enum_type
from core.db.quantites import annee
from core.plan.codes import Ciel, Diffusion, ResultatBilan
from core.plan.droits import DROITS_DIFFUSES
from core.plan.models_action import LigneAction


class Meteo(LigneAction):
    """Confidence of the team on a day, about an exercice; apart from the status (metier.md section 3)."""

    __tablename__ = "meteo"
    __retour__ = "meteos"
    __droits__ = DROITS_DIFFUSES

    jour: Mapped[date]
    exercice: Mapped[int] = annee(index=True)
    ciel: Mapped[Ciel] = mapped_column(enum_type(Ciel))
    diffusion: Mapped[Diffusion] = mapped_column(enum_type(Diffusion), default=Diffusion.EQUIPE)
    commentaire: Mapped[str] = mapped_column(default="", server_default="")

    def __str__(self) -> str:
        return f"Météo du {self.jour:%d/%m/%Y}"


class BilanAction(LigneAction):
    """What became of an action in a year; one row a year, read as the action is."""

    __tablename__ = "bilan_action"
    __retour__ = "bilans"
    __table_args__ = (UniqueConstraint("action_id", "exercice"),)

    exercice: Mapped[int] = annee(index=True)
    resultat: Mapped[ResultatBilan] = mapped_column(enum_type(ResultatBilan))
    texte: Mapped[str] = mapped_column(default="", server_default="")

    def __str__(self) -> str:
        return f"Bilan {self.exercice}"
