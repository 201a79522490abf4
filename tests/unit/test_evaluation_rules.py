"""What makes a judgement, and what an evaluation needs before it is published."""

import pytest

from core.errors import ErreurMetier
from core.evaluation.codes import Jugement
from core.evaluation.rules import (
    PREUVES_MAX,
    Avis,
    check_publication,
    check_questions,
    parse_avis,
)


def test_a_judgement_says_what_it_rests_on() -> None:
    assert parse_avis("atteint", " vu\r\nsur place ") == Avis(Jugement.ATTEINT, "vu\nsur place")
    assert parse_avis("", " \r\n").vide


@pytest.mark.parametrize(
    ("jugement", "preuves", "message"),
    [
        ("atteint", "", "Dites sur quoi repose"),
        ("non_evaluable", "  ", "Dites pourquoi"),
        ("", "un texte", "Choisissez le jugement"),
        ("parfait", "un texte", "n'existe pas"),
        ("atteint", "x" * (PREUVES_MAX + 1), f"{PREUVES_MAX + 1} caractères"),
    ],
)
def test_half_a_judgement_is_refused(jugement: str, preuves: str, message: str) -> None:
    with pytest.raises(ErreurMetier, match=message):
        parse_avis(jugement, preuves)


def test_an_eleventh_question_is_refused() -> None:
    check_questions(10)
    with pytest.raises(ErreurMetier, match="10 questions au plus"):
        check_questions(11)


def test_publication_counts_what_is_left() -> None:
    check_publication(0, 0)
    with pytest.raises(ErreurMetier, match="1 résultat à juger et 2 questions sans réponse"):
        check_publication(1, 2)
