"""The official EIT of a fiscal year: when those served may answer it, and at which address of ITAS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

COUNTED_AFTER = timedelta(days=60)
"""How long after a window its final number of answers may be entered."""


@dataclass(frozen=True, slots=True)
class EitWindow:
    """The window of one fiscal year (Buddhist), `closes` included.

    `address`: the office's own address on ITAS, "" while it is unknown. `target`: answers that the office must
    reach, None if unknown. `verified`: an officer compared dates and address with the year's announcement; an
    unverified window is shown to nobody.
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
    """Return the window to show to those served on this day; None outside it or if it is not verified."""
    return next((one for one in windows if one.is_open(day) and one.may_be_shown), None)


def counted_on(windows: Iterable[EitWindow], day: date) -> EitWindow | None:
    """Return the window whose number of answers may be entered on this day; None if there is none."""
    begun = [one for one in windows if one.opens <= day <= one.closes + COUNTED_AFTER]
    return max(begun, key=lambda one: one.opens, default=None)


@dataclass(frozen=True, slots=True)
class ItasCount:
    """How many answered the EIT so far, as an officer read it on ITAS on this day."""

    day: date
    answers: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How far the EIT has come. `more`: answers since the count before, None for the first one.

    `missing`: answers up to the target, 0 when it is reached, None without a target. `each_week`: of them in each
    week that is left, rounded up.
    """

    newest: ItasCount
    more: int | None
    missing: int | None
    each_week: int | None


def pace(window: EitWindow, counts: Sequence[ItasCount], today: date) -> Pace | None:
    """Return how far the EIT has come by the counts, the earliest first; None if there are none."""
    if not counts:
        return None
    newest = counts[-1]
    more = newest.answers - counts[-2].answers if len(counts) > 1 else None
    if window.target is None:
        return Pace(newest, more, None, None)
    missing = max(0, window.target - newest.answers)
    weeks = -(-max(1, (window.closes - today).days + 1) // 7)
    return Pace(newest, more, missing, -(-missing // weeks))
