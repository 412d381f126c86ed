"""Places on earth.  The product keeps WGS-84; GCJ-02 (WeChat, Tencent, AMap) is converted at the edges.

Road metres are straight metres times a circuity; minutes come from two speeds, town and open road.  Both are figures
of the embedded default and replaced by measured ones where a city has them.
"""

import math
from typing import NamedTuple

CIRCUITY = 1.3
TOWN_M = 8_000
TOWN_M_PER_MIN = 560.0
ROAD_M_PER_MIN = 1_050.0
_A, _EE = 6378245.0, 0.00669342162296594323  # The ellipsoid of GCJ-02.


class Point(NamedTuple):
    """A WGS-84 place: degrees."""

    lat_wgs: float
    lng_wgs: float


def road_m(a: Point, b: Point) -> int:
    """Metres by road between two places."""
    north = (a.lat_wgs - b.lat_wgs) * 110_570
    east = (a.lng_wgs - b.lng_wgs) * 111_320 * math.cos(math.radians((a.lat_wgs + b.lat_wgs) / 2))
    return round(CIRCUITY * math.hypot(north, east))


def drive_min(metres: float) -> int:
    """Whole minutes for that many metres; the first and last kilometres are in town."""
    town = min(metres, TOWN_M)
    return math.ceil(town / TOWN_M_PER_MIN + max(0.0, metres - TOWN_M) / ROAD_M_PER_MIN)


def wgs_from_gcj(lat_gcj: float, lng_gcj: float) -> Point:
    """The WGS-84 place of a GCJ-02 pair, to a centimetre (two steps of the inverse)."""
    north, east = _shift(lat_gcj, lng_gcj)
    north, east = _shift(lat_gcj - north, lng_gcj - east)
    return Point(lat_gcj - north, lng_gcj - east)


def gcj_from_wgs(point: Point) -> tuple[float, float]:
    """(lat_gcj, lng_gcj) of a WGS-84 place."""
    north, east = _shift(*point)
    return point.lat_wgs + north, point.lng_wgs + east


def _shift(lat: float, lng: float) -> tuple[float, float]:
    x, y = lng - 105.0, lat - 35.0
    swing = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + swing
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + swing
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    curve = 1 - _EE * math.sin(math.radians(lat)) ** 2
    north_deg = north * 180 / (_A * (1 - _EE) / (curve * math.sqrt(curve)) * math.pi)
    return north_deg, east * 180 / (_A / math.sqrt(curve) * math.cos(math.radians(lat)) * math.pi)
