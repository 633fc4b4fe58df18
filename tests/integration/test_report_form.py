"""Reports without LINE: no input is lost, one form makes one case, and accusations become staff complaints."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from domain.organisation.officers import Role
from handlers.usecases import officers
from storage.people.daily_use import Use
from storage.tables import attachment, case_origin, complaint, custody, outbox
from tests.sealed import letter_of
from tests.web_client import rows
from tests.web_form import Browser

LAMP = "ไฟถนนดับหน้าวัดมา 3 คืนแล้ว"
ACCUSING = "เจ้าหน้าที่กองช่างเรียกเงินผม 500 บาทถึงจะมาซ่อมไฟ"


@pytest.fixture
def browser(client):
    return Browser(client)


def a_photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "lamp.jpg"


def reported(browser: Browser, story: str = LAMP, **fields: str) -> Browser:
    """File an ordinary report with both pages."""
    browser.opens("/report").sends(story=story, **fields)
    return browser.sends(category="light")


def test_a_report_is_told_checked_and_filed_with_number_and_code(browser, office):
    browser.opens("/report").sends(
        story=LAMP, village="3", words="เสาต้นที่ 5", name="ทองดี", phone="0811111111"
    )
    browser.reads("ตรวจดูก่อนส่ง", "ไฟถนน ไฟส่องสว่าง")
    assert not rows(office, complaint)
    browser.sends(category="light", photos=a_photo())
    browser.reads("รับแจ้งแล้ว", browser.number, browser.code)
    (case,) = rows(office, complaint)
    assert (case.detail, case.village, case.place_words, case.reporter) == (LAMP, 3, "เสาต้นที่ 5", "")
    (origin,) = rows(office, case_origin)
    assert origin.source == "web"
    assert b"0811111111" not in origin.contact
    (photo,) = rows(office, attachment)
    assert photo.complaint_id == case.id


def test_an_empty_story_is_refused_and_nothing_that_was_typed_is_lost(browser, office):
    browser.opens("/report").sends(
        story=" ", village="3", words="หน้าวัด", phone="081", photos=a_photo()
    )
    assert browser.status == 422
    browser.reads("ยังไม่ได้เล่าว่าเกิดอะไรขึ้น", "แนบรูปไว้แล้ว 1 รูป")
    assert browser.fields["village"] == "3"
    assert browser.fields["words"] == "หน้าวัด"
    browser.sends(story=LAMP).sends(category="light").reads("รับแจ้งแล้ว")
    (photo,) = rows(office, attachment)
    assert photo.complaint_id is not None


def test_the_same_form_sent_twice_is_one_case_with_the_same_code(browser, office):
    browser.opens("/report").sends(story=LAMP)
    form = dict(browser.fields)
    first = (browser.sends(category="light").number, browser.code)
    browser.fields = form
    browser.sends("/report", category="light").reads("ระบบนับเป็นเรื่องเดียว")
    assert (browser.number, browser.code) == first
    assert len(rows(office, complaint)) == 1


def test_an_accusation_is_filed_nowhere_before_its_writer_chose_the_way(browser, office):
    browser.opens("/report").sends(story=ACCUSING).reads("ยังไม่มีเจ้าหน้าที่คนใดเห็นข้อความ")
    browser.sends(category="light").reads("ต้องเลือกก่อนว่าจะส่งแบบใด")
    assert browser.status == 422
    assert not rows(office, complaint)


def test_the_protected_way_shows_who_sees_it_and_keeps_no_name(browser, office):
    browser.opens("/report").sends(story=ACCUSING, name="ทองดี", phone="0811111111")
    browser.sends(way="yes").reads("ร้องเรียนเจ้าหน้าที่", "ผู้ถูกร้องเรียนและกองที่สังกัดจะไม่เห็น")
    assert browser.fields["story"] == ACCUSING
    browser.sends(whom="unit:engineering").reads("ใครจะเห็นเรื่องนี้")
    assert not rows(office, complaint)
    browser.sends().reads("รับแจ้งแล้ว", browser.code).does_not_read("กองช่างเรียก")
    (case,) = rows(office, complaint)
    assert case.restricted
    assert case.reporter.startswith("nobody:")
    assert ACCUSING not in case.detail
    (origin,) = rows(office, case_origin)
    assert (origin.contact, origin.filed_by) == (None, None)
    assert len(rows(office, custody)) == 1


def test_a_text_declared_ordinary_and_changed_afterwards_is_asked_about_again(browser, office):
    browser.opens("/report").sends(story=ACCUSING)
    browser.sends(way="no", category="light", story=ACCUSING + " และด่าผมด้วย")
    browser.reads("ต้องเลือกก่อนว่าจะส่งแบบใด")
    assert not rows(office, complaint)
    browser.sends(way="no", category="light").reads("รับแจ้งแล้ว")
    assert not rows(office, complaint)[0].restricted


def test_a_cry_for_help_shows_whom_to_call(browser):
    browser.opens("/report").sends(story="ช่วยด้วย ไฟไหม้บ้านข้างๆ").reads("โทรขอความช่วยเหลือก่อน", "199")
    assert 'href="tel:199"' in browser.html


def test_a_pin_is_read_from_a_link_and_a_far_one_is_asked_about_once(browser, office):
    organisation = office.catalog.organisation
    near = f"https://maps.google.com/?q={organisation.latitude:.6f},{organisation.longitude:.6f}"
    browser.opens("/report").sends(story=LAMP, pin="ที่ไหนสักแห่ง").reads("อ่านพิกัดไม่ได้")
    browser.sends(pin="18.788300, 98.985300").reads("กม.")
    browser.sends(pin=near).sends(category="light").reads("รับแจ้งแล้ว")
    (case,) = rows(office, complaint)
    assert case.latitude == pytest.approx(organisation.latitude, abs=1e-5)


def test_a_far_pin_that_is_sent_again_is_meant(browser, office):
    far = "18.788300, 98.985300"
    browser.opens("/report").sends(story=LAMP, pin=far).reads("กม.")
    browser.sends(category="light").reads("รับแจ้งแล้ว")
    (case,) = rows(office, complaint)
    assert case.latitude == pytest.approx(18.7883)


def test_what_is_no_picture_is_refused_and_the_text_stays(browser):
    browser.opens("/report").sends(story=LAMP, photos=(io.BytesIO(b"MZ not a picture"), "a.jpg"))
    browser.reads("มีไฟล์ที่ไม่ใช่รูป")
    assert browser.fields["story"] == LAMP


def test_a_program_that_fills_in_the_hidden_field_files_nothing(browser, office):
    browser.opens("/report").sends(story=LAMP)
    browser.sends(category="light", website="https://spam.example").reads("ยังส่งไม่สำเร็จ")
    assert not rows(office, complaint)
    browser.sends(category="light", website="").reads("รับแจ้งแล้ว")


def test_a_form_of_another_site_and_one_without_our_token_file_nothing(browser, office, client):
    browser.opens("/report").sends(story=LAMP)
    form = {**browser.fields, "category": "light"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post("/report", data=form, headers=headers).status_code == 403
    browser.sends(category="light", t="made-up").reads("เปิดไว้นานเกินไป")
    assert not rows(office, complaint)
    browser.sends(category="light").reads("รับแจ้งแล้ว")


# ------------------------------------------------------------------ one network, many homes
def told_of_staff(browser: Browser) -> Browser:
    browser.opens("/report?about=staff").sends(story=ACCUSING, whom="unit:engineering", way="yes")
    for _ in range(3):
        if "รับแจ้งแล้ว" not in browser.text and "มากเกินไป" not in browser.text:
            browser.sends(whom="unit:engineering")
    return browser


@pytest.fixture
def flooded(browser, monkeypatch):
    """A network from which as many reports came today as are taken at once."""
    monkeypatch.setattr("handlers.usecases.doors.filing.REPORTS_A_DAY", 2)
    for _ in range(2):
        reported(browser).reads("รับแจ้งแล้ว")
    return browser


def test_one_network_reports_so_often_at_once_and_no_text_is_lost(flooded, office):
    reported(flooded).reads("รับแจ้งแล้ว")
    reported(flooded).reads("มากเกินไป", "รอ 5 นาที").does_not_read("พรุ่งนี้")
    assert flooded.fields["story"] == LAMP
    assert len(rows(office, complaint)) == 3
    reported(Browser(flooded.client, "198.51.100.9")).reads("รับแจ้งแล้ว")


def test_five_minutes_later_one_more_is_taken(flooded, clock):
    for _ in range(4):
        reported(flooded).reads("รับแจ้งแล้ว")
        reported(flooded).reads("มากเกินไป")
        clock.now += timedelta(minutes=5)


def test_a_complaint_about_staff_from_a_full_network_is_taken(flooded, office):
    for _ in range(3):
        told_of_staff(flooded).reads("รับแจ้งแล้ว")
    told_of_staff(flooded).reads("มากเกินไป")
    assert sum(one.restricted for one in rows(office, complaint)) == 3


def test_a_flood_of_complaints_about_staff_keeps_out_no_emergency_and_no_lamp(flooded):
    for _ in range(4):
        told_of_staff(flooded)
    for _ in range(3):
        reported(flooded, "สายไฟขาดตกลงน้ำ มีคนถูกไฟดูด ช่วยด้วย").reads("รับแจ้งแล้ว")
    reported(flooded).reads("รับแจ้งแล้ว")


def test_the_custodian_hears_of_a_complaint_from_a_network_of_many_reports(browser, office, clock):
    with office.uow(clock()) as uow:
        _, code = officers.add(uow, "นางสาวอรุณ รักธรรม", Role.INTEGRITY, None)
        uow.tx.people.ensure("Uarun", uow.now)
        officers.link(uow, "Uarun", code)
    for _ in range(15):
        reported(browser).reads("รับแจ้งแล้ว")
    number = told_of_staff(browser).reads("รับแจ้งแล้ว").number
    with office.uow(clock()) as uow:
        rows_owed = uow.tx.connection.execute(select(outbox)).all()
    told = [letter_of(row) for row in rows_owed]
    assert any(to == "Uarun" and number in str(said) for to, said in told)


def test_on_a_quiet_day_no_row_tells_of_which_kind_a_network_reported(browser, office, clock):
    told_of_staff(browser).reads("รับแจ้งแล้ว")
    with office.uow(clock()) as uow:
        use, here = uow.tx.daily_use, "web:203.0.113.7"
        assert use.amount(here, Use.REPORTS, uow.now) == 1
        assert use.amount(here, Use.REPORTS_ABOUT_STAFF, uow.now) == 0
        assert use.amount(f"{here}:{Use.REPORTS_ABOUT_STAFF}", Use.FILINGS, uow.now) == 0


@pytest.mark.parametrize(
    "typed",
    [
        '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}{% for x in y %}",
        "' onfocus='x",
    ],
)
def test_no_text_becomes_markup(browser, typed):
    browser.opens("/report").sends(
        story=typed, words=typed, name=typed, pin=typed, who=typed, phone=typed
    )
    assert "<script>alert" not in browser.html
    assert "<img src=x" not in browser.html
    assert browser.fields["story"] == typed
    assert browser.fields["words"] == typed
