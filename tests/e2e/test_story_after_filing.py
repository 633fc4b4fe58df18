"""What people say after filing: more of it, no need any more, a wrong place, broken again."""

from datetime import timedelta

import pytest

from tests.moments import NOON

LIGHT = "ไฟถนน ไฟส่องสว่าง"


@pytest.fixture
def waiting(resident, officer):
    """A resident with one open case about a lamp; `resident.case` is its number."""
    resident.acts_at(NOON)
    resident.case = resident.complains()
    return resident


@pytest.fixture
def closed(waiting, officer):
    officer.closes()
    return waiting


# ------------------------------------------------------------------ more of it
@pytest.mark.parametrize(
    "text",
    ["ดับเพิ่มอีกสองต้นแล้ว", "ตอนนี้มืดกว่าเดิมอีก", "ตรงนั้นเด็กนักเรียนเดินผ่านทุกวันด้วย", "ลืมบอกว่าเสามันเอียงด้วยนะ"],
)
@pytest.mark.parametrize("hours", [0, 30])
def test_what_refers_to_the_case_is_added_to_it(waiting, officer, text, hours):
    officer.looks_away()
    waiting.acts_at(NOON + timedelta(hours=hours)).says(text)
    waiting.sees(f"เพิ่มข้อมูลเรื่อง {waiting.case} ใช่ไหมคะ", text)
    officer.hears_nothing()
    waiting.presses("ยืนยัน")
    officer.sees("ผู้แจ้งเพิ่มข้อมูล", text)


@pytest.mark.parametrize("text", ["เพิ่งเห็นว่าหลอดแตก", "คนแถวนี้เดือดร้อนกันหมด"])
def test_right_after_filing_a_trouble_without_a_place_is_added_too(waiting, text):
    waiting.says(text).sees(f"เพิ่มข้อมูลเรื่อง {waiting.case} ใช่ไหมคะ", text)


def test_a_lamp_elsewhere_is_another_case_or_more_of_it_with_one_press(waiting, officer):
    waiting.says("ไฟหน้าโรงเรียนดับ").sees("ตรงกับประเภทใด").presses("เพิ่มในเรื่องเดิม")
    waiting.sees(f"เพิ่มข้อมูลเรื่อง {waiting.case}", "ไฟหน้าโรงเรียนดับ").presses("ยืนยัน")
    officer.sees("ผู้แจ้งเพิ่มข้อมูล", "ไฟหน้าโรงเรียนดับ")


def test_what_may_accuse_is_asked_about_before_it_is_added_so(waiting, officer):
    officer.looks_away()
    waiting.acts_at(NOON + timedelta(days=1)).says("ไฟหน้าโรงเรียนดับ").presses("เพิ่มในเรื่องเดิม")
    waiting.says("ช่างเอกขอเงินผมสองร้อย").sees("ผู้ถูกร้องเรียนและกองที่สังกัดจะไม่เห็น")
    officer.hears_nothing()


def test_certainly_another_problem_is_not_offered_to_be_added(waiting):
    waiting.says("ขยะหน้าบ้านไม่มาเก็บสองอาทิตย์แล้ว").sees("ตรงกับประเภทใด")
    assert "เพิ่มในเรื่องเดิม" not in waiting.quick_replies


def test_what_is_not_understood_can_be_added_with_one_press(waiting, officer):
    text = "เสาต้นที่สามนับจากวัด"
    waiting.acts_at(NOON + timedelta(days=1)).says(text).sees("ถ้าเป็นข้อมูลของเรื่อง", waiting.case)
    waiting.presses("เพิ่มข้อมูลหรือรูป").sees(f"เพิ่มข้อมูลเรื่อง {waiting.case}", text).presses("ยืนยัน")
    officer.sees(text)


def test_or_with_its_typed_label(waiting):
    text = "เสาต้นที่สามนับจากวัด"
    waiting.acts_at(NOON + timedelta(days=1)).says(text).says("เพิ่มข้อมูล").sees("เพิ่มข้อมูลเรื่อง", text)


def test_and_a_text_taken_back_is_not_added(waiting):
    waiting.acts_at(NOON + timedelta(days=1)).says("เสาต้นที่สามนับจากวัด")
    waiting._act("unsend", message_id=waiting.own_messages[-1])
    waiting.presses("เพิ่มข้อมูลหรือรูป").does_not_see("เสาต้นที่สาม")


# ------------------------------------------------------------------ it is over
@pytest.mark.parametrize("text", ["มันติดแล้ว ไม่ต้องมาก็ได้", "ไฟมาแล้วจ้า ขอบใจเด้อ", "หายแล้วค่ะ"])
def test_nobody_is_said_to_know_that_it_works_before_it_is_sent(waiting, officer, text):
    officer.looks_away()
    waiting.says(text).sees("เจ้าหน้าที่ยังไม่ทราบ", text).can_press("ยืนยัน", "ถอนเรื่อง")
    officer.hears_nothing()
    waiting.presses("ถอนเรื่อง").sees(f"ถอนเรื่อง {waiting.case}", text).presses("ยืนยัน")
    officer.sees("ผู้แจ้งถอนเรื่อง", text)


@pytest.mark.parametrize(
    "text", ["ขอถอนนะ ไฟติดแล้ว", "ไม่ต้องมาแล้วนะ ลูกชายเปลี่ยนหลอดให้แล้ว", "บอกช่างว่าไม่ต้องมาแล้วนะ"]
)
def test_a_withdrawal_in_words_takes_its_reason_along(waiting, officer, text):
    waiting.says(text).sees(f"ถอนเรื่อง {waiting.case}", text).presses("ยืนยัน").sees("ถอนเรื่อง")
    officer.sees("ผู้แจ้งถอนเรื่อง", text)


def test_a_withdrawal_without_a_reason_names_the_matter(waiting, officer):
    officer.looks_away()
    waiting.says("ถอนเรื่อง").presses("ยืนยัน")
    (news,) = officer.news
    assert not news["altText"].rstrip().endswith(":")


# ------------------------------------------------------------------ the wrong place
@pytest.mark.parametrize(
    "text",
    ["หมู่ผิด ต้องหมู่ 5", "ลืมบอก หมู่ 2 ไม่ใช่หมู่ 3", "ขอเปลี่ยนที่ เป็นหน้าบ้านครูขาว", "ไม่ใช่หน้าวัดเก่านะ หน้าวัดใหม่"],
)
def test_a_corrected_place_reaches_the_officer_as_such(waiting, officer, text):
    waiting.says(text).sees(f"แก้สถานที่ของเรื่อง {waiting.case}", text).presses("ยืนยัน")
    waiting.sees("สถานที่ที่ถูกต้อง")
    officer.sees("ผู้แจ้งแก้สถานที่", text)


# ------------------------------------------------------------------ broken again
@pytest.mark.parametrize("text", ["ฝนตกทีเดียว ดับเหมือนเก่า", "ซ่อมผิดต้นนะ", "ยังไม่เรียบร้อย"])
def test_a_case_that_was_closed_is_offered_to_be_opened(closed, text):
    closed.says(text).sees(closed.case, "ยังไม่เรียบร้อย")


def test_what_was_to_be_added_to_a_case_closed_meanwhile_may_open_it_again(waiting, officer):
    waiting.says("ตอนนี้มืดกว่าเดิมอีก").sees("เพิ่มข้อมูลเรื่อง")
    officer.closes()
    waiting.says("ยืนยัน").sees("จบแล้ว").presses("ยังไม่เรียบร้อย").sees("เปิดเรื่อง")
    officer.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", "ตอนนี้มืดกว่าเดิมอีก")


def test_another_matter_beside_the_question_whether_it_is_fixed_is_heard(closed):
    closed.says("ยังมืดอยู่เลยจ้ะ").sees("ที่ปิดไปแล้ว").says("ขยะหน้าตลาดไม่มาเก็บสองอาทิตย์แล้ว")
    closed.sees("ตรงกับประเภทใด", "ขยะ ถังขยะ")


def test_a_question_after_a_case_is_no_part_of_the_answer_to_an_officer(waiting, officer):
    officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("ขอข้อมูลเพิ่ม").says("เสาไหนคะ").presses(
        "ยืนยัน"
    )
    waiting.says("เสาที่สาม").says("เรื่องไฟถึงไหนแล้ว").sees(waiting.case, "ส่งเป็นคำตอบ", "เสาที่สาม")
    waiting.does_not_see("เสาที่สาม\nเรื่องไฟ")


def test_after_its_reporter_confirmed_it_becomes_a_new_case_with_its_place(closed, officer):
    closed.presses("เรียบร้อยแล้ว").says("5").says("ขอบคุณค่ะ").says("ไฟดับอีกแล้ว")
    closed.sees(closed.case, "จึงเตรียมเป็นเรื่องใหม่", "ตรวจดูก่อนส่ง", LIGHT, "หน้าวัด").presses("ยืนยัน")
    assert closed.number() != closed.case
    officer.sees("เรื่องใหม่", "ไฟดับอีกแล้ว", "หน้าวัด")


# ------------------------------------------------------------------ without a case
@pytest.mark.parametrize(
    "text", ["ที่เคยแจ้งเรื่องหมาไปเป็นยังไงบ้าง", "ไฟที่บอกไปอาทิตย์ก่อนเขามาซ่อมยัง", "ตามเรื่องน้ำที่แจ้งไปหน่อยค่ะ"]
)
def test_whoever_asks_after_a_report_and_has_none_is_told_how_to_find_it(neighbour, text):
    neighbour.says(text).sees("ยังไม่มีเรื่องที่แจ้ง", "เลขที่เรื่องหรือรหัส").does_not_see("ตรงกับประเภทใด")
    neighbour.can_press("ฝากคำถามให้เจ้าหน้าที่", "แจ้งเป็นเรื่อง").presses("แจ้งเป็นเรื่อง").sees(
        "ตรงกับประเภทใด"
    )


def test_whoever_has_one_sees_it(waiting):
    waiting.says("ไฟที่แจ้งไปถึงไหนแล้ว").sees(waiting.case)


def test_with_nothing_to_delete_the_card_says_so(neighbour):
    neighbour.says("ลบข้อมูลของฉันด้วยค่ะ").does_not_see("ไม่มีข้อมูลที่ลบเองได้")
    neighbour.presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").says("ลบข้อมูลของฉันด้วยค่ะ")
    neighbour.sees("ไม่มีข้อมูลที่ลบเองได้")


def test_a_holder_who_is_not_known_is_said_to_be_unknown(neighbour):
    neighbour.says("นายกชื่ออะไรคะ").sees("ยังไม่มีชื่อในระบบ")


# ------------------------------------------------------------------ a name at the review
@pytest.mark.parametrize("text", ["ชื่อสมใจ ดีมาก หมู่ 5", "ชื่อทองสุข ใจดี บ้าน 12 หมู่ 3"])
def test_a_name_with_an_address_is_a_detail_and_no_praise(resident, clerk, palad, text):
    palad.looks_away()
    resident.says("ไฟถนนหน้าวัดดับ").presses(LIGHT).says(text).sees("ตรวจดูก่อนส่ง", text)
    resident.does_not_see("คำชม")
    palad.hears_nothing()


def test_a_telephone_number_given_after_filing_is_offered_for_the_case(resident, officer):
    number = resident.complains()
    officer.looks_away()
    resident.says("โทรหาได้นะ 089-123-4567").sees(f"เพิ่มข้อมูลเรื่อง {number}").presses("ยืนยัน")
    officer.sees("089-123-4567")
