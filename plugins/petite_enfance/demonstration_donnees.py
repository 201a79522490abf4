"""Invented establishments and relays of the demonstration."""

from dataclasses import dataclass
from decimal import Decimal

from core.api.models import StatutStructure
from plugins.petite_enfance.rules import Financement, NatureEaje

_PUBLIC, _ASSOCIATIF = StatutStructure.PUBLIC, StatutStructure.ASSOCIATIF
_MUTUALISTE, _ENTREPRISE = StatutStructure.MUTUALISTE, StatutStructure.ENTREPRISE


@dataclass(frozen=True, slots=True, kw_only=True)
class EajeFictif:
    """An invented establishment. ``registre``: (year, month, signed places); a negative year counts back
    from the year of loading."""

    nom: str
    code_insee: str
    statut: StatutStructure
    gestionnaire: str
    registre: tuple[tuple[int, int, int], ...]
    nature: NatureEaje = NatureEaje.CRECHE_COLLECTIVE
    financement: Financement = Financement.PSU


def _eaje(
    nom: str,
    code_insee: str,
    statut: StatutStructure,
    gestionnaire: str,
    *registre: tuple[int, int, int],
    nature: NatureEaje = NatureEaje.CRECHE_COLLECTIVE,
    financement: Financement = Financement.PSU,
) -> EajeFictif:
    return EajeFictif(
        nom=nom,
        code_insee=code_insee,
        statut=statut,
        gestionnaire=gestionnaire,
        registre=registre,
        nature=nature,
        financement=financement,
    )


EAJES: tuple[EajeFictif, ...] = (
    _eaje("Crèche des Tilleuls", "49099", _PUBLIC, "Ville (fictif)", (2015, 9, 55), (2019, 1, 5)),
    _eaje(
        "Multi-accueil des Glycines",
        "49099",
        _ASSOCIATIF,
        "Association Les Glycines (fictif)",
        (2015, 9, 40),
        (2021, 9, 5),
    ),
    _eaje(
        "Crèche des Coquelicots",
        "49099",
        _MUTUALISTE,
        "Mutuelle de démonstration",
        (2016, 1, 44),
        (-2, 9, -4),
    ),
    _eaje(
        "Micro-crèche Les Galipettes",
        "49099",
        _ENTREPRISE,
        "Galipettes SAS (fictif)",
        (2019, 3, 10),
        (2022, 9, 2),
        financement=Financement.PAJE,
    ),
    _eaje(
        "Crèche familiale de l'Arc-en-ciel",
        "49099",
        _PUBLIC,
        "Ville (fictif)",
        (2015, 9, 50),
        (2020, 1, -10),
        (-1, 1, -6),
        nature=NatureEaje.CRECHE_FAMILIALE,
    ),
    _eaje(
        "Jardin d'enfants des Marronniers",
        "49099",
        _ASSOCIATIF,
        "Association Les Marronniers (fictif)",
        (2017, 9, 24),
        nature=NatureEaje.JARDIN_ENFANTS,
    ),
    _eaje(
        "Multi-accueil des Hirondelles",
        "49373",
        _PUBLIC,
        "Commune (fictif)",
        (2016, 9, 20),
        (2023, 9, 5),
    ),
    _eaje(
        "Micro-crèche Les Lutins",
        "49373",
        _ENTREPRISE,
        "Lutins SARL (fictif)",
        (2022, 1, 10),
        financement=Financement.PAJE,
    ),
    _eaje(
        "Crèche des Mésanges",
        "49332",
        _PUBLIC,
        "Commune (fictif)",
        (2015, 9, 18),
        (-2, 1, 4),
    ),
    _eaje(
        "Multi-accueil Pomme de Reinette",
        "49193",
        _ASSOCIATIF,
        "Association Pomme de Reinette (fictif)",
        (2015, 9, 20),
    ),
    _eaje("Multi-accueil des Bambins", "49192", _PUBLIC, "Commune (fictif)", (2016, 9, 16)),
    _eaje(
        "Micro-crèche des Noisettes",
        "49343",
        _ASSOCIATIF,
        "Association Les Noisettes (fictif)",
        (2018, 9, 10),
        (2023, 1, 2),
    ),
    _eaje("Multi-accueil des Lucioles", "49355", _PUBLIC, "Commune (fictif)", (2017, 1, 18)),
    _eaje(
        "Crèche des Libellules",
        "49299",
        _MUTUALISTE,
        "Mutuelle de démonstration",
        (2016, 9, 16),
    ),
    _eaje(
        "Micro-crèche des Écureuils",
        "49269",
        _ENTREPRISE,
        "Écureuils SARL (fictif)",
        (2020, 9, 10),
        financement=Financement.PAJE,
    ),
    _eaje(
        "Micro-crèche Bulle de savon",
        "49260",
        _ASSOCIATIF,
        "Association Bulle (fictif)",
        (2023, 9, 10),
    ),
    _eaje(
        "Micro-crèche des Papillons",
        "49371",
        _ENTREPRISE,
        "Papillons SARL (fictif)",
        (2018, 1, 10),
        (-2, 7, -10),
        financement=Financement.PAJE,
    ),
    _eaje("Micro-crèche des Faons", "49381", _PUBLIC, "Commune (fictif)", (2021, 9, 12)),
    _eaje(
        "Micro-crèche des Roitelets",
        "49231",
        _ASSOCIATIF,
        "Association Les Roitelets (fictif)",
        (-1, 9, 12),
    ),
)
# What the last year lacks on purpose: a collecte is never complete.
SANS_ACTIVITE = {
    "Multi-accueil des Bambins",
    "Micro-crèche des Écureuils",
    "Crèche des Coquelicots",
}
SANS_HEURES = {"Micro-crèche Les Galipettes"}
SANS_ACCUEIL = {"49057", "49236", "49336"}

# Name, seat, full-time equivalents; the first serves the west of the territory, the second the east.
RPES = (
    ("Relais petite enfance Les Premiers Pas", "49099", Decimal("5.5")),
    ("Relais petite enfance Les Quatre Vents", "49373", Decimal("2.5")),
)
LONGITUDE_EST = -0.70
