"""How an axis, or a domain of core, describes its screens: values that core turns into Flask-Admin views."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from core.plugin.lecture import Lecture
from core.plugin.types import Cycle
from core.security.acteur import Acteur, Role


class Format(StrEnum):
    """How a value is written: French numbers and dates, yes/no, a code's label..."""

    AUTO = "auto"
    ENTIER = "entier"
    DECIMAL = "decimal"
    EUROS = "euros"
    DATE = "date"
    OUI_NON = "oui_non"
    TEXTE_LONG = "texte_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """A column of a list or a line of a sheet.

    ``attribut`` may follow relations ("commune.nom"). ``valeur`` computes it from the loaded row
    instead (no SQL inside: what it needs is named in ``VueTable.charger``).
    """

    attribut: str
    libelle: str
    format: Format = Format.AUTO
    valeur: Callable[[Any], Any] | None = None
    tri: bool = True


@dataclass(frozen=True, slots=True)
class SelonLecteur:
    """A condition on the rows that depends on who reads, given the day and the reader."""

    condition: Callable[[date, Acteur], ColumnElement[bool]]


Condition = Callable[[date], ColumnElement[bool]] | SelonLecteur


@dataclass(frozen=True, slots=True, kw_only=True)
class Critere:
    """A filter that no column answers ("En retard", "Sans pilote").

    ``options`` maps the key of each choice to its words and to the condition on the rows, given the day.
    """

    nom: str
    libelle: str
    options: Mapping[str, tuple[str, Condition]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Champ:
    """A field of a form. ``aide`` says what is expected, with the unit (places, heures, €).

    ``choix`` limits a text column to codes with their words; ``reference`` ("axe.slug") to the values of
    a column of another table; several for an array. A foreign key needs neither.
    """

    attribut: str
    libelle: str
    aide: str = ""
    texte_long: bool = False
    groupe: str = ""
    choix: Mapping[str, str] | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LignesLiees:
    """Child rows edited inside the parent's form (a ledger, steps of an action)."""

    relation: str
    titre: str
    singulier: str
    champs: tuple[Champ, ...]


def assign_values(session: Session, acteur: Acteur, objet: Any, valeurs: Mapping[str, Any]) -> None:
    """What an ``ActionGroupee`` does of itself: the row takes the values."""
    for attribut, valeur in valeurs.items():
        setattr(objet, attribut, valeur)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionGroupee:
    """One act on the rows that somebody ticked in the list: all of them, or none.

    A confirmation page asks ``question`` and the ``champs`` (attributes of the table, or of ``modele``
    when the act makes rows of another one; each is required); with the fixed ``valeurs`` they are what
    ``appliquer(session, acteur, objet, valeurs)`` does to each row. It raises ``ErreurMetier`` and then
    no row is changed. Rights, version and ``VueTable.controle`` are checked for each row, before and
    after, and the rights on each row made.
    """

    nom: str
    libelle: str
    question: str
    champs: tuple[Champ, ...] = ()
    modele: type[Any] | None = None
    valeurs: Mapping[str, Any] = field(default_factory=dict)
    appliquer: Callable[[Session, Acteur, Any, Mapping[str, Any]], None] = assign_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Lien:
    """A page where more is done than a form can: offered on the sheet of a row when ``adresse`` holds
    "{id}", else above the list, to those who hold one of ``roles`` (none named: to everybody)."""

    libelle: str
    adresse: str
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VueTable:
    """A table of an axis or of core, as people administer it.

    ``controle(session, acteur, objet)`` runs after the flush and before the commit; it raises
    ``ErreurMetier`` (with the field) and then nothing is written. ``ferme(session, acteur, objet)`` says why
    a row that one has the right to write is no longer written, "" when it is: its form does not open.
    ``creation``, ``modification`` and
    ``suppression`` switch the verbs that exist at all; rights decide among them. ``filtres`` are
    attribute paths, or criteria, offered as filters. ``vide`` says what to do when the list is empty.
    ``en_tableau`` names the ``champs`` that can be typed for every row of the list on one page; ``actions``
    are what can be done with several rows at once. ``liens`` lead to the pages that do more.
    """

    modele: type[Any]
    endpoint: str
    nom: str
    singulier: str
    colonnes: tuple[Colonne, ...]
    champs: tuple[Champ, ...] = ()
    lignes: tuple[LignesLiees, ...] = ()
    details: tuple[Colonne, ...] = ()
    recherche: tuple[str, ...] = ()
    filtres: tuple[Colonne | Critere, ...] = ()
    en_tableau: tuple[str, ...] = ()
    actions: tuple[ActionGroupee, ...] = ()
    liens: tuple[Lien, ...] = ()
    tri: str = "id"
    tri_descendant: bool = False
    charger: tuple[str, ...] = ()
    controle: Callable[[Session, Acteur, Any], None] | None = None
    ferme: Callable[[Session, Acteur, Any], str] | None = None
    creation: bool = True
    modification: bool = True
    suppression: bool = True
    description: str = ""
    vide: str = ""
    rubrique: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAxe:
    """A page of an axis that is not a table (its home, a map, a yearly entry).

    ``contexte(lecture, acteur, cycle, parametres)`` gives the template its values; ``cycle`` is the current
    one, ``parametres`` the query string.
    """

    endpoint: str
    nom: str
    template: str
    contexte: Callable[[Lecture, Acteur, Cycle | None, Mapping[str, str]], Mapping[str, Any]]
    rubrique: str = ""


Vue = VueTable | PageAxe
