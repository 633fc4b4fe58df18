"""The case's own web page: reached by its link alone, readable by anyone, without a script."""

import json
import re
from datetime import timedelta

import pytest
import urllib3
from playwright.sync_api import Page, expect

from tests.chat import LAMP
from tests.moments import NOON

HTTP = urllib3.PoolManager()


def link(bot, phone):
    """The case page's address on the bot of this test."""
    return phone.keeps("เปิดหน้าเว็บ")["uri"].replace("https://rongtuk.example", bot.url)


def read(address):
    answer = HTTP.request("GET", address)
    return answer, answer.data.decode()


@pytest.fixture
def filed(resident):
    resident.acts_at(NOON)
    resident.case = resident.complains()
    return resident


def test_the_receipt_and_the_case_card_lead_to_the_same_page(bot, filed):
    from_receipt = link(bot, filed)
    filed.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    assert link(bot, filed) == from_receipt
    answer, html = read(from_receipt)
    assert answer.status == 200
    for words in (filed.case, LAMP, "กองช่าง", "รอเจ้าหน้าที่รับเรื่อง", "ท่านแจ้งเรื่อง"):
        assert words in html
    assert '<p class="office">อบต.นาวังหิน</p>' in html


def test_the_page_is_neither_stored_nor_searched_nor_scripted(bot, filed):
    answer, html = read(link(bot, filed))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "script" not in html
    assert "http" not in html


def test_it_names_neither_the_reporter_nor_their_account(bot, filed):
    _, html = read(link(bot, filed))
    with bot.office.store.read() as tx:
        case = tx.complaints.by_number(filed.case)
        person = tx.people.find(case.reporter)
    assert person.display_name == "สมศรี ใจดี"
    assert person.display_name not in html
    assert case.reporter not in html


@pytest.mark.parametrize(
    "spoil", [lambda url: url[:-1], lambda url: url[:-1] + "x", lambda url: f"{url}0"]
)
def test_an_address_that_is_not_whole_says_so_kindly_and_nothing_else(bot, filed, spoil):
    answer, html = read(spoil(link(bot, filed)))
    assert answer.status == 404
    assert "ไม่พบหน้านี้" in html
    assert LAMP not in html


def test_the_signature_of_one_case_opens_no_other(bot, filed, neighbour):
    neighbour.complains("ขยะหน้าบ้านไม่มาเก็บ", "ขยะ ถังขยะ")
    own, other = link(bot, filed), link(bot, neighbour)
    signature = own.rsplit("-", 1)[1]
    answer, html = read(f"{other.rsplit('-', 1)[0]}-{signature}")
    assert answer.status == 404
    assert "ขยะ" not in html


def test_a_complaint_about_staff_has_no_page(bot, resident):
    with bot.office.store.read() as tx:
        assert tx.complaints.by_number("-") is None
    resident.says("ร้องเรียนเจ้าหน้าที่").does_not_see("เปิดหน้าเว็บ")


def test_it_tells_the_steps_why_it_waits_and_shows_the_after_photo(bot, officer, filed):
    officer.presses("รับเรื่อง")
    officer.presses("ดำเนินการอื่น").presses("รอ…").presses("การจัดซื้อจัดจ้าง")
    officer.says("ยกเลิก")
    officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("แจ้งความคืบหน้า")
    officer.says("สั่งหลอดไฟแล้ว").presses("ยืนยัน")
    _, html = read(link(bot, filed))
    assert "สั่งหลอดไฟแล้ว" in html
    officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("ปิดเรื่อง")
    officer.says("เปลี่ยนหลอดใหม่แล้ว").sends_photos("lamp-fixed.jpg").presses("ยืนยัน")
    _, html = read(link(bot, filed))
    assert "เปลี่ยนหลอดใหม่แล้ว" in html
    (photo,) = set(re.findall(r'src="(/photos/[^"]+)"', html))
    picture = HTTP.request("GET", f"{bot.url}{photo}")
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/jpeg")


def test_markup_that_a_resident_types_is_shown_as_typed(bot, resident):
    resident.complains("ไฟดับ <img src=x onerror=alert(1)> หน้าวัด")
    _, html = read(link(bot, resident))
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_an_english_speaker_reads_both_languages(bot, john):
    john.says(LAMP).presses("Street light").presses("ยืนยัน · Confirm")
    address = john.keeps("เปิดหน้าเว็บ · Web page")["uri"]
    _, html = read(address.replace("https://rongtuk.example", bot.url))
    assert "ท่านแจ้งเรื่อง" in html
    assert "You reported it" in html


def test_an_unknown_address_of_the_site_is_a_plain_404(bot):
    assert read(f"{bot.url}/admin")[0].status == 404


# ------------------------------------------------------------------ in a real browser
@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_it_reads_well_on_a_small_phone_and_on_a_desk(
    bot, browser, officer, filed, tmp_path, width, height
):
    officer.presses("รับเรื่อง")
    filed.looks_away()
    faults = []
    page: Page = browser.new_page(viewport={"width": width, "height": height})
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(link(bot, filed))
    expect(page.get_by_role("heading", level=1)).to_have_text("เรื่องของท่าน")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate(
        """[...document.querySelectorAll('main *')].map(
            one => parseFloat(getComputedStyle(one).fontSize)).filter(size => size < 16)"""
    )
    assert small == []
    page.screenshot(path=tmp_path / f"case-{width}.png", full_page=True)
    page.emulate_media(media="print")
    expect(page.locator(".status")).to_have_css("color", "rgb(0, 0, 0)")
    page.close()
    assert json.dumps(faults) == "[]"


def test_the_clock_says_how_many_working_days_are_left_and_when_it_is_late(bot, filed):
    bot.now.move_to(NOON + timedelta(hours=1))
    assert "เหลือเวลาอีก 7 วันทำการ" in read(link(bot, filed))[1]
    bot.now.move_to(NOON + timedelta(days=40))
    assert "เกินกำหนดแล้ว" in read(link(bot, filed))[1]
