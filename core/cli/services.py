"""Command lines of the three services, the same alone in production and under the supervisor."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

from core.config import Settings

GRACE_SECONDS = 10
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108


def web_argv(settings: Settings) -> list[str]:
    """gunicorn: 2 processes of 8 threads, each on its own socket (one shared socket often sends all
    kept-alive connections to one process: half the throughput). The application is built once, before they
    part: what it loaded is shared, which saves a third of the memory, and nothing in it is connected yet.

    A process is not replaced after so many requests: its socket would close with it, and the kernel
    answers by a reset the connections that waited there, which a browser shows as an error.
    """
    argv = [sys.executable, "-m", "gunicorn", "core.app:create_app()"]
    argv += ["--bind", f"{_bracketed(settings.host)}:{settings.port}", "--reuse-port"]
    argv += ["-k", "gthread", "-w", "2", "--threads", "8", "--no-control-socket", "--preload"]
    argv += ["--graceful-timeout", str(GRACE_SECONDS)]
    if os.access(_SHARED_MEMORY, os.W_OK):
        argv += ["--worker-tmp-dir", str(_SHARED_MEMORY)]
    return argv


def worker_argv() -> list[str]:
    """Celery's worker: two processes, since a report is computing that threads would hold up."""
    argv = [*_celery(), "worker", "--pool", "prefork", "--concurrency", "2"]
    return [*argv, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def beat_argv() -> list[str]:
    """Celery's clock, which remembers nothing: what is due is computed from the database."""
    return [*_celery(), "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "INFO"]


def service_environment(settings: Settings) -> dict[str, str]:
    """Variables of a service. SIGTERM then stops a worker after a grace period, rather than at the
    end of its task, however long."""
    return {**os.environ, **settings.to_environ(), "REMAP_SIGTERM": "SIGQUIT"}


def is_port_free(host: str, port: int) -> bool:
    """Whether the service may listen there. Without SO_REUSEPORT, so that a second platform, which
    could share the port silently, is seen."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "worker.celery_app:app"]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
