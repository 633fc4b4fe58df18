"""Suppression of small counts of staff complaints: in a small office they can reveal who complained about whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN

HALVES = (3, 9)
"""Months in which a half of the fiscal year ends: March and September."""


@dataclass(frozen=True)
class StaffComplaints:
    """The published counts. `month`: of the month; `half_year`: of the half-year; None if suppressed."""

    month: int | None = None
    half_year: int | None = None


SUPPRESSED = StaffComplaints()


def half_year_of(month: str) -> tuple[str, ...]:
    """The months of the half-year that ends with `month`, such as 2569-03; empty if none ends with it."""
    year, number = map(int, month.split("-"))
    if number not in HALVES:
        return ()
    counted = (year * 12 + number - 1 - back for back in range(5, -1, -1))
    return tuple(f"{at // 12:04d}-{at % 12 + 1:02d}" for at in counted)


def published(month: str, filed: Mapping[str, int], *, accuses_reader: bool) -> StaffComplaints:
    """The counts of staff complaints that the report of a month may show.

    `filed`: the number of cases by month. `accuses_reader`: one of these cases accuses a reader of the report;
    then the counts are suppressed for every reader, because a count missing for one reader would warn that reader.
    """
    if accuses_reader:
        return SUPPRESSED
    half = half_year_of(month)
    count = filed.get(month, 0)
    return StaffComplaints(
        count if count >= LEAST_SHOWN else None,
        sum(filed.get(one, 0) for one in half) if half else None,
    )
