"""Rules on seats, agendas and minutes that need no database."""

from datetime import date

from core.errors import ErreurMetier
from core.gouvernance.codes import College, QualiteMembre


def overlaps(debut: date, fin: date | None, autre_debut: date, autre_fin: date | None) -> bool:
    """Do two periods share a day? An end that is None has no bound; both ends count."""
    return (fin is None or autre_debut <= fin) and (autre_fin is None or debut <= autre_fin)


def check_siege(college: College, code_insee: str | None, qualite: QualiteMembre | None) -> None:
    """Raise ErreurMetier (field named) unless a commune has a quality, a quality a commune, and the seat
    of a commune is that of an élu (metier.md section 4)."""
    if code_insee is not None and qualite is None:
        raise ErreurMetier("Dites si c'est le titulaire ou le suppléant de la commune.", "qualite")
    if code_insee is None and qualite is not None:
        raise ErreurMetier("Titulaire ou suppléant de quelle commune ?", "commune")
    if code_insee is not None and college is not College.ELUS:
        raise ErreurMetier("Le siège d'une commune est celui d'un élu.", "college")
