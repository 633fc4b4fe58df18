"""The office's own map of roads and waters, drawn behind the place of a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from domain.organisation.bearings import offset

Line = tuple[tuple[float, float], ...]
"""Points, each latitude and longitude in degrees."""
FINEST = 1.0
"""Units of the drawing: points nearer to the one before are left out."""


@dataclass(frozen=True)
class RoadMap:
    """`attribution`: whose data it is, as their licence wants it said."""

    lines: tuple[Line, ...]
    attribution: str

    def drawn(
        self, middle: tuple[float, float], scale: float, edge: float
    ) -> Iterator[list[tuple[float, float]]]:
        """Yield the lines in units of a drawing, east and south of its middle, without what lies outside it.

        `scale`: units for a metre. `edge`: units from the middle to the edge. The last point of a line outside
        stays, so that a road runs to the edge.
        """
        for line in self.lines:
            away = (offset(middle, point) for point in line)
            points = [(one.east * scale, -one.north * scale) for one in away]
            part: list[tuple[float, float]] = []
            for one, other in pairwise(points):
                if _touches(one, other, edge):
                    part = part or [one]
                    if not _near(part[-1], other):
                        part.append(other)
                    continue
                if len(part) > 1:
                    yield part
                part = []
            if len(part) > 1:
                yield part


def _touches(one: tuple[float, float], other: tuple[float, float], edge: float) -> bool:
    """Whether the rectangle around two points reaches into the drawing."""
    return all(
        min(first, second) <= edge and max(first, second) >= -edge
        for first, second in zip(one, other, strict=True)
    )


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < FINEST and abs(one[1] - other[1]) < FINEST
