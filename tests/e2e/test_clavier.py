"""Four journeys without a mouse; each step checks that the focus can be seen."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.clavier import choose, follow, pick, tab_to, write
from tests.e2e.conftest import Ouvrir

pytestmark = pytest.mark.navigateur


def test_create_an_action(ouvrir: Ouvrir, adresse: str) -> None:
    page = ouvrir("petite.enfance")
    page.goto(f"{adresse}/admin/action/")
    follow(page, "Nouveau : action")
    write(page, "Code", "PE-CLAVIER")
    write(page, "Intitulé", "Une action saisie au clavier")
    pick(page, "Pilote", "ma")
    choose(page, "Statut", "En cours")
    choose(page, "Nature", "R")
    tab_to(page, "Début")
    page.keyboard.type("01092025")
    choose(page, "Portée", "Tout le")
    follow(page, "Enregistrer")
    expect(page.locator("form.formulaire [role=alert]")).to_have_count(0)
    expect(page.locator("main > [role=status]")).to_contain_text("Enregistré")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Une action saisie au clavier")


def test_request_a_report(ouvrir: Ouvrir, adresse: str) -> None:
    page = ouvrir("gouvernance")
    page.goto(f"{adresse}/")
    follow(page, "Rapports")
    follow(page, "Demander le rapport")
    expect(page.locator("li.rapport-carte").first).to_contain_text(
        re.compile("demandé|en cours|attente|prêt|Télécharger", re.IGNORECASE)
    )


def test_correct_a_conflict(ouvrir: Ouvrir, adresse: str) -> None:
    first, second = ouvrir("petite.enfance"), ouvrir("gouvernance")
    first.goto(f"{adresse}/admin/structure/")
    first.get_by_role("link", name=re.compile("^Modifier")).first.click()
    first.wait_for_load_state()
    second.goto(first.url)
    write(first, "Nom", "Nom de l'équipe")
    follow(first, "Enregistrer")
    write(second, "Nom", "Nom de la gouvernance")
    follow(second, "Enregistrer")
    expect(second.get_by_role("alert")).to_contain_text("Rien n'a été enregistré")
    expect(second.locator("form.formulaire")).to_contain_text("Nom de l'équipe")
    expect(second.get_by_label("Nom", exact=False).first).to_have_value("Nom de la gouvernance")
    tab_to(second, "Garder ma saisie")
    # The arrow takes the other value of the pair.
    second.keyboard.press("ArrowDown")
    follow(second, "Enregistrer")
    expect(second.get_by_role("heading", level=1)).to_contain_text("Nom de l'équipe")


def test_filter_then_export(ouvrir: Ouvrir, adresse: str, tmp_path: Path) -> None:
    page = ouvrir("gouvernance")
    page.goto(f"{adresse}/admin/action/")
    choose(page, "Statut", "Suspendue")
    follow(page, "Afficher")
    expect(page.locator("table.tableau tbody tr").first).to_contain_text("Suspendue")
    shown = page.locator("table.tableau tbody tr").count()
    tab_to(page, "CSV")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    target = tmp_path / "actions.csv"
    download.value.save_as(target)
    text = target.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == shown
    assert {row["Statut"] for row in rows} == {"Suspendue"}
