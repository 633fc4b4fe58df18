"""A session that ends while an officer types: what was typed is kept, and sent in the next session."""

import io
from datetime import timedelta

import pytest

from domain.organisation.officers import Role
from handlers.usecases import officers
from handlers.usecases.desk import sign_in
from storage.tables import audit, console_login
from tests.builders import a_case
from tests.web_client import forges, rows, signed_in, token_of
from tests.web_form import Browser
from web.console.gate import COOKIE

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
WORDS = "สั่งหลอดไฟแล้ว รอของ 3 วัน\nแล้วจะไปเปลี่ยนให้"


@pytest.fixture
def case(office, clock):
    with office.uow(clock()) as uow:
        return uow.tx.complaints.add(a_case(id=0, number="นว-2570-000007-1"), draft_id="one")


@pytest.fixture
def clerk(clerk):
    clerk.headers |= FROM_OUR_PAGE
    return clerk


def signs_in_again(browser, client, office, clock):
    """In another tab of the same browser: the cookie is replaced, the page that is open stays as it is."""
    other, _ = signed_in(client, office, clock, name="ธีระ อีกครั้ง")
    browser.headers |= other.headers


def notes(office):
    return [row.note for row in rows(office, audit) if row.action == "note"]


def test_what_was_typed_when_the_session_ended_is_sent_in_the_next_one(
    clerk, client, office, clock, case
):
    clerk.opens(f"/desk/cases/{case.id}")
    clock.now += sign_in.IDLE_LIFE + timedelta(minutes=1)
    clerk.sends(f"/desk/cases/{case.id}/note", note=WORDS)
    assert clerk.status == 401
    clerk.reads("หมดเวลาใช้งาน ยังไม่ได้บันทึก", "รอของ 3 วัน")
    signs_in_again(clerk, client, office, clock)
    clerk.sends(f"/desk/cases/{case.id}/note").reads("ยังไม่ได้บันทึก", "ในชื่อ ธีระ อีกครั้ง")
    assert (clerk.status, notes(office)) == (403, [])
    assert clerk.sends(f"/desk/cases/{case.id}/note").status == 303
    assert notes(office) == [WORDS]


def test_a_form_of_no_page_of_ours_is_not_held_ready_for_a_press(client, office, clock, case):
    """The token is missing, and no browser says where the form comes from."""
    officer, _ = signed_in(client, office, clock)
    officer.sends(f"/desk/cases/{case.id}/note", note="ส่งเอง", form_token="x")
    assert officer.status == 403
    officer.does_not_read("ส่งเอง")


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_of_another_site_is_not_held_ready_as_if_a_session_had_ended(client, headers):
    """A browser sends it without the cookie of the session, which is SameSite=Lax."""
    stranger = Browser(client, headers=headers).sends("/desk/team/2", role="head")
    assert stranger.status == 403
    assert 'value="head"' not in stranger.html


def test_photos_have_to_be_chosen_again_and_a_password_is_never_written_back(
    clerk, clock, office, client, case
):
    clock.now += sign_in.IDLE_LIFE + timedelta(minutes=1)
    photo = (io.BytesIO(b"x"), "lamp.jpg")
    clerk.sends(f"/desk/cases/{case.id}/close", note="เปลี่ยนหลอดแล้ว", photos=photo)
    clerk.reads("รูปและไฟล์ที่เลือกไว้ต้องเลือกใหม่", "เปลี่ยนหลอดแล้ว")
    clerk.fields = {}
    clerk.sends("/desk/me/password", name="theera", password="ประโยคยาวที่จำได้ดี")
    clerk.does_not_read("ประโยคยาว")
    assert "ประโยคยาว" not in clerk.html
    assert not rows(office, console_login)


def test_a_search_after_the_end_leads_to_the_sign_in_and_not_into_the_list(clerk, clock):
    clock.now += sign_in.IDLE_LIFE + timedelta(minutes=1)
    answer = clerk.client.get("/desk/cases?q=ไฟ", headers=clerk.headers | {"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/desk/in?next=")


def test_what_an_executive_typed_comes_back_with_the_fault(palad):
    forges(palad, "/desk/orders", department="nowhere", words="ตรวจบ่อขยะ", due="2026-12-24")
    assert palad.status == 422
    assert ">ตรวจบ่อขยะ</textarea>" in palad.html
    assert 'value="2026-12-24"' in palad.html


def test_what_is_done_with_several_cases_can_be_corrected_after_the_preview(clerk, office, case):
    clerk.opens(f"/desk/cases/bulk?case={case.id}").reads("ดำเนินการ 1 เรื่องพร้อมกัน")
    clerk.sends("/desk/cases/bulk/preview", action="transfer", note="ไม่ใช่งานของเรา")
    clerk.reads("ยังทำไม่ได้")
    forges(
        clerk,
        "/desk/cases/bulk",
        case=str(case.id),
        action="transfer",
        note="ไม่ใช่งานของเรา",
        receiver="health",
    )
    assert clerk.fields["note"] == "ไม่ใช่งานของเรา"
    assert clerk.fields["receiver"] == "health"
    assert clerk.fields["action"] == "transfer"


def test_without_a_chosen_case_the_list_says_so(clerk):
    assert clerk.opens("/desk/cases/bulk").status == 303
    clerk.opens("/desk/cases?tab=all&chosen=0").reads("ยังไม่ได้เลือกเรื่อง")
    clerk.opens("/desk/cases?tab=all&bulk=1&chosen=2").reads("ดำเนินการแล้ว 1 จาก 2 เรื่อง")


def test_the_browser_goes_back_to_nothing_after_signing_out(clerk):
    page = clerk.opens("/desk/me")
    assert page.answer["Cache-Control"] == "no-store"
    page.sends("/desk/me/out")
    assert page.answer["Clear-Site-Data"] == '"cache"'
    assert Browser(clerk.client, headers=clerk.headers).opens("/desk/me").status == 303


def test_a_preview_stays_for_the_way_back_until_the_session_has_ended(clerk, clock, case):
    """Otherwise the browser asks whether to send the form again, which an officer cannot answer."""
    form = {"case": str(case.id), "action": "update", "note": WORDS}
    forges(clerk, "/desk/cases/bulk/preview", **form).reads("รอของ 3 วัน")
    assert clerk.answer["Cache-Control"] == "private, no-cache"
    forges(clerk, "/desk/me/password", name="x", password="x", secret="x", code="1")
    assert clerk.answer["Cache-Control"] == "no-store"
    clock.now += sign_in.IDLE_LIFE + timedelta(minutes=1)
    assert clerk.opens("/desk/cases").status == 303
    assert clerk.answer["Clear-Site-Data"] == '"cache"'


def test_a_cookie_that_somebody_planted_is_no_session_before_and_after_signing_in(
    client, office, clock
):
    """Session fixation: the attacker knows the cookie that the browser had before."""
    _, officer = signed_in(client, office, clock)
    planted = {"Cookie": f"{COOKIE}={'A' * 43}"}
    with office.uow(clock()) as uow:
        way_in = f"/desk/in/{sign_in.issue_link(uow, officer).token}"
    stranger = Browser(client, headers=planted | {"Sec-Fetch-Site": "cross-site"})
    assert stranger.sends(way_in).status == 403
    victim = Browser(client, headers=planted).opens(way_in).sends()
    assert victim.status == 303
    fresh = victim.answer["Set-Cookie"]
    assert "A" * 43 not in fresh
    assert all(flag in fresh for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert Browser(client, headers=planted).opens("/desk/me").status == 303
    assert Browser(client).opens(way_in).status == 404


def test_who_has_neither_line_nor_password_is_asked_for_a_password_first(client, office, clock):
    _, officer = signed_in(client, office, clock, Role.ADMIN, None)

    def enters():
        with office.uow(clock()) as uow:
            way_in = f"/desk/in/{sign_in.issue_link(uow, officer).token}"
        return Browser(client).opens(way_in).sends().answer["Location"]

    first = enters()
    assert first == "/desk/me/password?first=1"
    browser, _ = signed_in(client, office, clock, name="อีกคน")
    browser.opens(first).reads("ลิงก์ที่ใช้เข้ามาใช้ซ้ำไม่ได้", "ทำภายหลัง")
    browser.opens("/desk/me/password").does_not_read("ทำภายหลัง")
    with office.uow(clock()) as uow:
        officers.link(uow, "U-admin", officers.new_code(uow, officer))
    assert enters() == "/desk"


def test_the_token_of_another_person_s_form_is_no_token_of_mine(client, office, clock, case):
    mine, _ = signed_in(client, office, clock)
    theirs, _ = signed_in(client, office, clock, name="คนอื่น")
    mine.headers |= FROM_OUR_PAGE
    mine.sends(f"/desk/cases/{case.id}/note", note="ของใคร", form_token=token_of(theirs))
    assert (mine.status, notes(office)) == (403, [])
