"""Acts on several rows of a list: chosen there, confirmed on a page, done for all of them or for none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from flask import abort, flash, redirect, request, url_for
from flask_admin import expose
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from core.adminkit.champs import Offre
from core.adminkit.chemins import is_sensible
from core.adminkit.ecran import Ecran, ReponseVue
from core.adminkit.ecriture import DEJA_FAIT
from core.adminkit.formulaire import build_form, offer_choices
from core.adminkit.liste import Requete, parse_request
from core.adminkit.lot import (
    LOT_MAX,
    LotRefuse,
    format_lot,
    name_rows,
    parse_lot,
    read_lot,
    write_lot,
)
from core.adminkit.soumission import get_key
from core.db.soumission import claim
from core.errors import ErreurMetier, ErreurReglage, Interdit, Introuvable, MotifRequis
from core.journal.service import CHAMP_MOTIF
from core.plugin.vues import ActionGroupee, VueTable
from core.security.policy import Verbe, can, visible

CHANGEES = (
    "Quelqu'un a modifié des lignes de votre sélection depuis que vous les avez vues. Vérifiez, puis "
    "confirmez si l'action leur convient toujours."
)
REFUSEES = "Aucune ligne n'a changé : au moins une d'elles refuse cette action."


class Acte:
    """An ``ActionGroupee`` with its form, built at boot. Raises ErreurReglage when it cannot be."""

    def __init__(self, vue: VueTable, action: ActionGroupee) -> None:
        self.action = action
        modele = action.modele or vue.modele
        self.form_class = build_form(modele, action.champs)
        for field in self.form_class():
            if is_sensible(modele, field.short_name) or getattr(field, "multiple", False):
                raise ErreurReglage(
                    f"Action groupée « {action.nom} » : le champ « {field.short_name} » ne se change "
                    "pas sur plusieurs lignes (chiffre réservé, ou plusieurs valeurs)."
                )


def build_actes(vue: VueTable) -> dict[str, Acte]:
    """The acts of a screen by name."""
    if len({action.nom for action in vue.actions}) < len(vue.actions):
        raise ErreurReglage(f"« {vue.nom} » : deux actions groupées portent le même nom.")
    return {action.nom: Acte(vue, action) for action in vue.actions}


class Confirmation:
    """One act on one selection during one request: what the page shows, and what confirming does.

    Raises Introuvable or Interdit when the person may not change one of the rows.
    """

    def __init__(self, ecran: Ecran, acte: Acte, lot: Mapping[int, int], *, confirme: bool) -> None:
        self.ecran = ecran
        self.action = acte.action
        self.rows = read_lot(ecran.db_session, ecran.get_query(), ecran.vue, lot, lock=confirme)
        if lot.keys() - self.rows.keys():
            raise Introuvable(
                "Une des lignes choisies n'existe plus, ou ne fait pas partie de ce que vous pouvez "
                "consulter. Rien n'a été changé : revenez à la liste et recommencez."
            )
        rows = list(self.rows.values())
        self.titres = name_rows(ecran.vue, ecran.db_session, ecran.acteur, rows)
        for number, row in self.rows.items():
            if not ecran.can_edit_objet(row):
                raise Interdit(f"Vous n'avez pas le droit de modifier « {self.titres[number]} ».")
        self.lot = {number: row.version for number, row in self.rows.items()}
        self.changees = [number for number in lot if self.lot[number] != lot[number]]
        self.refus: list[tuple[str, str]] = []
        self.motif = request.form.get(CHAMP_MOTIF, "")
        self.motif_requis = bool(self.motif)
        self.form = acte.form_class(request.form if confirme else None, prefix="v-")
        for field in self.form:
            field.requis = True
        offer_choices(self.form, Offre(ecran.db_session, ecran.acteur))
        self.status = 409 if confirme and self.changees else 200

    @property
    def lot_texte(self) -> str:
        """The selection as the page carries it."""
        return format_lot(self.lot)

    @property
    def message(self) -> str:
        """What prevented the act, "" when nothing did."""
        if self.refus:
            return REFUSEES
        return CHANGEES if self.changees else ""

    def apply(self) -> bool:
        """Do it for every row, or for none; False when the page must be shown again."""
        if self.changees:
            return False
        if not self.form.validate():
            self.status = 422
            return False
        session, acteur = self.ecran.db_session, self.ecran.acteur
        asked = {field.short_name: field.data for field in self.form}
        values = {**self.action.valeurs, **asked}

        def change(objet: Any) -> None:
            self.action.appliquer(session, acteur, objet, values)

        try:
            write_lot(self.ecran.vue, session, acteur, dict.fromkeys(self.rows.values(), change))
        except LotRefuse as error:
            self.status = 422
            self.motif_requis |= any(isinstance(f, MotifRequis) for f in error.refus.values())
            self.refus = [
                (self.titres[number], fault.message) for number, fault in error.refus.items()
            ]
            return False
        return True


class EcranActions(Ecran, Protocol):
    """A view that has acts."""

    actes: dict[str, Acte]

    @property
    def can_act(self) -> bool: ...

    def list_lot(self) -> dict[int, int]: ...

    def choose_lot(self, form: MultiDict[str, str]) -> dict[int, int]: ...


class VueActions:
    """The address of the acts on several rows, mounted for the screens that declare some."""

    @property
    def can_act(self: EcranActions) -> bool:
        """There are acts, and one of the person's roles writes some row."""
        return bool(self.actes) and can(self.acteur, Verbe.ECRIRE, self.vue.modele)

    @expose("/action/", methods=("POST",))  # type: ignore[untyped-decorator]
    def action_view(self: EcranActions) -> ReponseVue:
        """Page that asks, then does."""
        acte = self.actes.get(request.form.get("acte", ""))
        if acte is None:
            abort(404)
        if not self.can_act:
            abort(403)
        confirme = "confirme" in request.form
        lot = parse_lot(request.form.getlist("lot")) if confirme else self.choose_lot(request.form)
        # Only what the list itself understands goes back into its address.
        parse_request(self.vue, request.args)
        query: dict[str, Any] = request.args.to_dict()
        retour = redirect(url_for(f"{self.endpoint}.index_view", **query))
        if confirme and claim(self.db_session, get_key(), self.acteur.compte_id) is not None:
            flash(DEJA_FAIT, "bien")
            return retour
        if not lot:
            flash("Cochez d'abord les lignes auxquelles l'action s'applique.", "erreur")
            return retour
        confirmation = Confirmation(self, acte, lot, confirme=confirme)
        if confirme and confirmation.apply():
            flash(f"« {acte.action.libelle} » : fait pour {count_lignes(len(lot))}.", "bien")
            return retour
        page = self._render("admin/action.html", confirmation=confirmation)
        return page, confirmation.status

    def choose_lot(self: EcranActions, form: MultiDict[str, str]) -> dict[int, int]:
        """The rows ticked, or all those of the filtered list that the person may change."""
        if form.get("portee") == "liste":
            return self.list_lot()
        return parse_lot(form.getlist("ligne"))

    def list_lot(self: EcranActions) -> dict[int, int]:
        """Ids and versions of the filtered list's rows that the person may change."""
        modele = self.vue.modele
        demande = parse_request(self.vue, request.args)
        requete = Requete(self.vue, self.db_session, self.acteur, demande)
        requete.keep(visible(self.acteur, modele) & visible(self.acteur, modele, Verbe.ECRIRE))
        statement = requete.restrict(select(modele.id, modele.version))
        found = self.db_session.execute(statement.limit(LOT_MAX + 1)).all()
        if len(found) > LOT_MAX:
            raise ErreurMetier(
                f"La liste compte plus de {LOT_MAX} lignes modifiables : réduisez-la par un filtre ou une "
                "recherche, puis recommencez."
            )
        return {row.id: row.version for row in found}


def count_lignes(number: int) -> str:
    """ "1 ligne", "3 lignes"."""
    return f"{number} ligne{'s' if number > 1 else ''}"
