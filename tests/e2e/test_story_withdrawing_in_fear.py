"""A withdrawal out of fear of somebody of the office reaches its officers without the reason."""

import pytest

OFFER = "ร้องเรียนเจ้าหน้าที่"
QUESTION = "ยังไม่ได้ถอนเรื่อง"


@pytest.fixture
def waiting(resident, officer, head):
    """A resident with an open case about a lamp."""
    resident.case = resident.complains()
    for one in (resident, officer, head):
        one.looks_away()
    return resident


@pytest.mark.parametrize(
    "text",
    [
        "ไม่ต้องมาแล้วค่ะ กลัวคนนั้น",
        "ขอถอนเรื่อง ไม่สบายใจ เขาจ้องหนูแปลก ๆ",
        "ไม่ต้องมาแล้ว ไม่อยากให้คนเดิมเข้าบ้าน",
        "ขอถอน กลัวเดือดร้อน",
    ],
)
def test_a_reason_that_tells_of_fear_is_asked_about(text, waiting, officer, head):
    waiting.says(text).sees(QUESTION, "ต้องการส่งแบบใด").can_press(OFFER)
    waiting.presses(OFFER).sees("เรื่องนี้เกี่ยวกับ")
    for one in (officer, head):
        one.does_not_see("กลัว", "จ้อง", "คนเดิม")
    officer.sees("ผู้แจ้งถอนเรื่อง", waiting.case)


def test_a_reason_typed_below_the_question_is_asked_about_too(waiting, officer):
    waiting.says("ขอถอนเรื่องค่ะ").sees("ยืนยันไหมคะ").says("คนที่มาพูดจาลามกใส่หนู").can_press(OFFER)
    officer.hears_nothing()


def test_declared_ordinary_the_reason_is_confirmed_below_its_readers(waiting, officer):
    waiting.says("ไม่ต้องมาแล้วค่ะ กลัวคนนั้น").says("ไม่ได้ว่าใครค่ะ").sees("กองช่างจะเห็นข้อความนี้ทั้งหมด")
    officer.hears_nothing()
    waiting.presses("ยืนยัน")
    officer.sees("ผู้แจ้งถอนเรื่อง", "กลัวคนนั้น")


@pytest.mark.parametrize("text", ["ขอถอนเรื่อง นายสั่งมา", "ไม่ต้องมาแล้ว หนูอยู่บ้านคนเดียว"])
def test_a_reason_that_is_not_understood_is_not_passed_on(text, waiting, officer):
    waiting.says(text).sees("จะไม่ส่งให้เจ้าหน้าที่").presses("ยืนยัน").sees(f"ถอนเรื่อง {waiting.case} แล้ว")
    officer.sees("ผู้แจ้งถอนเรื่อง").does_not_see("นายสั่ง", "คนเดียว")


@pytest.mark.parametrize("text", ["ขอถอนเรื่อง แจ้งผิดหมู่ค่ะ", "ขอถอนเรื่อง ย้ายบ้านแล้วค่ะ"])
def test_a_common_reason_is_passed_on_as_before(text, waiting, officer):
    waiting.says(text).sees("ได้อ่านเหตุผลนี้").presses("ยืนยัน")
    officer.sees("ผู้แจ้งถอนเรื่อง", text)


@pytest.mark.parametrize("text", ["ไม่ถอนละ", "อย่าเพิ่งถอนนะ", "ไม่เอาไม่ถอนแล้ว ให้ทำต่อเลย"])
def test_who_does_not_withdraw_after_all_gives_no_reason(text, resident):
    resident.complains()
    resident.says("ขอถอนเรื่อง").sees("ยืนยันไหม").says(text).does_not_see(f"“{text}”")
    resident.looks_away()
    resident.says("ยกเลิก").says("ติดตามเรื่อง").does_not_see("ถอนเรื่องแล้ว")
