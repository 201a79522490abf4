"""5,000 random edits of everything that people may change, then every page of a frozen exercice again.

Run by ``make chaos``. Each page of the exercice (synthesis, sheets, indicators, committee's file) is read by
four roles before and after, its figures one by one, and its report as a PDF. Expected: 0 differences.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core.clock import today
from core.config import Settings
from core.cycles.service import get_last_gel
from core.db.base import Base, Entite
from core.db.plateforme import mark
from core.db.transaction import unit_of_work
from core.demonstration.generer import load_demonstration
from core.embarque import moteurs
from core.errors import ErreurCtg
from core.journal.service import set_context
from core.rapports.models import GENRES_COMITE
from core.rapports.service import prepare_document, request_exercice
from core.reference.charger import load_reference
from core.security.acteur import SYSTEME
from core.socle import Socle, build_migrations, build_socle
from tests.navigateur import log_in, open_app
from worker.pdf import render

EDITS = 5_000
ROLES = ("gouvernance", "parentalite", "begrolles", "lecteur")
# Accounts would close the door to the readers; cycles, moves and frozen files are not edited but moved.
_SAUF = {
    "compte",
    "habilitation",
    "cycle_annuel",
    "mouvement_cycle",
    "soumission_axe",
    "mouvement_soumission",
    "gel",
}
_PAR_TOUR = 50


def main() -> int:
    """Run the campaign; exit code 1 when anything of the frozen exercice has changed."""
    var = Path(tempfile.mkdtemp(prefix="ctg-gel-"))
    var.chmod(0o711)
    raw = Settings(
        environnement="demonstration", var=var, secret_key="gel-" + "0123456789abcdef" * 3
    )
    with moteurs(raw, rapide=True) as settings:
        socle = build_socle(settings)
        _load(socle)
        exercice = today().year - 2
        with open_app(settings) as app:
            before = _read_all(app, socle, exercice)
            done, refused = _edit(socle, Random(20_242_028))
            after = _read_all(app, socle, exercice)
        socle.engine.dispose()
    print(f"{done} modifications faites, {refused} refusées par les règles ; exercice {exercice} :")
    print(f"{'quoi':<28}  {'avant':>7}  {'après':>7}  {'différences':>11}")
    total = 0
    for kind in before:
        different = sum(
            before[kind].get(key) != after[kind].get(key)
            for key in before[kind].keys() | after[kind].keys()
        )
        total += different
        print(f"{kind:<28}  {len(before[kind]):>7}  {len(after[kind]):>7}  {different:>11}")
    print(f"{total} différence(s).")
    return 1 if total else 0


def _load(socle: Socle) -> None:
    build_migrations(socle.settings, socle.registry).upgrade()
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        mark(session, demonstration=True)
        load_reference(session, socle.registry, today())
    with socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="reference")
        load_demonstration(session, socle.registry, today())


def _read_all(app: Flask, socle: Socle, exercice: int) -> dict[str, dict[str, str]]:
    """What can be read of the exercice, by kind then by name."""
    found = {}
    for role in ROLES:
        client = log_in(app, f"{role}@demonstration.example")
        found[f"pages, {role}"] = _crawl(client, f"/exercices/{exercice}/")
    with socle.sessions() as session:
        gel = get_last_gel(session, exercice)
        assert gel is not None
        found["chiffres figés"] = {
            f"{v['code']} {v['niveau']} {v['territoire']} {v['annee']}": str(v)
            for v in gel.donnees["indicateurs"]
        }
        found["empreinte du dossier"] = {"dossier": gel.empreinte.hex()}
        found["PDF du comité"] = {}
        for genre in GENRES_COMITE:
            rapport = request_exercice(session, SYSTEME, exercice, genre=genre)
            document = prepare_document(session, socle.registry, rapport, today())
            digest = hashlib.sha256(render(document)).hexdigest()
            found["PDF du comité"][genre.value] = digest
        session.rollback()
    return found


def _crawl(client: FlaskClient, root: str) -> dict[str, str]:
    """The content of every page of the exercice, from its first one."""
    pages: dict[str, str] = {}
    waiting = [root]
    while waiting:
        url = waiting.pop()
        if url in pages:
            continue
        answer = client.get(url)
        content = unescape(answer.text.partition("<main")[2].partition("</main>")[0])
        pages[url] = f"{answer.status_code} {content}"
        waiting += re.findall(rf'href="({root}[^"#]*)"', content)
    return pages


def _edit(socle: Socle, rng: Random) -> tuple[int, int]:
    """Change rows at random until enough changes were made: any column of any table that people edit."""
    classes = [
        mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Entite) and mapper.class_.__tablename__ not in _SAUF
    ]
    counts: Counter[str] = Counter()
    while counts["faites"] < EDITS:
        with socle.sessions() as session, unit_of_work(session):
            set_context(session, SYSTEME, source="cli", motif="Épreuve")
            for _ in range(_PAR_TOUR):
                try:
                    with session.begin_nested():
                        counts["faites"] += _change(session, rng, rng.choice(classes))
                except (SQLAlchemyError, ErreurCtg, ValueError):
                    counts["refusées"] += 1
                    session.expire_all()
    return counts["faites"], counts["refusées"]


def _change(session: Session, rng: Random, modele: type[Any]) -> int:
    """Change one column of one row, or delete the row; 0 when there is none."""
    last = session.scalar(select(func.max(modele.id)))
    if last is None:
        return 0
    row = session.scalars(
        select(modele).where(modele.id >= rng.randint(1, last)).order_by(modele.id).limit(1)
    ).one()
    if rng.random() < 0.03:
        session.delete(row)
        session.flush()
        return 1
    columns = [
        attribute
        for attribute in inspect(modele).column_attrs
        if isinstance(column := attribute.columns[0], Column)
        and not column.primary_key
        and not column.foreign_keys
        and attribute.key not in ("version", "created_at", "updated_at", "slug")
    ]
    attribute = rng.choice(columns)
    old = getattr(row, attribute.key)
    new = _invent(rng, attribute.columns[0], old)
    if new == old:
        return 0
    setattr(row, attribute.key, new)
    session.flush()
    return 1


def _invent(rng: Random, column: Any, old: Any) -> Any:
    """Another value of the same kind."""
    codes = getattr(column.type, "enum_class", None)
    if codes is not None:
        return rng.choice(list(codes))
    kind = column.type.python_type if not isinstance(old, list) else list
    if kind is bool:
        return not old
    if kind is int:
        return (old or 0) + rng.randint(1, 9)
    if kind is Decimal:
        return (old or Decimal(0)) + rng.randint(1, 9)
    if kind is date:
        return (old or today()) + timedelta(days=rng.randint(1, 90))
    if kind is str:
        return f"Changé {rng.randint(1, 10**9)}"
    return old


if __name__ == "__main__":
    sys.exit(main())
