"""Saving a form of the administration: everything is checked, or nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.adminkit.champs import ChampChoix, Offre
from core.adminkit.chemins import is_sensible
from core.adminkit.formats import format_value
from core.adminkit.formulaire import build_form, default_values, offer_choices
from core.adminkit.integrite import explain
from core.adminkit.lignes import Bloc, BlocOuvert, fill
from core.clock import now
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit
from core.plugin.vues import Champ, VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, require

AJOUTER = "_ajouter"
CONFLIT = (
    "Quelqu'un a enregistré cet objet pendant que vous l'aviez ouvert. Rien n'a été écrit et votre saisie "
    "est gardée ci-dessous. Comparez, puis enregistrez à nouveau pour garder la vôtre."
)


class Plan:
    """What a screen's forms are made of, computed once at boot."""

    def __init__(self, vue: VueTable) -> None:
        self.vue = vue
        self.form_class = build_form(vue.modele, vue.champs)
        self.blocs = tuple(Bloc(vue.modele, lignes) for lignes in vue.lignes)
        self.sensibles = {
            champ.attribut for champ in vue.champs if is_sensible(vue.modele, champ.attribut)
        }

    def groups(self) -> list[tuple[str, list[Champ]]]:
        """Fields by group, in the order of their first one; "" is the main group."""
        found: dict[str, list[Champ]] = {}
        for champ in self.vue.champs:
            found.setdefault(champ.groupe, []).append(champ)
        return list(found.items())


class Edition:
    """One form during one request. ``objet`` is None for a new row.

    After a refused :meth:`submit`, ``form`` and ``blocs`` hold what was typed, ``messages`` what is wrong
    beyond the fields, ``ecarts`` what somebody else saved meanwhile, ``status`` the HTTP answer.
    """

    def __init__(self, plan: Plan, session: Session, acteur: Acteur, objet: Any) -> None:
        self.plan = plan
        self.vue = plan.vue
        self.session = session
        self.acteur = acteur
        self.objet = objet
        self.titre = str(objet) if objet is not None else ""
        self.id = objet.id if objet is not None else None
        self.version = objet.version if objet is not None else 0
        # What the form carries: the version whose values the person saw, until a conflict shows the new.
        self.version_affichee = str(self.version)
        self.messages: list[str] = []
        self.ecarts: list[tuple[str, str]] = []
        self.status = 200
        self.form: Form = plan.form_class()
        self.blocs: list[BlocOuvert] = []

    def show(self, args: Mapping[str, str]) -> None:
        """The form as stored; a new one takes the defaults, then what the link proposes."""
        self._open(None, args)
        for bloc in self.blocs:
            bloc.show(0 if bloc.existants else 1)
        self._offer()

    def submit(self, formdata: MultiDict[str, str]) -> Any:
        """Save what was sent and return the object; None when the form must be shown again."""
        self.version_affichee = formdata.get("version", self.version_affichee)
        self._open(formdata, {})
        adding = formdata.get(AJOUTER, "")
        try:
            for bloc in self.blocs:
                bloc.read(formdata, 1 if bloc.nom == adding else 0)
            self._offer()
            if adding:
                return None
            return self._save(formdata)
        except ErreurMetier as error:
            self._refuse(error)
            return None

    def has_errors(self) -> bool:
        """True when something of the form was refused."""
        return bool(
            self.messages
            or self.form.errors
            or any(ligne.form.errors for bloc in self.blocs for ligne in bloc.lignes)
        )

    def _open(self, formdata: MultiDict[str, str] | None, args: Mapping[str, str]) -> None:
        data = default_values(self.vue.modele, self.acteur) if self.objet is None else {}
        names = {champ.attribut for champ in self.vue.champs}
        proposed = {name: value for name, value in args.items() if name in names}
        choices = {
            field.short_name for field in self.plan.form_class() if isinstance(field, ChampChoix)
        }
        data |= {name: value for name, value in proposed.items() if name not in choices}
        self.form = self.plan.form_class(formdata, obj=self.objet, data=data)
        for name in choices & proposed.keys():
            self.form[name].cles = [proposed[name]]
        if self.plan.sensibles and not self._writes_sensible():
            for name in self.plan.sensibles:
                del self.form[name]
        self.blocs = [bloc.open(self.session, self.acteur, self.objet) for bloc in self.plan.blocs]

    def _writes_sensible(self) -> bool:
        objet = self.vue.modele if self.objet is None else self.objet
        return can(self.acteur, Verbe.SENSIBLE_ECRIRE, objet)

    def _offer(self) -> None:
        offre = Offre(self.session, self.acteur)
        offer_choices(self.form, offre)
        for bloc in self.blocs:
            bloc.offer(offre)

    def _save(self, formdata: MultiDict[str, str]) -> Any:
        if self.objet is not None and formdata.get("version") != str(self.version):
            # Validated for its values, so that they can be compared.
            self.form.validate()
            self.ecarts = self._compare()
            self.version_affichee = str(self.version)
            self.messages.append(CONFLIT)
            self.status = 409
            self.session.rollback()
            return None
        checked = [self.form.validate(), *(bloc.validate() for bloc in self.blocs)]
        if not all(checked):
            self.status = 422
            self.session.rollback()
            return None
        try:
            with unit_of_work(self.session):
                return self._write()
        except IntegrityError as error:
            raise explain(error, self.vue) from error
        except Interdit as error:
            raise ErreurMetier(error.message) from error

    def _write(self) -> Any:
        objet = self.vue.modele() if self.objet is None else self.objet
        with self.session.no_autoflush:
            fill(self.form, objet)
            if self.objet is not None and _links_changed(objet):
                # Links live in another table: the sheet's version must tell of their change too.
                objet.updated_at = now()
        self.session.add(objet)
        self.session.flush()
        self._expire_relations(objet)
        # Asked again on the new state: nobody moves a row out of what they may write.
        require(self.acteur, Verbe.ECRIRE, objet)
        with self.session.no_autoflush:
            changed = [bloc.save(self.session, objet) for bloc in self.blocs]
        if any(changed) and self.objet is not None:
            # The version covers the sheet with its lines: a change of a line is a change of the sheet.
            objet.updated_at = now()
        self.session.flush()
        if self.vue.controle is not None:
            self.vue.controle(self.session, self.acteur, objet)
            self.session.flush()
        self.titre = str(objet)
        return objet

    def _expire_relations(self, objet: Any) -> None:
        """A relation whose foreign key was typed directly must not show the former row."""
        typed = {field.short_name for field in self.form}
        relations = [
            relation.key
            for relation in inspect(self.vue.modele).relationships
            if not relation.uselist and relation.key not in typed
        ]
        if relations:
            self.session.expire(objet, relations)

    def _compare(self) -> list[tuple[str, str]]:
        """Fields where the stored value differs from the one typed: label and stored value."""
        found = []
        for field in self.form:
            stored = getattr(self.objet, field.short_name)
            if stored != field.data:
                found.append((field.label.text, format_value(stored) or "(vide)"))
        return found

    def _refuse(self, error: ErreurMetier) -> None:
        self.status = 422
        self.session.rollback()
        if error.champ is not None and error.champ in self.form:
            self.form[error.champ].errors = [*self.form[error.champ].errors, error.message]
        else:
            self.messages.append(error.message)


def delete_objet(vue: VueTable, session: Session, objet: Any) -> None:
    """Delete a row; raises ErreurMetier, nothing done, when something still leans on it."""
    try:
        with unit_of_work(session):
            session.delete(objet)
            session.flush()
    except IntegrityError as error:
        raise explain(error, vue) from error


def _links_changed(objet: Any) -> bool:
    state = inspect(objet)
    return any(
        state.attrs[relation.key].history.has_changes()
        for relation in state.mapper.relationships
        if relation.secondary is not None
    )
