"""A small map: the office in the middle, rings of distance, villages, the case and other open cases.

It needs no map server. The position of a village is computed from its cases with coordinates; roads and waters are
drawn if the office has a map of its own.
"""

from dataclasses import dataclass
from functools import lru_cache

from domain.cases.complaint import Complaint
from domain.cases.queue import Tab
from domain.organisation.bearings import offset
from domain.organisation.officers import Officer
from domain.organisation.road_map import RoadMap
from handlers.access.desk import scope_of
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.queue_filter import QueueFilter

RADIUS = 100.0
"""Units of the drawing from its middle to the outer ring."""
RINGS = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
"""Metres of the outer ring; the smallest that contains the case is used."""
EDGE = 115.0
"""Units from the middle to the edge of the drawing, in `desk/case.html` too."""
AT_THE_OFFICE = 30.0
MOST_PINS = 300
NEWEST_PLACED, FEWEST_PLACED = 2000, 3
"""Cases from which the positions of villages are computed, and how many a village needs."""


@dataclass(frozen=True)
class Pin:
    """Another open case on the drawing."""

    id: int
    number: str
    x: float
    y: float


@dataclass(frozen=True)
class VillageMark:
    """Where a village is on the drawing."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class PlaceMap:
    """`x` and `y`: the case on the drawing, whose middle is 0, 0. `half_ring`: the distance of rings, as text.

    `roads`: data of an SVG path. `attribution`: the source of the roads.
    """

    x: float
    y: float
    half_ring: str
    words: str
    latitude: float
    longitude: float
    others: tuple[Pin, ...] = ()
    villages: tuple[VillageMark, ...] = ()
    roads: str = ""
    attribution: str = ""


def place_map(
    uow: UnitOfWork, translator: Translator, officer: Officer, case: Complaint
) -> PlaceMap | None:
    """The map of a case with coordinates, else None. The other cases are those that the officer lists."""
    place, office = case.place, uow.context.catalog.organisation
    if place.latitude is None or place.longitude is None:
        return None
    away = offset((office.latitude, office.longitude), (place.latitude, place.longitude))
    ring = next((metres for metres in RINGS if metres >= away.metres), RINGS[-1])
    scale = min(RADIUS / ring, RADIUS / max(away.metres, 1.0))
    middle = (office.latitude, office.longitude)
    others = _others(uow, officer, case, middle, scale)
    roads = uow.context.road_map
    return PlaceMap(
        round(away.east * scale, 1),
        round(-away.north * scale, 1),
        _distance(translator, ring / 2),
        translator.say("console.here")
        if away.metres < AT_THE_OFFICE
        else translator.say(
            "console.from_office",
            distance=_distance(translator, away.metres),
            direction=translator.say(f"console.{away.direction}"),
        ),
        place.latitude,
        place.longitude,
        others,
        _villages(uow, middle, scale),
        _path(roads, middle, scale) if roads else "",
        roads.attribution if roads else "",
    )


@lru_cache(maxsize=len(RINGS))
def _path(roads: RoadMap, middle: tuple[float, float], scale: float) -> str:
    """The data of the SVG path, cached: a map may have a hundred thousand points, and RINGS give few scales."""
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line)
        for line in roads.drawn(middle, scale, EDGE)
    )


def _villages(
    uow: UnitOfWork, middle: tuple[float, float], scale: float
) -> tuple[VillageMark, ...]:
    """The villages within the outer ring. `scale`: as in `_others`."""
    names = {one.number: one.label for one in uow.context.catalog.organisation.villages}
    marks = []
    for number, latitude, longitude in uow.tx.overview.village_points(NEWEST_PLACED, FEWEST_PLACED):
        at = offset(middle, (latitude, longitude))
        if number in names and at.metres * scale <= RADIUS:
            x, y = round(at.east * scale, 1), round(-at.north * scale, 1)
            marks.append(VillageMark(names[number], x, y))
    return tuple(marks)


def _others(
    uow: UnitOfWork, officer: Officer, case: Complaint, middle: tuple[float, float], scale: float
) -> tuple[Pin, ...]:
    """The other open cases within the outer ring. `scale`: units of the drawing for a metre."""
    scope = scope_of(officer)
    if scope is None or not may_leave_by(Outlet.CONSOLE, case):
        return ()
    query = QueueFilter(Tab.SECTION, officer.id, scope.department, uow.now, uow.now)
    pins = []
    for key, number, latitude, longitude in uow.tx.desk_queue.pins(query, MOST_PINS):
        at = offset(middle, (latitude, longitude))
        if key != case.id and at.metres * scale <= RADIUS:
            pins.append(Pin(key, number, round(at.east * scale, 1), round(-at.north * scale, 1)))
    return tuple(pins)


def _distance(translator: Translator, metres: float) -> str:
    if metres < 1000:
        return translator.say("console.metres", count=round(metres / 10) * 10)
    return translator.say("console.kilometres", count=f"{metres / 1000:.1f}".removesuffix(".0"))
