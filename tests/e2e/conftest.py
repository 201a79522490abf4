"""A whole demonstration platform, as ``make demo`` starts it, and a real Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from core.comptes.demonstration import COMPTES
from tests.conftest import make_var

START_SECONDS = 180
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def start_demo() -> Iterator[str]:
    """Start ``ctg demo`` on a folder of its own, give its address, stop it."""
    var = make_var()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CTG_")}
    output = var / "sortie.txt"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "core.cli", "demo"],
            env={**clean, "CTG_VAR": str(var / "var"), "CTG_PORT": str(_free_port())},
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _wait_ready(process, output)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def adresse() -> Iterator[str]:
    """Address of a demonstration platform shared by the tests that drive a browser."""
    with start_demo() as address:
        yield address


def log_in(page: Page, adresse: str, account: str) -> None:
    """Enter as the demonstration account whose address begins with ``account``."""
    compte = next(c for c in COMPTES if c.email.startswith(f"{account}@"))
    page.goto(f"{adresse}/connexion")
    page.fill("input[name=email]", compte.email)
    page.fill("input[name=password]", compte.password)
    page.click("main form button")
    page.wait_for_url(f"{adresse}/")


def is_fault(message: ConsoleMessage) -> bool:
    """True for an error of the page; the browser also writes a line for each refusal it was answered."""
    return message.type == "error" and "responded with a status of 4" not in message.text


def _wait_ready(process: subprocess.Popen[bytes], output: Path) -> str:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        for line in output.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("La plateforme est prête"):
                return line.split(" : ", 1)[1].strip().rstrip("/")
        time.sleep(0.2)
    raise AssertionError(output.read_text(encoding="utf-8", errors="replace")[-3000:])


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    """The system's Chromium, without a screen."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


Ouvrir = Callable[..., Page]


@pytest.fixture
def ouvrir(navigateur: Browser, adresse: str) -> Iterator[Ouvrir]:
    """A function ``ouvrir(email_part, largeur=1280)`` giving a page logged in as that account; any error
    on the browser's console fails the test, so does any refusal by the content security policy."""
    contexts = []
    faults: list[str] = []

    def open_page(account: str | None, largeur: int = 1280) -> Page:
        context = navigateur.new_context(
            viewport={"width": largeur, "height": 900}, locale="fr-FR", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if is_fault(m) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        if account is None:
            page.goto(f"{adresse}/connexion")
        else:
            log_in(page, adresse, account)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
