"""Tables of the axis: EAJE and their ledger of places, their years, individual care, relays."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Numeric,
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
    validates,
)

from core.api.models import (
    Commune,
    CommuneDeLacteur,
    Entite,
    Structure,
    Via,
    droits_chiffres_axe,
    droits_structure_axe,
    enum_type,
)
from core.api.services import today
from plugins.petite_enfance.rules import (
    HEURES_PAR_JOUR,
    JOURS_MAX,
    Financement,
    MotifPlaces,
    Mouvement,
    NatureEaje,
    check_annee,
    check_borne,
    compute_heures_theoriques,
    compute_places_moyennes,
    get_categorie,
)

_PLACES_MAX = 1_000
_PERSONNES_MAX = 100_000
_HEURES_MAX = 10_000_000
_EUROS_MAX = 100_000_000
_ETP_MAX = 100
_ETP_MIN = Decimal("0.01")
_SENSIBLE = {"sensible": True}

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
        colonnes=("eaje_id", "date_effet", "places"), depuis="date_effet"
    )
    __table_args__ = (
        CheckConstraint(f"places BETWEEN -{_PLACES_MAX} AND {_PLACES_MAX}", name="places"),
        CheckConstraint("places_subventionnees_bonus >= 0", name="bonus"),
    )

    eaje_id: Mapped[int] = mapped_column(
        ForeignKey("petite_enfance_eaje.id", ondelete="CASCADE"), index=True
    )
    date_effet: Mapped[date]
    places: Mapped[int]
    motif: Mapped[MotifPlaces] = mapped_column(enum_type(MotifPlaces))
    acte_ref: Mapped[str] = mapped_column(default="", server_default="")
    modulation: Mapped[str] = mapped_column(default="", server_default="")
    places_subventionnees_bonus: Mapped[int | None]

    eaje: Mapped["Eaje"] = relationship(back_populates="mouvements")

    @validates("places")
    def _check_places(self, champ: str, valeur: int | None) -> int | None:
        check_borne(champ, valeur, _PLACES_MAX, -_PLACES_MAX)
        return valeur

    @validates("places_subventionnees_bonus")
    def _check_bonus(self, champ: str, valeur: int | None) -> int | None:
        check_borne(champ, valeur, _PLACES_MAX)
        return valeur

    def __str__(self) -> str:
        return f"{self.motif} du {self.date_effet:%d/%m/%Y} ({self.places:+d} places)"


class Eaje(Entite):
    """An establishment for children under 6 (EAJE). Name, commune, manager and status are those of its
    structure; its places are those of its ledger; its category follows from them."""

    __tablename__ = "petite_enfance_eaje"
    __libelle__ = ("structure.nom",)
    __grande__ = True
    __axe__ = "petite_enfance"
    __droits__ = droits_structure_axe(colonnes=("structure_id",))

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


class ActiviteEaje(Entite):
    """A year of an EAJE. An empty figure is not known: it is never read as zero."""

    __tablename__ = "petite_enfance_activite_eaje"
    __axe__ = "petite_enfance"
    __droits__ = droits_chiffres_axe(
        commune=lambda: Via("eaje", Via("structure", CommuneDeLacteur()))
    )
    __table_args__ = (
        UniqueConstraint("eaje_id", "annee"),
        CheckConstraint(f"jours_ouverture BETWEEN 0 AND {JOURS_MAX}", name="jours"),
        CheckConstraint(f"amplitude_h BETWEEN 0 AND {HEURES_PAR_JOUR}", name="amplitude"),
        CheckConstraint(
            "heures_facturees >= 0 AND heures_realisees >= 0 AND heures_theoriques_saisies >= 0",
            name="heures",
        ),
    )

    eaje_id: Mapped[int] = mapped_column(ForeignKey("petite_enfance_eaje.id"))
    annee: Mapped[int] = mapped_column(index=True)
    jours_ouverture: Mapped[int | None]
    amplitude_h: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    heures_facturees: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    heures_realisees: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    heures_theoriques_saisies: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    commentaire: Mapped[str] = mapped_column(default="", server_default="")
    enfants_differents: Mapped[int | None]
    enfants_aeeh: Mapped[int | None] = mapped_column(info=_SENSIBLE)
    places_fermees_personnel: Mapped[int | None]
    charges: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), info=_SENSIBLE)
    produits_familles: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), info=_SENSIBLE)
    psu: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), info=_SENSIBLE)
    bonus_territoire: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), info=_SENSIBLE)
    bonus_inclusion: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), info=_SENSIBLE)
    bonus_mixite: Mapped[Decimal | None] = mapped_column(Numeric(12, 2), info=_SENSIBLE)
    source: Mapped[str] = mapped_column(default="", server_default="")

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

    @validates("annee")
    def _check_annee(self, champ: str, valeur: int | None) -> int | None:
        check_annee(champ, valeur)
        return valeur

    @validates("jours_ouverture")
    def _check_jours(self, champ: str, valeur: int | None) -> int | None:
        check_borne(champ, valeur, JOURS_MAX)
        return valeur

    @validates("amplitude_h")
    def _check_amplitude(self, champ: str, valeur: Decimal | None) -> Decimal | None:
        check_borne(champ, valeur, HEURES_PAR_JOUR)
        return valeur

    @validates("heures_facturees", "heures_realisees", "heures_theoriques_saisies")
    def _check_heures(self, champ: str, valeur: Decimal | None) -> Decimal | None:
        check_borne(champ, valeur, _HEURES_MAX)
        return valeur

    @validates("enfants_differents", "enfants_aeeh", "places_fermees_personnel")
    def _check_effectifs(self, champ: str, valeur: int | None) -> int | None:
        check_borne(champ, valeur, _PERSONNES_MAX)
        return valeur

    @validates(
        "charges", "produits_familles", "psu", "bonus_territoire", "bonus_inclusion", "bonus_mixite"
    )
    def _check_euros(self, champ: str, valeur: Decimal | None) -> Decimal | None:
        check_borne(champ, valeur, _EUROS_MAX)
        return valeur

    def __str__(self) -> str:
        return f"{self.eaje}, {self.annee}"


class AccueilIndividuel(Entite):
    """Childminders (AM) and home care of a commune on 31 December. Only childminders who really work
    count in the coverage rate."""

    __tablename__ = "petite_enfance_accueil_individuel"
    __axe__ = "petite_enfance"
    __droits__ = droits_chiffres_axe()
    __table_args__ = (
        UniqueConstraint("code_insee", "annee"),
        CheckConstraint(
            "am_agreees >= 0 AND am_actives >= 0 AND places_agreees >= 0 AND places_am_actives >= 0 "
            "AND am_55_plus >= 0 AND places_am_55_plus >= 0 AND entrees >= 0 AND sorties >= 0 "
            "AND gardes_domicile >= 0",
            name="effectifs",
        ),
    )

    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"))
    annee: Mapped[int] = mapped_column(index=True)
    am_agreees: Mapped[int | None]
    am_actives: Mapped[int | None]
    places_agreees: Mapped[int | None]
    places_am_actives: Mapped[int | None]
    am_55_plus: Mapped[int | None]
    places_am_55_plus: Mapped[int | None]
    entrees: Mapped[int | None]
    sorties: Mapped[int | None]
    gardes_domicile: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="", server_default="")

    commune: Mapped[Commune] = relationship()

    @validates("annee")
    def _check_annee(self, champ: str, valeur: int | None) -> int | None:
        check_annee(champ, valeur)
        return valeur

    @validates(
        "am_agreees",
        "am_actives",
        "places_agreees",
        "places_am_actives",
        "am_55_plus",
        "places_am_55_plus",
        "entrees",
        "sorties",
        "gardes_domicile",
    )
    def _check_effectifs(self, champ: str, valeur: int | None) -> int | None:
        check_borne(champ, valeur, _PERSONNES_MAX)
        return valeur

    def __str__(self) -> str:
        return f"Accueil individuel, {self.commune}, {self.annee}"


class Rpe(Entite):
    """A relais petite enfance: its staff and the communes that it serves."""

    __tablename__ = "petite_enfance_rpe"
    __axe__ = "petite_enfance"
    __droits__ = droits_structure_axe()
    __table_args__ = (CheckConstraint("etp > 0", name="etp"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), unique=True)
    etp: Mapped[Decimal] = mapped_column(Numeric(5, 2))
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

    @validates("etp")
    def _check_etp(self, champ: str, valeur: Decimal | None) -> Decimal | None:
        check_borne(champ, valeur, _ETP_MAX, _ETP_MIN)
        return valeur

    def __str__(self) -> str:
        return self.structure.nom


MODELS: tuple[type[Any], ...] = (Eaje, AutorisationPlaces, ActiviteEaje, AccueilIndividuel, Rpe)
