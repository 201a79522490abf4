"""Child rows edited inside their parent's form: a ledger, the steps of an action, a session's decisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session, with_parent
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.adminkit.champs import Offre
from core.adminkit.chemins import is_sensible, loader_options, relation_prefixes
from core.adminkit.formulaire import build_form, default_values, offer_choices
from core.errors import ErreurMetier
from core.plugin.vues import LignesLiees
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, require, scope

LIGNES_MAX = 200


class Ligne:
    """One row of the block: its form, the object it edits (None for a new one), the box to remove it."""

    def __init__(self, form: Form, prefixe: str, objet: Any, retirer: bool) -> None:
        self.form = form
        self.prefixe = prefixe
        self.objet = objet
        self.retirer = retirer
        self.titre = str(objet) if objet is not None else ""

    def is_blank(self, blank: Form) -> bool:
        """A new row that nobody filled in: each field as an untouched one."""
        return self.objet is None and all(
            field.raw in ("", blank[field.short_name].raw) for field in self.form
        )


class Bloc:
    """A ``LignesLiees`` of a form: built at boot, opened for each request by :meth:`open`."""

    def __init__(self, modele: type[Any], lignes: LignesLiees) -> None:
        self.lignes = lignes
        self.relation = getattr(modele, lignes.relation)
        self.enfant: type[Any] = self.relation.property.mapper.class_
        self.form_class = build_form(self.enfant, lignes.champs)
        names = [champ.attribut for champ in lignes.champs]
        self._loading = loader_options(self.enfant, relation_prefixes(self.enfant, names))
        self.sensibles = {
            champ.attribut for champ in lignes.champs if is_sensible(self.enfant, champ.attribut)
        }

    def list_rows(self, session: Session, acteur: Acteur, parent: Any) -> Sequence[Any]:
        """The child rows of ``parent`` that the person may read, in the order of the relation."""
        if parent is None:
            return ()
        statement = (
            scope(acteur, self.enfant)
            .where(with_parent(parent, self.relation))
            .options(*self._loading)
        )
        if order := self.relation.property.order_by:
            statement = statement.order_by(*order)
        return session.scalars(statement.order_by(self.enfant.id)).unique().all()

    def open(self, session: Session, acteur: Acteur, parent: Any) -> BlocOuvert:
        """The block for one request."""
        return BlocOuvert(self, acteur, self.list_rows(session, acteur, parent))


class BlocOuvert:
    """The block during one request: its rows, and what is done with them."""

    def __init__(self, bloc: Bloc, acteur: Acteur, rows: Sequence[Any]) -> None:
        self.bloc = bloc
        self.nom = bloc.lignes.relation
        self.titre = bloc.lignes.titre
        self.singulier = bloc.lignes.singulier
        self.acteur = acteur
        self.existants = {str(row.id): row for row in rows}
        self.lignes: list[Ligne] = []

    def show(self, vierges: int) -> None:
        """Rows as stored, plus ``vierges`` empty ones."""
        for rank, row in enumerate([*self.existants.values(), *[None] * vierges]):
            self._add(rank, row, None)

    def read(self, formdata: MultiDict[str, str], vierges: int) -> None:
        """Rows as sent, plus ``vierges`` empty ones. Raises ErreurMetier on a row that is not there."""
        text = formdata.get(f"{self.nom}-n", "0")
        if not re.fullmatch(r"\d{1,4}", text) or int(text) > LIGNES_MAX:
            raise ErreurMetier(f"« {self.titre} » : {LIGNES_MAX} lignes au plus.")
        for rank in range(int(text)):
            cle = formdata.get(f"{self.nom}-{rank}-id", "")
            if cle and cle not in self.existants:
                raise ErreurMetier(
                    f"« {self.titre} » : une ligne n'existe plus ; rechargez la page pour voir les autres."
                )
            self._add(rank, self.existants.get(cle), formdata)
        for rank in range(int(text), int(text) + vierges):
            self._add(rank, None, None)

    def _add(self, rank: int, row: Any, formdata: MultiDict[str, str] | None) -> None:
        prefixe = f"{self.nom}-{rank}-"
        data = {} if row is not None else default_values(self.bloc.enfant, self.acteur)
        form = self.bloc.form_class(formdata, obj=row, prefix=prefixe, data=data)
        if self.bloc.sensibles and not can(
            self.acteur, Verbe.SENSIBLE_ECRIRE, row or self.bloc.enfant
        ):
            for name in self.bloc.sensibles:
                del form[name]
        retirer = formdata is not None and f"{prefixe}retirer" in formdata
        self.lignes.append(Ligne(form, prefixe, row, retirer))

    def offer(self, offre: Offre) -> None:
        """Give the choice fields of each row their choices."""
        for ligne in self.lignes:
            offer_choices(ligne.form, offre)

    def validate(self) -> bool:
        """Check each row that counts; errors stay on their fields."""
        blank = self._blank()
        counted = [row for row in self.lignes if not row.retirer and not row.is_blank(blank)]
        # Every row is checked, so that all the errors come at once.
        results = [row.form.validate() for row in counted]
        return all(results)

    def save(self, session: Session, parent: Any) -> bool:
        """Write the rows under ``parent``; True when something changed. Raises Interdit."""
        blank = self._blank()
        rows = getattr(parent, self.nom)
        touched = []
        changed = False
        for ligne in self.lignes:
            if ligne.objet is None and (ligne.retirer or ligne.is_blank(blank)):
                continue
            if ligne.retirer:
                require(self.acteur, Verbe.SUPPRIMER, ligne.objet)
                rows.remove(ligne.objet)
                session.delete(ligne.objet)
                changed = True
                continue
            objet = ligne.objet
            if objet is None:
                objet = self.bloc.enfant()
                rows.append(objet)
            elif _differs(ligne.form, objet):
                require(self.acteur, Verbe.ECRIRE, objet)
            else:
                continue
            fill(ligne.form, objet)
            touched.append(objet)
        for objet in touched:
            require(self.acteur, Verbe.ECRIRE, objet)
        return changed or bool(touched)

    def _blank(self) -> Form:
        data = default_values(self.bloc.enfant, self.acteur)
        return self.bloc.form_class(prefix="", data=data)


def fill(form: Form, objet: Any) -> None:
    """Copy the form's values that differ onto ``objet``."""
    for field in form:
        if getattr(objet, field.short_name) != field.data:
            setattr(objet, field.short_name, field.data)


def _differs(form: Form, objet: Any) -> bool:
    return any(getattr(objet, field.short_name) != field.data for field in form)
