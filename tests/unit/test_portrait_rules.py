"""Which counts of people are too few to be told."""

from decimal import Decimal

from core.communes.rules import is_secret, is_secret_total

CINQ = Decimal(5)


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
