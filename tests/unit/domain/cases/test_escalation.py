"""When officers are warned about a case, which officers, and when nobody is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.cases import escalation
from domain.cases.complaint import Status, WaitingFor
from domain.cases.escalation import Clock, Level, Recipient
from domain.cases.lifecycle import Act, Action, officer_acts, reporter_acts
from domain.organisation.calendar import BANGKOK, WorkCalendar
from domain.organisation.officers import Officer, Role
from tests.builders import a_case

CALENDAR = WorkCalendar(())
PROMISE = 10
OFFICER = Officer(1, "ช่างเอก", Role.OFFICER, "engineering")


def at(day, hour=9, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


# Monday the 2nd; ten working days later is Monday the 16th, 16:30.
CASE = a_case(
    status=Status.IN_HAND,
    filed_at=at(2),
    due_at=at(16, 16, 30),
    answer_by=at(17, 16, 30),
    answered_at=at(3),
)


def levels(case, now, clock=Clock.FINISH):
    return [
        warned.level
        for warned in escalation.warnings(case, now, CALENDAR, PROMISE)
        if warned.clock is clock
    ]


@pytest.mark.parametrize(
    ("now", "reached"),
    [
        (at(2), []),
        (at(9, 16, 29), []),
        (at(9, 16, 30), [Level.HALF]),
        (at(12, 16, 29), [Level.HALF]),
        (at(12, 16, 30), [Level.HALF, Level.MOST]),
        (at(16, 16, 29), [Level.HALF, Level.MOST]),
        (at(16, 16, 30), [Level.HALF, Level.MOST, Level.LATE]),
        (at(17, 16, 29), [Level.HALF, Level.MOST, Level.LATE]),
        (at(17, 16, 30), [Level.HALF, Level.MOST, Level.LATE, Level.PALAD]),
        (at(19, 16, 29), [Level.HALF, Level.MOST, Level.LATE, Level.PALAD]),
        (at(19, 16, 30), list(Level)),
    ],
)
def test_the_promise_to_finish_warns_at_half_four_fifths_the_end_and_up_the_ladder(now, reached):
    assert levels(CASE, now) == reached


@pytest.mark.parametrize(
    ("now", "reached"),
    [
        (at(9), []),
        (at(10, 1, 0), [Level.HALF]),
        (at(15), [Level.HALF, Level.MOST]),
        (at(17, 16, 30), [Level.HALF, Level.MOST, Level.LATE]),
    ],
)
def test_the_promise_to_answer_runs_in_calendar_days(now, reached):
    unanswered = replace(CASE, answered_at=None)
    assert levels(unanswered, now, Clock.ANSWER) == reached


def test_an_answer_stops_its_clock_for_good():
    assert levels(CASE, at(30), Clock.ANSWER) == []


@pytest.mark.parametrize("status", [Status.CLOSED, Status.WITHDRAWN, Status.NOT_OURS])
def test_of_what_is_over_nobody_is_warned(status):
    assert levels(replace(CASE, status=status), at(30)) == []


def test_while_it_waits_nobody_is_warned():
    assert levels(replace(CASE, status=Status.WAITING, paused_at=at(3)), at(30)) == []


def test_the_days_of_a_pause_count_for_nothing():
    question = Act(Action.ASK, note="เสาไหน")
    asked = officer_acts(CASE, question, OFFICER, at(4), CALENDAR)
    resumed = reporter_acts(asked, Action.ANSWER, "เสา 12", at(25), CALENDAR)
    assert levels(resumed, at(25)) == []
    # Two of ten days had passed; after three more it is half.
    assert levels(resumed, at(30, 16, 30)) == [Level.HALF]


def test_after_a_pause_nobody_is_late_at_once_though_the_promise_had_run_out():
    asked = officer_acts(CASE, Act(Action.ASK, note="เสาไหน"), OFFICER, at(16, 16, 0), CALENDAR)
    resumed = reporter_acts(asked, Action.ANSWER, "เสา 12", at(27), CALENDAR)
    assert Level.LATE not in levels(resumed, at(27))


def test_a_promise_that_was_moved_warns_anew():
    moved = replace(CASE, due_at=CASE.due_at + timedelta(days=7))
    first, second = (
        escalation.warnings(case, at(30), CALENDAR, PROMISE)[0].slot(case) for case in (CASE, moved)
    )
    assert first != second


def test_two_promises_for_the_same_moment_warn_each_for_itself():
    both = replace(CASE, answered_at=None, answer_by=CASE.due_at)
    slots = [warned.slot(both) for warned in escalation.warnings(both, at(30), CALENDAR, PROMISE)]
    assert len(set(slots)) == len(slots) == 2 * len(Level)


@pytest.mark.parametrize(
    ("level", "who"),
    [
        (Level.HALF, Recipient.ASSIGNEE),
        (Level.MOST, Recipient.ASSIGNEE),
        (Level.LATE, Recipient.HEAD),
        (Level.PALAD, Recipient.PALAD),
        (Level.NAYOK, Recipient.NAYOK),
    ],
)
def test_who_is_told_of_an_ordinary_case(level, who):
    assert escalation.RECIPIENTS[level] is who


def test_a_wait_is_over_on_the_day_it_was_to_be_looked_at():
    waiting = replace(
        CASE,
        status=Status.WAITING,
        paused_at=at(3),
        waiting_for=WaitingFor.BUDGET,
        review_at=at(20, 8, 30),
    )
    assert not escalation.review_passed(waiting, at(20, 8, 29))
    assert escalation.review_passed(waiting, at(20, 8, 30))
    assert not escalation.review_passed(CASE, at(30))


def test_fifteen_days_without_a_word_are_too_long():
    assert not escalation.silent_too_long(at(2), at(17, 8, 59))
    assert escalation.silent_too_long(at(2), at(17))


def test_the_digest_lists_each_case_once_where_it_presses_most():
    def case(key, **facts):
        return replace(CASE, id=key, **facts)

    found = escalation.day(
        [
            case(1, due_at=at(9, 16, 30)),
            case(2, due_at=at(10, 16, 30)),
            case(3, due_at=at(13, 16, 30)),
            case(4, due_at=at(20, 16, 30), filed_at=at(9, 18)),
            case(5, due_at=at(20, 16, 30)),
            case(6, status=Status.WAITING, paused_at=at(4), review_at=at(10, 8, 30)),
            case(7, status=Status.ASKED, paused_at=at(4), due_at=at(5, 16, 30)),
            case(8, due_at=at(20, 16, 30), status=Status.NEW),
        ],
        at(10, 8, 15),
        at(9, 8, 15),
    )
    keys = {
        name: [one.id for one in getattr(found, name)]
        for name in ("late", "today", "review", "soon", "new")
    }
    assert keys == {"late": [1], "today": [2], "review": [6], "soon": [3], "new": [4, 8]}
    assert found.others == 2
