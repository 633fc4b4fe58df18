"""The states of a complaint: every act in every state, who may do it, its requirements and results."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from domain.cases.complaint import OPEN, PAUSED, Complaint, Proof, Status, Verdict, WaitingFor
from domain.cases.due import Standing, due_of
from domain.cases.lifecycle import (
    DISPUTE_DAYS,
    OFFICER_RULES,
    REPORTER_RULES,
    Act,
    Action,
    expire_verdict,
    officer_acts,
    reporter_acts,
)
from domain.errors import Refused
from domain.organisation.calendar import WorkCalendar
from domain.organisation.officers import Officer, Role
from tests.builders import a_case
from tests.moments import DAY
from tests.shipped import shipped_catalog

FILED = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday, 10:00 in Bangkok
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # the Monday after
CALENDAR = WorkCalendar(shipped_catalog().holidays)
CHANG = Officer(1, "ช่างเอก", Role.OFFICER, "engineering")
OTHER = Officer(2, "ช่างโท", Role.OFFICER, "engineering")
HEAD = Officer(3, "หัวหน้าช่าง", Role.HEAD, "engineering")
CLERK = Officer(4, "สำนักปลัด", Role.OFFICER, "clerk")
NAYOK = Officer(5, "นายก", Role.NAYOK)
CASE = a_case(
    filed_at=FILED,
    due_at=CALENDAR.add_working_days(FILED, 7),
    answer_by=FILED + timedelta(days=15),
)
WHOLE = Act(
    Action.UPDATE,
    note="สั่งของแล้ว",
    proof=Proof(photos=1),
    to_officer=OTHER,
    to_department="clerk",
    waiting_for=WaitingFor.BUDGET,
    review_at=NOW + timedelta(days=30),
)
"""Return an act with all fields that any act may need."""


def case_in(status: Status) -> Complaint:
    """Return a case in this state."""
    held = {"officer_id": OTHER.id, "accepted_at": FILED} if status is not Status.NEW else {}
    over = {"ended_at": FILED, "ended_by": OTHER.id} if status not in OPEN else {}
    verdict = {"verdict": Verdict.PENDING} if status is Status.CLOSED else {}
    paused = {"paused_at": FILED} if status in PAUSED else {}
    return replace(CASE, status=status, **held, **over, **verdict, **paused)


def act(
    case: Complaint, action: Action, officer: Officer = HEAD, now=NOW, **different
) -> Complaint:
    return officer_acts(case, replace(WHOLE, action=action, **different), officer, now, CALENDAR)


def refusal(doing) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.key


ENTERS = {
    Action.ACCEPT: {Status.NEW: Status.IN_HAND},
    Action.ASSIGN: {
        Status.NEW: Status.IN_HAND,
        Status.IN_HAND: Status.IN_HAND,
        Status.ASKED: Status.ASKED,
        Status.WAITING: Status.WAITING,
    },
    Action.TRANSFER: dict.fromkeys(OPEN, Status.NEW),
    Action.UPDATE: dict.fromkeys(OPEN, Status.IN_HAND),
    Action.ASK: dict.fromkeys(OPEN, Status.ASKED),
    Action.WAIT: dict.fromkeys(OPEN, Status.WAITING),
    Action.CLOSE: dict.fromkeys(OPEN, Status.CLOSED),
    Action.NOT_OURS: dict.fromkeys(OPEN, Status.NOT_OURS),
    Action.REOPEN: {Status.CLOSED: Status.IN_HAND, Status.NOT_OURS: Status.IN_HAND},
}
HEARS = {
    Action.ANSWER: {Status.ASKED: Status.IN_HAND},
    Action.ADD: {status: status for status in OPEN},
    Action.CONFIRM: {Status.CLOSED: Status.CLOSED},
    Action.DISPUTE: {Status.CLOSED: Status.IN_HAND, Status.NOT_OURS: Status.IN_HAND},
    Action.WITHDRAW: dict.fromkeys(OPEN, Status.WITHDRAWN),
}
WHY_NOT = {
    Action.ANSWER: "nothing_asked",
    Action.ADD: "case_is_over",
    Action.CONFIRM: "not_closed_yet",
    Action.DISPUTE: "not_closed_yet",
    Action.WITHDRAW: "case_is_over",
}


def test_the_tables_here_cover_every_act():
    assert set(ENTERS) == set(OFFICER_RULES)
    assert set(HEARS) == set(REPORTER_RULES)
    assert set(Action) - set(ENTERS) - set(HEARS) == {
        Action.FILE,
        Action.EXPIRE,
        Action.SEAL,
        Action.CORRECT,
    }


@pytest.mark.parametrize(("action", "status"), list(product(ENTERS, Status)))
def test_an_officers_act_in_each_state(action, status):
    case = case_in(status)
    if status in ENTERS[action]:
        assert act(case, action).status is ENTERS[action][status]
    elif action is Action.REOPEN:
        assert refusal(lambda: act(case, action)) == ("not_ended" if case.is_open else "withdrawn")
    elif status in OPEN:
        assert refusal(lambda: act(case, action)) == "already_accepted"
    else:
        assert refusal(lambda: act(case, action)) == "already_closed"


@pytest.mark.parametrize(("action", "status"), list(product(HEARS, Status)))
def test_a_reporters_word_in_each_state(action, status):
    case = case_in(status)
    if status in HEARS[action]:
        heard = reporter_acts(case, action, "เสา 12", NOW, CALENDAR)
        assert heard.status is HEARS[action][status]
    else:
        said = refusal(lambda: reporter_acts(case, action, "เสา 12", NOW, CALENDAR))
        assert said == WHY_NOT[action]


@pytest.mark.parametrize("action", ENTERS)
@pytest.mark.parametrize(
    "officer", [CLERK, NAYOK, replace(HEAD, active=False)], ids=["other_section", "nayok", "gone"]
)
def test_who_may_not_handle_a_case_does_nothing_with_it(action, officer):
    assert refusal(lambda: act(case_in(Status.NEW), action, officer)) == "not_yours"


def test_only_a_head_or_above_gives_a_case_to_somebody():
    assert refusal(lambda: act(CASE, Action.ASSIGN, CHANG)) == "not_yours"
    assert act(CASE, Action.ASSIGN, HEAD).officer_id == OTHER.id


@pytest.mark.parametrize("note", ["", "   ", "\n"])
@pytest.mark.parametrize(
    "action", [action for action, rule in OFFICER_RULES.items() if rule.needs_note]
)
def test_the_resident_is_told_something(action, note):
    case = case_in(Status.CLOSED) if action is Action.REOPEN else CASE
    assert refusal(lambda: act(case, action, note=note)) == "note_missing"


@pytest.mark.parametrize(
    ("proof", "closed"),
    [
        (Proof(), False),
        (Proof(no_photo_reason="  "), False),
        (Proof(photos=1), True),
        (Proof(no_photo_reason="เป็นที่ส่วนบุคคล"), True),
    ],
)
def test_closing_needs_a_photo_or_a_reason_for_none(proof, closed):
    if closed:
        assert act(CASE, Action.CLOSE, proof=proof).status is Status.CLOSED
    else:
        assert refusal(lambda: act(CASE, Action.CLOSE, proof=proof)) == "proof_missing"


def test_the_second_to_accept_is_told_who_was_first_and_when():
    accepted = act(CASE, Action.ACCEPT, CHANG)
    with pytest.raises(Refused) as refused:
        act(accepted, Action.ACCEPT, OTHER)
    assert (refused.value.key, refused.value.facts) == (
        "already_accepted",
        {"officer_id": CHANG.id, "at": NOW},
    )


def test_who_closes_after_another_is_told_who_was_first_and_when():
    closed = act(CASE, Action.CLOSE, CHANG)
    with pytest.raises(Refused) as refused:
        act(closed, Action.CLOSE, OTHER)
    assert (refused.value.key, refused.value.facts) == (
        "already_closed",
        {"officer_id": CHANG.id, "at": NOW},
    )


@pytest.mark.parametrize(
    "action",
    [one for one, rule in OFFICER_RULES.items() if rule.takes and Status.NEW in rule.leaves],
)
def test_who_acts_first_holds_the_case_and_keeps_it(action):
    held = act(CASE, action, CHANG)
    assert (held.officer_id, held.accepted_at) == (CHANG.id, NOW)
    if held.is_open:
        assert act(held, Action.UPDATE, OTHER).officer_id == CHANG.id


@pytest.mark.parametrize("action", ENTERS)
def test_the_first_answer_stops_the_15_days_and_no_later_one_moves_it(action):
    case = case_in(Status.CLOSED) if action is Action.REOPEN else CASE
    acted = act(case, action)
    answers = {Action.UPDATE, Action.ASK, Action.WAIT, Action.CLOSE, Action.NOT_OURS}
    assert acted.answered_at == (NOW if action in answers else None)
    again = replace(case, answered_at=FILED)
    assert act(again, action).answered_at == FILED


def test_a_transfer_begins_anew_in_the_other_section():
    moved = act(case_in(Status.IN_HAND), Action.TRANSFER, CHANG)
    assert (moved.department, moved.officer_id, moved.accepted_at) == ("clerk", None, None)


@pytest.mark.parametrize("department", ["", "engineering"])
def test_a_transfer_needs_another_section(department):
    doing = lambda: act(CASE, Action.TRANSFER, to_department=department)  # noqa: E731
    assert refusal(doing) == "destination_missing"


@pytest.mark.parametrize("destination", [None, CLERK, NAYOK])
def test_a_case_is_given_only_to_who_may_handle_it(destination):
    assert (
        refusal(lambda: act(CASE, Action.ASSIGN, to_officer=destination)) == "destination_missing"
    )


@pytest.mark.parametrize(
    "missing",
    [{"waiting_for": None}, {"review_at": None}, {"review_at": NOW}, {"review_at": FILED}],
)
def test_a_wait_has_a_reason_and_a_day_to_come(missing):
    assert refusal(lambda: act(CASE, Action.WAIT, **missing)) == "review_missing"


@pytest.mark.parametrize("action", [Action.ASK, Action.WAIT])
def test_while_somebody_else_has_the_next_move_the_clock_stands_still(action):
    paused = act(CASE, action)
    assert paused.paused_at == NOW
    left = CALENDAR.working_days_between(NOW.date(), CASE.due_at.date())
    later = NOW + timedelta(days=20)
    resumed = act(paused, Action.UPDATE, now=later)
    assert (resumed.paused_at, resumed.waiting_for, resumed.question) == (None, None, "")
    assert resumed.due_at == CALENDAR.add_working_days(later, left)
    assert resumed.answer_by == CASE.answer_by


def test_a_question_answered_on_the_same_evening_moves_no_due_date():
    sunday = datetime(2026, 11, 22, 15, 4, tzinfo=UTC)
    case = replace(CASE, due_at=CALENDAR.add_working_days(sunday, 7))
    asked = act(case, Action.ASK, now=sunday)
    assert act(asked, Action.UPDATE, now=sunday + timedelta(minutes=3)).due_at == case.due_at


def test_a_second_pause_goes_on_from_the_first():
    asked = act(CASE, Action.ASK)
    assert act(asked, Action.WAIT, now=NOW + timedelta(days=3)).paused_at == NOW


def test_nobody_becomes_late_by_a_pause():
    due = replace(CASE, due_at=NOW + timedelta(hours=1))
    resumed = act(act(due, Action.WAIT), Action.UPDATE, now=NOW + timedelta(days=30))
    assert resumed.due_at > NOW + timedelta(days=30)


@pytest.mark.parametrize("pause", [Action.ASK, Action.WAIT])
def test_who_was_late_before_a_pause_is_late_during_and_after_it(pause):
    late = replace(CASE, due_at=FILED)
    paused = act(late, pause)
    tomorrow = NOW + timedelta(days=1)
    assert due_of(paused, tomorrow, CALENDAR).standing is Standing.LATE
    resumed = act(paused, Action.UPDATE, now=tomorrow)
    assert (resumed.due_at, due_of(resumed, tomorrow, CALENDAR).standing) == (FILED, Standing.LATE)


def test_closing_waits_for_the_residents_verdict():
    closed = act(CASE, Action.CLOSE, CHANG)
    assert (closed.verdict, closed.ended_at, closed.ended_by) == (Verdict.PENDING, NOW, CHANG.id)


@pytest.mark.parametrize("verdict", [Verdict.PENDING, Verdict.SILENT])
def test_a_closing_is_confirmed_or_disputed_also_late(verdict):
    closed = replace(case_in(Status.CLOSED), verdict=verdict)
    confirmed = reporter_acts(closed, Action.CONFIRM, "", NOW, CALENDAR)
    assert (confirmed.status, confirmed.verdict) == (Status.CLOSED, Verdict.CONFIRMED)
    disputed = reporter_acts(closed, Action.DISPUTE, "ยังเหมือนเดิม", NOW, CALENDAR)
    assert (disputed.status, disputed.verdict, disputed.ended_at, disputed.reopened) == (
        Status.IN_HAND,
        None,
        None,
        1,
    )
    assert disputed.due_at >= CALENDAR.add_working_days(NOW, 1)


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.DISPUTE])
def test_a_verdict_once_given_stands(action):
    closed = replace(case_in(Status.CLOSED), verdict=Verdict.CONFIRMED)
    doing = lambda: reporter_acts(closed, action, "ไม่", NOW, CALENDAR)  # noqa: E731
    assert refusal(doing) == "verdict_given"


@pytest.mark.parametrize(("days", "late"), [(DISPUTE_DAYS, False), (DISPUTE_DAYS + 1, True)])
def test_not_fixed_reopens_for_thirty_days(days, late):
    closed, now = case_in(Status.CLOSED), FILED + timedelta(days=days)
    doing = lambda: reporter_acts(closed, Action.DISPUTE, "ไม่", now, CALENDAR)  # noqa: E731
    if late:
        assert refusal(doing) == "too_late"
    else:
        assert doing().status is Status.IN_HAND


@pytest.mark.parametrize("verdict", [Verdict.PENDING, Verdict.SILENT])
def test_an_officer_opens_a_closed_case_again_for_its_holder(verdict):
    closed = replace(case_in(Status.CLOSED), verdict=verdict, due_at=FILED)
    again = act(closed, Action.REOPEN, CHANG)
    assert (again.verdict, again.ended_at, again.ended_by, again.reopened) == (None, None, None, 1)
    assert (again.officer_id, again.due_at) == (OTHER.id, CALENDAR.add_working_days(NOW, 1))


def test_who_opens_a_case_without_a_holder_holds_it():
    assert (
        act(replace(case_in(Status.NOT_OURS), officer_id=None), Action.REOPEN, CHANG).officer_id
        == CHANG.id
    )


def test_what_its_reporter_confirmed_stays_closed():
    confirmed = replace(case_in(Status.CLOSED), verdict=Verdict.CONFIRMED)
    assert refusal(lambda: act(confirmed, Action.REOPEN)) == "confirmed_fixed"


def test_an_officer_opens_a_case_again_for_thirty_days():
    closed = case_in(Status.CLOSED)
    last = FILED + timedelta(days=DISPUTE_DAYS)
    assert act(closed, Action.REOPEN, now=last).is_open
    assert refusal(lambda: act(closed, Action.REOPEN, now=last + DAY)) == "too_late_to_reopen"


def test_silence_is_neither_solved_nor_disputed():
    assert expire_verdict(case_in(Status.CLOSED)).verdict is Verdict.SILENT


def test_a_withdrawn_case_is_over_and_nobody_ended_it_but_its_reporter():
    withdrawn = reporter_acts(CASE, Action.WITHDRAW, "", NOW, CALENDAR)
    assert (withdrawn.is_open, withdrawn.ended_at, withdrawn.ended_by) == (False, NOW, None)
