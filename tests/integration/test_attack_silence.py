"""One account can neither bury the complaints of others nor use up the quota for the office's notices."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.figures.push_budget import PUSHES_PER_DAY, Budget, Weight
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Role
from handlers.access import custodians
from handlers.core.messages import EventKind, InboundEvent
from handlers.routing.router import respond
from handlers.usecases import (
    attachments,
    case_numbers,
    complaints,
    conduct,
    custody,
    officers,
)
from handlers.usecases.attachments import BYTES_A_DAY
from handlers.usecases.case_filing import NOTIFIED_PER_HOUR, NewComplaint
from handlers.usecases.conduct import WRONG_CODES_A_DAY, UnpreparedCodeError, ensure_prepared
from handlers.usecases.identity import ask as ask_identity
from storage.cases.attachments import AttachmentState
from storage.maintenance.late_sealing import seal_late
from storage.people.daily_use import Use
from storage.queues.outbox import OutboxState
from storage.queues.tasks import TURN, TaskKind
from storage.tables import complaint, daily_use, identity, outbox, task, unanswered_question
from tests.integration.owing import enqueue
from tests.line_bodies import BOONMEE, SOMSRI
from tests.moments import DAY, HOUR, NOON
from tests.sealed import letter_of

ARUN, WICHAI = "Uarun", "Uwichai"


@pytest.fixture
def keepers(office):
    with office.uow(NOON - DAY) as uow:
        for name, role, account in (("อรุณ", Role.INTEGRITY, ARUN), ("วิชัย", Role.PALAD, WICHAI)):
            _, code = officers.add(uow, name, role, None)
            officers.link(uow, account, code)


def file_about_staff(office, count, reporter=SOMSRI, at=NOON, link=ReporterLink.NONE):
    with office.uow(at) as uow:
        for number in range(count):
            new = NewComplaint(conduct.category_of(uow), "เรียกเงิน")
            about = Conduct(link, who="ไม่ทราบ")
            case, _ = conduct.file(uow, reporter, new, about, f"{reporter[-8:]}{number}")
    return case


def messages_to(office, account):
    with office.store.read() as tx:
        rows = tx.connection.execute(select(outbox).order_by(outbox.c.id)).all()
    letters = [letter_of(row) for row in rows]
    return [str(message) for to, message in letters if to == account]


def says(office, text, at=NOON, sender=SOMSRI):
    with office.uow(at) as uow:
        return str(respond(uow, InboundEvent(EventKind.TEXT, sender, sender, at, text=text)))


# ------------------------------------------------------------------ filings
def test_eleven_fakes_without_a_link_do_not_bury_the_twelfth(office, keepers):
    file_about_staff(office, 40)
    before = len(messages_to(office, ARUN))
    # Also without a link, those of one account are told as one burst.
    assert before == NOTIFIED_PER_HOUR + 1
    real = file_about_staff(office, 1, BOONMEE)
    received = messages_to(office, ARUN)
    assert len(received) == before + 1
    assert real.number in received[-1]
    with office.uow(NOON) as uow:
        (custodian,) = custodians.custodians_of(uow, real)
        assert len(custodians.cases_in_custody_of(uow, custodian.officer)) == 41


def test_what_was_counted_is_gone_the_next_night(office, keepers):
    file_about_staff(office, 1)
    with office.store.begin() as tx:
        assert tx.daily_use.amount(SOMSRI, Use.FILINGS, NOON) == 1
        assert SOMSRI not in str(tx.connection.execute(select(daily_use)).all())
        tx.daily_use.forget(NOON + DAY)
        assert tx.connection.execute(select(daily_use)).all() == []


# ------------------------------------------------------------------ pushes
def test_a_resident_gets_so_many_pushes_a_day_and_the_rest_with_a_reply(worker, line, store, clock):
    for _ in range(PUSHES_PER_DAY + 3):
        enqueue(store)
        worker.deliver()
    assert line.hows == ["push"] * PUSHES_PER_DAY
    with store.read() as tx:
        states = tx.connection.scalars(select(outbox.c.state)).all()
    assert states.count(OutboxState.DEFERRED) == 3
    enqueue(store, to="U2")
    worker.deliver()
    assert line.hows[-1] == "push"
    clock.now += DAY
    enqueue(store, now=clock())
    worker.deliver()
    assert len(line.hows) == PUSHES_PER_DAY + 2


def test_news_over_the_ceiling_of_a_day_wait_for_the_morning_and_answers_for_a_reply(
    worker, line, store, clock
):
    for to, weight in (("U1", Weight.NEWS), ("U2", Weight.REPLY)):
        for _ in range(PUSHES_PER_DAY):
            enqueue(store, to=to)
            worker.deliver()
        enqueue(store, to=to, weight=weight)
        worker.deliver()
    with store.read() as tx:
        rows = tx.connection.execute(select(outbox).where(outbox.c.state == OutboxState.DEFERRED))
        due = sorted(bangkok(row.next_at) for row in rows)
    assert due[0].date() == bangkok(clock()).date() + DAY
    assert due[0].hour == 8
    assert due[1].year > clock().year + 90


def test_the_last_part_of_the_plan_is_for_custodians_and_emergencies():
    last = Budget(allowance=300, spent=294, elapsed=0.9, alert_share=0.7)
    assert {one for one in Weight if last.allows(one)} == {Weight.EMERGENCY, Weight.CUSTODY}


# ------------------------------------------------------------------ codes
def test_whatever_a_custodian_is_sent_of_a_case_has_that_part(office, keepers):
    case = file_about_staff(office, 1, link=ReporterLink.SEALED)
    with office.uow(NOON) as uow:
        complaints.reporter_acts(uow, SOMSRI, case.id, Action.ADD, note="มีพยาน")
        custodian = uow.tx.officers.by_line(ARUN)
        ask_identity(uow, custodian, case.id, "ต้องสอบถาม")
    with office.store.read() as tx:
        rows = tx.connection.execute(select(outbox)).all()
    officers_get = [row.weight for row in rows if letter_of(row)[0] in {ARUN, WICHAI}]
    assert officers_get == [Weight.CUSTODY.value] * 3


def test_the_number_of_a_complaint_about_staff_is_drawn(office, keepers, monkeypatch):
    drawn = iter([41, 41, 77])
    chance = SimpleNamespace(randbelow=lambda most: min(next(drawn), most))
    monkeypatch.setattr(case_numbers, "secrets", chance)
    first, second = (file_about_staff(office, 1, who) for who in (SOMSRI, BOONMEE))
    assert "-900042-" in first.number
    assert "-900078-" in second.number


def test_wrong_codes_have_a_ceiling_and_then_cost_nothing(office):
    for _ in range(WRONG_CODES_A_DAY):
        assert "ไม่พบรหัสนี้" in str(code_of(office, "2222-3333-4444"))
    assert str(code_of(office, "2222-3333-5555")) == "too_many_receipts"
    event = InboundEvent(EventKind.TEXT, SOMSRI, SOMSRI, NOON, text="2222-3333-6666")
    with office.uow(NOON) as uow:
        ensure_prepared(uow, event)


def code_of(office, code):
    with office.uow(NOON) as uow:
        try:
            return conduct.by_code(uow, SOMSRI, code)
        except Refused as refusal:
            key = refusal.key
    return uow.context.translations.both(f"refusals.{key}").th if key == "no_such_code" else key


def test_a_code_that_may_be_tried_is_prepared_outside_the_transaction(office):
    event = InboundEvent(EventKind.TEXT, SOMSRI, SOMSRI, NOON, text="2222-3333-7777")
    with office.uow(NOON) as uow, pytest.raises(UnpreparedCodeError):
        ensure_prepared(uow, event)


# ------------------------------------------------------------------ files
def test_files_of_one_person_stand_behind_the_first_of_others(office):
    with office.uow(NOON) as uow:
        for number, behind in enumerate((0, 1, 2)):
            uow.tx.tasks.ask(TaskKind.ATTACHMENT, f"flood{number}", NOON, behind=behind)
        uow.tx.tasks.ask(TaskKind.ATTACHMENT, "other", NOON + TURN / 2)
        order = []
        while (run := uow.tx.tasks.claim(NOON + HOUR)) is not None:
            order.append(run.subject)
    assert order == ["flood0", "other", "flood1", "flood2"]


@pytest.mark.parametrize(("before", "state"), [(0, "STORED"), (BYTES_A_DAY, "OVER_CEILING")])
def test_the_stored_bytes_of_a_person_have_a_ceiling(office, worker, line, clock, before, state):
    line.photos["M1"] = b"%PDF-1.4 evidence"
    event = InboundEvent(EventKind.FILE, SOMSRI, SOMSRI, clock.now, message_id="M1")
    with office.uow(clock.now) as uow:
        uow.tx.daily_use.add(SOMSRI, Use.BYTES, clock.now, before)
        sent = attachments.take(uow, event, attachments.Evidence())
    assert worker.run_next_task()
    with office.store.read() as tx:
        (found,) = tx.attachments.get_many(sent.ids)
    assert found.state is AttachmentState[state]
    assert bool(found.file) is (state == "STORED")


def test_no_task_of_a_file_tells_whose_day_it_counts_for(office):
    event = InboundEvent(EventKind.FILE, SOMSRI, SOMSRI, NOON, message_id="M1")
    with office.uow(NOON) as uow:
        attachments.take(uow, event, attachments.Evidence(), nameless=True)
        key = uow.tx.daily_use.key(SOMSRI, Use.BYTES, NOON)
        rows = str(uow.tx.connection.execute(select(task)).all())
        assert SOMSRI not in rows
        assert key not in rows
        assert uow.tx.tasks.claim(NOON).counts_for == key


# ------------------------------------------------------------------ in clear
def test_a_reporter_who_gave_their_name_is_not_beside_the_case(office, keepers):
    case = file_about_staff(office, 1, link=ReporterLink.NAMED)
    with office.uow(NOON) as uow:
        rows = str(uow.tx.connection.execute(select(complaint)).all())
        assert SOMSRI not in rows
        assert custodians.address_of(uow, case) == SOMSRI


def test_what_a_former_release_left_in_clear_is_sealed_once(office, keepers):
    case = file_about_staff(office, 1, link=ReporterLink.NAMED)
    question = "ปลัดเอาเงินไปไหน"
    with office.uow(NOON) as uow:
        run = uow.tx.connection.execute
        run(identity.delete())
        run(complaint.update().values(reporter=SOMSRI))
        run(unanswered_question.insert().values(question=question, asked=2, last_asked_at=NOON))
    with office.store.begin() as tx:
        assert seal_late(tx)
        assert not seal_late(tx)
        whole = str(
            [tx.connection.execute(select(one)).all() for one in (complaint, unanswered_question)]
        )
        assert SOMSRI not in whole
        assert question not in whole
        assert [(one.question, one.asked) for one in tx.unanswered_questions.most_asked(9)] == [
            (question, 2)
        ]
    with office.uow(NOON) as uow:
        assert custodians.address_of(uow, uow.tx.all_cases.get(case.id)) == SOMSRI


# ------------------------------------------------------------------ keepers
def test_a_custodian_who_does_not_accept_loses_the_case_to_the_next(office, keepers):
    case = file_about_staff(office, 1)
    with office.uow(NOON + DAY) as uow:
        assert custody.pass_on_idle(uow) == 0
    with office.uow(NOON + timedelta(days=8)) as uow:
        assert custody.pass_on_idle(uow) == 1
        (custodian,) = custodians.custodians_of(uow, case)
        assert custodian.line_user_id == WICHAI
    assert case.number in messages_to(office, WICHAI)[-1]


def test_a_custodian_who_blocks_the_bot_loses_it_at_once(office, keepers):
    case = file_about_staff(office, 1)
    with office.uow(NOON + HOUR) as uow:
        uow.tx.people.ensure(ARUN, NOON)
        respond(uow, InboundEvent(EventKind.UNFOLLOW, ARUN, ARUN, NOON + HOUR))
        (custodian,) = custodians.custodians_of(uow, case)
        assert custodian.line_user_id == WICHAI


def test_taking_over_a_link_is_told_to_the_old_account_and_the_palad(office, keepers):
    with office.uow(NOON) as uow:
        officer = next(one for one in uow.tx.officers.all() if one.role is Role.INTEGRITY)
        officers.link(uow, "Ustranger", officers.new_code(uow, officer))
    assert "มี LINE บัญชีอื่นเชื่อมเป็น อรุณ" in messages_to(office, ARUN)[-1]
    assert "อรุณ เชื่อม LINE บัญชีใหม่" in messages_to(office, WICHAI)[-1]
