"""Amounts, answers and full times that contradict themselves are refused, with their field."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import ErreurMetier
from core.financements.codes import EtatCandidature
from core.financements.rules import add_months, check_candidature, check_etp
from core.partenaires.rules import check_reponse

ACCORDEE, REFUSEE = EtatCandidature.ACCORDEE, EtatCandidature.REFUSEE


@pytest.mark.parametrize(
    ("etat", "demande", "accorde", "verse", "champ"),
    [
        (ACCORDEE, 100, 101, None, "accorde"),
        (ACCORDEE, 100, 50, 51, "verse"),
        (REFUSEE, 100, 50, None, "accorde"),
        (ACCORDEE, 100, None, 10, "accorde"),
    ],
)
def test_amounts_that_contradict_themselves_name_their_field(
    etat: EtatCandidature, demande: int, accorde: int | None, verse: int | None, champ: str
) -> None:
    amounts = [None if n is None else Decimal(n) for n in (demande, accorde, verse)]
    with pytest.raises(ErreurMetier) as refused:
        check_candidature(etat, *amounts)
    assert refused.value.champ == champ


def test_what_is_not_known_is_no_contradiction() -> None:
    check_candidature(ACCORDEE, None, Decimal(10), None)
    check_candidature(REFUSEE, Decimal(10), None, None)


def test_an_answer_follows_its_question_and_is_somebody_s() -> None:
    check_reponse(date(2026, 1, 2), None, None)
    check_reponse(date(2026, 1, 2), date(2026, 1, 2), "Quelqu'un")
    for repondue, qui, champ in (
        (date(2026, 1, 1), "Quelqu'un", "repondue_le"),
        (date(2026, 1, 3), None, "repondant"),
    ):
        with pytest.raises(ErreurMetier) as refused:
            check_reponse(date(2026, 1, 2), repondue, qui)
        assert refused.value.champ == champ


def test_nobody_has_more_than_one_full_time() -> None:
    check_etp([Decimal("0.5"), Decimal("0.5")], 2026)
    with pytest.raises(ErreurMetier, match="1,25 ETP en 2026"):
        check_etp([Decimal("0.75"), Decimal("0.5")], 2026)


def test_months_are_added_to_the_last_day_at_most() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert add_months(date(2026, 1, 15), 6) == date(2026, 7, 15)
