"""Reading the workbook of a team: XLSX, ODS or CSV, bounded, as texts."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import IO

from core.chargement.lecture.archive import telling_bad_files
from core.chargement.lecture.classeur import Classeur
from core.chargement.lecture.csv import read_csv
from core.chargement.lecture.ods import read_ods
from core.chargement.lecture.xlsx import read_xlsx
from core.errors import ErreurMetier
from core.plan.types_pieces import find_type

FICHIER_MAX = 10 * 1024 * 1024
EXTENSIONS = (".xlsx", ".ods", ".csv")
_ANCIEN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LECTEURS: Mapping[str, Callable[[IO[bytes], str | None], Classeur]] = MappingProxyType(
    {"xlsx": read_xlsx, "ods": read_ods, "csv": lambda flux, voulue: read_csv(flux)}
)


def check_type(nom: str, flux: IO[bytes]) -> str:
    """Media type of a workbook that can be read. Raises ErreurMetier (field ``fichier``)."""
    extension = _get_extension(nom)
    if extension not in _LECTEURS:
        raise ErreurMetier(
            f"« {nom} » n'est pas un classeur XLSX, ODS ou CSV : enregistrez-le dans un de ces formats "
            "depuis votre tableur.",
            "fichier",
        )
    flux.seek(0)
    if extension != "csv" and flux.read(len(_ANCIEN)) == _ANCIEN:
        raise ErreurMetier(
            f"« {nom} » est protégé par un mot de passe, ou à l'ancien format XLS : enregistrez-le au "
            "format XLSX, sans mot de passe.",
            "fichier",
        )
    return find_type(nom, flux)


def read_classeur(nom: str, flux: IO[bytes], feuille: str | None = None) -> Classeur:
    """The sheet asked for, or the likeliest one. Raises ErreurMetier (field ``fichier``)."""
    with telling_bad_files(nom):
        found = _LECTEURS[_get_extension(nom)](flux, feuille)
    if not found.feuille.lignes:
        raise ErreurMetier(f"La feuille « {found.feuille.nom} » est vide.", "fichier")
    return found


def _get_extension(nom: str) -> str:
    return nom.rpartition(".")[2].lower()


__all__ = ["EXTENSIONS", "FICHIER_MAX", "Classeur", "check_type", "read_classeur"]
