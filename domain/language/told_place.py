"""The place of a complaint: the reporter's choice, completed from the story."""

from __future__ import annotations

import re
from dataclasses import replace
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from domain.language.places import place_alone, said_place, spot_alone
from domain.organisation.organisation import is_elsewhere, named_village
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.cases.complaint import Place
    from domain.organisation.organisation import Organisation

FAR_KM = 30.0
"""A location farther from the office than this is probably outside the subdistrict."""
_EARTH_KM = 6371.0
_AT_THE_END = re.compile(r"(?:[\s,]|อยู่|ตรง|แถว|ที่)$")
"""What precedes a spot that stands for itself, and does not belong to the word before it."""
_TOLD_BEFORE = re.compile(r"(?:[\s\d.,)-]|ที่|ตรง|แถว|แจ้ง|สวัสดี|ค่ะ|คะ|ครับ|มี|สองเรื่อง|2 ?เรื่อง)+")
_AFTER_SPOT = re.compile(r"[\s,]|หมู่|ม\.")


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
    found = place_alone(fold(text))
    if found is None or found.words:
        return None
    return found.village if found.village in {one.number for one in office.villages} else None


def with_place(place: Place, text: str, office: Organisation) -> Place | None:
    """The place with the village and the spot of which a text consists; None for any other text.

    A further spot is added to the one told before: "ปากซอย 3", then "ข้างร้านป้าสม หมู่ 5".
    """
    found = place_alone(fold(text))
    if found is None or found.village not in {one.number for one in office.villages}:
        return None
    known = place.words
    spot = found.words or ""
    words = known if spot in known else spot if known in spot else f"{known} {spot}"
    return replace(place, village=found.village, words=words)


def spot_told(story: str) -> str:
    """The spot that a story names; empty if it names none."""
    found = said_place(fold(story))
    return (found and found.words) or ""


def shared_spot(stories: Sequence[str]) -> str:
    """The spot that one message tells for all its problems: before the first of them, or after the last.

    `stories`: the parts of the message. A spot inside a part belongs to it: "the lamp at the temple is out".
    """
    first, last = fold(stories[0]), fold(stories[-1])
    at_first, at_last = spot_told(first), spot_told(last)
    if at_first and at_last and at_first != at_last:
        return ""
    if at_last and _AT_THE_END.search(last[: last.find(at_last)]) and _ends_with(last, at_last):
        return at_last
    is_before = at_first and not _TOLD_BEFORE.sub("", first[: first.find(at_first)])
    return at_first if is_before and _AFTER_SPOT.match(first.split(at_first, 1)[1]) else ""


def _ends_with(story: str, spot: str) -> bool:
    """Whether nothing but its village follows the spot of a folded story."""
    return not spot_alone(story.split(spot, 1)[1])


def without_village(words: str, village: int | None) -> str:
    """The words of a place without the village, if they name only this one, so that it is not shown twice."""
    found = said_place(fold(words))
    if village is None or found is None or found.village != village:
        return words
    return spot_alone(fold(words)) or words


def kilometres(latitude: float, longitude: float, office: Organisation) -> float:
    """The distance of a point, in degrees, from the office in kilometres, by the haversine formula."""
    one, two = radians(latitude), radians(office.latitude)
    half = sin((two - one) / 2) ** 2
    half += cos(one) * cos(two) * sin(radians(office.longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
