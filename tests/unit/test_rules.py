"""Pure rules: cycle, actions, indicators, accounts."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.communes.rules import sort_key
from core.comptes.rules import check_password
from core.cycles.rules import TRANSITIONS, EtapeCycle, check_dates, default_dates, get_transition
from core.errors import ErreurMetier
from core.indicateurs.rules import (
    Mesure,
    aggregate,
    compute_value,
    is_good,
    read_trend,
)
from core.plan.codes import NatureAction, Portee, StatutAction
from core.plan.rules import check_action, is_late
from core.plugin.types import Sens


def _mesure(numerateur: int | None, denominateur: int | None) -> Mesure:
    return Mesure(
        numerateur=None if numerateur is None else Decimal(numerateur),
        denominateur=None if denominateur is None else Decimal(denominateur),
        repondu=1,
        attendu=1,
    )


def test_ratios_are_summed_then_divided() -> None:
    total = aggregate([_mesure(10, 20), _mesure(0, 80)], ratio=True)
    assert compute_value(total, ratio=True, facteur=100) == Decimal(10)


def test_a_missing_part_is_not_zero_and_shows() -> None:
    total = aggregate([_mesure(10, 20), _mesure(50, None), _mesure(None, 30)], ratio=True)
    assert compute_value(total, ratio=True, facteur=100) == Decimal(50)
    assert (total.repondu, total.attendu) == (1, 3)


def test_nobody_answered_has_no_value() -> None:
    total = aggregate([_mesure(None, None)], ratio=False)
    assert compute_value(total, ratio=False, facteur=1) is None
    assert compute_value(aggregate([], ratio=True), ratio=True, facteur=1) is None


def test_zero_children_is_not_a_division() -> None:
    assert compute_value(_mesure(5, 0), ratio=True, facteur=100) is None


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=1))
def test_grouping_changes_nothing(parts: list[tuple[int, int]]) -> None:
    measures = [_mesure(n, d) for n, d in parts]
    cut = len(measures) // 2
    halves = [aggregate(part, ratio=True) for part in (measures[:cut], measures[cut:])]
    assert aggregate(halves, ratio=True) == aggregate(measures, ratio=True)


@pytest.mark.parametrize(
    ("before", "after", "sens", "good"),
    [
        (1, 2, Sens.HAUSSE, True),
        (2, 1, Sens.HAUSSE, False),
        (2, 1, Sens.BAISSE, True),
        (1, 2, Sens.BAISSE, False),
        (1, 1, Sens.HAUSSE, None),
        (1, 2, Sens.LECTURE, None),
    ],
)
def test_trend_both_ways(before: int, after: int, sens: Sens, good: bool | None) -> None:
    assert is_good(read_trend(Decimal(before), Decimal(after)), sens) is good


def test_every_step_but_the_last_has_a_way_on() -> None:
    steps = list(EtapeCycle)
    for here, following in itertools.pairwise(steps):
        assert get_transition(here, following)
    assert not [t for t in TRANSITIONS if t.de is EtapeCycle.CLOTURE]


def test_no_way_back_once_the_file_was_sent() -> None:
    with pytest.raises(ErreurMetier, match="On ne passe pas"):
        get_transition(EtapeCycle.COPIL, EtapeCycle.COTECH)


def test_default_calendar_is_in_order_and_in_the_next_year() -> None:
    dates = default_dates(2025)
    check_dates(dates)
    assert {day.year for day in dates.values()} == {2026}
    with pytest.raises(ErreurMetier) as refused:
        check_dates({**dates, "date_copil": date(2026, 1, 1)})
    assert refused.value.champ == "date_copil"


def test_late_is_an_active_action_past_its_end() -> None:
    jour = date(2026, 11, 24)
    assert is_late(StatutAction.EN_COURS, date(2026, 11, 23), jour)
    assert not is_late(StatutAction.EN_COURS, jour, jour)
    assert not is_late(StatutAction.REALISEE, date(2020, 1, 1), jour)
    assert not is_late(StatutAction.EN_COURS, None, jour)


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"date_fin": date(2023, 1, 1)}, "date_fin"),
        ({"date_fin": None}, "date_fin"),
        ({"portee": Portee.COMMUNES}, "communes"),
        ({"communes": ["49099"]}, "communes"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(change: dict[str, object], champ: str) -> None:
    sheet: dict[str, object] = {
        "date_debut": date(2024, 1, 1),
        "date_fin": date(2026, 1, 1),
        "nature": NatureAction.PONCTUELLE,
        "portee": Portee.TERRITOIRE,
        "communes": [],
    }
    check_action(**sheet)  # type: ignore[arg-type]
    with pytest.raises(ErreurMetier) as refused:
        check_action(**{**sheet, **change})  # type: ignore[arg-type]
    assert refused.value.champ == champ


def test_names_sort_as_in_a_french_dictionary() -> None:
    names = ["Yzernay", "Évreux", "Étriché", "La Plaine", "Le May-sur-Èvre", "Cholet"]
    assert sorted(names, key=sort_key) == [
        "Cholet",
        "Étriché",
        "Évreux",
        "La Plaine",
        "Le May-sur-Èvre",
        "Yzernay",
    ]


@pytest.mark.parametrize("password", ["court", "cholet-2026!", "marie.dupont-12345"])
def test_guessable_passwords_are_refused(password: str) -> None:
    with pytest.raises(ErreurMetier):
        check_password(password, "marie.dupont@exemple.fr")
