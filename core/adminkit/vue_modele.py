"""The one Flask-Admin view of the platform: a ``VueTable`` under the rights of whoever asks.

Flask-Admin keeps its part (registration, addresses, queries of the model, hooks); what it shows and
what it accepts goes through ``scope`` and ``can`` here, for every table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask_admin import expose
from flask_admin.base import Admin
from flask_admin.contrib.sqla import ModelView
from sqlalchemy import Select
from sqlalchemy.orm import Session
from sqlalchemy.orm.strategy_options import Load
from werkzeug.wrappers import Response

from core.adminkit.actions import VueActions, build_actes
from core.adminkit.affichage import Adresses, Feuille, Tableau
from core.adminkit.axes import find_off, is_by_axis, list_off, require_active
from core.adminkit.chemins import loader_options, relation_prefixes
from core.adminkit.ecran import may_create
from core.adminkit.ecriture import VueEcriture
from core.adminkit.edition import Plan
from core.adminkit.export import VueExport
from core.adminkit.liste import Requete, parse_request
from core.adminkit.lookup import VueLookup
from core.adminkit.retour import keep_list
from core.adminkit.saisie import Grille
from core.adminkit.verification import check_vue
from core.adminkit.vue_saisie import VueSaisie
from core.db.extension import db
from core.errors import Introuvable
from core.plugin.vues import VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, scope
from core.security.session import get_acteur

ReponseVue = str | Response | tuple[str, int]

# Flask-Admin offers others, which answer under no right of ours: they are not mounted.
_ADDRESSES = {
    "index_view",
    "create_view",
    "edit_view",
    "details_view",
    "delete_view",
    "lookup_view",
    "export_view",
}


class VueModele(VueActions, VueSaisie, VueLookup, VueExport, VueEcriture, ModelView):  # type: ignore[misc]
    """A table of core (``slug`` None) or of an axis."""

    can_export = False
    can_view_details = True
    column_filters = None
    column_searchable_list = None

    def __init__(self, vue: VueTable, slug: str | None = None) -> None:
        check_vue(vue)
        self.vue = vue
        self.slug = slug
        self.plan = Plan(vue)
        self.actes = build_actes(vue)
        self.grille = Grille(vue) if vue.en_tableau else None
        self.column_list = tuple(colonne.attribut for colonne in vue.colonnes)
        self.column_details_list = self.column_list
        self.column_sortable_list = ()
        # A computed column names in ``charger`` what it needs.
        shown = [c.attribut for c in (*vue.colonnes, *vue.details) if c.valeur is None]
        paths = {*vue.charger, *relation_prefixes(vue.modele, shown)}
        self._loading = loader_options(vue.modele, paths)
        self._loading_list = loader_options(vue.modele, paths, join_many=True)
        typed = relation_prefixes(vue.modele, [champ.attribut for champ in vue.champs])
        self._loading_one = loader_options(vue.modele, paths | typed, join_many=True)
        super().__init__(
            vue.modele, db, name=vue.nom, endpoint=f"admin_{vue.endpoint}", url=vue.endpoint
        )

    def create_blueprint(self, admin: Admin) -> Blueprint:
        """Mount only the addresses that this class answers itself, for what the screen declares."""
        addresses = _ADDRESSES | ({"action_view"} if self.actes else set())
        addresses |= {"saisie_view"} if self.grille else set()
        urls: list[Any] = getattr(self, "_urls")  # noqa: B009 - filled by Flask-Admin's metaclass
        self._urls = [entry for entry in urls if entry[1] in addresses]
        blueprint: Blueprint = super().create_blueprint(admin)
        blueprint.url_defaults(partial(keep_list, self.vue))
        return blueprint

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # Flask-Admin calls a second time a view that raised TypeError, which would hide the fault.
        return fn(self, *args, **kwargs)

    # What Flask-Admin would make of the columns by itself is not wanted: forms come from ``Plan``.

    def scaffold_form(self) -> type[Any]:
        """The form of the screen, from its ``Champ`` values only."""
        return self.plan.form_class

    def get_create_form(self) -> type[Any]:
        return self.plan.form_class

    def get_edit_form(self) -> type[Any]:
        return self.plan.form_class

    # Rights.

    @property
    def acteur(self) -> Acteur:
        return get_acteur()

    @property
    def db_session(self) -> Session:
        """The session of the request behind Flask-SQLAlchemy's registry."""
        return db.session()

    @property
    def can_create(self) -> bool:
        """Creating exists for this table and for one of the person's roles."""
        return may_create(self.vue, self.acteur)

    def can_edit_objet(self, objet: Any) -> bool:
        """This row, by this person."""
        return (
            self.vue.modification
            and bool(self.vue.champs)
            and can(self.acteur, Verbe.ECRIRE, objet)
            and find_off(objet) is None
        )

    def can_delete_objet(self, objet: Any) -> bool:
        """This row, by this person; the rows of a deactivated axis are kept."""
        return (
            self.vue.suppression
            and can(self.acteur, Verbe.SUPPRIMER, objet)
            and find_off(objet) is None
        )

    def list_liens(self, objet: Any = None) -> list[tuple[str, str]]:
        """Words and address of the pages offered on the sheet of ``objet``, or above the list."""
        return [
            (lien.libelle, request.script_root + lien.adresse.format(id=getattr(objet, "id", "")))
            for lien in self.vue.liens
            if ("{id}" in lien.adresse) == (objet is not None)
            and (not lien.roles or self.acteur.has_role(*lien.roles))
        ]

    def tell_closed(self, objet: Any) -> str:
        """Why the row is no longer written, "" when it is."""
        ferme = self.vue.ferme
        return ferme(self.db_session, self.acteur, objet) if ferme is not None else ""

    def is_accessible(self) -> bool:
        """True when the axis is active and the person may read at least some row."""
        if self.slug is not None:
            require_active(self.slug)
        return can(self.acteur, Verbe.LIRE, self.vue.modele)

    # Queries: every reading starts from the rows the person may read.

    def get_query(self, loading: Sequence[Load] | None = None) -> Select[Any]:
        """The rows the person may read, with ``loading`` in place of what a list shows."""
        options = self._loading if loading is None else loading
        return scope(self.acteur, self.vue.modele).options(*options)

    def get_one(self, id: str, *, lock: bool = False) -> Any:
        """The row of that id among those the person may read; raises Introuvable."""
        if not re.fullmatch(r"\d{1,18}", id):
            raise Introuvable("Cette ligne n'existe pas.")
        statement = self.get_query(self._loading_one)
        statement = statement.where(self.vue.modele.id == int(id))
        if lock:
            statement = statement.with_for_update(of=self.vue.modele)
        objet = self.db_session.scalars(statement).unique().one_or_none()
        if objet is None:
            raise Introuvable(
                "Cette ligne n'existe pas, ou ne fait pas partie de ce que vous pouvez consulter."
            )
        return objet

    # Pages.

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ReponseVue:
        """List: search, filters, order, pages."""
        demande = parse_request(self.vue, request.args)
        requete = Requete(self.vue, self.db_session, self.acteur, demande)
        may_edit = self.vue.modification and bool(self.vue.champs)
        page = requete.load_page(
            scope(self.acteur, self.vue.modele),
            self._loading_list,
            writable=may_edit and can(self.acteur, Verbe.ECRIRE, self.vue.modele),
        )
        if not page.rows and demande.page > 1:
            abort(404)
        return self._render(
            "admin/liste.html",
            tableau=Tableau(
                self.vue,
                self.db_session,
                self.acteur,
                demande,
                page,
                self._adresses(),
            ),
            filtres=requete.list_filters(),
            demande=demande,
            retires=list_off() if is_by_axis(self.vue.modele) else (),
        )

    @expose("/details/")  # type: ignore[untyped-decorator]
    def details_view(self) -> ReponseVue:
        """One row, with its child rows and its history."""
        objet = self.get_one(request.args.get("id", ""))
        feuille = Feuille(self.plan, self.db_session, self.acteur, objet)
        return self._render(
            "admin/details.html",
            objet=objet,
            feuille=feuille,
            modifiable=self.can_edit_objet(objet),
            ferme=self.tell_closed(objet),
            supprimable=self.can_delete_objet(objet),
            retire=find_off(objet),
        )

    def _adresses(self) -> Adresses:
        fiche, formulaire = (
            url_for(f"{self.endpoint}.{name}") for name in ("details_view", "edit_view")
        )
        return Adresses(
            liste=url_for(f"{self.endpoint}.index_view"),
            fiche=f"{fiche}{'&' if '?' in fiche else '?'}id=",
            formulaire=f"{formulaire}{'&' if '?' in formulaire else '?'}id=",
        )

    def _render(self, template: str, **context: Any) -> str:
        page: str = self.render(template, vue=self.vue, slug=self.slug, **context)
        return page
