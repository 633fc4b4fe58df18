"""The official EIT of a fiscal year: when those served may answer it, and at which address of ITAS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


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
