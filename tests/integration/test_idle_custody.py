"""A custodian who accepts a staff complaint and does nothing loses it to the next one; nobody is said to know it."""

from datetime import timedelta

import pytest

from domain.cases.complaint import Proof, WaitingFor
from domain.cases.conduct import ReporterLink
from domain.cases.lifecycle import Act, Action
from domain.organisation.officers import Role
from handlers.core.buttons import Button
from handlers.notify import escalation
from handlers.usecases import complaints, custody
from tests.integration.staff_office import RESIDENT
from tests.moments import DAY

INTEGRITY, PALAD, NAYOK = (f"U{one}" for one in (Role.INTEGRITY, Role.PALAD, Role.NAYOK))


@pytest.fixture
def town(desk):
    desk.ids = desk.keepers()
    return desk


def acts(desk, account, case, action, note="", **more):
    with desk.uow() as uow:
        officer = uow.tx.officers.by_line(account)
        complaints.officer_acts(uow, officer, case.id, Act(action, note, **more))


def lets_pass(desk, days):
    """Let days pass, each with the jobs of the office; return how often a case went to somebody else."""
    moved = 0
    for _ in range(days):
        desk.clock.now += DAY
        with desk.uow() as uow:
            custody.review_all(uow)
            moved += custody.pass_on_idle(uow)
            for one in escalation.due(uow):
                escalation.notify_due(uow, one)
    return moved


def holder(desk, case):
    return next(role for role, one in desk.ids.items() if one == desk.custodian(case))


def test_who_accepts_and_does_nothing_loses_it_and_all_three_are_told(town):
    case = town.complain()
    acts(town, INTEGRITY, case, Action.ACCEPT)
    town.deliver()
    assert lets_pass(town, 12) == 0
    assert lets_pass(town, 8) == 1
    assert holder(town, case) is Role.PALAD
    lets_pass(town, 1)
    town.deliver()
    assert case.number in town.heard[PALAD]
    assert "เปลี่ยนผู้รับเรื่องแล้ว" in town.heard[INTEGRITY]
    assert "ผู้รับเรื่องคนเดิมไม่ได้ดำเนินการ" in town.heard[RESIDENT]
    with town.uow() as uow:
        stored = uow.tx.all_cases.get(case.id)
    assert (stored.officer_id, stored.is_open) == (None, True)


def test_opening_it_every_day_is_no_act(town):
    case = town.complain()
    acts(town, INTEGRITY, case, Action.ACCEPT)
    for _ in range(20):
        lets_pass(town, 1)
        town.presses(INTEGRITY, Button.SHOW_CASE, case)
    assert holder(town, case) is Role.PALAD


def test_who_works_on_it_keeps_it(town):
    case = town.complain()
    acts(town, INTEGRITY, case, Action.ACCEPT)
    for _ in range(6):
        lets_pass(town, 9)
        acts(town, INTEGRITY, case, Action.UPDATE, "สอบพยานแล้ว")
    assert holder(town, case) is Role.INTEGRITY


def test_waiting_for_the_reporter_takes_nothing_away(town):
    case = town.complain()
    acts(town, INTEGRITY, case, Action.ASK, "เกิดขึ้นวันไหน")
    assert lets_pass(town, 40) == 0
    town.add(case, "วันจันทร์", Action.ANSWER)
    assert lets_pass(town, 12) == 0
    assert lets_pass(town, 8) == 1


def test_a_wait_counts_to_its_day_but_not_for_years(town):
    case, other = town.complain(), town.complain("ปลัดพูดไม่ดี")
    now = town.clock.now
    for one, days in ((case, 30), (other, 2000)):
        more = {"waiting_for": WaitingFor.OTHER_AGENCY, "review_at": now + days * DAY}
        acts(town, INTEGRITY, one, Action.WAIT, "รอหนังสือ", **more)
    lets_pass(town, 40)
    assert holder(town, case) is Role.INTEGRITY
    lets_pass(town, 15)
    assert holder(town, case) is not Role.INTEGRITY
    assert holder(town, other) is Role.INTEGRITY
    lets_pass(town, 52)
    assert holder(town, other) is not Role.INTEGRITY


def test_a_reopened_case_gives_its_custodian_the_time_again(town):
    case = town.complain()
    acts(town, INTEGRITY, case, Action.ACCEPT)
    with town.uow() as uow:
        officer = uow.tx.officers.by_line(INTEGRITY)
        act = Act(Action.CLOSE, "ตักเตือนแล้ว", Proof(no_photo_reason="ไม่มีภาพ"))
        complaints.officer_acts(uow, officer, case.id, act)
    lets_pass(town, 25)
    town.add(case, "ยังทำอีก", Action.DISPUTE)
    assert lets_pass(town, 10) == 0
    assert holder(town, case) is Role.INTEGRITY


def test_idle_custodians_do_not_pass_it_to_each_other_and_leave_out_the_third(town):
    case = town.complain()
    seen = []
    for _ in range(4):
        lets_pass(town, 7)
        seen.append(holder(town, case))
    assert seen == [Role.PALAD, Role.NAYOK, Role.INTEGRITY, Role.PALAD]


def test_with_nobody_else_it_stays(desk):
    desk.ids = desk.keepers(Role.INTEGRITY)
    case = desk.complain()
    acts(desk, INTEGRITY, case, Action.ACCEPT)
    assert lets_pass(desk, 40) == 0
    assert holder(desk, case) is Role.INTEGRITY


def test_the_accused_is_never_the_next_one(town):
    case = town.complain("ปลัดวิชัยเรียกเงินค่าเซ็น")
    acts(town, INTEGRITY, case, Action.ACCEPT)
    lets_pass(town, 20)
    assert holder(town, case) is Role.NAYOK
    for _ in range(10):
        lets_pass(town, 3)
        assert holder(town, case) is not Role.PALAD
    town.deliver()
    assert case.number not in town.heard[PALAD]


def test_without_a_link_it_goes_on_too(town):
    case = town.complain(link=ReporterLink.NONE)
    acts(town, INTEGRITY, case, Action.ACCEPT)
    lets_pass(town, 20)
    assert holder(town, case) is Role.PALAD


def test_no_heading_says_that_an_executive_knows_of_it(town):
    case = town.complain()
    for _ in range(12):
        acts(town, INTEGRITY, case, Action.UPDATE, "กำลังสอบ")
        lets_pass(town, 6)
    town.deliver()
    assert "เกินกำหนดเสร็จ" in town.heard[INTEGRITY]
    for account in (INTEGRITY, PALAD, NAYOK, RESIDENT):
        assert "เพื่อโปรดทราบ" not in town.heard[account]
        assert "ผู้บังคับบัญชา" not in town.heard[account]
    assert case.number not in town.heard[PALAD] + town.heard[NAYOK]
    assert town.clock.now - case.filed_at > timedelta(days=70)
