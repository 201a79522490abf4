"""Where an embedded engine lives: its data, its socket, its log, and the account that runs it."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from core.config import Settings, prepare_var
from core.errors import ErreurReglage

COMPTE_SANS_DROIT = "nobody"
LONGEST_SOCKET_PATH = 107


class Identity(TypedDict, total=False):
    """The arguments of ``subprocess`` that change the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, kw_only=True)
class Emplacement:
    """Folders and files of one engine. ``compte`` is the account it runs as, None for the present one."""

    racine: Path
    donnees: Path
    prises: Path
    journal: Path
    verrou: Path
    usagers: Path
    compte: pwd.struct_passwd | None

    def identity(self) -> Identity:
        """What to pass to ``subprocess`` so that the engine runs as its account."""
        if self.compte is None:
            return {}
        return {"user": self.compte.pw_uid, "group": self.compte.pw_gid, "extra_groups": []}

    def make_private(self, folder: Path) -> None:
        """Create a folder that only the engine's account (and root) can enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.compte is not None:
            os.chown(folder, self.compte.pw_uid, self.compte.pw_gid, follow_symlinks=False)


def locate_engine(settings: Settings, moteur: str, socket: str) -> Emplacement:
    """Choose and create the folders of ``moteur`` ("postgres", "valkey"), whose socket file is ``socket``.

    PostgreSQL refuses to run as root: under root it runs as ``nobody``, and when that account cannot enter
    ``var`` (root's own home, for instance) its folder, ``racine``, is in /var/lib.
    """
    var = prepare_var(settings)
    journaux = var / "journaux"
    journaux.mkdir(mode=0o700, exist_ok=True)
    compte = _account() if moteur == "postgres" and os.geteuid() == 0 else None
    racine = var
    if compte is not None and not _reaches(compte, var):
        racine = Path("/var/lib") / f"ctg-{_digest(var)}"
        racine.mkdir(mode=0o711, exist_ok=True)
    lieu = Emplacement(
        racine=racine,
        donnees=racine / moteur,
        prises=_socket_folder(racine, moteur, socket),
        journal=journaux / f"{moteur}.log",
        verrou=var / f"{moteur}.verrou",
        usagers=var / f"{moteur}.usagers",
        compte=compte,
    )
    lieu.make_private(lieu.prises)
    return lieu


def open_to_account(lieu: Emplacement, parts: Sequence[Path], origin: Path, name: str) -> Path:
    """``origin`` when the engine's account can reach its folders ``parts``; otherwise the folder ``name``
    beside the data, where they are copied once for it to read."""
    if lieu.compte is None or all(_reaches(lieu.compte, part) for part in parts):
        return origin
    copy = lieu.racine / name
    if not copy.exists():
        aside = lieu.racine / f"{name}.{os.getpid()}"
        for part in parts:
            shutil.copytree(part, aside / part.relative_to(origin), symlinks=True)
        for folder, _, files in os.walk(aside):
            Path(folder).chmod(0o755)
            for file in files:
                path = Path(folder, file)
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
        aside.rename(copy)
    return copy


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(COMPTE_SANS_DROIT)
    except KeyError:
        raise ErreurReglage(
            f"PostgreSQL refuse de tourner sous root et le compte « {COMPTE_SANS_DROIT} » n'existe pas : "
            "lancez la plateforme sous un compte ordinaire, ou donnez CTG_DATABASE_URL."
        ) from None


def _reaches(compte: pwd.struct_passwd, path: Path) -> bool:
    """Whether ``compte`` may pass through ``path`` and all the folders above it."""
    real = path.resolve()
    for folder in (real, *real.parents):
        facts = folder.stat()
        own = facts.st_uid == compte.pw_uid and facts.st_mode & stat.S_IXUSR
        if not own and not facts.st_mode & stat.S_IXOTH:
            return False
    return True


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def _socket_folder(racine: Path, moteur: str, socket: str) -> Path:
    """Beside the data when the path is short and plain, else in a short folder whose name follows from
    it, so that every command finds the same one."""
    folder = racine / "prises" / moteur
    path = str(folder / socket)
    if len(path) > LONGEST_SOCKET_PATH or not re.fullmatch(r"[\w./-]+", path, re.ASCII):
        folder = Path("/tmp") / f"ctg-{os.geteuid()}-{_digest(racine)}" / moteur  # noqa: S108
    folder.parent.mkdir(mode=0o711, exist_ok=True)
    parent = folder.parent.lstat()
    if parent.st_uid != os.geteuid() or not stat.S_ISDIR(parent.st_mode):
        raise ErreurReglage(
            f"CTG_VAR : {folder.parent} appartient à un autre compte. Supprimez-le, ou choisissez pour "
            "CTG_VAR un dossier au chemin plus court et sans espace."
        )
    return folder
