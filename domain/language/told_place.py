"""The place of a complaint: the reporter's choice, completed from the story."""

from __future__ import annotations

from dataclasses import replace
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from domain.language.places import said_place
from domain.organisation.organisation import is_elsewhere, named_village
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from domain.cases.complaint import Place
    from domain.organisation.organisation import Organisation

FAR_KM = 30.0
"""A location farther from the office than this is probably outside the subdistrict."""
_EARTH_KM = 6371.0
_VILLAGE_ALONE = 20
"""Letters of the longest text that may consist only of a village: หมู่บ้านที่ 12 ค่ะ."""


def told_place(place: Place, story: str, office: Organisation) -> Place:
    """The place with the village that its words or the story name, and the spot if it has no location or words."""
    village = place.village
    if village is None:
        village = village_told((place.words, story), office)
    has_spot = bool(place.words) or place.latitude is not None
    place_in_story = None if has_spot else said_place(fold(story))
    return replace(
        place, village=village, words=place.words or (place_in_story and place_in_story.words) or ""
    )


def village_told(texts: tuple[str, ...], office: Organisation) -> int | None:
    """The village in the first text that names any; None if it names several or one of another office."""
    village = named_village(texts, office)
    if village is not None:
        return village
    numbers = {one.number for one in office.villages}
    for words in texts:
        found = said_place(fold(words)) if words else None
        if found is not None and found.village is not None:
            return (
                found.village
                if found.village in numbers and not is_elsewhere(words, office)
                else None
            )
    return None


def village_alone(text: str, office: Organisation) -> int | None:
    """The number of a village of this office if the text consists only of it, in any spelling; else None."""
    folded = fold(text)
    found = said_place(folded)
    if found is None or found.words or len(folded) > _VILLAGE_ALONE:
        return None
    return found.village if found.village in {one.number for one in office.villages} else None


def kilometres(latitude: float, longitude: float, office: Organisation) -> float:
    """The distance of a point, in degrees, from the office in kilometres, by the haversine formula."""
    one, two = radians(latitude), radians(office.latitude)
    half = sin((two - one) / 2) ** 2
    half += cos(one) * cos(two) * sin(radians(office.longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
