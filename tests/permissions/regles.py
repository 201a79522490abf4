"""What a cell of the walk must answer, and which cells a neighbour makes known."""

import os

from tests.permissions.attentes import MARQUEURS
from tests.permissions.formes import SANS_SESSION, Objet, Table

# By hand, before a release: ``CTG_PARCOURS=complet pytest tests/permissions/test_parcours.py`` asks what the
# walk of every day leaves out as known from its neighbour.
COMPLET = os.environ.get("CTG_PARCOURS") == "complet"
PASSE = "passe"
# Screens whose every form is asked for by everybody, one of each shape: an action and its sheet, lines with a
# diffusion, of several axes, figures of a year, one that governance alone writes, accounts. The others are
# the same code under their own rights: a form that is refused is asked there once, by sending it.
ECRANS_TEMOINS = {"action", "note", "structure", "pe_activite", "bassin", "compte"}
SANS_DROIT = "0ifn"
# Refused before the address is looked at, as somebody not logged in or without a role.
FERMES = "if"
# Accounts of two roles, one of a team at least, and the teams.
DOUBLES, EQUIPES = "DM", "EX"
# Both files of an export come from the same rows: two actors are enough for the second.
CLASSEURS = "XL"
ETRANGES = ("", "abc", "1,2", "-1", "999999999", "99999999999999999999", "1 OR 1=1", "%00")


def readers_of(name: str) -> str:
    """Who may find a marker; an account's own address is always its own."""
    if name.startswith("adresse_") and name not in MARQUEURS:
        own = name.removeprefix("adresse_")
        return f"AG{own}"
    return MARQUEURS.get(name, "")


def is_left_out(name: str, table: Table, lettre: str) -> bool:
    """Is this actor known from another one on the whole screen: refused before the address is looked at, or
    an account of two roles where no team has a right of its own?"""
    if COMPLET or lettre not in FERMES + DOUBLES:
        return False
    if lettre in FERMES:
        return name not in ECRANS_TEMOINS
    rights = [table.liste]
    for objet in table.objets.values():
        rights += [objet.lire, objet.supprimer]
    alike = all(set(EQUIPES) & set(right) in (set(), set(EQUIPES)) for right in rights)
    return alike and not set(table.saisir) & set(EQUIPES)


def is_asked_by_sending(name: str, adresse: str, methode: str, attendu: int | str) -> bool:
    """Is this the opening of a form that is refused, on a screen like the others?"""
    formulaire = methode == "GET" and adresse in ("new", "edit", "delete", "saisie")
    return not COMPLET and formulaire and attendu != PASSE and name not in ECRANS_TEMOINS


def is_asked_oddly(name: str, lettre: str) -> bool:
    """Does this actor ask for rows that cannot be? They are refused before the rights on a row: one actor is
    enough, two on some screens. The sheet asks for them: the other addresses look their row up alike."""
    return lettre == "G" or (lettre == "L" and (COMPLET or name in ECRANS_TEMOINS))


def state_of(
    table: Table, objet: Objet, lettre: str, verbe: str, *, collective: bool = False
) -> int | str:
    """What asking ``verbe`` on a row must answer: 403 at the door, 404 for what one may not know of, 403
    for what one sees and may not change."""
    if lettre not in table.liste or (collective and lettre not in table.saisir):
        return 403
    if lettre not in objet.lire or (verbe == "supprimer" and not table.supprimable):
        return 404
    return PASSE if lettre in getattr(objet, verbe) else 403


def without_session(
    lettre: str, methode: str, attendu: int | str, etranger: int = 401
) -> int | str:
    """Those who are not logged in are led to the log-in page, or asked for their password in place."""
    if lettre not in SANS_SESSION:
        return attendu
    return "connexion" if methode == "GET" else etranger
