"""Which counts of people are too few to be told, and which totals would tell them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from core.communes.rules import is_secret, is_secret_total, is_secret_whole

CINQ = Decimal(5)
Bassin = tuple[int, ...]


def test_a_small_count_is_masked_and_zero_is_not() -> None:
    assert is_secret(Decimal(4), CINQ)
    assert not is_secret(Decimal(5), CINQ)
    assert not is_secret(Decimal(0), CINQ)
    assert not is_secret(None, CINQ)


def test_a_total_from_which_one_hidden_part_could_be_told_is_masked() -> None:
    assert is_secret_total([Decimal(3), Decimal(40)], CINQ)
    assert not is_secret_total([Decimal(3), Decimal(4), Decimal(40)], CINQ)
    assert is_secret_total([Decimal(1), Decimal(2)], CINQ)
    assert not is_secret_total([], CINQ)
    # Two parts that are together under the threshold, and two that can only be 4 and 4.
    assert is_secret_total([Decimal(1), Decimal(2), Decimal(40)], CINQ)
    assert is_secret_total([Decimal(4), Decimal(4), Decimal(40)], CINQ)


def test_the_totals_of_the_other_bassins_are_taken_away_too() -> None:
    # 3 is alone in its bassin; the total of all would tell it, less that of the second bassin.
    bassins = [[Decimal(3), Decimal(40)], [Decimal(2), Decimal(4), Decimal(40)]]
    assert not is_secret_total(bassins[1], CINQ)
    assert not is_secret_total([*bassins[0], *bassins[1]], CINQ)
    assert is_secret_whole(bassins, [], CINQ)


def told(bassins: Sequence[Bassin]) -> tuple[tuple[int | None, ...], ...]:
    """What is read: each part, each total of a bassin, the whole; None for what is masked."""
    parts = [[Decimal(n) for n in bassin] for bassin in bassins]
    return (
        *(tuple(None if is_secret(Decimal(n), CINQ) else n for n in b) for b in bassins),
        tuple(
            None if is_secret_total(part, CINQ) else sum(bassin)
            for bassin, part in zip(bassins, parts, strict=True)
        ),
        (None if is_secret_whole(parts, [], CINQ) else sum(map(sum, bassins)),),
    )


def consistent(bassins: Sequence[Bassin]) -> Iterator[tuple[int, ...]]:
    """Every way of filling the masked parts that the totals told allow."""
    *_, totals, (whole,) = told(bassins)
    hidden = [(b, i) for b, bassin in enumerate(bassins) for i, n in enumerate(bassin) if 0 < n < 5]
    for guess in product(range(1, 5), repeat=len(hidden)):
        filled = [list(bassin) for bassin in bassins]
        for (b, i), n in zip(hidden, guess, strict=True):
            filled[b][i] = n
        sums = [sum(bassin) for bassin in filled]
        if all(t in (None, s) for t, s in zip(totals, sums, strict=True)) and whole in (
            None,
            sum(sums),
        ):
            yield guess


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 7), min_size=1, max_size=3).map(tuple), min_size=1, max_size=3
    ).filter(lambda bassins: sum(0 < n < 5 for b in bassins for n in b) <= 6)
)
def test_no_masked_part_can_be_found_from_what_is_told(bassins: list[Bassin]) -> None:
    guesses = list(consistent(bassins))
    for possible in zip(*guesses, strict=True):
        assert len(set(possible)) > 1
