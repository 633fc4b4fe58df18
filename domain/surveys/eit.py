"""The official EIT of a fiscal year: the period in which the public may answer it, and its address on ITAS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

COUNTED_AFTER = timedelta(days=60)
"""The final number of answers may be entered for this long after the window closes."""


@dataclass(frozen=True, slots=True)
class EitWindow:
    """The window of one fiscal year (Buddhist); `closes` is its last day.

    `address`: the office's own URL on ITAS, "" if unknown. `target`: number of answers that the office must
    reach, None if unknown. `verified`: an officer compared dates and address with the year's announcement; an
    unverified window is not shown.
    """

    fiscal_year: int
    opens: date
    closes: date
    address: str
    target: int | None
    source: str
    verified: bool

    def is_open(self, day: date) -> bool:
        return self.opens <= day <= self.closes

    @property
    def may_be_shown(self) -> bool:
        return self.verified and self.address != ""


def shown_on(windows: Iterable[EitWindow], day: date) -> EitWindow | None:
    """Return the window to show to residents on this day, or None."""
    return next((one for one in windows if one.is_open(day) and one.may_be_shown), None)


def counted_on(windows: Iterable[EitWindow], day: date) -> EitWindow | None:
    """Return the window whose number of answers may be entered on this day, or None."""
    open_or_counted = [one for one in windows if one.opens <= day <= one.closes + COUNTED_AFTER]
    return max(open_or_counted, key=lambda one: one.opens, default=None)


@dataclass(frozen=True, slots=True)
class ItasCount:
    """The number of answers to the EIT so far, as an officer read it on ITAS on this day."""

    day: date
    answers: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The progress of the EIT. `more`: answers since the previous count, None for the first one.

    `missing`: answers missing to the target, None without a target. `each_week`: missing answers for each
    remaining week, rounded up.
    """

    newest: ItasCount
    more: int | None
    missing: int | None
    each_week: int | None


def pace(window: EitWindow, counts: Sequence[ItasCount], today: date) -> Pace | None:
    """Return the progress of the EIT. `counts`: the earliest first; None if there are none."""
    if not counts:
        return None
    newest = counts[-1]
    more = newest.answers - counts[-2].answers if len(counts) > 1 else None
    if window.target is None:
        return Pace(newest, more, None, None)
    missing = max(0, window.target - newest.answers)
    weeks = -(-max(1, (window.closes - today).days + 1) // 7)
    return Pace(newest, more, missing, -(-missing // weeks))
