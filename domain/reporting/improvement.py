"""Improvements that follow from residents' feedback: proposed, agreed (person, date, cost), then done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.errors import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

TEXT_LIMIT = 1000
"""Maximum characters of the description and of the result."""
MOST_COST = 1_000_000_000
"""Baht."""


class State(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done"
    DROPPED = "dropped"


class Source(StrEnum):
    """The kind of evidence for an improvement."""

    QUESTION = "question"
    """A question of a survey with a low score."""
    WORDS = "words"
    """A comment."""
    CASES = "cases"
    """A pattern of cases."""
    OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """The survey question that measures an improvement. `service`: a key, "" for every service."""

    set_key: str
    version: int
    question: str
    service: str = ""


@dataclass(frozen=True)
class Improvement:
    """One improvement. `section`: the department in charge. `category`: of the cases it follows from, "" for none.

    `asked`: None if no question measures it. `due_on`: the day by which it must be done; `cost`: in baht, None
    while unknown. `result`: what was done, or why it was dropped. `told`: how many people were notified.
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
        """Whether its due day has passed and it is still open."""
        return self.state is State.AGREED and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class ImprovementSummary:
    """The summary of an improvement for reports and the public page.

    `verdict`: better, worse or unclear; "" while the answers to its question do not show it. The scores are 0 to
    100.
    """

    what: str
    result: str
    ended_on: str
    verdict: str = ""
    before: float | None = None
    after: float | None = None
    n_before: int = 0
    n: int = 0


def for_everybody(one: ImprovementSummary) -> ImprovementSummary:
    """The summary without scores: single answers could be computed from two versions of growing numbers."""
    return replace(one, before=None, after=None, n_before=0, n=0)


def check_agree(one: Improvement) -> None:
    """Raise Refused improvement_ended unless the improvement may be agreed, or its agreement changed."""
    if not one.is_open:
        raise Refused("improvement_ended")


def check_finish(one: Improvement) -> None:
    """Raise Refused improvement_not_agreed or improvement_ended unless it may be reported as done."""
    if one.state is State.PROPOSED:
        raise Refused("improvement_not_agreed")
    if not one.is_open:
        raise Refused("improvement_ended")
