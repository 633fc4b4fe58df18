"""Guessed codes, numbers and addresses are refused, and the refusal reveals nothing."""

from datetime import timedelta

import pytest
import urllib3

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from domain.cases.case_number import CaseNumber, Series
from handlers.core.signed_urls import SIGNATURE_LENGTH, Page
from handlers.usecases import conduct, offboarding, officers
from handlers.usecases.officers import (
    ATTEMPT_WINDOW,
    CODE_LENGTH,
    CODE_LETTERS,
    CODE_LIFE,
    MAX_ATTEMPTS,
)
from tests.addresses import page_of, photo_of, staff_case
from tests.chat import LAMP, Phone

HTTP = urllib3.PoolManager(retries=False)
NEVER_ISSUED = "AAAA-2222"


def get(bot, path):
    answer = HTTP.request("GET", f"{bot.url}{path}", redirect=False)
    headers = {key.title(): value for key, value in answer.headers.items()}
    headers.pop("Date", None)
    return answer.status, headers, answer.data


def said(phone, text):
    return phone.says(text).screen


# ------------------------------------------------------------------ officers' one-time codes
def test_a_thousand_accounts_that_guess_for_a_week_have_no_chance_worth_naming():
    """For this reason no count over all accounts locks everybody out, which anyone could cause."""
    guesses = 1000 * MAX_ATTEMPTS * (CODE_LIFE / ATTEMPT_WINDOW)
    open_codes = 50
    assert guesses * open_codes / len(CODE_LETTERS) ** CODE_LENGTH < 1e-4


def test_a_code_that_was_used_that_expired_or_that_never_was_is_answered_alike(bot, neighbour):
    used, expired, leaver = bot.appoint("chang"), bot.appoint("chang2"), bot.appoint("head")
    Phone(bot, "chang").says(used).sees("เชื่อมบัญชีเรียบร้อย")
    with bot.office.uow(bot.now()) as uow:
        offboarding.remove(uow, 3)
    bot.now.move_to(bot.now() + CODE_LIFE + timedelta(minutes=1))
    neighbour.acts_at(bot.now())
    answers = {said(neighbour, code) for code in (used, expired, leaver, NEVER_ISSUED)}
    assert len(answers) == 1


def test_a_new_code_makes_the_one_before_worthless(bot):
    first = bot.appoint("chang")
    with bot.office.uow(bot.now()) as uow:
        second = officers.new_code(uow, uow.tx.officers.get(1))
    Phone(bot, "chang").says(first).sees("รหัสนี้ใช้ไม่ได้").says(second).sees("เชื่อมบัญชีเรียบร้อย")


def test_who_guesses_on_never_learns_whether_the_last_was_right(bot, neighbour):
    code = bot.appoint("chang")
    for _ in range(MAX_ATTEMPTS):
        neighbour.says(NEVER_ISSUED)
    assert said(neighbour, code) == said(neighbour, NEVER_ISSUED)


def test_a_code_typed_into_a_group_links_nobody_and_stays_good(bot, group):
    code = bot.appoint("chang")
    group.takes_the_bot_in().hears("chang2", code)
    Phone(bot, "chang2").says("งานของฉัน").sees("สำหรับเจ้าหน้าที่")
    Phone(bot, "chang").says(code).sees("เชื่อมบัญชีเรียบร้อย")


# ------------------------------------------------------------------ receipt codes and case numbers
def test_a_receipt_code_nobody_has_is_answered_alike_however_often_it_is_tried(bot, neighbour):
    answers = {said(neighbour, f"AAAA-BBBB-CC{number:02}") for number in range(22, 30)}
    assert len(answers) == 1


def test_a_receipt_code_has_as_many_forms_as_nobody_tries():
    assert len(CODE_LETTERS) ** conduct.CODE_LENGTH > 2**59


def test_another_s_number_is_answered_like_one_that_was_never_given(
    bot, resident, neighbour, clerk
):
    ordinary = resident.complains()
    restricted = resident.tells_of_staff("เรียกรับเงินที่เคาน์เตอร์").number()
    for guesser in (neighbour, clerk):
        answers = {said(guesser, number) for number in (ordinary, restricted, _unused(ordinary))}
        assert len(answers) == 1
        assert LAMP not in answers.pop()


def _unused(number):
    """Return a well-formed number of the same year that no case has."""
    prefix, year = number.split("-")[:2]
    return str(CaseNumber(prefix, int(year), 777, Series.ORDINARY))


# ------------------------------------------------------------------ addresses
def test_an_address_is_signed_with_as_many_bits_as_nobody_tries():
    """The secret has 128 bits. Failures are not counted: a limit would lock out a village behind one address."""
    assert SIGNATURE_LENGTH * 4 == 128


def test_a_guessed_address_of_a_thing_that_is_there_reads_like_one_of_nothing(bot, resident):
    resident.sends_photos().says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    for form in ("/photos/{}-{}.jpg", "/files/{}-{}", "/case/{}-{}"):
        guess = "0" * SIGNATURE_LENGTH
        there, nothing = get(bot, form.format(1, guess)), get(bot, form.format(999, guess))
        assert there == nothing
        assert there[0] == 404


def test_a_right_signature_opens_nothing_of_another_kind_and_nothing_restricted(
    bot, resident, integrity
):
    resident.sends_photos().says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    resident.tells_of_staff("เรียกรับเงินที่เคาน์เตอร์")
    photo, case = photo_of(bot.office, 1), page_of(bot.office, 1)
    assert get(bot, photo)[0] == get(bot, case)[0] == 200
    assert get(bot, photo.replace("photos", "files").removesuffix(".jpg"))[0] == 404
    assert get(bot, case.replace("case", "photos") + ".jpg")[0] == 404
    restricted, nothing = (
        page_of(bot.office, staff_case(bot.office)),
        bot.office.signed_urls.path(Page.CASE, 999, ""),
    )
    assert get(bot, restricted) == get(bot, nothing)
    assert get(bot, restricted)[0] == 404


@pytest.mark.parametrize("tail", ["", "-", "-%00", "-" + "f" * 5000, "-%0d%0aSet-Cookie:x=1", "-ก"])
def test_a_twisted_address_is_a_404_and_no_fault(bot, tail):
    for head in (
        "/case/1",
        "/photos/1",
        "/files/1",
        "/case/" + "9" * 400,
        "/files/" + "9" * 5000,
        "/case/-1",
        "/case/0x1",
    ):
        status, headers, _ = get(bot, f"{head}{tail}")
        assert status == 404
        assert "Set-Cookie" not in headers


# ------------------------------------------------------------------ headers of every page
def addresses(bot):
    """Request every route that is read, with valid and with invalid signatures."""
    event_writer = EventWriter(bot.office.store, bot.now)
    app = create_app(bot.settings, bot.office, event_writer)
    event_writer.close()
    shapes = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    for shape in shapes:
        address = shape.replace("<key>", "1").replace("<signature>", "0" * SIGNATURE_LENGTH)
        yield address.replace("<path:filename>", "page.css")
    yield page_of(bot.office, 1)
    yield photo_of(bot.office, 1)
    yield "/nothing/here"


def test_every_page_says_how_it_may_be_used(bot, resident):
    resident.sends_photos().says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    seen = []
    for address in addresses(bot):
        status, headers, _ = get(bot, address)
        seen.append(status)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        # Only the console and the report form have scripts, all in files of their own; both check
        # the origin of their forms.
        has_scripts = "/desk" in address or address.split("/")[1] == "report"
        assert ("script-src 'self';" in policy) == has_scripts, address
        assert has_scripts or "script" not in policy, address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == ("same-origin" if has_scripts else "no-referrer")
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Set-Cookie" not in headers
        # Pages of others may read open data too; it has no cookie and no name.
        assert ("Access-Control-Allow-Origin" in headers) == ("/open311" in address), address
        if "frame-ancestors 'none'" not in policy:
            assert "sandbox" in policy, address
    assert seen.count(200) >= 5


def test_what_is_somebody_s_own_is_neither_searched_nor_kept_by_others(bot, resident):
    resident.sends_photos().says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    for address in (page_of(bot.office, 1), photo_of(bot.office, 1)):
        status, headers, _ = get(bot, address)
        assert status == 200
        assert headers["X-Robots-Tag"].startswith("noindex")
        assert headers["Cache-Control"] in {"no-store", "private, max-age=3600"}
