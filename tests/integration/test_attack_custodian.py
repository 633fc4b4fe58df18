"""A custodian who leaves, withdraws or is accused loses access, also to messages delayed by an outage of LINE."""

import logging

import pytest

from domain.figures.push_budget import Weight
from domain.organisation.officers import Role
from handlers.core.buttons import Button
from handlers.core.messages import Text
from handlers.usecases import case_filing, custody
from handlers.usecases.case_filing import NewComplaint
from scheduler.jobs import watch_custody
from tests.integration.staff_office import STORY, WAYS_TO_LOSE_IT, accused, sees_nothing
from tests.moments import DAY


# ------------------------------------------------------------------ the chosen custodian
def test_another_integrity_officer_takes_no_case_away(desk):
    ids = desk.keepers(Role.PALAD)
    case = desk.complain()
    desk.deliver()
    desk.presses("Upalad", Button.ACCEPT, case)
    desk.appoint("อรุณ รักธรรม", Role.INTEGRITY, account="Unew")
    sees_nothing(desk, "Unew", case)
    assert desk.custodian(case) == ids[Role.PALAD]
    desk.says("Upalad", "งานของฉัน")
    assert case.number in desk.deliver()["Upalad"]


def test_who_withdraws_is_told_without_a_word_and_the_next_one_gets_the_whole(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    with desk.uow() as uow:
        officer = uow.tx.officers.get(ids[Role.INTEGRITY])
        custody.recuse(uow, officer, case.id, "ญาติของผู้ถูกร้องเรียน")
    at_once = desk.deliver()
    assert (desk.custodian(case), case.number in at_once["Upalad"]) == (ids[Role.PALAD], True)
    assert at_once["Uintegrity"] == ""
    in_the_morning = desk.deliver(DAY)["Uintegrity"]
    assert "เปลี่ยนผู้รับเรื่องแล้ว" in in_the_morning
    assert case.number not in in_the_morning
    desk.heard.clear()
    sees_nothing(desk, "Uintegrity", case)


def test_a_custodian_who_leaves_hands_on_without_naming_anybody(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    desk.presses("Uintegrity", Button.ACCEPT, case)
    desk.remove(ids[Role.INTEGRITY])
    assert case.number in desk.deliver()["Upalad"]
    desk.heard.clear()
    sees_nothing(desk, "Uintegrity", case)


def test_when_nobody_is_left_the_reporter_gets_the_outside_channels(desk):
    ids = desk.keepers(Role.PALAD)
    case = desk.complain("เรื่องลับ")
    desk.deliver()
    desk.remove(ids[Role.PALAD])
    told = desk.deliver()["Uresident"]
    assert all(number in told for number in ("1567", "1205", "1206"))
    assert desk.custodian(case) is None
    desk.heard.clear()
    sees_nothing(desk, "Upalad", case)
    later = desk.appoint("คนที่มา ภายหลัง", Role.INTEGRITY, account="Ulater")
    assert case.number in desk.deliver()["Ulater"]
    assert desk.custodian(case) == later


def test_a_custodian_who_blocked_the_bot_does_not_swallow_the_case(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    with desk.uow() as uow:
        uow.tx.people.blocked("Uintegrity", uow.now)
        custody.review_all(uow)
    assert case.number in desk.deliver()["Upalad"]
    assert desk.custodian(case) == ids[Role.PALAD]


@pytest.mark.parametrize("happens", WAYS_TO_LOSE_IT)
def test_what_waited_while_line_was_down_reaches_nobody_who_may_no_longer_read_it(desk, happens):
    ids = desk.keepers()
    case = desk.complain()
    desk.says("Uintegrity", "งานของฉัน").shows("Uintegrity", case)
    desk.presses("Uintegrity", Button.ASK, case)
    happens(desk, ids, case)
    got = desk.deliver()
    assert case.number not in got["Uintegrity"]
    assert STORY not in got["Uintegrity"]
    assert case.number in got["Upalad"]


def test_what_was_moved_to_a_new_telephone_is_asked_about_again(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.link("Ustranger", desk.new_code(ids[Role.INTEGRITY]))
    accused(desk, ids, case)
    got = desk.deliver()
    assert case.number not in got["Ustranger"] + got["Uintegrity"]


def test_what_was_deferred_is_not_sent_with_a_later_answer(desk):
    ids = desk.keepers()
    case = desk.complain()
    desk.deliver()
    with desk.uow() as uow:
        card = "คำตอบของผู้แจ้งถูกเก็บไว้ส่งภายหลัง"
        uow.notify_later(
            "Uintegrity", [Text(card, about=(case.id,))], Weight.PROMPT, uow.now + 30 * DAY
        )
    accused(desk, ids, case)
    desk.says("Uintegrity", "งานของฉัน")
    got = desk.deliver()["Uintegrity"]
    assert card not in got
    assert "ไม่มีเรื่องค้าง" in got


def test_an_ordinary_message_reaches_nobody_who_was_removed(desk):
    desk.keepers(Role.PALAD)
    head = desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    with desk.uow() as uow:
        case = case_filing.file(uow, "Uresident", NewComplaint("light", "ไฟดับหน้าวัด"), "d1")
    desk.remove(head)
    assert case.number not in desk.deliver()["Uhead"]


# ------------------------------------------------------------------ the log
def test_no_log_tells_that_a_custodian_has_lost_a_case(desk, caplog):
    caplog.set_level(logging.INFO)
    ids = desk.keepers()
    watch_custody(desk.office, desk.clock.now)
    before = [(one.getMessage(), getattr(one, "count", None)) for one in caplog.records]
    case = desk.complain()
    desk.clock.now += 20 * DAY
    caplog.clear()
    watch_custody(desk.office, desk.clock.now)
    assert desk.custodian(case) == ids[Role.PALAD]
    assert [(one.getMessage(), getattr(one, "count", None)) for one in caplog.records] == before
