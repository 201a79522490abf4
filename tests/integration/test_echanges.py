"""Attached files, comments, history and priorities on the sheet of an action."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.config import Settings
from core.db.extension import db
from core.fichiers import CHUNK_BYTES, Fichier, MorceauFichier
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Instance, Seance
from core.gouvernance.models_priorite import PrioriteAction
from core.plan.codes import StatutAction
from core.plan.models_action import Action
from core.plan.models_echanges import Commentaire, PieceAction
from tests.formulaires import read_form
from tests.integration.essai_admin import log_in, open_demonstration

Joindre = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def app(clone_demonstration: Callable[[str], Settings]) -> Iterator[Flask]:
    with open_demonstration(clone_demonstration("ctg_echanges")) as app:
        yield app


@pytest.fixture
def fiche(app: Flask) -> tuple[int, str]:
    """A running action of the petite enfance team, on which nothing was exchanged yet."""
    statement = select(Action.id, Action.code).where(
        Action.axe_slug == "petite_enfance",
        Action.statut == StatutAction.EN_COURS,
        ~Action.commentaires.any(),
        ~Action.pieces.any(),
    )
    with app.app_context():
        found = db.session.execute(statement.order_by(Action.code)).first()
    assert found is not None
    return found[0], found[1]


def attach(
    client: FlaskClient, numero: int, nom: str, contenu: bytes, diffusion: str = "copil"
) -> tuple[int, str]:
    """Send a file from the sheet: status and page of the answer."""
    fields = {"titre": "Plan des locaux", "diffusion": diffusion}
    parts = [
        f'--limite\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--limite\r\nContent-Disposition: form-data; name="fichier"; filename="{nom}"\r\n'
    body = [*parts, head.encode(), b"Content-Type: x/y\r\n\r\n", contenu, b"\r\n--limite--\r\n"]
    # Whole: the test client would leave a temporary file open.
    answer = client.post(
        f"/fiches/{numero}/pieces",
        data=b"".join(body),
        content_type="multipart/form-data; boundary=limite",
    )
    return answer.status_code, answer.text


def test_a_file_is_attached_in_chunks_and_read_back(app: Flask, fiche: tuple[int, str]) -> None:
    team = log_in(app, "petite.enfance")
    contenu = b"%PDF-1.7 " + bytes(range(256)) * 5000
    assert attach(team, fiche[0], "plan.pdf", contenu)[0] == 302
    with app.app_context():
        piece = db.session.scalars(
            select(PieceAction).where(PieceAction.action_id == fiche[0])
        ).one()
        chunks = select(func.count(), func.max(func.length(MorceauFichier.contenu))).where(
            MorceauFichier.fichier_id == piece.fichier_id
        )
        assert tuple(db.session.execute(chunks).one()) == (3, CHUNK_BYTES)
        numero, fichier_id = piece.id, piece.fichier_id
    url = f"/fiches/{fiche[0]}/pieces/{numero}"
    for nom in ("petite.enfance", "gouvernance", "caf", "parentalite"):
        answer = log_in(app, nom).get(f"{url}/telecharger")
        assert (answer.status_code, answer.data) == (200, contenu)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Plan des locaux" in team.get(f"/actions/{fiche[1]}/").text
    # Another's file is not taken off by who only reads it; its team does, and nothing stays.
    assert log_in(app, "caf").post(f"{url}/retirer").status_code == 403
    assert team.post(f"{url}/retirer").status_code == 302
    with app.app_context():
        assert db.session.get(Fichier, fichier_id) is None
        left = select(func.count()).where(MorceauFichier.fichier_id == fichier_id)
        assert db.session.scalar(left) == 0


def test_a_file_kept_by_the_team_is_known_of_nobody_else(
    app: Flask, fiche: tuple[int, str]
) -> None:
    team = log_in(app, "petite.enfance")
    assert attach(team, fiche[0], "interne.txt", b"Entre nous", "equipe")[0] == 302
    with app.app_context():
        numero = db.session.scalar(select(PieceAction.id).where(PieceAction.action_id == fiche[0]))
    for nom, status in (("gouvernance", 200), ("caf", 404), ("parentalite", 404)):
        client = log_in(app, nom)
        assert client.get(f"/fiches/{fiche[0]}/pieces/{numero}/telecharger").status_code == status
    assert team.post(f"/fiches/{fiche[0]}/pieces/{numero}/retirer").status_code == 302


@pytest.mark.parametrize(
    ("nom", "contenu", "words"),
    [
        ("virus.exe", b"MZ", "pas d&#39;un type accepté"),
        ("faux.pdf", b"<html>", "pas celui d&#39;un fichier PDF"),
        ("gros.txt", b"a" * (15 * 1024 * 1024 + 1), "dépasse 15 Mo"),
        ("", b"", "Choisissez un fichier"),
    ],
)
def test_a_file_that_cannot_be_attached_is_refused_with_what_was_typed(
    app: Flask, fiche: tuple[int, str], nom: str, contenu: bytes, words: str
) -> None:
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Fichier))
    status, page = attach(log_in(app, "petite.enfance"), fiche[0], nom, contenu)
    assert status == 422
    assert words in page
    assert 'value="Plan des locaux"' in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Fichier)) == before


def test_an_attachment_of_500_mb_is_refused_without_being_read(
    app: Flask, fiche: tuple[int, str]
) -> None:
    class Jamais(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("the body was read")

    answer = log_in(app, "petite.enfance").post(
        f"/fiches/{fiche[0]}/pieces",
        input_stream=Jamais(),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(500 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "un fichier joint 15 Mo" in answer.text


def test_the_team_governance_and_the_caf_talk_and_nobody_else_reads(
    app: Flask, fiche: tuple[int, str]
) -> None:
    url = f"/fiches/{fiche[0]}/commentaires"
    for nom in ("caf", "gouvernance", "petite.enfance"):
        client = log_in(app, nom)
        form = read_form(client.get(f"/actions/{fiche[1]}/").text)
        form["texte"] = f"Un mot de {nom}."
        assert client.post(url, data=form).status_code == 302
    for nom, reads in (
        ("caf", True),
        ("gouvernance", True),
        ("petite.enfance", True),
        ("parentalite", False),
        ("begrolles", False),
    ):
        page = log_in(app, nom).get(f"/actions/{fiche[1]}/").text
        assert ("Un mot de caf." in page) is reads, nom
    assert log_in(app, "parentalite").post(url, data={"texte": "Non"}).status_code == 403


def test_an_empty_or_endless_comment_is_refused_and_kept(
    app: Flask, fiche: tuple[int, str]
) -> None:
    client = log_in(app, "caf")
    url = f"/fiches/{fiche[0]}/commentaires"
    assert client.post(url, data={"texte": "  "}).status_code == 422
    refused = client.post(url, data={"texte": "abc " * 1500})
    assert refused.status_code == 422
    assert "dépasse 5000 caractères" in refused.text
    assert "abc " * 1400 in refused.text
    with app.app_context():
        rows = select(Commentaire.id).where(Commentaire.texte.contains("abc abc"))
        assert db.session.scalars(rows).all() == []


def test_the_history_is_told_in_words_to_those_who_read_the_journal(
    app: Flask, fiche: tuple[int, str]
) -> None:
    team = log_in(app, "petite.enfance")
    url = f"/admin/action/edit/?id={fiche[0]}"
    form = read_form(team.get(url).text)
    form["statut"] = "suspendue"
    form["budget-0-exercice"], form["budget-0-prevu"] = "2026", "750"
    assert team.post(url, data=form).status_code == 302
    page = team.get(f"/actions/{fiche[1]}/").text
    history = re.sub(r"\s+", " ", page[page.index('id="historique"') :])
    assert "Statut : « En cours » devient « Suspendue »" in history
    assert "a ajouté ligne de budget" in history
    assert "a modifié la fiche" in history
    for nom in ("caf", "parentalite"):
        assert 'id="historique"' not in log_in(app, nom).get(f"/actions/{fiche[1]}/").text


def test_a_row_taken_off_stays_in_the_history(app: Flask, fiche: tuple[int, str]) -> None:
    team = log_in(app, "petite.enfance")
    url = f"/admin/action/edit/?id={fiche[0]}"
    form = read_form(team.get(url).text)
    rank = next(n for n in range(9) if f"partenaires-{n}-id" not in form)
    form["_ajouter"] = "partenaires"
    form = read_form(team.post(url, data=form).text)
    form[f"partenaires-{rank}-nom"] = "Passager"
    assert team.post(url, data=form).status_code == 302
    form = read_form(team.get(url).text)
    (name,) = (name for name, value in form.items() if value == "Passager")
    form[name.replace("nom", "retirer")] = "oui"
    assert team.post(url, data=form).status_code == 302
    assert "a retiré partenaire : « Passager" in team.get(f"/actions/{fiche[1]}/").text


def test_a_classement_is_opened_with_what_the_cotech_proposed(app: Flask) -> None:
    governance = log_in(app, "gouvernance")
    with app.app_context():
        cotech = db.session.scalars(
            select(Seance)
            .join(Seance.instance)
            .where(Instance.genre == GenreInstance.COTECH)
            .order_by(Seance.jour.desc())
        ).first()
        copil = db.session.scalars(
            select(Instance).where(Instance.genre == GenreInstance.COPIL)
        ).one()
        assert cotech is not None
        seance = Seance(
            instance=copil, jour=cotech.jour.replace(year=2027), exercice=cotech.exercice
        )
        db.session.add(seance)
        db.session.commit()
        numero, source = seance.id, cotech.id
    url = f"/seances/{numero}/classement"
    assert governance.post(url).location == f"/admin/priorite/?seance_id={numero}"
    assert "Rien à ajouter" in governance.post(url, follow_redirects=True).text
    with app.app_context():
        rows = {
            row.action_id: row
            for row in db.session.scalars(
                select(PrioriteAction).where(PrioriteAction.seance_id == numero)
            )
        }
        active = (
            select(func.count())
            .select_from(Action)
            .where(
                Action.statut.in_(
                    (StatutAction.A_ENGAGER, StatutAction.EN_COURS, StatutAction.SUSPENDUE)
                )
            )
        )
        assert len(rows) == db.session.scalar(active)
        proposed = {
            row.action_id: row.priorite_proposee
            for row in db.session.scalars(
                select(PrioriteAction).where(PrioriteAction.seance_id == source)
            )
            if row.action_id in rows
        }
        assert proposed
        assert all(rows[a].priorite_proposee is p for a, p in proposed.items())


def test_a_cotech_decides_nothing(app: Flask) -> None:
    governance = log_in(app, "gouvernance")
    with app.app_context():
        numero = db.session.scalar(
            select(PrioriteAction.id)
            .join(PrioriteAction.seance)
            .join(Seance.instance)
            .where(Instance.genre == GenreInstance.COTECH)
        )
    url = f"/admin/priorite/edit/?id={numero}"
    form = read_form(governance.get(url).text)
    form["priorite_decidee"] = "prioritaire"
    refused = governance.post(url, data=form)
    assert refused.status_code == 422
    assert "se décide au comité de pilotage" in refused.text
