"""The supervisor's parts: services that die, ports, one platform a folder."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.cli import main
from core.cli.services import is_port_free
from core.cli.superviseur import Service, superviser
from core.config import Settings
from core.errors import ErreurReglage
from core.processus import carries, rotate, tail
from tests.conftest import make_var

KEY = "une-cle-assez-longue-et-variee-0123456789"


def _settings(var: Path, **values: object) -> Settings:
    return Settings.model_validate(
        {"environnement": "demonstration", "var": var, "secret_key": KEY, **values}
    )


def test_dead_service_is_started_again_later_and_later(tmp_path: Path) -> None:
    said: list[str] = []
    service = Service(
        nom="essai",
        argv=["/bin/sh", "-c", "echo ici; exit 3"],
        journal=tmp_path / "essai.log",
        environ=dict(os.environ),
    )
    deadline = time.monotonic() + 10
    while len(said) < 2 and time.monotonic() < deadline:
        service.watch(said.append)
        time.sleep(0.02)
    assert ["code 3" in message for message in said] == [True, True]
    assert "dans 0.5 s" in said[0]
    assert "dans 1 s" in said[1]
    assert (tmp_path / "essai.log").read_text() == "ici\nici\n"


def test_taken_port_is_seen_even_when_it_may_be_shared() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not is_port_free("127.0.0.1", port)
    assert is_port_free("127.0.0.1", port)


def test_second_start_says_where_the_first_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = _settings(tmp_path)
    (tmp_path / "ctg.json").write_text(json.dumps({"pid": 42, "url": "http://h:1/", "enfants": {}}))
    with (tmp_path / "ctg.verrou").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert superviser(settings, main) == 1
    assert "http://h:1/ (processus 42)" in capsys.readouterr().out


def test_folder_keeps_its_kind(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("reelle")
    with pytest.raises(ErreurReglage, match="CTG_VAR"):
        superviser(_settings(tmp_path), main)


def test_no_free_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 65535))
        listener.listen()
        with pytest.raises(ErreurReglage, match="CTG_PORT"):
            superviser(_settings(tmp_path, port=65535), main)


FAILED_START = """
import sys
from pathlib import Path
import click
from core.cli.francais import GroupeFrancais
from core.cli.superviseur import superviser
from core.config import Settings

@click.command()
def start():
    root = GroupeFrancais("ctg")
    values = {"environnement": "test", "var": Path(sys.argv[1]), "secret_key": "%s"}
    raise SystemExit(superviser(Settings(**values), root))

GroupeFrancais("ctg", commands={"start": start}).main(args=["start"])
"""


def test_failed_preparation_leaves_nothing_behind() -> None:
    var = make_var()
    try:
        done = subprocess.run(
            [sys.executable, "-c", FAILED_START % KEY, str(var)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 1
        assert "ne démarre pas" in done.stderr
        assert not (var / "ctg.json").exists()
        assert not (var / "postgres" / "postmaster.pid").exists()
    finally:
        shutil.rmtree(var)


def test_process_is_recognised_by_its_variable() -> None:
    with subprocess.Popen(["/bin/sleep", "30"], env={"CTG_VAR": "/ici"}) as process:
        # The system shows the variables of a process a moment after it started it.
        limit = time.monotonic() + 10
        while not carries(process.pid, "CTG_VAR=/ici") and time.monotonic() < limit:
            time.sleep(0.01)
        assert carries(process.pid, "CTG_VAR=/ici")
        assert not carries(process.pid, "CTG_VAR=/ic")
        process.kill()
    assert not carries(process.pid, "CTG_VAR=/ici")


def test_log_is_kept_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.processus.LOG_BYTES", 10)
    journal = tmp_path / "web.log"
    with journal.open("a") as writer:
        print("première ligne", file=writer, flush=True)
        rotate(journal)
        print("suite", file=writer, flush=True)
    assert journal.read_text() == "suite\n"
    assert tail(tmp_path / "web.log.1") == "première ligne"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["demoo"], "Commande inconnue : 'demoo'"),
        (["demo", "--x"], "Option inconnue : --x"),
        (["db", "downgrade"], "Il manque"),
    ],
)
def test_badly_typed_command_is_explained_in_french(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(args=arguments, prog_name="ctg")
    assert end.value.code == 2
    assert message in capsys.readouterr().err


def test_help_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(args=["--help"], prog_name="ctg")
    shown = capsys.readouterr().out
    assert "Utilisation : ctg" in shown
    assert "Commandes :" in shown
    assert "Show this message" not in shown


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_service_alone_demands_its_addresses(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    service: str,
) -> None:
    monkeypatch.setenv("CTG_VAR", str(tmp_path))
    monkeypatch.delenv("CTG_DATABASE_URL", raising=False)
    with pytest.raises(SystemExit) as end:
        main(args=[service], prog_name="ctg")
    assert end.value.code == 1
    assert "CTG_DATABASE_URL" in capsys.readouterr().err
