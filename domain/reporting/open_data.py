"""The figures that anybody may see: nothing in them can be traced to a person.

Only periods that are over are published. What is broken down by topic, and what people answered, is published by
half-year and never by a period that overlaps it, so that the difference of two pages tells nothing that one of
them leaves out. A topic with few cases is counted with others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.reporting.improvement import Told

SMALLEST = 5
"""The smallest number of cases or answers that is shown."""
OTHERS = ""
"""The key of the topics that are counted together."""


@dataclass(frozen=True)
class OpenMonth:
    """One month. `waiting`: cases open at its end. `median_days`: from filing to closing, None without any."""

    month: str
    received: int
    answered_in_time: int
    answered_late: int
    closed: int
    confirmed: int
    waiting: int
    median_days: float | None


@dataclass(frozen=True)
class OpenSatisfaction:
    """The satisfaction of a half-year. `answers`: None under SMALLEST; then the mean of 1 to 5 is not told.

    `margin`: half the 95 % interval of the mean, None where it does not exist.
    """

    answers: int | None
    mean: float | None
    margin: float | None


@dataclass(frozen=True)
class HalfYear:
    """The figures of a half-year; for the fields see `OpenFigures`."""

    half_year: str
    topics: tuple[tuple[str, int], ...]
    satisfaction: OpenSatisfaction
    staff_cases: int | None


@dataclass(frozen=True)
class OpenFigures:
    """`months`: newest first. `half_year`: the key of the last finished one; `topics`: its cases by category.

    `staff_cases`: the complaints about staff of the half-year, None if there were fewer than SMALLEST, but some.
    `waiting_for`: why cases open at the end of the newest month wait, reason and count, as they were when the
    month was reported; "" for those not waiting. `improvements`: what was improved in the last two fiscal years.
    """

    months: tuple[OpenMonth, ...]
    half_year: str
    topics: tuple[tuple[str, int], ...]
    satisfaction: OpenSatisfaction
    staff_cases: int | None
    waiting_for: tuple[tuple[str, int], ...]
    improvements: tuple[Told, ...]


def enough(count: int) -> int | None:
    """Return the count, None if it is under SMALLEST."""
    return count if count >= SMALLEST else None


def together(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the counts with all small ones added up under OTHERS, largest first and OTHERS last.

    So many are added up that OTHERS holds at least two keys and SMALLEST cases: nobody can compute one of them
    from the total. Keys without cases are left out. With fewer cases in all, nothing is returned.
    """
    ordered = sorted((pair for pair in counts if pair[1]), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for pair in ordered if pair[1] >= SMALLEST]
    small = ordered[len(shown) :]
    while small and shown and not _is_safe(small):
        small.insert(0, shown.pop())
    if not small:
        return tuple(shown)
    return (*shown, (OTHERS, _sum(small))) if _sum(small) >= SMALLEST else ()


def _is_safe(small: Sequence[tuple[str, int]]) -> bool:
    return len(small) > 1 and _sum(small) >= SMALLEST


def _sum(counts: Sequence[tuple[str, int]]) -> int:
    return sum(count for _, count in counts)
