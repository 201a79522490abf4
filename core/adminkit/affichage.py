"""What a list or a sheet shows, as text ready for the template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.adminkit.cellules import Cellules
from core.adminkit.chemins import get_holder, is_sensible
from core.adminkit.edition import Plan
from core.adminkit.formats import format_value, shorten
from core.adminkit.lignes import Bloc
from core.adminkit.liste import COMPTE_MAX, TAILLE_PAGE, TAILLES, Demande, Page, sortable
from core.adminkit.mots import Mots
from core.indicateurs.definitif import list_definitifs
from core.journal.models import Evenement
from core.plugin.vues import Colonne, Format, VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, visible

HISTORIQUE_MAX = 20
# Letters under which a cell is not cut.
COURT = 12


@dataclass(frozen=True, kw_only=True)
class EnTete:
    """Heading of a column; ``lien`` orders the list by it, "" when it cannot be sorted."""

    libelle: str
    lien: str
    actuel: str
    nombre: bool

    @cached_property
    def attributs(self) -> tuple[Markup, Markup]:
        """Attributes of a cell under it, and of one with few letters, written once for all the rows."""
        titre = Markup(' data-titre="{}"').format(self.libelle)
        if self.nombre:
            return (titre + Markup(' class="nombre"'),) * 2
        return titre, titre + Markup(' class="court"')

    def cell(self, texte: str) -> tuple[Markup, str]:
        """A cell under it: its attributs, its text."""
        return self.attributs[len(texte) <= COURT], texte


@dataclass(frozen=True, slots=True, kw_only=True)
class Rangee:
    """A row of a list: its id, its first cell, the others (attributes and text), the addresses of its sheet
    and of its form ("" for none).

    ``definitif``: its figures were validated.
    """

    id: int
    titre: str
    cellules: list[tuple[Markup, str]]
    definitif: bool
    fiche: str
    formulaire: str

    @property
    def modifiable(self) -> bool:
        """True when the person may change the row."""
        return bool(self.formulaire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adresses:
    """Addresses of a screen, made once for all the rows of a list; an id completes the last two."""

    liste: str
    fiche: str
    formulaire: str


class Tableau:
    """A page of a list."""

    def __init__(
        self,
        vue: VueTable,
        session: Session,
        acteur: Acteur,
        demande: Demande,
        page: Page,
        adresses: Adresses,
    ) -> None:
        self.vue = vue
        self.session = session
        self.acteur = acteur
        self.demande = demande
        self.page = page
        self.adresses = adresses
        self.objets = page.rows

    @property
    def compte(self) -> str:
        """How many rows the list has, and where one is in it."""
        if self.page.total is None:
            return f"Plus de {format_value(COMPTE_MAX, Format.ENTIER)} lignes, page {self.demande.page}"
        text = f"{format_value(self.page.total, Format.ENTIER)} ligne{'s' if self.page.total > 1 else ''}"
        pages = ceil(self.page.total / self.demande.taille)
        return f"{text}, page {self.demande.page} sur {pages}" if pages > 1 else text

    @property
    def precedente(self) -> str:
        """Address of the page before, "" on the first one."""
        return self._link(page=self.demande.page - 1) if self.demande.page > 1 else ""

    @property
    def suivante(self) -> str:
        """Address of the page after, "" on the last one."""
        return self._link(page=self.demande.page + 1) if self.page.suivante else ""

    @property
    def tailles(self) -> list[tuple[int, str]]:
        """Numbers of rows a page may have, with their address ("" for the present one); none when the
        smallest page holds the whole list."""
        if self.page.total is not None and self.page.total <= TAILLES[0]:
            return []
        return [
            (taille, "" if taille == self.demande.taille else self._link(par_page=taille, page=1))
            for taille in TAILLES
        ]

    @cached_property
    def colonnes(self) -> list[Colonne]:
        """Columns of this person: without the sensible ones when none of their roles reads them."""
        return [
            colonne
            for colonne in self.vue.colonnes
            if not is_sensible(self.vue.modele, colonne.attribut)
            or can(self.acteur, Verbe.SENSIBLE, get_holder(self.vue.modele, colonne.attribut))
        ]

    @cached_property
    def entetes(self) -> list[EnTete]:
        found = []
        for colonne in self.colonnes:
            current = self.demande.tri == colonne.attribut
            descending = current and self.demande.descendant
            sens = "asc" if descending or not current else "desc"
            found.append(
                EnTete(
                    libelle=colonne.libelle,
                    lien=(
                        self._link(tri=colonne.attribut, sens=sens, page=1)
                        if sortable(self.vue, colonne)
                        else ""
                    ),
                    actuel=("descending" if descending else "ascending") if current else "",
                    nombre=colonne.format in (Format.ENTIER, Format.DECIMAL, Format.EUROS),
                )
            )
        return found

    @cached_property
    def rangees(self) -> list[Rangee]:
        cellules = Cellules(self.session, self.acteur, self.vue.modele, self.colonnes, self.objets)
        definitifs = list_definitifs(self.session, self.objets)
        fiche, formulaire = self.adresses.fiche, self.adresses.formulaire
        premiere, *autres = self.colonnes
        places = list(zip(autres, self.entetes[1:], strict=True))
        return [
            Rangee(
                id=objet.id,
                titre=shorten(cellules.text(premiere, objet)),
                cellules=[entete.cell(shorten(cellules.text(c, objet))) for c, entete in places],
                definitif=objet in definitifs,
                fiche=f"{fiche}{objet.id}",
                formulaire=(f"{formulaire}{objet.id}" if objet.id in self.page.modifiables else ""),
            )
            for objet in self.objets
        ]

    def _link(self, **changes: str | int) -> str:
        """This list with other values of the query string."""
        demande = self.demande
        values: dict[str, str | int] = {
            "q": demande.q,
            **demande.filtres,
            "tri": demande.tri,
            "sens": "desc" if demande.descendant else "asc",
            "par_page": demande.taille if demande.taille != TAILLE_PAGE else "",
            **changes,
        }
        kept = {name: value for name, value in values.items() if value not in ("", 1)}
        return f"{self.adresses.liste}?{urlencode(kept)}"


class Feuille:
    """A row shown alone: its lines, its child rows, its history."""

    def __init__(self, plan: Plan, session: Session, acteur: Acteur, objet: Any) -> None:
        self.plan = plan
        self.session = session
        self.acteur = acteur
        self.objet = objet
        self.titre = str(objet)
        self.definitif = bool(list_definitifs(session, [objet]))

    @property
    def lignes(self) -> list[tuple[str, str]]:
        """Label and text: the screen's ``details`` when it names some, else its columns and fields."""
        vue = self.plan.vue
        columns = list(vue.details or vue.colonnes)
        if not vue.details:
            # Alone on its page, a row that a list shortens ("4") has its whole name.
            fields = {champ.attribut: champ for champ in vue.champs}
            columns = [
                Colonne(attribut=champ.attribut, libelle=champ.libelle)
                if "." in colonne.attribut and (champ := fields.get(colonne.attribut.split(".")[0]))
                else colonne
                for colonne in columns
            ]
            known = {colonne.attribut.split(".")[0] for colonne in columns}
            columns += [
                Colonne(attribut=champ.attribut, libelle=champ.libelle)
                for champ in vue.champs
                if champ.attribut not in known
            ]
        rows = [self.objet]
        cellules = Cellules(self.session, self.acteur, vue.modele, columns, rows)
        mots = Mots(self.session, self.acteur, vue.modele, columns, vue.champs, rows)
        return [
            (colonne.libelle, mots.text(colonne, self.objet) or cellules.text(colonne, self.objet))
            for colonne in columns
        ]

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
        mots = Mots(self.session, self.acteur, bloc.enfant, columns, bloc.lignes.champs, rows)
        return (
            bloc.lignes.titre,
            [colonne.libelle for colonne in columns],
            [
                [mots.text(colonne, row) or cellules.text(colonne, row) for colonne in columns]
                for row in rows
            ],
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
