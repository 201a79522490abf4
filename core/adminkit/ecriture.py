"""The addresses of a table's view that write one row: new, edit, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask import abort, flash, g, redirect, request, url_for
from flask_admin import expose
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.adminkit import detour
from core.adminkit.ecran import Ecran, ReponseVue
from core.adminkit.edition import Edition, Plan
from core.adminkit.integrite import explain
from core.adminkit.soumission import get_key
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ConflitVersion, ErreurMetier, Introuvable, MotifRequis
from core.indicateurs.definitif import list_definitifs
from core.journal.service import CHAMP_MOTIF
from core.plugin.vues import VueTable
from core.security.acteur import Role
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

    def tell_closed(self, objet: Any) -> str: ...

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
        if detour.is_asked():
            edition.show(detour.propose(self.vue))
            return self._show_form(edition)
        if (sent := detour.read_back()) is not None:
            edition.resume(sent)
            return self._show_form(edition)
        return self._find_done() or self._submit(None, edition)

    @expose("/edit/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def edit_view(self: EcranEcriture) -> ReponseVue:
        """Form of a row."""
        if request.method == "GET":
            objet = self.get_one(request.args.get("id", ""))
            if not self.can_edit_objet(objet):
                abort(403)
            if ferme := self.tell_closed(objet):
                flash(ferme, "erreur")
                return redirect(url_for(f"{self.endpoint}.details_view", id=request.args["id"]))
            edition = Edition(self.plan, self.db_session, self.acteur, objet)
            edition.show(request.args)
            if edition.fige and not edition.motif_requis:
                # Fields that cannot be saved would invite to type in vain.
                flash(edition.fige, "erreur")
                return redirect(url_for(f"{self.endpoint}.details_view", id=request.args["id"]))
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
        definitif = bool(list_definitifs(self.db_session, [objet]))
        motif_requis = definitif and self.acteur.has_role(Role.GOUVERNANCE)
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
                motif_requis = motif_requis or isinstance(error, MotifRequis)
            else:
                flash(f"Supprimé : {titre}.", "bien")
                return redirect(destination)
        page = self._render(
            "admin/supprimer.html",
            identifiant=request.args["id"],
            titre_objet=titre,
            version=version,
            refus=refus,
            motif=request.form.get(CHAMP_MOTIF, ""),
            motif_requis=motif_requis,
        )
        return (page, 409) if refus else page

    def _edit_once(self: EcranEcriture) -> ReponseVue:
        sent = detour.read_back()
        if sent is None and (answer := self._find_done()):
            return answer
        try:
            objet = self.get_one(request.args.get("id", ""), lock=True)
        except Introuvable:
            if not (self.vue.modification and can(self.acteur, Verbe.ECRIRE, self.vue.modele)):
                raise
            edition = Edition(self.plan, self.db_session, self.acteur, None)
            edition.recover(request.form if sent is None else sent)
            page = self._show_form(edition, disparue=True, creation=self.can_create)
            return page, edition.status
        if not self.can_edit_objet(objet):
            abort(403)
        edition = Edition(self.plan, self.db_session, self.acteur, objet)
        if sent is not None:
            edition.resume(sent)
            return self._show_form(edition)
        return self._submit(objet, edition)

    def _submit(self: EcranEcriture, objet: Any, edition: Edition) -> ReponseVue:
        if g.get("a_verifier"):
            edition.review(request.form, A_VERIFIER)
            return self._show_form(edition), edition.status

        back = detour.find_detour(request.form)

        def address(saved: Any) -> str:
            if back is not None:
                return back.address(str(saved.id))
            return url_for(f"{self.endpoint}.details_view", id=saved.id)

        saved = edition.submit(
            request.form, lambda saved: conclude(self.db_session, get_key(), address(saved))
        )
        if saved is None:
            return self._show_form(edition), edition.status
        flash(f"Enregistré : {saved}.", "bien")
        return redirect(address(saved), code=302 if back is None else 307)

    def _find_done(self: EcranEcriture) -> ReponseVue | None:
        if g.get("a_verifier"):
            return None
        done = claim(self.db_session, get_key(), self.acteur.compte_id)
        if done is None:
            return None
        flash(DEJA_FAIT, "bien")
        if back := detour.find_detour(request.form):
            return redirect(done or back.address(), code=307)
        return redirect(done or url_for(f"{self.endpoint}.index_view"))

    def _show_form(self: EcranEcriture, edition: Edition, **context: Any) -> str:
        detour.offer_creations(self.vue, edition, self.acteur)
        carried = detour.list_carried()
        return self._render(
            "admin/formulaire.html",
            edition=edition,
            porte=carried,
            detour=detour.find_detour(dict(carried)),
            **context,
        )


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
