"""Invented equipment, pacte and projects of the demonstration."""

from dataclasses import dataclass

from core.api.models import StatutStructure
from plugins.vie_sociale.rules import Geographie, ModeGestion, NatureAgrement, TypeEquipement

_ASSOCIATIF, _PUBLIC = StatutStructure.ASSOCIATIF, StatutStructure.PUBLIC
_GLOBALE = NatureAgrement.ANIMATION_GLOBALE
_FAMILLES = NatureAgrement.COLLECTIVE_FAMILLES
_LOCALE = NatureAgrement.ANIMATION_LOCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipementFictif:
    """An invented equipment. ``agrements``: (nature, start, years), the start in years counted
    from the year of loading. ``taille``: different participants in a year, about."""

    nom: str
    code_insee: str
    gestionnaire: str
    type: TypeEquipement
    zone: tuple[str, ...]
    agrements: tuple[tuple[NatureAgrement, int, int], ...]
    taille: int
    statut: StatutStructure = _ASSOCIATIF
    mode_gestion: ModeGestion | None = None
    geographie: Geographie | None = None
    itinerant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetFictif:
    """An invented project: its leader and partners by name, the years in which it ran."""

    titre: str
    porteur: str
    partenaires: tuple[str, ...]
    communes: tuple[str, ...]
    annees: tuple[int, ...]
    habitants: int
    pacte: bool = False


VERGER = "Centre social du Verger"
MOULINS = "Centre social des Trois Moulins"
PRAIRIE = "Centre social de la Grande Prairie"
COTEAUX = "Centre social des Coteaux"
LAVOIR = "Espace de vie sociale du Lavoir"
FORGE = "Espace de vie sociale de la Forge"
AGGLO = "Service Vie sociale de l'Agglomération"
CAF = "Caf de démonstration"
VILLE = "Commune de démonstration du Layon"

EQUIPEMENTS: tuple[EquipementFictif, ...] = (
    EquipementFictif(
        nom=VERGER,
        code_insee="49099",
        gestionnaire="Association du Verger",
        type=TypeEquipement.CENTRE_SOCIAL,
        zone=("49099",),
        agrements=((_GLOBALE, -5, 4), (_GLOBALE, -1, 4), (_FAMILLES, -1, 4)),
        taille=2100,
        geographie=Geographie.QPV,
    ),
    EquipementFictif(
        nom=MOULINS,
        code_insee="49099",
        gestionnaire="Association des Trois Moulins",
        type=TypeEquipement.CENTRE_SOCIAL,
        zone=("49099", "49299"),
        agrements=((_GLOBALE, -6, 4), (_GLOBALE, -2, 4), (_FAMILLES, -2, 4)),
        taille=1700,
        geographie=Geographie.VEILLE,
    ),
    # Its agrément ends on 31 December of the year of loading: the reminder of the demonstration.
    EquipementFictif(
        nom=PRAIRIE,
        code_insee="49099",
        gestionnaire="Association de la Grande Prairie",
        type=TypeEquipement.CENTRE_SOCIAL,
        zone=("49099", "49269", "49332"),
        agrements=((_GLOBALE, -3, 4),),
        taille=1400,
        geographie=Geographie.QPV,
    ),
    EquipementFictif(
        nom=COTEAUX,
        code_insee="49373",
        gestionnaire="Association des Coteaux",
        type=TypeEquipement.CENTRE_SOCIAL,
        zone=("49373", "49102", "49236", "49057", "49211", "49109", "49310"),
        agrements=((_GLOBALE, -4, 4), (_GLOBALE, 0, 4), (_FAMILLES, 0, 4)),
        taille=1900,
        geographie=Geographie.RURAL,
        itinerant=True,
    ),
    EquipementFictif(
        nom=LAVOIR,
        code_insee="49192",
        gestionnaire="Association du Lavoir",
        type=TypeEquipement.EVS,
        zone=("49192", "49381", "49343", "49195"),
        agrements=((_LOCALE, -4, 2), (_LOCALE, -2, 4)),
        taille=420,
        geographie=Geographie.RURAL,
    ),
    EquipementFictif(
        nom=FORGE,
        code_insee="49355",
        gestionnaire="Association de la Forge",
        type=TypeEquipement.EVS,
        zone=("49355", "49231"),
        agrements=((_LOCALE, -1, 3),),
        taille=310,
    ),
)

# Last year's figures of this one are not there yet; those of that one lack their hours and accounts.
SANS_ACTIVITE = (FORGE,)
SANS_HEURES = (LAVOIR,)

# Leaders and partners that are no equipment: (name, commune, manager).
PARTENAIRES: tuple[tuple[str, str, str], ...] = (
    (AGGLO, "49099", "Cholet Agglomération (fictif)"),
    (CAF, "49099", "Caf de Maine-et-Loire (fictif)"),
    (VILLE, "49373", "Commune (fictif)"),
)

PACTE = "Pacte de coopération des centres sociaux (démonstration)"
SIGNATAIRES = (VERGER, MOULINS, PRAIRIE, COTEAUX, AGGLO, CAF)

PROJETS: tuple[ProjetFictif, ...] = (
    ProjetFictif(
        titre="Fête des voisins des trois quartiers",
        porteur=VERGER,
        partenaires=(MOULINS, PRAIRIE, AGGLO),
        communes=("49099",),
        annees=(2023, 2024, 2025, 2026),
        habitants=14,
        pacte=True,
    ),
    ProjetFictif(
        titre="Cuisine mobile",
        porteur=COTEAUX,
        partenaires=(VILLE, LAVOIR),
        communes=("49373", "49192"),
        annees=(2024, 2025, 2026),
        habitants=6,
    ),
    ProjetFictif(
        titre="Grainothèque partagée",
        porteur=LAVOIR,
        partenaires=(FORGE,),
        communes=("49192", "49355"),
        annees=(2023, 2024),
        habitants=9,
    ),
    ProjetFictif(
        titre="Mobilités solidaires",
        porteur=AGGLO,
        partenaires=(COTEAUX, PRAIRIE),
        communes=("49373", "49099"),
        annees=(2024, 2025),
        habitants=0,
        pacte=True,
    ),
    ProjetFictif(
        titre="Vacances en famille",
        porteur=MOULINS,
        partenaires=(VERGER, CAF),
        communes=("49099",),
        annees=(2023, 2024, 2025, 2026),
        habitants=4,
    ),
    ProjetFictif(
        titre="Atelier de récits de vie",
        porteur=FORGE,
        partenaires=(),
        communes=("49355",),
        annees=(2025,),
        habitants=3,
    ),
)
