"""Comboboxes: who may look up what, and the field they fill, with and without script."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.adminkit.lookup import get_cible
from core.adminkit.recherche import Cible
from core.comptes.models import Personne
from core.config import Settings
from core.db.transaction import unit_of_work
from core.gouvernance.models import Decision, Seance
from core.plan.models_action import Action
from core.plugin.vues import Colonne
from core.security.acteur import Acteur, Habilitation, Role
from tests.integration.essai_admin import log_in, open_demonstration, statements

ECRIVENT = ("gouvernance", "petite.enfance", "parentalite")
LISENT = ("begrolles", "caf", "lecteur", "administrateur")
PILOTE = "/admin/action/lookup/?champ=pilote"


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_lookup")) as application:
        personnes = [
            Personne(prenom=prenom, nom=nom)
            for prenom, nom in (
                ("Éloïse", "Zéphyrin"),
                ("Edgar", "Zéphyrin"),
                ("Noël", "Quatrefages"),
                ("100 %", "Pourcent_"),
            )
        ]
        personnes += [Personne(prenom=f"Double {n:02d}", nom="Multiplon") for n in range(30)]
        with application.extensions["ctg"].sessions() as session, unit_of_work(session):
            session.add_all(personnes)
        yield application


def ask(app: Flask, nom: str, url: str) -> Any:
    answer = log_in(app, nom).get(url)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, str]] = answer.json or []
    return [row["libelle"] for row in rows]


def personne_id(base: Session, prenom: str, nom: str) -> int:
    return base.scalars(
        select(Personne.id).where(Personne.prenom == prenom, Personne.nom == nom)
    ).one()


def action_of(base: Session, axe: str, *, brouillon: bool = False) -> Action:
    return base.scalars(
        select(Action).where(Action.axe_slug == axe, Action.brouillon == brouillon).limit(1)
    ).one()


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("zephyrin", ["Edgar Zéphyrin", "Éloïse Zéphyrin"]),
        ("ÉLOISE zéphy", ["Éloïse Zéphyrin"]),
        ("zéphyrin eloïse", ["Éloïse Zéphyrin"]),
        ("noel", ["Noël Quatrefages"]),
        ("quatrefages edgar", []),
        ("100 %25", ["100 % Pourcent_"]),
        ("t_", ["100 % Pourcent_"]),
        ("z", []),
        ("", []),
        ("'; DROP TABLE personne --", []),
    ],
)
def test_words_are_found_whatever_their_accents_case_and_order(
    app: Flask, texte: str, attendu: list[str]
) -> None:
    assert ask(app, "gouvernance", f"{PILOTE}&q={texte}") == attendu


def test_at_most_twenty_answers_in_one_statement_more_than_none(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    client.get(f"{PILOTE}&q=multiplon")
    counts = {}
    for texte in ("multiplon", "quatrefages", "m"):
        with statements(app) as sent:
            answer = client.get(f"{PILOTE}&q={texte}")
        counts[texte] = len(sent)
        assert len(answer.json or ()) <= 20
    assert counts["multiplon"] == counts["quatrefages"] == counts["m"] + 1


@pytest.mark.parametrize("nom", LISENT)
def test_a_form_that_one_may_not_open_answers_nothing(app: Flask, base: Session, nom: str) -> None:
    assert log_in(app, nom).get(f"{PILOTE}&q=multiplon").status_code == 403


@pytest.mark.parametrize("nom", ECRIVENT)
def test_who_writes_the_table_looks_up_its_relations(app: Flask, base: Session, nom: str) -> None:
    assert len(ask(app, nom, f"{PILOTE}&q=multiplon")) == 20


def test_strangers_log_in_first(app: Flask, base: Session) -> None:
    assert app.test_client().get(f"{PILOTE}&q=multiplon").status_code == 302


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("champ=pilote&q=" + "a" * 201, 400),
        ("champ=pilote&q=ab%00cd", 400),
        ("champ=pilote&filtre=pilote_id&q=ab", 400),
        ("q=multiplon", 400),
        ("champ=pilote&q=ab&limit=9999", 400),
        ("champ=inconnu&q=ab", 404),
        ("champ=&q=ab", 404),
        ("champ=code&q=ab", 404),
        ("champ=enjeu&q=ab", 404),
        ("champ=pilote.compte&q=ab", 404),
        ("champ=notes.action&q=ab", 404),
        ("champ=__class__&q=ab", 404),
        ("filtre=pilote&q=ab", 404),
        ("filtre=axe_slug&q=ab", 404),
        ("champ=pilote&q=" + "a+" * 90, 200),
    ],
)
def test_odd_requests(app: Flask, base: Session, query: str, status: int) -> None:
    answer = log_in(app, "gouvernance").get(f"/admin/action/lookup/?{query}")
    assert answer.status_code == status


def test_the_answers_are_the_rows_that_the_person_may_read(app: Flask, base: Session) -> None:
    draft = action_of(base, "petite_enfance")
    draft.brouillon = True
    base.commit()
    url = f"/admin/seance/lookup/?champ=decisions.action&q={draft.code}"
    assert ask(app, "gouvernance", url) == [str(draft)]
    cible = Cible(Action, None)
    for slug, readable in (("petite_enfance", True), ("parentalite", False)):
        acteur = Acteur(
            nom="Essai",
            habilitations=frozenset({Habilitation(role=Role.EQUIPE, axe_slug=slug)}),
        )
        # Neither by its words nor by its key.
        with app.app_context():
            assert len(cible.search(base, acteur, draft.code)) == readable
        assert len(cible.load(base, acteur, {str(draft.id)})) == readable
    draft.brouillon = False
    base.commit()
    eaje = "/admin/pe_activite/lookup/?champ=eaje&q=cr"
    assert ask(app, "petite.enfance", eaje)
    assert log_in(app, "parentalite").get(eaje).status_code == 403


def test_filters_are_open_to_readers(app: Flask, base: Session) -> None:
    url = "/admin/action/lookup/?filtre=pilote_id&q=multiplon"
    for nom in (*ECRIVENT, *LISENT):
        assert len(ask(app, nom, url)) == 20


def form_of(app: Flask, action: Action, **changes: str) -> dict[str, str]:
    """The form of an action as the browser sends it, without its child rows."""
    page = log_in(app, "gouvernance").get(f"/admin/action/edit/?id={action.id}").text
    return {
        "version": re.search(r'name="version" value="(\d+)"', page).group(1),  # type: ignore[union-attr]
        "code": action.code,
        "intitule": action.intitule,
        "axe": str(action.axe.id),
        "statut": action.statut.value,
        "nature": action.nature.value,
        "portee": action.portee.value,
        "date_debut": action.date_debut.isoformat(),
        "date_fin": action.date_fin.isoformat() if action.date_fin else "",
        "pilote": str(action.pilote_id or ""),
        **changes,
    }


def choose(app: Flask, base: Session, **changes: str) -> tuple[int, str, int | None]:
    """Send the form of an action with these changes: status, page, pilot stored afterwards."""
    base.expire_all()
    action = base.scalars(
        select(Action)
        .where(Action.axe_slug == "parentalite", ~Action.brouillon, Action.portee == "territoire")
        .order_by(Action.id)
        .limit(1)
    ).one()
    form = form_of(app, action, **changes)
    answer = log_in(app, "gouvernance").post(f"/admin/action/edit/?id={action.id}", data=form)
    base.expire_all()
    return answer.status_code, answer.text, base.get_one(Action, action.id).pilote_id


def test_with_script_the_key_is_sent(app: Flask, base: Session) -> None:
    edgar = personne_id(base, "Edgar", "Zéphyrin")
    assert choose(app, base, pilote=str(edgar))[::2] == (302, edgar)


def test_without_script_words_that_name_one_row_choose_it(app: Flask, base: Session) -> None:
    noel = personne_id(base, "Noël", "Quatrefages")
    edgar = personne_id(base, "Edgar", "Zéphyrin")
    assert choose(app, base, **{"pilote-texte": "quatrefages"})[::2] == (302, noel)
    # The words win over the row already chosen, and its whole name over others that contain it.
    assert choose(app, base, pilote=str(noel), **{"pilote-texte": "edgar zephyrin"})[::2] == (
        302,
        edgar,
    )
    assert choose(app, base, pilote="")[::2] == (302, None)


def test_without_script_several_answers_come_back_as_a_list(app: Flask, base: Session) -> None:
    eloise = personne_id(base, "Éloïse", "Zéphyrin")
    status, page, _ = choose(app, base, **{"pilote-texte": "zephyrin"})
    assert status == 422
    assert "Précisez : 2 réponses" in page
    assert 'name="pilote-texte" type="text" value="zephyrin"' in page
    assert f'<option value="{eloise}">Éloïse Zéphyrin</option>' in page
    chosen = {"pilote-texte": "zephyrin", "pilote-precise": str(eloise)}
    assert choose(app, base, **chosen)[::2] == (302, eloise)
    status, page, _ = choose(app, base, **{"pilote-texte": "multiplon"})
    assert status == 422
    assert "plus de 20" in page
    assert page.count("Multiplon</option>") == 20


@pytest.mark.parametrize("texte", ["introuvable", "x", "y" * 300, "<script>alert(1)</script>"])
def test_words_that_name_nobody_are_kept_and_explained(
    app: Flask, base: Session, texte: str
) -> None:
    before = choose(app, base, **{"pilote-texte": "quatrefages"})[2]
    status, page, after = choose(app, base, **{"pilote-texte": texte})
    assert (status, after) == (422, before)
    assert 'id="pilote-erreur"' in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("cle", ["999999999", "abc", "-1", "1 OR 1=1", "9" * 40, "1\x00"])
def test_a_key_that_is_not_readable_is_refused(app: Flask, base: Session, cle: str) -> None:
    for field in ("pilote", "pilote-precise"):
        status, page, _ = choose(app, base, **{field: cle})
        assert status == 422
        assert "Ce choix n&#39;est pas proposé." in page


def test_a_form_costs_the_same_with_one_child_row_or_many(app: Flask, base: Session) -> None:
    actions = list(base.scalars(select(Action).where(~Action.brouillon).limit(40)))
    seance = base.scalars(select(Seance).limit(1)).one()
    client = log_in(app, "gouvernance")

    def count(rows: int) -> int:
        missing = rows - len(seance.decisions)
        seance.decisions += [
            Decision(rang=50 + n, intitule=f"Décision {n}", action=actions[n])
            for n in range(missing)
        ]
        base.commit()
        url = f"/admin/seance/edit/?id={seance.id}"
        client.get(url)
        with statements(app) as sent:
            page = client.get(url)
        assert (
            page.text.count('data-recherche="/admin/seance/lookup/?champ=decisions.action"') >= rows
        )
        return len([s for s in sent if "FROM action" in s])

    few = count(len(seance.decisions) + 1)
    assert count(len(seance.decisions) + 30) == few


def test_a_child_row_is_chosen_by_words(app: Flask, base: Session) -> None:
    action = action_of(base, "parentalite")
    form = {
        "instance": str(base.scalars(select(Seance.instance_id).limit(1)).one()),
        "jour": "2026-11-20",
        "exercice": "2026",
        "etat": "prevue",
        "decisions-n": "1",
        "decisions-0-rang": "1",
        "decisions-0-intitule": "Suivre",
        "decisions-0-action-texte": action.code,
        "decisions-0-suite_requise": "aucune",
        "decisions-0-etat": "a_lancer",
    }
    answer = log_in(app, "gouvernance").post("/admin/seance/new/", data=form)
    assert answer.status_code == 302, answer.text
    stored = base.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()
    assert stored.action_id == action.id


def test_every_class_that_a_screen_points_to_says_its_label(app: Flask, base: Session) -> None:
    missing = set()
    for _, vue in app.extensions["ctg_catalogue"].tables():
        fields = [(vue.modele, c.attribut, c.reference) for c in vue.champs]
        for lignes in vue.lignes:
            enfant = getattr(vue.modele, lignes.relation).property.mapper.class_
            fields += [(enfant, c.attribut, c.reference) for c in lignes.champs]
        fields += [(vue.modele, f.attribut, "") for f in vue.filtres if isinstance(f, Colonne)]
        for modele, attribut, reference in fields:
            cible = get_cible(modele, attribut, reference)
            if cible is not None and not cible.classe.__libelle__:
                missing.add(cible.classe.__name__)
    assert missing == set()
