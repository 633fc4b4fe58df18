"""One account that files case after case is refused in the end, and rings no telephone a hundred times."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.cases.conduct import Conduct, ReporterLink
from domain.organisation.officers import Role
from handlers.access import work_list
from handlers.core.messages import EventKind, InboundEvent
from handlers.routing.router import respond
from handlers.usecases import case_filing, conduct, officers
from handlers.usecases.case_filing import MAX_PER_DAY, NOTIFIED_PER_HOUR, NewComplaint
from storage.tables import outbox
from tests.line_bodies import BOONMEE, SOMSRI
from tests.moments import DAY, MINUTE, NOON
from tests.sealed import letter_of

CHANG, ARUN = "Uchang", "Uarun"


@pytest.fixture(autouse=True)
def posts(office):
    with office.uow(NOON - DAY) as uow:
        for name, role, department, account in (
            ("ช่างเอก", Role.OFFICER, "engineering", CHANG),
            ("อรุณ รักธรรม", Role.INTEGRITY, None, ARUN),
        ):
            _, code = officers.add(uow, name, role, department)
            officers.link(uow, account, code)


def file(office, count, *, reporter=SOMSRI, category="light", at=NOON):
    with office.uow(at) as uow:
        first = uow.tx.all_cases.filed_since(at - DAY, reporter=reporter)
        for number in range(first, first + count):
            draft = f"{reporter[:6]}{category[:2]}{number}"
            case_filing.file(uow, reporter, NewComplaint(category, "ไฟดับ"), draft)


def file_about_staff(office, count, link=ReporterLink.NONE):
    with office.uow(NOON) as uow:
        for number in range(count):
            new = NewComplaint(conduct.category_of(uow), "เรียกเงิน")
            conduct.file(uow, SOMSRI, new, Conduct(link, who="ไม่ทราบ"), f"staff{number}")


def told(office, officer):
    """What was said to an officer, each message's alternative text or words."""
    with office.store.read() as tx:
        rows = tx.connection.execute(select(outbox).order_by(outbox.c.id)).all()
    letters = [letter_of(row) for row in rows]
    return [one.get("alt") or one["text"] for to, said in letters if to == officer for one in said]


def says(office, text, at, sender=SOMSRI):
    with office.uow(at) as uow:
        return str(respond(uow, InboundEvent(EventKind.TEXT, sender, sender, at, text=text)))


def count_of(office, reporter=SOMSRI):
    with office.store.read() as tx:
        return tx.all_cases.count_of_reporter(reporter)


def draft_of(office, person):
    with office.store.read() as tx:
        place = tx.conversations.find(person)
    return None if place is None else place.draft["detail"]


def test_the_case_beyond_the_most_of_a_day_is_refused_with_the_telephone_and_its_draft_is_kept(
    office,
):
    file(office, MAX_PER_DAY)
    for words in ("ไฟถนนหน้าวัดดับ", "ไฟถนน ไฟส่องสว่าง"):
        says(office, words, NOON)
    answer = says(office, "ยืนยัน", NOON)
    assert office.catalog.organisation.phone in answer
    assert f"{MAX_PER_DAY} เรื่อง" in answer
    assert (count_of(office), draft_of(office, SOMSRI)) == (MAX_PER_DAY, "ไฟถนนหน้าวัดดับ")
    says(office, "ยืนยัน", NOON + timedelta(hours=11))
    assert count_of(office) == MAX_PER_DAY


def test_a_day_later_the_draft_can_be_sent(office):
    file(office, MAX_PER_DAY, at=NOON - DAY + MINUTE)
    for words in ("ไฟถนนหน้าวัดดับ", "ไฟถนน ไฟส่องสว่าง", "ยืนยัน"):
        says(office, words, NOON)
    assert count_of(office) == MAX_PER_DAY
    says(office, "ยืนยัน", NOON + 2 * MINUTE)
    assert (count_of(office), draft_of(office, SOMSRI)) == (MAX_PER_DAY + 1, None)


def test_nobody_else_is_refused(office):
    file(office, MAX_PER_DAY)
    for words in ("ไฟถนนหน้าวัดดับ", "ไฟถนน ไฟส่องสว่าง", "ยืนยัน"):
        says(office, words, NOON, BOONMEE)
    assert count_of(office, BOONMEE) == 1


def test_about_staff_the_same_holds(office):
    file(office, MAX_PER_DAY)
    for words in ("ร้องเรียนเจ้าหน้าที่", "ไม่ทราบ", "เมื่อวาน", "พูดจาไม่ดี", "ไม่มีหลักฐาน", "ปกปิดชื่อ"):
        says(office, words, NOON)
    assert office.catalog.organisation.phone in says(office, "ยืนยัน", NOON)
    assert count_of(office) == MAX_PER_DAY


def test_officers_hear_of_the_first_ten_an_hour_and_once_that_more_are_coming(office):
    file(office, 40)
    heard = told(office, CHANG)
    assert len(heard) == NOTIFIED_PER_HOUR + 1
    assert f"เกิน {NOTIFIED_PER_HOUR} เรื่อง" in heard[-1]


@pytest.mark.parametrize("link", ReporterLink)
def test_their_count_does_not_tell_who_complained_of_staff(office, link):
    file_about_staff(office, NOTIFIED_PER_HOUR, link)
    file(office, NOTIFIED_PER_HOUR)
    assert len(told(office, CHANG)) == NOTIFIED_PER_HOUR
    assert f"เกิน {NOTIFIED_PER_HOUR} เรื่อง" not in told(office, CHANG)[-1]


def test_another_reporter_s_case_is_told_meanwhile(office):
    file(office, 40)
    file(office, 1, reporter=BOONMEE)
    assert len(told(office, CHANG)) == NOTIFIED_PER_HOUR + 2


def test_an_hour_later_they_hear_again(office):
    file(office, 40)
    file(office, 1, at=NOON + 61 * MINUTE)
    assert len(told(office, CHANG)) == NOTIFIED_PER_HOUR + 2


def test_where_somebody_may_be_in_danger_every_case_is_told(office):
    with office.uow(NOON - DAY) as uow:
        _, code = officers.add(uow, "สายตรวจ", Role.OFFICER, "clerk")
        officers.link(uow, "Uclerk", code)
    file(office, 15, category="safety")
    assert len(told(office, "Uclerk")) == 15


def test_cases_about_staff_without_a_link_to_anybody_are_counted_together(office):
    file_about_staff(office, 40)
    assert len(told(office, ARUN)) == NOTIFIED_PER_HOUR + 1


def test_every_case_is_in_the_officer_s_list_whether_told_or_not(office):
    file(office, 40)
    with office.read_only_uow(NOON) as uow:
        (linked,) = (one for one in uow.tx.officers.linked() if one.line_user_id == CHANG)
        assert len(work_list.work_of(uow, linked.officer, 99)) == 40
