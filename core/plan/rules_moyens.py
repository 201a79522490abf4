"""What an action costs and who pays, year by year: sums that say on how many lines they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from core.plan.codes import Financeur


class Budget(Protocol):
    """A line of budget of a year, in euros; None is not known."""

    @property
    def exercice(self) -> int: ...

    @property
    def prevu(self) -> Decimal | None: ...

    @property
    def realise(self) -> Decimal | None: ...


class Apport(Protocol):
    """What a funder was asked, granted and paid in a year, in euros; None is not known."""

    @property
    def exercice(self) -> int: ...

    @property
    def financeur(self) -> Financeur: ...

    @property
    def demande(self) -> Decimal | None: ...

    @property
    def accorde(self) -> Decimal | None: ...

    @property
    def verse(self) -> Decimal | None: ...


class Temps(Protocol):
    """Working time of a year, in ETP."""

    @property
    def exercice(self) -> int: ...

    @property
    def etp(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Somme:
    """A sum of what is known: ``connus`` of the ``lignes``; ``total`` None when nothing is."""

    total: Decimal | None
    connus: int
    lignes: int

    @property
    def complete(self) -> bool:
        """Every line is known."""
        return self.connus == self.lignes


@dataclass(frozen=True, slots=True, kw_only=True)
class ApportAnnee:
    """What one kind of funder brings in a year, in euros."""

    financeur: Financeur
    demande: Somme
    accorde: Somme
    verse: Somme


@dataclass(frozen=True, slots=True, kw_only=True)
class CoutAnnee:
    """Cost of an action in a year, and who pays. ``accorde`` over ``prevu`` is the share that is funded:
    both parts are kept, the ratio is for whoever shows it."""

    exercice: int
    prevu: Somme
    realise: Somme
    accorde: Somme
    etp: Somme
    apports: tuple[ApportAnnee, ...]


def sum_known(values: Iterable[Decimal | None]) -> Somme:
    """Sum of the values that are known; a missing one is never a zero (conception.md section 11)."""
    found = list(values)
    known = [value for value in found if value is not None]
    return Somme(sum(known, Decimal(0)) if known else None, len(known), len(found))


def build_couts(
    budget: Sequence[Budget], financements: Sequence[Apport], etps: Sequence[Temps]
) -> list[CoutAnnee]:
    """Each year of which something is said, the latest first."""
    years = {row.exercice for rows in (budget, financements, etps) for row in rows}
    return [
        _build_annee(
            year,
            [row for row in budget if row.exercice == year],
            [row for row in financements if row.exercice == year],
            [row for row in etps if row.exercice == year],
        )
        for year in sorted(years, reverse=True)
    ]


def _build_annee(
    exercice: int, budget: Sequence[Budget], financements: Sequence[Apport], etps: Sequence[Temps]
) -> CoutAnnee:
    by_funder = {
        financeur: [row for row in financements if row.financeur is financeur]
        for financeur in Financeur
    }
    return CoutAnnee(
        exercice=exercice,
        prevu=sum_known(row.prevu for row in budget),
        realise=sum_known(row.realise for row in budget),
        accorde=sum_known(row.accorde for row in financements),
        etp=sum_known(row.etp for row in etps),
        apports=tuple(
            ApportAnnee(
                financeur=financeur,
                demande=sum_known(row.demande for row in rows),
                accorde=sum_known(row.accorde for row in rows),
                verse=sum_known(row.verse for row in rows),
            )
            for financeur, rows in by_funder.items()
            if rows
        ),
    )
