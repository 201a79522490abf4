"""A sixth axis from another distribution lives and leaves without a change here; core lives without any."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from core.config import Settings
from core.plugin.manager import GROUP
from core.socle import build_migrations, build_socle
from tests.axe_temoin.page import (
    MIGRATIONS,
    RACINE,
    SLUG,
    install,
    read_files,
    uninstall,
    write_files,
)

LIGNES_MAX = 150


def start(module: str, *arguments: str, settings: Settings, path: Path | None = None) -> None:
    """Run a module in a process of its own, with ``path`` on its PYTHONPATH."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=RACINE,
        env={**os.environ, **settings.to_environ(), "PYTHONPATH": str(path or "")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{module} {arguments}\n{done.stdout}\n{done.stderr[-6000:]}"


def git_status() -> str:
    """What changed in this repository."""
    return subprocess.run(
        ["git", "status", "--porcelain"], cwd=RACINE, capture_output=True, text=True, check=False
    ).stdout


def test_an_axis_fits_in_a_page() -> None:
    files = read_files()
    lines = [
        line
        for name, content in files.items()
        if not name.startswith("test_")
        for line in content.splitlines()
        if line.strip()
    ]
    assert len(lines) <= LIGNES_MAX
    assert "core.api" in files["ctg_sante_jeunes/plugin.py"]


def test_a_sixth_axis_lives_and_leaves(clone: Callable[[str], Settings], tmp_path: Path) -> None:
    before = git_status()
    source, target = tmp_path / "source", tmp_path / "cible"
    settings = clone("ctg_temoin")
    write_files(source)
    install(source, target)
    start("core.cli", "db", "revise", SLUG, "points santé", settings=settings, path=target)
    (written,) = (target / MIGRATIONS).glob(f"{SLUG}_0001_*.py")
    shutil.copy(written, source / MIGRATIONS)
    install(source, target)
    start("tests.axe_temoin.vie", str(tmp_path), settings=settings, path=target)
    uninstall(target)

    socle = build_socle(settings)
    current, heads = build_migrations(settings, socle.registry).list_current()
    assert current == heads
    assert SLUG not in {axe.slug for axe in socle.registry.axes}
    assert not [n for n in inspect(socle.engine).get_table_names() if n.startswith(SLUG)]
    socle.engine.dispose()
    assert git_status() == before


def test_core_alone_serves_and_reports(settings: Settings, tmp_path: Path) -> None:
    engine = create_engine(str(settings.database_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE ctg_seul"))
    engine.dispose()
    url = make_url(str(settings.database_url)).set(database="ctg_seul")
    alone = settings.model_copy(
        update={
            "database_url": url.render_as_string(hide_password=False),
            "plugins_blocked": tuple(point.name for point in entry_points(group=GROUP)),
        }
    )
    start("tests.axe_temoin.socle_seul", str(tmp_path), settings=alone)
