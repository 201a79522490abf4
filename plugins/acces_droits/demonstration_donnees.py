"""Invented places, permanences and offers of the demonstration; dates in months from the day of loading."""

from dataclasses import dataclass
from decimal import Decimal

from core.api.models import StatutStructure
from plugins.acces_droits.rules import (
    FrequencePermanence,
    ObjetPermanence,
    TypeLieu,
    TypeMediateur,
    TypeOffreLogement,
    TypeOffreMobilite,
)

_DROITS, _LOGEMENT = ObjetPermanence.DROITS_SOCIAUX, ObjetPermanence.LOGEMENT
_HEBDO, _BIMENSUELLE = FrequencePermanence.HEBDO, FrequencePermanence.BIMENSUELLE
_MENSUELLE = FrequencePermanence.MENSUELLE
PUBLIC, ASSOCIATIF = StatutStructure.PUBLIC, StatutStructure.ASSOCIATIF
_AGGLO = "Cholet Agglomération (fictif)"
FRANCE_SERVICES_CHOLET = "Espace France services de démonstration de Cholet"
FRANCE_SERVICES_LAYON = "Espace France services de démonstration du Layon"
SOURIS = "Atelier numérique La Souris verte"
BUS = "Bus des droits Le Colibri"
CCAS = "CCAS de démonstration de Cholet"
CIAS = "CIAS de démonstration du Bocage"
MEDIATHEQUE = "Médiathèque Les Mots passants"
MISSION = "Mission locale de démonstration"
FOYER = "Foyer de jeunes travailleurs Les Hirondelles"
RESIDENCE = "Résidence jeunes Le Tremplin"
CAF = "Antenne CAF de démonstration"
JUSTICE = "Point-justice de démonstration"
HABITAT = "Agence de l'habitat de démonstration"

# (name, commune, status, manager): those that the core invents are found again by their name.
STRUCTURES = (
    (FRANCE_SERVICES_CHOLET, "49099", PUBLIC, "Cholet Agglomération"),
    (FRANCE_SERVICES_LAYON, "49373", PUBLIC, "Commune de Lys-Haut-Layon"),
    (SOURIS, "49109", ASSOCIATIF, "Association La Souris verte"),
    (BUS, "49099", PUBLIC, _AGGLO),
    (CCAS, "49099", PUBLIC, "Ville (fictif)"),
    (CIAS, "49192", PUBLIC, _AGGLO),
    (MEDIATHEQUE, "49193", PUBLIC, "Commune (fictif)"),
    (MISSION, "49099", ASSOCIATIF, "Association Mission de démonstration"),
    (FOYER, "49099", ASSOCIATIF, "Association Les Hirondelles"),
    (RESIDENCE, "49373", ASSOCIATIF, "Association Le Tremplin"),
    (CAF, "49099", PUBLIC, "Caisse (fictif)"),
    (JUSTICE, "49099", PUBLIC, "Conseil (fictif)"),
    (HABITAT, "49099", ASSOCIATIF, "Association Habitat de démonstration"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LieuFictif:
    """An invented place: ``label_fin`` and ``verifie`` in months from the day of loading; ``base`` is the
    order of magnitude of its accompagnements in a year."""

    nom: str
    type: TypeLieu
    heures: Decimal | None
    horaires: str
    verifie: int
    base: int
    label_fin: int | None = None
    operateurs: str = ""
    communes: tuple[str, ...] = ()


LIEUX = (
    LieuFictif(
        nom=FRANCE_SERVICES_CHOLET,
        type=TypeLieu.FRANCE_SERVICES,
        heures=Decimal("35"),
        horaires="Du lundi au vendredi, de 9 h à 12 h 30 et de 14 h à 17 h 30",
        verifie=-2,
        base=5200,
        label_fin=14,
        operateurs="CAF, France Travail, Assurance maladie, MSA, impôts",
    ),
    LieuFictif(
        nom=FRANCE_SERVICES_LAYON,
        type=TypeLieu.FRANCE_SERVICES,
        heures=Decimal("26.5"),
        horaires="Du lundi au vendredi matin, mercredi après-midi",
        verifie=-3,
        base=2400,
        label_fin=4,
        operateurs="CAF, France Travail, Assurance maladie, MSA",
    ),
    LieuFictif(
        nom=BUS,
        type=TypeLieu.BUS_ITINERANT,
        heures=Decimal("20"),
        horaires="Une demi-journée par semaine dans chaque bourg desservi",
        verifie=-1,
        base=900,
        communes=("49070", "49058", "49336", "49211", "49260"),
    ),
    LieuFictif(
        nom=CCAS,
        type=TypeLieu.CCAS_CIAS,
        heures=Decimal("38"),
        horaires="Du lundi au vendredi, de 8 h 45 à 12 h 30 et de 13 h 30 à 17 h 15",
        verifie=-9,
        base=3100,
    ),
    LieuFictif(
        nom=CIAS,
        type=TypeLieu.CCAS_CIAS,
        heures=Decimal("18"),
        horaires="Mardi, jeudi, vendredi matin",
        verifie=-4,
        base=640,
    ),
    LieuFictif(
        nom=MEDIATHEQUE,
        type=TypeLieu.POINT_NUMERIQUE_CAF,
        heures=Decimal("15"),
        horaires="Mercredi, vendredi et samedi",
        verifie=-2,
        base=310,
    ),
    LieuFictif(
        nom=MISSION,
        type=TypeLieu.MISSION_LOCALE,
        heures=None,
        horaires="",
        verifie=-8,
        base=1500,
    ),
)

# (place, organisation, subject, frequency, hours, by appointment, end in months, checked in months)
PERMANENCES = (
    (FRANCE_SERVICES_CHOLET, CAF, _DROITS, _HEBDO, "7", True, None, -2),
    (FRANCE_SERVICES_LAYON, CAF, _DROITS, _BIMENSUELLE, "3.5", True, 3, -3),
    (FRANCE_SERVICES_LAYON, JUSTICE, ObjetPermanence.JUSTICE, _MENSUELLE, "3", True, 9, -3),
    (FRANCE_SERVICES_CHOLET, HABITAT, _LOGEMENT, _BIMENSUELLE, "3", False, None, -7),
    (CIAS, HABITAT, _LOGEMENT, _MENSUELLE, "2.5", True, None, -1),
    (MEDIATHEQUE, SOURIS, ObjetPermanence.NUMERIQUE, _HEBDO, "3", False, 8, -2),
)  # fmt: skip

# (structure, kind, etp, communes)
MEDIATEURS = (
    (SOURIS, TypeMediateur.CONSEILLER_NUMERIQUE, "1.5", ("49109", "49373", "49310")),
    (FRANCE_SERVICES_CHOLET, TypeMediateur.CONSEILLER_NUMERIQUE, "2", ("49099",)),
    (FRANCE_SERVICES_LAYON, TypeMediateur.AIDANT, "0.5", ("49373", "49102")),
    (MEDIATHEQUE, TypeMediateur.BENEVOLE, "0.2", ("49193",)),
)

# (structure, identified in, signed in, active): years.
ENGAGEMENTS = (
    (SOURIS, 2023, 2024, True),
    (FRANCE_SERVICES_CHOLET, 2023, 2024, True),
    (FRANCE_SERVICES_LAYON, 2023, 2025, True),
    (MEDIATHEQUE, 2024, 2025, True),
    (CCAS, 2024, None, True),
    (MISSION, 2024, None, False),
)

# (kind, operator, fare, journeys in a year, share towards rights, communes; () means all)
MOBILITES: tuple[tuple[TypeOffreMobilite, str, str, int, float, tuple[str, ...]], ...] = (
    (TypeOffreMobilite.BUS, "Réseau de bus de démonstration", "1,50 € le voyage",
     1_900_000, 0.08, ("49099",)),
    (TypeOffreMobilite.TAD, "Transport à la demande de démonstration", "3 € le voyage", 21_000, 0.22, ()),
    (TypeOffreMobilite.MOBILITE_SOLIDAIRE, "Les Chauffeurs solidaires (fictif)",
     "0,40 € le km", 1_700, 0.41,
     ("49373", "49102", "49236", "49057", "49211")),
    (TypeOffreMobilite.GARAGE_SOLIDAIRE, "Garage solidaire La Clé de douze",
     "Selon le quotient familial", 0, 0.0, ("49099",)),
)  # fmt: skip

# (structure, kind, places)
LOGEMENTS = (
    (FOYER, TypeOffreLogement.FJT, 84),
    (RESIDENCE, TypeOffreLogement.RESIDENCE_JEUNES, 22),
    (CCAS, TypeOffreLogement.LOGEMENT_URGENCE, 12),
)

# (structure, elections of domicile in force)
DOMICILIATIONS = ((CCAS, 130), (CIAS, 6))

# What the last year lacks.
SANS_ACTIVITE = (MISSION,)
SANS_ACCOMPAGNEMENTS = (CIAS,)
SANS_ETP = (MEDIATHEQUE,)
SANS_DOMICILIATION = (CIAS,)
