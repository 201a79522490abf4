"""Rules of the axis enfance jeunesse, on examples worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ErreurMetier
from plugins.enfance_jeunesse.rules import (
    PERIODES,
    Capacite,
    Categorie,
    EtatPedt,
    Periode,
    check_periode,
    compute_capacite_moyenne,
    compute_heures_theoriques,
    get_capacite,
    get_etat,
    is_ouvert,
    list_periodes,
)

MERCREDI, ETE = Periode.MERCREDI, Periode.ETE


def line(jour: str, places: int, periode: Periode = MERCREDI, ados: int = 0) -> Capacite:
    return Capacite(
        date_effet=date.fromisoformat(jour), periode=periode, moins_6=0, plus_6=places, ados=ados
    )


def test_wednesday_is_on_the_side_of_school() -> None:
    assert MERCREDI in PERIODES[Categorie.PERISCOLAIRE]
    assert MERCREDI not in PERIODES[Categorie.EXTRASCOLAIRE]
    assert set(PERIODES) == set(Categorie)


@pytest.mark.parametrize(
    ("categorie", "periode", "accepted"),
    [
        (Categorie.PERISCOLAIRE, Periode.MATIN, True),
        (Categorie.PERISCOLAIRE, ETE, False),
        (Categorie.EXTRASCOLAIRE, ETE, True),
        (Categorie.EXTRASCOLAIRE, MERCREDI, False),
        (Categorie.ACCUEIL_JEUNES, Periode.SOIR, True),
        (Categorie.ACCUEIL_JEUNES, Periode.MATIN, False),
        (Categorie.SEJOUR, Periode.PETITES_VACANCES, True),
        (Categorie.SEJOUR, Periode.MIDI, False),
    ],
)
def test_a_category_has_its_periods(categorie: Categorie, periode: Periode, accepted: bool) -> None:
    if accepted:
        check_periode(categorie, periode, "periode")
        return
    with pytest.raises(ErreurMetier, match=periode.libelle) as error:
        check_periode(categorie, periode, "periode")
    assert error.value.champ == "periode"


def test_the_last_line_dated_is_in_force() -> None:
    lines = [line("2024-09-01", 60), line("2020-09-01", 40), line("2022-01-01", 99, ETE)]
    found = [
        get_capacite(lines, MERCREDI, date.fromisoformat(day))
        for day in ("2020-08-31", "2020-09-01", "2024-08-31", "2024-09-01")
    ]
    assert [c and c.total for c in found] == [None, 40, 40, 60]


def test_mean_capacity_of_a_year() -> None:
    lines = [line("2020-09-01", 40), line("2023-07-01", 60)]
    # 40 places until 30 June (181 days of 2023), 60 afterwards (184 days).
    assert compute_capacite_moyenne(lines, MERCREDI, 2023) == Decimal(40 * 181 + 60 * 184) / 365
    # Opened on 1 September: 40 places while it existed.
    assert compute_capacite_moyenne(lines, MERCREDI, 2020) == 40
    assert compute_capacite_moyenne(lines, MERCREDI, 2019) is None
    assert compute_capacite_moyenne(lines, ETE, 2023) is None
    closed = [line("2020-09-01", 40), line("2023-07-01", 0)]
    assert compute_capacite_moyenne(closed, MERCREDI, 2023) == 40
    assert compute_capacite_moyenne(closed, MERCREDI, 2024) is None


def test_periods_with_places_are_expected() -> None:
    lines = [line("2020-09-01", 40, ETE), line("2020-09-01", 40), line("2024-01-01", 0)]
    assert list_periodes(lines, 2023) == (MERCREDI, ETE)
    assert list_periodes(lines, 2024) == (ETE,)


@given(
    st.dictionaries(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 50), max_size=6),
    st.dates(date(2019, 1, 1), date(2027, 1, 1)),
)
def test_the_capacity_in_force_is_that_of_a_line_already_dated(
    lines: dict[date, int], jour: date
) -> None:
    found = get_capacite([line(d.isoformat(), n) for d, n in lines.items()], MERCREDI, jour)
    before = [d for d in lines if d <= jour]
    assert (None if found is None else found.date_effet) == max(before, default=None)


def test_theoretical_hours_need_the_three_parts() -> None:
    assert compute_heures_theoriques(Decimal(40), 35, Decimal("9.5")) == 13_300
    assert compute_heures_theoriques(None, 35, Decimal("9.5")) is None
    assert compute_heures_theoriques(Decimal(40), None, Decimal("9.5")) is None
    assert compute_heures_theoriques(Decimal(40), 35, None) is None


def test_open_means_structure_and_accueil_both_open() -> None:
    assert is_ouvert(2024, (None, None), (None, None))
    assert is_ouvert(2024, (date(2024, 12, 31), None), (None, date(2024, 1, 1)))
    assert not is_ouvert(2024, (None, date(2025, 1, 1)), (None, None))
    assert not is_ouvert(2024, (None, None), (date(2023, 12, 31), None))


@pytest.mark.parametrize(
    ("jour", "alerte", "etat"),
    [
        (date(2023, 8, 31), None, EtatPedt.A_VENIR),
        (date(2023, 9, 1), None, EtatPedt.EN_COURS),
        (date(2026, 2, 27), date(2026, 8, 27), EtatPedt.EN_COURS),
        (date(2026, 2, 28), date(2026, 8, 31), EtatPedt.A_RENOUVELER),
        (date(2026, 8, 31), None, EtatPedt.EN_COURS),
        (date(2026, 9, 1), date(2027, 3, 1), EtatPedt.EXPIRE),
    ],
)
def test_the_state_of_a_pedt_follows_its_dates(
    jour: date, alerte: date | None, etat: EtatPedt
) -> None:
    assert get_etat(date(2023, 9, 1), date(2026, 8, 31), jour, alerte) is etat
