"""Directory, requests, funding and facilities: alerts, checks of the forms, what the CAF pays by commune."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.config import Settings
from core.errors import ErreurMetier
from core.financements.criteres import ends_soon, has_ended, is_proof_late, owes_proof
from core.financements.models import (
    Candidature,
    EquipementSoutenu,
    MontantEquipement,
    TempsCooperation,
)
from core.financements.service import list_versements, validate_temps
from core.partenaires.criteres import is_answered, is_late, is_waiting
from core.partenaires.models import Partenaire, Sollicitation
from core.security.acteur import Acteur
from tests.formulaires import read_form
from tests.integration.conftest import JOUR
from tests.integration.essai_admin import log_in, open_demonstration


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_cooperation")) as application:
        yield application


def test_alerts_of_the_demonstration(demo: Session) -> None:
    def count(modele: type, condition: object) -> int:
        return demo.scalar(select(func.count()).select_from(modele).where(condition)) or 0  # type: ignore[arg-type]

    assert count(Sollicitation, is_waiting(JOUR)) == count(Sollicitation, is_late(JOUR)) == 1
    assert count(Sollicitation, is_answered(JOUR)) == 3
    assert count(Candidature, owes_proof(JOUR)) == count(Candidature, is_proof_late(JOUR)) == 2
    assert count(EquipementSoutenu, ends_soon(JOUR)) == 1
    assert count(EquipementSoutenu, has_ended(JOUR)) == 0
    assert count(EquipementSoutenu, has_ended(JOUR + timedelta(days=91))) == 1


def test_what_the_caf_pays_is_summed_and_says_who_answered(demo: Session, lecteur: Acteur) -> None:
    equipement = demo.scalars(select(EquipementSoutenu).limit(1)).one()
    code = equipement.code_insee
    before = list_versements(demo, lecteur, code)
    assert [v.annee for v in before] == sorted((v.annee for v in before), reverse=True)
    same = demo.scalars(
        select(MontantEquipement)
        .join(MontantEquipement.equipement)
        .where(EquipementSoutenu.code_insee == code, MontantEquipement.annee == before[0].annee)
    ).all()
    assert before[0].bonus == sum(row.bonus or Decimal(0) for row in same)
    assert (before[0].repondu, before[0].attendu) == (len(same), len(same))
    for row in same:
        row.bonus = None
    demo.flush()
    # Nobody said: that is not zero.
    assert list_versements(demo, lecteur, code)[0].bonus is None


def test_nobody_has_more_than_one_full_time(demo: Session, gouvernance: Acteur) -> None:
    temps = demo.scalars(select(TempsCooperation).limit(1)).one()
    validate_temps(demo, gouvernance, temps)
    temps.etp = Decimal("1.2")
    demo.flush()
    with pytest.raises(ErreurMetier, match="temps plein") as refused:
        validate_temps(demo, gouvernance, temps)
    assert refused.value.champ == "etp"


def test_forms_refuse_with_their_field_and_keep_what_was_typed(app: Flask, base: Session) -> None:
    client = log_in(app, "gouvernance")
    partenaire = base.scalars(select(Partenaire).limit(1)).one()
    candidature = base.scalars(select(Candidature).where(Candidature.accorde.is_not(None))).first()
    assert candidature is not None
    for url, changes, told in (
        (
            f"/admin/partenaire/edit/?id={partenaire.id}",
            {"territoire": ""},
            "choisissez sa commune",
        ),
        (f"/admin/candidature/edit/?id={candidature.id}", {"accorde": "999999"}, "euros accordés"),
    ):
        form = read_form(client.get(url).text)
        for name, value in changes.items():
            form[name] = value
        answer = client.post(url, data=form)
        assert answer.status_code == 422
        assert told.lower() in answer.text.lower()
        assert all(value in answer.text for value in changes.values())


def test_a_commune_reads_what_the_caf_pays_there_and_its_own_requests(
    app: Flask, base: Session
) -> None:
    code = base.scalars(select(EquipementSoutenu.code_insee).limit(1)).one()
    page = log_in(app, "lecteur").get(f"/communes/{code}/").text
    assert "Ce que la CAF verse" in page
    assert "Bonus territoire" in page
    mine = base.scalar(select(Sollicitation.objet).where(Sollicitation.code_insee != "49027"))
    assert mine is not None
    assert mine not in log_in(app, "begrolles").get("/admin/sollicitation/").text
    assert log_in(app, "lecteur").get("/admin/sollicitation/").status_code == 403


def test_dates_of_the_demonstration_follow_its_day(demo: Session) -> None:
    assert demo.scalar(select(func.max(Sollicitation.recue_le))) == JOUR - timedelta(days=60)
    assert demo.scalar(select(func.min(EquipementSoutenu.cof_debut))) == date(JOUR.year - 2, 1, 1)
