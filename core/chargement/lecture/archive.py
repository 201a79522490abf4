"""A workbook is a zip: what it says of itself is checked before anything is unpacked.

``zipfile`` never gives more of a member than the size it declares, so that their sum is a bound.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from zlib import error as ZlibError

import structlog
from defusedxml import DefusedXmlException

from core.errors import ErreurMetier

logger = structlog.get_logger(__name__)

DEPLIE_MAX = 30 * 1024 * 1024
MEMBRES_MAX = 2_000
# What parsers raise on a file that is not what it should be; XML errors are all SyntaxError.
FAUTES_DE_FICHIER: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, ZlibError, SyntaxError, DefusedXmlException, EOFError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, OverflowError, NotImplementedError, OSError, RecursionError,
)  # fmt: skip


def check_archive(flux: IO[bytes]) -> None:
    """Raise ErreurMetier when unpacking could exhaust the machine, or needs a password."""
    with zipfile.ZipFile(flux) as archive:
        members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ErreurMetier(
            "Ce classeur est protégé par un mot de passe : enregistrez-le sans.", "fichier"
        )
    if len(members) > MEMBRES_MAX or sum(member.file_size for member in members) > DEPLIE_MAX:
        raise ErreurMetier(
            f"Ce classeur, une fois déplié, dépasse {DEPLIE_MAX // 1024**2} Mo : déposez un classeur qui "
            "ne contient que le plan, sans images ni feuilles de calcul.",
            "fichier",
        )
    flux.seek(0)


@contextmanager
def telling_bad_files(nom: str) -> Iterator[None]:
    """Turn what a parser raises on a damaged file into a sentence; the cause goes to the logs."""
    try:
        yield
    except FAUTES_DE_FICHIER as error:
        # With its trace: a fault of our own reader must not pass for a damaged file.
        logger.warning("unreadable_workbook", exc_info=True)
        raise ErreurMetier(
            f"« {nom} » est abîmé ou n'est pas un classeur : ouvrez-le dans un tableur, enregistrez-le "
            "de nouveau au format XLSX, ODS ou CSV, puis déposez-le.",
            "fichier",
        ) from error


def local_name(element: Any) -> str:
    """Name of an XML element without its namespace."""
    return str(element.tag).rpartition("}")[2]
