"""``ctg verifier``: is everything in place, a line a subject, with what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import click
import redis
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from core.cli.contexte import ouvrir
from core.clock import now
from core.fichiers import Fichier, MorceauFichier
from core.jobs.service import list_battements
from core.socle import Socle, build_migrations

POSTGRES_MIN = 150000
SILENCE = timedelta(seconds=60)
PLACE_MIN = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Constat:
    """What was found on a subject; ``remede`` is said when it is not ``bon``."""

    bon: bool
    texte: str
    remede: str = ""


@click.command("verifier")
def verifier() -> None:
    """Vérifie réglages, base, migrations, courtier, worker, battement et stockage."""
    with ouvrir() as socle:
        click.echo(f"{'BON':<9} Réglages : lus et acceptés ({socle.settings.environnement}).")
        failed = False
        for nom, controle in CONTROLES:
            constat = _run(controle, socle)
            failed = failed or not constat.bon
            click.echo(f"{'BON' if constat.bon else 'À REVOIR':<9} {nom} : {constat.texte}")
            if not constat.bon:
                click.echo(f"{'':<9} Que faire : {constat.remede}")
    if failed:
        raise SystemExit(1)


def _run(controle: Callable[[Socle], Constat], socle: Socle) -> Constat:
    try:
        return controle(socle)
    except SQLAlchemyError as error:
        return Constat(
            bon=False,
            texte=f"la base n'a pas répondu ({type(error).__name__}).",
            remede="vérifiez CTG_DATABASE_URL, puis « ctg db upgrade ».",
        )


def check_database(socle: Socle) -> Constat:
    """PostgreSQL answers and is recent enough."""
    with socle.engine.connect() as connection:
        number = int(connection.scalar(text("SHOW server_version_num")) or 0)
        version = connection.scalar(text("SHOW server_version"))
    return Constat(
        bon=number >= POSTGRES_MIN,
        texte=f"PostgreSQL {version}.",
        remede="installez PostgreSQL 15 ou plus récent.",
    )


def check_migrations(socle: Socle) -> Constat:
    """The schema is the one of the code: every migration is applied, and the models ask for no other."""
    migrations = build_migrations(socle.settings, socle.registry)
    current, heads = migrations.list_current()
    if current == heads and (drift := migrations.list_drift()):
        return Constat(
            bon=False,
            texte=f"{len(drift)} différence(s) entre les modèles et la base, montrées par « ctg db check ».",
            remede="écrivez la migration qui manque : « ctg db revise », puis « ctg db upgrade ».",
        )
    return Constat(
        bon=current == heads,
        texte=f"base {', '.join(sorted(current)) or 'vide'} ; code {', '.join(sorted(heads))}.",
        remede="lancez « ctg db upgrade ».",
    )


def check_broker(socle: Socle) -> Constat:
    """The broker answers."""
    try:
        with redis.Redis.from_url(
            socle.settings.redis_url or "", socket_connect_timeout=2, socket_timeout=2
        ) as client:
            version = client.info("server")["redis_version"]
    except (redis.RedisError, ValueError) as error:
        return Constat(
            bon=False,
            texte=f"le courtier ne répond pas ({type(error).__name__}).",
            remede="démarrez Valkey ou Redis, ou corrigez CTG_REDIS_URL ; les demandes attendent en base.",
        )
    return Constat(bon=True, texte=f"Valkey ou Redis, protocole {version}.")


def check_worker(socle: Socle) -> Constat:
    """The worker did something in the last minute."""
    return _check_beat(socle, "worker", "démarrez « ctg worker » ; les demandes attendent en base.")


def check_beat(socle: Socle) -> Constat:
    """Beat asked for something in the last minute."""
    return _check_beat(
        socle, "beat", "démarrez « ctg beat » : rappels et reprises des tâches en dépendent."
    )


def check_storage(socle: Socle) -> Constat:
    """The data folder can be written, has room, and no stored file has lost a piece."""
    var = socle.settings.var
    if not os.access(var, os.W_OK):
        return Constat(
            bon=False, texte=f"{var} ne peut pas être écrit.", remede="corrigez CTG_VAR."
        )
    free = shutil.disk_usage(var).free
    stored = func.coalesce(func.sum(func.length(MorceauFichier.contenu)), 0)
    with socle.sessions() as session:
        files = session.scalar(select(func.count(Fichier.id))) or 0
        damaged = session.scalars(
            select(Fichier.nom)
            .outerjoin(MorceauFichier, MorceauFichier.fichier_id == Fichier.id)
            .group_by(Fichier.id)
            .having(stored != Fichier.taille)
        ).all()
    if damaged:
        return Constat(
            bon=False,
            texte=f"fichiers incomplets dans la base : {', '.join(damaged)}.",
            remede="restaurez la dernière sauvegarde de la base.",
        )
    return Constat(
        bon=free >= PLACE_MIN,
        texte=f"{files} fichier(s) en base, {free // 1024**2} Mo libres dans {var}.",
        remede="libérez de la place : il en faut 500 Mo.",
    )


CONTROLES: tuple[tuple[str, Callable[[Socle], Constat]], ...] = (
    ("Base de données", check_database),
    ("Migrations", check_migrations),
    ("Courtier", check_broker),
    ("Worker", check_worker),
    ("Battement", check_beat),
    ("Stockage", check_storage),
)


def _check_beat(socle: Socle, service: str, remede: str) -> Constat:
    with socle.sessions() as session:
        last = list_battements(session).get(service)
    if last is None:
        return Constat(bon=False, texte="aucun signe de vie reçu.", remede=remede)
    return Constat(bon=now() - last <= SILENCE, texte=_ago(last), remede=remede)


def _ago(last: datetime) -> str:
    return f"dernier signe de vie il y a {int((now() - last).total_seconds())} s."
