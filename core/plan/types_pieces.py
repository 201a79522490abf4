"""Which files may be attached to an action: the name says a type, the content must be of it. Pure."""

import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import IO

from core.errors import ErreurMetier

PIECE_MAX = 15 * 1024 * 1024
_TETE = 4096
_NOM_MAX = 150
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
ACCEPTES = "PDF, image PNG ou JPEG, document Word, Excel, PowerPoint ou LibreOffice, texte ou CSV"


def _begins(*signatures: bytes) -> Callable[[IO[bytes]], bool]:
    return lambda flux: flux.read(_TETE).startswith(signatures)


def _is_ooxml(folder: str) -> Callable[[IO[bytes]], bool]:
    def check(flux: IO[bytes]) -> bool:
        with zipfile.ZipFile(flux) as archive:
            names = archive.namelist()
        macros = any(name.endswith("vbaProject.bin") for name in names)
        return (
            "[Content_Types].xml" in names
            and any(name.startswith(folder) for name in names)
            and not macros
        )

    return check


def _is_odf(mime: str) -> Callable[[IO[bytes]], bool]:
    # The format asks for its type first and uncompressed: it stands in the first bytes.
    return lambda flux: f"mimetype{mime}".encode() in flux.read(_TETE)


def _is_text(flux: IO[bytes]) -> bool:
    return b"\x00" not in flux.read(_TETE)


_TYPES: Mapping[str, tuple[str, Callable[[IO[bytes]], bool]]] = MappingProxyType(
    {
        "pdf": ("application/pdf", _begins(b"%PDF-")),
        "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
        "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
        "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
        "docx": (f"{_OOXML}wordprocessingml.document", _is_ooxml("word/")),
        "xlsx": (f"{_OOXML}spreadsheetml.sheet", _is_ooxml("xl/")),
        "pptx": (f"{_OOXML}presentationml.presentation", _is_ooxml("ppt/")),
        "odt": (f"{_ODF}text", _is_odf(f"{_ODF}text")),
        "ods": (f"{_ODF}spreadsheet", _is_odf(f"{_ODF}spreadsheet")),
        "odp": (f"{_ODF}presentation", _is_odf(f"{_ODF}presentation")),
        "csv": ("text/csv", _is_text),
        "txt": ("text/plain", _is_text),
    }
)
EXTENSIONS = tuple(f".{extension}" for extension in _TYPES)


def find_type(nom: str, flux: IO[bytes]) -> str:
    """Media type of a file that may be attached; the stream is left at its beginning.

    Raises ErreurMetier (field ``fichier``) on another type, or on a content that is not of the type that
    the name says.
    """
    extension = nom.rpartition(".")[2].lower()
    if extension not in _TYPES:
        raise ErreurMetier(f"« {nom} » n'est pas d'un type accepté ({ACCEPTES}).", "fichier")
    mime, check = _TYPES[extension]
    flux.seek(0)
    try:
        fits = check(flux)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        # The two others: a zip of a version that nothing writes, sizes that make no sense.
        fits = False
    flux.seek(0)
    if not fits:
        raise ErreurMetier(
            f"Le contenu de « {nom} » n'est pas celui d'un fichier {extension.upper()}, ou il contient "
            "des macros : enregistrez-le de nouveau dans ce format.",
            "fichier",
        )
    return mime


def clean_name(nom: str) -> str:
    """The name of a file without folder, control character or excess."""
    bare = nom.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in bare if letter.isprintable()).strip()
    stem, dot, extension = kept.rpartition(".")
    return f"{stem[: _NOM_MAX - len(extension)]}{dot}{extension}" if stem else kept[:_NOM_MAX]
