"""The chat page in a real browser: a person looks, types, taps; a tiny bot answers.

The pretend LINE runs in a thread; `tiny_bot.py` is its bot.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.app import running
from simulator.people import Roster
from simulator.settings import Settings
from tests.e2e.tiny_bot import SECRET, TOKEN, TinyBot, call, publish_menu, tiny_bot

ROSTER = Roster.from_json(
    {
        "people": [
            {"key": "malee", "name": "ป้ามาลี", "role": "ชาวบ้าน หมู่ 3"},
            {"key": "wichai", "name": "วิชัย", "role": "เจ้าหน้าที่กองช่าง"},
            {"key": "orn", "name": "อรทัย", "role": "ผอ.กองช่าง"},
        ],
        "groups": [{"key": "staff", "name": "ทีมเจ้าหน้าที่", "members": ["wichai", "orn"]}],
    }
)


@pytest.fixture
def line() -> Iterator[str]:
    """Base URL of a pretend LINE where everyone is a friend of the tiny bot."""
    with tiny_bot() as webhook, running(Settings(webhook, SECRET, TOKEN, ROSTER)) as server:
        url = server.base_url
        TinyBot.line = url
        publish_menu(url)
        for key in ROSTER.people:
            call(f"{url}/_/chats/{key}/follow", b'{"wait": true}')
        call(f"{url}/_/chats/staff/join", b'{"wait": true}')
        yield url


@pytest.fixture
def open_page(browser: Browser, line: str) -> Iterator[Any]:
    """Opens the page with these phones (keys); any error in its console fails the test."""
    pages: list[Page] = []
    faults: list[str] = []

    def show(keys: str, *, width: int = 1440, height: int = 900) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{line}/#{keys}")
        expect(page.locator(".place").first).to_be_visible()
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.close()
    assert faults == []


def phone(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=f"โทรศัพท์ของ {name}")


def type_and_send(one: Any, text: str) -> None:
    one.get_by_role("button", name="สลับไปแป้นพิมพ์").click()
    one.get_by_role("textbox").fill(text)
    one.get_by_role("textbox").press("Enter")


def test_what_a_person_types_stands_right_and_the_answer_left_and_it_is_marked_read(open_page):
    one = phone(open_page("malee"), "ป้ามาลี")
    type_and_send(one, "ไฟถนนหน้าวัดดับ")
    expect(one.locator(".row.mine").last).to_contain_text("ไฟถนนหน้าวัดดับ")
    expect(one.locator(".row.theirs").last).to_contain_text("ได้รับ ไฟถนนหน้าวัดดับ")
    expect(one.locator(".row.theirs").last.locator(".via")).to_have_text("reply")
    expect(one.locator(".row.mine").last.get_by_text("อ่านแล้ว")).to_be_visible()


def test_after_a_reset_one_befriends_the_bot_and_a_suggestion_speaks_the_first_word(
    open_page, line
):
    one = phone(open_page("malee"), "ป้ามาลี")
    call(f"{line}/_/reset")
    one.get_by_role("button", name="เพิ่มเพื่อน").click()
    expect(one.locator(".row.theirs").last).to_contain_text("สวัสดีค่ะ")
    one.get_by_role("button", name="ไฟถนนหน้าวัดดับ").click()
    expect(one.locator(".row.theirs").last).to_contain_text("ได้รับ ไฟถนนหน้าวัดดับ")
    expect(one.get_by_text("ลองพิมพ์")).to_have_count(0)


def test_quick_replies_vanish_when_one_is_pressed(open_page):
    one = phone(open_page("malee"), "ป้ามาลี")
    type_and_send(one, "ตัวเลือก")
    choices = one.get_by_role("group", name="ตัวเลือกตอบด่วน").get_by_role("button")
    expect(choices).to_have_text(["ไฟฟ้า", "เลือกวัน", "ถ่ายรูป"])
    choices.first.click()
    expect(one.locator(".row.theirs").last).to_contain_text("ได้รับ ไฟฟ้า")
    expect(choices).to_have_count(0)


def test_a_flex_card_has_its_colours_its_shares_of_a_row_and_a_button_that_posts_back(open_page):
    one = phone(open_page("malee"), "ป้ามาลี")
    type_and_send(one, "การ์ด")
    card = one.get_by_role("group", name="เรื่อง นว-1: กำลังดำเนินการ").last
    expect(card.locator(".fx-bubble")).to_have_css("width", "260px")
    header = card.locator(".fx-header > .fx-box")
    expect(header).to_have_css("background-color", "rgb(15, 107, 63)")
    label, value = card.locator(".fx-body .fx-text").all()
    narrow, wide = (one.bounding_box()["width"] for one in (label, value))
    assert wide == pytest.approx(3 * narrow, rel=0.02)
    card.get_by_role("button", name="ยืนยัน").click()
    expect(one.locator(".row.mine").last).to_contain_text("ยืนยัน")
    expect(one.locator(".row.theirs").last).to_contain_text("กด confirm=1")


def test_a_tap_on_the_rich_menu_posts_back_and_its_bar_folds_it_away(open_page):
    one = phone(open_page("wichai"), "วิชัย")
    one.get_by_role("button", name="ติดตามเรื่อง").click()
    expect(one.locator(".row.mine").last).to_contain_text("ติดตามเรื่อง")
    expect(one.locator(".row.theirs").last).to_contain_text("กด menu=1")
    expect(one.locator(".row.mine").last.get_by_text("อ่านแล้ว")).to_be_visible()
    bar = one.get_by_role("button", name="เมนูบริการ")
    expect(bar).to_have_attribute("aria-expanded", "true")
    bar.click()
    expect(one.get_by_role("button", name="ติดตามเรื่อง")).to_have_count(0)


def test_two_photos_ticked_in_the_album_arrive_as_two_pictures(open_page):
    one = phone(open_page("malee"), "ป้ามาลี")
    one.get_by_role("button", name="สลับไปแป้นพิมพ์").click()
    one.get_by_role("button", name="เลือกรูปจากอัลบั้ม").click()
    sheet = one.get_by_role("dialog", name="อัลบั้มภาพ")
    tiles = sheet.locator(".photo-grid button")
    tiles.nth(0).click()
    tiles.nth(1).click()
    sheet.get_by_role("button", name="ส่ง 2 รูป").click()
    expect(sheet).to_have_count(0)
    expect(one.locator(".photo img")).to_have_count(2)
    expect(one.locator(".row.theirs").last).to_contain_text("ได้รับ image")


def test_a_place_a_sticker_and_a_taken_back_message_show_as_on_a_phone(open_page):
    one = phone(open_page("orn"), "อรทัย")
    one.get_by_role("button", name="สลับไปแป้นพิมพ์").click()
    one.get_by_role("button", name="ส่งตำแหน่ง").click()
    one.get_by_role("button", name="ตลาดนัดนาวังหิน").click()
    one.get_by_role("button", name="ส่งตำแหน่งนี้").click()
    expect(one.locator(".place-card")).to_contain_text("ตลาดนัดนาวังหิน")
    one.get_by_role("button", name="สติกเกอร์", exact=True).click()
    one.get_by_role("button", name="ส่งสติกเกอร์ขอบคุณ").click()
    expect(one.locator(".row.mine").last.get_by_role("img", name="สติกเกอร์ขอบคุณ")).to_be_visible()
    one.locator(".row.mine").last.click(button="right")
    one.get_by_role("menuitem", name="ยกเลิกการส่ง").click()
    expect(one.get_by_text("คุณยกเลิกการส่งข้อความแล้ว")).to_be_visible()


def test_in_a_group_one_speaks_as_a_member_and_sees_the_others_left_with_their_names(open_page):
    one = phone(open_page("staff"), "ทีมเจ้าหน้าที่")
    one.get_by_role("textbox").fill("ออกไปดูบ่ายนี้")
    one.get_by_role("button", name="ส่ง", exact=True).click()
    expect(one.locator(".row.mine").last).to_contain_text("ออกไปดูบ่ายนี้")
    one.get_by_label("พูดในนาม").select_option("อรทัย")
    spoken = one.locator('.row.theirs[data-from="wichai"]').last
    expect(spoken).to_contain_text("ออกไปดูบ่ายนี้")
    expect(spoken.locator(".sender")).to_have_text("วิชัย")


def test_a_tapped_clipboard_button_says_what_was_copied(open_page):
    page = open_page("malee")
    one = phone(page, "ป้ามาลี")
    type_and_send(one, "การ์ด")
    one.get_by_role("button", name="คัดลอกเลขเรื่อง").click()
    expect(page.get_by_text("นว-2570-000123-4")).to_be_visible()


def test_a_day_is_picked_and_goes_out_as_a_postback(open_page):
    one = phone(open_page("malee"), "ป้ามาลี")
    type_and_send(one, "ตัวเลือก")
    one.get_by_role("button", name="เลือกวัน").click()
    one.get_by_label("วันเวลา").fill("2026-12-01")
    one.get_by_role("button", name="ตกลง").click()
    expect(one.locator(".row.theirs").last).to_contain_text("กด day 2026-12-01")


def test_a_fault_chosen_in_the_wire_panel_hits_the_next_call_and_shows_in_red(open_page):
    page = open_page("malee")
    wire = page.get_by_role("complementary", name="ข้อมูลที่วิ่งบนสาย")
    wire.get_by_text("ลองทำให้ขัดข้อง").click()
    wire.get_by_role("button", name="LINE ตอบ 500").click()
    expect(page.get_by_text("ตั้งแล้ว: LINE ตอบ 500")).to_be_visible()
    type_and_send(phone(page, "ป้ามาลี"), "ขอให้ล้ม")
    expect(wire.locator(".code.bad")).to_have_text("500")


def test_the_wire_panel_shows_the_webhook_and_the_reply_with_their_json(open_page):
    page = open_page("malee")
    type_and_send(phone(page, "ป้ามาลี"), "ดูบนสาย")
    wire = page.get_by_role("complementary", name="ข้อมูลที่วิ่งบนสาย")
    rows = wire.get_by_role("listitem").filter(has_text="ดูบนสาย")
    expect(rows).to_have_count(2)
    webhook = rows.filter(has_text="webhook")
    expect(webhook).to_contain_text("200")
    webhook.get_by_role("button").click()
    expect(webhook.locator("pre").first).to_contain_text('"webhookEventId"')
    wire.get_by_label("ดูเฉพาะของ").select_option("อรทัย")
    expect(rows).to_have_count(0)


def test_a_blocked_bot_gets_no_words_until_it_is_unblocked(open_page):
    one = phone(open_page("orn"), "อรทัย")
    one.get_by_role("button", name="บล็อก").click()
    expect(one.get_by_text("คุณบล็อกบัญชีนี้อยู่")).to_be_visible()
    one.get_by_role("button", name="เลิกบล็อก").click()
    expect(one.locator(".row.theirs").last).to_contain_text("สวัสดีค่ะ")
    expect(one.get_by_text("คุณบล็อกบัญชีนี้อยู่")).to_have_count(0)


def test_news_for_a_phone_that_is_put_away_is_counted_on_the_strip(open_page, line):
    page = open_page("malee")
    call(f"{line}/_/chats/wichai/say", json.dumps({"text": "สวัสดี"}).encode())
    strip = page.get_by_role("navigation", name="เลือกโทรศัพท์")
    expect(strip.get_by_role("button", name="วิชัย").locator(".badge")).to_have_text("1")
    strip.get_by_role("button", name="วิชัย").click()
    expect(phone(page, "วิชัย")).to_be_visible()
    expect(strip.locator(".badge")).to_have_count(0)


def test_a_narrow_screen_shows_one_phone_and_nothing_sticks_out(open_page):
    page = open_page("malee,wichai", width=390, height=844)
    expect(page.locator(".place")).to_have_count(1)
    page.get_by_role("navigation").get_by_role("button", name="ป้ามาลี").click()
    expect(phone(page, "ป้ามาลี")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
