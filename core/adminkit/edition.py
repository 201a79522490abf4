"""Saving a form of the administration: everything is checked, or nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.adminkit.champs import ChampChoix, Offre
from core.adminkit.chemins import is_sensible
from core.adminkit.conflit import Comparaison, Ecart, last_change
from core.adminkit.formats import format_value
from core.adminkit.formulaire import (
    build_form,
    choose_own_axis,
    default_values,
    offer_choices,
)
from core.adminkit.integrite import explain
from core.adminkit.lignes import Bloc
from core.adminkit.saisie_lignes import LIGNES_MAX, BlocOuvert
from core.clock import now
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit, MotifRequis
from core.indicateurs.definitif import explain as explain_definitif
from core.indicateurs.definitif import get_annee, list_definitifs
from core.journal.service import CHAMP_MOTIF
from core.plugin.vues import Champ, VueTable
from core.security.acteur import Acteur, Role
from core.security.policy import Verbe, can, require

AJOUTER = "_ajouter"
CONFLIT = (
    "{qui} a enregistré cette fiche pendant que vous l'aviez ouverte. Rien n'a été écrit et rien de votre "
    "saisie n'est perdu. Ce que vous n'aviez pas changé montre maintenant la valeur enregistrée ; là où "
    "vous avez tous deux changé, choisissez. Puis enregistrez à nouveau."
)
DISPARUE = (
    "Cette ligne n'existe plus, ou ne fait plus partie de ce que vous pouvez consulter. Votre saisie est "
    "gardée ci-dessous."
)


class Plan:
    """What a screen's forms are made of, computed once at boot."""

    def __init__(self, vue: VueTable) -> None:
        self.vue = vue
        self.form_class = build_form(vue.modele, vue.champs)
        self.blocs = tuple(Bloc(vue.modele, lignes) for lignes in vue.lignes)
        self.choices = {
            field.short_name for field in self.form_class() if isinstance(field, ChampChoix)
        }
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
        self.version = str(objet.version) if objet is not None else ""
        # What the form carries: the version whose values the person saw, until a conflict shows the new.
        self.version_affichee = self.version
        self.messages: list[str] = []
        self.status = 200
        self.motif = ""
        self.motif_requis = False
        self.fige = ""
        self.form: Form
        self.comparaison: Comparaison
        self.blocs: list[BlocOuvert]

    @property
    def ecarts(self) -> dict[str, Ecart]:
        """Fields that somebody else changed meanwhile, those of the lines included, by name in the form."""
        found = dict(self.comparaison.ecarts)
        for bloc in self.blocs:
            for ligne in bloc.lignes:
                found |= ligne.comparaison.ecarts
        return found

    def show(self, args: Mapping[str, str]) -> None:
        """The form as stored; a new one takes the defaults, then what the link proposes."""
        self._open(None, args)
        for bloc in self.blocs:
            bloc.show(0 if bloc.existants else 1)

    def review(self, formdata: MultiDict[str, str], message: str) -> None:
        """The form as it was sent, nothing checked nor written, with why it comes back."""
        self._read(formdata)
        self.messages.append(message)
        self.status = 400

    def resume(self, formdata: MultiDict[str, str]) -> None:
        """The form as its author left it to create a row elsewhere, nothing checked nor written."""
        self._read(formdata)

    def recover(self, formdata: MultiDict[str, str]) -> None:
        """A form whose row is gone: everything typed becomes the form of a new one."""
        self._read(formdata)
        for bloc in self.blocs:
            bloc.merge(orphelin=True)
        self.messages.append(DISPARUE)
        self.status = 404

    def submit(self, formdata: MultiDict[str, str], done: Callable[[Any], None]) -> Any:
        """Save what was sent and return the object; None when the form must be shown again.

        ``done`` runs with the object in the same transaction.
        """
        self._read(formdata)
        if formdata.get(AJOUTER):
            return None
        if self._is_stale():
            self._merge()
        elif self._is_valid():
            try:
                return self._save(done)
            except ErreurMetier as error:
                self._refuse(error)
        self.session.rollback()
        return None

    def has_errors(self) -> bool:
        """True when something of the form was refused."""
        return bool(
            self.messages
            or self.form.errors
            or any(ligne.form.errors for bloc in self.blocs for ligne in bloc.lignes)
        )

    def _read(self, formdata: MultiDict[str, str]) -> None:
        self.version_affichee = formdata.get("version", "") if self.objet is not None else ""
        self._open(formdata, {})
        self.motif = formdata.get(CHAMP_MOTIF, "")
        self.motif_requis = self.motif_requis or bool(self.motif)
        adding = formdata.get(AJOUTER, "")
        for bloc in self.blocs:
            bloc.read(formdata, 1 if bloc.nom == adding else 0)

    def _open(self, formdata: MultiDict[str, str] | None, args: Mapping[str, str]) -> None:
        data = default_values(self.vue.modele, self.acteur) if self.objet is None else {}
        names = {champ.attribut for champ in self.vue.champs}
        # A link proposes values for a new row; those of a stored row are nobody's to propose.
        proposed = {n: value for n, value in args.items() if n in names and self.objet is None}
        choices = self.plan.choices
        data |= {name: value for name, value in proposed.items() if name not in choices}
        offre = Offre(self.session, self.acteur)
        hidden = self.plan.sensibles and not self._writes_sensible()

        def build(sent: MultiDict[str, str] | None) -> Form:
            form = self.plan.form_class(sent, obj=self.objet, data=data)
            for name in choices & proposed.keys():
                form[name].cles = [proposed[name]]
            for name in self.plan.sensibles if hidden else ():
                del form[name]
            offer_choices(form, offre)
            if self.objet is None and sent is None:
                choose_own_axis(form, self.acteur)
            return form

        self.form = build(formdata)
        stored = (lambda: build(None)) if self.objet is not None else None
        self.comparaison = Comparaison(self.form, stored, formdata)
        self.blocs = [
            BlocOuvert(bloc, self.session, self.acteur, self.objet, offre)
            for bloc in self.plan.blocs
        ]
        self._tell_definitif()

    def _tell_definitif(self) -> None:
        """Figures that validation made définitifs: who may change them asks for nobody, but says why."""
        rows = [self.objet] if self.objet is not None else []
        rows += [row for bloc in self.blocs for row in bloc.existants.values()]
        if definitifs := list_definitifs(self.session, rows):
            self.fige = explain_definitif(self.acteur, map(get_annee, definitifs))
            self.motif_requis = self.acteur.has_role(Role.GOUVERNANCE)

    def _writes_sensible(self) -> bool:
        objet = self.vue.modele if self.objet is None else self.objet
        return can(self.acteur, Verbe.SENSIBLE_ECRIRE, objet)

    def _is_stale(self) -> bool:
        return self.version_affichee != self.version or any(bloc.perime for bloc in self.blocs)

    def _merge(self) -> None:
        """Compare what was seen, what is stored and what was typed; nothing is written."""
        if self.objet is not None:
            self.comparaison.merge()
        removals = [text for bloc in self.blocs for text in bloc.merge()]
        # Before the rollback, which makes every row be read again.
        self.messages += [self._tell_conflict(), *removals]
        self.version_affichee = self.version
        self.status = 409

    def _tell_conflict(self) -> str:
        rows = [(self.vue.modele.__tablename__, str(self.id))] if self.id is not None else []
        rows += [
            (bloc.bloc.enfant.__tablename__, cle) for bloc in self.blocs for cle in bloc.connus
        ]
        trace = last_change(self.session, self.acteur, rows)
        who = f"{trace.acteur} ({format_value(trace.at)})" if trace else "Quelqu'un"
        return CONFLIT.format(qui=who)

    def _is_valid(self) -> bool:
        checked = [self.comparaison.validate(), *(bloc.validate() for bloc in self.blocs)]
        for bloc in self.blocs:
            if bloc.trop:
                self.messages.append(
                    f"« {bloc.titre} » : {LIGNES_MAX} lignes nouvelles au plus par enregistrement."
                )
        if all(checked) and not self.messages:
            return True
        self.status = 422
        return False

    def _save(self, done: Callable[[Any], None]) -> Any:
        try:
            with unit_of_work(self.session):
                objet = self._write()
                done(objet)
                return objet
        except IntegrityError as error:
            raise explain(error, self.vue) from error
        except Interdit as error:
            raise ErreurMetier(error.message) from error

    def _write(self) -> Any:
        objet = self.vue.modele() if self.objet is None else self.objet
        with self.session.no_autoflush:
            self.comparaison.fill(objet)
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
        if moved := [bloc.nom for bloc, was in zip(self.blocs, changed, strict=True) if was]:
            # A row just deleted is still in its parent's list, which the check below reads.
            self.session.expire(objet, moved)
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

    def _refuse(self, error: ErreurMetier) -> None:
        self.status = 422
        if isinstance(error, MotifRequis):
            self.motif_requis = True
        if error.champ is not None and error.champ in self.form:
            self.form[error.champ].errors = [*self.form[error.champ].errors, error.message]
        else:
            self.messages.append(error.message)


def _links_changed(objet: Any) -> bool:
    state = inspect(objet)
    return any(
        state.attrs[relation.key].history.has_changes()
        for relation in state.mapper.relationships
        if relation.secondary is not None
    )
