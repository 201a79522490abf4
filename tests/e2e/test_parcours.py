"""What the people do, in a real browser on a whole platform."""

import re
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest
from playwright.sync_api import Page, Route, expect

from core.clock import today
from core.reference import donnees
from tests.e2e.conftest import Ouvrir
from tests.e2e.pages import look

pytestmark = pytest.mark.navigateur

EXERCICE = today().year - 1


def _valeurs_pe2(page: Page, adresse: str) -> dict[str, str]:
    page.goto(f"{adresse}/indicateurs/PE2?annee={EXERCICE}")
    rows = page.locator("section[aria-labelledby=communes-h2] tbody tr").all()
    return {
        row.locator("th").inner_text(): row.locator("td").last.inner_text().replace("\u202f", " ")
        for row in rows
    }


def test_a_new_eaje_moves_the_coverage_of_its_commune(ouvrir: Ouvrir, adresse: str) -> None:
    page = ouvrir("petite.enfance")
    before = _valeurs_pe2(page, adresse)

    page.goto(f"{adresse}/admin/pe_eaje/new/")
    page.fill("#mouvements-0-date_effet", f"{EXERCICE}-09-01")
    page.select_option("#mouvements-0-motif", label="Ouverture")
    page.fill("#structure", "Crèche de l'essai")
    page.get_by_role("button", name="Nouveau : structure").click()
    expect(page.locator("#nom")).to_have_value("Crèche de l'essai")
    page.select_option("#commune", label="Bégrolles-en-Mauges")
    page.select_option("#statut", label="Associatif")
    page.get_by_label("Axe 4 : Petite enfance").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#structure")).to_have_value("Crèche de l'essai")
    page.fill("#mouvements-0-places", "20")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("nregistr")

    after = _valeurs_pe2(page, adresse)
    changed = {name for name in after if after[name] != before[name]}
    assert {"Bégrolles-en-Mauges", "Agglomération"} <= changed
    assert {name for name in changed if not name.startswith("Bassin")} == {
        "Bégrolles-en-Mauges",
        "Agglomération",
    }


_ETAT = "**/rapports/*/etat"


def _half_way(route: Route) -> None:
    response = route.fetch()
    progress = {"finie": False, "fait": 40, "total": 100, "unite": "pages", "pourcent": 40}
    route.fulfill(response=response, json={**response.json(), **progress})


def test_governance_gets_the_annual_report(ouvrir: Ouvrir, adresse: str, tmp_path: Path) -> None:
    page = ouvrir("gouvernance")
    page.goto(f"{adresse}/rapports/")
    page.select_option("#exercice", value=str(EXERCICE))
    # The report may be made between two questions of the page: it is kept half-way until that was seen.
    page.route(_ETAT, _half_way)
    page.get_by_role("button", name="Demander le rapport").click()
    card = page.locator("li.rapport-carte").first
    if card.locator("progress").count():
        expect(card.locator("progress")).to_have_attribute("value", "40")
        expect(card.locator("[data-etape]")).to_have_text("40 sur 100 pages, 40 %")
    page.unroute(_ETAT)
    link = card.get_by_role("link", name=re.compile("Télécharger le PDF"))
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    target = tmp_path / "rapport.pdf"
    download.value.save_as(target)

    text = _extract(target)
    content = donnees.read_convention()
    names = [commune.nom for commune in donnees.read_communes()]
    enjeux = [enjeu for axe in content["axes"] for enjeu in axe["enjeux"]]
    resultats = [titre for enjeu in enjeux for titre in enjeu["resultats_attendus"]]
    majeures = [titre for axe in content["axes"] for titre in axe["actions_majeures"]]
    found = {
        "communes": [n for n in names if _bare(n) in text],
        "enjeux": [e["titre"] for e in enjeux if _bare(e["titre"]) in text],
        "résultats": [r for r in resultats if _bare(r) in text],
        "actions majeures": [m for m in majeures if _bare(m) in text],
    }
    assert {what: len(list_) for what, list_ in found.items()} == {
        "communes": 26,
        "enjeux": 8,
        "résultats": 19,
        "actions majeures": 12,
    }
    verdict = page_validation.validate_pdf_bytes(
        target.read_bytes(), profile=page_validation.ValidationProfile.PDF_UA_1
    )
    assert verdict.rules.failed == 0


def _extract(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return _bare(" ".join(page.get_textpage().get_text_range() for page in document))


def _bare(text: str) -> str:
    # Lines break anywhere in a PDF, at hyphens too: compare letters and digits only.
    return re.sub(r"\W+", "", text)


# One page of each kind, for a role that is shown it; every page of every role: ``tests.e2e.toutes_pages``.
PAGES = {
    "gouvernance": [
        "/", "/cycle/", "/rapports/", "/indicateurs/", "/indicateurs/PE1", "/communes/",
        "/communes/49027", "/contexte/2025/", "/convention/", "/axes/", "/admin/action/",
        "/admin/action/new/", "/admin/journal/",
    ],
    "petite.enfance": ["/", "/admin/pe_eaje/new/"],
    "begrolles": ["/", "/rapports/"],
    "lecteur": ["/", "/convention/"],
    "administrateur": [
        "/", "/admin/compte/", "/admin/compte/details/?id=1", "/admin/population/details/?id=130",
    ],
    "caf": ["/"],
}  # fmt: skip


# A narrow page hides its menu: one page of each layout is looked at wide too, for one account.
A_DEUX_LARGEURS = {
    "gouvernance": {"/", "/admin/action/", "/communes/49027", "/cycle/"},
    "petite.enfance": {"/admin/pe_eaje/new/"},
}


@pytest.mark.parametrize("compte", list(PAGES))
def test_pages_pass_axe_and_do_not_scroll_sideways(
    ouvrir: Ouvrir, adresse: str, compte: str
) -> None:
    page = ouvrir(compte, 320)
    faults: list[tuple[str, ...]] = []
    for path in PAGES[compte]:
        answer = page.goto(adresse + path)
        assert answer is not None
        assert answer.status == 200, path
        for largeur in (320, 1280) if path in A_DEUX_LARGEURS.get(compte, ()) else (320,):
            page.set_viewport_size({"width": largeur, "height": 900})
            faults += [(path, str(largeur), *found) for found in look(page)]
    assert faults == []
