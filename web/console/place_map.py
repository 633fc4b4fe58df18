"""A small map of where a case is: the office in the middle, rings of distance, the case. Needs no map server."""

from dataclasses import dataclass

from domain.cases.complaint import Complaint
from domain.organisation.bearings import offset
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork

RADIUS = 100.0
"""Units of the drawing from its middle to the outer ring."""
RINGS = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
"""Metres of the outer ring; the smallest that holds the case is taken."""
AT_THE_OFFICE = 30.0


@dataclass(frozen=True)
class PlaceMap:
    """`x` and `y`: the case on the drawing, whose middle is 0, 0. `ring`: metres of the outer ring, as words."""

    x: float
    y: float
    ring: str
    half_ring: str
    words: str
    latitude: float
    longitude: float


def place_map(uow: UnitOfWork, translator: Translator, case: Complaint) -> PlaceMap | None:
    """The map of a case with coordinates, else None."""
    place, office = case.place, uow.context.catalog.organisation
    if place.latitude is None or place.longitude is None:
        return None
    away = offset((office.latitude, office.longitude), (place.latitude, place.longitude))
    ring = next((metres for metres in RINGS if metres >= away.metres), RINGS[-1])
    scale = min(RADIUS / ring, RADIUS / max(away.metres, 1.0))
    return PlaceMap(
        round(away.east * scale, 1),
        round(-away.north * scale, 1),
        _distance(translator, ring),
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
    )


def _distance(translator: Translator, metres: float) -> str:
    if metres < 1000:
        return translator.say("console.metres", count=round(metres / 10) * 10)
    return translator.say("console.kilometres", count=f"{metres / 1000:.1f}".removesuffix(".0"))
