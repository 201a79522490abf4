"""Small numbers of people: told to those who enter them and to the CAF, masked everywhere else.

The threshold is raised so that each secret is a number that nothing else is, and every address is searched
for it.
"""

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from werkzeug.routing import BuildError

from core.communes.models import DonneeContexte
from core.communes.rules import MASQUE_EFFECTIF
from core.config import Settings
from core.db.base import Base
from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle
from core.rapports.annuel import build_annuel
from core.rapports.dossier import build_donnees
from core.rapports.models import Audience
from core.rapports.service import get_audience
from core.structures.models import Structure
from plugins.acces_droits.models import Domiciliation
from plugins.enfance_jeunesse.models import AccueilLoisirs, ActiviteAlsh
from plugins.petite_enfance.models import ActiviteEaje
from tests.integration.essai_admin import log_in, open_demonstration, statements
from tests.integration.essai_indicateurs import set_seuil
from worker.pdf import render

SEUIL = 100_000
ANNEE = 2025
COMMUNE = "49027"
PROFESSIONNELS = {"gouvernance", "caf"}
# Each secret, and who may read it.
SECRETS = {
    91_357: PROFESSIONNELS,
    92_359: PROFESSIONNELS,
    93_361: {*PROFESSIONNELS, "petite.enfance"},
    94_363: {*PROFESSIONNELS, "enfance.jeunesse"},
    95_369: {*PROFESSIONNELS, "acces.droits"},
    96_371: PROFESSIONNELS,
    97_373: PROFESSIONNELS,
}
# One account of each role reads every page; the other teams, the screens where their own secret is.
COMPTES = ("administrateur", "gouvernance", "caf", "petite.enfance", "begrolles", "lecteur")
EQUIPES = ("enfance.jeunesse", "acces.droits")
SENSIBLES = ("EJ8a", "EJ8b", "MLD9a", "MLD9b")
ECRANS = ("donnee-contexte", "pe_activite", "ej_activite", "ad_domiciliation", "valeur-officielle")


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_masque")) as application:
        with application.extensions["ctg"].sessions() as session:
            seed(session)
            session.commit()
        yield application


def get_table(modele: type[Base]) -> Table:
    """Rows changed on the table: the session takes no statement that changes some without a trace."""
    return Base.metadata.tables[modele.__tablename__]


def seed(session: Session) -> None:
    """One secret in each place where a sensible number of people is entered, in years open to all."""
    set_seuil(session, SEUIL)
    contexte, before, eaje, alsh, domiciliation, compte, part = SECRETS
    for annee, secret in ((ANNEE - 1, before), (ANNEE, contexte)):
        values = {"code_insee": COMMUNE, "annee": annee, "code": "enfants_aeeh", "valeur": secret}
        written = insert(get_table(DonneeContexte)).values(**values, source="essai", version=1)
        session.execute(
            written.on_conflict_do_update(
                index_elements=["code_insee", "annee", "code"], set_={"valeur": secret}
            )
        )
    for modele, columns, secret in (
        (ActiviteEaje, ("enfants_aeeh",), eaje),
        (ActiviteAlsh, ("enfants_aeeh",), alsh),
        (Domiciliation, ("valides_31_12", "personnes"), domiciliation),
    ):
        changed = session.execute(
            update(get_table(modele)).values(dict.fromkeys(columns, secret)).returning(literal(1))
        )
        assert changed.all()
    for annee in (ANNEE - 1, ANNEE):
        session.execute(
            insert(get_table(ValeurOfficielle)),
            [
                {"code": code, "code_insee": code_insee, "annee": annee, "valeur": valeur,
                 "numerateur": numerateur, "denominateur": denominateur, "source": "essai"}
                for code, code_insee, valeur, numerateur, denominateur in (
                    ("MLD9a", None, compte, compte, None),
                    ("EJ8a", COMMUNE, 48.5, part, 200_000),
                )
            ],
        )  # fmt: skip
    # They are off until staff switch them on, and stay below the phares.
    reglages = get_table(ReglageIndicateur)
    session.execute(
        update(reglages).where(reglages.c.code.in_(SENSIBLES)).values(actif=True, phare=True)
    )
    session.execute(
        text(
            "INSERT INTO validation_axe (axe_slug, exercice, validee_le, par) SELECT slug, annee, "
            "'2026-01-01', 'essai' FROM axe, generate_series(2023, 2026) annee ON CONFLICT DO NOTHING"
        )
    )


def read_answer(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    kind = answer.mimetype or ""
    if kind.endswith("sheet"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return answer.text if kind.startswith(("text/", "application/json")) else ""


def find(text: str) -> set[int]:
    """The secrets written in a text, with or without the spaces of thousands."""
    flat = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)|&nbsp;", "", text)
    return {secret for secret in SECRETS if str(secret) in flat}


def list_urls(app: Flask) -> list[str]:
    """Every page, with each value of its arguments that leads to a sensible number, every list, and the
    screens that hold some with their exports."""
    vues = [vue for _, vue in app.extensions["ctg_catalogue"].tables() if vue.endpoint in ECRANS]
    assert len(vues) == len(ECRANS)
    urls = []
    with app.app_context(), app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            # A sheet or a form needs its row: list_row_urls gives those that hold a secret.
            if re.fullmatch(r"/admin/[^/]+/[^/]+/", rule.rule):
                continue
            for values in (
                {"code_insee": COMMUNE, "annee": ANNEE, "exercice": ANNEE - 1, "code": "EJ8a"},
                {"annee": ANNEE + 1, "exercice": ANNEE, "code": "EJ8b"},
                {"annee": ANNEE - 1, "exercice": ANNEE, "code": "MLD9a"},
                {"annee": ANNEE, "exercice": ANNEE, "code": "MLD9b"},
            ):
                wanted = {name: values[name] for name in rule.arguments if name in values}
                try:
                    urls.append(adapter.build(rule.endpoint, wanted))
                except BuildError:
                    continue
        for vue in vues:
            root = f"/admin/{vue.endpoint}/"
            urls += [f"{root}?par_page=100", f"{root}export/?format=csv"]
            urls += [f"{root}export/?format=xlsx", f"{root}saisie/"]
    return sorted(set(urls) - {"/deconnexion"})


def list_row_urls(base: Session) -> list[str]:
    """The sheet and the form of rows that hold a secret."""
    alsh = select(ActiviteAlsh.id).join(ActiviteAlsh.accueil).join(AccueilLoisirs.structure)
    found = {
        "donnee-contexte": select(DonneeContexte.id).where(DonneeContexte.valeur.in_(SECRETS)),
        "pe_activite": select(ActiviteEaje.id),
        "ej_activite": alsh.where(Structure.code_insee == COMMUNE),
        "ad_domiciliation": select(Domiciliation.id),
        "valeur-officielle": select(ValeurOfficielle.id),
    }
    return [
        f"/admin/{endpoint}/{page}/?id={numero}"
        for endpoint, rows in found.items()
        for numero in base.scalars(rows.limit(3))
        for page in ("details", "edit")
    ]


@pytest.mark.parametrize("compte", COMPTES + EQUIPES)
def test_a_small_number_is_read_by_those_who_enter_it_only(
    app: Flask, base: Session, compte: str
) -> None:
    client = log_in(app, compte)
    urls = [*list_urls(app), *list_row_urls(base)]
    if compte in EQUIPES:
        urls = [url for url in urls if url.startswith("/admin/")]
    allowed = {secret for secret, readers in SECRETS.items() if compte in readers}
    read: set[int] = set()
    for url in urls:
        found = find(read_answer(client, url))
        assert found <= allowed, url
        read |= found
    # Masked for all is no proof: those who may read them do.
    assert read == allowed


def test_no_document_tells_a_small_number(app: Flask, base: Session, tmp_path: Path) -> None:
    registry = app.extensions["ctg"].registry
    document = build_annuel(
        base, registry, ANNEE, audience=get_audience(Audience.COMITE), jour=date(2026, 9, 1)
    )
    path = tmp_path / "rapport.pdf"
    path.write_bytes(render(document))
    written = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert MASQUE_EFFECTIF in " ".join(written.split())
    assert not find(written)
    donnees = build_donnees(base, registry, ANNEE)
    assert not find(json.dumps(donnees))
    assert {line["code"] for line in donnees["indicateurs"] if line["masque"]} == set(SENSIBLES)


def test_what_is_masked_is_said_in_the_page_and_in_the_file(app: Flask) -> None:
    client = log_in(app, "parentalite")
    # A whole as a part: the agglomération of the indicator is masked too.
    for url in (
        f"/contexte/{ANNEE}/",
        f"/communes/{COMMUNE}/",
        "/admin/donnee-contexte/?code=enfants_aeeh",
        "/admin/donnee-contexte/export/?format=csv&code=enfants_aeeh",
        f"/indicateurs/EJ8a/?annee={ANNEE}",
        "/admin/valeur-officielle/",
        "/admin/valeur-officielle/export/?format=csv",
    ):
        assert MASQUE_EFFECTIF in client.get(url).text, url


def test_a_list_does_not_order_by_what_it_masks(app: Flask) -> None:
    client = log_in(app, "lecteur")
    for endpoint in ("donnee-contexte", "valeur-officielle"):
        assert client.get(f"/admin/{endpoint}/?tri=valeur").status_code == 400


def test_the_threshold_is_read_once_whatever_the_number_of_rows(app: Flask) -> None:
    client = log_in(app, "parentalite")
    counts = []
    for taille in (20, 100):
        with statements(app) as found:
            client.get(f"/admin/donnee-contexte/?par_page={taille}")
        counts.append(len(found))
    assert counts[0] == counts[1]
