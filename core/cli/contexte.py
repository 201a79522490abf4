"""What every command of ``ctg`` opens: settings, running engines, axes."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.config import load_settings
from core.embarque import attacher
from core.logs import configure_logs
from core.socle import Socle, build_socle


@contextmanager
def ouvrir() -> Iterator[Socle]:
    """The platform without its web server, on the engines already running or started for the command."""
    with attacher(load_settings()) as settings:
        configure_logs(settings)
        socle = build_socle(settings)
        try:
            yield socle
        finally:
            socle.engine.dispose()
