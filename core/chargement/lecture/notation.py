"""Cells as texts, whatever the file they come from."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from core.chargement.rules.feuille import COLONNES_MAX, LIGNES_MAX, Feuille
from core.errors import ErreurMetier

_FAUTE = re.compile(r"#(REF|N/A|VALEUR|VALUE|DIV/0|NOM|NAME|NOMBRE|NUM|NUL|NULL)[!?]?|Err:\d{3}")
SANS_VALEUR = (
    "la formule n'a pas de valeur enregistrée : ouvrez le classeur dans un tableur, enregistrez-le, puis "
    "déposez-le de nouveau."
)


def to_text(value: Any) -> str:
    """What a cell says: dates as 12/03/2026, numbers with a point, texts without control characters."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return (
            str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 6))
        )
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return clean(str(value))


def clean(texte: str) -> str:
    """A text without what PostgreSQL or a page cannot hold, trimmed."""
    kept = "".join(
        c for c in texte.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or c >= " "
    )
    return kept.encode("utf-8", "replace").decode().replace("\u00a0", " ").strip()


def tell_formula_error(texte: str) -> str:
    """Why a formula gave no value, "" when the text is no formula error."""
    if not _FAUTE.fullmatch(texte):
        return ""
    return f"la formule donne l'erreur « {texte} » : corrigez-la dans le tableur."


def add_row(feuille: Feuille, numero: int, cells: Iterable[str]) -> None:
    """Add a row that holds something. Raises ErreurMetier past what a plan can hold."""
    row = list(cells)
    while row and not row[-1]:
        row.pop()
    unreadable = any((numero, colonne) in feuille.illisibles for colonne in range(COLONNES_MAX))
    if not row and not unreadable:
        return
    if len(feuille.lignes) >= LIGNES_MAX:
        raise ErreurMetier(
            f"La feuille « {feuille.nom} » a plus de {LIGNES_MAX} lignes remplies. Un plan en compte "
            "quelques centaines : déposez un classeur qui ne contient que lui.",
            "fichier",
        )
    if len(row) > COLONNES_MAX:
        raise ErreurMetier(
            f"La feuille « {feuille.nom} » a plus de {COLONNES_MAX} colonnes remplies (ligne {numero}) : "
            "déposez un classeur qui ne contient que le plan.",
            "fichier",
        )
    for colonne, texte in enumerate(row):
        if why := tell_formula_error(texte):
            feuille.illisibles[numero, colonne] = why
    feuille.lignes.append((numero, row))
