"""The menu of every page: shared pages, active axes, then core's tables by heading, as rights open them.

It has about seventy lines, the same from page to page: what it holds is worked out once for an actor (a
value: their roles of the day) and a state of the axes, and its text once for each page it is seen from.
Another role, another day or an axis switched off is another value, hence another menu.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from flask import current_app, request
from markupsafe import Markup

from core.adminkit.axes import AxeLu
from core.axes.models import Axe
from core.plugin.catalogue import Catalogue
from core.plugin.vues import Vue, VueTable
from core.rapports.models import Rapport
from core.security.acteur import Acteur
from core.security.policy import Verbe, can
from core.web.pages.calculs import reads_provisoire

_PAGES = (
    ("Accueil", "/"),
    ("Cycle de l'année", "/cycle/"),
    ("Tableau de bord", "/gouvernance/"),
    ("Séances", "/seances/"),
    ("Rapports", "/rapports/"),
    ("Indicateurs", "/indicateurs/"),
    ("Évaluation", "/evaluation/"),
    ("Communes", "/communes/"),
    ("Convention", "/convention/"),
    ("Axes", "/axes/"),
)
_RUBRIQUES = (
    "Plan d'actions",
    "Territoire",
    "Gouvernance",
    "Coopération",
    "Réglages",
    "Comptes et traces",
)
_ACTIONS = "/admin/action/"


@dataclass(frozen=True, slots=True)
class Entree:
    """A line of the menu: its words, where it leads."""

    libelle: str
    chemin: str
    filtre: str = ""

    def leads_to(self, page: str, filtres: str) -> bool:
        """True when the page being read is the one it opens, or is under it."""
        if self.chemin == "/":
            return page == "/"
        if not page.startswith(self.chemin):
            return False
        if self.filtre:
            return self.filtre in filtres.split("&")
        return self.chemin != _ACTIONS or "axe_slug=" not in filtres


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A block of the menu: the pages everyone has, an axis, or a heading of core; ``ouverte`` wherever one
    stands, as the axis of the person's team is."""

    titre: str
    entrees: tuple[Entree, ...]
    axe: AxeLu | None = None
    repliable: bool = True
    ouverte: bool = False


# By identity: there is one for an actor and a state of the axes.
@dataclass(frozen=True, eq=False)
class Menu:
    """What an actor may open."""

    sections: tuple[Section, ...]

    @cached_property
    def entrees(self) -> tuple[Entree, ...]:
        """Every line, whatever its section."""
        return tuple(entree for section in self.sections for entree in section.entrees)


def render_menu(acteur: Acteur, axes: tuple[AxeLu, ...]) -> Markup:
    """The menu of ``acteur``, seen from the page being read."""
    menu = build_menu(current_app.extensions["ctg_catalogue"], acteur, axes)
    page, filtres = request.path, request.query_string.decode("latin-1")
    courantes = frozenset(entree for entree in menu.entrees if entree.leads_to(page, filtres))
    return _render(menu, courantes, request.script_root)


@lru_cache(maxsize=256)
def build_menu(catalogue: Catalogue, acteur: Acteur, axes: tuple[AxeLu, ...]) -> Menu:
    """What ``acteur`` may open of ``catalogue`` when the axes are as in ``axes``."""
    return Menu(tuple(_list_sections(catalogue, acteur, axes)))


@lru_cache(maxsize=1024)
def _render(menu: Menu, courantes: frozenset[Entree], racine: str) -> Markup:
    # Not as a page: the context of pages holds this very menu.
    template = current_app.jinja_env.get_template("_menu.html")
    text = template.render(sections=menu.sections, courantes=courantes, racine=racine)
    return Markup(text)  # noqa: S704 - the template has escaped what it holds


def _list_sections(
    catalogue: Catalogue, acteur: Acteur, axes: tuple[AxeLu, ...]
) -> Iterator[Section]:
    yield Section(titre="Plateforme", entrees=tuple(_list_pages(acteur)), repliable=False)
    for axe in axes:
        if axe.actif:
            vues = catalogue.axes.get(axe.slug, ())
            actions = Entree("Actions", _ACTIONS, f"axe_slug={axe.slug}")
            entrees = (actions, *_list_views(acteur, vues, axe.slug))
            ouverte = axe.slug in acteur.axes
            yield Section(titre=axe.titre, entrees=entrees, axe=axe, ouverte=ouverte)
    for rubrique in _RUBRIQUES:
        tables = tuple(vue for vue in catalogue.core if vue.rubrique == rubrique)
        if entrees := tuple(_list_views(acteur, tables, None)):
            yield Section(titre=rubrique, entrees=entrees)


def _list_pages(acteur: Acteur) -> Iterator[Entree]:
    hidden = set()
    if not can(acteur, Verbe.LIRE, Rapport):
        hidden.add("/rapports/")
    if not can(acteur, Verbe.ECRIRE, Axe):
        hidden.add("/axes/")
    if not reads_provisoire(acteur):
        hidden.add("/gouvernance/")
    for libelle, chemin in _PAGES:
        if chemin not in hidden:
            yield Entree(libelle, chemin)


def _list_views(acteur: Acteur, vues: tuple[Vue, ...], slug: str | None) -> Iterator[Entree]:
    for vue in vues:
        if not isinstance(vue, VueTable):
            yield Entree(vue.nom, f"/axe/{slug}/{vue.endpoint}/")
        elif can(acteur, Verbe.LIRE, vue.modele):
            yield Entree(vue.nom, f"/admin/{vue.endpoint}/")
