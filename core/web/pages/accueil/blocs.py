"""What a home page is made of: blocks of figures, lines and links, and the counts asked in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.adminkit.liste import Requete, parse_request
from core.axes.models import Axe
from core.cycles.models import CycleAnnuel
from core.plugin.registry import Registry
from core.plugin.vues import VueTable
from core.security.acteur import Acteur
from core.security.policy import visible


@dataclass(slots=True, kw_only=True)
class Compteur:
    """A number of rows and the list that shows them; ``alerte``: any is too many.

    ``pluriel`` stands for ``libelle`` from two on, when they differ.
    """

    libelle: str
    pluriel: str = ""
    vue: VueTable
    filtres: Mapping[str, str]
    precision: str = ""
    alerte: bool = False
    code: str = ""
    nombre: int = 0

    @property
    def mots(self) -> str:
        return self.pluriel if self.pluriel and self.nombre > 1 else self.libelle

    @property
    def url(self) -> str:
        filtres: dict[str, Any] = {**self.filtres}
        return url_for(f"admin_{self.vue.endpoint}.index_view", **filtres)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """A line of a block: its words, where it leads, what completes it."""

    texte: str
    url: str = ""
    precision: str = ""
    alerte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """A block of the page; ``genre`` names its template, ``large`` takes the whole width."""

    genre: str
    titre: str
    contenu: Mapping[str, Any] = field(default_factory=dict)
    suite: Ligne | None = None
    large: bool = False


class Comptage:
    """The numbers of one page: each is the count of a list under its filters, all in one statement."""

    def __init__(self, session: Session, acteur: Acteur) -> None:
        self._session = session
        self._acteur = acteur
        self._compteurs: list[Compteur] = []

    def ask(self, vue: VueTable, libelle: str, **kwargs: Any) -> Compteur:
        """A counter, filled by :meth:`fill`."""
        compteur = Compteur(vue=vue, libelle=libelle, **kwargs)
        self._compteurs.append(compteur)
        return compteur

    def fill(self) -> None:
        """Ask the database for every number."""
        if self._compteurs:
            row = self._session.execute(select(*map(self._count, self._compteurs))).one()
            for compteur, nombre in zip(self._compteurs, row, strict=True):
                compteur.nombre = nombre

    def _count(self, compteur: Compteur) -> Any:
        vue = compteur.vue
        demande = parse_request(vue, compteur.filtres)
        requete = Requete(vue, self._session, self._acteur, demande)
        rows = requete.restrict(select(vue.modele.id).where(visible(self._acteur, vue.modele)))
        return select(func.count()).select_from(rows.order_by(None).subquery()).scalar_subquery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """What blocks are built from; ``axes`` are the active ones."""

    session: Session
    registry: Registry
    acteur: Acteur
    cycle: CycleAnnuel | None
    exercice: int
    jour: date
    axes: Sequence[Axe]
    comptage: Comptage

    @property
    def mes_axes(self) -> list[Axe]:
        """Axes in whose team the person is."""
        return [axe for axe in self.axes if axe.slug in self.acteur.axes]
