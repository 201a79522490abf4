"""Invented dispositifs, groups and themes of the demonstration."""

from dataclasses import dataclass

from core.api.models import StatutStructure
from plugins.parentalite.rules import (
    AgeCible,
    NiveauClas,
    StatutDispositif,
    Thematique,
    TypeDispositif,
    TypeTemps,
)

_PUBLIC, _ASSOCIATIF = StatutStructure.PUBLIC, StatutStructure.ASSOCIATIF
_AGGLOMERATION = "Cholet Agglomération"
_EST = ("49373", "49102", "49236", "49057", "49211", "49109", "49310")
_OUEST = ("49027", "49193", "49260", "49371")
_SUD = ("49192", "49381", "49343", "49195")
_COURONNE = ("49099", "49299", "49269", "49332", "49231", "49355")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureFictive:
    """An invented organisation: those of core's demonstration keep the same name."""

    nom: str
    code_insee: str
    statut: StatutStructure
    gestionnaire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositifFictif:
    """An invented dispositif. ``debut`` and ``fin``: a year, counted back from that of loading when it is
    not positive."""

    nom: str
    structure: str
    type: TypeDispositif
    communes: tuple[str, ...]
    debut: int
    fin: int | None = None
    statut: StatutDispositif = StatutDispositif.ACTIF
    itinerant: bool = False
    age_cible: AgeCible = AgeCible.TOUS


def _structure(
    nom: str, code_insee: str, statut: StatutStructure, gestionnaire: str
) -> StructureFictive:
    return StructureFictive(
        nom=nom, code_insee=code_insee, statut=statut, gestionnaire=gestionnaire
    )


_TROIS_MOULINS = "Centre social des Trois Moulins"
_PRAIRIE = "Centre social de la Grande Prairie"
_COTEAUX = "Centre social des Coteaux"
_LAVOIR = "Espace de vie sociale du Lavoir"
_ECHELLE = "Lieu d'accueil enfants-parents La Courte Échelle"
_PETITS_PAS = "Lieu d'accueil enfants-parents Les Petits Pas"
_ROULOTTE = "Lieu d'accueil enfants-parents itinérant La Roulotte"
_MEDIATION = "Service de médiation familiale Le Fil"
_RENCONTRE = "Espace de rencontre Le Petit Pont"
_LUDOTHEQUE = "Ludothèque Pions et Toupies"
_FAMILLES = "Familles rurales de démonstration"
_MAISON = "Maison des parents de démonstration"

STRUCTURES: tuple[StructureFictive, ...] = (
    _structure(_TROIS_MOULINS, "49099", _ASSOCIATIF, "Association des Trois Moulins"),
    _structure(_PRAIRIE, "49099", _ASSOCIATIF, "Association de la Grande Prairie"),
    _structure(_COTEAUX, "49373", _ASSOCIATIF, "Association des Coteaux"),
    _structure(_LAVOIR, "49192", _ASSOCIATIF, "Association du Lavoir"),
    _structure(_ECHELLE, "49099", _PUBLIC, _AGGLOMERATION),
    _structure(_PETITS_PAS, "49373", _ASSOCIATIF, "Association des Coteaux"),
    _structure(_ROULOTTE, "49193", _PUBLIC, _AGGLOMERATION),
    _structure(_MEDIATION, "49099", _ASSOCIATIF, "Association Le Fil (fictif)"),
    _structure(_RENCONTRE, "49099", _ASSOCIATIF, "Association Le Petit Pont (fictif)"),
    _structure(_LUDOTHEQUE, "49332", _PUBLIC, "Commune (fictif)"),
    _structure(_FAMILLES, "49193", _ASSOCIATIF, "Familles rurales de démonstration"),
    _structure(_MAISON, "49099", _PUBLIC, _AGGLOMERATION),
)

DISPOSITIFS: tuple[DispositifFictif, ...] = (
    DispositifFictif(
        nom="LAEP La Courte Échelle",
        structure=_ECHELLE,
        type=TypeDispositif.LAEP,
        communes=_COURONNE,
        debut=2012,
        age_cible=AgeCible.DE_0_A_6,
    ),
    DispositifFictif(
        nom="LAEP Les Petits Pas",
        structure=_PETITS_PAS,
        type=TypeDispositif.LAEP,
        communes=_EST,
        debut=2016,
        age_cible=AgeCible.DE_0_A_6,
    ),
    DispositifFictif(
        nom="LAEP itinérant La Roulotte",
        structure=_ROULOTTE,
        type=TypeDispositif.LAEP,
        communes=(*_OUEST, "49343"),
        debut=2019,
        itinerant=True,
        age_cible=AgeCible.DE_0_A_6,
    ),
    # A centre social that also runs a LAEP, and a CLAS below.
    DispositifFictif(
        nom="LAEP de la Grande Prairie",
        structure=_PRAIRIE,
        type=TypeDispositif.LAEP,
        communes=("49099",),
        debut=-2,
        age_cible=AgeCible.DE_0_A_6,
    ),
    DispositifFictif(
        nom="CLAS de la Grande Prairie",
        structure=_PRAIRIE,
        type=TypeDispositif.CLAS,
        communes=("49099",),
        debut=2010,
        age_cible=AgeCible.DE_6_A_11,
    ),
    DispositifFictif(
        nom="CLAS des Trois Moulins",
        structure=_TROIS_MOULINS,
        type=TypeDispositif.CLAS,
        communes=("49099",),
        debut=2008,
        age_cible=AgeCible.DE_6_A_11,
    ),
    DispositifFictif(
        nom="CLAS des Coteaux",
        structure=_COTEAUX,
        type=TypeDispositif.CLAS,
        communes=("49373", "49109"),
        debut=2017,
        age_cible=AgeCible.DE_11_A_17,
    ),
    DispositifFictif(
        nom="Paroles de parents",
        structure=_TROIS_MOULINS,
        type=TypeDispositif.REAAP,
        communes=_COURONNE,
        debut=2018,
    ),
    DispositifFictif(
        nom="Parents en Layon",
        structure=_COTEAUX,
        type=TypeDispositif.REAAP,
        communes=_EST,
        debut=2018,
        fin=-2,
        statut=StatutDispositif.FERME,
    ),
    DispositifFictif(
        nom="Médiation familiale Le Fil",
        structure=_MEDIATION,
        type=TypeDispositif.MEDIATION_FAMILIALE,
        communes=("49099", "49373", "49193"),
        debut=2014,
    ),
    DispositifFictif(
        nom="Espace de rencontre Le Petit Pont",
        structure=_RENCONTRE,
        type=TypeDispositif.ESPACE_RENCONTRE,
        communes=_COURONNE,
        debut=2015,
    ),
    DispositifFictif(
        nom="Café des parents du Lavoir",
        structure=_LAVOIR,
        type=TypeDispositif.CAFE_PARENTS,
        communes=_SUD,
        debut=2021,
    ),
    DispositifFictif(
        nom="Café des parents des Coteaux",
        structure=_COTEAUX,
        type=TypeDispositif.CAFE_PARENTS,
        communes=("49373",),
        debut=2022,
    ),
    DispositifFictif(
        nom="Ludothèque Pions et Toupies",
        structure=_LUDOTHEQUE,
        type=TypeDispositif.LUDOTHEQUE,
        communes=("49332", "49260"),
        debut=2013,
    ),
    DispositifFictif(
        nom="Maison des parents",
        structure=_MAISON,
        type=TypeDispositif.LIEU_RESSOURCE,
        communes=("49099",),
        debut=1,
        statut=StatutDispositif.PROJET,
    ),
)

# Dispositif, commune: a permanence each year.
PERMANENCES = (
    ("Médiation familiale Le Fil", "49099"),
    ("Médiation familiale Le Fil", "49373"),
    ("Médiation familiale Le Fil", "49193"),
)

# Structure, commune, level: a group each school year.
GROUPES: tuple[tuple[str, str, NiveauClas], ...] = (
    (_TROIS_MOULINS, "49099", NiveauClas.ELEMENTAIRE),
    (_TROIS_MOULINS, "49099", NiveauClas.COLLEGE),
    (_TROIS_MOULINS, "49099", NiveauClas.LYCEE),
    (_PRAIRIE, "49099", NiveauClas.ELEMENTAIRE),
    (_PRAIRIE, "49099", NiveauClas.COLLEGE),
    (_COTEAUX, "49373", NiveauClas.ELEMENTAIRE),
    (_COTEAUX, "49373", NiveauClas.COLLEGE),
    (_COTEAUX, "49109", NiveauClas.COLLEGE),
)

# Title, kind, themes, porteur, commune: each is held once a year, on a day drawn.
TEMPS: tuple[tuple[str, TypeTemps, tuple[Thematique, ...], str, str], ...] = (
    (
        "Dormir comme un bébé",
        TypeTemps.ECHANGE,
        (Thematique.SOMMEIL, Thematique.DEVENIR_PARENT),
        _ECHELLE,
        "49099",
    ),
    ("Les écrans à la maison", TypeTemps.CONFERENCE, (Thematique.ECRANS,), _TROIS_MOULINS, "49099"),
    ("Mon ado et moi", TypeTemps.ECHANGE, (Thematique.ADOLESCENCE,), _TROIS_MOULINS, "49299"),
    (
        "Café des parents de printemps",
        TypeTemps.ECHANGE,
        (Thematique.EMOTIONS,),
        _LAVOIR,
        "49192",
    ),
    (
        "Cuisiner en famille",
        TypeTemps.ACTIVITE,
        (Thematique.ALIMENTATION,),
        _LAVOIR,
        "49381",
    ),
    (
        "Parents séparés, parents ensemble",
        TypeTemps.CONFERENCE,
        (Thematique.SEPARATION,),
        _MEDIATION,
        "49099",
    ),
    ("Entrer en sixième", TypeTemps.ATELIER, (Thematique.SCOLARITE,), _COTEAUX, "49373"),
    ("Jouer dehors avec son enfant", TypeTemps.ACTIVITE, (Thematique.AUTRE,), _COTEAUX, "49109"),
    (
        "Vivre avec un enfant différent",
        TypeTemps.ECHANGE,
        (Thematique.HANDICAP, Thematique.EMOTIONS),
        _PRAIRIE,
        "49099",
    ),
    ("Poser des limites", TypeTemps.ATELIER, (Thematique.EMOTIONS,), _FAMILLES, "49193"),
    ("Soirée jeux en famille", TypeTemps.ACTIVITE, (Thematique.AUTRE,), _LUDOTHEQUE, "49332"),
    (
        "Accompagner les devoirs",
        TypeTemps.FORMATION,
        (Thematique.SCOLARITE, Thematique.ECRANS),
        _FAMILLES,
        "49260",
    ),
    ("Réseaux sociaux, parlons-en", TypeTemps.CONFERENCE, (Thematique.ECRANS,), _COTEAUX, "49310"),
    ("Bébé arrive", TypeTemps.ATELIER, (Thematique.DEVENIR_PARENT,), _FAMILLES, "49371"),
)

# What the last year lacks on purpose: a collecte is never complete.
LAEP_SANS_ACTIVITE = {"LAEP Les Petits Pas"}
GROUPES_SANS_CHIFFRES = {(_COTEAUX, NiveauClas.COLLEGE)}
TEMPS_SANS_PARENTS = {"Poser des limites", "Jouer dehors avec son enfant"}
# Themes that did not take place in the last year: the network has holes too.
TEMPS_NON_TENUS = {"Bébé arrive"}
