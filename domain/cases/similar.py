"""How alike two complaints are, to suggest that they are about the same problem. People decide; nothing is merged.

Words alone are a weak sign, nearness and topic together a strong one: of 40 pairs of real reports within 50 metres
and seven days, read by hand, about half were the same problem.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from domain.cases.complaint import Complaint
from domain.organisation.bearings import offset
from domain.text.grams import trigrams
from domain.text.thai_text import fold

NEAR_METRES, CLOSE_METRES = 250.0, 60.0
"""FixMyStreet suggests within 250 m; a pin of a phone is good to some tens of metres."""
SOON = timedelta(days=14)
ALIKE, VERY_ALIKE = 0.12, 0.3
"""Shares of common three-letter sequences (Jaccard)."""
ENOUGH = 4
"""The points from which a case is suggested."""
LOOK_BACK = timedelta(days=120)
"""How long before a case others are looked at that may be about its problem."""


@dataclass(frozen=True)
class Likeness:
    """`points`: higher is more alike. `why`: what they have in common: near, village, soon, words."""

    points: int
    why: tuple[str, ...]


def likeness(one: Complaint, other: Complaint) -> Likeness:
    """How alike two cases of the same category are."""
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
    """Those of other cases of the same category that are worth suggesting, the likeliest and newest first."""
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
    mine, theirs = trigrams(fold(one)), trigrams(fold(other))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
