"""On which years of which axes the rows of a class weigh: declared with its rights, applied by
core.indicateurs.definitif."""

from dataclasses import dataclass
from typing import Any

TOUS_LES_AXES = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poids:
    """What governance's validation of an axis and year covers in a class.

    ``annee``: column of the year, or of the date, from which a row counts; "" when it has none: its change
    then weighs on every year. ``suivantes``: it counts in the years after too (a ledger).
    ``ouvertures``: of a row without ``annee`` that is itself counted, dates before which it was not, of its
    own or of a row it points to ("structure.ouverte_le"); creating or deleting it weighs from the latest of
    them on, on every year when all are empty. Without it, such a row only places figures that others carry,
    and creating or deleting it changes none.
    ``toujours``: an empty ``annee`` is an old one; without it, such a row does not count.
    ``fin``: column of the last day on which it counts, empty while it goes on, or the first day when
    ``ponctuel``. Its change alone weighs between the old and the new end only, ``decalage`` years after the
    earliest: 1 when figures are those of a whole year, that of the end included, -1 when those of the year
    before already tell that the end is near.
    ``sauf``: a column and its values with which a row does not count (a mere project); between the others,
    its change weighs on nothing.
    ``axes``: "" for the axis of the row, a column of slugs, or :data:`TOUS_LES_AXES`.
    ``colonnes``: those whose change counts, lists of other rows included; none named, all do and the row
    is définitive as a whole.
    """

    annee: str = ""
    suivantes: bool = False
    toujours: bool = False
    fin: str = ""
    ponctuel: bool = False
    decalage: int = 0
    ouvertures: tuple[str, ...] = ()
    sauf: tuple[str, tuple[Any, ...]] = ("", ())
    axes: str = ""
    colonnes: tuple[str, ...] = ()
