"""Pure rules of the axis: the ledger of places, categories of EAJE, theoretical hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.api.models import Code
from core.api.services import ErreurMetier


class NatureEaje(Code):
    """Nature of the establishment (CSP R. 2324-17)."""

    CRECHE_COLLECTIVE = "creche_collective", "Crèche collective"
    JARDIN_ENFANTS = "jardin_enfants", "Jardin d'enfants"
    CRECHE_FAMILIALE = "creche_familiale", "Crèche familiale"


class Financement(Code):
    """How the CAF funds the places: it is no part of the nature."""

    PSU = "psu", "PSU"
    PAJE = "paje", "PAJE (CMG)"
    AUTRE = "autre", "Autre"


class MotifPlaces(Code):
    """Why the number of authorised places moves."""

    OUVERTURE = "ouverture", "Ouverture"
    EXTENSION = "extension", "Extension"
    REDUCTION = "reduction", "Réduction"
    FERMETURE = "fermeture", "Fermeture"
    TRANSFORMATION = "transformation", "Transformation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvement:
    """A line of the ledger: ``places`` is signed, in force from ``date_effet`` included."""

    date_effet: date
    places: int
    motif: MotifPlaces


# Upper bounds of the authorised capacity, in places (CSP R. 2324-46 for collective crèches, R. 2324-48
# for family crèches); None means no bound.
_CATEGORIES: dict[NatureEaje, tuple[tuple[int | None, str], ...]] = {
    NatureEaje.CRECHE_COLLECTIVE: (
        (12, "Micro-crèche"),
        (24, "Petite crèche"),
        (39, "Crèche"),
        (59, "Grande crèche"),
        (None, "Très grande crèche"),
    ),
    NatureEaje.CRECHE_FAMILIALE: (
        (29, "Petite crèche familiale"),
        (59, "Crèche familiale"),
        (89, "Grande crèche familiale"),
        (None, "Très grande crèche familiale"),
    ),
    NatureEaje.JARDIN_ENFANTS: ((None, "Jardin d'enfants"),),
}


def get_categorie(nature: NatureEaje, places: int) -> str:
    """Category of an EAJE, in words, from its authorised places; never typed by people."""
    if places <= 0:
        return "Sans place autorisée"
    return next(
        libelle for maximum, libelle in _CATEGORIES[nature] if maximum is None or places <= maximum
    )


def compute_solde(mouvements: Iterable[Mouvement], jour: date) -> int:
    """Authorised places on ``jour``: the sum of the movements in force."""
    return sum(m.places for m in mouvements if m.date_effet <= jour)


def check_registre(mouvements: Sequence[Mouvement]) -> None:
    """Refuse a ledger whose line has the wrong sign or whose balance goes below zero on some day.

    Movements of one day count together. Raises ErreurMetier that names the line (field ``mouvements``).
    """
    ordered = sorted(mouvements, key=lambda m: m.date_effet)
    solde = 0
    for rank, mouvement in enumerate(ordered):
        _check_sign(mouvement)
        solde += mouvement.places
        end_of_day = rank + 1 == len(ordered) or ordered[rank + 1].date_effet > mouvement.date_effet
        if end_of_day and solde < 0:
            raise ErreurMetier(
                f"{_describe(mouvement)} : le solde serait de {_signed(solde)} places ce jour-là. "
                "Un établissement ne peut pas avoir moins de zéro place.",
                "mouvements",
            )


def _check_sign(mouvement: Mouvement) -> None:
    if mouvement.motif in (MotifPlaces.OUVERTURE, MotifPlaces.EXTENSION) and mouvement.places <= 0:
        raise ErreurMetier(
            f"{_describe(mouvement)} : ce motif ajoute des places, le nombre doit être positif.",
            "mouvements",
        )
    if mouvement.motif in (MotifPlaces.REDUCTION, MotifPlaces.FERMETURE) and mouvement.places >= 0:
        raise ErreurMetier(
            f"{_describe(mouvement)} : ce motif retire des places, le nombre doit être négatif.",
            "mouvements",
        )


def _describe(mouvement: Mouvement) -> str:
    return (
        f"Ligne du {mouvement.date_effet:%d/%m/%Y} ({mouvement.motif.libelle.lower()}, "
        f"{_signed(mouvement.places)})"
    )


def _signed(places: int) -> str:
    return f"+{places}" if places > 0 else f"\u2212{-places}" if places else "0"


def compute_places_moyennes(mouvements: Sequence[Mouvement], annee: int) -> Decimal | None:
    """Mean number of authorised places over the days of ``annee`` when there is at least one.

    An EAJE of 20 places opened on 1 September had 20 places on average while it existed, not 6,7: its
    days of opening already tell that it worked four months. None when it had no place that year.
    """
    end = date(annee + 1, 1, 1)
    starts = sorted({date(annee, 1, 1), *(m.date_effet for m in mouvements)})
    place_days = open_days = 0
    for rank, start in enumerate(starts):
        if start.year != annee:
            continue
        stop = min(starts[rank + 1], end) if rank + 1 < len(starts) else end
        solde = compute_solde(mouvements, start)
        if solde > 0:
            place_days += solde * (stop - start).days
            open_days += (stop - start).days
    return Decimal(place_days) / open_days if open_days else None


def compute_heures_theoriques(
    places_moyennes: Decimal | None, jours_ouverture: int | None, amplitude_h: Decimal | None
) -> Decimal | None:
    """Hours that could be offered in a year: places x days of opening x daily opening in hours (PE4).

    None when one of the three is not known (metier.md section 6).
    """
    if places_moyennes is None or jours_ouverture is None or amplitude_h is None:
        return None
    return places_moyennes * jours_ouverture * amplitude_h
