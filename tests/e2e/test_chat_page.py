"""The chat page in a real browser: a person looks, types, taps; a tiny bot answers.

The bot here is an echo of thirty lines; what the real bot says is tested elsewhere.
"""

import io
import json
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.simulator.app import running
from bot.simulator.people import Roster
from bot.simulator.settings import Settings

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "a token of the pretend LINE"
SECRET = "a secret of the pretend LINE"
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
CARD = {
    "type": "flex",
    "altText": "เรื่อง นว-1: กำลังดำเนินการ",
    "contents": {
        "type": "bubble",
        "size": "kilo",
        "header": {
            "type": "box",
            "layout": "vertical",
            "backgroundColor": "#0F6B3F",
            "contents": [{"type": "text", "text": "กำลังดำเนินการ", "color": "#FFFFFF"}],
        },
        "body": {
            "type": "box",
            "layout": "horizontal",
            "contents": [
                {"type": "text", "text": "ประเภท", "size": "sm", "flex": 1},
                {"type": "text", "text": "ไฟฟ้า", "size": "sm", "flex": 3, "wrap": True},
            ],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "contents": [
                {
                    "type": "button",
                    "style": "primary",
                    "color": "#0F6B3F",
                    "action": {
                        "type": "postback",
                        "label": "ยืนยัน",
                        "data": "confirm=1",
                        "displayText": "ยืนยัน",
                    },
                }
            ],
        },
    },
}
CHOICE = {
    "type": "text",
    "text": "ใกล้เคียงกับข้อใดคะ",
    "quickReply": {
        "items": [
            {"type": "action", "action": {"type": "message", "label": "ไฟฟ้า", "text": "ไฟฟ้า"}},
            {"type": "action", "action": {"type": "camera", "label": "ถ่ายรูป"}},
        ]
    },
}
MENU = {
    "size": {"width": 1200, "height": 405},
    "selected": True,
    "name": "เมนู",
    "chatBarText": "เมนูบริการ",
    "areas": [
        {
            "bounds": {"x": 600 * at, "y": 0, "width": 600, "height": 405},
            "action": {
                "type": "postback",
                "label": label,
                "data": f"menu={at}",
                "displayText": label,
            },
        }
        for at, label in enumerate(["แจ้งเรื่อง", "ติดตามเรื่อง"])
    ],
}


def answer_to(event: dict[str, Any]) -> dict[str, Any]:
    """What the tiny bot says to an event: a LINE message object."""
    if event["type"] == "postback":
        return {"type": "text", "text": f"กด {event['postback']['data']}"}
    if event["type"] != "message":
        return {"type": "text", "text": "สวัสดีค่ะ"}
    message = event["message"]
    asked = {"การ์ด": CARD, "ตัวเลือก": CHOICE}
    said = message.get("text", message["type"])
    return asked.get(said, {"type": "text", "text": f"ได้รับ {said}"})


class TinyBot(BaseHTTPRequestHandler):
    """A webhook that replies at once, on the thread that received the event."""

    line = ""  # base URL of the pretend LINE, known once it runs

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        for event in body["events"]:
            if token := event.get("replyToken"):
                reply = {"replyToken": token, "messages": [answer_to(event)]}
                call(f"{self.line}/v2/bot/message/reply", json.dumps(reply).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing; failures show in the browser."""


def call(url: str, data: bytes | None = None, kind: str = "application/json") -> dict[str, Any]:
    """POST bytes (or {} when None) as the bot; answers the JSON body."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
    request = urllib.request.Request(url, data or b"{}", headers, method="POST")
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def publish_menu(line: str) -> None:
    number = call(f"{line}/v2/bot/richmenu", json.dumps(MENU).encode())["richMenuId"]
    picture = io.BytesIO()
    Image.new("RGB", (1200, 405), "#14804a").save(picture, "PNG")
    call(f"{line}/v2/bot/richmenu/{number}/content", picture.getvalue(), "image/png")
    call(f"{line}/v2/bot/user/all/richmenu/{number}")


@contextmanager
def tiny_bot() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), TinyBot)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/line/webhook"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here: install the package `chromium` to run the page's tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, line: str) -> Iterator[Any]:
    """Opens the page with these phones (keys); any error in its console fails the test."""
    pages: list[Page] = []
    faults: list[str] = []

    def show(keys: str, *, width: int = 1440, height: int = 900) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(5000)
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
    expect(choices).to_have_text(["ไฟฟ้า", "ถ่ายรูป"])
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
