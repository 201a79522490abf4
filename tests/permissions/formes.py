"""What an expectation is made of: actors, rows, screens, pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy.orm import Session

ACTEURS = {
    "0": "personne non connectée",
    "A": "administrateur",
    "G": "gouvernance",
    "E": "équipe Petite enfance",
    "X": "équipe Parentalité",
    "C": "commune de Bégrolles",
    "K": "commune de Cholet",
    "P": "partenaire CAF",
    "L": "lecteur (élu)",
    "D": "deux équipes : Petite enfance et Parentalité",
    "M": "commune de Bégrolles et équipe Parentalité",
    "i": "compte désactivé (était gouvernance)",
    "f": "habilitation terminée (était gouvernance)",
    "n": "compte sans rôle",
}
SANS_SESSION = "0i"
CONNECTES = "AGEXCKPLDMfn"
TOUS = "AGEXCKPLDM"
SAUF_ELUS = "AGEXCKPDM"
EQUIPE_PE, EQUIPE_PAR = "GED", "GXDM"


class Planteur(Protocol):
    """What an axis plants its rows with (see monde.py): communes by short name, secrets, names of rows."""

    communes: Mapping[str, str]

    def text(self, marqueur: str) -> str: ...

    def number(self, marqueur: str) -> Decimal: ...

    def add(self, session: Session, name: str, row: Any) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Objet:
    """Who reads, writes and deletes one row of the world (see planter_plan.py, planter_annee.py)."""

    lire: str
    ecrire: str = ""
    supprimer: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A screen: who opens its list, who creates, and its rows. ``supprimable``: the verb exists."""

    liste: str
    creer: str
    objets: dict[str, Objet]
    supprimable: bool = True

    @property
    def saisir(self) -> str:
        """Who opens some form of the screen: those who create, and those who write one of the rows."""
        return self.creer + "".join(objet.ecrire for objet in self.objets.values())


@dataclass(frozen=True, kw_only=True)
class Page:
    """Another address: ``porte`` enters the part of the site (the others get 403), ``voit`` knows of the
    thing (the others get 404), ``passe`` may do it (the others get 403). "*" is anybody, logged in or not.
    """

    passe: str
    voit: str = "AGEXCKPLDMfn"
    porte: str = "AGEXCKPLDMfn"
    donnees: tuple[tuple[str, str], ...] = ()
    # What a form sent without a session gets: the page that asks for the password in place.
    etranger: int = 401

    def state(self, lettre: str) -> int | str:
        """What the actor must get, leaving the session apart."""
        if self.passe == "*":
            return "passe"
        if lettre not in self.porte:
            return 403
        if lettre not in self.voit:
            return 404
        return "passe" if lettre in self.passe else 403


def act(passe: str, **donnees: str) -> Page:
    """An act by POST, whose address everybody knows."""
    return Page(passe=passe, donnees=tuple(donnees.items()))


def cadre(creer: str = "G", *, supprimable: bool = True) -> Table:
    """Convention, communes, calendar, directory: everybody reads, governance writes."""
    row = Objet(lire=TOUS, ecrire="G", supprimer="G" if supprimable else "")
    return Table(liste=TOUS, creer=creer, objets={"un": row}, supprimable=supprimable)


def groupe(convention: str) -> Table:
    """Instances and sessions: those of the convention are governance's, a team writes its groups."""
    return Table(
        liste=TOUS,
        creer="GEXDM",
        objets={
            convention: Objet(lire=TOUS, ecrire="G", supprimer="G"),
            "pe": Objet(lire=TOUS, ecrire=EQUIPE_PE, supprimer=EQUIPE_PE),
            "par": Objet(lire=TOUS, ecrire=EQUIPE_PAR, supprimer=EQUIPE_PAR),
        },
    )


def equipement(equipe: str) -> Table:
    """Facilities described by the axis of the team ``equipe``: élus read them in totals only."""
    row = Objet(lire="GEXCKPDM", ecrire=f"G{equipe}", supprimer=equipe)
    return Table(liste="GEXCKPDM", creer=f"G{equipe}", objets={"begrolles": row, "cholet": row})


def chiffres(equipe: str, *, valide: bool = False) -> Table:
    """Yearly figures of structures. Written by the team ``equipe``, corrected by governance; a commune
    reads its territory, élus nothing but totals, the other teams what is validated (2024 when
    ``valide``)."""

    def row(commune: str, annee: int) -> Objet:
        others = "EXDM" if valide and annee == 2024 else ""
        return Objet(lire=f"GP{commune}{equipe}{others}", ecrire=f"G{equipe}", supprimer=equipe)

    return Table(
        liste="GEXCKPDM",
        creer=f"G{equipe}",
        objets={
            f"{lieu}_{annee}": row(commune, annee)
            for lieu, commune in (("begrolles", "CM"), ("cholet", "K"))
            for annee in (2024, 2025)
        },
    )
