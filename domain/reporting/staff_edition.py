"""The staff edition of the figures: for officers of every role, more than the public page, same suppression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.anonymity import LEAST_SHOWN
from domain.reporting.open_data import OTHERS
from domain.statistics.histogram import deviation, size
from domain.statistics.intervals import mean_margin
from domain.surveys.suppression import hidden_groups, is_enough

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.figures.month_page import DepartmentMonth
    from domain.reporting.satisfaction import ServiceFigures
    from domain.statistics.histogram import Histogram


@dataclass(frozen=True)
class SectionRow:
    """The cases that a department received in a half-year. `department`: OTHERS for the sum of the small ones.

    `late`: of those received, answered late or not at all. `open` and `overdue`: at the end of the half-year.
    """

    department: str
    received: int
    in_time: int
    late: int
    open: int
    overdue: int


@dataclass(frozen=True)
class ServiceRow:
    """The scores of a service in a half-year. `n`, `mean`, `margin`: None if too few people answered.

    `service`: "" for the handling of complaints. `margin`: half the 95 % interval of the mean.
    """

    service: str
    n: int | None
    mean: float | None
    margin: float | None


def section_rows(
    departments: Sequence[str],
    found: Iterable[DepartmentMonth],
    hidden_topics: Mapping[str, Sequence[int]],
) -> tuple[SectionRow, ...]:
    """Return a row for each department, in their order, the small ones added up under OTHERS at the end.

    Enough rows are added up that nobody can compute one of them from the total; see `hidden_groups`. With at
    least one but fewer than LEAST_SHOWN cases in all the result is empty. `hidden_topics`: by department the cases
    of each of its topics that the public page counts with others; a row that would give one of them back, less the
    topics that are shown, is added up too.
    """
    rows = {key: SectionRow(key, 0, 0, 0, 0, 0) for key in departments}
    rows |= {
        one.department: SectionRow(
            one.department,
            one.received,
            one.in_time,
            one.late,
            one.open_at_end,
            one.overdue,
        )
        for one in found
    }
    # For a department that received nothing, the size of its group is the number of its old open cases.
    sizes = {key: one.received or one.open for key, one in rows.items()}
    if 0 < sum(sizes.values()) < LEAST_SHOWN:
        return ()
    hidden = _hidden_sections(sizes, hidden_topics)
    shown = tuple(one for key, one in rows.items() if key not in hidden)
    rest = [one for key, one in rows.items() if key in hidden]
    return (*shown, _together(rest)) if rest else shown


def _hidden_sections(
    sizes: Mapping[str, int], hidden_topics: Mapping[str, Sequence[int]]
) -> frozenset[str]:
    """Return the departments to add up, so that no hidden topic can be computed from their total either."""
    telling = {key for key, counts in hidden_topics.items() if not is_enough(counts)}
    hidden = hidden_groups(sizes, also=telling)
    others = sorted(hidden_topics.keys() - hidden, key=lambda key: (sizes.get(key, 0), key))
    for key in others:
        left_over = [count for one in hidden for count in hidden_topics.get(one, ())]
        if not left_over or is_enough(left_over):
            break
        hidden |= {key}
    return hidden


def service_rows(
    figures: ServiceFigures, scores: Mapping[str, Histogram]
) -> tuple[ServiceRow, ...]:
    """Return the services with scores, each with its margin; services with few answers have no numbers.

    `figures`: computed from the same `scores`, with suppression.
    """
    return tuple(
        ServiceRow(one.service, one.n, one.mean, _margin(scores.get(one.service, {})))
        if one.n
        else ServiceRow(one.service, None, None, None)
        for one in figures.services
        if one.n != 0
    )


def _margin(histogram: Histogram) -> float | None:
    return mean_margin(deviation(histogram), size(histogram))


def _together(rows: Sequence[SectionRow]) -> SectionRow:
    return SectionRow(
        OTHERS,
        sum(one.received for one in rows),
        sum(one.in_time for one in rows),
        sum(one.late for one in rows),
        sum(one.open for one in rows),
        sum(one.overdue for one in rows),
    )
