"""Figures of a validated axis and year: refused to the team, changed by governance with a reason only."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from core.communes.models import Commune, DonneeContexte, Population
from core.config import Settings
from core.db.extension import db
from core.errors import ErreurMetier, MotifRequis
from core.indicateurs.models import ValidationAxe
from core.journal.models import Evenement
from core.journal.service import set_context
from core.parametres.models import Parametre
from core.security.acteur import Acteur
from core.structures.models import Structure
from plugins.petite_enfance.models import (
    AccueilIndividuel,
    ActiviteEaje,
    AutorisationPlaces,
    Eaje,
)
from plugins.petite_enfance.rules import MotifPlaces
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration, statements
from tests.integration.essai_definitif import attempt, check_guarded

LISTE = "/admin/pe_accueil/"
COLONNES_TECHNIQUES = {"id", "version", "created_at", "updated_at"}


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_definitif")) as app:
        yield app


def find_row(app: Flask, *, validated: bool) -> AccueilIndividuel:
    with app.app_context():
        years = set(
            db.session.scalars(
                select(ValidationAxe.exercice).where(ValidationAxe.axe_slug == "petite_enfance")
            )
        )
        rows = db.session.scalars(select(AccueilIndividuel).order_by(AccueilIndividuel.id))
        return next(row for row in rows if (row.annee in years) is validated)


def get_gardes(app: Flask, number: int) -> int | None:
    with app.app_context():
        return db.session.get_one(AccueilIndividuel, number).gardes_domicile


def test_the_team_is_refused_in_words_and_keeps_its_text(app: Flask) -> None:
    row = find_row(app, validated=False)
    team = log_in(app, "petite.enfance")
    url = f"{LISTE}edit/?id={row.id}"
    form = read_form(team.get(url).text)
    # Governance validates while the form is open.
    with app.app_context():
        validation = ValidationAxe(
            axe_slug="petite_enfance", exercice=row.annee, validee_le=date(2026, 9, 1), par="Essai"
        )
        db.session.add(validation)
        db.session.commit()
        number = validation.id
    form["gardes_domicile"] = "777"
    # A reason is governance's to give: from a team, it opens nothing.
    form["_motif"] = "Erreur de saisie"
    answer = team.post(url, data=form)
    assert answer.status_code == 422
    assert "demandez à la gouvernance" in answer.text
    assert read_form(answer.text)["gardes_domicile"] == "777"
    assert get_gardes(app, row.id) == row.gardes_domicile
    assert team.post(f"{LISTE}delete/?id={row.id}").status_code == 409
    # The form is not offered any more: the sheet is, and says why.
    page = team.get(url, follow_redirects=True)
    assert "demandez à la gouvernance" in page.text
    assert "Enregistrer</button>" not in page.text
    with app.app_context():
        db.session.delete(db.session.get_one(ValidationAxe, number))
        db.session.commit()
    assert get_gardes(app, row.id) == row.gardes_domicile


def test_governance_gives_a_reason_that_the_journal_keeps(app: Flask) -> None:
    row = find_row(app, validated=True)
    governance = log_in(app, "gouvernance")
    url = f"{LISTE}edit/?id={row.id}"
    form = read_form(governance.get(url).text)
    assert form["_motif"] == ""
    form["gardes_domicile"] = "778"
    answer = governance.post(url, data=form)
    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.text
    assert get_gardes(app, row.id) == row.gardes_domicile
    again = read_form(answer.text)
    assert again["gardes_domicile"] == "778"
    again["_motif"] = "Double compte corrigé"
    assert governance.post(url, data=again).status_code == 302
    assert get_gardes(app, row.id) == 778
    with app.app_context():
        trace = db.session.scalars(
            select(Evenement)
            .where(Evenement.objet_type == AccueilIndividuel.__tablename__)
            .order_by(Evenement.id.desc())
        ).first()
        assert trace is not None
        assert trace.motif == "Double compte corrigé"


def test_a_row_enters_a_validated_year_with_a_reason_only(app: Flask) -> None:
    frozen, free = find_row(app, validated=True), find_row(app, validated=False)
    team = log_in(app, "petite.enfance")
    url = f"{LISTE}edit/?id={free.id}"
    form = read_form(team.get(url).text)
    form["annee"] = str(frozen.annee)
    assert team.post(url, data=form).status_code == 422
    form["annee"], form["gardes_domicile"] = str(free.annee), "12"
    assert team.post(url, data=form).status_code == 302
    governance = log_in(app, "gouvernance")
    form = read_form(governance.get(url).text)
    assert "_motif" not in form
    form["annee"] = str(frozen.annee)
    answer = governance.post(url, data=form)
    assert answer.status_code == 422
    # The field appears once it is needed.
    assert read_form(answer.text)["_motif"] == ""


def test_lists_and_sheets_say_definitif(app: Flask) -> None:
    row = find_row(app, validated=True)
    team = log_in(app, "petite.enfance")
    for url in (f"{LISTE}?annee={row.annee}", f"{LISTE}details/?id={row.id}"):
        assert re.search(r"etiquette-fige\">Définitif", team.get(url).text), url
    free = find_row(app, validated=False)
    assert "Définitif" not in team.get(f"{LISTE}details/?id={free.id}").text


@pytest.mark.parametrize("act", ["edit", "delete", "create"])
def test_no_session_escapes_the_rule(
    app: Flask, equipe: Acteur, gouvernance: Acteur, act: str
) -> None:
    number = find_row(app, validated=True).id

    def change() -> None:
        row: Any = db.session.get_one(AccueilIndividuel, number)
        if act == "edit":
            row.sorties = (row.sorties or 0) + 1
        elif act == "delete":
            db.session.delete(row)
        else:
            db.session.add(AccueilIndividuel(code_insee="49027", annee=row.annee))
        db.session.flush()

    for acteur, motif, refusal in (
        (equipe, "", ErreurMetier),
        (equipe, "Parce que", ErreurMetier),
        (gouvernance, "  ", MotifRequis),
    ):
        with app.app_context():
            set_context(db.session(), acteur, source="web", motif=motif)
            with pytest.raises(refusal):
                change()
            db.session.rollback()


@pytest.fixture
def validee(app: Flask) -> int:
    """The last year that governance validated for early childhood."""
    with app.app_context():
        years = select(func.max(ValidationAxe.exercice))
        return int(
            db.session.scalars(years.where(ValidationAxe.axe_slug == "petite_enfance")).one()
        )


def get_eaje() -> Eaje:
    """An establishment with a movement in its ledger, and no year typed."""
    kept = select(ActiviteEaje.eaje_id)
    return db.session.scalars(
        select(Eaje).where(Eaje.mouvements.any()).order_by(Eaje.id.in_(kept), Eaje.id)
    ).first()  # type: ignore[return-value]


def add_mouvement(jour: date) -> None:
    eaje = get_eaje()
    db.session.add(
        AutorisationPlaces(eaje=eaje, date_effet=jour, places=3, motif=MotifPlaces.EXTENSION)
    )


@pytest.mark.parametrize(
    "act",
    ["create", "create before", "earlier", "later", "places", "remove", "delete eaje", "move"],
)
def test_the_ledger_weighs_on_every_validated_year_after_it(
    app: Flask, equipe: Acteur, gouvernance: Acteur, validee: int, act: str
) -> None:
    def change() -> None:
        eaje = get_eaje()
        row: Any = eaje.mouvements[0]
        assert row.date_effet.year <= validee
        if act == "create":
            add_mouvement(date(validee, 12, 31))
        elif act == "create before":
            add_mouvement(date(1999, 1, 1))
        elif act == "earlier":
            row.date_effet -= timedelta(days=400)
        elif act == "later":
            row.date_effet = date(validee + 1, 1, 1)
        elif act == "places":
            row.places += 1
        elif act == "remove":
            eaje.mouvements.remove(row)
        elif act == "delete eaje":
            # Years typed hold an establishment back, and are guarded by themselves.
            db.session.execute(text("DELETE FROM petite_enfance_activite_eaje"))
            db.session.delete(eaje)
        else:
            eaje.structure = db.session.scalars(
                select(Structure).where(Structure.id.not_in(select(Eaje.structure_id)))
            ).first()  # type: ignore[assignment]

    check_guarded(app, equipe, gouvernance, change)


def test_what_the_ledger_says_beside_figures_stays_free(
    app: Flask, equipe: Acteur, validee: int
) -> None:
    def describe() -> None:
        get_eaje().mouvements[0].acte_ref = "Arrêté 12"

    def extend() -> None:
        add_mouvement(date(validee + 1, 1, 1))

    for change in (describe, extend):
        assert attempt(app, equipe, "", change) == ""


def test_a_structure_changes_commune_with_a_reason_only(
    app: Flask, equipe: Acteur, gouvernance: Acteur
) -> None:
    def get() -> Structure:
        return db.session.scalars(
            select(Structure).where(Structure.axes == ["petite_enfance"]).order_by(Structure.id)
        ).first()  # type: ignore[return-value]

    def move_by_key() -> None:
        row = get()
        row.code_insee = "49027" if row.code_insee != "49027" else "49099"

    def move_by_relation() -> None:
        row = get()
        row.commune = db.session.scalars(
            select(Commune).where(Commune.code_insee != row.code_insee)
        ).first()  # type: ignore[assignment]

    def leave() -> None:
        get().axes = []

    for change in (move_by_key, move_by_relation, leave):
        check_guarded(app, equipe, gouvernance, change)

    def describe() -> None:
        row = get()
        row.telephone, row.source, row.axes = "02 41 00 00 00", "Mairie", [*row.axes, "parentalite"]

    def create() -> None:
        db.session.add(
            Structure(nom="Neuve", code_insee="49027", statut="public", axes=["petite_enfance"])
        )

    for change in (describe, create):
        assert attempt(app, equipe, "", change) == ""


@pytest.mark.parametrize("act", ["edit", "create", "delete", "leave", "enter"])
@pytest.mark.parametrize(("modele", "annee"), [(DonneeContexte, "annee"), (Population, "edition")])
def test_context_of_a_year_validated_for_any_axis_asks_for_a_reason(
    app: Flask, gouvernance: Acteur, validee: int, modele: Any, annee: str, act: str
) -> None:
    def change() -> None:
        year = getattr(modele, annee)
        of_year = year > validee if act == "enter" else year == validee
        row: Any = db.session.scalars(select(modele).where(of_year).limit(1)).one()
        if act == "edit":
            row.source = "Corrigée"
        elif act == "leave":
            setattr(row, annee, 2099)
        elif act == "enter":
            setattr(row, annee, validee)
        elif act == "delete":
            db.session.delete(row)
        else:
            names = [c.key for c in modele.__table__.columns if c.key not in COLONNES_TECHNIQUES]
            db.session.add(modele(**{name: getattr(row, name) for name in names}))

    assert attempt(app, gouvernance, "", change) == "MotifRequis"


def test_context_of_other_years_stays_free(app: Flask, gouvernance: Acteur) -> None:
    def change() -> None:
        row = DonneeContexte(code_insee="49027", annee=2031, code="ecoles", source="Essai")
        db.session.add(row)
        db.session.flush()
        row.valeur = Decimal(41)

    assert attempt(app, gouvernance, "", change) == ""


def find_id(app: Flask, statement: Any) -> int:
    with app.app_context():
        return int(db.session.scalars(statement.limit(1)).one())


def ask_reason(client: FlaskClient, url: str, form: dict[str, str]) -> None:
    """What is sent is refused, comes back with the field of the reason, and passes with one."""
    answer = client.post(url, data=form)
    assert answer.status_code in (409, 422)
    assert "Dites pourquoi" in answer.text
    again = read_form(answer.text)
    assert again["_motif"] == ""
    assert client.post(url, data={**again, "_motif": "Corrigé"}).status_code == 302


def read_last_motif(app: Flask, modele: Any) -> str:
    with app.app_context():
        return (
            db.session.scalars(
                select(Evenement.motif)
                .where(Evenement.objet_type == modele.__tablename__)
                .order_by(Evenement.id.desc())
            ).first()
            or ""
        )


def test_the_form_of_an_establishment_asks_why_its_ledger_changes(app: Flask) -> None:
    with app.app_context():
        number = get_eaje().id
    url = f"/admin/pe_eaje/edit/?id={number}"
    team = log_in(app, "petite.enfance")
    form = read_form(team.get(url).text)
    form["mouvements-0-acte_ref"] = "Arrêté 13"
    assert team.post(url, data=form).status_code == 302
    form = read_form(team.get(url).text)
    form["mouvements-0-places"] = "17"
    answer = team.post(url, data=form)
    assert answer.status_code == 422
    assert "demandez à la gouvernance" in answer.text
    assert read_form(answer.text)["mouvements-0-places"] == "17"
    governance = log_in(app, "gouvernance")
    form = read_form(governance.get(url).text)
    assert "_motif" not in form
    ask_reason(governance, url, {**form, "mouvements-0-places": "17"})
    assert read_last_motif(app, AutorisationPlaces) == "Corrigé"


def test_the_form_of_a_structure_asks_why_its_commune_changes(app: Flask) -> None:
    governance = log_in(app, "gouvernance")
    number = find_id(app, select(Structure.id).where(Structure.axes == ["petite_enfance"]))
    url = f"/admin/structure/edit/?id={number}"
    form = read_form(governance.get(url).text)
    assert "_motif" not in form
    assert governance.post(url, data={**form, "gestionnaire": "Autre"}).status_code == 302
    form = read_form(governance.get(url).text)
    other = find_id(app, select(Commune.id).where(Commune.id != int(form["commune"])))
    ask_reason(governance, url, {**form, "commune": str(other)})
    assert read_last_motif(app, Structure) == "Corrigé"


def test_context_is_typed_in_a_grid_and_deleted_with_a_reason(app: Flask, validee: int) -> None:
    governance = log_in(app, "gouvernance")
    grid = f"/admin/donnee-contexte/saisie/?annee={validee}&par_page=20"
    form = read_form(governance.get(grid).text)
    assert form["_motif"] == ""
    name = next(name for name in form if name.endswith("-valeur"))
    ask_reason(governance, grid, {**form, name: "4321"})
    assert read_last_motif(app, DonneeContexte) == "Corrigé"
    ecoles = (DonneeContexte.annee == validee) & (DonneeContexte.code == "ecoles")
    commune = find_id(
        app,
        select(Commune.id)
        .join(DonneeContexte, DonneeContexte.code_insee == Commune.code_insee)
        .where(ecoles)
        .order_by(DonneeContexte.id),
    )
    number = find_id(app, select(DonneeContexte.id).where(ecoles).order_by(DonneeContexte.id))
    delete = f"/admin/donnee-contexte/delete/?id={number}"
    form = read_form(governance.get(delete).text)
    assert form["_motif"] == ""
    ask_reason(governance, delete, form)
    assert read_last_motif(app, DonneeContexte) == "Corrigé"
    new = "/admin/donnee-contexte/new/"
    form = read_form(governance.get(new).text)
    typed = {"annee": str(validee), "code": "ecoles", "valeur": "2", "source": "Essai"}
    ask_reason(governance, new, {**form, **typed, "commune": str(commune)})


def test_guarding_a_save_costs_one_statement_however_many_lines(app: Flask) -> None:
    governance = log_in(app, "gouvernance")
    counts = []
    for lines in (1, 2):
        with app.app_context():
            several = select(AutorisationPlaces.eaje_id).group_by(AutorisationPlaces.eaje_id)
            several = several.having(func.count() > 1).order_by(AutorisationPlaces.eaje_id)
            number = db.session.scalars(several.limit(1)).one()
        url = f"/admin/pe_eaje/edit/?id={number}"
        form = read_form(governance.get(url).text)
        for line in range(lines):
            form[f"mouvements-{line}-places_subventionnees_bonus"] = str(lines)
            form[f"mouvements-{line}-date_effet"] = f"{2000 + line}-0{lines}-01"
        with statements(app) as sent:
            assert governance.post(url, data={**form, "_motif": "Essai"}).status_code in (302, 422)
        counts.append(sum("FROM validation_axe" in text for text in sent))
    assert counts[0] == counts[1]


def test_a_parameter_of_a_validated_year_asks_for_a_reason(
    app: Flask, equipe: Acteur, gouvernance: Acteur
) -> None:
    def change() -> None:
        row = db.session.scalars(select(Parametre).order_by(Parametre.debut).limit(1)).one()
        row.valeur = row.valeur * 2

    check_guarded(app, equipe, gouvernance, change)
