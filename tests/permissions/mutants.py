"""Guards taken away one at a time: the walk must see each loss.

The test stops at the first cell that turns red for each guard. By hand, the whole table:
``CTG_MUTANTS=complet pytest -s tests/permissions/test_mutants.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import ColumnElement, Select, select, true

from core.adminkit import cellules, ecriture, edition, extraction, recherche
from core.adminkit.vue_modele import VueModele
from core.annee import service as annee
from core.cycles import service as cycles
from core.cycles import soumissions
from core.jobs import service as jobs
from core.rapports import exercice
from core.security import droits, policy
from core.security.acteur import SYSTEME, Acteur, Habilitation
from core.web import securite
from core.web.menu import build_menu
from tests.permissions.parcours import Bilan, Parcours


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A guard, how it is taken away, and the part of the walk that looks there."""

    nom: str
    retirer: Callable[[ExitStack, Parcours], Any]
    tables: frozenset[str]


def _all(*arguments: Any, **named: Any) -> ColumnElement[bool]:
    return true()


def _yes(*arguments: Any, **named: Any) -> bool:
    return True


def _nothing(*arguments: Any, **named: Any) -> None:
    return None


def _whole_query(vue: VueModele, loading: object = None) -> Select[Any]:
    return select(vue.vue.modele).options(*vue._loading)


def _ageless(compte: Any, jour: Any) -> Acteur:
    return Acteur(
        nom="Essai",
        compte_id=compte.id,
        habilitations=frozenset(
            Habilitation(role=h.role, axe_slug=h.axe_slug, code_insee=h.code_insee)
            for h in compte.habilitations
        ),
    )


def _attribute(target: Any, name: str, new: Any) -> Callable[[ExitStack, Parcours], Any]:
    return lambda stack, parcours: stack.enter_context(patch.object(target, name, new))


def _condition(attribut: str) -> Callable[[ExitStack, Parcours], Any]:
    """``Vaut`` on one attribute always holds."""
    true_sql = droits.Vaut.sql

    def sql(self: droits.Vaut, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        return true() if self.attribut == attribut else true_sql(self, modele, acteur)

    return _attribute(droits.Vaut, "sql", sql)


def _no_door(stack: ExitStack, parcours: Parcours) -> None:
    functions = parcours.app.before_request_funcs[None]
    kept = [function for function in functions if function is not securite._guard]
    stack.enter_context(patch.dict(parcours.app.before_request_funcs, {None: kept}))


def _mutant(nom: str, retirer: Callable[[ExitStack, Parcours], Any], *tables: str) -> Mutant:
    return Mutant(nom=nom, retirer=retirer, tables=frozenset(tables))


def _both_ways(name: str) -> Callable[[ExitStack, Parcours], Any]:
    """A right on the year of an axis, asked by the act and again by the move of its submission."""
    return lambda stack, parcours: (
        stack.enter_context(patch.object(annee, name, _nothing)),
        stack.enter_context(patch.object(soumissions, name, _nothing)),
    )


def _scope_of_all(acteur: Acteur, modele: type[Any], *verbe: Any) -> Select[Any]:
    return select(modele)


MUTANTS = (
    _mutant("porte du site (compte demandé)", _no_door, "bassin"),
    _mutant(
        "habilitations en cours seulement",
        _attribute(securite, "build_acteur", _ageless),
        "connexion",
        "bassin",
    ),
    _mutant("is_accessible", _attribute(VueModele, "is_accessible", _yes), "connexion"),
    _mutant("can_create", _attribute(VueModele, "can_create", property(_yes)), "bassin"),
    _mutant("can_edit_objet", _attribute(VueModele, "can_edit_objet", _yes), "bassin"),
    _mutant(
        "droit de supprimer",
        lambda stack, parcours: (
            stack.enter_context(patch.object(ecriture, "require", _nothing)),
            stack.enter_context(patch.object(VueModele, "can_delete_objet", _yes)),
        ),
        "bassin",
    ),
    _mutant("require sur l'objet écrit", _attribute(edition, "require", _nothing), "instance"),
    _mutant(
        "scope de get_query et get_one", _attribute(VueModele, "get_query", _whole_query), "rappel"
    ),
    _mutant(
        "scope de la recherche d'un champ", _attribute(recherche, "scope", _scope_of_all), "seance"
    ),
    _mutant(
        "scope de l'export",
        lambda stack, parcours: (
            stack.enter_context(patch.object(extraction, "visible", _all)),
            stack.enter_context(patch.object(extraction, "scope", _scope_of_all)),
        ),
        "rappel",
    ),
    _mutant(
        "lignes liées dans une cellule", _attribute(cellules.Cellules, "_reads", _yes), "seance"
    ),
    _mutant("chiffres sensibles", _attribute(cellules, "can", _yes), "pe_activite"),
    _mutant("brouillons", _condition("brouillon"), "action"),
    _mutant("diffusion des notes et des freins", _condition("diffusion"), "action"),
    _mutant("validation de l'axe", _attribute(droits.AxeValide, "sql", _all), "pe_accueil"),
    _mutant(
        "territoire d'une commune", _attribute(droits.CommuneDeLacteur, "sql", _all), "pe_accueil"
    ),
    _mutant("axe de l'équipe", _attribute(droits.AxeDeLacteur, "sql", _all), "rappel"),
    _mutant("compte de chacun", _attribute(droits.CompteDeLacteur, "sql", _all), "compte"),
    _mutant("rapport figé pour communes et élus", _condition("fige"), "pages"),
    _mutant("droit de faire avancer l'année", _attribute(cycles, "require", _nothing), "/cycle/"),
    _mutant("année d'un axe à son équipe", _both_ways("require"), "/cycle/"),
    _mutant("valider, renvoyer, relancer", _both_ways("require_role"), "/cycle/"),
    _mutant(
        "dossier figé lu par chacun", _attribute(exercice, "can_read_kept", _yes), "/exercices/"
    ),
    _mutant("tâche de son demandeur", _attribute(jobs, "require", _nothing), "/rapports/"),
    _mutant(
        "l'acteur lui-même (tous deviennent la plateforme)",
        _attribute(securite, "build_acteur", lambda *_: SYSTEME),
        "connexion",
    ),
)


@contextmanager
def without(mutant: Mutant, parcours: Parcours) -> Iterator[None]:
    """The application without that guard."""
    # Statements are written once for an actor and a class: those of another guard must not be asked again.
    with ExitStack() as stack:
        stack.callback(_forget)
        mutant.retirer(stack, parcours)
        _forget()
        yield


def _forget() -> None:
    for kept in (policy._visible_once, policy._scope, build_menu):
        kept.cache_clear()


def run(parcours: Parcours, *, premier: bool) -> dict[str, Bilan]:
    """What the walk sees without each guard."""
    found = {}
    for mutant in MUTANTS:
        with without(mutant, parcours):
            cases = parcours.list_cases(set(mutant.tables))
            found[mutant.nom] = parcours.walk(cases, premier=premier)
    return found
