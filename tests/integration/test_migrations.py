"""Migrations: an axis goes down and up again alone, and what the code does not own is named."""

import pytest
from sqlalchemy import inspect, text

from core.cli.verifier import check_migrations
from core.db.base import Base
from core.db.migrate import Migrations
from core.errors import ErreurReglage
from core.socle import Socle, build_migrations

AXE = "petite_enfance"


def test_an_axis_goes_down_and_up_again_alone(socle: Socle) -> None:
    migrations = build_migrations(socle.settings, socle.registry)
    current, heads = migrations.list_current()
    assert current == heads
    assert migrations.list_drift() == []

    migrations.downgrade(AXE)
    tables = set(inspect(socle.engine).get_table_names())
    assert "action" in tables
    assert not [name for name in tables if name.startswith(AXE)]

    migrations.upgrade()
    assert migrations.list_current() == (current, heads)
    assert migrations.list_drift() == []


def test_core_does_not_go_down(socle: Socle) -> None:
    with pytest.raises(ErreurReglage, match="faire redescendre"):
        build_migrations(socle.settings, socle.registry).downgrade("core")


def test_a_blocked_axis_or_a_newer_database_is_named(socle: Socle) -> None:
    url = str(socle.settings.database_url)
    with pytest.raises(ErreurReglage, match=rf"{AXE}_\d{{4}}"):
        Migrations(url, Base.metadata, {}).upgrade()
    with socle.engine.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('core_9999')"))
    with pytest.raises(ErreurReglage, match="core_9999"):
        build_migrations(socle.settings, socle.registry).upgrade()


def test_a_migration_is_written_for_a_known_owner_on_a_database_up_to_date(socle: Socle) -> None:
    migrations = build_migrations(socle.settings, socle.registry)
    with pytest.raises(ErreurReglage, match="« rien » n'est ni « core » ni un axe"):
        migrations.revise("rien", "essai")
    migrations.downgrade(AXE)
    with pytest.raises(ErreurReglage, match="ctg db upgrade"):
        migrations.revise(AXE, "essai")


def test_a_model_without_its_migration_is_said(socle: Socle) -> None:
    assert check_migrations(socle).bon
    with socle.engine.begin() as connection:
        connection.execute(text("ALTER TABLE petite_enfance_rpe DROP COLUMN etp"))
    constat = check_migrations(socle)
    assert not constat.bon
    assert "1 différence" in constat.texte
    assert "ctg db revise" in constat.remede
