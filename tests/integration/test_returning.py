"""A case that an officer moved to the staff track to hide it: its custodian sees who did it and gives it back."""

import pytest

from domain.cases.complaint import Status
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.usecases import case_filing, complaints, sealing
from handlers.usecases.case_filing import NewComplaint
from tests.integration.staff_office import RESIDENT
from tests.moments import DAY

LAMP = "ไฟถนนหน้าโรงเรียนดับทั้งแถวมา 2 เดือนแล้ว"
INTEGRITY = f"U{Role.INTEGRITY}"


@pytest.fixture
def town(desk):
    desk.ids = desk.keepers()
    desk.ids["chang"] = desk.appoint("ช่างเอก", Role.OFFICER, "engineering", account="Uchang")
    desk.ids["head"] = desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    return desk


def files(desk, words=LAMP):
    with desk.uow() as uow:
        return case_filing.file(
            uow, RESIDENT, NewComplaint("light", words), f"d{uow.now.timestamp()}"
        )


def seals(desk, case, account="Uchang"):
    with desk.uow() as uow:
        sealing.seal(uow, uow.tx.officers.by_line(account), case.id)
    desk.deliver()


def gives_back(desk, case, account=INTEGRITY, department="engineering"):
    with desk.uow() as uow:
        act = Act(Action.TRANSFER, "เป็นไฟดับธรรมดา", to_department=department)
        handled = complaints.officer_acts(uow, uow.tx.officers.by_line(account), case.id, act)
    desk.deliver()
    return handled.case


def test_the_custodian_gives_a_lamp_back_and_its_first_day_still_counts(town):
    case = files(town)
    town.clock.now += 5 * DAY
    seals(town, case)
    town.heard.clear()
    back = gives_back(town, case)
    assert (back.restricted, back.department, back.category) == (False, "engineering", "light")
    assert (back.filed_at, back.due_at, back.detail) == (case.filed_at, case.due_at, LAMP)
    assert back.hide_name
    assert back.number in town.heard["Uchang"]
    assert "สมศรี" not in town.heard["Uchang"]
    assert "ไม่ใช่เรื่องร้องเรียนเจ้าหน้าที่" in town.heard[RESIDENT]
    assert back.number in town.heard[RESIDENT]
    with town.uow() as uow:
        old = uow.tx.all_cases.get(case.id)
        actions = [one.action for one in uow.tx.audit.of(case.id)]
        assert uow.tx.complaints.is_of(back, RESIDENT)
    assert (old.restricted, old.status) == (True, Status.NOT_OURS)
    assert Action.TRANSFER.value in actions
    assert case.number not in town.heard["Uchang"] + town.heard["Uhead"]


def test_the_custodian_sees_who_moved_how_many_of_theirs_this_month(town):
    for count in (1, 2, 3):
        case = files(town, f"{LAMP} {count}")
        seals(town, case)
        assert "ช่างเอก" in town.heard[INTEGRITY]
        assert f"เดือนนี้ย้ายมาให้ท่านแล้ว {count} เรื่อง" in town.heard[INTEGRITY]
    town.clock.now += 31 * DAY
    town.heard.clear()
    seals(town, files(town, LAMP))
    assert "เดือนนี้ย้ายมาให้ท่านแล้ว 1 เรื่อง" in town.heard[INTEGRITY]
    assert "ย้ายมาให้ท่าน" not in town.heard["Uchang"] + town.heard["Uhead"]


def test_one_that_another_custodian_keeps_is_not_counted(town):
    seals(town, files(town, f"{LAMP} นิติกรอรุณรู้เรื่องนี้ดี เรียกเงินไป 500"))
    seals(town, files(town, LAMP))
    assert "เดือนนี้ย้ายมาให้ท่านแล้ว 1 เรื่อง" in town.heard[INTEGRITY]


def test_a_complaint_about_staff_never_becomes_an_ordinary_case(town):
    case = town.complain("ช่างเอกเรียกเงินค่าซ่อม 500")
    with pytest.raises(Refused) as refused:
        gives_back(town, case)
    assert refused.value.key == "not_returned"


def test_nor_one_whose_words_accuse_somebody(town):
    case = files(town, "ไฟดับ ช่างมาซ่อมแล้วเรียกเงินผม 500 บาท")
    seals(town, case)
    with pytest.raises(Refused) as refused:
        gives_back(town, case)
    assert refused.value.key == "not_returned"


def test_nor_one_to_which_its_reporter_has_written_since(town):
    case = files(town)
    seals(town, case)
    with town.uow() as uow:
        now_sealed = uow.tx.all_cases.get(case.id)
    town.add(now_sealed, "เขามาขู่ถึงบ้านด้วย")
    with pytest.raises(Refused) as refused:
        gives_back(town, case)
    assert refused.value.key == "not_returned"


@pytest.mark.parametrize("account", ["Uchang", "Uhead", f"U{Role.PALAD}", f"U{Role.NAYOK}"])
def test_nobody_but_its_custodian_can_give_it_back(town, account):
    case = files(town)
    seals(town, case)
    with pytest.raises(Refused) as refused:
        gives_back(town, case, account)
    assert refused.value.key in {"not_found", "not_returned"}


def test_it_is_given_back_once(town):
    case = files(town)
    seals(town, case)
    gives_back(town, case)
    with pytest.raises(Refused):
        gives_back(town, case)
