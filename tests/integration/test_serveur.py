"""The web server as it is started, with a page of two letters: no connection is ever reset."""

import http.client
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

from core.app import create_app
from core.cli.services import service_environment, web_argv
from core.config import Settings
from core.db.extension import db
from core.processus import stop_child, wait_until

PAGE = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
NAVIGATEURS, DEMANDES = 8, 800
# Requests that a browser sends on one connection before it opens another.
PAR_CONNEXION = 5


@contextmanager
def serve(folder: Path) -> Iterator[int]:
    (folder / "deux_lettres.py").write_text(PAGE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = Settings(environnement="test", port=port, var=folder)
    argv = ["deux_lettres:app" if "create_app" in part else part for part in web_argv(settings)]
    environment = {**service_environment(settings), "PYTHONPATH": str(folder)}
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(argv, env=environment, stdout=log, stderr=log)
    try:
        assert wait_until(lambda: ask(port) == ["ok"], 20, 0.1)
        yield port
    finally:
        stop_child(process, signal.SIGTERM, 15)


def ask(port: int, times: int = 1) -> list[str]:
    """What ``times`` requests on one connection got: "ok", or the name of the fault."""
    found: list[str] = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        for _ in range(times):
            try:
                connection.request("GET", "/")
                found.append(connection.getresponse().read().decode())
            except (OSError, http.client.HTTPException) as error:
                found.append(type(error).__name__)
                connection.close()
    return found


def test_thousands_of_requests_meet_no_reset(tmp_path: Path) -> None:
    def browse(port: int) -> list[str]:
        rounds = range(DEMANDES // PAR_CONNEXION)
        return [answer for _ in rounds for answer in ask(port, PAR_CONNEXION)]

    with serve(tmp_path) as port, ThreadPoolExecutor(NAVIGATEURS) as browsers:
        found = Counter(chain.from_iterable(browsers.map(browse, [port] * NAVIGATEURS)))
    assert found == {"ok": NAVIGATEURS * DEMANDES}


def test_nothing_is_connected_before_the_processes_part(settings: Settings) -> None:
    """A connection opened before would be written to by all of them at once."""
    app = create_app(settings)
    with app.app_context():
        pools = [db.engine.pool, app.extensions["ctg"].engine.pool]
    assert [pool.checkedin() + pool.checkedout() for pool in pools] == [0, 0]
