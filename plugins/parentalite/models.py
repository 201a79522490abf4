"""Tables of the axis: dispositifs, the years of LAEP and of family mediation, temps parents, CLAS groups."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from core.api.models import (
    Annuel,
    Commune,
    CommuneDeLacteur,
    Entite,
    Poids,
    Scolaire,
    Structure,
    Via,
    droits_chiffres_axe,
    droits_structure_axe,
    enum_type,
    euros,
    heures,
    jours,
    nombre,
)
from plugins.parentalite.rules import (
    THEMATIQUES,
    AgeCible,
    NiveauClas,
    StatutDispositif,
    TypeDispositif,
    TypeSupport,
    TypeTemps,
    list_thematiques,
    was_open,
)

_DISTRIBUTION_MAX = 10_000_000
_CODES = ", ".join(f"'{code}'" for code in THEMATIQUES)

dispositif_commune = Table(
    "parentalite_dispositif_commune",
    Entite.metadata,
    Column(
        "dispositif_id",
        ForeignKey("parentalite_dispositif.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
)
temps_structure = Table(
    "parentalite_temps_structure",
    Entite.metadata,
    Column("temps_id", ForeignKey("parentalite_temps.id", ondelete="CASCADE"), primary_key=True),
    Column("structure_id", ForeignKey("structure.id"), primary_key=True, index=True),
)


class DispositifParentalite(Entite):
    """What an organisation offers parents all year long: a LAEP, a CLAS, a mediation...

    An organisation may run several, hence a name of its own; its commune and manager are those of its
    structure. ``debut`` and ``fin`` say in which years it worked (``fin``: closed or suspended since).
    """

    __tablename__ = "parentalite_dispositif"
    __libelle__ = ("nom",)
    __axe__ = "parentalite"
    __droits__ = droits_structure_axe(
        Poids(
            annee="debut",
            suivantes=True,
            toujours=True,
            fin="fin",
            decalage=1,
            sauf=("statut", (StatutDispositif.PROJET,)),
            colonnes=("structure_id", "type", "itinerant", "debut", "fin", "communes"),
        )
    )
    __table_args__ = (CheckConstraint("fin IS NULL OR fin >= debut", name="dates"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    nom: Mapped[str]
    type: Mapped[TypeDispositif] = mapped_column(enum_type(TypeDispositif))
    statut: Mapped[StatutDispositif] = mapped_column(
        enum_type(StatutDispositif), default=StatutDispositif.ACTIF
    )
    debut: Mapped[date | None]
    fin: Mapped[date | None]
    itinerant: Mapped[bool] = mapped_column(default=False, server_default="false")
    gratuit: Mapped[bool] = mapped_column(default=True, server_default="true")
    age_cible: Mapped[AgeCible] = mapped_column(enum_type(AgeCible), default=AgeCible.TOUS)

    structure: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)
    communes: Mapped[list[Commune]] = relationship(
        secondary=dispositif_commune, order_by=Commune.code_insee
    )

    @property
    def nombre_communes(self) -> int:
        """How many communes it serves."""
        return len(self.communes)

    def was_open(self, annee: int) -> bool:
        """Was it at work at some moment of ``annee``?"""
        return was_open(self.statut, self.debut, self.fin, annee)

    def __str__(self) -> str:
        return self.nom


class LaepActivite(Annuel):
    """A year of a LAEP: counts only, for families come without giving their name."""

    __tablename__ = "parentalite_laep_activite"
    __axe__ = "parentalite"
    __droits__ = droits_chiffres_axe(
        commune=lambda: Via("dispositif", Via("structure", CommuneDeLacteur()))
    )
    __table_args__ = (UniqueConstraint("dispositif_id", "annee"),)

    dispositif_id: Mapped[int] = mapped_column(ForeignKey("parentalite_dispositif.id"))
    seances: Mapped[int | None] = nombre()
    heures_ouverture: Mapped[Decimal | None] = heures()
    heures_organisation: Mapped[Decimal | None] = heures()
    adultes_differents: Mapped[int | None] = nombre()
    enfants_differents: Mapped[int | None] = nombre()
    frequentations: Mapped[int | None] = nombre()
    accueillants: Mapped[int | None] = nombre()

    dispositif: Mapped[DispositifParentalite] = relationship()

    def __str__(self) -> str:
        return f"{self.dispositif}, {self.annee}"


class TempsParent(Annuel):
    """A time held with parents on one day; its year follows from it. Held "en réseau" when at least one
    other structure takes part."""

    __tablename__ = "parentalite_temps"
    __axe__ = "parentalite"
    __droits__ = droits_chiffres_axe()
    __table_args__ = (
        CheckConstraint("annee = EXTRACT(YEAR FROM jour)", name="jour"),
        CheckConstraint(f"thematiques <@ ARRAY[{_CODES}]::text[]", name="thematiques"),
    )

    titre: Mapped[str]
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    type: Mapped[TypeTemps] = mapped_column(enum_type(TypeTemps))
    thematiques: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    jour: Mapped[date]
    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"), index=True)
    parents: Mapped[int | None] = nombre()
    enfants: Mapped[int | None] = nombre()
    cout: Mapped[Decimal | None] = euros()
    financement_fnp: Mapped[Decimal | None] = euros()

    structure: Mapped[Structure] = relationship()
    commune: Mapped[Commune] = relationship()
    structures_associees: Mapped[list[Structure]] = relationship(
        secondary=temps_structure, order_by=Structure.nom
    )

    @validates("jour")
    def _date(self, _cle: str, jour: date) -> date:
        self.annee = jour.year
        return jour

    @property
    def en_reseau(self) -> bool:
        """Held with at least one structure other than its porteur."""
        return bool(self.structures_associees)

    @property
    def thematiques_en_mots(self) -> str:
        """ "Sommeil, Écrans"."""
        return list_thematiques(self.thematiques)

    def __str__(self) -> str:
        return f"{self.titre}, {self.jour:%d/%m/%Y}"


class ClasGroupe(Scolaire):
    """A group of accompaniment at school (CLAS) during one school year."""

    __tablename__ = "parentalite_clas_groupe"
    __axe__ = "parentalite"
    __droits__ = droits_chiffres_axe()

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    niveau: Mapped[NiveauClas] = mapped_column(enum_type(NiveauClas))
    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"), index=True)
    enfants: Mapped[int | None] = nombre()
    seances: Mapped[int | None] = nombre()
    intervenants_pro: Mapped[int | None] = nombre()
    intervenants_benevoles: Mapped[int | None] = nombre()
    parents_impliques: Mapped[int | None] = nombre()
    actions_parents: Mapped[int | None] = nombre()

    structure: Mapped[Structure] = relationship()
    commune: Mapped[Commune] = relationship()

    def __str__(self) -> str:
        return f"{self.structure}, {self.niveau.libelle.lower()}, {self.annee_scolaire_en_mots}"


class MediationPermanence(Annuel):
    """A year of a family mediation service in one commune."""

    __tablename__ = "parentalite_mediation"
    __axe__ = "parentalite"
    __droits__ = droits_chiffres_axe()
    __table_args__ = (UniqueConstraint("dispositif_id", "code_insee", "annee"),)

    dispositif_id: Mapped[int] = mapped_column(ForeignKey("parentalite_dispositif.id"))
    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"), index=True)
    jours: Mapped[int | None] = jours()
    entretiens_information: Mapped[int | None] = nombre()
    mesures_conventionnelles: Mapped[int | None] = nombre()
    mesures_judiciaires: Mapped[int | None] = nombre()
    accords: Mapped[int | None] = nombre()

    dispositif: Mapped[DispositifParentalite] = relationship()
    commune: Mapped[Commune] = relationship()

    @property
    def mesures(self) -> int | None:
        """Mediations of both kinds; None when one of the two is not known."""
        if self.mesures_conventionnelles is None or self.mesures_judiciaires is None:
            return None
        return self.mesures_conventionnelles + self.mesures_judiciaires

    def __str__(self) -> str:
        return f"{self.dispositif}, {self.commune}, {self.annee}"


class SupportInformation(Entite):
    """A guide, a site, an agenda that tells parents what exists."""

    __tablename__ = "parentalite_support"
    __axe__ = "parentalite"
    __droits__ = droits_structure_axe()

    type: Mapped[TypeSupport] = mapped_column(enum_type(TypeSupport))
    titre: Mapped[str]
    date_maj: Mapped[date | None]
    diffusion: Mapped[int | None] = nombre(_DISTRIBUTION_MAX)
    consultations: Mapped[int | None] = nombre(_DISTRIBUTION_MAX)

    def __str__(self) -> str:
        return self.titre


MODELS: tuple[type[Any], ...] = (
    DispositifParentalite,
    LaepActivite,
    TempsParent,
    ClasGroupe,
    MediationPermanence,
    SupportInformation,
)
