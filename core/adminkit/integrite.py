"""What the database refused, in words that people understand."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import CheckConstraint, inspect
from sqlalchemy.exc import IntegrityError

from core.errors import ErreurMetier
from core.plugin.vues import VueTable

UNIQUE, FOREIGN_KEY, NOT_NULL = "23505", "23503", "23502"
# Rules that only the database checks, with the field where there is one.
_REGLES: dict[str, tuple[str, str | None]] = {
    "ck_habilitation_axe": ("Une équipe nomme son axe ; les autres rôles n'en ont pas.", None),
    "ck_habilitation_commune": (
        "Le rôle « Commune » nomme sa commune ; les autres rôles n'en ont pas.",
        None,
    ),
    "ck_population_effectifs": (
        "La population totale ne peut être inférieure à la municipale.",
        "totale",
    ),
    "ck_structure_siret": ("Un SIRET compte exactement 14 chiffres.", "siret"),
    "ck_convention_duree": ("La dernière année précède la première.", "fin"),
}


def explain(error: IntegrityError, vue: VueTable) -> ErreurMetier:
    """The same refusal as a business error, with the field when the constraint tells it."""
    diagnostic: Any = getattr(error.orig, "diag", None)
    state = getattr(error.orig, "sqlstate", "")
    if state == UNIQUE:
        return _unique(getattr(diagnostic, "message_detail", "") or "", vue)
    if state == FOREIGN_KEY:
        return _foreign_key(getattr(diagnostic, "message_primary", "") or "")
    if state == NOT_NULL:
        column = str(getattr(diagnostic, "column_name", ""))
        return ErreurMetier("Ce champ est obligatoire.", _field_of(column, vue))
    return _check(str(getattr(diagnostic, "constraint_name", "")), vue)


def _unique(detail: str, vue: VueTable) -> ErreurMetier:
    # "Key (code_insee, annee)=(49027, 2024) already exists."
    found = re.search(r"\(([^)]*)\)=", detail)
    columns = [name.strip(' "') for name in found.group(1).split(",")] if found else []
    labels = {champ.attribut: champ.libelle for champ in vue.champs}
    fields = [_field_of(column, vue) for column in columns]
    named = [labels[field] for field in fields if field in labels]
    if not named:
        return ErreurMetier("Cette ligne existe déjà.")
    known = next(field for field in fields if field in labels)
    return ErreurMetier(
        f"Une ligne existe déjà avec la même valeur de : {', '.join(named)}.", known
    )


def _field_of(column: str, vue: VueTable) -> str | None:
    """The form field that fills a column, directly or through a relation."""
    names = {champ.attribut for champ in vue.champs}
    if column in names:
        return column
    for relation in inspect(vue.modele).relationships:
        if relation.key in names and column in {local.name for local in relation.local_columns}:
            return str(relation.key)
    return None


def _foreign_key(message: str) -> ErreurMetier:
    if "update or delete" in message:
        return ErreurMetier(
            "Impossible : d'autres informations de la plateforme s'appuient encore sur cette ligne."
        )
    return ErreurMetier("Une des valeurs choisies n'existe plus : rechargez la page.")


def _check(constraint: str, vue: VueTable) -> ErreurMetier:
    if constraint in _REGLES:
        return ErreurMetier(*_REGLES[constraint])
    field = _first_field(constraint, vue)
    name = constraint.rpartition("_")[2]
    if name == "dates":
        return ErreurMetier("Les dates se contredisent : la fin est antérieure au début.", field)
    if name == "scolaire":
        return ErreurMetier(
            "L'exercice doit être l'une des deux années civiles de l'année scolaire.", field
        )
    return ErreurMetier(f"Ces valeurs se contredisent (règle « {name or constraint} »).", field)


def _first_field(constraint: str, vue: VueTable) -> str | None:
    """The form field that a CHECK of the screen's own table names first."""
    for rule in inspect(vue.modele).local_table.constraints:
        if isinstance(rule, CheckConstraint) and rule.name == constraint:
            words = re.findall(r"\w+", str(rule.sqltext))
            return next((field for word in words if (field := _field_of(word, vue))), None)
    return None
