"""Invitations: only to people who were served, by day, one per person in 30 days, within the message quota."""

from datetime import timedelta

import pytest

from domain.cases.complaint import Status
from domain.surveys.participation import STANDING_SUBJECT, DoorKind
from handlers.usecases.surveys import answering, invitations, rounds
from tests.builders import a_case
from tests.moments import DAY, NOON

PERSON = "U" + "a" * 32


@pytest.fixture
def pulse(office):
    with office.uow(NOON) as uow:
        uow.tx.people.ensure(PERSON, NOON)
        return rounds.open_round(
            uow, office.question_sets["pulse"], closes=(NOON + 90 * DAY).date()
        )


def served(office, *, at=NOON - DAY, number="1", **facts):
    with office.uow(at) as uow:
        case = a_case(
            id=0, number=number, reporter=PERSON, status=Status.CLOSED, ended_at=at, **facts
        )
        return uow.tx.complaints.add(case, draft_id=number)


def invited(office, now=NOON):
    with office.uow(now) as uow:
        return invitations.push_due(uow)


@pytest.mark.usefixtures("pulse")
def test_who_was_served_is_invited_once_in_thirty_days(office):
    served(office)
    assert [invited(office), invited(office, NOON + DAY)] == [1, 0]
    served(office, at=NOON + 20 * DAY, number="2")
    assert invited(office, NOON + 21 * DAY) == 0
    served(office, at=NOON + 35 * DAY, number="3")
    assert invited(office, NOON + 36 * DAY) == 1


def test_nobody_is_invited_to_a_round_about_one_service(office, pulse):
    served(office)
    with office.uow(NOON) as uow:
        rounds.make_door(uow, pulse.id, DoorKind.COUNTER, service="disaster_relief")
    assert invited(office) == 0
    with office.uow(NOON) as uow:
        rounds.make_door(uow, pulse.id, DoorKind.COUNTER, service="tax_payment")
    assert invited(office) == 1


def test_nobody_is_invited_without_a_round(office):
    served(office)
    assert invited(office) == 0


@pytest.mark.usefixtures("pulse")
@pytest.mark.parametrize("hours", [-6, 9, 14])
def test_nobody_is_invited_at_night(office, hours):
    served(office)
    assert invited(office, NOON + timedelta(hours=hours)) == 0


@pytest.mark.usefixtures("pulse")
@pytest.mark.parametrize(
    "facts",
    [
        {"restricted": True, "category": "corruption"},
        {"reporter": ""},
        {"status": Status.WITHDRAWN},
    ],
)
def test_who_was_not_served_or_must_stay_unknown_is_not_invited(office, facts):
    with office.uow(NOON - DAY) as uow:
        ordinary = {"id": 0, "number": "1", "reporter": PERSON, "status": Status.CLOSED}
        uow.tx.complaints.add(a_case(**(ordinary | {"ended_at": NOON - DAY} | facts)), draft_id="1")
    assert invited(office) == 0


def test_who_has_answered_is_not_invited(office, pulse):
    served(office)
    with office.uow(NOON) as uow:
        door = rounds.door_of(uow, pulse.id, DoorKind.CHAT)
        form = answering.open_form(uow, door.id, PERSON, STANDING_SUBJECT)
        answering.answer(uow, form, "equal", (4,))
    assert invited(office) == 0


@pytest.mark.usefixtures("pulse")
def test_without_quota_it_waits_for_the_next_reply_and_pushes_nothing(office):
    served(office)
    with office.uow(NOON) as uow:
        allowance = uow.budget.allowance
        month = f"{NOON.year + 543}-{NOON.month:02}"
        uow.tx.push_ledger.count_pushes(month, allowance)
    assert invited(office) == 1
    with office.uow(NOON) as uow:
        waiting = uow.tx.outbox.deferred_for(PERSON, 5)
    assert len(list(waiting)) == 1
