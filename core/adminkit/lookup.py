"""Answers of the comboboxes: rows of a large table, at the address of the screen that points to it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, jsonify, request
from flask_admin import expose
from sqlalchemy import Column
from sqlalchemy.orm import ColumnProperty, RelationshipProperty
from werkzeug.exceptions import BadRequest

from core.adminkit.chemins import get_property, is_sensible
from core.adminkit.ecran import Ecran
from core.adminkit.recherche import LETTRES_MIN, Cible, find_cible, is_searchable
from core.plugin.vues import Champ, Colonne, VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can

PARAMETRES = {"champ", "filtre", "q"}


class VueLookup:
    """The address ``/lookup/`` of a table's view."""

    @expose("/lookup/")  # type: ignore[untyped-decorator]
    def lookup_view(self: Ecran) -> Response:
        """Rows matching ``q`` for a field of the form (``champ``) or a filter of the list (``filtre``)."""
        args = request.args
        if set(args) - PARAMETRES or ("champ" in args) == ("filtre" in args):
            raise BadRequest()
        if "champ" in args:
            if not _opens_form(self.vue, self.acteur):
                abort(403)
            cible = _find_champ(self.vue, self.acteur, args["champ"])
        else:
            cible = _find_filtre(self.vue, args["filtre"])
        if cible is None or not cible.classe.__grande__:
            abort(404)
        texte = args.get("q", "").strip()
        if len(texte) < LETTRES_MIN:
            return jsonify([])
        if not is_searchable(texte):
            raise BadRequest()
        found = cible.search(self.db_session, self.acteur, texte)
        return jsonify([{"cle": choix.cle, "libelle": choix.libelle} for choix in found])


def get_cible(modele: type[Any], attribut: str, reference: str = "") -> Cible | None:
    """The table that an attribute points to, None for an ordinary one."""
    prop = get_property(modele, attribut)
    if isinstance(prop, RelationshipProperty):
        return Cible(prop.mapper.class_, None)
    if isinstance(prop, ColumnProperty) and isinstance(prop.columns[0], Column):
        return find_cible(prop.columns[0], reference)
    return None


def _opens_form(vue: VueTable, acteur: Acteur) -> bool:
    return bool(vue.champs) and (
        (vue.creation or vue.modification) and can(acteur, Verbe.ECRIRE, vue.modele)
    )


def _find_champ(vue: VueTable, acteur: Acteur, chemin: str) -> Cible | None:
    """The target of a field of the form, of its child rows (``relation.attribut``) or of a grouped act."""
    modele = vue.modele
    known: dict[str, tuple[type[Any], Champ]] = {}
    for action in vue.actions:
        known |= {champ.attribut: (action.modele or modele, champ) for champ in action.champs}
    known |= {champ.attribut: (modele, champ) for champ in vue.champs}
    for lignes in vue.lignes:
        enfant = getattr(modele, lignes.relation).property.mapper.class_
        known |= {f"{lignes.relation}.{c.attribut}": (enfant, c) for c in lignes.champs}
    if chemin not in known:
        return None
    holder, champ = known[chemin]
    if is_sensible(holder, champ.attribut) and not can(acteur, Verbe.SENSIBLE, holder):
        return None
    return get_cible(holder, champ.attribut, champ.reference)


def _find_filtre(vue: VueTable, nom: str) -> Cible | None:
    names = {filtre.attribut for filtre in vue.filtres if isinstance(filtre, Colonne)}
    if nom not in names or is_sensible(vue.modele, nom):
        return None
    return get_cible(vue.modele, nom)
