"""What a typed quantity may be, on its limits."""

from datetime import date
from decimal import Decimal

import pytest

from core.bornes import (
    check_annee,
    check_borne,
    check_commencee,
    check_ordre,
    check_partie,
    format_annee_scolaire,
    last_day,
)
from core.errors import ErreurMetier


@pytest.mark.parametrize("valeur", [-1, Decimal("-0.5"), 367, Decimal("NaN"), Decimal("Infinity")])
def test_an_impossible_quantity_is_refused_on_its_field(valeur: int | Decimal) -> None:
    with pytest.raises(ErreurMetier) as error:
        check_borne("jours_ouverture", valeur, 366)
    assert error.value.champ == "jours_ouverture"


def test_unknown_is_accepted_everywhere() -> None:
    check_borne("psu", None, 10)
    check_annee("annee", None)
    check_partie("am_actives", 3, None, "Trop")
    check_partie("am_actives", None, 3, "Trop")


def test_a_part_is_not_above_its_whole() -> None:
    check_partie("am_actives", 3, 3, "Trop")
    with pytest.raises(ErreurMetier, match=r"Trop \(4 pour 3\)") as error:
        check_partie("am_actives", 4, 3, "Trop")
    assert error.value.champ == "am_actives"


@pytest.mark.parametrize("annee", [1999, 2101, 20240])
def test_an_impossible_year_is_refused(annee: int) -> None:
    with pytest.raises(ErreurMetier, match="L'année doit être comprise"):
        check_annee("annee", annee)


def test_a_year_that_has_not_begun_is_refused() -> None:
    check_commencee("annee", 2026, date(2026, 1, 1))
    with pytest.raises(ErreurMetier, match="L'année 2027 n'a pas commencé") as error:
        check_commencee("annee", 2027, date(2026, 12, 31))
    assert error.value.champ == "annee"


def test_an_end_does_not_come_before_its_start() -> None:
    check_ordre("date_fin", date(2026, 1, 1), date(2026, 1, 1))
    check_ordre("date_fin", None, date(2026, 1, 1))
    check_ordre("date_fin", date(2026, 1, 1), None)
    with pytest.raises(ErreurMetier, match="ne peut pas précéder") as error:
        check_ordre("date_fin", date(2026, 1, 2), date(2026, 1, 1))
    assert error.value.champ == "date_fin"


def test_the_last_day_is_31_december() -> None:
    assert last_day(2024) == date(2024, 12, 31)


def test_a_school_year_is_told_by_its_two_years() -> None:
    assert format_annee_scolaire(2024) == "2024-2025"
