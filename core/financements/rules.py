"""Rules on funding that need no database."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.bornes import check_partie
from core.errors import ErreurMetier
from core.financements.codes import EtatCandidature

# Months before which the end of a COF asks for an act (metier.md section 7: practice).
COF_MOIS = 6
JUSTIFICATIF_JOURS = 30


def check_candidature(
    etat: EtatCandidature,
    demande: Decimal | None,
    accorde: Decimal | None,
    verse: Decimal | None,
) -> None:
    """Raise ErreurMetier (field named) when amounts and state contradict one another."""
    check_partie("accorde", accorde, demande, "Plus d'euros accordés que demandés")
    check_partie("verse", verse, accorde, "Plus d'euros versés qu'accordés")
    if etat is EtatCandidature.REFUSEE and accorde:
        raise ErreurMetier("Une candidature refusée n'a pas de montant accordé.", "accorde")
    if verse and accorde is None:
        raise ErreurMetier("Donnez le montant accordé avant ce qui est versé.", "accorde")


def check_etp(parts: Iterable[Decimal], annee: int) -> None:
    """Raise ErreurMetier (field ``etp``) when the themes of a person exceed one full time in a year."""
    total = sum(parts, Decimal(0))
    if total > 1:
        told = f"{total:f}".replace(".", ",")
        raise ErreurMetier(
            f"Cette personne compterait {told} ETP en {annee} : un temps plein est au plus 1.",
            "etp",
        )


def add_months(jour: date, mois: int) -> date:
    """The same day ``mois`` later, or the last one of that month."""
    rank = jour.month - 1 + mois
    year, month = jour.year + rank // 12, rank % 12 + 1
    return date(year, month, min(jour.day, monthrange(year, month)[1]))
