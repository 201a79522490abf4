"""Values that axes hand to core: frozen, keyword-only, checked when they are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select

API_VERSION = 1


class Sens(StrEnum):
    """Which way an indicator is wanted to move; ``LECTURE`` has no good side."""

    HAUSSE = "hausse"
    BAISSE = "baisse"
    FOURCHETTE = "fourchette"
    LECTURE = "lecture"


class Niveau(StrEnum):
    """Territorial levels at which an indicator is meaningful."""

    COMMUNE = "commune"
    BASSIN = "bassin"
    AGGLOMERATION = "agglomeration"


class Cumul(StrEnum):
    """How values of successive years combine: a level (stock), a flow of the year, or a running total."""

    NIVEAU = "niveau"
    FLUX = "flux"
    CUMUL = "cumul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axe:
    """Identity of a thematic axis. ``numero`` orders menus and chapters (2 to 6 in this convention)."""

    slug: str
    numero: int
    titre: str
    couleur: str
    package: str
    description: str
    api_version: int = API_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """A dated value that staff may change (price, ratio, threshold).

    ``valeur`` is the first value, in force from ``debut``; ``source`` says where it comes from.
    """

    code: str
    libelle: str
    unite: str
    valeur: float
    debut: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicateur:
    """Definition of an indicator: a count, or a ratio with its two parts (domaine.md, section 4).

    ``compute(communes, annees)`` returns a Select of (code_insee or NULL for the agglomération as a
    whole, annee, numerateur, denominateur, repondu, attendu): one row per commune and year. A part that
    is not known is NULL, never 0. Core runs it, sums the parts, divides, multiplies by ``facteur``.
    ``denominateur`` False means a count (the numerator alone). The Select is kept for the day: it depends on
    the arguments and on ``today()``, on nothing else.

    Where a whole is not the sum of its communes (different things are counted once), ``compute`` gives the
    agglomération itself and ``compute_bassins(annees)`` the bassins: the same columns, the id of the bassin
    in the place of the commune (ADR 0006).

    ``sensible``: its parts count people so few that a small one names somebody. Core masks them, and the
    totals that would tell them, in everything that is read (metier.md section 6).
    """

    code: str
    libelle: str
    formule: str
    unite: str
    source: str
    methode: str
    sens: Sens
    niveaux: tuple[Niveau, ...]
    compute: Callable[[tuple[str, ...], tuple[int, ...]], Select[*tuple[Any, ...]]]
    compute_bassins: Callable[[tuple[int, ...]], Select[*tuple[Any, ...]]] | None = None
    denominateur: bool = True
    facteur: float = 1.0
    decimales: int = 1
    phare: bool = True
    cumul: Cumul = Cumul.NIVEAU
    repere: float | None = None
    repere_source: str = ""
    unite_reponse: str = "communes"
    libelle_numerateur: str = ""
    libelle_denominateur: str = ""
    sensible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GenrePresence:
    """A kind of thing that really takes place somewhere: a structure, a permanence, an event. Being served
    from elsewhere is no presence (metier.md section 3).

    ``compute(annee)`` returns a Select of (code_insee, nombre): how many the commune has in the year, one
    row a commune, none for those that have nothing. ``libelle`` is a plural ("Temps parents").
    """

    libelle: str
    compute: Callable[[int], Select[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """What a hook may know of the yearly cycle: the year observed, where it stands, when the collecte
    ends."""

    exercice: int
    etape: str
    fige: bool
    fin_collecte: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rappel:
    """Somebody must be reminded of something. ``regle``, ``objet`` and ``periode`` make it unique:
    the same reminder computed twice is one reminder."""

    regle: str
    objet: str
    periode: str
    titre: str
    quoi_faire: str
    axe_slug: str
    echeance: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A block of the home page: a figure with its words and the list that it counts."""

    titre: str
    valeur: str
    precision: str
    url: str
    axe_slug: str
    alerte: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manque:
    """Something missing before a step of the cycle may close; ``bloquant`` forbids the move."""

    axe_slug: str
    message: str
    url: str = ""
    bloquant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendu:
    """What an axis must have for an exercice: how many rows are expected, how many of them are missing.

    ``libelle`` says what is missing ("EAJE sans activité 2025"), ``url`` the list of the missing ones.
    """

    axe_slug: str
    libelle: str
    manquants: int
    attendus: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeRapport:
    """What report is being made: its kind (``core.api.rapports.GENRE_*``), its year, its audience's name."""

    genre: str
    exercice: int
    audience: str
    indicateurs: Mapping[str, Any]


class ModeReference(StrEnum):
    """Which data ``ctg_reference`` must load."""

    REFERENCE = "reference"
    DEMONSTRATION = "demonstration"
