"""The diagnostic studies: files that governance attaches and everybody reads."""

from pathlib import PurePosixPath
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.errors import ErreurMetier, Introuvable
from core.evaluation.models import EtudeDiagnostic
from core.fichiers import create_fichier
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

TITRE_MAX = 200
_OFFICE = "application/vnd.openxmlformats-officedocument."
# First bytes and kind by extension: a file is what it holds, not what its name says.
FORMATS = MappingProxyType(
    {
        ".pdf": (b"%PDF-", "application/pdf"),
        ".docx": (b"PK", f"{_OFFICE}wordprocessingml.document"),
        ".xlsx": (b"PK", f"{_OFFICE}spreadsheetml.sheet"),
        ".pptx": (b"PK", f"{_OFFICE}presentationml.presentation"),
        ".odt": (b"PK", "application/vnd.oasis.opendocument.text"),
        ".ods": (b"PK", "application/vnd.oasis.opendocument.spreadsheet"),
        ".odp": (b"PK", "application/vnd.oasis.opendocument.presentation"),
    }
)


def list_etudes(session: Session) -> list[EtudeDiagnostic]:
    """The studies, the latest first, with what is told of their file."""
    return list(
        session.scalars(
            select(EtudeDiagnostic)
            .options(joinedload(EtudeDiagnostic.fichier))
            .order_by(EtudeDiagnostic.annee.desc(), EtudeDiagnostic.id.desc())
        )
    )


def get_etude(session: Session, id: int) -> EtudeDiagnostic:
    """A study. Raises Introuvable."""
    found = session.scalar(
        select(EtudeDiagnostic)
        .options(joinedload(EtudeDiagnostic.fichier))
        .where(EtudeDiagnostic.id == id)
    )
    if found is None:
        raise Introuvable("Cette étude n'est pas ici : elle a peut-être été retirée.")
    return found


def create_etude(
    session: Session,
    acteur: Acteur,
    *,
    titre: str,
    annee: int | None,
    nom: str,
    contenu: bytes,
) -> EtudeDiagnostic:
    """Attach a study. Raises ErreurMetier (field named), Interdit."""
    require(acteur, Verbe.ECRIRE, EtudeDiagnostic)
    if not titre:
        raise ErreurMetier("Donnez le titre de l'étude.", "titre")
    if len(titre) > TITRE_MAX:
        raise ErreurMetier(f"Ce titre est trop long : {TITRE_MAX} caractères au plus.", "titre")
    if annee is None:
        raise ErreurMetier("Donnez l'année de l'étude, par exemple 2023.", "annee")
    name = PurePosixPath(nom.replace("\\", "/")).name
    if not name or not contenu:
        raise ErreurMetier("Choisissez un fichier qui n'est pas vide.", "fichier")
    start, type_mime = FORMATS.get(PurePosixPath(name).suffix.lower(), (b"", ""))
    if not type_mime or not contenu.startswith(start):
        raise ErreurMetier(
            f"« {name} » n'est pas un document reconnu : PDF, Word, Excel, PowerPoint ou "
            "LibreOffice.",
            "fichier",
        )
    fichier = create_fichier(session, nom=name, type_mime=type_mime, contenu=contenu)
    etude = EtudeDiagnostic(titre=titre, annee=annee, fichier=fichier)
    session.add(etude)
    session.flush()
    return etude


def delete_etude(session: Session, acteur: Acteur, etude: EtudeDiagnostic) -> None:
    """Remove a study with its file; the journal keeps that it was there. Raises Interdit."""
    require(acteur, Verbe.SUPPRIMER, etude)
    fichier = etude.fichier
    session.delete(etude)
    session.flush()
    session.delete(fichier)
    session.flush()
