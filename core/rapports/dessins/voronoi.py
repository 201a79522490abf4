"""Cells around points: Voronoi by half-plane clipping, kept inside a buffered hull.

Written for the 26 chefs-lieux of a territory: n clips for each of n cells are plenty fast, and
pure Python spares a numerical library. Coordinates are plane; see ``project``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Polygon = list[Point]


def project(positions: Sequence[tuple[float, float]]) -> list[Point]:
    """(longitude, latitude) in degrees to kilometres in a local plane.

    Equirectangular around the mean latitude: over a territory of 60 km the areas err by less than
    one per cent, far below what a schematic map shows.
    """
    if not positions:
        return []
    latitude = sum(lat for _, lat in positions) / len(positions)
    longitude = sum(lon for lon, _ in positions) / len(positions)
    return project_around(positions, (longitude, latitude))


def project_around(
    positions: Sequence[tuple[float, float]], centre: tuple[float, float]
) -> list[Point]:
    """Same as ``project`` around a given (longitude, latitude), for shapes that must agree."""
    degree = 111.195  # km on a sphere of 6,371 km
    shrink = math.cos(math.radians(centre[1]))
    return [
        ((lon - centre[0]) * degree * shrink, (lat - centre[1]) * degree) for lon, lat in positions
    ]


def convex_hull(points: Sequence[Point]) -> Polygon:
    """Convex hull, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) <= 2:
        return ordered

    def half(sequence: Sequence[Point]) -> Polygon:
        chain: Polygon = []
        for point in sequence:
            while len(chain) >= 2 and _cross(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def buffer_hull(points: Sequence[Point], distance: float) -> Polygon:
    """Hull of the points grown by ``distance``, with rounded corners (24 sides a circle)."""
    circle = [
        (
            distance * math.cos(2 * math.pi * k / 24),
            distance * math.sin(2 * math.pi * k / 24),
        )
        for k in range(24)
    ]
    return convex_hull([(x + dx, y + dy) for x, y in points for dx, dy in circle])


def voronoi_cells(sites: Sequence[Point], bounds: Polygon) -> list[Polygon]:
    """One polygon per site: the part of ``bounds`` nearer to it than to any other.

    Two sites at the same place would share a cell: the second gets an empty one.
    """
    cells: list[Polygon] = []
    for rank, site in enumerate(sites):
        cell = list(bounds)
        for other_rank, other in enumerate(sites):
            if other_rank == rank or not cell:
                continue
            if other == site:
                cell = cell if rank < other_rank else []
                continue
            cell = _clip_half_plane(cell, site, other)
        cells.append(cell)
    return cells


def area(polygon: Polygon) -> float:
    """Area by the shoelace formula, always positive."""
    return abs(_signed_area(polygon))


def centroid(polygon: Polygon) -> Point:
    """Centre of mass of a polygon; mean of its corners when it has no area."""
    signed = _signed_area(polygon)
    if abs(signed) < 1e-12:
        return (
            sum(x for x, _ in polygon) / len(polygon),
            sum(y for _, y in polygon) / len(polygon),
        )
    sum_x = sum_y = 0.0
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        weight = x1 * y2 - x2 * y1
        sum_x += (x1 + x2) * weight
        sum_y += (y1 + y2) * weight
    return sum_x / (6 * signed), sum_y / (6 * signed)


def spans_at(rings: Sequence[Polygon], y: float) -> list[tuple[float, float]]:
    """Where the horizontal line at ``y`` is inside the rings (even-odd): (from, to) pairs."""
    crossings: list[float] = []
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 <= y) != (y2 <= y):
                crossings.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _signed_area(polygon: Polygon) -> float:
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _cross(origin: Point, a: Point, b: Point) -> float:
    return (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0])


def _clip_half_plane(polygon: Polygon, site: Point, other: Point) -> Polygon:
    """Keeps the part of a convex polygon that is nearer to ``site`` than to ``other``."""
    normal = (other[0] - site[0], other[1] - site[1])
    middle = ((site[0] + other[0]) / 2, (site[1] + other[1]) / 2)

    def side(point: Point) -> float:
        return (point[0] - middle[0]) * normal[0] + (point[1] - middle[1]) * normal[1]

    kept: Polygon = []
    for start, end in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        side_start, side_end = side(start), side(end)
        if side_start <= 0:
            kept.append(start)
        if (side_start < 0 < side_end) or (side_end < 0 < side_start):
            ratio = side_start / (side_start - side_end)
            kept.append(
                (
                    start[0] + ratio * (end[0] - start[0]),
                    start[1] + ratio * (end[1] - start[1]),
                )
            )
    return kept
