"""Exports: the same rows and rights as the list, typed values, nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.adminkit import fichier_xlsx
from core.adminkit.cellules import MASQUE
from core.adminkit.extraction import Extraction
from core.adminkit.fichier_csv import to_text
from core.adminkit.liste import Requete, parse_request
from core.comptes.models import Personne
from core.config import Settings
from core.db.transaction import unit_of_work
from core.gouvernance.models import Decision
from core.journal.models import ActeJournal, Evenement
from core.plan.models_action import Action
from core.plugin.vues import Colonne, VueTable
from core.security.acteur import Acteur, Habilitation, Role
from core.security.policy import visible
from plugins.petite_enfance.models import ActiviteEaje
from tests.integration.essai_admin import log_in, open_demonstration, statements

FORMULES = (
    '=HYPERLINK("http://mal.example","clic")',
    "+33 2 41 00 00 00",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1;2)",
    "\t=1+1",
    "\r=1+1",
)
HOSTILES = (*FORMULES, 'a;b"c\nd', "<script>alert(1)</script>", "É à ç œ € 😀", "'déjà", "0042")


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_export")) as application:
        with application.extensions["ctg"].sessions() as session, unit_of_work(session):
            session.add_all(
                Personne(nom=f"Hostile {n:02d}", prenom="Essai", fonction=texte)
                for n, texte in enumerate(HOSTILES)
            )
        yield application


def export(app: Flask, nom: str, url: str) -> TestResponse:
    return log_in(app, nom).get(url)


def read_csv(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.data.startswith(b"\xef\xbb\xbf")
    text_read = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text_read, newline=""), delimiter=";"))


def read_xlsx(answer: TestResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def acteur_of(role: Role, **place: str) -> Acteur:
    return Acteur(nom="Essai", habilitations=frozenset({Habilitation(role=role, **place)}))


ACTEURS = {
    "gouvernance": acteur_of(Role.GOUVERNANCE),
    "petite.enfance": acteur_of(Role.EQUIPE, axe_slug="petite_enfance"),
    "parentalite": acteur_of(Role.EQUIPE, axe_slug="parentalite"),
    "begrolles": acteur_of(Role.COMMUNE, code_insee="49027"),
    "caf": acteur_of(Role.PARTENAIRE_CAF),
    "lecteur": acteur_of(Role.LECTEUR),
    "administrateur": acteur_of(Role.ADMINISTRATEUR),
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("nom", ACTEURS)
def test_the_file_holds_the_rows_that_the_person_may_read(
    app: Flask, base: Session, nom: str, kind: str
) -> None:
    answer = export(app, nom, f"/admin/action/export/?format={kind}")
    rows = read_csv(answer) if kind == "csv" else read_xlsx(answer)
    readable = base.scalars(select(Action.code).where(visible(ACTEURS[nom], Action)))
    assert sorted(row["Code"] for row in rows) == sorted(readable)


@pytest.mark.parametrize("nom", ["lecteur", "administrateur"])
def test_a_list_that_one_may_not_read_is_not_exported(app: Flask, nom: str) -> None:
    assert export(app, nom, "/admin/pe_activite/export/?format=csv").status_code == 403
    assert app.test_client().get("/admin/action/export/?format=csv").status_code == 302


def test_figures_marked_sensible_follow_the_right_on_each_row(app: Flask, base: Session) -> None:
    url = "/admin/pe_activite/export/?format=csv"
    base.execute(
        text(
            "INSERT INTO validation_axe (axe_slug, exercice, validee_le, par) "
            "SELECT 'petite_enfance', annee, '2026-01-01', 'essai' FROM "
            "(SELECT DISTINCT annee FROM petite_enfance_activite_eaje) a ON CONFLICT DO NOTHING"
        )
    )
    base.commit()
    stored = base.scalar(select(func.count()).where(ActiviteEaje.charges.is_not(None)))
    assert stored
    for nom in ("gouvernance", "petite.enfance", "caf"):
        assert sum(bool(row["Charges"]) for row in read_csv(export(app, nom, url))) == stored
    # The other team reads the rows once validated, never these columns.
    assert "Charges" not in read_csv(export(app, "parentalite", url))[0]
    assert {row["Charges"] for row in read_csv(export(app, "begrolles", url))} != {MASQUE}


def test_a_row_of_mixed_rights_is_masked_in_place(app: Flask, base: Session) -> None:
    """Two roles: one reads every row, the other the figures of its own territory."""
    acteur = Acteur(
        nom="Essai",
        habilitations=frozenset(
            {
                Habilitation(role=Role.EQUIPE, axe_slug="parentalite"),
                Habilitation(role=Role.COMMUNE, code_insee="49027"),
            }
        ),
    )
    vue = next(
        vue for _, vue in app.extensions["ctg_catalogue"].tables() if vue.endpoint == "pe_activite"
    )
    extraction = build_extraction(base, acteur, vue)
    (chunk,) = extraction.chunks()
    values = dict(zip((r.libelle for r in extraction.rubriques), chunk, strict=True))
    own = {
        number
        for number in base.scalars(
            select(ActiviteEaje.id).where(visible(ACTEURS["begrolles"], ActiviteEaje))
        )
    }
    masked = sum(value == MASQUE for value in values["Charges"])
    assert masked == len(values["Charges"]) - len(own) > 0


def build_extraction(session: Session, acteur: Acteur, vue: Any, **args: str) -> Extraction:
    return Extraction(Requete(vue, session, acteur, parse_request(vue, args)))


def test_related_rows_that_one_may_not_read_are_masked(app: Flask, base: Session) -> None:
    draft = base.scalars(select(Action).where(Action.axe_slug == "petite_enfance").limit(1)).one()
    assert (
        MASQUE not in read_csv(export(app, "caf", "/admin/action/export/?format=csv"))[0].values()
    )
    vue = VueTable(
        modele=Decision,
        endpoint="essai",
        nom="Essai",
        singulier="essai",
        colonnes=(
            Colonne(attribut="intitule", libelle="Décision"),
            Colonne(attribut="action", libelle="Action"),
            Colonne(attribut="action.code", libelle="Code"),
        ),
    )
    seance = base.scalar(text("SELECT min(id) FROM seance"))
    base.add(Decision(seance_id=seance, rang=99, intitule="Secrète ?", action=draft))
    base.add(Decision(seance_id=seance, rang=98, intitule="Sans action"))
    draft.brouillon = True
    base.flush()
    for nom, attendu in (("gouvernance", str(draft)), ("caf", MASQUE), ("lecteur", MASQUE)):
        (columns,) = build_extraction(base, ACTEURS[nom], vue).chunks()
        rank = columns[0].index("Secrète ?")
        assert columns[1][rank] == attendu
        assert columns[2][rank] == (draft.code if nom == "gouvernance" else MASQUE)
        none = columns[0].index("Sans action")
        assert columns[1][none] is columns[2][none] is None
    base.rollback()


def test_no_secret_leaves(app: Flask) -> None:
    answer = export(app, "administrateur", "/admin/compte/export/?format=csv")
    assert b"argon2" not in answer.data
    assert list(read_csv(answer)[0]) == ["Adresse électronique", "Personne", "Actif"]


def test_nothing_typed_runs_in_a_spreadsheet(app: Flask) -> None:
    url = "/admin/personne/export/?q=hostile&tri=nom&format="
    texts = [row["Fonction"] for row in read_csv(export(app, "gouvernance", url + "csv"))]
    assert len(texts) == len(HOSTILES)
    assert not [t for t in texts if t.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    assert texts == [f"'{t}" if t in FORMULES else t for t in HOSTILES]
    answer = export(app, "gouvernance", url + "xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    stored = [row["Fonction"] for row in read_xlsx(answer)]
    assert [str(t).replace("_x000D_", "\r") for t in stored] == list(HOSTILES)


def test_headings_cannot_run_either() -> None:
    assert to_text("=1") == "'=1"
    assert to_text(-5) == -5
    assert to_text(Decimal("-1234.5000")) == "-1234,5"
    assert to_text(True) == "Oui"
    assert to_text(None) is None
    assert to_text(["=a", "b"]) == "'=a, b"


def test_dates_and_numbers_are_typed(app: Flask, base: Session) -> None:
    action = base.scalars(
        select(Action).where(Action.date_fin.is_not(None), ~Action.brouillon).limit(1)
    ).one()
    url = f"/admin/action/export/?q={action.code}&format="
    (line,) = read_csv(export(app, "gouvernance", url + "csv"))
    assert line["Échéance"] == action.date_fin.isoformat()  # type: ignore[union-attr]
    assert line["Brouillon"] == "Non"
    assert line["Statut"] == action.statut.libelle
    assert line["Axe"] == str(action.axe.numero)
    assert line["Communes désignées"] == ", ".join(sorted(c.nom for c in action.communes))
    (row,) = read_xlsx(export(app, "gouvernance", url + "xlsx"))
    assert row["Échéance"] == datetime.combine(action.date_fin or date.min, datetime.min.time())
    assert row["Axe"] == action.axe.numero
    assert row["Pilote"] == str(action.pilote)
    figures = base.scalars(select(ActiviteEaje)).all()
    url = "/admin/pe_activite/export/?format="
    rows = read_xlsx(export(app, "gouvernance", url + "xlsx"))
    assert sum(row["Heures facturées"] or 0 for row in rows) == pytest.approx(
        float(sum(figure.heures_facturees or 0 for figure in figures))
    )
    lines = read_csv(export(app, "gouvernance", url + "csv"))
    assert sum(Decimal(line["Charges"].replace(",", ".") or 0) for line in lines) == sum(
        figure.charges or 0 for figure in figures
    )
    assert {type(row["Occupation (%)"]) for row in rows} <= {float, int, type(None)}


def test_filters_search_and_order_are_those_of_the_list(app: Flask, base: Session) -> None:
    query = "axe_slug=parentalite&statut=en_cours&tri=date_fin&sens=desc"
    codes = [
        row["Code"]
        for row in read_csv(export(app, "gouvernance", f"/admin/action/export/?{query}&format=csv"))
    ]
    expected = base.scalars(
        select(Action.code)
        .where(Action.axe_slug == "parentalite", Action.statut == "en_cours")
        .order_by(Action.date_fin.desc().nulls_last(), Action.id.desc())
    )
    assert codes == list(expected)
    empty = export(app, "gouvernance", "/admin/action/export/?q=zzzzzz&format=csv")
    assert empty.data.decode("utf-8-sig").count("\r\n") == 1
    assert read_xlsx(export(app, "gouvernance", "/admin/action/export/?q=zzzzzz&format=xlsx")) == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "format=pdf",
        "format=",
        "format=csv&inconnu=1",
        "format=csv&tri=password",
        "format=csv&q=" + "a" * 201,
        "format=csv&axe_slug=x&pilote_id=a%00",
    ],
)
def test_odd_requests(app: Flask, query: str) -> None:
    answer = export(app, "gouvernance", f"/admin/action/export/?{query}")
    assert answer.status_code == 400


def test_the_file_is_named_marked_and_kept_by_nobody(app: Flask) -> None:
    answer = export(app, "gouvernance", "/admin/pe_eaje/export/?format=xlsx")
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment; filename=etablissements-d-accueil-eaje-20")
    assert named.endswith("-demonstration.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_an_export_is_traced(app: Flask, base: Session) -> None:
    rows = read_csv(
        export(app, "gouvernance", "/admin/action/export/?format=csv&statut=en_cours&q=a")
    )
    trace = base.scalars(select(Evenement).order_by(Evenement.id.desc()).limit(1)).one()
    assert trace.acte is ActeJournal.EXPORT
    assert (trace.objet_type, trace.objet_libelle, trace.source) == ("action", "Actions", "web")
    assert trace.apres == {
        "format": "csv",
        "lignes": len(rows),
        "recherche": "a",
        "statut": "en_cours",
    }
    assert trace.acteur == "Maëlle Audouin"


def test_a_fault_on_the_way_gives_our_page_and_no_file(
    app: Flask, base: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = base.scalar(select(func.count()).select_from(Evenement))

    def fail(self: Personne) -> str:
        raise ValueError("essai")

    monkeypatch.setattr(Personne, "__str__", fail)
    answer = export(app, "gouvernance", "/admin/action/export/?format=csv")
    assert answer.status_code == 500
    assert answer.mimetype == "text/html"
    assert "Content-Disposition" not in answer.headers
    assert base.scalar(select(func.count()).select_from(Evenement)) == before


def test_a_sheet_too_long_is_refused_with_what_to_do(
    app: Flask, base: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fichier_xlsx, "LIGNES_MAX", 5)
    answer = export(app, "gouvernance", "/admin/action/export/?format=xlsx")
    assert answer.status_code == 400
    number = base.scalar(select(func.count()).select_from(Action))
    assert f"Cette liste compte {number} lignes" in answer.text
    assert "exportez-la en CSV" in answer.text
    assert export(app, "gouvernance", "/admin/action/export/?format=csv").status_code == 200


def test_an_export_costs_the_same_number_of_statements_with_more_rows(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    counts = []
    for query in ("q=PE", ""):
        url = f"/admin/action/export/?format=csv&{query}"
        client.get(url)
        with statements(app) as sent:
            client.get(url)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 15


def test_every_list_is_exported_with_its_headings(app: Flask) -> None:
    for slug, vue in app.extensions["ctg_catalogue"].tables():
        for nom in ("gouvernance", "administrateur"):
            for kind in ("csv", "xlsx"):
                answer = export(app, nom, f"/admin/{vue.endpoint}/export/?format={kind}")
                assert answer.status_code in (200, 403), (slug, vue.endpoint, answer.text)


def test_a_list_of_codes_is_exported_in_words(app: Flask) -> None:
    page = export(app, "gouvernance", "/admin/ej_accueil/export/?format=csv")
    assert page.status_code == 200
    rows = list(csv.DictReader(io.StringIO(page.data.decode("utf-8-sig")), delimiter=";"))
    assert {row["Tranches d'âge"] for row in rows} >= {"3 à 5 ans, 6 à 11 ans", "12 à 17 ans"}
