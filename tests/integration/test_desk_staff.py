"""What only concerns staff complaints, in the console: sealing a case, withdrawing, and who reported one."""

import pytest

from domain.cases.conduct import ReporterLink
from domain.organisation.officers import Role
from handlers.usecases import case_filing
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.desk import sign_in
from tests.integration.staff_office import RESIDENT, StaffOffice
from tests.web_client import token_of
from tests.web_form import Browser
from web.console.gate import COOKIE

REASON = "ต้องนัดสอบปากคำพยาน"
LAMP = "ไฟถนนหน้าวัดดับ"


@pytest.fixture
def desk(office, worker, line, clock):
    return StaffOffice(office, worker, line, clock)


def browser(client, desk, officer_id):
    with desk.uow() as uow:
        link = sign_in.issue_link(uow, uow.tx.officers.get(officer_id))
    with desk.uow() as uow:
        cookie = sign_in.by_link(uow, link.token, sign_in.Browser("Firefox", "203.0.113.1"))
    return Browser(client, headers={"Cookie": f"{COOKIE}={cookie}"})


def posts(found, path, **fields):
    """Send a form of the page that is open."""
    return found.sends(path, form_token=token_of(found), **fields)


def sealed_case(desk, link=ReporterLink.SEALED):
    ids = desk.keepers()
    return desk.complain("คุณมาลีเรียกเงิน", link=link), ids


def test_two_people_open_an_identity_in_the_console_and_the_reporter_is_told(client, desk):
    case, ids = sealed_case(desk)
    first = browser(client, desk, ids[Role.INTEGRITY]).opens(f"/desk/register/{case.id}")
    first.reads("ขอทราบตัวผู้แจ้ง")
    assert posts(first, f"/desk/register/{case.id}/identity", note=REASON).status == 303
    second = browser(client, desk, ids[Role.PALAD]).opens("/desk/register")
    second.reads("อรุณ รักธรรม ขอทราบตัวผู้แจ้ง", case.number, REASON)
    second.does_not_read("มาลี")
    assert desk.deliver()[RESIDENT] == ""
    assert posts(second, f"/desk/register/requests/{case.id}", agrees="1").status == 303
    told = desk.deliver()
    assert "สมศรี ใจดี" in told["Uintegrity"]
    assert REASON in told[RESIDENT]
    assert "สมศรี ใจดี" not in told["Upalad"]
    second.opens("/desk/register").does_not_read(REASON)


def test_a_refusal_in_the_console_opens_nothing(client, desk):
    case, ids = sealed_case(desk)
    first = browser(client, desk, ids[Role.INTEGRITY]).opens(f"/desk/register/{case.id}")
    posts(first, f"/desk/register/{case.id}/identity", note=REASON)
    second = browser(client, desk, ids[Role.PALAD]).opens("/desk/register")
    assert posts(second, f"/desk/register/requests/{case.id}", agrees="0").status == 303
    assert posts(second, f"/desk/register/requests/{case.id}", agrees="1").status == 422
    assert "สมศรี" not in "".join(desk.deliver().values())


@pytest.mark.parametrize("role", [Role.NAYOK, Role.INTEGRITY])
def test_nobody_but_the_second_person_sees_or_decides_a_request(client, desk, role):
    case, ids = sealed_case(desk)
    first = browser(client, desk, ids[Role.INTEGRITY]).opens(f"/desk/register/{case.id}")
    posts(first, f"/desk/register/{case.id}/identity", note=REASON)
    other = browser(client, desk, ids[role]).opens("/desk/register").does_not_read(REASON)
    for key in (case.id, 999_999):
        other.opens("/desk/register")
        page = posts(other, f"/desk/register/requests/{key}", agrees="1")
        assert (page.status, "ไม่มีคำขอที่รอท่านพิจารณา" in page.text) == (422, True)
    assert "สมศรี" not in "".join(desk.deliver().values())


@pytest.mark.parametrize("link", [ReporterLink.NAMED, ReporterLink.NONE])
def test_the_form_is_not_there_where_nothing_is_hidden_or_nothing_is_stored(client, desk, link):
    case, ids = sealed_case(desk, link)
    first = browser(client, desk, ids[Role.INTEGRITY]).opens(f"/desk/register/{case.id}")
    first.does_not_read("ขอทราบตัวผู้แจ้ง")
    assert posts(first, f"/desk/register/{case.id}/identity", note=REASON).status == 422


def test_a_custodian_withdraws_in_the_console_and_the_next_one_has_the_case(client, desk):
    case, ids = sealed_case(desk)
    first = browser(client, desk, ids[Role.INTEGRITY]).opens(f"/desk/register/{case.id}")
    assert posts(first, f"/desk/register/{case.id}/withdraw", note=" ").status == 422
    first.reads("พิมพ์เหตุผลที่ขอถอนตัว")
    assert posts(first, f"/desk/register/{case.id}/withdraw", note="เป็นญาติ").status == 303
    assert desk.custodian(case) == ids[Role.PALAD]
    assert first.opens(f"/desk/register/{case.id}").status == 404
    first.opens("/desk/register").does_not_read(case.number)
    browser(client, desk, ids[Role.PALAD]).opens("/desk/register").reads(case.number)


def ordinary_case(desk):
    with desk.uow() as uow:
        return case_filing.file(uow, RESIDENT, NewComplaint("light", LAMP), "lamp")


def test_an_officer_seals_a_case_in_the_console_and_loses_it_at_once(client, desk):
    ids = desk.keepers()
    clerk = desk.appoint("นายธีระ ช่างไฟ", Role.OFFICER, "engineering")
    case = ordinary_case(desk)
    page = (
        browser(client, desk, clerk).opens(f"/desk/cases/{case.id}").reads(LAMP, "เป็นเรื่องเจ้าหน้าที่")
    )
    seen = page.fields["seen"]
    assert posts(page, f"/desk/cases/{case.id}/seal", seen="0").status == 422
    assert posts(page, f"/desk/cases/{case.id}/seal", seen=seen).status == 303
    assert page.opens(f"/desk/cases/{case.id}").status == 404
    page.opens("/desk/cases?tab=all").does_not_read(case.number)
    assert desk.custodian(case) == ids[Role.INTEGRITY]
    assert "ร้องเรียนเจ้าหน้าที่" in desk.deliver()[RESIDENT]
    keeper = browser(client, desk, ids[Role.INTEGRITY])
    keeper.opens(f"/desk/register/{case.id}").reads(LAMP)


@pytest.mark.parametrize("department", ["health", "finance"])
def test_an_officer_of_another_section_seals_nothing(client, desk, department):
    desk.keepers()
    stranger = desk.appoint("นางแดง ใจเย็น", Role.OFFICER, department)
    case = ordinary_case(desk)
    page = browser(client, desk, stranger).opens("/desk/cases")
    assert posts(page, f"/desk/cases/{case.id}/seal", seen="1").status == 404
    with desk.office.store.read() as tx:
        assert tx.complaints.find(case.id) is not None
