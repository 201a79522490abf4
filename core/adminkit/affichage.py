"""What a list or a sheet shows, as text ready for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.adminkit.cellules import Cellules
from core.adminkit.chemins import get_holder, is_sensible
from core.adminkit.edition import Plan
from core.adminkit.formats import shorten
from core.adminkit.lignes import Bloc
from core.adminkit.liste import TAILLE_PAGE, Demande, sortable
from core.journal.models import Evenement
from core.plugin.vues import Colonne, Format, VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, visible

HISTORIQUE_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EnTete:
    """Heading of a column; ``tri`` is what a click asks for, "" when it cannot be sorted."""

    libelle: str
    tri: str
    sens: str
    actuel: str
    nombre: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rangee:
    """A row of a list: its id, its cells, whether the person may change it."""

    id: int
    cellules: list[str]
    modifiable: bool


class Tableau:
    """A page of a list."""

    def __init__(
        self,
        vue: VueTable,
        session: Session,
        acteur: Acteur,
        demande: Demande,
        rows: Sequence[Any],
        total: int,
        writable: set[int],
    ) -> None:
        self.vue = vue
        self.session = session
        self.acteur = acteur
        self.demande = demande
        self.objets = rows
        self.total = total
        self.writable = writable
        self.pages = max(1, ceil(total / TAILLE_PAGE))

    @cached_property
    def colonnes(self) -> list[Colonne]:
        """Columns of this person: without the sensible ones when none of their roles reads them."""
        return [
            colonne
            for colonne in self.vue.colonnes
            if not is_sensible(self.vue.modele, colonne.attribut)
            or can(self.acteur, Verbe.SENSIBLE, get_holder(self.vue.modele, colonne.attribut))
        ]

    @property
    def entetes(self) -> list[EnTete]:
        found = []
        for colonne in self.colonnes:
            current = self.demande.tri == colonne.attribut
            descending = current and self.demande.descendant
            found.append(
                EnTete(
                    libelle=colonne.libelle,
                    tri=colonne.attribut if sortable(self.vue, colonne) else "",
                    sens="asc" if descending or not current else "desc",
                    actuel=("descending" if descending else "ascending") if current else "",
                    nombre=colonne.format in (Format.ENTIER, Format.DECIMAL, Format.EUROS),
                )
            )
        return found

    @property
    def rangees(self) -> list[Rangee]:
        cellules = Cellules(self.session, self.acteur, self.vue.modele, self.colonnes, self.objets)
        return [
            Rangee(
                id=objet.id,
                cellules=[shorten(cellules.text(c, objet)) for c in self.colonnes],
                modifiable=objet.id in self.writable,
            )
            for objet in self.objets
        ]


class Feuille:
    """A row shown alone: its lines, its child rows, its history."""

    def __init__(self, plan: Plan, session: Session, acteur: Acteur, objet: Any) -> None:
        self.plan = plan
        self.session = session
        self.acteur = acteur
        self.objet = objet
        self.titre = str(objet)

    @property
    def lignes(self) -> list[tuple[str, str]]:
        """Label and text: the screen's ``details`` when it names some, else its columns and fields."""
        vue = self.plan.vue
        columns = list(vue.details or vue.colonnes)
        if not vue.details:
            known = {colonne.attribut.split(".")[0] for colonne in columns}
            columns += [
                Colonne(attribut=champ.attribut, libelle=champ.libelle)
                for champ in vue.champs
                if champ.attribut not in known
            ]
        cellules = Cellules(self.session, self.acteur, vue.modele, columns, [self.objet])
        return [(colonne.libelle, cellules.text(colonne, self.objet)) for colonne in columns]

    @property
    def blocs(self) -> list[tuple[str, list[str], list[list[str]]]]:
        """For each block of child rows: title, headings, rows."""
        return [self._bloc(bloc) for bloc in self.plan.blocs]

    def _bloc(self, bloc: Bloc) -> tuple[str, list[str], list[list[str]]]:
        columns = [
            Colonne(attribut=champ.attribut, libelle=champ.libelle) for champ in bloc.lignes.champs
        ]
        rows = bloc.list_rows(self.session, self.acteur, self.objet)
        cellules = Cellules(self.session, self.acteur, bloc.enfant, columns, rows)
        return (
            bloc.lignes.titre,
            [colonne.libelle for colonne in columns],
            [[cellules.text(colonne, row) for colonne in columns] for row in rows],
        )

    @property
    def historique(self) -> list[Evenement]:
        """The last changes of the row, for those who read the journal."""
        if not can(self.acteur, Verbe.LIRE, Evenement):
            return []
        return list(
            self.session.scalars(
                select(Evenement)
                .where(
                    visible(self.acteur, Evenement),
                    Evenement.objet_type == self.plan.vue.modele.__tablename__,
                    Evenement.objet_id == str(self.objet.id),
                )
                .order_by(Evenement.id.desc())
                .limit(HISTORIQUE_MAX)
            )
        )
