"""A plan loaded from the messy workbooks of teams, in the pages of those who load it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.chargement.codes import EtatChargement
from core.chargement.models import Chargement, FicheChargee
from core.config import Settings
from core.db.extension import db
from core.fichiers import Fichier
from core.jobs.models import StatutTache
from core.journal.models import Evenement
from core.plan.codes import Diffusion, StatutAction
from core.plan.models_action import Action, Note
from core.plan.models_moyens import Financement, LigneBudget
from tests.integration.essai_admin import log_in, open_demonstration, statements
from tests.integration.essai_chargement import (
    BASE,
    BON,
    ask,
    count,
    deposit,
    dump,
    read,
    read_form_of,
    read_preview,
    run,
    send,
)
from tests.integration.essai_classeurs import (
    CLASSEURS,
    FAUTES_CSV,
    FAUTES_ODS,
    FAUTES_XLSX,
    PREMIERE_CSV,
    PREMIERE_XLSX,
    Fautes,
    build_csv,
    build_rows,
    build_xlsx,
    list_expected,
)


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_chargement")) as app:
        yield app


@pytest.mark.parametrize(
    ("nom", "contenu", "premiere"),
    [
        (*BON, PREMIERE_XLSX),
        ("plan.ods", (CLASSEURS / "plan.ods").read_bytes(), PREMIERE_XLSX),
        ("plan.csv", build_csv(build_rows(84)), PREMIERE_CSV),
    ],
    ids=["xlsx", "libreoffice", "csv"],
)
def test_a_messy_plan_is_loaded_then_undone_without_a_trace(
    app: Flask, nom: str, contenu: bytes, premiere: int
) -> None:
    client = log_in(app, "gouvernance")
    before = dump(app)
    numero = deposit(client, nom, contenu)
    page = read_preview(client, numero)
    assert "84 actions prêtes" in page
    assert "0 cellule" in page
    ask(client, numero)
    assert dump(app) == before
    assert run(app, numero) is StatutTache.TERMINEE
    with app.app_context():
        rows = db.session.execute(
            select(FicheChargee.ligne, Action)
            .join(Action, Action.id == FicheChargee.action_id)
            .where(FicheChargee.chargement_id == numero)
            .order_by(FicheChargee.ligne)
        ).all()
        assert [ligne for ligne, _ in rows] == list(range(premiere, premiere + 84))
        first, second, third = (action for _, action in rows[:3])
        assert (first.intitule, first.axe_slug) == (
            "Guichet unique des familles (nord)",
            "gouvernance",
        )
        assert (first.date_debut, first.date_fin) == (date(2025, 3, 1), date(2027, 6, 30))
        assert (first.code, str(first.pilote), first.statut) == (
            "GOU-13", "Karine Humeau", StatutAction.EN_COURS
        )  # fmt: skip
        assert [str(c) for c in second.communes] == ["Cholet", "Vezins"]
        assert third.budget[0].prevu == Decimal("1500.5")
        assert first.financements[0].accorde == Decimal(5000)
        assert first.notes[0].diffusion is Diffusion.PARTENAIRES
        assert first.source == f"{nom}, ligne {premiere}"
        trace = db.session.scalars(
            select(Evenement).where(
                Evenement.objet_type == "action", Evenement.objet_id == str(first.id)
            )
        ).one()
        assert (trace.source, trace.motif) == ("chargement", f"Chargement du plan « {nom} »")
    page = read(client, f"{BASE}{numero}/")
    assert "84 fiches" in page
    assert "/actions/GOU-13/" in page
    assert client.post(f"{BASE}{numero}/annuler").status_code == 302
    assert dump(app) == before
    with app.app_context():
        assert db.session.get_one(Chargement, numero).etat is EtatChargement.ANNULE


@pytest.mark.parametrize(
    ("nom", "contenu", "fautes", "premiere"),
    [
        (
            "plan.xlsx",
            build_xlsx(build_rows(84, FAUTES_XLSX), fusionner=False),
            FAUTES_XLSX,
            PREMIERE_XLSX,
        ),
        ("plan.ods", (CLASSEURS / "plan_fautes.ods").read_bytes(), FAUTES_ODS, PREMIERE_XLSX),
        ("plan.csv", build_csv(build_rows(84, FAUTES_CSV)), FAUTES_CSV, PREMIERE_CSV),
    ],
    ids=["xlsx", "libreoffice", "csv"],
)
def test_seeded_errors_are_all_told_by_cell_and_nothing_is_written(
    app: Flask, nom: str, contenu: bytes, fautes: Fautes, premiere: int
) -> None:
    assert len(FAUTES_XLSX) + len(FAUTES_ODS) + len(FAUTES_CSV) == 50
    client = log_in(app, "gouvernance")
    before = dump(app)
    numero = deposit(client, nom, contenu)
    page = read_preview(client, numero)
    section = page[page.index('id="fautes-titre"') : page.index("</section>")]
    told = re.findall(r"<li>Ligne (\d+), colonne ([A-Z]) «", section)
    cells = {(int(ligne), ord(letter) - ord("A")) for ligne, letter in told}
    assert cells == list_expected(fautes, premiere)
    # Nobody can confirm it, not even by hand.
    assert "/charger" not in page
    answer = client.post(f"{BASE}{numero}/charger", data={"version": "2", "diffusion": "copil"})
    assert answer.status_code == 422
    assert dump(app) == before


def test_a_corrected_workbook_keeps_what_was_said_of_the_columns(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    rows = build_rows(12, {(3, 6): "fin mars"})
    numero = deposit(client, "plan.csv", build_csv(rows))
    form = read_form_of(client.get(f"{BASE}{numero}/colonnes").text, f"{BASE}{numero}/colonnes")
    assert client.post(f"{BASE}{numero}/colonnes", data=form | {"note": ""}).status_code == 302
    assert "colonne G « Échéance » : « fin mars » n&#39;est pas une date" in read_preview(
        client, numero
    )
    url = f"{BASE}{numero}/fichier"
    status, url, _ = send(client, url, "plan2.csv", build_csv(build_rows(12)))
    assert (status, url) == (302, f"{BASE}{numero}/apercu")
    page = read_preview(client, numero)
    assert "12 actions prêtes" in page
    with app.app_context():
        assert "note" not in db.session.get_one(Chargement, numero).colonnes


def test_a_team_loads_its_own_axis_alone_in_drafts_or_not(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    csv = "Action;Début\nCréer un jardin d'enfants;2025\nOuvrir le soir;mars 2026\n".encode()
    assert send(client, BASE, "a.csv", csv, axe="tous")[0] == 422
    assert send(client, BASE, "a.csv", csv, axe="parentalite")[0] == 403
    assert send(client, BASE, "a.csv", csv, axe="")[0] == 422
    numero = deposit(client, "a.csv", csv, axe="petite_enfance")
    ask(client, numero, publication="brouillon")
    assert run(app, numero) is StatutTache.TERMINEE
    with app.app_context():
        made = db.session.scalars(
            select(Action).join(FicheChargee).where(FicheChargee.chargement_id == numero)
        ).all()
        assert {(a.axe_slug, a.brouillon) for a in made} == {("petite_enfance", True)}
    # Governance reads the drafts and does not write them; another team knows nothing of it.
    governance = log_in(app, "gouvernance")
    assert governance.get(f"{BASE}{numero}/").status_code == 200
    assert governance.post(f"{BASE}{numero}/annuler").status_code == 403
    assert log_in(app, "parentalite").get(f"{BASE}{numero}/").status_code == 404
    assert log_in(app, "caf").get(BASE).status_code == 403
    assert client.post(f"{BASE}{numero}/annuler").status_code == 302
    # A row of another axis is an error, not a way round.
    other = "Action;Début;Axe\nAutre;2025;Parentalité\n".encode()
    numero = deposit(client, "b.csv", other, axe="petite_enfance")
    assert "n&#39;est pas celui de ce chargement" in read_preview(client, numero)


@pytest.mark.parametrize(
    ("nom", "contenu", "words"),
    [
        ("plan.pdf", b"%PDF-1.7", "n&#39;est pas un classeur XLSX, ODS ou CSV"),
        ("plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "n&#39;est pas un classeur XLSX"),
        (
            "plan.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 chiffre",
            "mot de passe, ou à l&#39;ancien format",
        ),
        ("plan.xlsx", b"PK\x03\x04 abime", "n&#39;est pas celui d&#39;un fichier XLSX"),
        ("plan.ods", BON[1], "n&#39;est pas celui d&#39;un fichier ODS"),
        ("plan.csv", b"", "est vide"),
        ("plan.csv", b"Action;Axe\n" + b"Une;1\n" * 30_000, "a plus de 1000 lignes remplies"),
        ("plan.csv", b"a;" * 300 + b"\n", "a plus de 100 colonnes remplies"),
        ("plan.csv", b"x" * (10 * 1024 * 1024 + 1), "dépasse 10 Mo"),
    ],
)
def test_a_file_that_cannot_be_a_plan_is_refused_in_words(
    app: Flask, nom: str, contenu: bytes, words: str
) -> None:
    client = log_in(app, "petite.enfance")
    before = count(app, Fichier), count(app, Chargement)
    status, _, page = send(client, BASE, nom, contenu, axe="petite_enfance")
    assert status == 422
    assert words in page
    assert re.search(r'value="petite_enfance" selected', page)
    assert (count(app, Fichier), count(app, Chargement)) == before


def test_half_a_gigabyte_is_refused_before_it_is_read(app: Flask) -> None:
    answer = log_in(app, "gouvernance").post(
        BASE,
        environ_overrides={"CONTENT_LENGTH": str(500 * 1024 * 1024)},
        content_type="multipart/form-data; boundary=limite",
    )
    assert answer.status_code == 413
    assert "Rien n&#39;a été enregistré" in answer.text or "Rien n'a été enregistré" in answer.text


def test_columns_said_wrong_come_back_as_typed(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    numero = deposit(client, *BON)
    url = f"{BASE}{numero}/colonnes"
    form = read_form_of(client.get(url).text, url)
    for change, words in (
        ({"intitule": ""}, "quelle colonne donne l&#39;intitulé"),
        ({"note": "8"}, "La même colonne est choisie"),
        ({"axe": ""}, "quelle colonne donne l&#39;axe"),
        ({"debut": ""}, "le début des actions"),
        ({"exercice": "26"}, "L&#39;année doit être comprise"),
        ({"debut_defaut": "bientôt"}, "« bientôt » n&#39;est pas une date"),
    ):
        answer = client.post(url, data=form | {"exercice": "2025"} | change)
        assert (answer.status_code, words in answer.text) == (422, True), change
        again = read_form_of(answer.text, url)
        assert {name: again[name] for name in change} == change


def test_the_template_is_read_back_whole(app: Flask) -> None:
    client = log_in(app, "petite.enfance")
    answer = client.get(f"{BASE}modele.xlsx")
    status, url, _ = send(client, BASE, "modele.xlsx", answer.data, axe="petite_enfance")
    assert status == 302
    assert "17 colonnes reconnues" in read(client, url)


def test_pages_ask_the_database_the_same_whatever_the_rows(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    counts = []
    for total in (4, 80):
        numero = deposit(client, "plan.xlsx", build_xlsx(build_rows(total)))
        client.get(f"{BASE}{numero}/apercu")
        with statements(app) as found:
            client.get(f"{BASE}{numero}/apercu")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_rows_of_the_sheet_are_counted(app: Flask) -> None:
    """The guard of the undo counts them: it must know every kind that a load writes."""
    client = log_in(app, "gouvernance")
    before = [count(app, modele) for modele in (Note, LigneBudget, Financement)]
    numero = deposit(client, *BON)
    ask(client, numero)
    assert run(app, numero) is StatutTache.TERMINEE
    after = [count(app, modele) for modele in (Note, LigneBudget, Financement)]
    with app.app_context():
        told = db.session.scalar(
            select(func.sum(FicheChargee.rangees)).where(FicheChargee.chargement_id == numero)
        )
    assert told == sum(after) - sum(before) > 0
    assert client.post(f"{BASE}{numero}/annuler").status_code == 302
