"""Equity: real presence apart from actions, communes to approach, what an axis that fails costs."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.config import Settings
from core.evaluation.presences import list_presences
from core.evaluation.service import list_resultats
from core.plan.models_action import Action, action_commune
from core.plan.rules import STATUTS_ACTIFS
from plugins.parentalite.service import presences
from tests.integration.essai_admin import log_in, open_demonstration, statements

URL = "/evaluation/equite/"
ANNEE = 2025


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_equite")) as application:
        yield application


def row_of(page: str, titre: str, commune: str) -> str:
    """The line of a commune in the table of an axis."""
    table = page[page.index(f">{titre}</h2>") :]
    found = re.search(rf'<tr><th scope="row"><a [^>]*>{commune}</a>(.*?)</tr>', table, re.DOTALL)
    assert found is not None
    return found[1]


def test_each_axis_tells_what_takes_place(base: Session, app: Flask) -> None:
    told = {p.axe.slug: p for p in list_presences(base, app.extensions["ctg"].registry, ANNEE)}
    assert len(told) == 5
    for presence in told.values():
        assert not presence.indisponible
        assert any(counts for counts in presence.genres.values()), presence.axe.slug
    # The same things as the indicator of maillage counts communes with.
    source = presences((ANNEE,))
    codes = set(base.scalars(select(source.c.code_insee).where(source.c.annee == ANNEE).distinct()))
    assert codes == {c for genre in told["parentalite"].genres.values() for c in genre}


def test_a_commune_where_nothing_takes_place_is_to_be_approached(base: Session, app: Flask) -> None:
    gouvernance = log_in(app, "gouvernance")
    registry = app.extensions["ctg"].registry
    axe = next(p for p in list_presences(base, registry, ANNEE) if p.axe.slug == "petite_enfance")
    code, nom = next(
        (code, nom)
        for code, nom in base.execute(select(Commune.code_insee, Commune.nom))
        if not axe.count(code)
    )
    actions = base.scalars(select(Action.id).where(Action.axe_slug == "petite_enfance")).all()
    base.execute(
        delete(action_commune).where(
            action_commune.c.code_insee == code, action_commune.c.action_id.in_(actions)
        )
    )
    base.commit()
    page = unescape(gouvernance.get(URL).text)
    assert "À approcher" in row_of(page, "Petite enfance", nom)
    named = base.scalars(
        select(Action)
        .where(
            Action.axe_slug == "petite_enfance",
            Action.statut.in_(STATUTS_ACTIFS),
            Action.portee == "communes",
        )
        .limit(1)
    ).one()
    base.execute(insert(action_commune), [{"action_id": named.id, "code_insee": code}])
    base.commit()
    row = row_of(unescape(gouvernance.get(URL).text), "Petite enfance", nom)
    assert "À approcher" not in row
    # The number leads to the list that it counts.
    link = re.search(r'href="(/admin/action/[^"]+)">1<', row)
    assert link is not None
    assert gouvernance.get(link[1]).text.count('<td class="titre"') == 1


def test_an_elu_waits_for_the_validation_of_an_axis(app: Flask) -> None:
    page = unescape(log_in(app, "lecteur").get(URL).text)
    assert "Petite enfance : en attente de validation." in page
    # Validated for the year in the demonstration.
    assert "Équipements sociaux" in page


def test_an_axis_that_fails_loses_its_line_only(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(annee: int) -> None:
        raise RuntimeError("en panne")

    registry = app.extensions["ctg"].registry
    contribution = next(
        c for c in registry.collect_boot("ctg_presences") if c.axe.slug == "parentalite"
    )
    monkeypatch.setattr(type(contribution.valeur[0]), "__setattr__", object.__setattr__)
    monkeypatch.setattr(contribution.valeur[0], "compute", fail)
    answer = log_in(app, "gouvernance").get(URL)
    assert answer.status_code == 200
    page = unescape(answer.text)
    assert "Parentalité : présence indisponible" in page
    assert "Établissements (EAJE)" in page


def test_statements_do_not_grow_with_actions(base: Session, app: Flask) -> None:
    gouvernance = log_in(app, "gouvernance")
    gouvernance.get(URL)
    with statements(app) as before:
        gouvernance.get(URL)
    resultat = list_resultats(base)[0]
    action = base.scalars(
        select(Action).where(Action.axe_slug == resultat.enjeu.axe_slug).limit(1)
    ).one()
    for rang in range(5):
        base.add(
            Action(
                code=f"EQ-{rang}",
                intitule=f"Équité {rang}",
                axe_slug=action.axe_slug,
                date_debut=action.date_debut,
                portee="communes",
                communes=list(action.communes),
                resultats=[resultat],
            )
        )
    base.commit()
    with statements(app) as after:
        gouvernance.get(URL)
    assert len(after) == len(before)
