"""The fictitious diagnostic study that the demonstration shows, which says of itself that it is one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from random import Random

from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from core.communes.models import Commune
from core.evaluation.etudes import create_etude
from core.security.acteur import SYSTEME

_AVERTISSEMENT = "Document fictif de démonstration : aucun de ces chiffres n'est réel."
_COLONNES = (
    "Commune",
    "Familles interrogées",
    "Cherchent un accueil",
    "Demandent un lieu pour les jeunes",
)


def add_etude(session: Session, rng: Random, communes: Sequence[Commune], jour: date) -> None:
    """Attach the study made before the convention: what families asked for, commune by commune."""
    annee = jour.year - 3
    create_etude(
        session,
        SYSTEME,
        titre=f"Diagnostic des besoins des familles {annee} (démonstration)",
        annee=annee,
        nom=f"diagnostic-{annee}-demonstration.xlsx",
        contenu=_build(rng, communes, annee),
    )


def _build(rng: Random, communes: Sequence[Commune], annee: int) -> bytes:
    written = BytesIO()
    book = Workbook(written, {"in_memory": True})
    # The same day gives the same bytes: a workbook holds the instant of its making.
    book.set_properties({"created": datetime(annee, 1, 1, tzinfo=UTC), "title": _AVERTISSEMENT})
    sheet = book.add_worksheet("Besoins")
    sheet.write(0, 0, _AVERTISSEMENT)
    sheet.write_row(2, 0, _COLONNES)
    for rank, commune in enumerate(communes, 3):
        asked = rng.randint(20, 200)
        found = (asked, rng.randint(5, asked // 2), rng.randint(5, asked // 3))
        sheet.write_row(rank, 0, (commune.nom, *found))
    sheet.set_column(0, len(_COLONNES) - 1, 28)
    book.close()
    return written.getvalue()
