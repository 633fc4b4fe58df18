"""Counts of cases over a period, for the complaint statistics that an office publishes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class CaseCount:
    """`received`: cases filed in the period. `done`: those of them that had ended at the end of the period."""

    received: int
    done: int

    @property
    def open(self) -> int:
        """The cases on which the office was still working."""
        return self.received - self.done


@dataclass(frozen=True)
class CaseStatistics:
    """Counts by month key, category key and village number, in the order of the tables.

    A case without a village counts under village None. `sources`: by the value of `Source`, the channel of the
    report; empty in statistics that were stored before this table existed. Staff complaints are not counted.
    `shown_early`: the categories of a half-year whose cases were published one by one before it was over.
    `running`: the running month of a period that goes on, "" if it is over; later months have not begun.
    """

    period: str
    total: CaseCount
    months: tuple[tuple[str, CaseCount], ...]
    categories: tuple[tuple[str, CaseCount], ...]
    villages: tuple[tuple[int | None, CaseCount], ...]
    sources: tuple[tuple[str, CaseCount], ...] = ()
    shown_early: tuple[str, ...] = ()
    running: str = ""

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> CaseStatistics:
    """The statistics that `to_json` wrote. Raises KeyError or TypeError for missing or unknown fields."""
    facts: dict[str, Any] = json.loads(text)
    return CaseStatistics(
        period=facts["period"],
        total=CaseCount(**facts["total"]),
        months=_pairs(facts["months"]),
        categories=_pairs(facts["categories"]),
        villages=_pairs(facts["villages"]),
        sources=_pairs(facts.get("sources", ())),
        shown_early=tuple(facts.get("shown_early", ())),
        running=facts.get("running", ""),
    )


def _pairs(rows: Sequence[tuple[Any, Mapping[str, int]]]) -> tuple[tuple[Any, CaseCount], ...]:
    return tuple((key, CaseCount(**count)) for key, count in rows)
