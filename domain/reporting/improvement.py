"""An improvement: proposed from what residents said, agreed with who, by when and at what cost, then done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.errors import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

TEXT_LIMIT = 1000
"""Characters of what is to be done, and of what was done."""
MOST_COST = 1_000_000_000
"""Baht."""


class State(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done"
    DROPPED = "dropped"


class Source(StrEnum):
    """What an improvement follows from."""

    QUESTION = "question"
    """A question of a survey with a low score."""
    WORDS = "words"
    """A comment."""
    CASES = "cases"
    """A pattern of cases."""
    OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """The question by which an improvement is measured. `service`: a key, "" for every service."""

    set_key: str
    version: int
    question: str
    service: str = ""


@dataclass(frozen=True)
class Improvement:
    """One improvement. `section`: the department in charge. `category`: of the cases it follows from, "" for none.

    `asked`: None if no question measures it. `due_on`: the day by which it is to be done; `cost`: in baht, None
    while unknown. `result`: what was done, or why it was dropped. `told`: how many people were told.
    """

    id: int
    what: str
    source: Source
    section: str
    state: State
    proposed_at: datetime
    category: str = ""
    asked: Asked | None = None
    officer_id: int | None = None
    officer: str = ""
    due_on: date | None = None
    cost: int | None = None
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    result: str = ""
    told: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in {State.PROPOSED, State.AGREED}

    def is_late(self, today: date) -> bool:
        """Whether it was to be done before today and is not."""
        return self.state is State.AGREED and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Told:
    """An improvement as reports and the public page tell it.

    `verdict`: better, worse or unclear; "" while the same question cannot tell. The scores are 0 to 100.
    """

    what: str
    result: str
    ended_on: str
    verdict: str = ""
    before: float | None = None
    after: float | None = None
    n_before: int = 0
    n: int = 0


def for_everybody(one: Told) -> Told:
    """The improvement with its verdict alone: from numbers that grow somebody could compute single answers."""
    return replace(one, before=None, after=None, n_before=0, n=0)


def check_agree(one: Improvement) -> None:
    """Raise Refused improvement_ended unless the improvement may be agreed, or agreed anew."""
    if not one.is_open:
        raise Refused("improvement_ended")


def check_finish(one: Improvement) -> None:
    """Raise Refused improvement_not_agreed or improvement_ended unless it may be reported as done."""
    if one.state is State.PROPOSED:
        raise Refused("improvement_not_agreed")
    if not one.is_open:
        raise Refused("improvement_ended")
