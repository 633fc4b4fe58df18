"""The place of a complaint: what the reporter chose, completed by what the story says."""

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
"""A pin farther from the office than this is probably not in the subdistrict, whose farthest corner is nearer."""
_EARTH_KM = 6371.0
_VILLAGE_ALONE = 20
"""Letters of a text that can only be a village: หมู่บ้านที่ 12 ค่ะ."""


def told_place(place: Place, story: str, office: Organisation) -> Place:
    """The place with the village, and without a pin or words also the spot, that its words or the story name."""
    village = place.village
    if village is None:
        village = village_told((place.words, story), office)
    has_spot = bool(place.words) or place.latitude is not None
    said = None if has_spot else said_place(fold(story))
    return replace(place, village=village, words=place.words or (said and said.words) or "")


def village_told(texts: tuple[str, ...], office: Organisation) -> int | None:
    """The number of the only village of this office that the first text with a village names, in any spelling."""
    village = named_village(texts, office)
    if village is not None:
        return village
    known = {one.number for one in office.villages}
    for words in texts:
        said = said_place(fold(words)) if words else None
        if said is not None and said.village is not None:
            return (
                said.village if said.village in known and not is_elsewhere(words, office) else None
            )
    return None


def village_alone(text: str, office: Organisation) -> int | None:
    """The number of a village of this office if the text is nothing but that, in any spelling; else None."""
    folded = fold(text)
    said = said_place(folded)
    if said is None or said.words or len(folded) > _VILLAGE_ALONE:
        return None
    return said.village if said.village in {one.number for one in office.villages} else None


def kilometres(latitude: float, longitude: float, office: Organisation) -> float:
    """The distance of a point, in degrees, from the office in kilometres, by the haversine formula."""
    one, two = radians(latitude), radians(office.latitude)
    half = sin((two - one) / 2) ** 2
    half += cos(one) * cos(two) * sin(radians(office.longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
