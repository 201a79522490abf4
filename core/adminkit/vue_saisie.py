"""The address of the grid where the rows of a list are typed together."""

from __future__ import annotations

from typing import Any, Protocol

from flask import abort, flash, redirect, request, url_for
from flask_admin import expose

from core.adminkit.actions import count_lignes
from core.adminkit.ecran import Ecran, ReponseVue
from core.adminkit.ecriture import DEJA_FAIT
from core.adminkit.liste import Requete, parse_request
from core.adminkit.saisie import Grille, Saisie
from core.adminkit.soumission import get_key
from core.db.soumission import claim
from core.security.policy import Verbe, can, visible


class EcranSaisie(Ecran, Protocol):
    """A view that has a grid."""

    grille: Grille | None

    @property
    def can_edit_grid(self) -> bool: ...

    def _save_grid(self, saisie: Saisie) -> ReponseVue | None: ...


class VueSaisie:
    """The grid of a screen that declares ``en_tableau``; the others answer 404."""

    @property
    def can_edit_grid(self: EcranSaisie) -> bool:
        """The grid exists, and one of the person's roles writes some row."""
        return self.grille is not None and can(self.acteur, Verbe.ECRIRE, self.vue.modele)

    @expose("/saisie/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def saisie_view(self: EcranSaisie) -> ReponseVue:
        """The rows of the list that the person may change, a page at a time, saved at once."""
        if self.grille is None:
            abort(404)
        if not self.can_edit_grid:
            abort(403)
        demande = parse_request(self.vue, request.args)
        saisie = Saisie(self.grille, self)
        if request.method == "POST":
            if (answer := self._save_grid(saisie)) is not None:
                return answer
            return self._render("admin/saisie.html", saisie=saisie, demande=demande), saisie.status
        requete = Requete(self.vue, self.db_session, self.acteur, demande)
        requete.keep(visible(self.acteur, self.vue.modele, Verbe.ECRIRE))
        page = requete.load_page(self.get_query(), self.grille.loading, writable=False)
        if not page.rows and demande.page > 1:
            abort(404)
        saisie.show(page.rows)
        return self._render(
            "admin/saisie.html", saisie=saisie, demande=demande, suite=page.suivante
        )

    def _save_grid(self: EcranSaisie, saisie: Saisie) -> ReponseVue | None:
        query: dict[str, Any] = request.args.to_dict()
        here = redirect(url_for(f"{self.endpoint}.saisie_view", **query))
        if claim(self.db_session, get_key(), self.acteur.compte_id) is not None:
            flash(DEJA_FAIT, "bien")
            return here
        saved = saisie.submit(request.form)
        if saved is None:
            return None
        flash(
            f"Enregistré : {count_lignes(saved)}." if saved else "Aucune valeur n'a changé.", "bien"
        )
        return here
