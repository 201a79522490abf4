"""What a row of the plan is read against, and what is read of it. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.chargement.codes import ChampPlan
from core.chargement.rules.colonnes import plain
from core.chargement.rules.feuille import name_column
from core.plan.codes import Financeur, NatureAction, Portee, StatutAction


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeConnu:
    """An axis; ``ouvert``: rows may be written in it, it being active and the person of its team."""

    slug: str
    numero: int
    titre: str
    ouvert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnjeuConnu:
    """An enjeu of the convention, with its results by id."""

    id: int
    axe_slug: str
    rang: int
    titre: str
    resultats: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class References:
    """What is in the platform. ``communes``: names by INSEE code; ``personnes``: (first name, name) by id;
    ``codes``: axis of every code taken; ``titres``: (code, title) of the actions that the person reads."""

    jour: date
    axes: tuple[AxeConnu, ...]
    communes: Mapping[str, str]
    personnes: Mapping[int, tuple[str, str]]
    enjeux: tuple[EnjeuConnu, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    titres: tuple[tuple[str, str], ...] = ()

    @cached_property
    def communes_par_nom(self) -> Mapping[str, str]:
        """INSEE code by compared name."""
        return {plain(nom): code for code, nom in self.communes.items()}

    @cached_property
    def noms_par_nom(self) -> Mapping[str, str]:
        """Name of a commune by its compared form."""
        return {plain(nom): nom for nom in self.communes.values()}

    @cached_property
    def personnes_par_nom(self) -> Mapping[str, tuple[int, ...]]:
        """Ids by every compared way of writing a name: both orders, initial, surname alone."""
        found: dict[str, tuple[int, ...]] = {}
        for numero, (prenom, nom) in self.personnes.items():
            ways = (f"{prenom} {nom}", f"{nom} {prenom}", f"{prenom[:1]} {nom}", nom)
            for way in {plain(words) for words in ways}:
                found[way] = (*found.get(way, ()), numero)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """How a sheet is read: its row of headings, the column of each field, what stands for missing ones.

    ``axe_slug``: axis of the whole load, None when a column says it. ``debut``: first day of the actions
    whose row does not say it. ``exercice``: year of the amounts and of the note.
    """

    titres: int
    colonnes: Mapping[ChampPlan, int]
    axe_slug: str | None
    exercice: int
    debut: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarque:
    """Something to say of a cell (an error, a warning), or of a row when ``colonne`` is None."""

    ligne: int
    message: str
    colonne: int | None = None
    titre: str = ""

    def __str__(self) -> str:
        where = f"Ligne {self.ligne}"
        if self.colonne is not None:
            where += f", colonne {name_column(self.colonne)} « {self.titre} »"
        return f"{where} : {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePlan:
    """An action as its row tells it; amounts in euros, None when not known."""

    ligne: int
    code: str
    code_donne: bool
    intitule: str
    axe_slug: str
    statut: StatutAction
    nature: NatureAction
    portee: Portee
    debut: date
    fin: date | None
    exercice: int
    pilote_id: int | None = None
    communes: tuple[str, ...] = ()
    objectif: str = ""
    enjeu_id: int | None = None
    resultats: tuple[int, ...] = ()
    note: str = ""
    budget: Decimal | None = None
    financeur: Financeur | None = None
    precision: str = ""
    accorde: Decimal | None = None


@dataclass(slots=True)
class Analyse:
    """What was understood of a sheet: ``actions`` holds the rows without error. ``ignorees``: rows passed
    over, with why."""

    actions: list[LignePlan] = field(default_factory=list)
    fautes: list[Remarque] = field(default_factory=list)
    avertissements: list[Remarque] = field(default_factory=list)
    ignorees: list[Remarque] = field(default_factory=list)
    lignes: int = 0
