"""Surveys and residents' questions in the console: the same to the same officers as in the chat."""

import io
from dataclasses import replace

import pytest

from domain.cases.inquiry import InquiryKind
from domain.organisation.officers import Role
from domain.surveys.participation import DoorKind
from handlers.core.signed_urls import SignedUrls
from handlers.usecases import inquiries, officers
from handlers.usecases.surveys import comments, form, form_entries, rounds
from storage.tables import complaint, improvement, inquiry, response, survey_round
from tests.moments import DAY
from tests.surveys import PERSON, says
from tests.web_client import forges, rows, signed_in, web_client

SET = """key = "market"
version = 1
purpose = "satisfaction"
th = "แบบสำรวจตลาด"
en = "The market"
source = "office"

[scale.sat5]
codes = [5, 4, 3, 2, 1]
th = ["มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด"]
en = ["Very much", "Much", "Some", "Little", "Very little"]
outside = "ไม่ทราบ"

[aspect.clean]
th = "ความสะอาด"
en = "Cleanness"

[[question]]
key = "clean"
kind = "scale"
scale = "sat5"
aspect = "clean"
source = "office"
th = "ตลาดสะอาดเพียงใด"
en = "How clean is the market?"
"""


@pytest.fixture
def eit(client, office, clock):
    """On LINE too, so that the comments of the section are hers to read."""
    browser, officer = signed_in(client, office, clock, department="clerk", name="สุภาพร")
    with office.uow(clock()) as uow:
        officers.link(uow, "Usupaporn", officers.new_code(uow, officer))
    return browser


@pytest.fixture
def head(client, office, clock):
    return signed_in(client, office, clock, Role.HEAD, "health", "พรทิพย์")[0]


@pytest.fixture
def counter(office, clock):
    """A round that six people answered about one service, each through a code of their own."""
    with office.uow(clock()) as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER, service="waste_collection")
        for code in (1, 4, 4, 5, 5, 5):
            opened = form.open_for_browser(uow, door.code, form.new_browser())
            given = {f"q-{key}": [str(code)] for key in ("overall", "steps")}
            form.store(uow, opened, form_entries.read(found.question_set, given))
    return found


def sent(text, name="market.toml"):
    return (io.BytesIO(text.encode()), name)


def test_an_improvement_is_proposed_from_a_question_and_measured_by_it(eit, counter, office, clock):
    with office.uow(clock()) as uow:
        rounds.close_round(uow, counter.id)
    eit.opens(f"/desk/surveys/{counter.id}")
    way = f"/desk/improvements?question={counter.id}.steps"
    assert f'href="{way}#propose"' in eit.html
    eit.opens(way).reads("ที่มา:", counter.question_set.question("steps").th)
    eit.sends("/desk/improvements", what="เปิดช่องบริการเพิ่มช่วงเช้า")
    (made,) = rows(office, improvement)
    assert (made.source, made.set_key, made.question) == ("question", "counter", "steps")
    eit.opens(f"/desk/improvements/{made.id}").reads(counter.question_set.question("steps").th)


def test_an_improvement_says_whether_answers_or_a_question_are_missing(eit, counter, office):
    page = "/desk/improvements"
    eit.opens(page).sends(page, what="ช่องบริการเพิ่ม", question=f"{counter.id}.steps")
    eit.opens(page).sends(page, what="ทาสีรั้ว", section="clerk", question="")
    says = []
    for made in rows(office, improvement):
        one = f"{page}/{made.id}"
        eit.opens(one).sends(f"{one}/agree", officer="1", due="2027-01-29", cost="")
        eit.opens(one).sends(f"{one}/done", note="ทำแล้ว")
        says.append([why for why in ("คำตอบก่อนหรือหลัง", "ไม่มีข้อคำถาม") if why in eit.opens(one).html])
    assert says == [["คำตอบก่อนหรือหลัง"], ["ไม่มีข้อคำถาม"]]


@pytest.mark.parametrize("made_up", ["9.steps", "x", "1.nothing", "1.more", "-1.steps", "1"])
def test_a_made_up_question_is_no_origin_of_an_improvement(eit, counter, office, made_up):
    eit.opens(f"/desk/improvements?question={made_up}").does_not_read("ที่มา:")
    eit.sends("/desk/improvements", what="แก้", question=made_up)
    assert eit.status == 422
    assert rows(office, improvement) == []


def test_the_section_opens_a_round_from_its_own_file_after_mending_the_faults_by_line(eit, office):
    eit.opens("/desk/surveys").reads("เปิดรอบใหม่จากไฟล์")
    wrong = SET.replace('scale = "sat5"', 'scale = "sat9"')
    page = {"closes": "2569-12-31", "population": "๑,๒๐๐", "source": "สถิติตลาด"}
    forges(eit, "/desk/surveys", file=sent(wrong), **page)
    assert eit.status == 422
    eit.reads("market.toml:21:", "sat9")
    assert 'value="สถิติตลาด"' in eit.html
    assert not [one for one in rows(office, survey_round) if one.population]
    forges(eit, "/desk/surveys", file=sent(SET), **page)
    assert eit.status == 200
    eit.reads("ยังไม่ได้เปิดรอบ", "แบบสำรวจตลาด", "ตลาดสะอาดเพียงใด", "มากที่สุด · มาก", "ไม่มีคำเตือน")
    eit.reads("เปิดแล้วแก้ไม่ได้", "1,200 คน (สถิติตลาด)", "300 คน", "31 ธ.ค. 2569")
    assert not [one for one in rows(office, survey_round) if one.population]
    eit.sends("/desk/surveys")
    assert eit.status == 303
    (opened,) = (one for one in rows(office, survey_round) if one.population)
    assert (opened.population, opened.target) == (1200, 300)
    eit.opens(f"/desk/surveys/{opened.id}").reads("แบบสำรวจตลาด", "ยังไม่มีผู้ตอบ", "จากเป้าหมาย 300")


def test_warnings_and_what_a_question_does_are_shown_before_the_round_is_opened(eit, office):
    doubtful = SET.replace('outside = "ไม่ทราบ"\n', "").replace("ตลาดสะอาด", "ตลาดสะอาดและร่มรื่น")
    doubtful += """
[scale.ever]
codes = [2, 1]
th = ["เคย", "ไม่เคย"]
[[question]]
key = "money"
kind = "scale"
scale = "ever"
reverse = true
th = "ท่านเคยถูกเรียกเงินหรือไม่"
ask_if = { question = "clean", at_most = 2 }
"""
    forges(eit, "/desk/surveys", file=sent(doubtful), closes="2569-12-31")
    eit.reads("อาจถามสองเรื่องในข้อเดียว", "กลับด้าน", "ทันที: เคย", "ตามคำตอบของข้อ", "ทั้งที่มีคำเตือน")
    assert rows(office, survey_round) == []
    assert eit.sends("/desk/surveys").status == 303
    assert len(rows(office, survey_round)) == 1


def test_a_fault_stands_beside_the_form_above_rounds_and_comments(eit):
    for file in (SET.replace('scale = "sat5"', 'scale = "sat9"'), SET):
        forges(eit, "/desk/surveys", file=sent(file), closes="2020-01-01")
        fault, form = eit.html.index('role="alert"'), eit.html.index('name="closes"')
        assert fault < form < eit.html.index("รอบสำรวจ</h2>") < eit.html.index("ข้อความที่ท่านต้องอ่าน")


def test_a_file_that_was_changed_between_the_two_presses_is_checked_again(eit, office):
    forges(eit, "/desk/surveys", file=sent(SET), closes="2569-12-31")
    eit.sends("/desk/surveys", questions=SET.replace('scale = "sat5"', 'scale = "sat9"'))
    assert eit.status == 422
    forges(eit, "/desk/surveys", file=sent(SET + "#" * 300_000), closes="2569-12-31")
    eit.reads("300 kB")
    assert rows(office, survey_round) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"closes": ""}, "เลือกวันที่"),
        ({"closes": "2020-01-01"}, "วันปิดรอบ"),
        ({"closes": "9999-12-31"}, "เลือกวันที่"),
        ({"population": "มาก"}, "ตัวเลข"),
        ({"population": "100"}, "ที่มา"),
        ({"file": None}, "ยังไม่ได้เลือกไฟล์"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_opened(eit, office, changed, said):
    forges(eit, "/desk/surveys", **({"file": sent(SET), "closes": "2026-12-31"} | changed))
    assert eit.status == 422
    eit.reads(said)
    assert rows(office, survey_round) == []


def test_figures_are_those_of_the_chat_and_wait_for_the_end_for_others(
    eit, palad, head, counter, office, clock
):
    page = f"/desk/surveys/{counter.id}"
    eit.opens(page).reads("คะแนนเริ่มแสดงเมื่อมีผู้ตอบครบ 10 คน").does_not_read("75.0")
    for other in (palad, head):
        other.opens(page).reads("คะแนนจะแสดงเมื่อปิดรอบ").does_not_read("75.0", "เพิ่มจุด QR")
    assert forges(palad, f"{page}/close").status == 403
    assert forges(eit, f"{page}/close").status == 303
    eit.opens(page).reads("รายข้อ", "75.0", "4.00")
    palad.opens(page).reads("75.0")
    head.opens(page).reads("ผู้ตอบเรื่องกองของท่าน 6")


def test_an_officer_of_another_section_sees_no_numbers_of_it(client, counter, office, clock):
    other = signed_in(client, office, clock, department="engineering")[0]
    other.opens("/desk/surveys").reads("0").does_not_read("6 จาก")
    other.opens(f"/desk/surveys/{counter.id}").reads("ผู้ตอบเรื่องกองของท่าน 0")
    assert other.opens("/desk/surveys/99").status == 404


def test_a_door_is_made_printed_and_closed(settings, office, clock, counter):
    public = SignedUrls("https://rongtuk.example", [b"k" * 32])
    with web_client(settings, replace(office, signed_urls=public), clock) as client:
        eit = signed_in(client, office, clock, department="clerk", name="สุภาพร")[0]
        make_print_and_close(eit, counter, office)


def make_print_and_close(eit, counter, office):
    page = f"/desk/surveys/{counter.id}"
    forges(eit, f"{page}/doors", kind="web", service="tax_payment", village="3")
    assert eit.status == 303
    eit.opens(page).reads("เว็บไซต์", "https://rongtuk.example/s/")
    with office.store.read() as tx:
        door = tx.survey_rounds.doors_of(counter.id)[-1]
    assert (door.kind, door.service, door.village) == (DoorKind.WEB, "tax_payment", 3)
    assert eit.opens(f"/desk/surveys/doors/{door.code}.pdf").content.startswith(b"%PDF")
    assert forges(eit, f"{page}/doors/{door.code}/close").status == 303
    assert eit.opens(f"/desk/surveys/doors/{door.code}.pdf").status == 404


def test_the_section_exports_the_figures_of_a_closed_round_and_nobody_else(
    eit, palad, head, counter, office, clock
):
    page = f"/desk/surveys/{counter.id}"
    eit.opens(page).reads("ส่งออกได้เมื่อปิดรอบ")
    assert eit.opens(f"{page}/figures.csv").status == 422
    eit.reads("ยังไม่ปิด")
    forges(eit, f"{page}/close")
    eit.opens(page).reads("ส่งออกตัวเลข")
    assert f'href="{page}/figures.xlsx"' in eit.html
    sheet = eit.opens(f"{page}/figures.csv").content.decode("utf-8-sig")
    assert counter.question_set.question("overall").th in sheet
    assert eit.opens(f"{page}/figures.xlsx").content.startswith(b"PK")
    assert eit.opens(f"{page}/figures.pdf").status == 404
    assert eit.opens("/desk/surveys/99/figures.csv").status == 404
    for other in (palad, head):
        assert other.opens(f"{page}/figures.csv").status == 403


def test_two_officers_declare_a_response_invalid(eit, palad, counter, office):
    page = f"/desk/surveys/{counter.id}"
    key = rows(office, response)[0].id
    assert forges(eit, f"{page}/responses/{key}/ask", note=" ").status == 422
    eit.reads("เหตุผล")
    assert forges(eit, f"{page}/responses/{key}/ask", note="กดทดสอบ").status == 303
    assert forges(eit, f"{page}/responses/{key}/agree").status == 422
    palad.opens(page).reads("ขอยกเลิกเพราะ กดทดสอบ", "เห็นด้วย ให้ยกเลิก")
    assert forges(palad, f"{page}/responses/{key}/agree").status == 303
    eit.opens(page).does_not_read("กดทดสอบ")


def test_a_comment_is_read_becomes_a_case_a_proposal_or_is_hidden(eit, office, clock):
    with office.uow(clock()) as uow:
        pulse = rounds.open_round(
            uow, office.question_sets["pulse"], closes=(clock() + 30 * DAY).date()
        )
    for number, words in enumerate(("ควรมีที่นั่งรอเพิ่ม", "ไฟหน้าตลาดดับ", "ควรเปิดวันเสาร์", "ฟหกด")):
        says(office, pulse, f"U{number:032}", words=words, equal=4)
    eit.opens("/desk/surveys").reads("4 ข้อความ", "ควรมีที่นั่งรอเพิ่ม", "ระบบไม่บอกว่าใครเขียน")
    with office.store.read() as tx:
        keys = {one.text: one.id for one in tx.survey_words.of_round(pulse.id)}
    for act, words, note in (
        ("read", "ควรมีที่นั่งรอเพิ่ม", None),
        ("case", "ไฟหน้าตลาดดับ", "light"),
        ("propose", "ควรเปิดวันเสาร์", "เปิดวันเสาร์เดือนละครั้ง"),
        ("hide", "ฟหกด", "พิมพ์เล่น"),
    ):
        assert forges(eit, f"/desk/surveys/words/{keys[words]}/{act}", note=note).status == 303
    eit.opens("/desk/surveys").reads("ไม่มีข้อความที่ต้องอ่าน")
    assert [one.category for one in rows(office, complaint)] == ["light"]
    assert len(rows(office, improvement)) == 1
    assert forges(eit, "/desk/surveys/words/1/read").status == 404
    assert forges(eit, f"/desk/surveys/words/{keys['ฟหกด']}/burn").status == 404


def test_a_comment_of_another_section_is_nobodys_business(head, office, clock):
    with office.uow(clock()) as uow:
        pulse = rounds.open_round(
            uow, office.question_sets["pulse"], closes=(clock() + 30 * DAY).date()
        )
    says(office, pulse, PERSON, words="ควรมีที่นั่งรอเพิ่ม", equal=4)
    head.opens("/desk/surveys").does_not_read("ควรมีที่นั่งรอเพิ่ม")
    with office.store.read() as tx:
        (one,) = tx.survey_words.of_round(pulse.id)
    assert forges(head, f"/desk/surveys/words/{one.id}/hide", note="x").status == 404
    with office.uow(clock()) as uow:
        assert comments.count_overdue(uow) == 0


def test_a_question_is_answered_or_passed_on(client, head, office, clock):
    with office.uow(clock()) as uow:
        uow.tx.people.ensure("Uthongdi", uow.now)
        uow.tx.people.describe("Uthongdi", "ป้าทองดี", "th")
        one = inquiries.send(uow, "Uthongdi", InquiryKind.QUESTION, "กองสาธารณสุข ฉีดวัคซีนหมาวันไหนคะ")
        other = inquiries.send(uow, "Uthongdi", InquiryKind.QUESTION, "กองสาธารณสุข ถนนจะทำเมื่อไร")
    page = head.opens("/desk/questions").reads("2 ข้อ", "ป้าทองดี", "วัคซีนหมา")
    assert forges(page, f"/desk/questions/{one.id}/answer", words=" ").status == 422
    assert forges(page, f"/desk/questions/{one.id}/answer", words="วันเสาร์นี้ที่ศาลา").status == 303
    assert forges(page, f"/desk/questions/{one.id}/answer", words="อีกครั้ง").status == 422
    page.reads("ตอบคำถามนี้ไปแล้ว", "อีกครั้ง")
    assert forges(page, f"/desk/questions/{other.id}/pass", section="engineering").status == 303
    head.opens("/desk/questions").reads("ไม่มีคำถามที่รอคำตอบ")
    answered, passed = rows(office, inquiry)
    assert answered.answered_at
    assert passed.department == "engineering"
    engineer = signed_in(client, office, clock, name="ช่างเอก")[0]
    engineer.opens("/desk/questions").reads("ถนนจะทำเมื่อไร").does_not_read("วัคซีน")
