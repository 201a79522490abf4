"""Invented accueils, PEdT, times of inclusion and passerelles of the demonstration."""

from dataclasses import dataclass

from core.api.models import StatutStructure
from plugins.enfance_jeunesse.rules import (
    Categorie,
    NatureInclusion,
    NaturePasserelle,
    PartenaireInclusion,
    Periode,
    Tranche,
)

_PUBLIC, _ASSOCIATIF = StatutStructure.PUBLIC, StatutStructure.ASSOCIATIF
_3_11 = (Tranche.MOINS_6, Tranche.PLUS_6)
_3_17 = (*_3_11, Tranche.ADOS)
_MERCREDI, _VACANCES, _ETE = Periode.MERCREDI, Periode.PETITES_VACANCES, Periode.ETE
Places = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccueilFictif:
    """An invented accueil. ``places``: moins de 6, 6 et plus, adolescents, by period, since it opened;
    ``ajouts``: (years before the loading, month, period, places) that replace them."""

    nom: str
    code_insee: str
    statut: StatutStructure
    gestionnaire: str
    categorie: Categorie
    places: dict[Periode, Places]
    tranches: tuple[Tranche, ...] = _3_11
    ajouts: tuple[tuple[int, int, Periode, Places], ...] = ()
    declare: bool = True
    desservies: tuple[str, ...] = ()

    @property
    def cle(self) -> tuple[str, Categorie]:
        """What makes it one."""
        return (self.nom, self.categorie)


def _deux(
    nom: str,
    code_insee: str,
    statut: StatutStructure,
    gestionnaire: str,
    peri: dict[Periode, Places],
    extra: dict[Periode, Places],
    *ajouts: tuple[int, int, Periode, Places],
    tranches: tuple[Tranche, ...] = _3_11,
    desservies: tuple[str, ...] = (),
) -> tuple[AccueilFictif, AccueilFictif]:
    """A structure that welcomes on school days and in the holidays: two accueils."""
    first, second = (
        AccueilFictif(
            nom=nom,
            code_insee=code_insee,
            statut=statut,
            gestionnaire=gestionnaire,
            categorie=categorie,
            places=places,
            tranches=bands,
            ajouts=tuple(ajout for ajout in ajouts if ajout[2] in places),
            desservies=desservies,
        )
        for categorie, places, bands in (
            (Categorie.PERISCOLAIRE, peri, _3_11),
            (Categorie.EXTRASCOLAIRE, extra, tranches),
        )
    )
    return first, second


ACCUEILS: tuple[AccueilFictif, ...] = (
    *_deux(
        "Accueil de loisirs Les Aventuriers",
        "49099",
        _PUBLIC,
        "Ville de Cholet",
        {Periode.MATIN: (80, 100, 0), Periode.SOIR: (120, 180, 0), _MERCREDI: (150, 210, 0)},
        {_VACANCES: (140, 190, 30), _ETE: (160, 210, 40)},
        (2, 9, _MERCREDI, (160, 230, 0)),
        tranches=_3_17,
    ),
    *_deux(
        "Centre social des Trois Moulins",
        "49099",
        _ASSOCIATIF,
        "Association des Trois Moulins",
        {Periode.SOIR: (20, 30, 0), _MERCREDI: (24, 36, 0)},
        {_VACANCES: (24, 36, 12), _ETE: (32, 48, 16)},
        tranches=_3_17,
    ),
    *_deux(
        "Accueil de loisirs La Farandole",
        "49193",
        _ASSOCIATIF,
        "Familles rurales de démonstration",
        {Periode.MATIN: (16, 20, 0), Periode.SOIR: (24, 30, 0), _MERCREDI: (24, 36, 0)},
        {_VACANCES: (24, 36, 0), _ETE: (32, 40, 0)},
        desservies=("49027", "49260"),
    ),
    *_deux(
        "Accueil de loisirs Les Cabanes",
        "49332",
        _PUBLIC,
        "Commune de La Séguinière",
        {Periode.MATIN: (20, 24, 0), Periode.MIDI: (90, 130, 0), _MERCREDI: (24, 36, 0)},
        {_VACANCES: (24, 32, 0), _ETE: (24, 36, 0)},
        (1, 9, _MERCREDI, (32, 48, 0)),
    ),
    *_deux(
        "Accueil de loisirs Les Sauterelles",
        "49192",
        _ASSOCIATIF,
        "Familles rurales de démonstration",
        {Periode.SOIR: (16, 24, 0), _MERCREDI: (20, 28, 0)},
        {_VACANCES: (20, 28, 0), _ETE: (24, 36, 0)},
        desservies=("49381",),
    ),
    *_deux(
        "Accueil de loisirs Le Cerf-volant",
        "49343",
        _PUBLIC,
        "Commune de La Tessoualle",
        {Periode.MATIN: (14, 18, 0), Periode.SOIR: (20, 24, 0), _MERCREDI: (16, 24, 0)},
        {_VACANCES: (16, 24, 0), _ETE: (20, 28, 0)},
    ),
    *_deux(
        "Centre social des Coteaux",
        "49373",
        _ASSOCIATIF,
        "Association des Coteaux",
        {Periode.SOIR: (24, 32, 0), _MERCREDI: (32, 44, 0)},
        {_VACANCES: (32, 44, 0), _ETE: (40, 52, 0)},
        desservies=("49102", "49211"),
    ),
    # Rural childcare that is not declared.
    AccueilFictif(
        nom="Accueil de loisirs La Marelle",
        code_insee="49027",
        statut=_ASSOCIATIF,
        gestionnaire="Association La Marelle",
        categorie=Categorie.PERISCOLAIRE,
        places={Periode.MATIN: (8, 10, 0), Periode.SOIR: (10, 14, 0)},
        declare=False,
    ),
    AccueilFictif(
        nom="Espace jeunes Le Hangar",
        code_insee="49373",
        statut=_PUBLIC,
        gestionnaire="Commune de Lys-Haut-Layon",
        categorie=Categorie.ACCUEIL_JEUNES,
        places={_MERCREDI: (0, 0, 24), _VACANCES: (0, 0, 32), _ETE: (0, 0, 32)},
        tranches=(Tranche.ADOS,),
    ),
    AccueilFictif(
        nom="Espace jeunes Le Transfo",
        code_insee="49299",
        statut=_PUBLIC,
        gestionnaire="Commune de Saint-Léger-sous-Cholet",
        categorie=Categorie.ACCUEIL_JEUNES,
        places={_MERCREDI: (0, 0, 20), _VACANCES: (0, 0, 24), _ETE: (0, 0, 24)},
        tranches=(Tranche.ADOS,),
    ),
    AccueilFictif(
        nom="Espace jeunes Le Transfo",
        code_insee="49299",
        statut=_PUBLIC,
        gestionnaire="Commune de Saint-Léger-sous-Cholet",
        categorie=Categorie.SEJOUR,
        places={_ETE: (0, 0, 24)},
        tranches=(Tranche.ADOS,),
    ),
)
# What the last year lacks on purpose: a collecte is never complete.
SANS_ACTIVITE = {
    ("Accueil de loisirs Les Sauterelles", Categorie.EXTRASCOLAIRE),
    ("Accueil de loisirs La Marelle", Categorie.PERISCOLAIRE),
}
SANS_HEURES = {("Accueil de loisirs Le Cerf-volant", Categorie.PERISCOLAIRE)}
SANS_EQUIPE = {
    ("Accueil de loisirs Les Sauterelles", Categorie.EXTRASCOLAIRE),
    ("Espace jeunes Le Transfo", Categorie.ACCUEIL_JEUNES),
}

# Name, communes, first year counted back from the loading, plan mercredi, committees held. A PEdT lasts
# three school years: the second one ends in the months that follow a loading in spring.
PEDTS: tuple[tuple[str, tuple[str, ...], int, bool, int], ...] = (
    ("PEdT de Cholet et sa couronne", ("49099", "49299", "49269"), 2, True, 4),
    ("PEdT du Nord-ouest", ("49193", "49260", "49371"), 3, True, 5),
    ("PEdT du Layon", ("49373", "49102", "49236", "49109"), 1, False, 1),
    ("PEdT de La Séguinière", ("49332",), 2, True, 3),
)

INCLUSIONS = (
    (
        "Accueillir un enfant avec un trouble du spectre autistique",
        NatureInclusion.SENSIBILISATION_PROS,
        PartenaireInclusion.PRH,
        (3, 14),
    ),
    (
        "Jouer ensemble, malles de jeux adaptés",
        NatureInclusion.MATERIEL,
        PartenaireInclusion.ASSOCIATION,
        (6, 5),
    ),
    (
        "Après-midi d'immersion avec l'institut médico-éducatif",
        NatureInclusion.SENSIBILISATION_ENFANTS,
        PartenaireInclusion.IMES,
        (11, 20),
    ),
)

# Origin, destination (invented structures of the territory), kind, month of each year when it takes place,
# 0 when it is wanted and never took place.
PASSERELLES = (
    (
        "Accueil de loisirs Les Aventuriers",
        "Centre social des Trois Moulins",
        NaturePasserelle.ALSH_ADOS,
        6,
    ),
    (
        "Centre social des Coteaux",
        "Espace jeunes Le Hangar",
        NaturePasserelle.ALSH_ESPACE_JEUNES,
        7,
    ),
    (
        "Accueil de loisirs Les Cabanes",
        "Espace jeunes Le Transfo",
        NaturePasserelle.ALSH_ESPACE_JEUNES,
        0,
    ),
    (
        "Accueil de loisirs Le Cerf-volant",
        "Accueil de loisirs Les Sauterelles",
        NaturePasserelle.ALSH_ADOS,
        0,
    ),
)
