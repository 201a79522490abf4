"""Tables of the axis: EAJE and their ledger of places, their years, individual care, relays."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    column_property,
    declared_attr,
    mapped_column,
    relationship,
)

from core.api.models import (
    Annuel,
    Commune,
    CommuneDeLacteur,
    Entite,
    Poids,
    Structure,
    Via,
    amplitude,
    droits_chiffres_axe,
    droits_structure_axe,
    enum_type,
    etp,
    euros,
    heures,
    jours,
    nombre,
)
from core.api.services import today
from plugins.petite_enfance.rules import (
    Financement,
    MotifPlaces,
    Mouvement,
    NatureEaje,
    compute_heures_theoriques,
    compute_places_moyennes,
    get_categorie,
)

_PLACES_MAX = 1_000
_ETP_MIN = Decimal("0.01")

rpe_commune = Table(
    "petite_enfance_rpe_commune",
    Entite.metadata,
    Column("rpe_id", ForeignKey("petite_enfance_rpe.id", ondelete="CASCADE"), primary_key=True),
    Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
)


class AutorisationPlaces(Entite):
    """A line of the ledger of authorised places: creations and closures are read gross and net."""

    __tablename__ = "petite_enfance_autorisation_places"
    __axe__ = "petite_enfance"
    __droits__ = droits_structure_axe(
        Poids(annee="date_effet", suivantes=True, colonnes=("eaje_id", "date_effet", "places"))
    )

    eaje_id: Mapped[int] = mapped_column(
        ForeignKey("petite_enfance_eaje.id", ondelete="CASCADE"), index=True
    )
    date_effet: Mapped[date]
    places: Mapped[int] = nombre(_PLACES_MAX, -_PLACES_MAX, requis=True)
    motif: Mapped[MotifPlaces] = mapped_column(enum_type(MotifPlaces))
    acte_ref: Mapped[str] = mapped_column(default="", server_default="")
    modulation: Mapped[str] = mapped_column(default="", server_default="")
    places_subventionnees_bonus: Mapped[int | None] = nombre(_PLACES_MAX)

    eaje: Mapped["Eaje"] = relationship(back_populates="mouvements")

    def __str__(self) -> str:
        return f"{self.motif} du {self.date_effet:%d/%m/%Y} ({self.places:+d} places)"


class Eaje(Entite):
    """An establishment for children under 6 (EAJE). Name, commune, manager and status are those of its
    structure; its places are those of its ledger; its category follows from them."""

    __tablename__ = "petite_enfance_eaje"
    __libelle__ = ("structure.nom",)
    __grande__ = True
    __axe__ = "petite_enfance"
    __droits__ = droits_structure_axe(Poids(colonnes=("structure_id",)))

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), unique=True)
    nature: Mapped[NatureEaje] = mapped_column(
        enum_type(NatureEaje), default=NatureEaje.CRECHE_COLLECTIVE
    )
    gestion_parentale: Mapped[bool] = mapped_column(default=False, server_default="false")
    multi_accueil: Mapped[bool] = mapped_column(default=False, server_default="false")
    halte_garderie: Mapped[bool] = mapped_column(default=False, server_default="false")
    financement: Mapped[Financement] = mapped_column(
        enum_type(Financement), default=Financement.PSU
    )
    horaires: Mapped[str] = mapped_column(default="", server_default="")
    horaires_atypiques: Mapped[bool] = mapped_column(default=False, server_default="false")
    avip: Mapped[bool] = mapped_column(default=False, server_default="false")

    structure: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)
    mouvements: Mapped[list[AutorisationPlaces]] = relationship(
        back_populates="eaje",
        # Deleted one by one rather than by the database: each movement weighs on validated years.
        cascade="all, delete-orphan",
        order_by="AutorisationPlaces.date_effet",
    )

    @declared_attr
    def places_actuelles(cls) -> Mapped[int]:
        """Authorised places today: they come with the row, whatever the number of rows."""
        # The day is asked from the platform's clock at each execution: the server's own date may be
        # of another time zone.
        jour = bindparam("jour_places", callable_=today, type_=Date())
        return column_property(
            select(func.coalesce(func.sum(AutorisationPlaces.places), 0))
            .where(AutorisationPlaces.eaje_id == cls.id, AutorisationPlaces.date_effet <= jour)
            .correlate_except(AutorisationPlaces)
            .scalar_subquery()
        )

    @property
    def categorie(self) -> str:
        """Category of today, in words."""
        return get_categorie(self.nature, self.places_actuelles)

    @property
    def registre(self) -> list[Mouvement]:
        """The ledger as values for the rules."""
        return [
            Mouvement(date_effet=m.date_effet, places=m.places, motif=m.motif)
            for m in self.mouvements
        ]

    def __str__(self) -> str:
        return self.structure.nom


class ActiviteEaje(Annuel):
    """A year of an EAJE. An empty figure is not known: it is never read as zero."""

    __tablename__ = "petite_enfance_activite_eaje"
    __axe__ = "petite_enfance"
    __droits__ = droits_chiffres_axe(
        commune=lambda: Via("eaje", Via("structure", CommuneDeLacteur()))
    )
    __table_args__ = (UniqueConstraint("eaje_id", "annee"),)

    eaje_id: Mapped[int] = mapped_column(ForeignKey("petite_enfance_eaje.id"))
    jours_ouverture: Mapped[int | None] = jours()
    amplitude_h: Mapped[Decimal | None] = amplitude()
    heures_facturees: Mapped[Decimal | None] = heures()
    heures_realisees: Mapped[Decimal | None] = heures()
    heures_theoriques_saisies: Mapped[Decimal | None] = heures()
    commentaire: Mapped[str] = mapped_column(default="", server_default="")
    enfants_differents: Mapped[int | None] = nombre()
    enfants_aeeh: Mapped[int | None] = nombre(sensible=True)
    places_fermees_personnel: Mapped[int | None] = nombre(_PLACES_MAX)
    charges: Mapped[Decimal | None] = euros()
    produits_familles: Mapped[Decimal | None] = euros()
    psu: Mapped[Decimal | None] = euros()
    bonus_territoire: Mapped[Decimal | None] = euros()
    bonus_inclusion: Mapped[Decimal | None] = euros()
    bonus_mixite: Mapped[Decimal | None] = euros()

    eaje: Mapped[Eaje] = relationship()

    @property
    def heures_theoriques(self) -> Decimal | None:
        """Hours that could be offered: those typed (with a comment), else those of the ledger."""
        if self.heures_theoriques_saisies is not None:
            return self.heures_theoriques_saisies
        return compute_heures_theoriques(
            compute_places_moyennes(self.eaje.registre, self.annee),
            self.jours_ouverture,
            self.amplitude_h,
        )

    @property
    def taux_occupation(self) -> Decimal | None:
        """Hours billed over theoretical hours, in %; None when a part is unknown."""
        theoriques = self.heures_theoriques
        if self.heures_facturees is None or not theoriques:
            return None
        return self.heures_facturees / theoriques * 100

    def __str__(self) -> str:
        return f"{self.eaje}, {self.annee}"


class AccueilIndividuel(Annuel):
    """Childminders (AM) and home care of a commune on 31 December. Only childminders who really work
    count in the coverage rate."""

    __tablename__ = "petite_enfance_accueil_individuel"
    __axe__ = "petite_enfance"
    __droits__ = droits_chiffres_axe()
    __table_args__ = (UniqueConstraint("code_insee", "annee"),)

    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"))
    am_agreees: Mapped[int | None] = nombre()
    am_actives: Mapped[int | None] = nombre()
    places_agreees: Mapped[int | None] = nombre()
    places_am_actives: Mapped[int | None] = nombre()
    am_55_plus: Mapped[int | None] = nombre()
    places_am_55_plus: Mapped[int | None] = nombre()
    entrees: Mapped[int | None] = nombre()
    sorties: Mapped[int | None] = nombre()
    gardes_domicile: Mapped[int | None] = nombre()

    commune: Mapped[Commune] = relationship()

    def __str__(self) -> str:
        return f"Accueil individuel, {self.commune}, {self.annee}"


class Rpe(Entite):
    """A relais petite enfance: its staff and the communes that it serves."""

    __tablename__ = "petite_enfance_rpe"
    __axe__ = "petite_enfance"
    __droits__ = droits_structure_axe()
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), unique=True)
    etp: Mapped[Decimal] = etp(_ETP_MIN, requis=True)
    guichet_unique: Mapped[bool] = mapped_column(default=False, server_default="false")
    analyse_pratique: Mapped[bool] = mapped_column(default=False, server_default="false")
    promotion_metier: Mapped[bool] = mapped_column(default=False, server_default="false")

    structure: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)
    communes: Mapped[list[Commune]] = relationship(
        secondary=rpe_commune, order_by=Commune.code_insee
    )

    @property
    def nombre_communes(self) -> int:
        """How many communes the relay serves."""
        return len(self.communes)

    def __str__(self) -> str:
        return self.structure.nom


MODELS: tuple[type[Any], ...] = (Eaje, AutorisationPlaces, ActiviteEaje, AccueilIndividuel, Rpe)
