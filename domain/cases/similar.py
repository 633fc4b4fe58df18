"""Similarity of two complaints, to suggest that they are about the same problem. People decide; nothing is merged.

Common words alone are weak evidence, distance and topic together are strong: of 40 pairs of real reports within 50
metres and seven days, read by hand, about half were the same problem.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from domain.cases.complaint import Complaint
from domain.organisation.bearings import offset
from domain.text.grams import trigrams
from domain.text.thai_text import fold

NEAR_METRES, CLOSE_METRES = 250.0, 60.0
"""FixMyStreet suggests duplicates within 250 m; the location of a phone is accurate to some tens of metres."""
SOON = timedelta(days=14)
ALIKE, VERY_ALIKE = 0.12, 0.3
"""Jaccard index of the sets of three-letter sequences."""
ENOUGH = 4
"""Minimum points for a suggestion."""
LOOK_BACK = timedelta(days=120)
"""Cases filed up to this long before a case are compared with it."""


@dataclass(frozen=True)
class Likeness:
    """`points`: more points, more similar. `why`: what the cases have in common: near, village, soon, words."""

    points: int
    why: tuple[str, ...]


def likeness(one: Complaint, other: Complaint) -> Likeness:
    """The similarity of two cases of the same category."""
    points, why = 1, []
    metres = _metres(one, other)
    if metres is not None and metres <= NEAR_METRES:
        points += 3 if metres <= CLOSE_METRES else 2
        why.append("near")
    elif one.place.village is not None and one.place.village == other.place.village:
        points += 1
        why.append("village")
    if abs(one.filed_at - other.filed_at) <= SOON:
        points += 1
        why.append("soon")
    common = _common(f"{one.detail} {one.place.words}", f"{other.detail} {other.place.words}")
    if common >= ALIKE:
        points += 3 if common >= VERY_ALIKE else 1
        why.append("words")
    return Likeness(points, tuple(why))


def alike(case: Complaint, others: Iterable[Complaint]) -> list[tuple[Likeness, Complaint]]:
    """The cases of `others`, all of the same category, to suggest: the most similar first, then the newest."""
    found = [(likeness(case, other), other) for other in others]
    return sorted(
        (pair for pair in found if pair[0].points >= ENOUGH),
        key=lambda pair: (-pair[0].points, -pair[1].id),
    )


def _metres(one: Complaint, other: Complaint) -> float | None:
    points = (one.place.latitude, one.place.longitude, other.place.latitude, other.place.longitude)
    if any(point is None for point in points):
        return None
    latitude, longitude, other_latitude, other_longitude = (float(point or 0) for point in points)
    return offset((latitude, longitude), (other_latitude, other_longitude)).metres


def _common(one: str, other: str) -> float:
    first, second = trigrams(fold(one)), trigrams(fold(other))
    return len(first & second) / len(first | second) if first and second else 0.0
