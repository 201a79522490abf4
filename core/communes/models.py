"""The 26 communes, their populations, the context figures that rates divide by."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.communes.rules import CODES_CONTEXTE, CODES_OUVERTS
from core.db.base import Entite
from core.security.acteur import Role
from core.security.droits import TOUJOURS, TOUS_LES_ROLES, Droits, Vaut, droits_cadre, pour
from core.security.poids import TOUS_LES_AXES, Poids


def _droits_contexte() -> Droits:
    """Everybody reads the figures of context; a small number of people of a sensible one, those who enter
    it and the CAF, that it comes from (metier.md section 6)."""
    return replace(
        droits_cadre(Poids(annee="annee", axes=TOUS_LES_AXES)),
        sensible=pour(TOUJOURS, *TOUS_LES_ROLES),
        sensible_ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
        petits_effectifs={
            **pour(Vaut("code", CODES_OUVERTS), *TOUS_LES_ROLES),
            **pour(TOUJOURS, Role.GOUVERNANCE, Role.PARTENAIRE_CAF),
        },
    )


class Bassin(Entite):
    """A bassin de vie, drawn by staff (metier.md section 6): none exists until they enter it."""

    __tablename__ = "bassin"
    __libelle__ = ("nom",)
    __droits__ = droits_cadre()

    nom: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(default="", server_default="")

    def __str__(self) -> str:
        return self.nom


class Commune(Entite):
    """A member commune. ``contour`` holds GeoJSON rings once a real outline was imported."""

    __tablename__ = "commune"
    __libelle__ = ("nom",)
    # Figures of every year are summed by bassin, and some are told by distance.
    __droits__ = droits_cadre(
        Poids(axes=TOUS_LES_AXES, colonnes=("bassin_id", "latitude", "longitude"))
    )

    code_insee: Mapped[str] = mapped_column(unique=True)
    nom: Mapped[str]
    siren: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    bassin_id: Mapped[int | None] = mapped_column(ForeignKey("bassin.id"), index=True)
    contour: Mapped[list[Any] | None] = mapped_column(JSONB)
    source: Mapped[str] = mapped_column(default="", server_default="")

    bassin: Mapped[Bassin | None] = relationship()

    def __str__(self) -> str:
        return self.nom


class Population(Entite):
    """Legal population: in force in ``edition``, it describes ``annee_reference`` (three years before)."""

    __tablename__ = "population"
    __droits__ = droits_cadre(Poids(annee="edition", suivantes=True, axes=TOUS_LES_AXES))
    __table_args__ = (
        UniqueConstraint("code_insee", "edition"),
        CheckConstraint("municipale >= 0 AND totale >= municipale", name="effectifs"),
    )

    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"))
    edition: Mapped[int]
    annee_reference: Mapped[int]
    municipale: Mapped[int]
    totale: Mapped[int]
    source: Mapped[str]

    commune: Mapped[Commune] = relationship()

    def __str__(self) -> str:
        return f"Population en vigueur en {self.edition}, {self.commune}"


class DonneeContexte(Entite):
    """A figure of context for a commune and a year. ``valeur`` None is "non renseigné", never zero."""

    __tablename__ = "donnee_contexte"
    __droits__ = _droits_contexte()
    __table_args__ = (UniqueConstraint("code_insee", "annee", "code"),)

    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"))
    annee: Mapped[int]
    code: Mapped[str]
    valeur: Mapped[Decimal | None] = mapped_column(
        Numeric(14, 2), info={"sensible": True, "effectif": True}
    )
    source: Mapped[str]
    millesime: Mapped[str] = mapped_column(default="", server_default="")

    commune: Mapped[Commune] = relationship()

    def __str__(self) -> str:
        return f"{CODES_CONTEXTE.get(self.code, self.code)}, {self.annee}, {self.commune}"
