"""On which years of which axes the rows of a class weigh: declared with its rights, applied by
core.indicateurs.definitif."""

from dataclasses import dataclass

TOUS_LES_AXES = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poids:
    """What governance's validation of an axis and year covers in a class.

    ``annee``: column of the year, or of the date, from which a row counts; "" when it has none: the row
    then only places figures that others carry, so that creating or deleting it changes none, and its
    change weighs on every year. ``suivantes``: it counts in the years after too (a ledger).
    ``axes``: "" for the axis of the row, a column of slugs, or :data:`TOUS_LES_AXES`.
    ``colonnes``: those whose change counts; none named, all do and the row is définitive as a whole.
    """

    annee: str = ""
    suivantes: bool = False
    axes: str = ""
    colonnes: tuple[str, ...] = ()
