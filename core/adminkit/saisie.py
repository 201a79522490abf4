"""The rows of a list typed in one grid: every row is checked, or nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from core.adminkit.cellules import Cellules
from core.adminkit.champs import ChampOuiNon, Offre
from core.adminkit.chemins import is_sensible, loader_options, relation_prefixes
from core.adminkit.conflit import Comparaison
from core.adminkit.ecran import Ecran
from core.adminkit.formulaire import build_form, offer_choices
from core.adminkit.lot import LotRefuse, format_lot, name_rows, parse_lot, read_lot, write_lot
from core.errors import ErreurMetier, ErreurReglage, MotifRequis
from core.indicateurs.definitif import list_definitifs
from core.journal.service import CHAMP_MOTIF
from core.plugin.vues import Colonne, VueTable
from core.security.acteur import Role
from core.security.policy import Verbe, can

LIGNES_MAX = 200
_BALISES = {"input", "select", "case"}


class Grille:
    """What the grid of a screen is made of, computed at boot. Raises ErreurReglage."""

    def __init__(self, vue: VueTable) -> None:
        by_name = {champ.attribut: champ for champ in vue.champs}
        if unknown := [name for name in vue.en_tableau if name not in by_name]:
            raise ErreurReglage(
                f"« {vue.nom} », saisie en tableau : « {unknown[0]} » n'est pas un champ du formulaire."
            )
        self.champs = [by_name[name] for name in vue.en_tableau]
        self.form_class = build_form(vue.modele, self.champs)
        for champ in self.form_class():
            if champ.balise not in _BALISES:
                raise ErreurReglage(
                    f"« {vue.nom} », saisie en tableau : « {champ.short_name} » ne tient pas dans une "
                    "cellule (texte long, plusieurs valeurs, ou liste trop longue)."
                )
        self.colonnes = [c for c in vue.colonnes if c.attribut not in vue.en_tableau]
        if not self.colonnes:
            raise ErreurReglage(
                f"« {vue.nom} », saisie en tableau : aucune colonne ne nomme la ligne."
            )
        self.sensibles = {name for name in vue.en_tableau if is_sensible(vue.modele, name)}
        shown = relation_prefixes(vue.modele, vue.en_tableau)
        self.loading = loader_options(vue.modele, shown)


@dataclass(slots=True, kw_only=True)
class Rangee:
    """A row of the grid, in texts that stay true once the database was rolled back.

    ``comparaison`` is None when the person may only read it; ``conflit`` when somebody else saved the
    row after it was shown.
    """

    id: int
    objet: Any
    version: int
    titre: str
    textes: list[str]
    lectures: dict[str, str]
    comparaison: Comparaison | None
    definitif: bool
    messages: list[str] = field(default_factory=list)
    conflit: bool = False

    @property
    def form(self) -> Form | tuple[()]:
        """The cells that can be typed, by name."""
        return self.comparaison.form if self.comparaison else ()

    def chooses(self, name: str) -> bool:
        """True when two people changed this cell: one of the values has to be chosen."""
        ecart = self.comparaison.ecarts.get(name) if self.comparaison else None
        return ecart is not None and ecart.garde is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Perdue:
    """A row that was sent and can no longer be written, with what was typed in it."""

    titre: str
    disparue: bool
    saisies: list[tuple[str, str]]


class Saisie:
    """The grid during one request; after a refused :meth:`submit` it holds all that was typed."""

    def __init__(self, grille: Grille, ecran: Ecran) -> None:
        self.grille = grille
        self.ecran = ecran
        self.rangees: list[Rangee] = []
        self.perdues: list[Perdue] = []
        self.status = 200
        self.motif = ""
        self.motif_requis = False
        self._definitifs: set[Any] = set()
        self._titres: dict[int, str] = {}
        self._offre = Offre(ecran.db_session, ecran.acteur)

    @property
    def lot_texte(self) -> str:
        """Rows and versions as the page carries them; version 0 for a row shown as text."""
        return format_lot({r.id: r.version if r.comparaison else 0 for r in self.rangees})

    @property
    def fautes(self) -> Iterator[tuple[str, str, str]]:
        """What is wrong: anchor, place in words, message."""
        for rangee in self.rangees:
            if rangee.conflit:
                yield f"r{rangee.id}", rangee.titre, "modifiée entre-temps"
            for message in rangee.messages:
                yield f"r{rangee.id}", rangee.titre, message
            for cell in rangee.form:
                if rangee.conflit and rangee.chooses(cell.name):
                    yield cell.id, f"{rangee.titre}, {cell.label.text}", "à choisir"
                if cell.errors:
                    yield cell.id, f"{rangee.titre}, {cell.label.text}", " ".join(cell.errors)

    @property
    def conflits(self) -> list[Rangee]:
        """Rows that somebody else saved meanwhile."""
        return [rangee for rangee in self.rangees if rangee.conflit]

    def show(self, rows: Sequence[Any]) -> None:
        """The rows as stored; figures that validation made définitifs are cells for governance only."""
        texts = self._read_around(rows)
        for row in rows:
            comparaison = None
            frozen = row in self._definitifs and not self._corrects
            if self.ecran.can_edit_objet(row) and not frozen:
                comparaison = Comparaison(self._stored(row), partial(self._stored, row), None)
            self._add(row, texts, comparaison)

    def submit(self, formdata: MultiDict[str, str]) -> int | None:
        """Save what was sent and return the number of rows changed; None when the page must be shown
        again."""
        self._open(formdata)
        changed = [r for r in self.rangees if r.comparaison and r.comparaison.touchee]
        self._check(changed)
        if self.status == 200:
            self._write(changed)
        if self.status == 200:
            return len(changed)
        self.ecran.db_session.rollback()
        return None

    def _open(self, formdata: MultiDict[str, str]) -> None:
        sent = parse_lot([formdata.get("lot", "")], LIGNES_MAX)
        session = self.ecran.db_session
        rows = read_lot(session, self.ecran.get_query(), self.ecran.vue, sent, lock=True)
        self.motif = formdata.get(CHAMP_MOTIF, "")
        texts = self._read_around(list(rows.values()))
        for number, version in sent.items():
            row = rows.get(number)
            if row is None or (version and not self.ecran.can_edit_objet(row)):
                self._lose(number, row, formdata)
            if row is not None:
                self._read(row, version, texts, formdata)

    def _check(self, changed: Sequence[Rangee]) -> None:
        valid = [r.comparaison.validate() for r in changed if r.comparaison is not None]
        if self.perdues:
            self.status = 404 if any(perdue.disparue for perdue in self.perdues) else 403
        elif self.conflits:
            self.status = 409
        elif not all(valid):
            self.status = 422

    def _write(self, changed: Sequence[Rangee]) -> None:
        ecran = self.ecran
        changes = {r.objet: r.comparaison.fill for r in changed if r.comparaison is not None}
        try:
            write_lot(ecran.vue, ecran.db_session, ecran.acteur, changes)
        except LotRefuse as error:
            self.status = 422
            by_id = {rangee.id: rangee for rangee in changed}
            for number, refus in error.refus.items():
                self.motif_requis = self.motif_requis or isinstance(refus, MotifRequis)
                _refuse(by_id[number], refus)

    def _read(self, row: Any, version: int, texts: Cellules, formdata: MultiDict[str, str]) -> None:
        if not version or not self.ecran.can_edit_objet(row):
            self._add(row, texts, None)
            return
        form = self._form(row, formdata)
        comparaison = Comparaison(form, partial(self._stored, row), formdata, _prefix(row.id))
        stale = version != row.version
        if stale and comparaison.touchee:
            comparaison.merge()
        if stale and not comparaison.touchee:
            comparaison = Comparaison(self._stored(row), partial(self._stored, row), None)
        rangee = self._add(row, texts, comparaison)
        rangee.conflit = stale and comparaison.touchee

    def _add(self, row: Any, texts: Cellules, comparaison: Comparaison | None) -> Rangee:
        rangee = Rangee(
            id=row.id,
            objet=row,
            version=row.version,
            titre=self._titres[row.id],
            textes=[texts.text(colonne, row) for colonne in self.grille.colonnes],
            lectures={
                champ.attribut: texts.text(_as_colonne(champ.attribut, champ.libelle), row)
                for champ in self.grille.champs
                if comparaison is None or champ.attribut not in comparaison.form
            },
            comparaison=comparaison,
            definitif=row in self._definitifs,
        )
        self.rangees.append(rangee)
        return rangee

    def _lose(self, number: int, row: Any, formdata: MultiDict[str, str]) -> None:
        form = self.grille.form_class(formdata, prefix=_prefix(number))
        self.perdues.append(
            Perdue(
                titre=f"Ligne {number}" if row is None else self._titres[number],
                disparue=row is None,
                saisies=[(cell.label.text, cell.raw) for cell in form if cell.raw],
            )
        )

    def _stored(self, row: Any) -> Form:
        return self._form(row, None)

    def _form(self, row: Any, formdata: MultiDict[str, str] | None) -> Form:
        form = self.grille.form_class(formdata, obj=row, prefix=_prefix(row.id))
        if self.grille.sensibles and not can(self.ecran.acteur, Verbe.SENSIBLE_ECRIRE, row):
            for name in self.grille.sensibles:
                del form[name]
        if formdata is not None:
            for cell in form:
                _keep_unsent(cell, row, formdata)
        offer_choices(form, self._offre)
        return form

    @property
    def _corrects(self) -> bool:
        return self.ecran.acteur.has_role(Role.GOUVERNANCE)

    def _read_around(self, rows: Sequence[Any]) -> Cellules:
        """What is read once for all the rows: which are définitives, their names, their texts."""
        ecran = self.ecran
        self._definitifs = list_definitifs(ecran.db_session, rows)
        self._titres = name_rows(ecran.vue, ecran.db_session, ecran.acteur, rows)
        self.motif_requis = bool(self._definitifs) and self._corrects
        columns = [
            *self.grille.colonnes,
            *(_as_colonne(champ.attribut, champ.libelle) for champ in self.grille.champs),
        ]
        return Cellules(ecran.db_session, ecran.acteur, ecran.vue.modele, columns, rows)


def _keep_unsent(cell: Field, row: Any, formdata: Mapping[str, str]) -> None:
    # A browser sends every cell of the page but the boxes left empty: one that is missing was not shown.
    if cell.name not in formdata and not isinstance(cell, ChampOuiNon):
        cell.process_data(getattr(row, cell.short_name))


def _refuse(rangee: Rangee, refus: ErreurMetier) -> None:
    if rangee.comparaison and refus.champ in rangee.comparaison.form:
        cell = rangee.comparaison.form[refus.champ]
        cell.errors = [*cell.errors, refus.message]
    else:
        rangee.messages.append(refus.message)


def _as_colonne(attribut: str, libelle: str) -> Colonne:
    return Colonne(attribut=attribut, libelle=libelle)


def _prefix(number: int) -> str:
    return f"l{number}-"
