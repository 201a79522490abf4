"""The addresses of a table's view that write one row: new, edit, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask import abort, flash, g, redirect, request, url_for
from flask_admin import expose
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.adminkit.ecran import Ecran, ReponseVue
from core.adminkit.edition import Edition, Plan
from core.adminkit.integrite import explain
from core.adminkit.soumission import get_key
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ConflitVersion, ErreurMetier, Introuvable
from core.plugin.vues import VueTable
from core.security.policy import Verbe, can, require

DEJA_FAIT = "Déjà enregistré : cet envoi était arrivé deux fois, une seule a compté."
A_VERIFIER = (
    "Votre session a changé depuis l'ouverture de ce formulaire. Rien n'a été écrit, votre saisie est "
    "gardée : vérifiez-la, puis enregistrez."
)
MODIFIEE = "Quelqu'un a modifié cette ligne entre-temps. Relisez sa fiche avant de la supprimer."


class EcranEcriture(Ecran, Protocol):
    """A view whose rows are written one by one."""

    plan: Plan

    @property
    def can_create(self) -> bool: ...

    def get_one(self, id: str, *, lock: bool = False) -> Any: ...

    def can_delete_objet(self, objet: Any) -> bool: ...

    def _submit(self, objet: Any, edition: Edition) -> ReponseVue: ...

    def _edit_once(self) -> ReponseVue: ...

    def _find_done(self) -> ReponseVue | None: ...

    def _show_form(self, edition: Edition, **context: Any) -> str: ...


class VueEcriture:
    """Forms of one row; each write is claimed first, so that the same form sent twice writes once."""

    @expose("/new/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def create_view(self: EcranEcriture) -> ReponseVue:
        """Form of a new row."""
        if not self.can_create:
            abort(403)
        edition = Edition(self.plan, self.db_session, self.acteur, None)
        if request.method == "GET":
            edition.show(request.args)
            return self._show_form(edition)
        return self._find_done() or self._submit(None, edition)

    @expose("/edit/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def edit_view(self: EcranEcriture) -> ReponseVue:
        """Form of a row."""
        if request.method == "GET":
            objet = self.get_one(request.args.get("id", ""))
            if not self.can_edit_objet(objet):
                abort(403)
            edition = Edition(self.plan, self.db_session, self.acteur, objet)
            edition.show(request.args)
            return self._show_form(edition)
        try:
            return self._edit_once()
        except StaleDataError:
            # A line was changed from elsewhere between its reading and its writing: read it again.
            self.db_session.rollback()
        try:
            return self._edit_once()
        except StaleDataError as error:
            raise ConflitVersion("Quelqu'un enregistre cette fiche : réessayez.") from error

    @expose("/delete/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def delete_view(self: EcranEcriture) -> ReponseVue:
        """Page that asks, then deletes."""
        if not self.vue.suppression:
            abort(404)
        if request.method == "POST" and (answer := self._find_done()):
            return answer
        objet = self.get_one(request.args.get("id", ""), lock=request.method == "POST")
        require(self.acteur, Verbe.SUPPRIMER, objet)
        if not self.can_delete_objet(objet):
            abort(403)
        titre, version, refus = str(objet), str(objet.version), ""
        if request.method == "POST":
            destination = url_for(f"{self.endpoint}.index_view")
            try:
                if request.form.get("version") != version:
                    raise ErreurMetier(MODIFIEE)
                delete_objet(
                    self.vue,
                    self.db_session,
                    objet,
                    lambda: conclude(self.db_session, get_key(), destination),
                )
            except ErreurMetier as error:
                refus = error.message
            else:
                flash(f"Supprimé : {titre}.", "bien")
                return redirect(destination)
        page = self._render(
            "admin/supprimer.html",
            identifiant=request.args["id"],
            titre_objet=titre,
            version=version,
            refus=refus,
        )
        return (page, 409) if refus else page

    def _edit_once(self: EcranEcriture) -> ReponseVue:
        if answer := self._find_done():
            return answer
        try:
            objet = self.get_one(request.args.get("id", ""), lock=True)
        except Introuvable:
            if not (self.vue.modification and can(self.acteur, Verbe.ECRIRE, self.vue.modele)):
                raise
            edition = Edition(self.plan, self.db_session, self.acteur, None)
            edition.recover(request.form)
            page = self._show_form(edition, disparue=True, creation=self.can_create)
            return page, edition.status
        if not self.can_edit_objet(objet):
            abort(403)
        return self._submit(objet, Edition(self.plan, self.db_session, self.acteur, objet))

    def _submit(self: EcranEcriture, objet: Any, edition: Edition) -> ReponseVue:
        if g.get("a_verifier"):
            edition.review(request.form, A_VERIFIER)
            return self._show_form(edition), edition.status

        def keep(saved: Any) -> None:
            address = url_for(f"{self.endpoint}.details_view", id=saved.id)
            conclude(self.db_session, get_key(), address)

        saved = edition.submit(request.form, keep)
        if saved is None:
            return self._show_form(edition), edition.status
        flash(f"Enregistré : {saved}.", "bien")
        return redirect(url_for(f"{self.endpoint}.details_view", id=saved.id))

    def _find_done(self: EcranEcriture) -> ReponseVue | None:
        if g.get("a_verifier"):
            return None
        done = claim(self.db_session, get_key(), self.acteur.compte_id)
        if done is None:
            return None
        flash(DEJA_FAIT, "bien")
        return redirect(done or url_for(f"{self.endpoint}.index_view"))

    def _show_form(self: EcranEcriture, edition: Edition, **context: Any) -> str:
        return self._render("admin/formulaire.html", edition=edition, **context)


def delete_objet(vue: VueTable, session: Session, objet: Any, done: Callable[[], None]) -> None:
    """Delete a row; raises ErreurMetier, nothing done, when something still leans on it.

    ``done`` runs in the same transaction.
    """
    try:
        with unit_of_work(session):
            session.delete(objet)
            session.flush()
            done()
    except IntegrityError as error:
        raise explain(error, vue) from error
