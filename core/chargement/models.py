"""Loads of the plan: the file as it came, what was read of it, what its columns mean, what it made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.axes.models import Axe
from core.chargement.codes import EtatChargement
from core.db.base import Base, Entite, enum_type
from core.fichiers import Fichier
from core.jobs.models import Tache
from core.plan.codes import Diffusion
from core.plan.models_action import Action
from core.security.acteur import Role
from core.security.droits import TOUJOURS, AxeDeLacteur, Droits, Via

_DE_SON_AXE = AxeDeLacteur()


class Chargement(Entite):
    """A workbook of the plan on its way into the platform.

    ``axe_slug``: the axis of every row, None when a column says it (governance only). ``colonnes``: column
    of each field (see ChampPlan), from 0. ``titres``: row of the headings. ``debut``: first day of the
    actions whose row says none. ``repere``: last trace of the journal when it was loaded, after which a
    change is somebody's.
    """

    __tablename__ = "chargement"
    __droits__ = Droits(
        lire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: _DE_SON_AXE},
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: _DE_SON_AXE},
    )

    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"), index=True)
    etat: Mapped[EtatChargement] = mapped_column(
        enum_type(EtatChargement), default=EtatChargement.DEPOSE
    )
    nom: Mapped[str]
    auteur: Mapped[str]
    fichier_id: Mapped[int] = mapped_column(ForeignKey("fichier.id"))
    feuilles: Mapped[list[str]] = mapped_column(JSONB)
    feuille: Mapped[str]
    titres: Mapped[int]
    colonnes: Mapped[dict[str, int]] = mapped_column(JSONB)
    exercice: Mapped[int]
    debut: Mapped[date | None]
    brouillon: Mapped[bool] = mapped_column(default=False, server_default="false")
    diffusion: Mapped[Diffusion] = mapped_column(enum_type(Diffusion), default=Diffusion.EQUIPE)
    compte_id: Mapped[int | None] = mapped_column(BigInteger)
    tache_id: Mapped[int | None] = mapped_column(ForeignKey("tache.id"), index=True)
    charge_le: Mapped[datetime | None]
    annule_le: Mapped[datetime | None]
    lignes: Mapped[int | None]
    repere: Mapped[int | None] = mapped_column(BigInteger)

    axe: Mapped[Axe | None] = relationship()
    fichier: Mapped[Fichier] = relationship()
    tache: Mapped[Tache | None] = relationship()

    def __str__(self) -> str:
        return f"Chargement du plan : {self.nom}"


class ContenuChargement(Base):
    """The sheet as it was read (``Feuille.to_json``): what was previewed is what is loaded. Apart from its
    load, so that lists and the journal never carry it."""

    __tablename__ = "chargement_contenu"
    __droits__ = Droits(lire={})

    chargement_id: Mapped[int] = mapped_column(
        ForeignKey("chargement.id", ondelete="CASCADE"), primary_key=True
    )
    feuille: Mapped[dict[str, Any]] = mapped_column(JSONB)


class FicheChargee(Base):
    """An action made by a load; ``rangees`` counts the rows of its sheet that came with it."""

    __tablename__ = "chargement_fiche"
    __droits__ = Droits(
        lire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: Via("chargement", _DE_SON_AXE)}
    )

    chargement_id: Mapped[int] = mapped_column(
        ForeignKey("chargement.id", ondelete="CASCADE"), primary_key=True
    )
    action_id: Mapped[int] = mapped_column(
        ForeignKey("action.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    ligne: Mapped[int]
    rangees: Mapped[int]

    chargement: Mapped[Chargement] = relationship()
    action: Mapped[Action] = relationship()
