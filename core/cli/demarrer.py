"""``ctg demo``, ``ctg run``: everything with one command. ``ctg web``, ``worker``, ``beat``: one service."""

from __future__ import annotations

import os
from typing import NoReturn

import click

from core.cli.services import (
    beat_argv,
    is_port_free,
    service_environment,
    web_argv,
    worker_argv,
)
from core.cli.superviseur import superviser
from core.config import Settings, load_settings
from core.errors import ErreurReglage


@click.command()
def demo() -> None:
    """Démarre la plateforme avec des données fictives."""
    settings = load_settings().model_copy(update={"environnement": "demonstration"})
    raise SystemExit(superviser(settings, _root()))


@click.command()
def run() -> None:
    """Démarre la plateforme entière, sans donnée fictive."""
    raise SystemExit(superviser(load_settings(), _root()))


@click.command()
def web() -> None:
    """Sert les pages (production)."""
    settings = _served_settings()
    if not is_port_free(settings.host, settings.port):
        raise ErreurReglage(
            f"CTG_PORT : le port {settings.port} de {settings.host} est pris par un autre programme, ou "
            "réservé. Arrêtez ce programme ou donnez un autre port."
        )
    _become(web_argv(settings), settings)


@click.command()
def worker() -> None:
    """Exécute les tâches de fond (production)."""
    _become(worker_argv(), _served_settings())


@click.command()
def beat() -> None:
    """Cadence les tâches périodiques (production)."""
    _become(beat_argv(), _served_settings())


def _root() -> click.Group:
    root = click.get_current_context().find_root().command
    assert isinstance(root, click.Group)
    return root


def _served_settings() -> Settings:
    settings = load_settings()
    for name in ("database_url", "redis_url"):
        if getattr(settings, name) is None:
            raise ErreurReglage(
                f"CTG_{name.upper()} : cette variable est obligatoire pour un service lancé seul. Pour que "
                "la plateforme démarre elle-même sa base et sa file de tâches : « ctg run »."
            )
    return settings


def _become(argv: list[str], settings: Settings) -> NoReturn:
    os.execve(argv[0], argv, service_environment(settings))
