"""What the selects of an axis' indicators are made of."""

from core.indicateurs.grille import (
    contexte,
    count_by_commune,
    first_day,
    grid,
    in_cell,
    last_day,
    parametre,
    parts_by_commune,
    population,
    rate_by_commune,
    sum_by_commune,
    years,
)

__all__ = [
    "contexte",
    "count_by_commune",
    "first_day",
    "grid",
    "in_cell",
    "last_day",
    "parametre",
    "parts_by_commune",
    "population",
    "rate_by_commune",
    "sum_by_commune",
    "years",
]
