"""Which case an officer's order names, and what it says about it."""

import pytest

from domain.language.officer_intent import Intent
from domain.language.officer_order import (
    case_reference,
    case_references,
    commanded,
    is_doubtful,
    is_only_case,
    note_of,
    question_answered,
    says_undone,
    without_change,
)


@pytest.mark.parametrize(
    ("text", "running", "check"),
    [
        ("ปิดเรื่อง 3 น้ำไหลแล้ว", 3, None),
        ("เคส12ไปดูแล้ว", 12, None),
        ("#31 รออะไหล่", 31, None),
        ("12-3 ไปดูแล้ว", 12, 3),
        ("ปิดเรื่อง นว-2570-000003-2 น้ำไหลแล้ว", 3, 2),
        ("นว-2570-000108-4 ซ่อมแล้ว", 108, 4),
    ],
)
def test_a_case_is_named_by_its_number(text, running, check):
    found = case_reference(text)
    assert (found.running, found.check, found.is_certain) == (running, check, True)


def test_a_bare_number_may_be_one_of_a_case():
    found = case_reference("โอน 4 ไปกองสาธารณสุข")
    assert (found.running, found.is_certain) == (4, False)


@pytest.mark.parametrize(
    "text",
    [
        "ไฟหมู่ 5 เปลี่ยนไป 3 ดวงแล้ว",
        "ม.4 ซอย 2 น้ำไหลแล้ว",
        "อีก 3 วันเสร็จ",
        "เมื่อวาน 15.30 น. ไปดูมา",
        "วันที่ 15 ค่อยทำ",
        "ใช้งบ 20,000 บาท",
    ],
)
def test_a_number_that_counts_or_tells_a_place_or_a_time_names_no_case(text):
    assert case_reference(text) is None


@pytest.mark.parametrize(
    ("text", "intent", "note"),
    [
        ("ปิดเรื่อง 3 น้ำไหลแล้ว", Intent.CLOSE, "น้ำไหลแล้ว"),
        ("ปิดเรื่อง 3", Intent.CLOSE, ""),
        ("ถามคนแจ้งเรื่อง 11 หน่อยว่าเสาต้นไหน", Intent.ASK, "เสาต้นไหน"),
        ("แจ้งชาวบ้านเรื่อง 3 ว่าพรุ่งนี้เข้าไป", Intent.UPDATE, "พรุ่งนี้เข้าไป"),
        ("12-3 ไปดูแล้ว รออะไหล่", Intent.UPDATE, "ไปดูแล้ว รออะไหล่"),
        ("เปลี่ยนหลอดแล้วครับ เรื่อง 5", Intent.CLOSE, "เปลี่ยนหลอดแล้ว"),
        ("ไปดูมาแล้ว ท่อแตกสองจุด", Intent.UPDATE, "ไปดูมาแล้ว ท่อแตกสองจุด"),
    ],
)
def test_the_note_is_what_is_meant_for_its_reader(text, intent, note):
    assert note_of(text, intent, case_reference(text)) == note


@pytest.mark.parametrize(
    "text", ["เรื่อง 3", "ขอดูเรื่อง 12 หน่อยครับ", "108-3", "นว-2570-000003-2", "12"]
)
def test_a_number_alone_orders_nothing(text):
    assert is_only_case(text, case_reference(text))


def test_a_number_with_words_may_order_something():
    assert not is_only_case("ปิดเรื่อง 3", case_reference("ปิดเรื่อง 3"))


@pytest.mark.parametrize(
    "note", ["ยังไม่ได้ทำ", "กำลังดำเนินการ", "จะไปทำพรุ่งนี้", "รอผู้รับเหมามาทำ", "เดี๋ยวไปดูให้"]
)
def test_a_result_that_says_the_work_is_not_done_closes_nothing(note):
    assert says_undone(note)


@pytest.mark.parametrize(
    "note", ["เปลี่ยนหลอดแล้ว", "รอจนฝนหยุดแล้วเททรายแล้ว", "ดำเนินการเรียบร้อย", "ตัดต้นไม้ให้แล้ว"]
)
def test_a_result_that_says_what_was_done_closes_the_case(note):
    assert not says_undone(note)


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("รับเรื่อง 1 กับ 2", [1, 2]),
        ("ปิดเรื่อง 3, 6 และ 7 แล้ว", [3, 6, 7]),
        ("ปิดเรื่อง 3 หมู่ 5", [3]),
        ("ไม่มี", []),
    ],
)
def test_all_cases_of_an_order_are_found(text, running):
    assert [one.running for one in case_references(text)] == running


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("แจ้งเรื่อง 2 ว่ายังซ่อมอยู่", Intent.UPDATE),
        ("บอกเขาว่าเดี๋ยวบ่ายสามเข้าไป", Intent.UPDATE),
        ("ถามคนแจ้งเรื่องน้ำว่าเปิดวาล์วไหม", Intent.ASK),
        ("พักเรื่อง 3", Intent.WAIT),
        ("โอน 4 ไปกองช่าง", Intent.TRANSFER),
        ("แจ้งเรื่องไฟดับหมู่ 3", None),
        ("แจ้งเรื่อง น้ำไม่ไหล", None),
    ],
)
def test_a_verb_before_a_case_or_a_person_orders_certainly(text, intent):
    assert commanded(text) is intent


@pytest.mark.parametrize(
    "text", ["อย่าโอนเรื่อง 6", "ปิดเรื่อง 6 ได้ยัง", "ใครให้ปิดเรื่อง 1", "เรื่อง 2 รับไม่ไหว"]
)
def test_who_asks_refuses_or_forbids_orders_nothing(text):
    assert is_doubtful(text)


@pytest.mark.parametrize("text", ["รับเรื่อง 3 ครับ", "มอบเรื่อง 1 ให้ช่างโท", "ปิดเรื่อง 1 เปลี่ยนหลอดแล้ว"])
def test_a_plain_order_is_not_doubted(text):
    assert not is_doubtful(text)


def test_a_corrected_note_stands_without_the_word_of_correction():
    assert without_change("แก้เป็น พรุ่งนี้เช้าเสร็จ") == "พรุ่งนี้เช้าเสร็จ"
    assert without_change("พรุ่งนี้เช้าเสร็จ") == "พรุ่งนี้เช้าเสร็จ"


def test_the_answer_to_a_question_names_its_number():
    assert question_answered("ตอบคำถามที่ 2 ว่าใช้บัตรประชาชน") == (2, "ใช้บัตรประชาชน")
    assert question_answered("ตอบชาวบ้านไปแล้ว 2 คน") is None
