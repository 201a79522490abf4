"""Tables of the axis: places that receive people, digital mediation, mobility, housing, domiciliation."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
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
    heures,
    nombre,
)
from core.api.services import today
from plugins.acces_droits.rules import (
    FrequencePermanence,
    ObjetPermanence,
    TypeLieu,
    TypeMediateur,
    TypeOffreLogement,
    TypeOffreMobilite,
)

_HEURES_SEMAINE, _HEURES_JOUR = 168, 24
# Sums over a year: journeys of a network, days of waiting, months of stays.
_CUMUL_MAX = 10_000_000


def _communes(table: str, parent: str) -> Table:
    """The communes that rows of ``parent`` serve."""
    return Table(
        f"acces_droits_{table}_commune",
        Entite.metadata,
        Column(
            f"{table}_id",
            ForeignKey(f"acces_droits_{parent}.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
    )


lieu_commune = _communes("lieu", "lieu_accueil")
mediateur_commune = _communes("mediateur", "mediateur_numerique")
mobilite_commune = _communes("mobilite", "offre_mobilite")


class LieuAccueil(Entite):
    """A place where people are received for their rights. Name, address and commune are those of its
    structure; one that travels says which communes it serves."""

    __tablename__ = "acces_droits_lieu_accueil"
    __libelle__ = ("structure.nom",)
    __grande__ = True
    __axe__ = "acces_droits"
    __droits__ = droits_structure_axe(
        Poids(
            ouvertures=("structure.ouverte_le",), colonnes=("structure_id", "itinerant", "communes")
        )
    )
    __table_args__ = (CheckConstraint("label_fin >= label_debut", name="label"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), unique=True)
    type: Mapped[TypeLieu] = mapped_column(enum_type(TypeLieu))
    itinerant: Mapped[bool] = mapped_column(default=False, server_default="false")
    heures_hebdo: Mapped[Decimal | None] = heures(_HEURES_SEMAINE)
    horaires: Mapped[str] = mapped_column(default="", server_default="")
    label_debut: Mapped[date | None]
    label_fin: Mapped[date | None]
    operateurs: Mapped[str] = mapped_column(default="", server_default="")
    verifie_le: Mapped[date] = mapped_column(default=today)

    structure: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)
    communes: Mapped[list[Commune]] = relationship(
        secondary=lieu_commune, order_by=Commune.code_insee
    )

    def __str__(self) -> str:
        return self.structure.nom


class Permanence(Entite):
    """An organisation that receives people in somebody else's place, now and then."""

    __tablename__ = "acces_droits_permanence"
    __axe__ = "acces_droits"
    # Its last check is no définitif: MLD10 reads that of today, which each new check moves.
    __droits__ = droits_structure_axe(
        Poids(fin="valide_jusqu_au", colonnes=("lieu_id", "valide_jusqu_au"))
    )

    lieu_id: Mapped[int] = mapped_column(
        ForeignKey("acces_droits_lieu_accueil.id", ondelete="CASCADE"), index=True
    )
    organisme_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    objet: Mapped[ObjetPermanence] = mapped_column(enum_type(ObjetPermanence))
    frequence: Mapped[FrequencePermanence] = mapped_column(
        enum_type(FrequencePermanence), default=FrequencePermanence.HEBDO
    )
    creneaux_h: Mapped[Decimal | None] = heures(_HEURES_JOUR)
    rdv: Mapped[bool] = mapped_column(default=False, server_default="false")
    valide_jusqu_au: Mapped[date | None]
    verifie_le: Mapped[date] = mapped_column(default=today)

    lieu: Mapped[LieuAccueil] = relationship(lazy="joined", innerjoin=True)
    organisme: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.organisme} à {self.lieu} ({self.objet.libelle.lower()})"


class ActiviteAccueil(Annuel):
    """A year of a place. An empty figure is not known: it is never read as zero."""

    __tablename__ = "acces_droits_activite_accueil"
    __axe__ = "acces_droits"
    __droits__ = droits_chiffres_axe(
        commune=lambda: Via("lieu", Via("structure", CommuneDeLacteur()))
    )
    __table_args__ = (UniqueConstraint("lieu_id", "annee"),)

    lieu_id: Mapped[int] = mapped_column(ForeignKey("acces_droits_lieu_accueil.id"))
    accompagnements: Mapped[int | None] = nombre()
    demandes_caf: Mapped[int | None] = nombre()
    usagers_hors_commune: Mapped[int | None] = nombre()
    rendez_vous: Mapped[int | None] = nombre()
    somme_delais_j: Mapped[int | None] = nombre(_CUMUL_MAX)
    dossiers_suivis: Mapped[int | None] = nombre()
    droits_ouverts: Mapped[int | None] = nombre()
    orientations: Mapped[int | None] = nombre()

    lieu: Mapped[LieuAccueil] = relationship()

    @property
    def delai_moyen(self) -> Decimal | None:
        """Mean wait for an appointment, in days; None when a part is unknown."""
        if self.somme_delais_j is None or not self.rendez_vous:
            return None
        return Decimal(self.somme_delais_j) / self.rendez_vous

    def __str__(self) -> str:
        return f"{self.lieu}, {self.annee}"


class MediateurNumerique(Annuel):
    """Digital mediators of one kind in a structure, over a year: no name, full-time equivalents."""

    __tablename__ = "acces_droits_mediateur_numerique"
    __axe__ = "acces_droits"
    __droits__ = droits_chiffres_axe(commune=lambda: Via("structure", CommuneDeLacteur()))
    __table_args__ = (UniqueConstraint("structure_id", "type", "annee"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    type: Mapped[TypeMediateur] = mapped_column(enum_type(TypeMediateur))
    etp: Mapped[Decimal | None] = etp()
    aidants_connect: Mapped[bool] = mapped_column(default=False, server_default="false")
    ateliers: Mapped[int | None] = nombre()
    accompagnements_individuels: Mapped[int | None] = nombre()
    beneficiaires: Mapped[int | None] = nombre()

    structure: Mapped[Structure] = relationship()
    communes: Mapped[list[Commune]] = relationship(
        secondary=mediateur_commune, order_by=Commune.code_insee
    )

    def __str__(self) -> str:
        return f"{self.structure}, {self.type.libelle.lower()}, {self.annee}"


class EngagementNumerique(Entite):
    """A structure that helps people with digital procedures: identified, then a signatory of the feuille
    directrice numérique."""

    __tablename__ = "acces_droits_engagement_numerique"
    __axe__ = "acces_droits"
    __droits__ = droits_structure_axe(
        Poids(annee="identifiee_le", suivantes=True, colonnes=("structure_id", "identifiee_le")),
        Poids(annee="signee_le", suivantes=True, sauf=("actif", (False,)), colonnes=("signee_le",)),
    )
    __table_args__ = (CheckConstraint("signee_le >= identifiee_le", name="dates"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), unique=True)
    identifiee_le: Mapped[date] = mapped_column(default=today)
    signee_le: Mapped[date | None]
    actif: Mapped[bool] = mapped_column(default=True, server_default="true")

    structure: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.structure.nom


class OffreMobilite(Annuel):
    """A mobility offer over a year, with the communes that it serves."""

    __tablename__ = "acces_droits_offre_mobilite"
    __axe__ = "acces_droits"
    __droits__ = droits_chiffres_axe(commune=lambda: Via("communes", CommuneDeLacteur()))
    __table_args__ = (UniqueConstraint("type", "operateur", "annee"),)

    type: Mapped[TypeOffreMobilite] = mapped_column(enum_type(TypeOffreMobilite))
    operateur: Mapped[str]
    tarif: Mapped[str] = mapped_column(default="", server_default="")
    voyages: Mapped[int | None] = nombre(_CUMUL_MAX)
    voyages_acces_droits: Mapped[int | None] = nombre(_CUMUL_MAX)
    beneficiaires: Mapped[int | None] = nombre()

    communes: Mapped[list[Commune]] = relationship(
        secondary=mobilite_commune, order_by=Commune.code_insee
    )

    @property
    def nombre_communes(self) -> int:
        """How many communes the offer serves."""
        return len(self.communes)

    def __str__(self) -> str:
        return f"{self.type.libelle}, {self.operateur}, {self.annee}"


class OffreLogement(Annuel):
    """Places of a structure that houses people, over a year; its commune is that of its structure."""

    __tablename__ = "acces_droits_offre_logement"
    __axe__ = "acces_droits"
    __droits__ = droits_chiffres_axe(commune=lambda: Via("structure", CommuneDeLacteur()))
    __table_args__ = (UniqueConstraint("structure_id", "type", "annee"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    type: Mapped[TypeOffreLogement] = mapped_column(enum_type(TypeOffreLogement))
    places: Mapped[int | None] = nombre(10_000)
    places_occupees: Mapped[int | None] = nombre(10_000)
    sorties: Mapped[int | None] = nombre()
    sorties_logement_autonome: Mapped[int | None] = nombre()
    duree_totale_mois: Mapped[int | None] = nombre(_CUMUL_MAX)

    structure: Mapped[Structure] = relationship()

    def __str__(self) -> str:
        return f"{self.structure}, {self.type.libelle.lower()}, {self.annee}"


class Domiciliation(Annuel):
    """Elections of domicile with a CCAS or a CIAS over a year, as sent to the préfet each January
    (CASF D. 264-8). Few people a commune: the figures are sensible."""

    __tablename__ = "acces_droits_domiciliation"
    __axe__ = "acces_droits"
    __droits__ = droits_chiffres_axe(commune=lambda: Via("structure", CommuneDeLacteur()))
    __table_args__ = (UniqueConstraint("structure_id", "annee"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    valides_31_12: Mapped[int | None] = nombre(sensible=True)
    personnes: Mapped[int | None] = nombre(sensible=True)
    demandes: Mapped[int | None] = nombre(sensible=True, parties=("nouvelles", "refus"))
    nouvelles: Mapped[int | None] = nombre(sensible=True)
    radiations: Mapped[int | None] = nombre(sensible=True)
    refus: Mapped[int | None] = nombre(sensible=True)

    structure: Mapped[Structure] = relationship()

    def __str__(self) -> str:
        return f"Domiciliations, {self.structure}, {self.annee}"


MODELS: tuple[type[Any], ...] = (
    LieuAccueil,
    Permanence,
    ActiviteAccueil,
    MediateurNumerique,
    EngagementNumerique,
    OffreMobilite,
    OffreLogement,
    Domiciliation,
)
