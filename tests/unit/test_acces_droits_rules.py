"""Rules of the axis accès aux droits, on examples worked by hand."""

import pytest

from plugins.acces_droits.rules import compute_distance


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((47.0, -1.0), (47.0, -1.0), 0),
        # A degree of latitude: 6 371 x pi / 180.
        ((47.0, -1.0), (48.0, -1.0), 111.195),
        # A degree of longitude at 60 degrees north is half of one at the equator, the arc a hair less.
        ((60.0, 0.0), (60.0, 1.0), 55.597),
        # From pole to pole, half a circle: rounding never leaves what an arcsine takes.
        ((90.0, 0.0), (-90.0, 0.0), 20015.087),
    ],
)
def test_distance_is_a_great_circle(
    start: tuple[float, float], end: tuple[float, float], expected: float
) -> None:
    assert compute_distance(*start, *end) == pytest.approx(expected, abs=0.001)
    assert compute_distance(*end, *start) == pytest.approx(expected, abs=0.001)
