"""A session prepared, held and told: agenda never twice, attendance seat by seat, relevé by its rules."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core.clock import today
from core.config import Settings
from core.errors import ErreurMetier, Interdit
from core.gouvernance.codes import (
    College,
    EtatDecision,
    EtatPresence,
    EtatReleve,
    EtatSeance,
    GenreInstance,
)
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_seance import PointOrdreDuJour, PointPropose, Presence, Releve
from core.gouvernance.ordre_du_jour import propose_agenda
from core.gouvernance.presences import count_presences, list_places, save_presences
from core.gouvernance.seances import get_or_create_releve, move_releve
from core.journal.models import Evenement
from core.plan.codes import Diffusion, StatutAction
from core.plan.models_action import Action, Frein
from core.rapports.models import GENRES_COMITE, Rapport
from core.security.acteur import Acteur
from tests.formulaires import read_form
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration, statements


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_seances")) as application:
        yield application


def add_seance(session: Session, genre: GenreInstance = GenreInstance.COPIL) -> Seance:
    instance = session.scalars(select(Instance).where(Instance.genre == genre).limit(1)).one()
    seance = Seance(instance=instance, jour=JOUR + timedelta(days=30), exercice=JOUR.year - 1)
    session.add(seance)
    session.flush()
    return seance


def test_the_agenda_takes_what_waits_and_never_twice(demo: Session, gouvernance: Acteur) -> None:
    seance = add_seance(demo)
    assert propose_agenda(demo, gouvernance, seance)
    readable = set(
        demo.scalars(
            select(Frein.id)
            .join(Frein.action)
            .where(
                Frein.leve_le.is_(None),
                Frein.diffusion == Diffusion.COPIL,
                Action.brouillon.is_(False),
            )
        )
    )
    points = list(seance.points)
    assert {point.frein_id for point in points} - {None} == readable
    due = demo.scalar(
        select(func.count())
        .select_from(Decision)
        .join(Decision.seance)
        .where(
            Seance.instance_id == seance.instance_id,
            Decision.etat != EtatDecision.SOLDEE,
            Decision.echeance <= seance.jour,
        )
    )
    assert sum(point.decision_id is not None for point in points) == due
    # The two hours of metier.md section 5.
    assert sum(point.minutes or 0 for point in points if point.trame) == 120
    assert propose_agenda(demo, gouvernance, seance) == []
    proposed = PointPropose(instance=seance.instance, titre="Un point de plus", minutes=5)
    demo.add(proposed)
    demo.flush()
    assert [point.titre for point in propose_agenda(demo, gouvernance, seance)] == [proposed.titre]
    # A point proposed once is on one agenda only.
    other = add_seance(demo)
    assert proposed.id not in {p.propose_id for p in propose_agenda(demo, gouvernance, other)}
    # What was taken out comes back; what is there does not double.
    gone = next(point for point in seance.points if point.frein_id)
    frein = gone.frein_id
    demo.delete(gone)
    demo.flush()
    demo.expire(seance, ["points"])
    assert [p.frein_id for p in propose_agenda(demo, gouvernance, seance)] == [frein]


def test_a_frein_that_the_committee_may_not_read_is_no_point(
    demo: Session, gouvernance: Acteur
) -> None:
    frein = demo.scalars(
        select(Frein).where(Frein.leve_le.is_(None), Frein.diffusion == Diffusion.COPIL).limit(1)
    ).one()
    frein.diffusion = Diffusion.PARTENAIRES
    demo.flush()
    points = propose_agenda(demo, gouvernance, add_seance(demo))
    assert frein.id not in {point.frein_id for point in points}
    assert not any(frein.description in point.titre for point in points)


def test_a_team_prepares_its_own_groups_only(demo: Session, equipe: Acteur) -> None:
    with pytest.raises(Interdit):
        propose_agenda(demo, equipe, add_seance(demo))
    groupe = demo.scalars(
        select(Instance).where(
            Instance.axe_slug == "petite_enfance", Instance.genre == GenreInstance.GROUPE
        )
    ).one()
    seance = Seance(instance=groupe, jour=JOUR, exercice=JOUR.year)
    demo.add(seance)
    demo.flush()
    added = propose_agenda(demo, equipe, seance)
    assert {point.axe_slug for point in added if point.frein_id} <= {"petite_enfance"}
    assert not any(point.trame for point in added)


def test_a_commune_is_represented_by_either(demo: Session, gouvernance: Acteur) -> None:
    seance = add_seance(demo)
    places = list_places(demo, seance)
    communes = [place for place in places if place.commune]
    assert len(communes) == 26
    sent = dict(
        zip(
            (place.cle for place in communes[:4]),
            [etat.value for etat in EtatPresence],
            strict=True,
        )
    )
    assert save_presences(demo, gouvernance, seance, sent, {}) == 4
    places = list_places(demo, seance)
    compte = count_presences(places)
    assert (compte.communes, compte.communes_attendues) == (2, 26)
    assert (compte.presents, compte.places) == (2, len(places))
    assert compte.par_college[College.ELUS] == 2
    by_commune = {place.cle: place for place in places}
    represented = by_commune[communes[1].cle]
    assert represented.presence is not None
    assert represented.presence.personne == represented.suppleant
    # Somebody else recorded another state: nothing is overwritten, everything is told.
    with pytest.raises(ErreurMetier, match=re.escape(str(communes[0]))):
        save_presences(demo, gouvernance, seance, {communes[0].cle: EtatPresence.ABSENT.value}, {})
    seen = {communes[0].cle: EtatPresence.TITULAIRE.value}
    assert save_presences(demo, gouvernance, seance, {communes[0].cle: ""}, seen) == 1
    with pytest.raises(ErreurMetier):
        save_presences(demo, gouvernance, seance, {communes[0].cle: "ailleurs"}, {})


def test_those_left_blank_are_noted_present_at_once(demo: Session, gouvernance: Acteur) -> None:
    seance = add_seance(demo)
    places = list_places(demo, seance)
    absent, vacant = places[0], {place.cle for place in places if place.titulaire is None}
    sent = {place.cle: "" for place in places} | {absent.cle: EtatPresence.ABSENT.value}
    written = save_presences(demo, gouvernance, seance, sent, {}, autres_presents=True)
    assert written == len(places) - len(vacant - {absent.cle})
    assert {place.cle: place.etat for place in list_places(demo, seance)} == {
        place.cle: EtatPresence.ABSENT
        if place is absent
        else None
        if place.cle in vacant
        else EtatPresence.TITULAIRE
        for place in places
    }


def test_an_ended_place_keeps_what_was_recorded(demo: Session, gouvernance: Acteur) -> None:
    seance = add_seance(demo, GenreInstance.COTECH)
    place = list_places(demo, seance)[0]
    save_presences(demo, gouvernance, seance, {place.cle: EtatPresence.TITULAIRE.value}, {})
    seance.jour = date(2000, 1, 1)
    demo.flush()
    assert [p.cle for p in list_places(demo, seance)] == [place.cle]


def test_the_releve_moves_by_its_rules(demo: Session, gouvernance: Acteur, equipe: Acteur) -> None:
    seance = add_seance(demo)
    with pytest.raises(Interdit):
        get_or_create_releve(demo, equipe, seance)
    releve = get_or_create_releve(demo, gouvernance, seance)
    assert get_or_create_releve(demo, gouvernance, seance) is releve
    for vers in (EtatReleve.RELU, EtatReleve.VALIDE, EtatReleve.DIFFUSE):
        move_releve(demo, gouvernance, releve, vers, "")
    with pytest.raises(ErreurMetier, match="Dites pourquoi"):
        move_releve(demo, gouvernance, releve, EtatReleve.PROJET, " ")
    move_releve(demo, gouvernance, releve, EtatReleve.PROJET, "Une erreur de nom")
    trace = demo.scalars(
        select(Evenement)
        .where(Evenement.objet_type == "releve", Evenement.objet_id == str(releve.id))
        .order_by(Evenement.id.desc())
        .limit(1)
    ).one()
    assert trace.motif == "Une erreur de nom"


def test_no_decision_on_an_abandoned_action(demo: Session) -> None:
    action = demo.scalars(select(Action).limit(1)).one()
    kept = Decision(intitule="Avant", action=action)
    action.statut = StatutAction.ABANDONNEE
    # What was decided before stays.
    kept.action = action
    with pytest.raises(ErreurMetier, match="abandonnée") as refused:
        Decision(intitule="Après", action=action)
    assert refused.value.champ == "action"
    assert kept.action is action


def test_a_decision_on_an_abandoned_action_is_refused_by_its_form(
    app: Flask, base: Session
) -> None:
    client = log_in(app, "gouvernance")
    action = base.scalars(
        select(Action).where(Action.statut == StatutAction.ABANDONNEE).limit(1)
    ).one()
    seance = base.scalars(select(Seance).where(Seance.etat == EtatSeance.CONVOQUEE)).one()
    url = f"/admin/seance/edit/?id={seance.id}"
    form = read_form(client.get(url).text)
    form["decisions-0-rang"] = "1"
    form["decisions-0-intitule"] = "Relancer cette action"
    form["decisions-0-action"] = str(action.id)
    answer = client.post(url, data=form)
    assert answer.status_code == 422
    assert "est abandonnée" in answer.text
    assert "Relancer cette action" in answer.text
    base.rollback()
    assert base.scalar(select(func.count()).where(Decision.seance_id == seance.id)) == 0


def test_a_session_to_come_is_not_held_and_ends_after_it_begins(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    seance = base.scalars(select(Seance).where(Seance.etat == EtatSeance.CONVOQUEE)).one()
    url = f"/admin/seance/edit/?id={seance.id}"
    form = read_form(client.get(url).text)
    assert form["heure_debut"] == "14:30"
    form["jour"] = (today() + timedelta(days=10)).isoformat()
    for changes, told in (
        ({"etat": "tenue"}, "pas encore eu lieu"),
        ({"heure_fin": "14 h"}, "finit avant de commencer"),
        ({"heure_fin": "25:00"}, "Cette heure n&#39;existe pas"),
    ):
        sent = MultiDict(form)
        for name, value in changes.items():
            sent[name] = value
        answer = client.post(url, data=sent)
        assert answer.status_code == 422
        assert told in answer.text, changes


def test_the_page_prepares_holds_and_tells(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    seance = base.scalars(select(Seance).where(Seance.etat == EtatSeance.CONVOQUEE)).one()
    url = f"/seances/{seance.id}/"
    assert (
        client.post(f"{url}ordre-du-jour", follow_redirects=True).text.count("Rien à ajouter") == 1
    )
    place = list_places(base, seance)[0]
    sent = {f"e-{place.cle}": "titulaire", f"v-{place.cle}": ""}
    assert client.post(f"{url}presences", data=sent).status_code == 302
    stale = client.post(f"{url}presences", data={**sent, f"e-{place.cle}": "absent"})
    assert stale.status_code == 422
    assert "autre chose entre-temps" in stale.text
    answer = client.post(f"{url}releve")
    assert answer.status_code == 302
    form = read_form(client.get(answer.location).text)
    form["texte"] = "Premier paragraphe.\n\nSecond paragraphe."
    assert client.post(answer.location, data=form).status_code == 302
    for de, vers in (("projet", "relu"), ("relu", "valide")):
        moved = client.post(f"{url}releve/etat", data={"de": de, "vers": vers})
        assert moved.status_code == 302
    assert (
        client.post(f"{url}releve/etat", data={"de": "projet", "vers": "relu"}).status_code == 422
    )
    # Validated, its text is closed: a form left open is refused with its text, and it opens as a sheet.
    form["texte"], form["version"] = "Autre chose", str(int(form["version"]) + 3)
    refused = client.post(answer.location, data=form)
    assert refused.status_code == 422
    assert "rouvrez-le" in refused.text
    assert "Autre chose" in refused.text
    assert "details" in client.get(answer.location).location
    # A draft is nobody else's to read.
    assert "Premier paragraphe" not in log_in(app, "lecteur").get(url).text
    client.post(f"{url}releve/etat", data={"de": "valide", "vers": "diffuse"})
    assert "Premier paragraphe" in log_in(app, "lecteur").get(url).text
    base.rollback()
    assert base.scalar(select(func.count()).where(Presence.seance_id == seance.id)) == 1


def test_the_page_offers_what_the_committee_receives(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    copil = base.scalars(select(Seance).where(Seance.etat == EtatSeance.CONVOQUEE)).one()
    assert copil.convoquee_le is not None
    url = f"/seances/{copil.id}/"
    page = client.get(url).text
    assert "Convoquée le " in page.replace("\u00a0", " ")
    asked = ("dossier", "annexes", "projection")
    assert all(f'value="{document}"' in page for document in asked)
    for document in asked:
        assert client.post(f"{url}documents", data={"document": document}).status_code == 302
    made = base.scalars(
        select(Rapport).where(Rapport.exercice == copil.exercice, Rapport.genre.in_(GENRES_COMITE))
    ).all()
    assert {rapport.genre for rapport in made} == set(GENRES_COMITE)
    assert all(f'id="rapport-{rapport.id}"' in client.get(url).text for rapport in made)
    # What is not validated yet is not for the élus; another instance has no such file.
    assert f'id="rapport-{made[0].id}"' not in log_in(app, "lecteur").get(url).text
    other = base.scalars(
        select(Seance).join(Seance.instance).where(Instance.genre == GenreInstance.RESEAU)
    ).first()
    assert other is not None
    other_url = f"/seances/{other.id}/"
    assert 'value="dossier"' not in client.get(other_url).text
    assert client.post(f"{other_url}documents", data={"document": "dossier"}).status_code == 422


def test_pages_cost_the_same_whatever_the_rows(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    seance = base.scalars(select(Seance).where(Seance.etat == EtatSeance.CONVOQUEE)).one()

    def cost(url: str) -> int:
        client.get(url)
        with statements(app) as found:
            assert client.get(url).status_code == 200
        return len(found)

    urls = ("/seances/", f"/seances/{seance.id}/")
    few = [cost(url) for url in urls]
    with app.extensions["ctg"].sessions() as session:
        copil = session.get_one(Instance, seance.instance_id)
        for rank in range(40):
            session.add(
                PointOrdreDuJour(seance_id=seance.id, rang=rank, titre=f"Point {rank}", minutes=1)
            )
            session.add(Seance(instance=copil, jour=date(2020, 1, 1), exercice=2020))
        session.commit()
    assert [cost(url) for url in urls] == few
    print("Instructions SQL, liste et page d'une séance :", few)


def test_every_session_of_the_demonstration_is_told(demo: Session) -> None:
    held = demo.scalar(select(func.count()).where(Seance.etat == EtatSeance.TENUE))
    assert demo.scalar(select(func.count()).select_from(Releve)) == held
