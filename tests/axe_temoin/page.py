"""The witness axis as docs/ecrire-un-axe.md tells it: written, built and installed from the page itself."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
PAGE = RACINE / "docs" / "ecrire-un-axe.md"
SLUG = "sante_jeunes"
MIGRATIONS = Path("ctg_sante_jeunes") / "migrations"
_BLOC = re.compile(r"^`([\w/.]+)`\n```\w+\n(.*?)^```$", re.M | re.S)


def read_files() -> dict[str, str]:
    """Files of the page by name."""
    return dict(_BLOC.findall(PAGE.read_text(encoding="utf-8")))


def write_files(source: Path) -> None:
    """What a reader of the page has on disk at its end."""
    for name, content in read_files().items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def install(source: Path, target: Path) -> None:
    """Build the distribution of ``source`` and put it in ``target``, a folder for PYTHONPATH, as pip does
    with ``--no-build-isolation --no-deps --target``, which the environment may lack."""
    uninstall(target)
    wheels = source.parent / "wheels"
    code = (
        f"from setuptools import build_meta; print(build_meta.build_wheel({str(wheels)!r}), end='')"
    )
    built = subprocess.run(
        [sys.executable, "-c", code], cwd=source, check=True, capture_output=True, text=True
    )
    name = built.stdout.splitlines()[-1]
    with zipfile.ZipFile(wheels / name) as wheel:
        wheel.extractall(target)


def uninstall(target: Path) -> None:
    """Take it away."""
    shutil.rmtree(target, ignore_errors=True)
