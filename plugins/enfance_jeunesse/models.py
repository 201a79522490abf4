"""Tables of the accueils: their capacities, their years, their teams, and the PEdT that frame them."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    euros,
    heures,
    jours,
    nombre,
)
from core.api.services import today
from plugins.enfance_jeunesse.models_projets import Passerelle, TempsInclusion
from plugins.enfance_jeunesse.rules import (
    Capacite,
    Categorie,
    EtatPedt,
    Periode,
    Tranche,
    compute_capacite_moyenne,
    compute_heures_theoriques,
    get_capacite,
    get_etat,
    is_ouvert,
)

_PLACES_MAX = 2_000
_REUNIONS_MAX = 100

accueil_commune = Table(
    "enfance_jeunesse_accueil_commune",
    Entite.metadata,
    Column(
        "accueil_id",
        ForeignKey("enfance_jeunesse_accueil_loisirs.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
)
pedt_commune = Table(
    "enfance_jeunesse_pedt_commune",
    Entite.metadata,
    Column("pedt_id", ForeignKey("enfance_jeunesse_pedt.id", ondelete="CASCADE"), primary_key=True),
    Column("code_insee", ForeignKey("commune.code_insee"), primary_key=True, index=True),
)


class Pedt(Entite):
    """A projet éducatif territorial: three school years, from September to September, between communes,
    the préfet and the academic director, often with the CAF. Its state follows from its dates."""

    __tablename__ = "enfance_jeunesse_pedt"
    __libelle__ = ("nom",)
    __axe__ = "enfance_jeunesse"
    __droits__ = droits_structure_axe(
        Poids(annee="debut", suivantes=True, fin="fin", colonnes=("debut", "fin", "communes"))
    )

    nom: Mapped[str] = mapped_column(unique=True)
    debut: Mapped[date]
    fin: Mapped[date] = mapped_column(index=True)
    plan_mercredi: Mapped[bool] = mapped_column(default=False, server_default="false")
    signataires: Mapped[str] = mapped_column(default="", server_default="")
    comites_tenus: Mapped[int | None] = nombre(_REUNIONS_MAX)
    evaluation_le: Mapped[date | None]

    communes: Mapped[list[Commune]] = relationship(
        secondary=pedt_commune, order_by=Commune.code_insee
    )

    @property
    def etat(self) -> EtatPedt:
        """Where it stands today."""
        return get_etat(self.debut, self.fin, today())

    @property
    def nombre_communes(self) -> int:
        """How many communes it covers."""
        return len(self.communes)

    def __str__(self) -> str:
        return self.nom


class CapaciteAlsh(Entite):
    """Places of an accueil for a period, in force from a day: the last line dated is the one in force."""

    __tablename__ = "enfance_jeunesse_capacite_alsh"
    __axe__ = "enfance_jeunesse"
    __droits__ = droits_structure_axe(
        Poids(
            annee="date_effet",
            suivantes=True,
            colonnes=(
                "accueil_id",
                "date_effet",
                "periode",
                "capacite_moins_6",
                "capacite_plus_6",
                "capacite_ados",
            ),
        )
    )
    __table_args__ = (UniqueConstraint("accueil_id", "periode", "date_effet"),)

    accueil_id: Mapped[int] = mapped_column(
        ForeignKey("enfance_jeunesse_accueil_loisirs.id", ondelete="CASCADE")
    )
    date_effet: Mapped[date]
    periode: Mapped[Periode] = mapped_column(enum_type(Periode))
    capacite_moins_6: Mapped[int] = nombre(_PLACES_MAX, requis=True)
    capacite_plus_6: Mapped[int] = nombre(_PLACES_MAX, requis=True)
    capacite_ados: Mapped[int] = nombre(_PLACES_MAX, requis=True)

    accueil: Mapped["AccueilLoisirs"] = relationship(back_populates="capacites")

    def __str__(self) -> str:
        return f"{self.periode} au {self.date_effet:%d/%m/%Y}"


def _places(periode: Periode) -> Any:
    """Places of an accueil in force today for a period, as a column that lists and files read."""

    def count(accueil: "AccueilLoisirs") -> int | None:
        return accueil.count_places(periode)

    return property(count)


class AccueilLoisirs(Entite):
    """An accueil of one category run by a structure. Name, commune and manager are those of its structure;
    its places are those of its dated lines."""

    __tablename__ = "enfance_jeunesse_accueil_loisirs"
    __libelle__ = ("structure.nom", "categorie")
    __grande__ = True
    __axe__ = "enfance_jeunesse"
    __droits__ = droits_structure_axe(
        Poids(
            ouvertures=("structure.ouverte_le", "ouvert_le"),
            colonnes=("structure_id", "categorie", "tranches", "ouvert_le"),
        ),
        Poids(fin="ferme_le", decalage=1, colonnes=("ferme_le",)),
    )
    __table_args__ = (
        UniqueConstraint("structure_id", "categorie"),
        CheckConstraint(
            f"tranches <@ ARRAY[{', '.join(repr(t.value) for t in Tranche)}]", name="tranches"
        ),
    )

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    categorie: Mapped[Categorie] = mapped_column(enum_type(Categorie))
    tranches: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    declare: Mapped[bool] = mapped_column(default=True, server_default="true")
    numero_declaration: Mapped[str] = mapped_column(default="", server_default="")
    ouvert_le: Mapped[date | None]
    ferme_le: Mapped[date | None]
    plan_mercredi: Mapped[bool] = mapped_column(default=False, server_default="false")
    tarification_qf: Mapped[bool] = mapped_column(default=False, server_default="false")
    pedt_id: Mapped[int | None] = mapped_column(ForeignKey("enfance_jeunesse_pedt.id"), index=True)

    structure: Mapped[Structure] = relationship(lazy="joined", innerjoin=True)
    pedt: Mapped[Pedt | None] = relationship()
    communes_desservies: Mapped[list[Commune]] = relationship(
        secondary=accueil_commune, order_by=Commune.code_insee
    )
    capacites: Mapped[list[CapaciteAlsh]] = relationship(
        back_populates="accueil",
        # Deleted one by one rather than by the database: each line weighs on validated years.
        cascade="all, delete-orphan",
        order_by="(CapaciteAlsh.date_effet, CapaciteAlsh.periode)",
    )

    places_matin = _places(Periode.MATIN)
    places_midi = _places(Periode.MIDI)
    places_soir = _places(Periode.SOIR)
    places_mercredi = _places(Periode.MERCREDI)
    places_petites_vacances = _places(Periode.PETITES_VACANCES)
    places_ete = _places(Periode.ETE)

    @property
    def registre(self) -> list[Capacite]:
        """Its dated lines as values for the rules."""
        return [
            Capacite(
                date_effet=c.date_effet,
                periode=c.periode,
                moins_6=c.capacite_moins_6,
                plus_6=c.capacite_plus_6,
                ados=c.capacite_ados,
            )
            for c in self.capacites
        ]

    @property
    def ages(self) -> str:
        """Its age bands, in words and in their order."""
        return ", ".join(t.libelle for t in Tranche if t.value in self.tranches)

    @property
    def ouvert(self) -> bool:
        """Open today, its own dates and those of its structure considered."""
        jour = today()
        return all(d is None or d <= jour for d in self.ouvertures) and all(
            d is None or d >= jour for d in self.fermetures
        )

    @property
    def ouvertures(self) -> tuple[date | None, date | None]:
        """First days of its structure and of its own."""
        return (self.structure.ouverte_le, self.ouvert_le)

    @property
    def fermetures(self) -> tuple[date | None, date | None]:
        """Last days of its structure and of its own."""
        return (self.structure.fermee_le, self.ferme_le)

    def is_ouvert_en(self, annee: int) -> bool:
        """Open at some moment of ``annee``."""
        return is_ouvert(annee, self.ouvertures, self.fermetures)

    def count_places(self, periode: Periode) -> int | None:
        """Places of all ages in force today for a period; None when no line says."""
        capacite = get_capacite(self.registre, periode, today())
        return None if capacite is None else capacite.total

    def __str__(self) -> str:
        return f"{self.structure.nom} {self.categorie.libelle.lower()}"


class ActiviteAlsh(Annuel):
    """A year of an accueil for one period. An empty figure is not known: it is never read as zero."""

    __tablename__ = "enfance_jeunesse_activite_alsh"
    __axe__ = "enfance_jeunesse"
    __droits__ = droits_chiffres_axe(
        commune=lambda: Via("accueil", Via("structure", CommuneDeLacteur()))
    )
    __table_args__ = (UniqueConstraint("accueil_id", "annee", "periode"),)

    accueil_id: Mapped[int] = mapped_column(ForeignKey("enfance_jeunesse_accueil_loisirs.id"))
    periode: Mapped[Periode] = mapped_column(enum_type(Periode))
    jours: Mapped[int | None] = jours()
    amplitude_h: Mapped[Decimal | None] = amplitude()
    heures_realisees: Mapped[Decimal | None] = heures()
    heures_facturees: Mapped[Decimal | None] = heures()
    enfants_differents: Mapped[int | None] = nombre()
    enfants_hors_commune: Mapped[int | None] = nombre()
    enfants_aeeh: Mapped[int | None] = nombre(sensible=True)
    heures_aeeh: Mapped[Decimal | None] = heures(sensible=True)
    refus_faute_place: Mapped[int | None] = nombre()
    charges: Mapped[Decimal | None] = euros()
    ps_caf: Mapped[Decimal | None] = euros()
    bonus_territoire: Mapped[Decimal | None] = euros()
    complement_inclusif: Mapped[Decimal | None] = euros()
    participation_familles: Mapped[Decimal | None] = euros()

    accueil: Mapped[AccueilLoisirs] = relationship()

    @property
    def heures_theoriques(self) -> Decimal | None:
        """Hours that could be offered: mean places of the period x days x daily opening."""
        return compute_heures_theoriques(
            compute_capacite_moyenne(self.accueil.registre, self.periode, self.annee),
            self.jours,
            self.amplitude_h,
        )

    @property
    def taux_occupation(self) -> Decimal | None:
        """Hours of presence over theoretical hours, in %; None when a part is unknown."""
        theoriques = self.heures_theoriques
        if self.heures_realisees is None or not theoriques:
            return None
        return self.heures_realisees / theoriques * 100

    def __str__(self) -> str:
        return f"{self.accueil}, {self.periode.libelle.lower()} {self.annee}"


class EquipeAnimation(Annuel):
    """The team of an accueil in a year: posts, diplomas, training. A person counts once, by the highest
    diploma."""

    __tablename__ = "enfance_jeunesse_equipe_animation"
    __axe__ = "enfance_jeunesse"
    __droits__ = droits_chiffres_axe(
        commune=lambda: Via("accueil", Via("structure", CommuneDeLacteur()))
    )
    __table_args__ = (UniqueConstraint("accueil_id", "annee"),)

    accueil_id: Mapped[int] = mapped_column(ForeignKey("enfance_jeunesse_accueil_loisirs.id"))
    postes: Mapped[int | None] = nombre(_PLACES_MAX)
    postes_pourvus: Mapped[int | None] = nombre(_PLACES_MAX)
    bafa: Mapped[int | None] = nombre(_PLACES_MAX)
    bafd: Mapped[int | None] = nombre(_PLACES_MAX)
    equivalents: Mapped[int | None] = nombre(_PLACES_MAX)
    stagiaires: Mapped[int | None] = nombre(_PLACES_MAX)
    sans_diplome: Mapped[int | None] = nombre(_PLACES_MAX)
    jours_formation: Mapped[int | None] = nombre()

    accueil: Mapped[AccueilLoisirs] = relationship()

    @property
    def diplomes(self) -> int | None:
        """People with a BAFA, a BAFD or an equivalent; None when one of the three is unknown."""
        if self.bafa is None or self.bafd is None or self.equivalents is None:
            return None
        return self.bafa + self.bafd + self.equivalents

    def __str__(self) -> str:
        return f"Équipe, {self.accueil}, {self.annee}"


MODELS: tuple[type[Any], ...] = (
    AccueilLoisirs,
    CapaciteAlsh,
    ActiviteAlsh,
    EquipeAnimation,
    Pedt,
    TempsInclusion,
    Passerelle,
)
