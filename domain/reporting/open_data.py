"""The public figures, which cannot be traced to a person.

Only finished periods are published. Breakdowns by topic and survey answers are published only for half-years,
which do not overlap, so that the difference of two publications reveals nothing that one of them suppresses. A
topic with few cases is counted with others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN
from domain.reporting.improvement import ImprovementSummary

OTHERS = ""
"""The key of the small topics that are added up."""


@dataclass(frozen=True)
class OpenMonth:
    """One month. `waiting`: cases open at its end. `median_days`: from filing to closing, or None."""

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
    """The satisfaction of a half-year. `answers`: None if under LEAST_SHOWN; then the mean (1 to 5) is None too.

    `margin`: half the 95 % interval of the mean, or None.
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
    half_year_known: bool = True


@dataclass(frozen=True)
class OpenFigures:
    """`months`: newest first, none from before the first data. `half_year`: the key of the last finished one.

    `half_year_known`: whether the system has data of it. `topics`: its cases by category.
    `staff_cases`: staff complaints of the half-year, None from 1 to LEAST_SHOWN - 1. `waiting_for`:
    reasons of the pauses of cases open at the end of the newest month with their count, as frozen in that month's
    report; "" for cases that are not paused. `improvements`: those of the last two fiscal years.
    """

    months: tuple[OpenMonth, ...]
    half_year: str
    topics: tuple[tuple[str, int], ...]
    satisfaction: OpenSatisfaction
    staff_cases: int | None
    waiting_for: tuple[tuple[str, int], ...]
    improvements: tuple[ImprovementSummary, ...]
    half_year_known: bool = True


def unknown_half_year(key: str) -> HalfYear:
    """Return a half-year without figures, because the system has no data of it."""
    return HalfYear(key, (), OpenSatisfaction(None, None, None), None, half_year_known=False)


def enough(count: int) -> int | None:
    """Return the count, or None if it is under LEAST_SHOWN."""
    return count if count >= LEAST_SHOWN else None


def together(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the counts with all small ones added up under OTHERS, largest first and OTHERS last.

    OTHERS contains at least two keys and LEAST_SHOWN cases, so that nobody can compute one of them from the total.
    Keys without cases are left out. The result is empty if there are fewer than LEAST_SHOWN cases in all.
    """
    ordered = sorted((pair for pair in counts if pair[1]), key=lambda pair: (-pair[1], pair[0]))
    shown = [pair for pair in ordered if pair[1] >= LEAST_SHOWN]
    small = ordered[len(shown) :]
    while small and shown and not _is_safe(small):
        small.insert(0, shown.pop())
    if not small:
        return tuple(shown)
    return (*shown, (OTHERS, _sum(small))) if _sum(small) >= LEAST_SHOWN else ()


def _is_safe(small: Sequence[tuple[str, int]]) -> bool:
    return len(small) > 1 and _sum(small) >= LEAST_SHOWN


def _sum(counts: Sequence[tuple[str, int]]) -> int:
    return sum(count for _, count in counts)
