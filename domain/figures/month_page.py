"""The figures of the one-page monthly report beyond MonthFigures: departments, twelve months, open cases.

`storage.reporting.month_page` reads them. They are frozen together with the monthly figures.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from heapq import nsmallest
from typing import Any

LONG_WAIT_DAYS = 30
"""Calendar days of a pause after which the page asks the executive to decide."""
DECISIONS_SHOWN = 3
OLDEST_SHOWN = 5
DISPUTES_TO_DECIDE = 2
"""How often a reporter has to dispute a closing before the page asks the executive to decide."""
UNREAD_DAYS = 7
"""Days after which a comment that nobody has read is listed on the page."""


@dataclass(frozen=True)
class DepartmentMonth:
    """The cases that one department received in the month, and the open ones at its end.

    `received` is the sum of `in_time`, `late`, `not_due` and the cases withdrawn before an answer was due.
    `overdue`: open cases at the end of the month whose due date had passed.
    """

    department: str
    received: int
    in_time: int
    late: int
    not_due: int
    open_at_end: int
    overdue: int


@dataclass(frozen=True)
class MonthCounts:
    """`month`: a key such as 2569-10."""

    month: str
    received: int
    closed: int


@dataclass(frozen=True)
class OpenCase:
    """A case that was open at the end of the month.

    `officer`: the name of the officer in charge, "" if nobody has accepted it. `waiting_for`: the reason of a
    pause, "" without one. `days`: calendar days since filing; `days_late`: since the due date, 0 if not overdue;
    `days_waiting`: since the start of the pause. `reopened`: how often the reporter disputed a closing.
    """

    id: int
    number: str
    category: str
    department: str
    officer: str
    waiting_for: str
    days: int
    days_late: int
    days_waiting: int
    reopened: int


class Question(StrEnum):
    """What the executive is asked to decide about a case. Its values are part of word keys."""

    NOBODY_IN_CHARGE = "nobody_in_charge"
    DISPUTED_AGAIN = "disputed_again"
    LONG_WAIT = "long_wait"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Decision:
    question: Question
    case: OpenCase


@dataclass(frozen=True)
class AspectMonth:
    """An aspect of satisfaction surveys. `th`: its name. `scores`: how often 1 to 5 was given in the month."""

    th: str
    scores: tuple[int, ...]


@dataclass(frozen=True)
class SectionMonth:
    """The figures on the page of one department besides its `DepartmentMonth`.

    `before`: the cases that it received in the previous month. `topics`: categories of the month's cases with
    their count, the most frequent first. `oldest`, `decisions`: as on the office's page.
    """

    department: str
    before: int
    topics: tuple[tuple[str, int], ...]
    oldest: tuple[OpenCase, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class MonthPage:
    """`trend`: twelve months, the reported one last. `oldest`: the longest open first.

    `waiting_for`: reasons of the pauses of open cases with their count, "" for those not paused. `unread_words`:
    comments of surveys that nobody has read for UNREAD_DAYS. Pages stored before an attribute existed lack it.
    """

    departments: tuple[DepartmentMonth, ...]
    trend: tuple[MonthCounts, ...]
    oldest: tuple[OpenCase, ...]
    decisions: tuple[Decision, ...]
    waiting_for: tuple[tuple[str, int], ...]
    unread_words: int = 0
    aspects: tuple[AspectMonth, ...] = ()
    sections: tuple[SectionMonth, ...] = ()

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decisions(cases: Iterable[OpenCase]) -> tuple[Decision, ...]:
    """Return the decisions to ask of the executive, the most urgent first, at most DECISIONS_SHOWN.

    The order is: overdue cases without an assignee, closings that the reporter disputed at least
    DISPUTES_TO_DECIDE times, long waits for money or another agency, other overdue cases. Within each group the
    case that has been late the longest comes first.
    """
    order = list(Question)
    asked = (Decision(question, case) for case in cases if (question := question_of(case)))
    most_urgent = nsmallest(
        DECISIONS_SHOWN,
        asked,
        key=lambda one: (
            order.index(one.question),
            -one.case.days_late,
            -one.case.days,
            one.case.number,
        ),
    )
    return tuple(most_urgent)


def question_of(case: OpenCase) -> Question | None:
    """Return the decision that an open case needs; None if it needs none."""
    if case.days_late and not case.officer:
        return Question.NOBODY_IN_CHARGE
    if case.reopened >= DISPUTES_TO_DECIDE:
        return Question.DISPUTED_AGAIN
    if case.waiting_for and case.days_waiting >= LONG_WAIT_DAYS:
        return Question.LONG_WAIT
    return Question.OVERDUE if case.days_late else None


def from_json(text: str) -> MonthPage:
    """The page that `to_json` wrote. Raises KeyError or TypeError for missing or unknown fields."""
    facts: dict[str, Any] = json.loads(text)
    return MonthPage(
        departments=tuple(DepartmentMonth(**one) for one in facts["departments"]),
        trend=tuple(MonthCounts(**one) for one in facts["trend"]),
        oldest=_cases(facts["oldest"]),
        decisions=_decisions(facts["decisions"]),
        waiting_for=_pairs(facts["waiting_for"]),
        unread_words=facts.get("unread_words", 0),
        aspects=tuple(
            AspectMonth(one["th"], tuple(one["scores"])) for one in facts.get("aspects", ())
        ),
        sections=tuple(
            SectionMonth(
                one["department"],
                one["before"],
                _pairs(one["topics"]),
                _cases(one["oldest"]),
                _decisions(one["decisions"]),
            )
            for one in facts.get("sections", ())
        ),
    )


def _cases(facts: Iterable[Mapping[str, Any]]) -> tuple[OpenCase, ...]:
    return tuple(OpenCase(**one) for one in facts)


def _decisions(facts: Iterable[Mapping[str, Any]]) -> tuple[Decision, ...]:
    return tuple(Decision(Question(one["question"]), OpenCase(**one["case"])) for one in facts)


def _pairs(facts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((key, count) for key, count in facts)
