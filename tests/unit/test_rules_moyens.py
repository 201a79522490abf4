"""Cost of an action in a year: parts are kept, a missing amount is not a zero."""

from dataclasses import dataclass
from decimal import Decimal

from core.plan.codes import Financeur
from core.plan.rules_moyens import build_couts, sum_known


@dataclass
class Budget:
    exercice: int
    prevu: Decimal | None = None
    realise: Decimal | None = None


@dataclass
class Apport:
    exercice: int
    financeur: Financeur
    demande: Decimal | None = None
    accorde: Decimal | None = None
    verse: Decimal | None = None


@dataclass
class Temps:
    exercice: int
    etp: Decimal


def test_an_unknown_amount_is_not_a_zero() -> None:
    nothing = sum_known([None, None])
    assert (nothing.total, nothing.connus, nothing.lignes) == (None, 0, 2)
    some = sum_known([Decimal(0), Decimal("12.50"), None])
    assert (some.total, some.connus, some.lignes) == (Decimal("12.50"), 2, 3)
    assert not some.complete
    assert sum_known([Decimal(0)]).total == 0


def test_the_cost_of_a_year_is_told_by_funder() -> None:
    couts = build_couts(
        [Budget(2025, Decimal(1000), Decimal(900)), Budget(2025, Decimal(500)), Budget(2026)],
        [
            Apport(2025, Financeur.CAF, Decimal(600), Decimal(500)),
            Apport(2025, Financeur.CAF, Decimal(100)),
            Apport(2025, Financeur.COMMUNE, accorde=Decimal(200)),
        ],
        [Temps(2024, Decimal("0.5"))],
    )
    assert [cout.exercice for cout in couts] == [2026, 2025, 2024]
    cout = couts[1]
    assert (cout.prevu.total, cout.realise.total) == (Decimal(1500), Decimal(900))
    assert (cout.realise.connus, cout.realise.lignes) == (1, 2)
    assert cout.accorde.total == Decimal(700)
    assert [apport.financeur for apport in cout.apports] == [Financeur.COMMUNE, Financeur.CAF]
    caf = cout.apports[1]
    assert (caf.demande.total, caf.accorde.total) == (Decimal(700), Decimal(500))
    assert caf.verse.total is None
    assert (caf.accorde.connus, caf.accorde.lignes) == (1, 2)
    assert couts[0].prevu.total is None
    assert couts[2].etp.total == Decimal("0.5")
