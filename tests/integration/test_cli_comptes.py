"""`ctg compte` and `ctg verifier` as people type them."""

import pytest
from click.testing import CliRunner, Result
from flask_security import verify_password
from sqlalchemy import select

from core.cli import main
from core.comptes.models import Compte
from core.jobs.service import beat
from core.security.acteur import Role
from core.socle import Socle
from tests.navigateur import open_app

PHRASE = "une bonne phrase de passe"


@pytest.fixture
def ctg(socle: Socle, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal on the database of the test."""
    for name, value in socle.settings.to_environ().items():
        monkeypatch.setenv(name, value)
    return CliRunner()


def run(ctg: CliRunner, *arguments: str) -> Result:
    return ctg.invoke(main, list(arguments))


def comptes(socle: Socle) -> dict[str, Compte]:
    with socle.sessions() as session:
        return {compte.email: compte for compte in session.scalars(select(Compte))}


def test_the_first_administrator_then_a_team(ctg: CliRunner, socle: Socle) -> None:
    first = run(ctg, "compte", "creer-administrateur", "alix@exemple.fr", "--mot-de-passe", PHRASE)
    assert first.exit_code == 0, first.output
    team = ("--role", "equipe", "--axe", "petite_enfance", "--mot-de-passe", PHRASE)
    second = run(ctg, "compte", "creer", "ella@exemple.fr", *team)
    assert second.exit_code == 0, second.output
    with socle.sessions() as session:
        roles = {
            compte.email: {(h.role, h.axe_slug) for h in compte.habilitations}
            for compte in session.scalars(select(Compte))
        }
    assert roles == {
        "alix@exemple.fr": {(Role.ADMINISTRATEUR, None)},
        "ella@exemple.fr": {(Role.EQUIPE, "petite_enfance")},
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--role", "equipe"), "--axe accompagne le rôle"),
        (("--role", "lecteur", "--axe", "petite_enfance"), "--axe accompagne le rôle"),
        (("--role", "commune"), "--commune accompagne le rôle"),
        (("--role", "equipe", "--axe", "inconnu"), "Aucun axe « inconnu »"),
        (("--role", "commune", "--commune", "99999"), "Aucune commune"),
    ],
)
def test_a_role_without_what_it_needs_opens_nothing(
    ctg: CliRunner, socle: Socle, arguments: tuple[str, ...], words: str
) -> None:
    result = run(ctg, "compte", "creer", "x@exemple.fr", *arguments, "--mot-de-passe", PHRASE)
    assert result.exit_code != 0
    assert words in result.output
    assert comptes(socle) == {}


def test_a_weak_password_and_a_known_address_are_refused(ctg: CliRunner, socle: Socle) -> None:
    weak = run(ctg, "compte", "creer-administrateur", "alix@exemple.fr", "--mot-de-passe", "court")
    assert weak.exit_code != 0
    assert comptes(socle) == {}
    arguments = ("compte", "creer-administrateur", "alix@exemple.fr", "--mot-de-passe", PHRASE)
    assert run(ctg, *arguments).exit_code == 0
    again = run(ctg, *arguments)
    assert again.exit_code != 0
    assert "Traceback" not in again.output
    assert len(comptes(socle)) == 1


def test_a_new_password_replaces_the_old_and_closes_sessions(ctg: CliRunner, socle: Socle) -> None:
    run(ctg, "compte", "creer-administrateur", "alix@exemple.fr", "--mot-de-passe", PHRASE)
    before = comptes(socle)["alix@exemple.fr"]
    other = "une autre phrase, plus longue"
    result = run(ctg, "compte", "mot-de-passe", "alix@exemple.fr", "--mot-de-passe", other)
    assert result.exit_code == 0, result.output
    after = comptes(socle)["alix@exemple.fr"]
    assert after.fs_uniquifier != before.fs_uniquifier
    with open_app(socle.settings) as app, app.app_context():
        assert verify_password(other, after.password)
        assert not verify_password(PHRASE, after.password)


def test_verifier_names_what_is_missing_then_finds_it(ctg: CliRunner, socle: Socle) -> None:
    result = run(ctg, "verifier")
    assert result.exit_code == 1
    assert "À REVOIR" in result.output
    assert "Que faire" in result.output
    for name in ("worker", "beat"):
        with socle.sessions() as session:
            beat(session, name)
    result = run(ctg, "verifier")
    assert "À REVOIR  Worker" not in result.output, result.output


def test_a_one_letter_name_does_not_forbid_every_sentence(ctg: CliRunner, socle: Socle) -> None:
    result = run(ctg, "compte", "creer-administrateur", "u@exemple.fr", "--mot-de-passe", PHRASE)
    assert result.exit_code == 0, result.output


def test_a_database_without_tables_is_said_with_what_to_do(
    ctg: CliRunner, socle: Socle, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = (socle.settings.database_url or "").partition("?")
    vide = base[0].rpartition("/")[0] + "/postgres" + base[1] + base[2]
    monkeypatch.setenv("CTG_DATABASE_URL", vide)
    result = run(ctg, "compte", "creer-administrateur", "alix@exemple.fr", "--mot-de-passe", PHRASE)
    assert result.exit_code == 1
    assert "ctg db upgrade" in result.output
    assert "Traceback" not in result.output
