"""The web form of a survey: without LINE or scripts, once per browser and subject, and without losing input."""

import re
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
import urllib3
from playwright.sync_api import Page, expect

from domain.organisation.calendar import bangkok
from domain.surveys.participation import DoorKind
from handlers.usecases.surveys import rounds
from storage.tables import survey_follower
from tests.axe import ensure_fits, violations
from tests.surveys import count, current_answers, response, words_of

HTTP = urllib3.PoolManager()
WHOLE = {"q-steps": "4", "q-staff": "5", "q-place": "4", "q-channels": "0", "q-overall": "4"}


class Browser:
    """A browser without script: it keeps cookies, reads fields and sends them."""

    def __init__(self, bot) -> None:
        self.bot = bot
        self.cookies: dict[str, str] = {}

    def opens(self, path: str) -> "Browser":
        return self._goes("GET", path)

    def sends(self, *, token: str | None = None, **fields: str) -> "Browser":
        body = {"t": self.token if token is None else token, **fields}
        return self._goes("POST", self.path, urlencode(body, doseq=True))

    def _goes(self, method: str, path: str, body: str = "") -> "Browser":
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.answer = HTTP.request(
            method, self.bot.url + path, body=body, headers=headers, redirect=False
        )
        for key, value in SimpleCookie(self.answer.headers.get("Set-Cookie", "")).items():
            self.cookies[key] = value.value
        self.html = self.answer.data.decode()
        self.path = path
        if self.answer.status == 303:
            return self.opens(self.answer.headers["Location"])
        if found := re.search(r'name="t" value="([^"]+)"', self.html):
            self.token = found[1]
        return self

    def sees(self, *words: str, status: int = 200) -> "Browser":
        assert self.answer.status == status, self.html
        for one in words:
            assert one in self.html, self.html
        return self


@pytest.fixture
def path(bot):
    """Return the address of a counter's QR code."""
    return f"/s/{door(bot).code}"


def door(bot, key="counter", kind=DoorKind.COUNTER, service="waste_collection"):
    with bot.office.uow(bot.now()) as uow:
        found = rounds.standing_round(uow, key)
        return rounds.make_door(uow, found.id, kind, service=service)


@pytest.mark.both_databases
def test_opening_it_stores_nothing_and_sending_it_twice_is_once(bot, path):
    somebody = Browser(bot).opens(path).sees("ขอรับบริการเก็บขยะ", "แบบสำรวจของ อบต. เอง")
    assert count(bot, response) == 0
    for _ in range(3):
        somebody.path = path
        somebody.sends(**WHOLE, **{"q-words": "บริการดีมาก"}).sees("ขอบคุณค่ะ")
    assert current_answers(bot) == [
        {
            "steps": (4,),
            "staff": (5,),
            "place": (4,),
            "channels": (0,),
            "overall": (4,),
            "words": (),
        }
    ]
    assert words_of(bot) == ["บริการดีมาก"]


def test_two_tabs_are_one_answer_and_the_later_one_stays(bot, path):
    first = Browser(bot).opens(path)
    second = Browser(bot)
    second.cookies = first.cookies
    second.opens(path).sends(**{**WHOLE, "q-staff": "1"})
    first.sends(**WHOLE)
    assert [one["staff"] for one in current_answers(bot)] == [(5,)]


def test_another_browser_is_another_answer_and_a_kiosk_takes_many(bot, path):
    Browser(bot).opens(path).sends(**WHOLE)
    Browser(bot).opens(path).sends(**WHOLE)
    kiosk = Browser(bot)
    for _ in range(2):
        kiosk.opens(f"{path}?kiosk=1").sends(**WHOLE).sees('content="20; url=')
    assert (count(bot, response), kiosk.cookies) == (4, {})


@pytest.fixture
def whole(bot):
    """Return the address of a survey without an overall score, which asks for every answer."""
    return f"/s/{door(bot, 'pulse', service='').code}"


@pytest.mark.both_databases
def test_the_overall_score_alone_is_a_rating(bot, path):
    form = Browser(bot).opens(path).sees("ส่งคะแนนนี้", "ข้อต่อไปตอบหรือไม่ก็ได้")
    form.sends(**{"q-overall": "4"}).sees("ขอบคุณค่ะ")
    assert current_answers(bot) == [{"overall": (4,)}]
    other = Browser(bot).opens(path).sends(**{"q-overall": "2", "partly": "1"}).sees("ขอบคุณค่ะ")
    other.opens(path).sends(**{"q-steps": "4"}).sees("ข้อ 1 ยังไม่ได้ตอบ", status=422)


def test_the_page_of_thanks_offers_a_case_line_and_being_told_but_not_on_a_kiosk(
    bot, path, resident
):
    done = Browser(bot).opens(path).sends(**{"q-overall": "4"})
    typed = "แจ้งเมื่อปรับปรุงแล้ว ขอรับบริการเก็บขยะ"
    done.sees("ฝากเรื่องให้แก้", 'href="/report"', "LINE", typed)
    assert Browser(bot).opens("/report").answer.status == 200
    kiosk = Browser(bot).opens(f"{path}?kiosk=1").sees("ส่งคะแนนนี้").sends(**{"q-overall": "4"})
    assert "/report" not in kiosk.html
    resident.says(typed).sees("จะแจ้งให้ท่านทราบ")
    with bot.office.store.read() as tx:
        (row,) = tx.connection.execute(survey_follower.select()).all()
    assert row.topic == "service.waste_collection"


def test_the_page_of_thanks_opens_line_where_the_account_is_known(bot, path):
    with bot.office.uow(bot.now()) as uow:
        known = replace(uow.context.catalog.organisation, line_id="@nawanghin")
        catalog = replace(uow.context.catalog, organisation=known)
        there = replace(uow, context=replace(uow.context, catalog=catalog))
        _, address = rounds.follow_words(there, path.removeprefix("/s/"))
    assert address.startswith("https://line.me/R/oaMessage/%40nawanghin/?%E0%B9%81")


@pytest.mark.both_databases
def test_what_is_missing_is_listed_on_top_and_nothing_typed_is_lost(bot, whole):
    path = whole
    words = "อยากให้เปิดพักเที่ยง <b>&amp;</b>"
    form = Browser(bot).opens(path).sends(**{"q-equal": "4", "q-words": words})
    form.sees("ยังตอบไม่ครบ", "ส่งเท่าที่ตอบ", "ข้อ 2 ยังไม่ได้ตอบ", 'href="#q-honest-5"', status=422)
    form.sees('id="q-equal-4" name="q-equal" value="4" checked', status=422)
    assert "อยากให้เปิดพักเที่ยง &lt;b&gt;&amp;amp;&lt;/b&gt;" in form.html
    assert current_answers(bot) == []
    form.sends(**{"q-equal": "4", "q-words": words, "partly": "1"}).sees("ขอบคุณค่ะ")
    assert (current_answers(bot), words_of(bot)) == ([{"equal": (4,), "words": ()}], [words])


def test_an_empty_form_is_not_kept(bot, path):
    Browser(bot).opens(path).sends().sees("ยังไม่ได้ตอบข้อใดเลย", status=422)
    assert count(bot, response) == 0


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"q-words": "ก" * 10_000}, "ข้อความยาว 10000 ตัวอักษร"),
        ({"q-steps": "9"}, "คำตอบนี้ไม่อยู่ในแบบสำรวจ"),
        ({"q-steps": "=1+1"}, "คำตอบนี้ไม่อยู่ในแบบสำรวจ"),
        ({"q-steps": ["5", "1"]}, "คำตอบนี้ไม่อยู่ในแบบสำรวจ"),
        ({"q-steps": "9" * 400}, "คำตอบนี้ไม่อยู่ในแบบสำรวจ"),
        ({"q-overall": "1", "q-why": ["1", "2", "3", "4"]}, "เลือกได้ไม่เกิน 3"),
    ],
)
def test_what_cannot_be_kept_gets_a_sentence_and_stays_in_the_form(bot, path, entries, sentence):
    form = Browser(bot).opens(path).sends(**{**WHOLE, **entries})
    form.sees(sentence, status=422)
    assert count(bot, response) == 0
    if "q-words" in entries:
        form.sees(entries["q-words"], status=422)


@pytest.mark.parametrize("token", ["", "forged", "A" * 5000, "\x00", "ก", "===="])
def test_a_forged_or_old_token_stores_nothing_and_loses_nothing(bot, path, token):
    form = Browser(bot).opens(path)
    form.sends(token=token, **WHOLE).sees("คำตอบยังอยู่ครบ", 'value="5" checked', status=400)
    assert count(bot, response) == 0
    form.sends(**WHOLE).sees("ขอบคุณค่ะ")
    assert count(bot, response) == 1


def test_a_token_of_another_door_is_none_here(bot, path):
    other = Browser(bot).opens(f"/s/{door(bot).code}")
    form = Browser(bot).opens(path)
    form.sends(token=other.token, **WHOLE).sees("คำตอบยังอยู่ครบ", status=400)


@pytest.mark.parametrize("code", ["", "A" * 16, "%00", "..%5c..", "ก" * 16, "x' OR '1'='1"])
def test_an_unknown_code_gets_a_sentence(bot, code):
    Browser(bot).opens(f"/s/{code}").sees("ไม่พบแบบสำรวจของรหัสนี้", status=404)


def test_a_closed_door_a_closed_round_and_a_door_of_the_chat_get_a_sentence_each(bot, path):
    form = Browser(bot).opens(path)
    with bot.office.uow(bot.now()) as uow:
        rounds.close_door(uow, path.removeprefix("/s/"))
    form.sends(**WHOLE).sees("แบบสำรวจนี้ปิดแล้ว", status=410)
    Browser(bot).opens(path).sees("แบบสำรวจนี้ปิดแล้ว", status=410)
    chat = door(bot, kind=DoorKind.CHAT)
    Browser(bot).opens(f"/s/{chat.code}").sees("เปิดจากแชต LINE", status=403)


def test_a_reason_counts_only_if_the_answer_asks_for_it(bot, path):
    Browser(bot).opens(path).sends(**WHOLE, **{"q-why": "1"})
    assert "why" not in current_answers(bot)[0]


def test_money_and_words_about_staff_lead_to_the_protected_track(bot, path):
    low = {**WHOLE, "q-overall": "1", "q-why": "6"}
    Browser(bot).opens(path).sends(**{**WHOLE, "q-words": "เก้าอี้น้อยไป"})
    for entries in ({**WHOLE, "q-words": "เจ้าหน้าที่เรียกเงินใต้โต๊ะ 500 บาท"}, {**low, "q-why": "5"}):
        Browser(bot).opens(path).sends(**entries).sees("ร้องเรียนเจ้าหน้าที่")


def test_midnight_between_opening_and_sending_is_the_day_of_opening(bot, path):
    form = Browser(bot).opens(path)
    bot.now.move_to(bot.now() + timedelta(hours=23))
    form.sends(**WHOLE).sees("ขอบคุณค่ะ")
    bot.now.move_to(bot.now() + timedelta(hours=23))
    form.opens(path).sends(token=form.token, **WHOLE)
    assert count(bot, response) == 2


# ---------------------------------------------------------------- from LINE
@pytest.fixture
def long_set(bot):
    """A set with more questions than the chat asks before its first stop."""
    pulse = bot.office.question_sets["pulse"]
    more = [replace(pulse.question("equal"), key=f"more{number}") for number in range(4)]
    whole = replace(pulse, key="long", th="แบบสำรวจยาว", questions=(*pulse.questions, *more))
    with bot.office.uow(bot.now()) as uow:
        closes = bangkok(bot.now()).date() + timedelta(days=9)
        return rounds.open_round(uow, whole, closes=closes)


@pytest.mark.both_databases
@pytest.mark.usefixtures("long_set")
def test_a_long_survey_is_offered_as_a_form_and_line_and_form_are_one_answer(bot, resident):
    resident.says("แบบสำรวจ").presses("แบบสำรวจยาว").sees("11 ข้อ")
    assert resident.buttons == ["ตอบในแบบฟอร์ม", "ตอบในแชต"]
    address = resident.keeps("ตอบในแบบฟอร์ม")["uri"]
    assert len(address) < 1000
    assert "somsri" not in address
    resident.presses("ตอบในแชต").presses("มาก (4)")
    form = Browser(bot).opens(address.removeprefix("https://rongtuk.example"))
    form.sees('id="q-equal-4" name="q-equal" value="4" checked')
    form.sends(**{"q-equal": "2", "q-honest": "3", "partly": "1"}).sees("ขอบคุณค่ะ")
    assert (form.cookies, count(bot, response)) == ({}, 1)
    assert current_answers(bot)[0] == {"equal": (2,), "honest": (3,)}
    resident.presses("มาก (4)").sees("ข้อ 3/11")


@pytest.mark.usefixtures("long_set")
def test_the_link_from_the_chat_is_over_after_half_an_hour_but_who_began_may_finish(bot, resident):
    address = resident.says("แบบสำรวจ").presses("แบบสำรวจยาว").keeps("ตอบในแบบฟอร์ม")["uri"]
    path = address.removeprefix("https://rongtuk.example")
    form = Browser(bot).opens(path)
    bot.now.move_to(bot.now() + timedelta(minutes=31))
    Browser(bot).opens(path).sees("หมดอายุแล้ว", status=410)
    form.sends(**{"q-equal": "2", "partly": "1"}).sees("ขอบคุณค่ะ")
    Browser(bot).opens(f"{path}x").sees("หมดอายุแล้ว", status=410)


# ---------------------------------------------------------------- in a browser
@pytest.fixture
def page(browser):
    opened = browser.new_page(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, locale="th-TH"
    )
    yield opened
    opened.close()


def test_on_a_small_phone_every_row_is_hit_and_nothing_sticks_out(bot, path, page: Page):
    page.goto(bot.url + path)
    for one in page.locator(".choice").all():
        box = one.bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 320
    assert page.locator(".choice").count() > 25


def test_at_double_size_on_a_small_phone_no_word_of_an_answer_is_divided(bot, path, browser):
    page = browser.new_page(locale="en-US", viewport={"width": 320, "height": 640})
    page.goto(bot.url + path)
    divided = page.evaluate(
        """() => {
            document.documentElement.style.fontSize = '200%'
            document.body.style.overflowWrap = 'normal'
            const right = (one) => one.getBoundingClientRect().right
            const words = [...document.querySelectorAll('.choice span')]
            return words.filter((one) => right(one) >= right(one.parentElement)).map((one) => one.innerText)
        }"""
    )
    page.close()
    assert divided == []


def test_it_is_filled_in_with_the_keyboard_alone(bot, path, page: Page):
    page.goto(bot.url + path)
    for _ in range(5):
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="ส่งคำตอบ").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="ขอบคุณค่ะ")).to_be_visible()
    assert len(current_answers(bot)) == 1


def test_a_fault_on_top_leads_to_its_question(bot, whole, page: Page):
    page.goto(bot.url + whole)
    page.get_by_label("มาก (4)").first.check()
    page.get_by_role("button", name="ส่งคำตอบ").click()
    page.get_by_role("link", name="ข้อ 2 ยังไม่ได้ตอบ").click()
    assert page.url.endswith("#q-honest-5")
    assert page.get_by_label("มาก (4)").first.is_checked()


def test_the_first_answer_is_on_the_first_screen_of_a_small_phone_with_letters_doubled(
    bot, path, browser
):
    page = browser.new_page(locale="th-TH", viewport={"width": 360, "height": 640})
    page.goto(bot.url + path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    box = page.locator(".choice").first.bounding_box()
    page.close()
    assert box["y"] + box["height"] <= 640


def test_a_counter_is_rated_with_two_taps(bot, path, page: Page):
    page.goto(bot.url + path)
    page.locator(".choice").first.click()
    page.get_by_role("button", name="ส่งคะแนนนี้").click()
    expect(page.get_by_role("heading", name="ขอบคุณค่ะ")).to_be_visible()
    assert current_answers(bot) == [{"overall": (5,)}]


def test_axe_finds_nothing_and_nothing_sticks_out_at_any_size_or_doubled(bot, path, whole, browser):
    """The empty form, a faulty one, the page of thanks and a closed door, checked by every rule of axe."""
    context = browser.new_context(locale="th-TH", bypass_csp=True)
    page, found = context.new_page(), []

    def look(what: str) -> None:
        ensure_fits(page, 320, 360, 1440)
        found.extend((what, *one) for one in violations(page))

    page.goto(bot.url + path)
    look("form")
    page.goto(bot.url + whole)
    page.get_by_label("มาก (4)").first.check()
    page.get_by_role("button", name="ส่งคำตอบ").click()
    look("faults")
    page.get_by_role("button", name="ส่งเท่าที่ตอบ").first.click()
    expect(page.get_by_role("heading", name="ขอบคุณค่ะ")).to_be_visible()
    look("thanks")
    page.goto(bot.url + "/s/AAAAAAAAAAAAAAAA")
    look("unknown")
    assert found == []
    context.close()


def test_a_form_of_a_counter_offers_the_chat_where_the_account_is_known(bot, path):
    Browser(bot).opens(path)
    assert "line.me" not in Browser(bot).opens(path).html
    with bot.office.uow(bot.now()) as uow:
        known = replace(uow.context.catalog.organisation, line_id="@nawanghin")
        catalog = replace(uow.context.catalog, organisation=known)
        door = uow.tx.survey_rounds.door_by_code(path.removeprefix("/s/"))
        there = replace(uow, context=replace(uow.context, catalog=catalog))
        address = rounds.line_address(there, door)
    assert address.startswith("https://line.me/R/oaMessage/%40nawanghin/?%E0%B9%81")
    assert address.endswith(door.code)
