"""Child rows edited inside their parent's form: a ledger, the steps of an action, a session's decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session, with_parent
from wtforms import Form

from core.adminkit.champs import Offre
from core.adminkit.chemins import is_sensible, loader_options, relation_prefixes
from core.adminkit.conflit import Comparaison
from core.adminkit.formulaire import build_form, default_values, offer_choices
from core.plugin.vues import LignesLiees
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, scope


class Ligne:
    """One row of a block: its form, the row it edits (None for a new one), the box to remove it.

    ``disparue``: the page was about a row that is no longer there. ``note`` tells what others did of it.
    """

    def __init__(
        self,
        comparaison: Comparaison,
        prefixe: str,
        objet: Any,
        formdata: Mapping[str, str] | None,
    ) -> None:
        sent = formdata or {}
        self.comparaison = comparaison
        self.form = comparaison.form
        self.prefixe = prefixe
        self.objet = objet
        self.retirer = f"{prefixe}retirer" in sent
        # Kept beside the row: a rollback would make it be read again.
        self.cle = sent.get(f"{prefixe}id", "") if objet is None else str(objet.id)
        self.disparue = objet is None and bool(self.cle)
        self.titre = str(objet) if objet is not None else ""
        self.note = ""
        stored = str(objet.version) if objet is not None else ""
        # As for the parent: the version of what was shown, until a conflict shows the new one.
        self.version = sent.get(f"{prefixe}version", "") if formdata is not None else stored
        self.perimee = self.version != stored or (self.disparue and not self.retirer)

    @property
    def resume(self) -> str:
        """First words typed, to name a row that has no title any more."""
        return next((field.raw[:60] for field in self.form if field.raw), "")

    def is_blank(self, blank: Form) -> bool:
        """A new row that nobody filled in: each field as an untouched one."""
        return self.objet is None and all(
            field.raw in ("", blank[field.short_name].raw) for field in self.form
        )

    def refresh(self) -> None:
        """Compare with the row as stored now, whose version the page carries from now on."""
        self.comparaison.merge()
        self.version = str(self.objet.version)


class Bloc:
    """A ``LignesLiees`` of a form, built at boot; ``core.adminkit.saisie_lignes`` opens it for a request."""

    def __init__(self, modele: type[Any], lignes: LignesLiees) -> None:
        self.lignes = lignes
        self.relation = getattr(modele, lignes.relation)
        self.enfant: type[Any] = self.relation.property.mapper.class_
        self.form_class = build_form(self.enfant, lignes.champs, lignes.relation)
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

    def build_ligne(
        self,
        acteur: Acteur,
        offre: Offre,
        rank: int,
        row: Any,
        formdata: Mapping[str, str] | None,
    ) -> Ligne:
        """The row numbered ``rank`` of the page: as sent, or as stored when nothing was sent."""
        prefixe = f"{self.lignes.relation}-{rank}-"
        data = {} if row is not None else default_values(self.enfant, acteur)
        hidden = self.sensibles and not can(acteur, Verbe.SENSIBLE_ECRIRE, row or self.enfant)

        def build(sent: Mapping[str, str] | None) -> Form:
            form = self.form_class(sent, obj=row, prefix=prefixe, data=data)
            for name in self.sensibles if hidden else ():
                del form[name]
            offer_choices(form, offre)
            return form

        stored = (lambda: build(None)) if row is not None else None
        comparaison = Comparaison(build(formdata), stored, formdata, prefixe)
        return Ligne(comparaison, prefixe, row, formdata)

    def build_blank(self, acteur: Acteur) -> Form:
        """A row that nobody touched."""
        return self.form_class(prefix="", data=default_values(self.enfant, acteur))
