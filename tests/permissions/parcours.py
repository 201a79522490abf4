"""The walk: every address of the application, by every actor, on every kind of row.

What should happen comes from attentes.py alone; this module only asks and compares.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from structlog.testing import capture_logs
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.adminkit.lookup import get_cible
from core.plugin.vues import VueTable
from tests.navigateur import open_session
from tests.permissions.attentes import ACTIONS, CREATIONS, PAGES, TABLES
from tests.permissions.formes import ACTEURS, Table
from tests.permissions.monde import FLUX, Monde
from tests.permissions.regles import (
    CLASSEURS,
    COMPLET,
    ETRANGES,
    PASSE,
    SANS_DROIT,
    is_asked_by_sending,
    is_asked_oddly,
    is_left_out,
    readers_of,
    state_of,
    without_session,
)

RENOUVELER = 500
# What an address answers to somebody who may use it: done, shown, or a form to correct.
_PASSE = {200, 302, 303, 304, 400, 409, 422}
_ADMIN = re.compile(r"/admin/(?P<table>[^/]+)/(?P<adresse>[a-z]*)/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One cell: an actor asks an address. ``attendu`` is a status, or :data:`PASSE`."""

    acteur: str
    methode: str
    url: str
    attendu: int | str
    regle: str
    donnees: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Bilan:
    """What a walk found."""

    cellules: int = 0
    ecarts: list[str] = field(default_factory=list)
    fuites: list[str] = field(default_factory=list)

    @property
    def fautes(self) -> list[str]:
        """Everything that is not as written."""
        return [*self.ecarts, *self.fuites]


class Parcours:
    """An application on the world, whose every request is rolled back."""

    def __init__(self, app: Flask, monde: Monde, connection: Connection) -> None:
        self.app = app
        self.monde = monde
        self.connection = connection
        self._cellules = 0
        self.vues: dict[str, VueTable] = {
            vue.endpoint: vue for _, vue in app.extensions["ctg_catalogue"].tables()
        }
        self.clients: dict[str, FlaskClient] = {
            lettre: open_session(app, monde.jetons[lettre]) if lettre != "0" else app.test_client()
            for lettre in ACTEURS
        }
        self._interdits = {
            lettre: {
                secret: name
                for name, secret in monde.secrets.items()
                if lettre not in readers_of(name)
            }
            for lettre in ACTEURS
        }

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What requests write here is undone at the end; it can be read meanwhile."""
        savepoint = self.connection.begin_nested()
        try:
            # Refusals are logged by the thousand here, and a fault shows by its status.
            with capture_logs():
                yield
        finally:
            savepoint.rollback()
            self._renew()

    def _renew(self) -> None:
        """Begin another transaction now and then: PostgreSQL keeps a lock for each savepoint of the present
        one, and has room for some thousands."""
        self._cellules += 1
        if self._cellules % RENOUVELER == 0 and not self.connection.in_nested_transaction():
            self.connection.rollback()
            self.connection.begin()

    def ask(self, case: Case) -> TestResponse:
        """The answer; whatever it wrote is undone."""
        client = self.clients[case.acteur]
        cookie = client.get_cookie("ctg_session")
        with self.undone():
            answer = client.open(case.url, method=case.methode, data=case.donnees, buffered=True)
        if cookie is not None:
            client.set_cookie("ctg_session", cookie.value)
        return answer

    def walk(self, cases: Iterator[Case], *, premier: bool = False) -> Bilan:
        """Ask each cell, compare the status and look for secrets in the answer; ``premier`` stops at the
        first fault."""
        bilan = Bilan()
        for case in cases:
            if premier and bilan.fautes:
                break
            bilan.cellules += 1
            answer = self.ask(case)
            if not fits(case, answer):
                bilan.ecarts.append(
                    f"{ACTEURS[case.acteur]} : {case.methode} {case.url} -> {answer.status_code} "
                    f"au lieu de {case.attendu} ({case.regle})"
                )
            bilan.fuites += [
                f"{ACTEURS[case.acteur]} : {case.methode} {case.url} montre « {name} » ({case.regle})"
                for name in self.find_secrets(case.acteur, answer)
            ]
        return bilan

    def find_secrets(self, lettre: str, answer: TestResponse) -> set[str]:
        """Names of the secrets of an answer that the actor may not read."""
        text = _read(answer)
        forbidden = self._interdits[lettre]
        return {name for secret, name in forbidden.items() if secret in text}

    # Routes.

    def list_rules(self) -> list[Rule]:
        """Every address of the application."""
        return list(self.app.url_map.iter_rules())

    def list_uncovered(self) -> list[str]:
        """Addresses and methods for which attentes.py says nothing, by name."""
        known = {
            (methode, re.sub(r"<[^>]*>", "<>", rule))
            for methode, rule in (page.split(" ", 1) for page in PAGES)
        }
        return sorted(
            f"{methode} {rule.rule}"
            for rule in self.list_rules()
            for methode in sorted(rule.methods or ())
            if methode in ("GET", "POST", "PUT", "PATCH", "DELETE")
            and (methode, re.sub(r"<[^>]*>", "<>", rule.rule)) not in known
            and not _is_table_address(rule.rule)
        )

    def list_stale(self) -> list[str]:
        """Expectations whose address is gone."""
        rules = {re.sub(r"<[^>]*>", "<>", rule.rule) for rule in self.list_rules()}
        pages = {key for key in PAGES if re.sub(r"<[^>]*>", "<>", key.split(" ")[1]) not in rules}
        return sorted(pages | (TABLES.keys() - self.vues.keys()))

    # Cells.

    def list_cases(self, tables: set[str] | None = None) -> Iterator[Case]:
        """Cells of the tables named (every one by default), then those of the pages: all for "pages", those
        under an address for "/cycle/"."""
        for name, table in TABLES.items():
            if tables is None or name in tables:
                yield from self.list_table(name, table)
        if tables is None or "pages" in tables:
            yield from self.list_pages("/")
        for address in sorted(name for name in tables or () if name.startswith("/")):
            yield from self.list_pages(address)
        if tables is None:
            yield from self.list_refused()

    def list_part(self, part: int, parts: int) -> Iterator[Case]:
        """One part of every cell. Screens and pages are shared out, not their cells: what a process has to
        prepare for a screen is then prepared once."""
        ranks: dict[str, int] = {}
        for case in self.list_cases():
            if ranks.setdefault(case.regle, len(ranks)) % parts == part:
                yield case

    def list_table(self, name: str, table: Table) -> Iterator[Case]:
        """Cells of one screen."""
        addresses = {
            match["adresse"]
            for rule in self.list_rules()
            if (match := _ADMIN.fullmatch(rule.rule)) and match["table"] == name
        }
        for lettre in ACTEURS:
            if is_left_out(name, table, lettre):
                continue
            for adresse in sorted(
                addresses - {"export", "lookup"} if lettre in SANS_DROIT else addresses
            ):
                for methode, query, attendu, data in self._cells(name, table, adresse, lettre):
                    if is_asked_by_sending(name, adresse, methode, attendu):
                        continue
                    yield Case(
                        acteur=lettre,
                        methode=methode,
                        url=f"/admin/{name}/{adresse + '/' if adresse else ''}{query}",
                        attendu=without_session(lettre, methode, attendu),
                        regle=f"table {name}",
                        donnees=data,
                    )

    def _cells(
        self, name: str, table: Table, adresse: str, lettre: str
    ) -> Iterator[tuple[str, str, int | str, dict[str, Any]]]:
        porte = lettre in table.liste
        if adresse in ("", "export"):
            formats = (
                ("?format=csv", "?format=xlsx")[: 1 + (lettre in CLASSEURS)] if adresse else ("",)
            )
            for query in formats:
                yield "GET", query, PASSE if porte else 403, {}
        elif adresse == "new":
            creates = PASSE if porte and lettre in table.creer else 403
            yield "GET", "", creates, {}
            yield "POST", "", creates, {}
            for form, creators in CREATIONS.get(name, ()) if creates == PASSE else ():
                yield "POST", "", 302 if lettre in creators else 422, form
        elif adresse in ("details", "edit", "delete"):
            yield from self._rows(name, table, adresse, lettre)
        elif adresse == "lookup":
            writes = lettre in table.saisir
            lookups = self.list_lookups(name)
            # Closed before the field is looked at.
            for field_name, secret in lookups if porte else lookups[:1]:
                attendu: int | str = PASSE if porte else 403
                if field_name.startswith("champ=") and not writes:
                    attendu = 403
                yield "GET", f"?{field_name}&q={secret}", attendu, {}
        elif adresse == "action":
            rows = list(table.objets.items())
            for acte in self.vues[name].actions:
                for row, objet in rows if porte and lettre in table.saisir else rows[:1]:
                    attendu = state_of(table, objet, lettre, "ecrire", collective=True)
                    data = {"acte": acte.nom, "ligne": f"{self.monde.ids[f'{name}/{row}']}.1"}
                    yield "POST", "", attendu, data
        elif adresse == "saisie":
            opens = PASSE if porte and lettre in table.saisir else 403
            yield "GET", "", opens, {}
            yield "POST", "", opens, {}

    def _rows(
        self, name: str, table: Table, adresse: str, lettre: str
    ) -> Iterator[tuple[str, str, int | str, dict[str, Any]]]:
        verbe = {"details": "lire", "edit": "ecrire", "delete": "supprimer"}[adresse]
        methods = ("GET",) if adresse == "details" else ("GET", "POST")
        rows = list(table.objets.items())
        if lettre in SANS_DROIT:
            rows, methods = rows[:1], methods[-1:]
        elif lettre not in table.liste or (adresse == "delete" and not table.supprimable):
            # Closed before any row is looked at.
            rows = rows[:1]
        refused = False
        for row, objet in rows:
            for methode in methods:
                attendu = state_of(table, objet, lettre, verbe)
                if methode == "GET" and attendu == 403:
                    # The form of a row that one reads and may not change: it would tell nothing new.
                    if refused and not COMPLET:
                        continue
                    refused = True
                # A stale version: the answer shows what is stored.
                data = {"version": "0"} if adresse == "edit" and methode == "POST" else {}
                yield methode, f"?id={self.monde.ids[f'{name}/{row}']}", attendu, data
        if adresse == "details" and is_asked_oddly(name, lettre):
            for odd in ETRANGES:
                yield "GET", f"?id={odd}", 404 if lettre in table.liste else 403, {}

    def list_lookups(self, name: str) -> list[tuple[str, str]]:
        """Query of each relation that a screen looks up, with words that lead to secrets."""
        vue = self.vues[name]
        found = [(f"champ={champ.attribut}", "zqtitre") for champ in vue.champs]
        for lignes in vue.lignes:
            found += [
                (f"champ={lignes.relation}.{champ.attribut}", "zqtitre") for champ in lignes.champs
            ]
        return [
            (query, words)
            for query, words in found
            if (cible := get_cible(*_holder(vue, query.removeprefix("champ=")))) is not None
            and cible.classe.__grande__
        ]

    def list_pages(self, under: str) -> Iterator[Case]:
        """Cells of the addresses that are not a table's and begin with ``under``."""
        for key, page in PAGES.items():
            methode, rule = key.split(" ", 1)
            if not rule.startswith(under):
                continue
            url = "".join(
                self._part(rule, part) if rank % 2 else part
                for rank, part in enumerate(re.split(r"[<>]", rule))
            )
            for lettre in ACTEURS:
                attendu: int | str = page.state(lettre)
                if page.passe != "*":
                    attendu = without_session(lettre, methode, attendu, page.etranger)
                yield Case(
                    acteur=lettre,
                    methode=methode,
                    url=url,
                    attendu=attendu,
                    regle=key,
                    donnees=dict(page.donnees),
                )

    def _part(self, rule: str, name: str) -> str:
        constants = {
            "pe": "petite_enfance",
            "begrolles": "49027",
            "cholet": "49099",
            "feuille": "css/ctg.css",
            "flux": FLUX,
            "normale": "SourceSansPro",
        }
        if rule.startswith("/seances/"):
            return str(self.monde.ids[f"seance/{name}"])
        if rule.startswith("/personnes/"):
            return str(self.monde.ids[f"personne/{name}"])
        if rule.startswith("/fiches/"):
            kind = "action" if name in ACTIONS else "piece"
            return str(self.monde.ids[f"{kind}/{name}"])
        if f"action/{name}" in self.monde.ids:
            return f"ESSAI-{name}"
        if rule.startswith("/plan/chargements/"):
            return str(self.monde.ids[f"chargement/{name}"])
        if rule.startswith("/rapports/"):
            return str(self.monde.ids[f"rapport/{name}"])
        if name == "etude":
            return str(self.monde.ids["etude-diagnostic/un"])
        return constants.get(name, name)

    def list_refused(self) -> Iterator[Case]:
        """Methods that an address does not have."""
        for rule in self.list_rules():
            match = _ADMIN.fullmatch(rule.rule)
            # The addresses of every table are the same code.
            if rule.arguments or (match and match["table"] not in ("action", "journal")):
                continue
            known = {
                methode
                for other in self.list_rules()
                if other.rule == rule.rule
                for methode in other.methods or ()
            }
            for methode in sorted({"POST", "PUT", "DELETE"} - known):
                yield Case(acteur="G", methode=methode, url=rule.rule, attendu=405, regle="méthode")


def fits(case: Case, answer: TestResponse) -> bool:
    """Is the answer the one written?"""
    to_login = answer.status_code == 302 and "/connexion" in answer.location
    if case.attendu == "connexion":
        return to_login
    if case.attendu == PASSE:
        return answer.status_code in _PASSE and (not to_login or "deconnexion" in case.url)
    return answer.status_code == case.attendu


def _is_table_address(rule: str) -> bool:
    match = _ADMIN.fullmatch(rule)
    return bool(
        match
        and match["table"] in TABLES
        and match["adresse"]
        in ("", "new", "details", "edit", "delete", "export", "lookup", "action", "saisie")
    )


def _holder(vue: VueTable, path: str) -> tuple[type[Any], str]:
    relation, _, name = path.rpartition(".")
    if not relation:
        return vue.modele, name
    return getattr(vue.modele, relation).property.mapper.class_, name


def _read(answer: TestResponse) -> str:
    """The text of an answer without spaces, numbers being written in several ways; a workbook unzipped."""
    content = answer.get_data()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            content = b" ".join(workbook.read(name) for name in workbook.namelist())
    location = answer.headers.get("Location", "")
    return "".join((content.decode("utf-8", "replace") + location).split())
