"""Following a case with its private code: on the web, and once in LINE."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from domain.cases.lifecycle import Act, Action, Proof
from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.core.messages import EventKind, InboundEvent
from handlers.routing.router import respond
from handlers.usecases import complaints, officers
from handlers.usecases.surveys import answering
from storage.tables import audit, complaint, response
from tests.web_client import signed_in
from tests.web_form import Browser

LAMP = "ไฟถนนดับหน้าวัดมา 3 คืนแล้ว"
ACCUSING = "เจ้าหน้าที่กองช่างเรียกเงินผม 500 บาทถึงจะมาซ่อมไฟ"


@pytest.fixture
def receipt(client):
    """Return the receipt page of a report."""
    browser = Browser(client).opens("/report").sends(story=LAMP)
    return browser.sends(category="light")


@pytest.fixture
def officer(client, office, clock):
    return signed_in(client, office, clock)[1]


def says(office, clock, account, text):
    """Return the answer to a text in the chat, as one string."""
    with office.uow(clock()) as uow:
        uow.tx.people.ensure(account, uow.now)
        uow.tx.people.notice_shown(account, uow.now)
        event = InboundEvent(EventKind.TEXT, account, account, clock(), text)
        return repr(respond(uow, event))


def acts(office, clock, officer, action, note="ตรวจแล้ว"):
    with office.uow(clock()) as uow:
        (case,) = uow.tx.connection.execute(select(complaint)).all()
        complaints.officer_acts(uow, officer, case.id, Act(action, note=note))


def opened(receipt):
    code = receipt_code(receipt)
    return receipt.opens("/report/follow").sends(code=code)


def receipt_code(receipt):
    receipt.kept = getattr(receipt, "kept", "") or receipt.code
    return receipt.kept


def test_the_code_shows_the_case_and_what_was_done(receipt, office, clock, officer):
    number, code = receipt.number, receipt_code(receipt)
    acts(office, clock, officer, Action.ACCEPT)
    receipt.opens("/report/follow").sends(code=code.lower().replace("-", " "))
    receipt.reads(number, LAMP, "เจ้าหน้าที่รับเรื่องแล้ว")


@pytest.mark.parametrize(
    "typed", ["", "AAAA-2222-BBBB", "x" * 39, "นว-2570-000001-1", "' OR 1=1 --"]
)
def test_every_wrong_code_gets_the_same_answer(receipt, typed):
    first = receipt.opens("/report/follow").sends(code="CCCC-3333-DDDD").html
    assert (receipt.status, receipt.sends(code=typed).html) == (404, first)


def guesses(client, count, address="198.51.100.66"):
    guesser = Browser(client, address)
    for _ in range(count):
        guesser.opens("/report/follow").sends(code="CCCC-3333-DDDD")
    return guesser


def test_wrong_codes_of_a_neighbour_do_not_refuse_the_right_one(receipt, client):
    code = receipt_code(receipt)
    guesser = guesses(client, 45)
    guesser.reads("ไม่พบเรื่องของรหัสนี้")
    guesser.sends(code=code).reads(LAMP)
    guesser.sends("/report/follow/add", note="ต้นที่ 5 ด้วย").reads("ส่งข้อความถึงเจ้าหน้าที่แล้ว")


def test_codes_are_verified_so_often_a_minute_and_then_none_whether_right_or_wrong(
    receipt, client, clock
):
    code = receipt_code(receipt)
    guesser = guesses(client, 61).reads("รอ 1 นาที").does_not_read("พรุ่งนี้")
    assert guesser.status == 429
    wrong = guesser.sends(code="CCCC-3333-DDDD").html
    assert guesser.sends(code=code).html == wrong
    assert int(guesser.answer["Retry-After"]) <= 60
    Browser(client, "198.51.100.67").opens("/report/follow").sends(code=code).reads(LAMP)
    clock.now += timedelta(minutes=1)
    guesser.sends(code=code).reads(LAMP)


def test_who_has_opened_a_case_writes_while_others_guess(receipt, client):
    code = receipt_code(receipt)
    reporter = Browser(client, "198.51.100.66").opens("/report/follow").sends(code=code)
    guesses(client, 70).reads("รอ 1 นาที")
    reporter.sends("/report/follow/add", note="ต้นที่ 5 ด้วย").reads("ส่งข้อความถึงเจ้าหน้าที่แล้ว")


def test_a_forged_token_is_a_wrong_code_and_counted_as_one(receipt, client):
    guesser = Browser(client, "198.51.100.66")
    for _ in range(60):
        guesser.opens("/report/follow").sends("/report/follow/add", t="x" * 40, note="ไฟ")
        assert guesser.status == 404
    guesser.sends("/report/follow/add", t="x" * 40, note="ไฟ").reads("รอ 1 นาที")


@pytest.mark.parametrize("kind_of_code", ["right", "wrong", "none"])
def test_each_code_takes_one_slow_hash_and_the_same_statements(
    receipt, client, office, monkeypatch, kind_of_code
):
    typed = {"right": receipt_code(receipt), "wrong": "CCCC-3333-DDDD", "none": "สวัสดี"}
    hashed = []
    monkeypatch.setattr("web.public.follow.prepare_code", hashed.append)
    monkeypatch.setattr("storage.people.identities._hash", lambda code: "0" * 64)
    asked = []
    event.listen(office.store.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    Browser(client, "198.51.100.66").opens("/report/follow").sends(code=typed[kind_of_code])
    assert len(hashed) == 1
    assert sum("receipt" in one for one in asked) == 1
    assert not any("INSERT" in one or "UPDATE" in one for one in asked)


def test_a_question_is_answered_and_a_closing_judged_on_the_web(receipt, office, clock, officer):
    acts(office, clock, officer, Action.ACCEPT)
    acts(office, clock, officer, Action.ASK, "เสาต้นไหน")
    opened(receipt).reads("เสาต้นไหน").sends("/report/follow/answer", note=" ").reads(
        "ยังไม่ได้พิมพ์ข้อความ"
    )
    receipt.sends("/report/follow/answer", note="ต้นที่ 5").reads("ส่งคำตอบถึงเจ้าหน้าที่แล้ว")
    with office.uow(clock()) as uow:
        (case,) = uow.tx.connection.execute(select(complaint)).all()
        act = Act(Action.CLOSE, note="เปลี่ยนหลอดแล้ว")
        act = type(act)(**{**act.__dict__, "proof": type(act.proof)(no_photo_reason="กลางคืน")})
        complaints.officer_acts(uow, officer, case.id, act)
    opened(receipt).reads("แก้ไขเรียบร้อยแล้วหรือยัง")
    receipt.sends("/report/follow/dispute", note="ยังดับอยู่").reads("ส่งเรื่องกลับให้เจ้าหน้าที่ดูอีกครั้งแล้ว")


def closes(office, clock, officer):
    """The officer closes the only case, with a reason instead of a photo."""
    acts(office, clock, officer, Action.ACCEPT)
    with office.uow(clock()) as uow:
        (case,) = uow.tx.connection.execute(select(complaint)).all()
        act = Act(Action.CLOSE, note="เปลี่ยนหลอดแล้ว", proof=Proof(no_photo_reason="กลางคืน"))
        complaints.officer_acts(uow, officer, case.id, act)
    return case.id


def rating_link(receipt):
    found = re.search(r'href="(/s/[^"]+)"', opened(receipt).html)
    return html.unescape(found[1]) if found else ""


def rates(receipt, link, code):
    receipt.opens(link)
    path = link.partition("?")[0]
    fields = dict.fromkeys(re.findall(r'name="(q-\w+)"', receipt.html), code)
    return receipt.sends(path, partly="1", **dict(list(fields.items())[:1]))


def test_a_reporter_without_line_rates_the_finished_case_once_and_changes_it_for_a_week(
    receipt, office, clock, officer
):
    assert not rating_link(receipt)
    closes(office, clock, officer)
    receipt.sends("/report/follow/confirm").reads("ขอบคุณที่ยืนยัน", "ให้คะแนนการแก้ไข")
    assert rates(receipt, rating_link(receipt), "1").status == 303
    assert rates(receipt, rating_link(receipt), "3").status == 303
    with office.store.read() as tx:
        (stored,) = tx.connection.execute(select(response)).all()
    assert stored.mode == "self"
    clock.now += timedelta(days=8)
    assert not rating_link(receipt)


def test_a_rating_given_on_the_web_is_not_given_again_in_line(receipt, office, clock, officer):
    case_id = closes(office, clock, officer)
    link = rating_link(receipt)
    rates(receipt, link, "1")
    says(office, clock, "Uthongdi", receipt_code(receipt))
    with office.uow(clock()) as uow, pytest.raises(Refused, match="already_rated"):
        answering.rate_case(uow, "Uthongdi", case_id)
    receipt.opens(link)
    assert receipt.status == 403
    assert not rating_link(receipt)


def test_a_rating_link_is_of_one_case_and_half_an_hour(receipt, client, office, clock, officer):
    closes(office, clock, officer)
    link = rating_link(receipt)
    other = Browser(client)
    assert other.opens(f"{link[:-3]}AAA").status in {403, 410}
    clock.now += timedelta(minutes=31)
    assert other.opens(link).status == 410


def test_what_is_added_and_may_accuse_staff_is_asked_about_first(receipt, office):
    opened(receipt).sends("/report/follow/add", note=ACCUSING).reads("ยังไม่มีเจ้าหน้าที่คนใดเห็นข้อความ")
    with office.store.read() as tx:
        assert ACCUSING not in {one.note for one in tx.connection.execute(select(audit))}
    receipt.sends("/report/follow/add", way="no").reads("ส่งข้อความถึงเจ้าหน้าที่แล้ว")


def test_what_accuses_together_with_the_case_is_asked_about_too(receipt, office):
    opened(receipt).sends("/report/follow/add", note="ปลัดมาดู").reads("ส่งข้อความถึงเจ้าหน้าที่แล้ว")
    opened(receipt).sends("/report/follow/add", note="รับซองไป").reads("ยังไม่มีเจ้าหน้าที่คนใดเห็นข้อความ")
    receipt.sends("/report/follow/add", way="no").reads("ส่งข้อความถึงเจ้าหน้าที่แล้ว")


@pytest.mark.parametrize("token", ["", "made-up", "A" * 300])
def test_nobody_writes_without_the_code(receipt, office, token):
    opened(receipt).sends("/report/follow/withdraw", t=token)
    assert receipt.status == 404
    with office.store.read() as tx:
        assert tx.connection.execute(select(complaint)).one().ended_at is None


def test_the_code_in_the_chat_makes_its_sender_the_reporter_once(receipt, office, clock):
    code = receipt_code(receipt)
    assert "เชื่อมเรื่อง" in says(office, clock, "Uthongdi", code)
    assert "เชื่อมเรื่อง" not in says(office, clock, "Uthongdi", code)
    assert LAMP not in says(office, clock, "Uother", code)
    with office.store.read() as tx:
        assert tx.connection.execute(select(complaint)).one().reporter == "Uthongdi"
    assert LAMP in says(office, clock, "Uthongdi", "ติดตามเรื่อง")


def test_a_protected_case_is_opened_by_its_code_and_never_tied_to_an_account(client, office, clock):
    browser = Browser(client).opens("/report?about=staff")
    browser.sends(story=ACCUSING, whom="unit:engineering").sends()
    code, number = browser.code, browser.number
    assert number in says(office, clock, "Uthongdi", code)
    with office.store.read() as tx:
        assert tx.connection.execute(select(complaint)).one().reporter.startswith("nobody:")
    browser.opens("/report/follow").sends(code=code).reads(number)


def test_what_a_custodian_asks_is_read_in_words_on_the_web(client, office, clock):
    with office.uow(clock()) as uow:
        custodian, code = officers.add(uow, "อรุณ รักธรรม", Role.INTEGRITY, None)
        uow.tx.people.ensure("Uarun", uow.now)
        officers.link(uow, "Uarun", code)
    browser = Browser(client).opens("/report?about=staff")
    browser.sends(story=ACCUSING, whom="unit:engineering").sends()
    code = browser.code
    acts(office, clock, custodian, Action.ASK, note="เกิดที่ไหนคะ")
    browser.opens("/report/follow").sends(code=code).reads("เกิดที่ไหนคะ", ACCUSING)
