"""Rules on actions: lateness, activity, what a complete sheet is. Values in, values out."""

from collections.abc import Sequence
from datetime import date

from core.errors import ErreurMetier
from core.plan.codes import NatureAction, Portee, StatutAction

STATUTS_ACTIFS = (StatutAction.A_ENGAGER, StatutAction.EN_COURS, StatutAction.SUSPENDUE)
# A replaced action goes on in others: counting it would count its work twice.
STATUTS_DU_PLAN = tuple(statut for statut in StatutAction if statut is not StatutAction.REMPLACEE)


def is_active(statut: StatutAction) -> bool:
    """Active = à engager, en cours or suspendue (metier.md section 3)."""
    return statut in STATUTS_ACTIFS


def is_late(statut: StatutAction, date_fin: date | None, jour: date) -> bool:
    """Late = still active after its end date; never stored."""
    return is_active(statut) and date_fin is not None and date_fin < jour


def check_action(
    *,
    date_debut: date,
    date_fin: date | None,
    nature: NatureAction,
    portee: Portee,
    communes: Sequence[str],
) -> None:
    """Raise ErreurMetier (field named) when the sheet contradicts itself."""
    if date_fin is not None and date_fin < date_debut:
        raise ErreurMetier("La date de fin est antérieure à la date de début.", "date_fin")
    if nature is NatureAction.PONCTUELLE and date_fin is None:
        raise ErreurMetier(
            "Une action ponctuelle a une date de fin ; choisissez « Récurrente » si elle se poursuit.",
            "date_fin",
        )
    if portee is Portee.COMMUNES and not communes:
        raise ErreurMetier(
            "Désignez au moins une commune, ou choisissez « Tout le territoire ».", "communes"
        )
    if portee is Portee.TERRITOIRE and communes:
        raise ErreurMetier(
            "L'action couvre tout le territoire : retirez les communes, ou choisissez "
            "« Communes désignées ».",
            "communes",
        )


def check_year(exercice: int, jour: date) -> None:
    """Raise ErreurMetier when a note speaks of a year that is not the present or the recent past."""
    if not jour.year - 5 <= exercice <= jour.year:
        raise ErreurMetier(f"L'exercice {exercice} n'est pas plausible.", "exercice")
