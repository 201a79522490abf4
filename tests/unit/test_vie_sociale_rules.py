"""Rules of the axis vie sociale, on examples worked by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ErreurMetier
from core.structures.models import StatutStructure
from plugins.vie_sociale.rules import (
    Periode,
    StatutAgrement,
    check_agrement,
    compute_mois,
    format_duree,
    get_situation,
    is_partage,
    is_valide,
    overlaps,
)

ACCORDE, RESERVE, DEPOSE = StatutAgrement.ACCORDE, StatutAgrement.RESERVE, StatutAgrement.DEPOSE
PUBLIC, ASSOCIATIF = StatutStructure.PUBLIC, StatutStructure.ASSOCIATIF


def period(debut: str, fin: str, statut: StatutAgrement = ACCORDE) -> Periode:
    return Periode(
        statut=statut,
        debut=date.fromisoformat(debut) if debut else None,
        fin=date.fromisoformat(fin) if fin else None,
    )


@pytest.mark.parametrize(
    ("jour", "expected"),
    [
        ("2022-12-31", False),
        ("2023-01-01", True),
        ("2026-12-31", True),
        ("2027-01-01", False),
    ],
)
def test_an_agrement_covers_its_first_and_last_days(jour: str, expected: bool) -> None:
    agrement = period("2023-01-01", "2026-12-31")
    assert is_valide(agrement, date.fromisoformat(jour)) is expected


def test_only_what_was_granted_is_valid() -> None:
    jour = date(2024, 12, 31)
    granted = [period("2023-01-01", "2026-12-31", statut) for statut in (ACCORDE, RESERVE)]
    others = [
        period("2023-01-01", "2026-12-31", statut)
        for statut in StatutAgrement
        if statut not in (ACCORDE, RESERVE)
    ]
    ended = [period("2019-01-01", "2022-12-31"), period("", "", ACCORDE)]
    assert [period for period in [*others, *ended, *granted] if is_valide(period, jour)] == granted


@pytest.mark.parametrize(
    ("agrement", "expected"),
    [
        (period("2023-01-01", "2026-12-31"), "Valide"),
        (period("2025-01-01", "2026-12-31"), "À venir"),
        (period("2020-01-01", "2023-12-31"), "Expiré"),
        (period("2023-01-01", "2026-12-31", DEPOSE), "Déposé"),
        (period("", "", StatutAgrement.EN_PREPARATION), "En préparation"),
    ],
)
def test_the_situation_is_read_from_the_dates(agrement: Periode, expected: str) -> None:
    assert get_situation(agrement, date(2024, 6, 1)) == expected


@pytest.mark.parametrize(
    ("debut", "fin", "mois", "words"),
    [
        ("2023-01-01", "2026-12-31", 48, "4 ans"),
        ("2023-01-01", "2027-01-01", 48, "4 ans"),
        ("2023-04-01", "2026-12-31", 45, "3 ans et 9 mois"),
        ("2024-01-01", "2024-12-31", 12, "1 an"),
        ("2024-03-15", "2024-09-13", 5, "5 mois"),
        ("2024-03-15", "2024-09-14", 6, "6 mois"),
        ("2024-01-01", "2024-01-02", 0, "0 mois"),
        ("", "2024-01-02", None, ""),
    ],
)
def test_the_duration_follows_from_the_dates(
    debut: str, fin: str, mois: int | None, words: str
) -> None:
    agrement = period(debut, fin)
    assert compute_mois(agrement.debut, agrement.fin) == mois
    assert format_duree(mois) == words


@pytest.mark.parametrize(
    ("agrement", "champ"),
    [
        (period("", "2026-12-31"), "date_debut"),
        (period("2023-01-01", ""), "date_fin"),
        (period("2023-01-01", "2022-12-31"), "date_fin"),
        # Eleven months and thirty days; four years and two days.
        (period("2023-01-01", "2023-12-30"), "date_fin"),
        (period("2023-01-01", "2027-01-02"), "date_fin"),
        (period("2023-01-01", "2027-01-02", DEPOSE), "date_fin"),
    ],
)
def test_impossible_dates_are_refused(agrement: Periode, champ: str) -> None:
    with pytest.raises(ErreurMetier) as error:
        check_agrement(agrement, ())
    assert error.value.champ == champ


@pytest.mark.parametrize(
    "agrement",
    [
        period("2023-01-01", "2023-12-31"),
        period("2023-01-01", "2026-12-31"),
        period("2023-01-01", "2027-01-01"),
        period("2024-02-29", "2028-02-29"),
        period("", "", DEPOSE),
        period("", "2026-12-31", DEPOSE),
    ],
)
def test_one_to_four_years_pass(agrement: Periode) -> None:
    check_agrement(agrement, ["un", "deux", "trois", "quatre", "cinq"])


def test_a_project_has_five_axes_at_most() -> None:
    with pytest.raises(ErreurMetier) as error:
        check_agrement(period("2023-01-01", "2026-12-31"), [str(n) for n in range(6)])
    assert error.value.champ == "axes_projet"


def test_two_granted_agrements_overlap_on_one_day_in_common() -> None:
    first = period("2020-01-01", "2023-12-31")
    assert overlaps(first, period("2023-12-31", "2026-12-30"))
    assert not overlaps(first, period("2024-01-01", "2027-12-31"))
    assert not overlaps(first, period("2023-01-01", "2026-12-31", DEPOSE))


@given(
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.integers(0, 3000),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
)
def test_valid_and_situation_say_the_same(debut: date, jours: int, jour: date) -> None:
    agrement = Periode(statut=ACCORDE, debut=debut, fin=date.fromordinal(debut.toordinal() + jours))
    assert is_valide(agrement, jour) == (get_situation(agrement, jour) == "Valide")


@pytest.mark.parametrize(
    ("statuts", "expected"),
    [
        ([ASSOCIATIF, PUBLIC], True),
        ([PUBLIC, PUBLIC], True),
        ([ASSOCIATIF, ASSOCIATIF, StatutStructure.MUTUALISTE], False),
        ([PUBLIC], False),
        ([], False),
    ],
)
def test_a_shared_project_has_two_structures_one_of_them_public(
    statuts: list[StatutStructure], expected: bool
) -> None:
    assert is_partage(statuts) is expected
