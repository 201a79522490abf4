"""The portrait of a commune beside its bassin and the agglomération, and the studies attached."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.communes.models import Commune, DonneeContexte
from core.communes.portrait import LignePortrait, read_portrait
from core.communes.service import list_communes, list_populations
from core.config import Settings
from core.evaluation.models import EtudeDiagnostic
from core.fichiers import Fichier
from core.security.acteur import SYSTEME
from tests.integration.essai_admin import log_in, open_demonstration, statements

ETUDES = "/evaluation/etudes/"
ANNEE = 2025


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_portrait")) as application:
        yield application


def read(session: Session, code_insee: str) -> dict[str, LignePortrait]:
    communes = list_communes(session)
    commune = next(c for c in communes if c.code_insee == code_insee)
    populations = {c: p.municipale for c, p in list_populations(session, ANNEE).items()}
    lignes = read_portrait(session, SYSTEME, commune, communes, populations, ANNEE, Decimal(5))
    return {ligne.code: ligne for ligne in lignes}


def set_figure(session: Session, code: str, code_insee: str, valeur: int | None) -> None:
    annee = session.scalar(
        select(func.max(DonneeContexte.annee)).where(DonneeContexte.code == code)
    )
    row = session.scalars(
        select(DonneeContexte).where(
            DonneeContexte.code == code,
            DonneeContexte.code_insee == code_insee,
            DonneeContexte.annee == annee,
        )
    ).one()
    row.valeur = None if valeur is None else Decimal(valeur)
    session.flush()


def test_a_total_sums_its_communes_and_keeps_both_parts(base: Session) -> None:
    ligne = read(base, "49027")["enfants_0_2"]
    rows = base.scalars(
        select(DonneeContexte.valeur).where(
            DonneeContexte.code == "enfants_0_2", DonneeContexte.annee == ligne.annee
        )
    ).all()
    assert ligne.agglomeration.valeur == sum(v for v in rows if v is not None)
    assert ligne.agglomeration.attendu == 26
    assert ligne.bassin is not None
    assert ligne.bassin.attendu == 4
    assert ligne.bassin.denominateur is not None
    assert ligne.bassin.part == ligne.bassin.valeur / ligne.bassin.denominateur * 100  # type: ignore[operator]


def test_what_is_missing_is_not_zero(base: Session, app: Flask) -> None:
    before = read(base, "49027")["enfants_0_2"].agglomeration
    set_figure(base, "enfants_0_2", "49027", None)
    ligne = read(base, "49027")["enfants_0_2"]
    assert ligne.commune.valeur is None
    assert ligne.commune.repondu == 0
    assert ligne.agglomeration.repondu == before.repondu - 1
    base.commit()
    assert "non renseigné" in unescape(log_in(app, "begrolles").get("/communes/49027/").text)


def test_few_people_are_masked_and_not_told_by_a_total(base: Session, app: Flask) -> None:
    bassin = ("49027", "49193", "49260", "49371")
    for code in bassin:
        set_figure(base, "enfants_aeeh", code, 12)
    set_figure(base, "enfants_aeeh", "49027", 3)
    ligne = read(base, "49027")["enfants_aeeh"]
    assert ligne.commune.masque
    assert ligne.commune.valeur is None
    assert ligne.commune.part is None
    assert ligne.bassin is not None
    assert ligne.bassin.masque
    set_figure(base, "enfants_aeeh", "49193", 4)
    ligne = read(base, "49027")["enfants_aeeh"]
    assert ligne.bassin is not None
    assert ligne.bassin.valeur == 31
    base.commit()
    page = unescape(log_in(app, "begrolles").get("/communes/49027/").text)
    assert "masqué (trop peu de personnes)" in page


def test_the_page_is_made_of_the_same_statements_for_every_commune(app: Flask) -> None:
    client = log_in(app, "gouvernance")
    client.get("/communes/49027/")
    counts = []
    for code in ("49027", "49099"):
        with statements(app) as found:
            page = unescape(client.get(f"/communes/{code}/").text)
        counts.append(len(found))
        assert "Ce qui a lieu dans la commune en 2025" in page
        assert "Taux de couverture par les EAJE" in page
        assert "26\xa0communes sur 26" in page
    assert counts[0] == counts[1]


def test_a_commune_without_bassin_says_so(base: Session, app: Flask) -> None:
    commune = base.scalars(select(Commune).where(Commune.code_insee == "49310")).one()
    commune.bassin = None
    base.commit()
    assert "sans bassin" in log_in(app, "lecteur").get("/communes/49310/").text


def test_a_study_is_attached_downloaded_and_removed(base: Session, app: Flask) -> None:
    gouvernance, commune = log_in(app, "gouvernance"), log_in(app, "begrolles")
    content = b"%PDF-1.7 " + b"x" * 300_000
    sent = {"titre": "Diagnostic partagé", "annee": "2023", "fichier": (BytesIO(content), "é.pdf")}
    assert (
        commune.post(ETUDES, data=dict(sent, fichier=(BytesIO(content), "é.pdf"))).status_code
        == 403
    )
    assert gouvernance.post(ETUDES, data=sent).status_code == 302
    etude = base.scalars(
        select(EtudeDiagnostic).where(EtudeDiagnostic.titre == "Diagnostic partagé")
    ).one()
    url = f"{ETUDES}{etude.id}/fichier"
    assert url in commune.get("/communes/49027/").text
    answer = commune.get(url)
    assert answer.data == content
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    retirer = f"{ETUDES}{etude.id}/retirer"
    assert commune.get(retirer).status_code == 403
    assert commune.post(retirer).status_code == 403
    asked = unescape(gouvernance.get(retirer).text)
    assert "Le journal garde la trace" in asked
    assert "é.pdf" in asked
    assert commune.get(url).status_code == 200
    assert gouvernance.post(f"{ETUDES}{etude.id}/retirer").status_code == 302
    assert commune.get(url).status_code == 404
    assert base.scalar(select(func.count()).select_from(Fichier).where(Fichier.nom == "é.pdf")) == 0


@pytest.mark.parametrize(
    ("titre", "annee", "contenu", "message"),
    [
        (" ", "2023", b"%PDF-1.7", "Donnez le titre"),
        ("x" * 300, "2023", b"%PDF-1.7", "trop long"),
        ("Titre tapé", "hier", b"%PDF-1.7", "Donnez l'année"),
        ("Titre tapé", "2023", b"", "Choisissez un fichier"),
        ("Titre tapé", "2023", b"MZ executable", "n'est pas un document reconnu"),
    ],
)
def test_a_bad_study_writes_nothing_and_loses_no_word(
    base: Session, app: Flask, titre: str, annee: str, contenu: bytes, message: str
) -> None:
    data = {"titre": titre, "annee": annee, "fichier": (BytesIO(contenu), "étude.pdf")}
    before = base.scalar(select(func.count()).select_from(EtudeDiagnostic))
    answer = log_in(app, "gouvernance").post(ETUDES, data=data)
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert message in text
    assert f'value="{titre}"' in text
    assert f'value="{annee}"' in text
    assert base.scalar(select(func.count()).select_from(EtudeDiagnostic)) == before


def test_the_demonstration_shows_a_study_that_says_it_is_fictitious(app: Flask) -> None:
    client = log_in(app, "lecteur")
    page = client.get(ETUDES).text
    assert "(démonstration)" in unescape(page)
    url = re.findall(rf'href="({ETUDES}\d+/fichier)"', page)[-1]
    sheet = load_workbook(BytesIO(client.get(url).data)).active
    assert sheet is not None
    assert "fictif" in str(sheet["A1"].value)
    assert sheet.max_row == 3 + 26
