"""Distance and direction between two points of a subdistrict, by a flat-earth approximation."""

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians

METRES_A_DEGREE = 111_320.0
"""Metres in a degree of latitude; a degree of longitude has this times the cosine of the latitude."""
DIRECTIONS = (
    "north",
    "north_east",
    "east",
    "south_east",
    "south",
    "south_west",
    "west",
    "north_west",
)


@dataclass(frozen=True)
class Offset:
    """Metres east and north of a point."""

    east: float
    north: float

    @property
    def metres(self) -> float:
        return hypot(self.east, self.north)

    @property
    def direction(self) -> str:
        """One of DIRECTIONS."""
        turn = degrees(atan2(self.east, self.north)) % 360
        return DIRECTIONS[round(turn / 45) % len(DIRECTIONS)]


def offset(origin: tuple[float, float], point: tuple[float, float]) -> Offset:
    """The offset of a point from an origin; both are latitude and longitude in degrees."""
    north = (point[0] - origin[0]) * METRES_A_DEGREE
    east = (point[1] - origin[1]) * METRES_A_DEGREE * cos(radians(origin[0]))
    return Offset(east, north)
