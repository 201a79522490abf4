"""Putting together what needs no web server: axes, schema, sessions. For ``app``, ``worker``, ``ctg``."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from core.axes.models import AXE_GOUVERNANCE
from core.axes.service import list_active_slugs
from core.config import Settings
from core.db import transaction
from core.db.base import Base
from core.db.migrate import Migrations
from core.evaluation import publiees
from core.gouvernance import plugin as gouvernance
from core.indicateurs import definitif
from core.jobs.dispatch import build_dispatch
from core.journal import service as journal
from core.models import MODELS
from core.plan import filiation, remplacees
from core.plugin.manager import build_manager
from core.plugin.registry import Registry
from core.plugin.validation import validate

__all__ = ["MODELS", "Socle", "build_migrations", "build_registry", "build_socle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Socle:
    """What every process holds: settings, axes, sessions, and a way to tell the worker of a job."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    registry: Registry
    dispatch: Callable[[int], None]

    @property
    def worker_name(self) -> str:
        """Name of this process as an owner of leases; read after the fork."""
        return f"{socket.gethostname()}:{os.getpid()}"


def build_socle(settings: Settings) -> Socle:
    """Build it without any access to the database; raises ErreurReglage when an axis is refused."""
    register_listeners()
    engine = create_engine(str(settings.database_url), pool_pre_ping=True)
    sessions = sessionmaker(engine, expire_on_commit=False)
    return Socle(
        settings=settings,
        engine=engine,
        sessions=sessions,
        registry=build_registry(settings, sessions),
        dispatch=build_dispatch(settings.broker_url),
    )


def build_registry(settings: Settings, sessions: sessionmaker[Session]) -> Registry:
    """Load and check core's own axis and the installed ones that are not blocked; raises ErreurReglage by
    name."""

    def active_slugs() -> frozenset[str]:
        with sessions() as session:
            return list_active_slugs(session)

    manager = build_manager(blocked=settings.plugins_blocked, socle={AXE_GOUVERNANCE: gouvernance})
    registry = Registry(manager, active_slugs)
    validate(registry)
    return registry


def build_migrations(settings: Settings, registry: Registry) -> Migrations:
    """Migration commands for core and the loaded axes."""
    axes = {c.axe.slug: str(c.valeur) for c in registry.collect_boot("ctg_migrations")}
    return Migrations(str(settings.database_url), Base.metadata, axes)


def register_listeners() -> None:
    """Journal, définitif figures and on-commit work see every write of every session of the process."""
    transaction.register(Session)
    journal.register(Session)
    definitif.register(Session)
    filiation.register(Session)
    remplacees.register(Session)
    publiees.register(Session)
