"""How many staff complaints a report may tell: in a small office a small number tells who complained of whom."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST_SHOWN = 5
HALVES = (3, 9)
"""Months in which a half of the fiscal year ends: March and September."""


@dataclass(frozen=True)
class StaffComplaints:
    """What a report tells. `month`: the month's number, None if it is not told. `half_year`: the half year's."""

    month: int | None = None
    half_year: int | None = None


NOT_TOLD = StaffComplaints()


def half_year_of(month: str) -> tuple[str, ...]:
    """The months of the half year that ends with this one, such as 2569-03; empty if none ends with it."""
    year, number = map(int, month.split("-"))
    if number not in HALVES:
        return ()
    counted = (year * 12 + number - 1 - back for back in range(5, -1, -1))
    return tuple(f"{at // 12:04d}-{at % 12 + 1:02d}" for at in counted)


def told(month: str, filed: Mapping[str, int], *, concerned: bool) -> StaffComplaints:
    """What the report of a month tells of the staff complaints.

    `filed`: the number of cases by month. `concerned`: one of the readers is accused by one of them: then nobody
    is told, because a report that lacks the number for one reader would tell them.
    """
    if concerned:
        return NOT_TOLD
    half = half_year_of(month)
    count = filed.get(month, 0)
    return StaffComplaints(
        count if count >= LEAST_SHOWN else None,
        sum(filed.get(one, 0) for one in half) if half else None,
    )
