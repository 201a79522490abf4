"""Tables of the axis: equipment and its agréments, its years, pactes de coopération, shared projects."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, Column, ForeignKey, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.api.models import (
    Annuel,
    Commune,
    CommuneDeLacteur,
    Entite,
    Poids,
    Structure,
    Via,
    droits_chiffres_axe,
    droits_structure_axe,
    enum_type,
    etp,
    euros,
    heures,
    nombre,
)
from core.api.services import today
from plugins.vie_sociale.rules import (
    ACCORDES,
    EtatPacte,
    Geographie,
    ModeGestion,
    NatureAgrement,
    Periode,
    StatutAgrement,
    StatutProjet,
    TypeEquipement,
    compute_mois,
    format_duree,
    get_situation,
)

zone = Table(
    "vie_sociale_zone",
    Entite.metadata,
    Column(
        "equipement_id",
        ForeignKey("vie_sociale_equipement.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
)
signataire = Table(
    "vie_sociale_signataire",
    Entite.metadata,
    Column("pacte_id", ForeignKey("vie_sociale_pacte.id", ondelete="CASCADE"), primary_key=True),
    Column("structure_id", ForeignKey("structure.id"), primary_key=True, index=True),
)
partenaire = Table(
    "vie_sociale_partenaire",
    Entite.metadata,
    Column("projet_id", ForeignKey("vie_sociale_projet.id", ondelete="CASCADE"), primary_key=True),
    Column("structure_id", ForeignKey("structure.id"), primary_key=True, index=True),
)
projet_commune = Table(
    "vie_sociale_projet_commune",
    Entite.metadata,
    Column("projet_id", ForeignKey("vie_sociale_projet.id", ondelete="CASCADE"), primary_key=True),
    Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
)


class EquipementSocial(Entite):
    """A centre social, an EVS or the like. Name, commune, manager and status are those of its structure;
    the population of its zone is that of the zone's communes."""

    __tablename__ = "vie_sociale_equipement"
    __libelle__ = ("structure.nom",)
    __grande__ = True
    __axe__ = "vie_sociale"
    __droits__ = droits_structure_axe(
        Poids(ouvertures=("structure.ouverte_le",), colonnes=("structure_id", "type", "communes"))
    )

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), unique=True)
    type: Mapped[TypeEquipement] = mapped_column(
        enum_type(TypeEquipement), default=TypeEquipement.CENTRE_SOCIAL
    )
    mode_gestion: Mapped[ModeGestion | None] = mapped_column(enum_type(ModeGestion))
    geographie: Mapped[Geographie | None] = mapped_column(enum_type(Geographie))
    premier_agrement: Mapped[date | None]
    federe: Mapped[bool] = mapped_column(default=False, server_default="false")
    itinerant: Mapped[bool] = mapped_column(default=False, server_default="false")
    multi_sites: Mapped[bool] = mapped_column(default=False, server_default="false")

    structure: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)
    communes: Mapped[list[Commune]] = relationship(secondary=zone, order_by=Commune.code_insee)
    agrements: Mapped[list["Agrement"]] = relationship(
        back_populates="equipement", order_by="Agrement.date_fin"
    )

    @property
    def nombre_communes(self) -> int:
        """How many communes the zone de compétence holds."""
        return len(self.communes)

    @property
    def agrement_actuel(self) -> str:
        """The agréments that are valid today with their end, in words."""
        jour = today()
        return " ; ".join(
            f"{agrement.nature} (jusqu'au {agrement.date_fin:%d/%m/%Y})"
            for agrement in self.agrements
            if get_situation(agrement.periode, jour) == "Valide"
        )

    def __str__(self) -> str:
        return self.structure.nom


class Agrement(Entite):
    """An approval by the board of the CAF, for one to four years; a renewal is a new row."""

    __tablename__ = "vie_sociale_agrement"
    __axe__ = "vie_sociale"
    __droits__ = droits_structure_axe(
        Poids(
            annee="date_debut",
            suivantes=True,
            fin="date_fin",
            # AVS7 counts those that end within the lead, of a year at most.
            decalage=-1,
            sauf=("statut", tuple(s for s in StatutAgrement if s not in ACCORDES)),
            colonnes=("equipement_id", "date_debut", "date_fin"),
        )
    )
    __table_args__ = (
        CheckConstraint("date_fin >= date_debut", name="dates"),
        CheckConstraint(
            "statut NOT IN ('accorde', 'reserve') OR (date_debut IS NOT NULL AND date_fin IS NOT NULL)",
            name="accord",
        ),
        CheckConstraint("cardinality(axes_projet) <= 5", name="axes_projet"),
    )

    equipement_id: Mapped[int] = mapped_column(ForeignKey("vie_sociale_equipement.id"), index=True)
    nature: Mapped[NatureAgrement] = mapped_column(
        enum_type(NatureAgrement), default=NatureAgrement.ANIMATION_GLOBALE
    )
    statut: Mapped[StatutAgrement] = mapped_column(
        enum_type(StatutAgrement), default=StatutAgrement.EN_PREPARATION
    )
    date_debut: Mapped[date | None]
    date_fin: Mapped[date | None] = mapped_column(index=True)
    axes_projet: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")

    equipement: Mapped[EquipementSocial] = relationship(back_populates="agrements")

    @property
    def periode(self) -> Periode:
        """The agrément as a value for the rules."""
        return Periode(statut=self.statut, debut=self.date_debut, fin=self.date_fin)

    @property
    def situation(self) -> str:
        """What it is today, in words."""
        return get_situation(self.periode, today())

    @property
    def duree(self) -> str:
        """How long it lasts, in words, from its two dates."""
        return format_duree(compute_mois(self.date_debut, self.date_fin))

    def __str__(self) -> str:
        end = f", jusqu'au {self.date_fin:%d/%m/%Y}" if self.date_fin else ""
        return f"{self.nature}, {self.equipement}{end}"


class ActiviteSociale(Annuel):
    """A year of an equipment. ``presences`` counts visits, ``participants_uniques`` different people: a
    structure that knows only the first leaves the second empty."""

    __tablename__ = "vie_sociale_activite"
    __axe__ = "vie_sociale"
    __droits__ = droits_chiffres_axe(
        commune=lambda: Via("equipement", Via("structure", CommuneDeLacteur()))
    )
    __table_args__ = (UniqueConstraint("equipement_id", "annee"),)

    equipement_id: Mapped[int] = mapped_column(ForeignKey("vie_sociale_equipement.id"))
    participants_uniques: Mapped[int | None] = nombre()
    presences: Mapped[int | None] = nombre(10_000_000)
    adherents: Mapped[int | None] = nombre()
    benevoles: Mapped[int | None] = nombre()
    heures_benevolat: Mapped[Decimal | None] = heures()
    etp: Mapped[Decimal | None] = etp()
    salaries: Mapped[int | None] = nombre(10_000)
    actions_familles: Mapped[int | None] = nombre()
    premiers_departs_vacances: Mapped[int | None] = nombre()
    charges: Mapped[Decimal | None] = euros()
    financement_caf: Mapped[Decimal | None] = euros()
    financement_communes: Mapped[Decimal | None] = euros()
    financement_agglo: Mapped[Decimal | None] = euros()
    financement_autres_publics: Mapped[Decimal | None] = euros()

    equipement: Mapped[EquipementSocial] = relationship()

    def __str__(self) -> str:
        return f"{self.equipement}, {self.annee}"


class BilanPacte(Annuel):
    """The assessment of a year of a pacte, in words."""

    __tablename__ = "vie_sociale_bilan_pacte"
    __axe__ = "vie_sociale"
    __droits__ = droits_structure_axe()
    __table_args__ = (UniqueConstraint("pacte_id", "annee"),)

    pacte_id: Mapped[int] = mapped_column(ForeignKey("vie_sociale_pacte.id", ondelete="CASCADE"))
    bilan: Mapped[str]

    pacte: Mapped["PacteCooperation"] = relationship(back_populates="bilans")

    def __str__(self) -> str:
        return f"Bilan {self.annee}"


class PacteCooperation(Entite):
    """A commitment between structures, public bodies and the CAF to carry projects together."""

    __tablename__ = "vie_sociale_pacte"
    __libelle__ = ("intitule",)
    __axe__ = "vie_sociale"
    __droits__ = droits_structure_axe()
    __table_args__ = (CheckConstraint("date_fin >= date_signature", name="dates"),)

    intitule: Mapped[str]
    etat: Mapped[EtatPacte] = mapped_column(enum_type(EtatPacte), default=EtatPacte.EN_NEGOCIATION)
    date_signature: Mapped[date | None]
    date_fin: Mapped[date | None] = mapped_column(index=True)
    axes: Mapped[str] = mapped_column(default="", server_default="")

    signataires: Mapped[list[Structure]] = relationship(
        secondary=signataire, order_by=(Structure.nom, Structure.id)
    )
    bilans: Mapped[list[BilanPacte]] = relationship(
        back_populates="pacte",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by=BilanPacte.annee,
    )

    @property
    def nombre_signataires(self) -> int:
        """How many structures signed, or are to sign."""
        return len(self.signataires)

    def __str__(self) -> str:
        return self.intitule


class ProjetPartage(Annuel):
    """A project of a year that several structures carry together."""

    __tablename__ = "vie_sociale_projet"
    __axe__ = "vie_sociale"
    __droits__ = droits_chiffres_axe(commune=lambda: Via("porteur", CommuneDeLacteur()))
    __table_args__ = (UniqueConstraint("porteur_id", "annee", "titre"),)

    titre: Mapped[str]
    porteur_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    pacte_id: Mapped[int | None] = mapped_column(ForeignKey("vie_sociale_pacte.id"), index=True)
    statut: Mapped[StatutProjet] = mapped_column(
        enum_type(StatutProjet), default=StatutProjet.PREVU
    )
    participants: Mapped[int | None] = nombre()
    habitants_co_porteurs: Mapped[int | None] = nombre(10_000)
    cout: Mapped[Decimal | None] = euros()

    porteur: Mapped[Structure] = relationship()
    pacte: Mapped[PacteCooperation | None] = relationship()
    partenaires: Mapped[list[Structure]] = relationship(
        secondary=partenaire, order_by=(Structure.nom, Structure.id)
    )
    communes: Mapped[list[Commune]] = relationship(
        secondary=projet_commune, order_by=Commune.code_insee
    )

    @property
    def structures(self) -> list[Structure]:
        """The leader, then the partners, each once."""
        return list(dict.fromkeys((self.porteur, *self.partenaires)))

    def __str__(self) -> str:
        return f"{self.titre}, {self.annee}"


MODELS: tuple[type[Any], ...] = (
    EquipementSocial,
    Agrement,
    ActiviteSociale,
    PacteCooperation,
    BilanPacte,
    ProjetPartage,
)
