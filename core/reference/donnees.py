"""Reading the facts that the platform carries (``data/SOURCES.md`` says where each comes from)."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.communes.rules import PARAMETRE_SEUIL, SEUIL_PAR_DEFAUT
from core.gouvernance.plugin import AXE
from core.plugin.types import Parametre

_DATA = Path(__file__).parent / "data"

SOURCE_CONVENTION = (
    "Brochure « Convention territoriale globale 2024-2028 », Cholet Agglomération, septembre 2024"
)
SOURCE_COMMUNES = (
    "INSEE, code officiel géographique (Licence Ouverte) ; coordonnées GeoNames (CC BY 4.0)"
)

# The five thematic colours give way to those of the installed axes; contrast on white above 4.5.
COULEURS = MappingProxyType(
    {
        AXE.slug: AXE.couleur,
        "vie_sociale": "#a8441c",
        "parentalite": "#7a3b8f",
        "petite_enfance": "#0b6e5f",
        "enfance_jeunesse": "#1f5fa8",
        "acces_droits": "#7a5c00",
    }
)

# The brochure asks for it (axis 6, second expected result and first action majeure) and no more is known.
CADRES = (
    {
        "nom": "Feuille directrice numérique",
        "description": (
            "Partagée et mise en œuvre par les acteurs de l'accompagnement au numérique (axe 6, résultat "
            "attendu 2)."
        ),
        "source": SOURCE_CONVENTION,
    },
)

PARAMETRES = (
    Parametre(
        code=PARAMETRE_SEUIL,
        libelle="Effectif en dessous duquel un chiffre sensible d'une commune est masqué",
        unite="personnes",
        valeur=SEUIL_PAR_DEFAUT,
        debut=date(2024, 1, 1),
        source="Valeur par défaut de la plateforme, à confirmer par la gouvernance",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneCommune:
    """A commune of the territory; coordinates in degrees (WGS 84)."""

    code_insee: str
    nom: str
    siren: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePopulation:
    """The legal population of a commune in one edition."""

    code_insee: str
    edition: int
    annee_reference: int
    municipale: int
    totale: int

    @property
    def source(self) -> str:
        """Words printed beside the figure."""
        return f"INSEE, populations légales, édition {self.edition} (Licence Ouverte)"


def read_convention() -> dict[str, Any]:
    """The convention of the brochure: ``convention``, ``etapes``, ``axes`` with what they hold."""
    content: dict[str, Any] = json.loads(
        (_DATA / "convention-2024-2028.json").read_text(encoding="utf-8")
    )
    return content


def read_communes() -> tuple[LigneCommune, ...]:
    """The 26 communes, by INSEE code."""
    return tuple(
        LigneCommune(
            code_insee=row["code_insee"],
            nom=row["nom"],
            siren=row["siren"],
            latitude=float(Decimal(row["latitude"])),
            longitude=float(Decimal(row["longitude"])),
        )
        for row in _read_csv("communes.csv")
    )


def read_populations() -> tuple[LignePopulation, ...]:
    """Legal populations, by commune and edition."""
    return tuple(
        LignePopulation(
            code_insee=row["code_insee"],
            edition=int(row["edition"]),
            annee_reference=int(row["annee_reference"]),
            municipale=int(row["population_municipale"]),
            totale=int(row["population_totale"]),
        )
        for row in _read_csv("populations.csv")
    )


def _read_csv(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
