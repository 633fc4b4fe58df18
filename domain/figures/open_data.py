"""The figures that anybody may see: nothing in them can be traced to a person.

Only periods that are over are published, each once and none overlapping another, so that the difference of two
pages tells nothing new. A topic with few cases is counted with others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SMALLEST = 5
"""The smallest number of cases or answers that is shown."""
OTHERS = ""
"""The key of the topics that are counted together."""


@dataclass(frozen=True)
class OpenMonth:
    """One month. `waiting`: cases open at its end. `satisfaction`: mean of 1 to 5, None under SMALLEST answers.

    `answers`: the number of answers, None under SMALLEST. `median_days`: from filing to closing, None without any.
    """

    month: str
    received: int
    answered_in_time: int
    answered_late: int
    closed: int
    confirmed: int
    waiting: int
    median_days: float | None
    satisfaction: float | None
    answers: int | None


@dataclass(frozen=True)
class OpenFigures:
    """`months`: newest first. `quarter`: the key of the last finished quarter; `topics`: its cases by category.

    `half_year`: the key of the last finished half-year; `staff_cases`: its complaints about staff, None if there
    were fewer than SMALLEST. `waiting_for`: why cases open at the end of the newest month wait,
    reason and count, as they were when the month was reported; "" for those not waiting.
    """

    months: tuple[OpenMonth, ...]
    quarter: str
    topics: tuple[tuple[str, int], ...]
    half_year: str
    staff_cases: int | None
    waiting_for: tuple[tuple[str, int], ...]


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
