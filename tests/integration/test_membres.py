"""Seats of the instances: one holder at a time, alerts, replaced together, a leaver's load handed over."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import today
from core.comptes.models import Mandat, Personne
from core.config import Settings
from core.errors import ErreurMetier, Interdit
from core.gouvernance.codes import College, EtatDecision, GenreInstance, QualiteMembre
from core.gouvernance.criteres import has_ended_mandate, is_seated, needs_successor
from core.gouvernance.membres import list_membres, validate_membre
from core.gouvernance.models import Decision, Instance
from core.gouvernance.models_membre import Membre
from core.gouvernance.relais import get_charge, hand_over
from core.gouvernance.remplacement import (
    Reponse,
    apply_remplacement,
    list_sieges,
    plan_remplacement,
)
from core.plan.models_action import Action
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Acteur
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration, statements

FIN = date(2026, 3, 22)
TITULAIRE, SUPPLEANT = QualiteMembre.TITULAIRE, QualiteMembre.SUPPLEANT


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_membres")) as application:
        yield application


def get_copil(session: Session) -> Instance:
    return session.scalars(select(Instance).where(Instance.genre == GenreInstance.COPIL)).one()


def add_membre(session: Session, **values: object) -> Membre:
    """A place at the copil, for Cholet unless said otherwise."""
    personne = Personne(nom="Nom", prenom=str(values.pop("prenom", "Prénom")))
    given = {
        "instance": get_copil(session),
        "personne": personne,
        "college": College.ELUS,
        "code_insee": "49099",
        "qualite": TITULAIRE,
        "debut": date(2024, 1, 1),
        **values,
    }
    membre = Membre(**given)
    session.add(membre)
    session.flush()
    return membre


def test_a_seat_has_one_holder_at_a_time(session: Session, gouvernance: Acteur) -> None:
    first = add_membre(session, prenom="Première")
    second = add_membre(session, prenom="Seconde", debut=date(2025, 1, 1))
    with pytest.raises(ErreurMetier, match="siège déjà du 01/01/2024") as refused:
        validate_membre(session, gouvernance, second)
    assert refused.value.champ == "qualite"
    first.fin = date(2024, 12, 31)
    session.flush()
    validate_membre(session, gouvernance, second)
    suppleant = add_membre(session, prenom="Autre", qualite=SUPPLEANT)
    validate_membre(session, gouvernance, suppleant)
    assert [m.id for m in list_membres(session, second.instance_id, date(2025, 6, 1))] == [
        second.id,
        suppleant.id,
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"college": College.CAF}, "college"),
        ({"fin": date(2023, 1, 1)}, "fin"),
    ],
)
def test_a_place_that_contradicts_itself_is_refused(
    session: Session, gouvernance: Acteur, values: dict[str, object], field: str
) -> None:
    with session.begin_nested():
        membre = add_membre(session)
    with session.no_autoflush:
        for name, value in values.items():
            setattr(membre, name, value)
        with pytest.raises(ErreurMetier) as refused:
            validate_membre(session, gouvernance, membre)
    assert refused.value.champ == field
    session.expire(membre)


def test_ended_mandates_and_empty_seats_are_alerts(session: Session) -> None:
    jour = date(2026, 11, 24)

    def found(criterion: Callable[[date], object]) -> list[Membre]:
        return list(session.scalars(select(Membre).where(criterion(jour))))  # type: ignore[arg-type]

    elue = add_membre(session)
    mandat = Mandat(
        personne=elue.personne, intitule="Maire", code_insee="49099", debut=date(2020, 7, 1)
    )
    session.add(mandat)
    session.flush()
    assert found(has_ended_mandate) == []
    mandat.fin = FIN
    session.flush()
    assert found(has_ended_mandate) == [elue]
    elue.fin = FIN
    session.flush()
    assert found(has_ended_mandate) == found(is_seated) == []
    assert found(needs_successor) == [elue]
    add_membre(session, prenom="Suivante", debut=FIN + timedelta(days=1))
    assert found(needs_successor) == []


def test_seats_are_replaced_together(demo: Session, gouvernance: Acteur) -> None:
    copil = get_copil(demo)
    sieges = list_sieges(demo, copil, FIN)
    assert len(sieges) == 52
    first, second, third = [s for s in sieges if s.sortant and s.qualite is TITULAIRE][:3]
    known = demo.scalars(select(Personne).where(Personne.elu.is_(False))).first()
    assert known is not None
    reponses = {
        first.cle: Reponse(reconduit=True),
        second.cle: Reponse(
            prenom="Ysé", nom="Nouvelle", mandat="Maire", courriel="yse@exemple.fr"
        ),
        third.cle: Reponse(prenom=known.prenom.upper(), nom=known.nom.lower()),
    }
    before = demo.scalar(select(func.count()).select_from(Membre))
    plan = plan_remplacement(demo, gouvernance, copil, FIN, reponses, liberer=True)
    assert plan.fautes == {}
    assert demo.scalar(select(func.count()).select_from(Membre)) == before
    by_seat = {change.siege.cle: change for change in plan.changements}
    assert by_seat[second.cle].connue is None
    assert by_seat[third.cle].connue is known
    assert sum(change.vacant for change in plan.changements) == len(plan.changements) - 3
    created = apply_remplacement(demo, gouvernance, plan, vu=plan.empreinte)
    assert len(created) == 3
    assert {m.debut for m in created} == {FIN + timedelta(days=1)}
    assert first.sortant is not None
    assert first.sortant.fin == FIN
    renewed = next(m for m in created if m.code_insee == first.commune.code_insee)
    assert renewed.personne_id == first.sortant.personne_id
    mandates = demo.scalars(
        select(Mandat).where(Mandat.personne_id == renewed.personne_id).order_by(Mandat.debut)
    ).all()
    assert [m.fin for m in mandates] == [FIN, None]
    assert mandates[0].intitule == mandates[1].intitule
    # Nobody else holds a seat the day after.
    seated = {s.cle for s in list_sieges(demo, copil, FIN + timedelta(days=2)) if s.sortant}
    assert seated == {first.cle, second.cle, third.cle}


def test_a_replacement_that_cannot_be_is_told_by_seat(demo: Session, gouvernance: Acteur) -> None:
    copil = get_copil(demo)
    sieges = list_sieges(demo, copil, FIN)
    held = [s for s in sieges if s.sortant]
    vacant = Reponse(reconduit=True)
    reponses = {
        held[0].cle: Reponse(nom="Sans prénom"),
        held[1].cle: Reponse(prenom="Ysé", nom="Double"),
        held[2].cle: Reponse(prenom="YSE", nom="double"),
        held[3].cle: Reponse(reconduit=True, prenom="Ysé", nom="Autre"),
    }
    plan = plan_remplacement(demo, gouvernance, copil, FIN, reponses, liberer=False)
    assert set(plan.fautes) == {held[0].cle, held[2].cle, held[3].cle}
    assert "déjà un autre siège" in plan.fautes[held[2].cle]
    with pytest.raises(ErreurMetier, match="Corrigez"):
        apply_remplacement(demo, gouvernance, plan, vu=plan.empreinte)
    empty = plan_remplacement(demo, gouvernance, copil, FIN, {}, liberer=False)
    with pytest.raises(ErreurMetier, match="Rien ne change"):
        apply_remplacement(demo, gouvernance, empty, vu=empty.empreinte)
    late = plan_remplacement(
        demo, gouvernance, copil, today() + timedelta(days=1), {held[-1].cle: vacant}, liberer=False
    )
    assert len(late.fautes) <= 1


def test_seats_of_the_convention_are_governance_s(demo: Session, equipe: Acteur) -> None:
    with pytest.raises(Interdit):
        plan_remplacement(demo, equipe, get_copil(demo), FIN, {}, liberer=True)


def test_a_leaver_s_load_goes_to_somebody_else_in_one_act(
    demo: Session, gouvernance: Acteur
) -> None:
    leaver = demo.scalars(
        select(Personne)
        .join(Action, Action.pilote_id == Personne.id)
        .join(Membre, Membre.personne_id == Personne.id)
        .where(Action.statut.in_(STATUTS_ACTIFS), Action.brouillon.is_(False))
        .limit(1)
    ).one()
    decision = demo.scalars(select(Decision).where(Decision.etat != EtatDecision.SOLDEE)).first()
    assert decision is not None
    decision.porteur = leaver
    heir = Personne(nom="Relais", prenom="Ici")
    demo.add(heir)
    demo.flush()
    charge = get_charge(demo, gouvernance, leaver, JOUR)
    assert charge.actions
    assert charge.decisions == [decision]
    with pytest.raises(ErreurMetier, match="a changé"):
        hand_over(demo, gouvernance, charge, heir, vu="", depart=None)
    with pytest.raises(ErreurMetier, match="quelqu'un d'autre"):
        hand_over(demo, gouvernance, charge, leaver, vu=charge.empreinte, depart=None)
    counts = hand_over(demo, gouvernance, charge, heir, vu=charge.empreinte, depart=JOUR)
    assert counts["actions"] == len(charge.actions)
    assert {action.pilote_id for action in charge.actions} == {heir.id}
    assert decision.porteur_id == heir.id
    assert {membre.fin for membre in charge.membres} == {JOUR}
    after = get_charge(demo, gouvernance, leaver, JOUR + timedelta(days=1))
    assert (after.actions, after.decisions, after.membres) == ([], [], [])
    assert after.finies == charge.finies


def test_a_team_hands_over_its_own_actions_only(demo: Session, equipe: Acteur) -> None:
    own, other = (
        demo.scalars(
            select(Action).where(
                Action.axe_slug == axe,
                Action.brouillon.is_(False),
                Action.statut.in_(STATUTS_ACTIFS),
            )
        ).first()
        for axe in ("petite_enfance", "parentalite")
    )
    assert own is not None
    assert other is not None
    leaver = Personne(nom="Qui part", prenom="Essai")
    own.pilote = other.pilote = leaver
    demo.flush()
    charge = get_charge(demo, equipe, leaver, JOUR)
    assert charge.actions == [own]
    assert charge.reservees == 1


def fields(page: str, *names: str) -> dict[str, str]:
    """Hidden values of a page, by name."""
    found = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return {name: html.unescape(found[name]) for name in names}


def test_the_page_of_seats_shows_then_writes(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    copil = get_copil(base)
    seat = next(s for s in list_sieges(base, copil, FIN) if s.sortant)
    name = f"s|{seat.commune.code_insee}|{seat.qualite.value}|"
    typed = {f"{name}prenom": "Ysé", f"{name}nom": "Toute-Neuve", "fin": "22/03/2026"}
    wrong = client.post("/sieges/", data={**typed, f"{name}prenom": ""})
    assert wrong.status_code == 422
    assert "Écrivez le prénom et le nom." in wrong.text
    assert 'value="Toute-Neuve"' in wrong.text
    assert client.post("/sieges/", data={**typed, "fin": "hier"}).status_code == 422
    page = client.post("/sieges/", data=typed).text
    assert "Nouvelle personne" in page
    assert base.scalar(select(Personne.id).where(Personne.nom == "Toute-Neuve")) is None
    sent = {**typed, **fields(page, "empreinte", "instance", "_jeton"), "confirmer": "oui"}
    stale = client.post("/sieges/", data={**sent, "empreinte": "1.1"})
    assert stale.status_code == 409
    assert "Rien n&#39;est enregistré" in stale.text or "Rien n'est enregistré" in stale.text
    assert client.post("/sieges/", data=sent).status_code == 302
    # Sent twice, written once.
    assert client.post("/sieges/", data=sent).status_code == 302
    base.rollback()
    assert base.scalar(select(func.count()).where(Personne.nom == "Toute-Neuve")) == 1


def test_the_page_of_a_leaver_shows_then_writes(app: Flask, base: Session) -> None:
    client: FlaskClient = log_in(app, "gouvernance")
    leaver = base.scalars(
        select(Personne)
        .join(Action, Action.pilote_id == Personne.id)
        .where(Action.statut.in_(STATUTS_ACTIFS), Action.brouillon.is_(False))
    ).first()
    assert leaver is not None
    heir = base.scalars(select(Personne).where(Personne.id != leaver.id)).first()
    assert heir is not None
    url = f"/personnes/{leaver.id}/relais/"
    sheet = client.get(f"/admin/personne/details/?id={leaver.id}").text
    assert url in sheet
    assert url not in log_in(app, "lecteur").get(f"/admin/personne/details/?id={leaver.id}").text
    assert client.post(url, data={}).status_code == 422
    page = client.post(url, data={"successeur": str(heir.id)})
    assert "Ira à" in page.text
    sent = {
        "successeur": str(heir.id),
        "depart": "",
        "confirmer": "oui",
        **fields(page.text, "vu", "_jeton"),
    }
    assert client.post(url, data={**sent, "vu": "action1.1"}).status_code == 422
    assert client.post(url, data=sent).status_code == 302
    base.rollback()
    mine = select(func.count()).where(
        Action.pilote_id == leaver.id,
        Action.statut.in_(STATUTS_ACTIFS),
        Action.brouillon.is_(False),
    )
    assert base.scalar(mine) == 0


def test_pages_cost_the_same_whatever_the_rows(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    client.get("/sieges/")
    with statements(app) as found:
        assert client.get("/sieges/").status_code == 200
    assert len(found) <= 8
    print("Instructions SQL, page des sièges :", len(found))
