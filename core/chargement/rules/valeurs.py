"""A cell as people write it, turned into a value: dates, amounts, words of a list. Pure.

Each reader raises ErreurMetier with what is wrong and what to write; nothing is guessed between two readings.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from core.bornes import ANNEE_MAX, ANNEE_MIN
from core.chargement.rules.colonnes import plain
from core.chargement.rules.ressemblance import suggest
from core.errors import ErreurMetier
from core.plan.codes import Financeur, NatureAction, Portee, StatutAction

MONTANT_MAX = Decimal(100_000_000)
_MOIS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
         "octobre", "novembre", "decembre")  # fmt: skip
_MOIS_COURTS = {
    mois[:3]: rang for rang, mois in enumerate(_MOIS, 1) if mois not in ("juin", "juillet")
}
_MOIS_RANGS = {mois: rang for rang, mois in enumerate(_MOIS, 1)} | _MOIS_COURTS
_MOIS_RANGS |= {"janv": 1, "fevr": 2, "avr": 4, "juil": 7, "sept": 9}
_JOUR = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?: 00[:h]00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MOIS_CHIFFRE = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_EN_MOTS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4}|\d{2})")
_NOMBRE = re.compile(r"\d+(\.\d{1,2})?")
_MILLIERS = re.compile(r"\d{1,3}\.\d{3}")
_LONGUEUR_DITE = 60

Choix = TypeVar("Choix", StatutAction, NatureAction, Portee)

STATUTS: Mapping[str, StatutAction] = MappingProxyType(
    {
        mot: statut
        for statut, mots in {
            StatutAction.A_ENGAGER: ("a engager", "non demarree", "non demarre", "non engagee", "a venir",
                                     "prevue", "prevu", "a lancer", "a demarrer", "a faire", "programmee",
                                     "non commencee", "planifiee", "en projet"),
            StatutAction.EN_COURS: ("en cours", "engagee", "engage", "demarree", "lancee", "commencee",
                                    "en cours de realisation", "active"),
            StatutAction.SUSPENDUE: ("suspendue", "suspendu", "en pause", "en attente", "reportee",
                                     "reporte", "bloquee", "a l arret"),
            StatutAction.REALISEE: ("realisee", "realise", "terminee", "termine", "achevee", "faite",
                                    "fait", "finie", "cloturee", "menee", "soldee"),
            StatutAction.ABANDONNEE: ("abandonnee", "abandonne", "annulee", "annule"),
        }.items()
        for mot in mots
    }
)  # fmt: skip
NATURES: Mapping[str, NatureAction] = MappingProxyType(
    {
        mot: nature
        for nature, mots in {
            NatureAction.PONCTUELLE: ("ponctuelle", "ponctuel", "unique", "projet", "une fois"),
            NatureAction.RECURRENTE: ("recurrente", "recurrent", "annuelle", "permanente", "continue",
                                      "chaque annee", "tous les ans", "reguliere", "perenne"),
        }.items()
        for mot in mots
    }
)  # fmt: skip
TERRITOIRE = frozenset(
    ("tout le territoire", "territoire", "toutes", "toutes les communes", "agglomeration", "adc", "ctg",
     "ensemble du territoire", "l agglomeration", "agglomeration du choletais", "intercommunal",
     "intercommunale", "intercommunalite", "les 26 communes", "26 communes", "toute l agglomeration",
     "cholet agglomeration", "tous", "communautaire", "territoire entier", "l ensemble du territoire",
     "tout l agglomeration", "epci")
)  # fmt: skip
PORTEES: Mapping[str, Portee] = MappingProxyType(
    dict.fromkeys(TERRITOIRE, Portee.TERRITOIRE)
    | dict.fromkeys(
        ("communes designees", "communes", "commune", "communal", "communale", "local", "locale",
         "quelques communes"),
        Portee.COMMUNES,
    )
)  # fmt: skip
_FINANCEURS: Mapping[str, Financeur] = MappingProxyType(
    {
        mot: financeur
        for financeur, mots in {
            Financeur.AGGLOMERATION: ("agglomeration", "l agglomeration", "adc", "cholet agglomeration",
                                      "agglomeration du choletais", "ca du choletais"),
            Financeur.COMMUNE: ("commune", "communes", "mairie", "la commune"),
            Financeur.CAF: ("caf", "la caf", "caf 49", "caf de maine et loire", "cnaf",
                            "caisse d allocations familiales"),
            Financeur.DEPARTEMENT: ("departement", "le departement", "conseil departemental", "cd49",
                                    "cd 49", "departement de maine et loire"),
            Financeur.ETAT: ("etat", "l etat", "prefecture", "ars", "drac", "sdjes", "ddets"),
            Financeur.MSA: ("msa", "la msa", "mutualite sociale agricole"),
        }.items()
        for mot in mots
    }
)  # fmt: skip


def tell(texte: str) -> str:
    """What was read, short enough for a message."""
    line = " ".join(texte.split())
    return f"« {line[:_LONGUEUR_DITE]}{'…' if len(line) > _LONGUEUR_DITE else ''} »"


def parse_date(texte: str, *, fin: bool = False) -> date:
    """A day, a month or a year; ``fin`` says that a month or a year stands for its last day, not its first.

    Reads 12/03/2026, 12-3-26, 2026-03-12, 12 mars 2026, 1er mars 2026, mars 2026, 03/2026 and 2026.
    """
    bare = " ".join(texte.split())
    words = " ".join(plain(bare).split())
    if match := _ISO.fullmatch(bare):
        year, month, day = match.groups()
    elif match := _JOUR.fullmatch(bare):
        day, month, year = match.groups()
    elif match := _MOIS_CHIFFRE.fullmatch(bare):
        (month, year), day = match.groups(), None
    elif (match := _EN_MOTS.fullmatch(words)) and match[2] in _MOIS_RANGS:
        day, year = match[1], match[3]
        month = str(_MOIS_RANGS[match[2]])
    elif re.fullmatch(r"\d{4}", bare):
        year, month, day = bare, None, None
    else:
        raise ErreurMetier(f"{tell(texte)} n'est pas une date{_explain_date(bare)}")
    return _build_date(texte, year, month, day, fin=fin)


def _explain_date(bare: str) -> str:
    if re.fullmatch(r"[34]\d{4}(\.\d+)?", bare):
        return " : mettez la colonne au format de date dans le tableur."
    return " : écrivez par exemple 12/03/2026, mars 2026 ou 2026."


def _build_date(texte: str, year: str, month: str | None, day: str | None, *, fin: bool) -> date:
    annee = int(year) + (2000 if len(year) == 2 else 0)
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise ErreurMetier(
            f"{tell(texte)} : l'année doit être comprise entre {ANNEE_MIN} et {ANNEE_MAX}."
        )
    mois = int(month) if month else (12 if fin else 1)
    if not 1 <= mois <= 12:
        raise ErreurMetier(f"{tell(texte)} n'est pas une date : il n'y a pas de mois {mois}.")
    last = calendar.monthrange(annee, mois)[1]
    jour = int(day) if day else (last if fin else 1)
    if not 1 <= jour <= last:
        raise ErreurMetier(f"{tell(texte)} n'est pas une date : ce mois n'a pas de {jour}.")
    return date(annee, mois, jour)


def parse_montant(texte: str) -> Decimal:
    """An amount in euros: "12 000", "12 000,50 €", "12.000,50"; letters and minus signs are refused."""
    bare = re.sub(r"[\s\u00a0\u202f']", "", texte)
    bare = re.sub(r"(€|euros?|eur)(ttc|ht)?$", "", bare, flags=re.IGNORECASE)
    if _MILLIERS.fullmatch(bare):
        raise ErreurMetier(
            f"{tell(texte)} se lit de deux façons : écrivez {bare.replace('.', ' ')}, ou deux décimales "
            "après une virgule."
        )
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    if bare.startswith("-"):
        raise ErreurMetier(f"{tell(texte)} : un montant ne peut pas être négatif.")
    if not _NOMBRE.fullmatch(bare) or not bare.isascii():
        raise ErreurMetier(
            f"{tell(texte)} n'est pas un montant : écrivez le nombre seul, par exemple 12 000 ou 12000,50."
        )
    value = Decimal(bare)
    if value > MONTANT_MAX:
        raise ErreurMetier(f"{tell(texte)} dépasse 100 millions d'euros.")
    return value


def parse_choix(texte: str, mots: Mapping[str, Choix], quoi: str) -> Choix:
    """A word of a list, or one of its usual synonyms; ``quoi`` is what it should be ("un statut")."""
    found = mots.get(plain(texte))
    if found is None:
        offered = dict.fromkeys(choix.libelle for choix in mots.values())
        close = suggest(texte, offered)
        hint = f" Vouliez-vous dire {tell(close)} ?" if close else ""
        raise ErreurMetier(f"{tell(texte)} n'est pas {quoi} : {', '.join(offered)}.{hint}")
    return found


def parse_statut(texte: str) -> StatutAction:
    """A status in words. An action merged or split gets its own by those acts, not by a cell."""
    return parse_choix(texte, STATUTS, "un statut")


def find_financeur(texte: str, communes: Mapping[str, str]) -> tuple[Financeur, str]:
    """Who pays, with a precision: the name of a commune, or of who is in no list.

    ``communes`` gives names by their compared form.
    """
    words = plain(texte)
    if words in _FINANCEURS:
        return _FINANCEURS[words], ""
    if words in communes:
        return Financeur.COMMUNE, communes[words]
    return Financeur.AUTRE, " ".join(texte.split())
