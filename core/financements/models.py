"""Money and time of the cooperation: funding calls, supported facilities, ETP of coopération."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.communes.models import Commune
from core.comptes.models import Personne
from core.db.base import Entite, enum_type
from core.db.quantites import Annuel, etp, euros
from core.financements.codes import EtatCandidature, ThemeCooperation, TypeEquipement
from core.plan.models_action import Action
from core.security.acteur import Role
from core.security.droits import (
    PROFESSIONNELS,
    TOUJOURS,
    TOUS_LES_ROLES,
    AxeDeLacteur,
    Droits,
    Via,
    pour,
)
from core.structures.models import Structure

_VIA_APPEL = Via("appel", AxeDeLacteur())
# The CAF supplies its own values (metier.md section 4).
_ECRIVENT_CAF = pour(TOUJOURS, Role.GOUVERNANCE, Role.PARTENAIRE_CAF)


class AppelAFinancement(Entite):
    """A call of a funder in a year (FNP, CLAS, FPT...), of an axis or of the whole convention."""

    __tablename__ = "appel_financement"
    __libelle__ = ("nom", "exercice")
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
        supprimer={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxeDeLacteur()},
    )
    __table_args__ = (UniqueConstraint("nom", "exercice"),)

    nom: Mapped[str]
    financeur: Mapped[str]
    exercice: Mapped[int]
    date_limite: Mapped[date | None]
    axe_slug: Mapped[str | None] = mapped_column(ForeignKey("axe.slug"))
    source: Mapped[str] = mapped_column(default="", server_default="")

    def __str__(self) -> str:
        return f"{self.nom} {self.exercice}"


class Candidature(Entite):
    """Who applied to a call: asked, granted, paid, and the proof that is due."""

    __tablename__ = "candidature"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *PROFESSIONNELS, Role.COMITE),
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: _VIA_APPEL},
        supprimer={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: _VIA_APPEL},
    )

    appel_id: Mapped[int] = mapped_column(ForeignKey("appel_financement.id"), index=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    projet: Mapped[str] = mapped_column(default="", server_default="")
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    etat: Mapped[EtatCandidature] = mapped_column(
        enum_type(EtatCandidature), default=EtatCandidature.PREPARATION
    )
    demande: Mapped[Decimal | None] = euros(sensible=False)
    accorde: Mapped[Decimal | None] = euros(sensible=False)
    verse: Mapped[Decimal | None] = euros(sensible=False)
    justificatif_du: Mapped[date | None]
    justificatif_remis: Mapped[date | None]

    appel: Mapped[AppelAFinancement] = relationship()
    structure: Mapped[Structure] = relationship()
    action: Mapped[Action | None] = relationship()

    @property
    def axe_slug(self) -> str | None:
        """Axis of the call: the journal shows the trace to its team."""
        return self.appel.axe_slug

    def __str__(self) -> str:
        return f"{self.structure}, {self.appel}"


class EquipementSoutenu(Entite):
    """A facility of the list annexed to the convention: who runs it stands on its structure; the commune
    that supports it, its convention d'objectifs et de financement (COF), its bonus territoire."""

    __tablename__ = "equipement_soutenu"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire=_ECRIVENT_CAF,
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
    )
    __table_args__ = (
        UniqueConstraint("structure_id", "type"),
        CheckConstraint(
            "cof_fin IS NULL OR cof_debut IS NULL OR cof_fin >= cof_debut", name="dates"
        ),
    )

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    type: Mapped[TypeEquipement] = mapped_column(enum_type(TypeEquipement))
    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"), index=True)
    bonus_territoire: Mapped[bool] = mapped_column(default=True, server_default="true")
    cof_reference: Mapped[str] = mapped_column(default="", server_default="")
    cof_debut: Mapped[date | None]
    cof_fin: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="", server_default="")

    structure: Mapped[Structure] = relationship()
    commune: Mapped[Commune] = relationship()
    montants: Mapped[list["MontantEquipement"]] = relationship(
        back_populates="equipement",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="MontantEquipement.annee.desc()",
    )

    def __str__(self) -> str:
        return f"{self.structure} ({self.type.libelle})"


class MontantEquipement(Annuel):
    """What the CAF paid for a facility in a year: the bonus territoire, and its other payments."""

    __tablename__ = "montant_equipement"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES), ecrire=_ECRIVENT_CAF, supprimer=_ECRIVENT_CAF
    )
    __table_args__ = (UniqueConstraint("equipement_id", "annee"),)

    equipement_id: Mapped[int] = mapped_column(
        ForeignKey("equipement_soutenu.id", ondelete="CASCADE")
    )
    bonus: Mapped[Decimal | None] = euros(sensible=False)
    autres: Mapped[Decimal | None] = euros(sensible=False)

    equipement: Mapped[EquipementSoutenu] = relationship(back_populates="montants")

    def __str__(self) -> str:
        return f"{self.equipement}, {self.annee}"


class TempsCooperation(Annuel):
    """ETP of coopération of a person on a theme in a year, kept for the CAF's report."""

    __tablename__ = "temps_cooperation"
    __droits__ = Droits(
        lire=pour(TOUJOURS, *PROFESSIONNELS),
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
    )
    __table_args__ = (UniqueConstraint("personne_id", "theme", "annee"),)

    personne_id: Mapped[int] = mapped_column(ForeignKey("personne.id"))
    theme: Mapped[ThemeCooperation] = mapped_column(enum_type(ThemeCooperation))
    etp: Mapped[Decimal] = etp(requis=True)

    personne: Mapped[Personne] = relationship()

    def __str__(self) -> str:
        return f"{self.personne}, {self.theme.libelle}, {self.annee}"
