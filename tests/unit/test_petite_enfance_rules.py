"""Rules of the axis petite enfance, on examples worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ErreurMetier
from plugins.petite_enfance.rules import (
    MotifPlaces,
    Mouvement,
    NatureEaje,
    check_registre,
    compute_heures_theoriques,
    compute_places_moyennes,
    compute_solde,
    get_categorie,
)

COLLECTIVE, FAMILIALE = NatureEaje.CRECHE_COLLECTIVE, NatureEaje.CRECHE_FAMILIALE


def line(jour: str, places: int, motif: MotifPlaces | None = None) -> Mouvement:
    default = MotifPlaces.EXTENSION if places > 0 else MotifPlaces.REDUCTION
    return Mouvement(date_effet=date.fromisoformat(jour), places=places, motif=motif or default)


@pytest.mark.parametrize(
    ("nature", "places", "expected"),
    [
        (COLLECTIVE, 0, "Sans place autorisée"),
        (COLLECTIVE, 1, "Micro-crèche"),
        (COLLECTIVE, 12, "Micro-crèche"),
        (COLLECTIVE, 13, "Petite crèche"),
        (COLLECTIVE, 24, "Petite crèche"),
        (COLLECTIVE, 25, "Crèche"),
        (COLLECTIVE, 39, "Crèche"),
        (COLLECTIVE, 40, "Grande crèche"),
        (COLLECTIVE, 59, "Grande crèche"),
        (COLLECTIVE, 60, "Très grande crèche"),
        (FAMILIALE, 29, "Petite crèche familiale"),
        (FAMILIALE, 30, "Crèche familiale"),
        (FAMILIALE, 59, "Crèche familiale"),
        (FAMILIALE, 60, "Grande crèche familiale"),
        (FAMILIALE, 89, "Grande crèche familiale"),
        (FAMILIALE, 90, "Très grande crèche familiale"),
        (NatureEaje.JARDIN_ENFANTS, 24, "Jardin d'enfants"),
    ],
)
def test_category_follows_the_steps_of_the_code(
    nature: NatureEaje, places: int, expected: str
) -> None:
    assert get_categorie(nature, places) == expected


def test_the_balance_counts_the_day_of_effect() -> None:
    registre = [line("2020-09-01", 20), line("2023-01-01", 5), line("2024-07-01", -10)]
    days = ["2020-08-31", "2020-09-01", "2022-12-31", "2023-01-01", "2024-06-30", "2024-07-01"]
    soldes = [compute_solde(registre, date.fromisoformat(day)) for day in days]
    assert soldes == [0, 20, 20, 25, 25, 15]


def test_a_ledger_below_zero_is_refused_by_its_line() -> None:
    registre = [line("2020-09-01", 20), line("2024-07-01", -25), line("2025-01-01", 30)]
    with pytest.raises(ErreurMetier) as error:
        check_registre(registre)
    assert error.value.champ == "mouvements"
    assert error.value.message.startswith("Ligne du 01/07/2024 (réduction, \u221225)")
    assert "\u22125 places" in error.value.message


def test_lines_may_come_in_any_order_and_share_a_day() -> None:
    check_registre([line("2024-01-01", -20), line("2020-01-01", 20)])
    check_registre([line("2024-01-01", -20), line("2024-01-01", 20)])
    with pytest.raises(ErreurMetier, match=r"01/01/2019"):
        check_registre([line("2020-01-01", 20), line("2019-01-01", -20)])


@pytest.mark.parametrize(
    ("motif", "places", "accepted"),
    [
        (MotifPlaces.OUVERTURE, 10, True),
        (MotifPlaces.OUVERTURE, 0, False),
        (MotifPlaces.OUVERTURE, -1, False),
        (MotifPlaces.EXTENSION, -1, False),
        (MotifPlaces.REDUCTION, 1, False),
        (MotifPlaces.FERMETURE, 0, False),
        (MotifPlaces.FERMETURE, -10, True),
        (MotifPlaces.TRANSFORMATION, 0, True),
        (MotifPlaces.TRANSFORMATION, -3, True),
        (MotifPlaces.TRANSFORMATION, 3, True),
    ],
)
def test_the_sign_agrees_with_the_reason(motif: MotifPlaces, places: int, accepted: bool) -> None:
    registre = [line("2020-01-01", 10), line("2021-01-01", places, motif)]
    if accepted:
        check_registre(registre)
        return
    with pytest.raises(ErreurMetier, match="Ligne du 01/01/2021"):
        check_registre(registre)


@given(st.lists(st.tuples(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(-30, 30))))
def test_an_accepted_ledger_is_never_below_zero(moves: list[tuple[date, int]]) -> None:
    registre = [
        Mouvement(date_effet=jour, places=places, motif=MotifPlaces.TRANSFORMATION)
        for jour, places in moves
    ]
    lowest = min((compute_solde(registre, m.date_effet) for m in registre), default=0)
    try:
        check_registre(registre)
    except ErreurMetier:
        assert lowest < 0
    else:
        assert lowest >= 0


def test_mean_places_of_a_year() -> None:
    whole = [line("2020-09-01", 20)]
    assert compute_places_moyennes(whole, 2024) == 20
    # Opened on 1 September: 20 places while it existed; its days of opening tell the four months.
    assert compute_places_moyennes(whole, 2020) == 20
    assert compute_places_moyennes(whole, 2019) is None
    # 20 places until 30 June (181 days of 2023), 30 afterwards (184 days).
    extended = [line("2020-09-01", 20), line("2023-07-01", 10)]
    assert compute_places_moyennes(extended, 2023) == Decimal(20 * 181 + 30 * 184) / 365
    # Closed on 1 July: only its days with a place count.
    closed = [line("2020-09-01", 20), line("2023-07-01", -20, MotifPlaces.FERMETURE)]
    assert compute_places_moyennes(closed, 2023) == 20
    assert compute_places_moyennes(closed, 2024) is None
    assert compute_places_moyennes([], 2024) is None


def test_theoretical_hours_are_places_by_days_by_hours() -> None:
    assert compute_heures_theoriques(Decimal(20), 220, Decimal("10.5")) == 46_200
    assert compute_heures_theoriques(Decimal(20), None, Decimal("10.5")) is None
    assert compute_heures_theoriques(None, 220, Decimal("10.5")) is None
    assert compute_heures_theoriques(Decimal(20), 220, None) is None
