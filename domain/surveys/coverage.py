"""Who answered a round: numbers by door, and warnings about the quality of the figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.surveys.participation import ResponseState
from domain.surveys.tally import is_assisted, scales_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.surveys.question_set import QuestionSet
    from domain.surveys.tally import Group, Pattern, Tally

MOST_ASSISTED = 0.5
MOST_AT_ONE_DOOR = 0.6
MOST_STRAIGHT = 0.2
FEWEST_FOR_STRAIGHT = 4
"""Minimum answered scales for equal codes to count as straight-lining."""


class Flag(StrEnum):
    """A warning for readers of the figures."""

    ASSISTED = "assisted"
    """More than half of the answers were entered by officers."""
    ONE_DOOR = "one_door"
    """More than 60 % came through one door."""
    BURST = "burst"
    """Some answers came in a burst at one door."""
    STRAIGHT = "straight"
    """More than 20 % gave one code to every scale."""
    BELOW_TARGET = "below_target"
    VOID = "void"
    """Some responses were declared invalid."""


@dataclass(frozen=True)
class Part:
    """How many people answered for one service, village or channel. `key`: "" for none."""

    key: str
    n: int
    assisted: int


@dataclass(frozen=True)
class Coverage:
    """Numbers of responses. `n`: with at least one answer; `complete`: of these; `void`: not in any other number.

    `assisted`: entered by an officer. `burst`: given in a burst. `straight_of`: people who answered at least
    FEWEST_FOR_STRAIGHT scales; `straight`: those of them who gave one code to every scale. `doors`: number of
    doors with answers; `largest_door`: responses of the door with the most. `target`, `population`: None if
    unknown.
    """

    n: int
    complete: int
    void: int
    assisted: int
    burst: int
    straight: int
    straight_of: int
    doors: int
    largest_door: int
    population: int | None
    population_source: str
    target: int | None
    services: tuple[Part, ...]
    villages: tuple[Part, ...]
    channels: tuple[Part, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Frame:
    """The survey frame of a round. `population`: people served, from `source`; `target`: answers aimed at."""

    population: int | None = None
    source: str = ""
    target: int | None = None


def coverage(question_set: QuestionSet, tally: Tally, frame: Frame) -> Coverage:
    """Compute the numbers of responses and the flags that follow from them."""
    counted = tally.counted
    doors: Counter[int] = Counter()
    for one in counted:
        doors[one.door] += one.count
    straight, straight_of = straight_lining(question_set, tally.patterns or {})
    n = _sum(counted)
    numbers = {
        "n": n,
        "complete": _sum(one for one in counted if one.state is ResponseState.COMPLETE),
        "void": _sum(one for one in tally.groups if one.state is ResponseState.VOID),
        "assisted": _sum(one for one in counted if is_assisted(one)),
        "burst": _sum(one for one in counted if one.burst),
        "straight": straight,
        "straight_of": straight_of,
        "doors": len(doors),
        "largest_door": max(doors.values(), default=0),
    }
    return Coverage(
        **numbers,
        population=frame.population,
        population_source=frame.source,
        target=frame.target,
        services=_parts((one.service, one) for one in counted),
        villages=_parts(("" if one.village is None else str(one.village), one) for one in counted),
        channels=_parts((one.channel.value, one) for one in counted),
        flags=tuple(_flags(numbers, frame)),
    )


def straight_lining(question_set: QuestionSet, patterns: Mapping[Pattern, int]) -> tuple[int, int]:
    """The numbers `Coverage.straight` and `Coverage.straight_of`.

    Only scales with the most frequent number of levels in the set are compared, by their codes on the form.
    """
    scales = [one.scale for one in scales_of(question_set)]
    usual = max(scales, key=scales.count, default="")
    places = [place for place, name in enumerate(scales) if name == usual]
    straight = enough = 0
    for codes, count in patterns.items():
        given = [code for place in places if (code := codes[place])]
        if len(given) >= FEWEST_FOR_STRAIGHT:
            enough += count
            straight += count if len(set(given)) == 1 else 0
    return straight, enough


def _flags(numbers: Mapping[str, int], frame: Frame) -> Iterable[Flag]:
    n = numbers["n"]
    if numbers["assisted"] > MOST_ASSISTED * n:
        yield Flag.ASSISTED
    if numbers["largest_door"] > MOST_AT_ONE_DOOR * n:
        yield Flag.ONE_DOOR
    if numbers["burst"]:
        yield Flag.BURST
    if numbers["straight"] > MOST_STRAIGHT * numbers["straight_of"]:
        yield Flag.STRAIGHT
    if frame.target is not None and n < frame.target:
        yield Flag.BELOW_TARGET
    if numbers["void"]:
        yield Flag.VOID


def _parts(groups: Iterable[tuple[str, Group]]) -> tuple[Part, ...]:
    """The numbers by key, sorted by key."""
    n: Counter[str] = Counter()
    assisted: Counter[str] = Counter()
    for key, one in groups:
        n[key] += one.count
        assisted[key] += one.count if is_assisted(one) else 0
    return tuple(Part(key, n[key], assisted[key]) for key in sorted(n, key=_in_order))


def _in_order(key: str) -> tuple[int, str]:
    """A sort key: numbers by value, then words."""
    return (int(key), "") if key.isdigit() else (10**9, key)


def _sum(groups: Iterable[Group]) -> int:
    return sum(one.count for one in groups)
