"""Seats, hours of an agenda, moves of a relevé: values in, values out."""

import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ErreurMetier
from core.gouvernance.codes import College, EtatReleve, EtatSeance, QualiteMembre
from core.gouvernance.rules import (
    PASSAGES,
    check_heures,
    check_siege,
    get_passage,
    list_passages,
    overlaps,
    plan_heures,
)
from core.gouvernance.seances import check_tenue

DOC = Path(__file__).parents[2] / "docs" / "seances.md"
JOURS = st.dates(date(2024, 1, 1), date(2024, 3, 1))


@given(JOURS, JOURS, JOURS, JOURS)
def test_two_periods_overlap_when_they_share_a_day(a: date, b: date, c: date, d: date) -> None:
    first, second = sorted((a, b)), sorted((c, d))
    shared = {n for n in range(first[0].toordinal(), first[1].toordinal() + 1)} & {
        n for n in range(second[0].toordinal(), second[1].toordinal() + 1)
    }
    assert overlaps(*first, *second) is bool(shared)
    assert overlaps(*second, *first) is bool(shared)


@pytest.mark.parametrize(
    ("college", "commune", "qualite", "champ"),
    [
        (College.ELUS, "49099", None, "qualite"),
        (College.ELUS, None, QualiteMembre.SUPPLEANT, "commune"),
        (College.CAF, "49099", QualiteMembre.TITULAIRE, "college"),
    ],
)
def test_a_seat_that_contradicts_itself_names_its_field(
    college: College, commune: str | None, qualite: QualiteMembre | None, champ: str
) -> None:
    with pytest.raises(ErreurMetier) as refused:
        check_siege(college, commune, qualite)
    assert refused.value.champ == champ


def test_hours_follow_the_minutes() -> None:
    assert plan_heures(time(14, 30), [10, None, 45, 8]) == [
        time(14, 30),
        None,
        time(14, 40),
        time(15, 25),
    ]
    assert plan_heures(None, [10, None]) == [None, None]
    # A point after midnight is of the next day; nothing breaks.
    assert plan_heures(time(23, 50), [20, 5]) == [time(23, 50), time(0, 10)]


def test_a_session_ends_after_it_begins_and_is_held_once_past() -> None:
    check_heures(None, None)
    check_heures(time(9), time(10))
    for debut, fin, champ in ((None, time(9), "heure_debut"), (time(9), time(9), "heure_fin")):
        with pytest.raises(ErreurMetier) as refused:
            check_heures(debut, fin)
        assert refused.value.champ == champ
    with pytest.raises(ErreurMetier):
        check_tenue(EtatSeance.TENUE, date(2026, 2, 2), date(2026, 2, 1))
    check_tenue(EtatSeance.TENUE, date(2026, 2, 1), date(2026, 2, 1))


@given(
    st.sampled_from(EtatReleve), st.sampled_from(EtatReleve), st.sampled_from(("", " ", "Erreur"))
)
def test_a_releve_moves_by_the_table_only(de: EtatReleve, vers: EtatReleve, motif: str) -> None:
    known = {(p.de, p.vers): p for p in PASSAGES}
    passage = known.get((de, vers))
    if passage is None or (passage.motif and not motif.strip()):
        with pytest.raises(ErreurMetier):
            get_passage(de, vers, motif)
    else:
        assert get_passage(de, vers, motif) is passage
        assert passage in list_passages(de)


def test_the_table_of_the_docs_is_that_of_the_rules() -> None:
    rows = re.findall(r"^\| (\w+) \| (\w+) \| ([^|]+) \| (oui|non) \|$", DOC.read_text(), re.M)
    assert [
        (p.de.value, p.vers.value, p.libelle, "oui" if p.motif else "non") for p in PASSAGES
    ] == [(de, vers, libelle.strip(), motif) for de, vers, libelle, motif in rows]
