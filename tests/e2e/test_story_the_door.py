"""The staff complaint is offered, and no accusation reaches an officer before its writer was asked."""

import pytest
from sqlalchemy import select

from storage.tables import audit, complaint
from tests.chat import LAMP
from tests.e2e.messages import case_of, edits

OFFER = "ร้องเรียนเจ้าหน้าที่"
ORDINARY = "เป็นเรื่องทั่วไป"
QUESTION = "ยังไม่มีเจ้าหน้าที่คนใดเห็นข้อความ"
MONEY = "ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200"
SHOWN = "แสดงชื่อ LINE ให้เจ้าหน้าที่เห็น"
STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"


@pytest.fixture
def waiting(resident, officer):
    """A resident with one open case about a lamp, of which the officer has been notified."""
    resident.case = resident.complains()
    officer.presses("รับเรื่อง")
    for one in (resident, officer):
        one.looks_away()
    return resident


@pytest.fixture
def closed(waiting, officer):
    officer.presses("ปิดเรื่อง").says("เปลี่ยนหลอดแล้ว").presses("ไม่มีสิ่งให้ถ่ายรูป").presses("ยืนยัน")
    officer.looks_away()
    return waiting


@pytest.mark.both_databases
def test_money_for_a_repair_is_offered_the_protected_way_before_any_topic(resident, officer):
    officer.looks_away()
    resident.says(MONEY).sees("ท่านขอปกปิดชื่อได้")
    assert resident.quick_replies[0] == OFFER
    officer.hears_nothing()


def test_the_topics_always_hold_the_one_about_staff(resident):
    resident.says(LAMP)
    labels = resident.quick_replies
    assert labels[0] == STREET_LIGHT
    assert any(OFFER in one or "เจ้าหน้าที่" in one for one in labels), labels


@pytest.mark.both_databases
def test_an_accusation_added_before_the_complaint_is_sent_asks_first(resident, officer):
    officer.looks_away()
    resident.says(LAMP).presses(STREET_LIGHT).says("ช่างมาแล้วขอค่าน้ำมัน 200 ด้วย").sees(QUESTION)
    assert resident.quick_replies[:2] == [OFFER, ORDINARY]
    officer.hears_nothing()
    resident.presses(OFFER).sees("เรื่องนี้เกี่ยวกับใคร")
    officer.hears_nothing()


def test_declared_ordinary_it_is_not_asked_again(resident, officer):
    resident.says(LAMP).presses(STREET_LIGHT).says("ช่างมาแล้วขอค่าน้ำมัน 200 ด้วย").presses(ORDINARY)
    resident.sees("ยังไม่ได้ส่ง").presses("ยืนยัน").sees("เลขที่")
    officer.sees("ค่าน้ำมัน")


@pytest.mark.both_databases
def test_an_accusation_added_to_a_case_never_reaches_its_officer_unasked(waiting, officer):
    waiting.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป")
    waiting.says("ช่างบอกว่าต้องจ่ายห้าร้อยถึงจะมา").can_press(OFFER, ORDINARY)
    officer.hears_nothing()
    waiting.presses(OFFER).sees("เรื่องนี้เกี่ยวกับใคร")
    officer.hears_nothing()


def test_words_of_coming_back_that_accuse_are_asked_about(waiting, officer):
    waiting.says(f"{waiting.case} ไฟยังไม่ติด แล้วช่างเรียกเงินอีก 1,000")
    waiting.can_press(OFFER)
    officer.hears_nothing()


@pytest.mark.both_databases
def test_not_fixed_and_money_asked_for_reopens_the_case_without_the_words(closed, officer, head):
    closed.presses("ยังไม่เรียบร้อย").says("ยังดับอยู่ แล้วช่างเรียกเงินอีก 1,000").sees(
        "จะทราบเพียงว่าเรื่องเดิมยังไม่เรียบร้อย"
    )
    officer.hears_nothing()
    closed.presses(OFFER).sees("เรื่องนี้เกี่ยวกับใคร")
    for one in (officer, head):
        one.sees("ยังไม่เรียบร้อย").does_not_see("1,000", "เรียกเงิน")


def test_the_answer_to_an_officers_question_is_asked_about_too(waiting, officer):
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาต้นไหนคะ").presses("ยืนยัน").looks_away()
    waiting.says("ต้นหน้าวัด แต่ช่างคนนั้นเมามาทำงาน ด่าแม่ผมด้วย").can_press(OFFER, ORDINARY)
    officer.hears_nothing()


@pytest.mark.both_databases
def test_an_edit_that_accuses_takes_the_old_words_out_and_asks(bot, waiting, officer):
    waiting.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป").says("อยู่หน้าวัดค่ะ")
    message = waiting.own_messages[-1]
    waiting.presses("ยืนยัน")
    officer.sees("หน้าวัด").looks_away()
    edits(bot, waiting, "ช่างคนนั้นเรียกเงินแม่หนู 500", message)
    waiting.sees("ยังไม่ส่งให้เจ้าหน้าที่").can_press(OFFER)
    officer.says("งานของฉัน").presses("ดูรายละเอียด").does_not_see("เรียกเงิน")


@pytest.fixture
def looked_at(resident, officer):
    """A resident with an open case: alone it accuses nobody, and neither does what is added in the tests."""
    resident.says("ไฟถนนหน้าวัดดับ ปลัดมาดู").presses(STREET_LIGHT).says("สามวันแล้ว")
    resident.message = resident.own_messages[-1]
    resident.case = resident.presses("ยืนยัน").number()
    for one in (resident, officer):
        one.looks_away()
    return resident


ENVELOPE = "รับซองไป"


@pytest.mark.both_databases
def test_an_addition_that_accuses_together_with_the_case_is_asked_about(looked_at, officer):
    looked_at.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป")
    looked_at.says(ENVELOPE).can_press(OFFER, ORDINARY)
    officer.hears_nothing()
    looked_at.presses(ORDINARY).presses("ยืนยัน")
    officer.sees(ENVELOPE)


@pytest.mark.both_databases
def test_an_edit_that_accuses_together_with_the_case_is_asked_about(bot, looked_at, officer):
    edits(bot, looked_at, ENVELOPE, looked_at.message)
    looked_at.can_press(OFFER)
    assert ENVELOPE not in case_of(bot, looked_at.case)[0].detail


@pytest.mark.both_databases
def test_a_wish_to_stay_unnamed_hides_the_name_before_the_review(resident, officer):
    resident.says("ข้างบ้านเผาขยะทุกเย็น ไม่ประสงค์ออกนามค่ะ").presses(resident.quick_replies[0])
    resident.does_not_see(SHOWN).presses("ยืนยัน")
    officer.does_not_see("สมศรี")


@pytest.mark.parametrize(
    "words", ["อย่าบอกชื่อหนูนะ", "มืดจนเดินไม่เห็นทางเลยค่ะ แล้วก็ไม่อยากให้ใครรู้ว่าใครแจ้งนะคะ"]
)
def test_a_wish_to_stay_unnamed_that_is_added_later_hides_the_name_too(resident, officer, words):
    resident.says(LAMP).presses(STREET_LIGHT).sees(SHOWN)
    resident.says(words).does_not_see(SHOWN).presses("ยืนยัน")
    officer.sees(LAMP).does_not_see("สมศรี")


def test_a_wish_in_a_staff_complaint_seals_the_name_and_the_review_says_so(resident, integrity):
    resident.says(OFFER).says("เจ้าหน้าที่ที่เคาน์เตอร์").presses("ไม่ทราบ")
    resident.says("ด่าแม่หนูค่ะ อย่าบอกชื่อหนูนะ").presses("ไม่มีหลักฐาน").presses("ไม่ทราบ")
    resident.sees("ยังไม่ได้ส่ง", "ปกปิดชื่อ")


def test_a_question_how_to_complain_of_staff_leads_there(resident):
    resident.says("ถ้าจะร้องเรียนคนที่ทำงานที่นี่ต้องทำยังไง").can_press(OFFER)


# ------------------------------------------------------------------ an officer finds that it is about staff
@pytest.mark.both_databases
def test_an_officer_turns_an_ordinary_case_into_a_staff_complaint_and_loses_it(
    waiting, officer, head, palad, integrity
):
    for one in (head, palad, integrity):
        one.looks_away()
    officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("ดำเนินการอื่น").presses("เป็นเรื่องเจ้าหน้าที่")
    officer.sees("เปิดดูเรื่องนี้ไม่ได้อีก").presses("ยืนยัน").sees("เป็นเรื่องร้องเรียนเจ้าหน้าที่แล้ว")
    waiting.sees("ย้ายไปเป็นเรื่องร้องเรียนเจ้าหน้าที่แล้ว", "ผู้รับเรื่องร้องเรียนเจ้าหน้าที่", "ระบบปกปิดชื่อของท่านแล้ว")
    integrity.sees(waiting.case, LAMP, "ปกปิดชื่อ").does_not_see("สมศรี")
    for one in (officer, head, palad):
        one.says(waiting.case).sees("ไม่พบ")
        one.says("งานของฉัน").does_not_see(waiting.case)
    integrity.presses("รับเรื่อง")
    waiting.says("ติดตามเรื่อง").sees("กำลังดำเนินการ", waiting.case)


def test_nothing_about_a_sealed_case_stays_in_clear(bot, waiting, officer, integrity):
    officer.presses("แจ้งความคืบหน้า").says("รออะไหล่อยู่ค่ะ").presses("ยืนยัน")
    officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("ดำเนินการอื่น").presses(
        "เป็นเรื่องเจ้าหน้าที่"
    ).presses("ยืนยัน")
    with bot.office.store.read() as tx:
        case = tx.all_cases.by_number(waiting.case)
        rows = [
            *tx.connection.execute(select(complaint).where(complaint.c.id == case.id)),
            *tx.connection.execute(select(audit).where(audit.c.complaint_id == case.id)),
        ]
    assert not {LAMP, "รออะไหล่อยู่ค่ะ"} & {str(value) for row in rows for value in row}
    assert case.reporter.startswith("sealed:")
