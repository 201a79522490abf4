"""What the shell of every page shows: who, which axes, which year, and the menu their rights open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request

from core.adminkit.axes import AxeLu, get_etat
from core.axes.models import Axe
from core.cycles.rules import is_frozen
from core.plugin.catalogue import Catalogue
from core.plugin.vues import Vue, VueTable
from core.rapports.models import Rapport
from core.security.acteur import ANONYME, Acteur
from core.security.policy import Verbe, can
from core.security.session import get_acteur

_PAGES = (
    ("Accueil", "/"),
    ("Cycle de l'année", "/cycle/"),
    ("Séances", "/seances/"),
    ("Rapports", "/rapports/"),
    ("Indicateurs", "/indicateurs/"),
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


def _pages(acteur: Acteur) -> tuple[tuple[str, str], ...]:
    hidden = set()
    if not can(acteur, Verbe.LIRE, Rapport):
        hidden.add("/rapports/")
    if not can(acteur, Verbe.ECRIRE, Axe):
        hidden.add("/axes/")
    return tuple(page for page in _PAGES if page[1] not in hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entree:
    """A line of the menu; ``courante`` when it leads to the page being read."""

    libelle: str
    url: str
    courante: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A block of the menu: the pages everyone has, an axis, or a heading of core."""

    titre: str
    entrees: tuple[Entree, ...]
    axe: AxeLu | None = None
    repliable: bool = True

    @property
    def ouverte(self) -> bool:
        """Unfolded when the page being read is in it."""
        return any(entree.courante for entree in self.entrees)


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where the person is, read once for the whole menu."""

    racine: str
    page: str
    filtres: str

    def entry(self, libelle: str, path: str, query: str = "") -> Entree:
        """A line of the menu seen from there."""
        courante = self.page == path if path == "/" else self.page.startswith(path)
        if query:
            courante = courante and query in self.filtres.split("&")
        elif courante and path == "/admin/action/":
            courante = "axe_slug=" not in self.filtres
        url = self.racine + path + (f"?{query}" if query else "")
        return Entree(libelle=libelle, url=url, courante=courante)


def shell_context() -> dict[str, Any]:
    """Context of every template, made once a request in one statement after the account's."""
    if "coquille" not in g:
        g.coquille = _build_context()
    context: dict[str, Any] = g.coquille
    return context


def _build_context() -> dict[str, Any]:
    if g.get("coquille_nue"):
        return {"acteur": ANONYME, "menu": (), "cycle_courant": None, "demonstration": False}
    acteur, etat = get_acteur(), get_etat()
    axes = () if acteur is ANONYME else etat.axes
    return {
        "acteur": acteur,
        "menu": () if acteur is ANONYME else build_menu(acteur, axes),
        "noms_axes": {axe.slug: str(axe) for axe in axes},
        "axes_retires": [axe.titre for axe in axes if not axe.actif],
        "cycle_courant": etat.cycle,
        "cycle_fige": etat.cycle is not None and is_frozen(etat.cycle.etape),
        "demonstration": etat.demonstration,
    }


def build_menu(acteur: Acteur, axes: Sequence[AxeLu]) -> tuple[Section, ...]:
    """The menu of ``acteur``: shared pages, active axes, then core's tables by heading."""
    catalogue: Catalogue = current_app.extensions["ctg_catalogue"]
    lieu = Lieu(request.script_root, request.path, request.query_string.decode("latin-1"))
    sections = [
        Section(
            titre="Plateforme",
            entrees=tuple(lieu.entry(libelle, url) for libelle, url in _pages(acteur)),
            repliable=False,
        )
    ]
    for axe in axes:
        if axe.actif:
            entrees = (
                lieu.entry("Actions", "/admin/action/", f"axe_slug={axe.slug}"),
                *_entries(lieu, acteur, catalogue.axes.get(axe.slug, ()), axe.slug),
            )
            sections.append(Section(titre=axe.titre, entrees=entrees, axe=axe))
    for rubrique in _RUBRIQUES:
        vues = tuple(vue for vue in catalogue.core if vue.rubrique == rubrique)
        if entrees := _entries(lieu, acteur, vues, None):
            sections.append(Section(titre=rubrique, entrees=entrees))
    return tuple(sections)


def _entries(
    lieu: Lieu, acteur: Acteur, vues: tuple[Vue, ...], slug: str | None
) -> tuple[Entree, ...]:
    return tuple(
        lieu.entry(vue.nom, f"/admin/{vue.endpoint}/")
        if isinstance(vue, VueTable)
        else lieu.entry(vue.nom, f"/axe/{slug}/{vue.endpoint}/")
        for vue in vues
        if not isinstance(vue, VueTable) or can(acteur, Verbe.LIRE, vue.modele)
    )
