"""An improvement: from a comment to the result, told to those who asked and measured by the same question."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.cases.complaint import Place, Status
from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Role
from domain.reporting.improvement import Asked, Source, State
from domain.surveys.change import Verdict
from domain.surveys.participation import DoorKind, visit_subject
from handlers.usecases import improvement_effects, improvements, officers
from handlers.usecases.surveys import answering, comments, rounds
from storage.reporting.improvements import NewImprovement, Plan
from storage.tables import outbox, survey_words
from tests.builders import a_case
from tests.moments import DAY, HOUR, NOON

FOLLOWER = "U" + "f" * 32
SERVICE = "waste_collection"
ASKED = Asked("counter", 1, "overall", SERVICE)
IN_A_MONTH = (bangkok(NOON) + 30 * DAY).date()


@pytest.fixture
def head(office):
    """The head of the section that collects waste, without colleagues."""
    return appoint(office, "สมหมาย", Role.HEAD, "health")


def appoint(office, name, role, department):
    with office.uow(NOON) as uow:
        return officers.add(uow, name, role, department)[0]


def answers(office, count, code, *, now, words="", first=0):
    """Rate the service with this code, as this number of people one after the other."""
    with office.uow(now) as uow:
        round_id = rounds.standing_round(uow, "counter").id
        door = rounds.door_of(uow, round_id, DoorKind.CHAT).id
        for number in range(first, first + count):
            subject = visit_subject(SERVICE, bangkok(now).date().isoformat())
            form = answering.open_form(uow, door, f"U{number:032x}", subject)
            form = answering.answer(uow, form, "overall", (code,))
            if words:
                answering.comment(uow, form, "words", words)


def proposed(office, head, **facts):
    with office.uow(NOON + HOUR) as uow:
        new = NewImprovement("วางถังขยะเพิ่ม", Source.OTHER, "health", asked=ASKED)
        return improvements.propose(uow, head, replace(new, **facts))


def agreed(office, head, key, **facts):
    plan = Plan(head.id, IN_A_MONTH, 5000)
    with office.uow(NOON + HOUR) as uow:
        return improvements.agree(uow, head, key, replace(plan, **facts))


def test_a_comment_becomes_an_improvement_once_and_is_measured_by_the_whole(office, head):
    answers(office, 1, 2, now=NOON, words="ถังขยะหน้าตลาดไม่พอ")
    with office.uow(NOON + HOUR) as uow:
        (words_id,) = uow.tx.connection.scalars(select(survey_words.c.id)).all()
        for _ in range(2):
            comments.propose(uow, head, words_id, "วางถังขยะเพิ่มหน้าตลาด")
        (one,) = improvements.visible(uow, head)
    assert (one.what, one.source, one.section) == ("วางถังขยะเพิ่มหน้าตลาด", Source.WORDS, "health")
    assert (one.state, one.asked) == (State.PROPOSED, ASKED)


def test_a_comment_about_staff_becomes_nothing_that_its_section_reads(office, head):
    answers(office, 1, 1, now=NOON, words="เจ้าหน้าที่เรียกเงินใต้โต๊ะ 500 บาท")
    with office.uow(NOON + HOUR) as uow:
        keeper, code = officers.add(uow, "นางสาวอรุณ รักธรรม", Role.INTEGRITY, None)
    with office.uow(NOON + HOUR) as uow:
        uow.tx.people.ensure("Uintegrity", uow.now)
        officers.link(uow, "Uintegrity", code)
    with office.uow(NOON + HOUR) as uow:
        (words_id,) = uow.tx.connection.scalars(select(survey_words.c.id)).all()
        for does in (comments.propose, comments.open_case):
            with pytest.raises(Refused, match="not_a_case"):
                does(uow, keeper, words_id, "light")
        with pytest.raises(Refused, match="no_such_comment"):
            comments.propose(uow, head, words_id, "light")
        assert improvements.visible(uow, head) == []


def test_who_asked_to_be_told_is_told_once_and_the_same_question_measures_it(office, head):
    answers(office, 25, 2, now=NOON)
    with office.uow(NOON) as uow:
        uow.tx.people.ensure(FOLLOWER, NOON)
        for topic in (f"service.{SERVICE}", "set.counter"):
            uow.tx.survey_people.follow(FOLLOWER, topic, NOON)
    key = proposed(office, head).id
    assert agreed(office, head, key).state is State.AGREED
    done_at = NOON + 10 * DAY
    with office.uow(done_at) as uow:
        done = improvements.finish(uow, head, key, "วางถังเพิ่ม 12 ใบ")
        assert improvement_effects.effect(uow, done).is_waiting
    assert (done.state, done.told) == (State.DONE, 1)
    with office.store.read() as tx:
        told = tx.connection.scalars(select(outbox.c.recipient)).all()
    assert len(told) == 1
    answers(office, 25, 5, now=done_at + DAY, first=100)
    with office.uow(done_at + 2 * DAY) as uow:
        found = improvement_effects.effect(uow, improvements.find(uow, key))
    assert (found.change.n_before, found.change.n, found.change.verdict) == (25, 25, Verdict.BETTER)
    assert (found.change.score_before, found.change.score) == (25, 100)


def test_few_answers_after_it_say_nothing(office, head):
    answers(office, 25, 2, now=NOON)
    key = proposed(office, head).id
    agreed(office, head, key)
    with office.uow(NOON + 2 * DAY) as uow:
        improvements.finish(uow, head, key, "วางถังแล้ว")
    answers(office, 4, 5, now=NOON + 3 * DAY, first=100)
    with office.uow(NOON + 4 * DAY) as uow:
        assert improvement_effects.effect(uow, improvements.find(uow, key)) is None


def test_only_who_may_decides_and_in_the_order_of_the_office(office, head):
    stranger = appoint(office, "คนอื่น", Role.HEAD, "engineering")
    key = proposed(office, head).id
    with office.uow(NOON + HOUR) as uow:
        with pytest.raises(Refused, match="improvement_not_agreed"):
            improvements.finish(uow, head, key, "เสร็จ")
        with pytest.raises(Refused, match="not_allowed"):
            improvements.agree(uow, stranger, key, Plan(head.id, IN_A_MONTH, None))
        with pytest.raises(Refused, match="not_allowed"):
            improvements.propose(uow, stranger, NewImprovement("x", Source.OTHER, "health"))
        assert improvements.visible(uow, stranger) == []
    for wrong, why in (
        ({"due_on": (NOON - DAY).date()}, "improvement_due_past"),
        ({"cost": -1}, "improvement_cost_wrong"),
    ):
        with pytest.raises(Refused, match=why):
            agreed(office, head, key, **wrong)
    agreed(office, head, key)
    with office.uow(NOON + DAY) as uow:
        with pytest.raises(Refused, match="note_missing"):
            improvements.drop(uow, head, key, "  ")
        assert improvements.drop(uow, head, key, "ไม่มีงบ").state is State.DROPPED
        with pytest.raises(Refused, match="improvement_ended"):
            improvements.finish(uow, head, key, "เสร็จ")
        steps = [one.step for one in uow.tx.improvements.steps(key)]
    assert steps == ["proposed", "agreed", "dropped"]


def test_cases_that_repeat_in_a_village_are_offered_until_they_are_improved(office, head):
    with office.uow(NOON) as uow:
        for number in range(6):
            case = a_case(
                id=0,
                number=f"{number:06}",
                category="waste",
                department="health",
                place=Place(village=3),
            )
            uow.tx.complaints.add(case, draft_id=f"{number}")
    with office.uow(NOON + HOUR) as uow:
        (pattern,) = improvements.patterns(uow, head)
        assert (pattern.category, pattern.village, pattern.cases) == ("waste", 3, 6)
        new = NewImprovement("เพิ่มรอบเก็บ", Source.CASES, "health", category="waste")
        improvements.propose(uow, head, new)
        assert improvements.patterns(uow, head) == []
    with office.uow(NOON + timedelta(days=120)) as uow:
        assert improvements.patterns(uow, head) == []


def rated_cases(office, category, count, code, *, now, first):
    """Close cases of a category and let their reporters rate them with this code."""
    with office.uow(now) as uow:
        for number in range(first, first + count):
            reporter = f"U{number:032x}"
            case = a_case(
                id=0,
                number=f"{number:06}",
                category=category,
                department="health",
                reporter=reporter,
                place=Place(village=3),
                filed_at=now,
            )
            case = uow.tx.complaints.add(case, draft_id=f"{number}")
            closed = replace(case, status=Status.CLOSED, ended_at=now)
            uow.tx.complaints.save(closed)
            uow.tx.resolutions.add(closed, "เก็บแล้ว")
            door, subject = answering.rate_case(uow, reporter, case.id)
            form = answering.open_form(uow, door.id, reporter, subject)
            answering.answer(uow, form, "overall", (code,))


def test_who_cannot_be_told_now_is_told_by_the_day_that_is_promised(office, head):
    """The month's messages are used up: the news waits for the next month, and not for the person's next message."""
    with office.uow(NOON) as uow:
        for person in (FOLLOWER, "U" + "e" * 32):
            uow.tx.people.ensure(person, NOON)
            uow.tx.survey_people.follow(person, f"service.{SERVICE}", NOON)
    key = proposed(office, head).id
    agreed(office, head, key)
    with office.uow(NOON + DAY) as uow:
        uow.tx.push_ledger.count_pushes("2569-11", uow.budget.allowance)
        improvements.finish(uow, head, key, "วางถังเพิ่ม 12 ใบ")
        assert improvements.told_by(uow.now).th == "1 ธ.ค. 2569"
    with office.store.read() as tx:
        due = tx.connection.scalars(select(outbox.c.next_at)).all()
    assert sorted(bangkok(one).date().isoformat() for one in due) == ["2026-12-01"] * 2


def test_a_pattern_of_cases_is_measured_by_those_who_reported_them_and_they_are_told(office, head):
    rated_cases(office, "waste", 6, 2, now=NOON, first=1)
    rated_cases(office, "animal", 6, 5, now=NOON, first=101)
    with office.uow(NOON) as uow:
        uow.tx.people.ensure(FOLLOWER, NOON)
        uow.tx.survey_people.follow(FOLLOWER, "topic.waste", NOON)
    key = proposed(office, head, source=Source.CASES, category="waste", asked=None).id
    agreed(office, head, key)
    done_at = NOON + 10 * DAY
    with office.uow(done_at) as uow:
        assert improvements.finish(uow, head, key, "เพิ่มรอบเก็บ").told == 1
        # The cases of before the improvement are no new pattern.
        assert {one.category for one in improvements.patterns(uow, head)} == {"animal"}
    rated_cases(office, "waste", 5, 5, now=done_at + DAY, first=201)
    with office.uow(done_at + 2 * DAY) as uow:
        found = improvement_effects.effect(uow, improvements.find(uow, key))
    assert (found.question.key, found.change.n_before, found.change.n) == ("overall", 6, 5)
    assert (found.change.score_before, found.change.score) == (25, 100)


@pytest.mark.parametrize(
    ("asked", "topic", "told"),
    [
        (Asked("counter", 1, "steps"), f"service.{SERVICE}", 1),
        (Asked("case", 1, "overall"), "topic.waste", 1),
        (Asked("counter", 1, "overall", "tax_payment"), f"service.{SERVICE}", 0),
        (Asked("case", 1, "overall"), f"service.{SERVICE}", 0),
    ],
)
def test_what_concerns_every_service_or_topic_is_told_to_the_subscribers_of_each(
    office, head, asked, topic, told
):
    with office.uow(NOON) as uow:
        uow.tx.people.ensure(FOLLOWER, NOON)
        uow.tx.survey_people.follow(FOLLOWER, topic, NOON)
    key = proposed(office, head, source=Source.QUESTION, asked=asked).id
    agreed(office, head, key)
    with office.uow(NOON + DAY) as uow:
        assert improvements.finish(uow, head, key, "แก้แล้ว").told == told


def test_who_has_blocked_the_office_is_neither_told_nor_counted(office, head):
    people = (FOLLOWER, "U" + "e" * 32)
    with office.uow(NOON) as uow:
        for person in people:
            uow.tx.people.ensure(person, NOON)
            uow.tx.survey_people.follow(person, f"service.{SERVICE}", NOON)
        uow.tx.people.blocked(FOLLOWER, NOON)
    key = proposed(office, head).id
    agreed(office, head, key)
    with office.uow(NOON + DAY) as uow:
        assert improvements.finish(uow, head, key, "แก้แล้ว").told == 1
