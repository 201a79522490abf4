"""The layering contracts are kept, and each one sees a violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "plugins", "worker")

# Contract, file that breaks it, line added at its end.
VIOLATIONS = [
    ("1. core imports neither", "core/clock.py", "import worker.schedule"),
    ("2. axes do not import", "plugins/voisin/__init__.py", "import plugins.petite_enfance.rules"),
    ("3a. axes import core.api", "plugins/petite_enfance/rules.py", "import core.jobs.service"),
    ("3b. axes import neither", "plugins/petite_enfance/rules.py", "import reportlab"),
    ("4. worker imports core", "worker/schedule.py", "import plugins.petite_enfance.rules"),
    ("5. core, top to bottom", "core/db/base.py", "import core.plan.models"),
    ("5b. a domain's models", "core/plan/rules.py", "import flask"),
    ("6. rules import neither", "core/plan/rules.py", "import sqlalchemy"),
    ("7. core.api is imported", "core/plan/service.py", "import core.api.models"),
]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-cache",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources to break, with a neighbour axis."""
    folder = tmp_path_factory.mktemp("sources")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "data"),
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    neighbour = folder / "plugins" / "voisin"
    neighbour.mkdir()
    (neighbour / "__init__.py").write_text("", encoding="utf-8")
    return folder


def test_every_contract_is_kept(copy: Path) -> None:
    result = _lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "path", "line"), VIOLATIONS, ids=lambda v: str(v)[:2])
def test_a_violation_is_seen(copy: Path, contract: str, path: str, line: str) -> None:
    target = copy / path
    before = target.read_text(encoding="utf-8")
    try:
        target.write_text(f"{before}\n{line}\n", encoding="utf-8")
        result = _lint(copy)
    finally:
        target.write_text(before, encoding="utf-8")
    assert result.returncode == 1
    broken = [row for row in result.stdout.splitlines() if "BROKEN" in row]
    assert any(row.startswith(contract) for row in broken), result.stdout
