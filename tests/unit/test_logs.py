"""What a log line says of a fault, and what it must never say."""

import logging
from typing import Literal

import pytest

from core.config import Settings
from core.logs import configure_logs


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_logged_fault_tells_where_and_not_what_was_typed(
    log_format: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    handlers, level = logging.root.handlers[:], logging.root.level
    try:
        configure_logs(Settings(environnement="test", log_format=log_format))
        _fail("phrase-secrete")
        written = capsys.readouterr().err
    finally:
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
    assert "ZeroDivisionError" in written
    assert "_fail" in written
    assert "phrase-secrete" not in written


def _fail(mot_de_passe: str) -> None:
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        logging.getLogger("essai").exception("échec")
