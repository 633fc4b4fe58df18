"""QR points: made in the console, printed, and what a report that begins at one is filled in with."""

import pytest

from domain.organisation.officers import Role
from handlers.core.messages import EventKind, InboundEvent, Postback
from handlers.routing.router import respond
from storage.tables import case_origin, complaint, qr_point
from tests.web_client import rows, signed_in
from tests.web_form import Browser

POLE = {
    "name": "เสาไฟต้นที่ 5",
    "opens": "line",
    "category": "light",
    "village": "3",
    "words": "หน้าวัด",
}


@pytest.fixture
def clerk(client, office, clock):
    return signed_in(client, office, clock)[0]


def made(clerk, office, **changed):
    """The row of a new point."""
    clerk.opens("/desk/points").sends(**(POLE | changed))
    assert clerk.status == 303, clerk.text
    return rows(office, qr_point)[-1]


def says(office, clock, text, **more):
    with office.uow(clock()) as uow:
        uow.tx.people.ensure("Uthongdi", uow.now)
        uow.tx.people.notice_shown("Uthongdi", uow.now)
        event = InboundEvent(EventKind.TEXT, "Uthongdi", "Uthongdi", clock(), text, **more)
        return respond(uow, event)


def presses(office, clock, choice):
    """Press a button of the last answer."""
    with office.uow(clock()) as uow:
        press = Postback.parse(choice.target)
        event = InboundEvent(EventKind.POSTBACK, "Uthongdi", "Uthongdi", clock(), postback=press)
        return respond(uow, event)


def test_a_point_is_made_listed_printed_and_closed(clerk, office):
    point = made(clerk, office)
    clerk.opens("/desk/points").reads("เสาไฟต้นที่ 5", point.code)
    assert clerk.opens(f"/desk/points/{point.id}.pdf").content.startswith(b"%PDF")
    clerk.opens("/desk/points").sends(f"/desk/points/{point.id}/close")
    clerk.opens("/desk/points").does_not_read("เสาไฟต้นที่ 5")
    assert clerk.opens(f"/desk/points/{point.id}.pdf").status == 404


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"category": "conduct"}, {"category": "x"}, {"service": "x"}, {"pin": "ตรงนี้"}],
)
def test_a_wrong_entry_is_refused_and_what_was_typed_stays(clerk, office, wrong):
    clerk.opens("/desk/points").sends(**(POLE | wrong))
    assert clerk.status == 422
    assert 'value="หน้าวัด"' in clerk.html
    assert not rows(office, qr_point)


def test_the_web_form_of_a_point_is_filled_in_and_the_case_says_so(clerk, client, office):
    point = made(clerk, office, opens="web", service="waste_collection")
    browser = Browser(client).opens(f"/report?at={point.code}").reads("เสาไฟต้นที่ 5")
    assert (browser.fields["village"], browser.fields["category"]) == ("3", "light")
    browser.sends(story="ไฟดับ").sends().reads("รับแจ้งแล้ว")
    (case,), (origin,) = rows(office, complaint), rows(office, case_origin)
    assert (case.category, case.village, origin.point_id) == ("light", 3, point.id)
    assert case.place_words.startswith("หน้าวัด · ")
    clerk.opens(f"/desk/cases/{case.id}").reads("จากจุด QR “เสาไฟต้นที่ 5”")


def test_the_code_in_the_chat_begins_a_complaint_with_place_and_topic(clerk, office, clock):
    point = made(clerk, office)
    begun = says(office, clock, f"แจ้งเรื่อง QR-{point.code.lower()}")
    assert "เสาไฟต้นที่ 5" in begun[0].text
    review = says(office, clock, "ไฟดับมาสองคืน")[-1]
    assert "ไฟถนน" in repr(review)
    confirm = next(one for one in review.choices if "/review/yes/" in one.target)
    presses(office, clock, confirm)
    (case,), (origin,) = rows(office, complaint), rows(office, case_origin)
    assert (case.village, case.place_words, case.reporter) == (3, "หน้าวัด", "Uthongdi")
    assert (origin.source, origin.point_id) == ("line", point.id)


@pytest.mark.parametrize("typed", ["QR-AAAA2222", "QR-<script>", "QR-' OR 1=1"])
def test_a_code_of_no_point_begins_an_ordinary_complaint(client, office, clock, typed):
    assert says(office, clock, f"แจ้งเรื่อง {typed}")
    browser = Browser(client).opens(f"/report?at={typed.removeprefix('QR-')}")
    assert browser.status == 200
    assert browser.fields["words"] == ""


@pytest.mark.parametrize("role", [Role.ADMIN, Role.INTEGRITY])
def test_roles_without_the_right_make_no_points(client, office, clock, role):
    browser, _ = signed_in(client, office, clock, role, None)
    assert browser.opens("/desk/points").status == 403
