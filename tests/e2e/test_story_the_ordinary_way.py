"""Only a clear choice sends a text that may accuse the ordinary way, on which the accused may read it."""

import pytest

from tests.chat import LAMP

OFFER = "ร้องเรียนเจ้าหน้าที่"
AGAIN = "ยังดับอยู่ แล้วช่างเรียกเงินอีก 1,000"
STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
ASK = "ฝากคำถามให้เจ้าหน้าที่"
READERS = "กองช่างจะเห็นข้อความนี้ทั้งหมด"


@pytest.fixture
def closed(resident, officer):
    """A resident whose case about a lamp an officer has closed."""
    resident.complains()
    officer.closes()
    return resident


@pytest.fixture
def disputing(closed, officer, head):
    closed.presses("ยังไม่เรียบร้อย").says(AGAIN).sees("ต้องการส่งแบบใด")
    for one in (officer, head):
        one.looks_away()
    return closed


def a_story(resident):
    return resident.says(LAMP).presses(STREET_LIGHT).says("ช่างมาแล้วขอค่าน้ำมัน 200 ด้วย")


def a_question(resident):
    return resident.says(ASK).says("ช่างกองช่างขอค่าน้ำมัน 200 ถึงจะซ่อมให้")


def an_offer(resident):
    return resident.says("ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200")


@pytest.mark.parametrize(
    "text",
    [
        "ถ้าส่งแบบธรรมดา คนในกองจะได้อ่านหรือเปล่า",
        "ให้หัวหน้าช่างเห็นได้ไหม",
        "มันไม่ใช่เรื่องทั่วไปแล้วนะ",
        "อย่าเพิ่งส่งแบบธรรมดา",
        "รอบก่อนแจ้งธรรมดาไปก็เงียบ",
        "เขาทำกันเป็นปกติ",
    ],
)
def test_what_is_no_choice_sends_nothing_and_the_question_stays(text, disputing, officer, head):
    disputing.says(text).sees("ต้องการส่งแบบใด").can_press(OFFER)
    officer.hears_nothing()
    head.hears_nothing()


def test_an_english_denial_is_no_choice_either(disputing, officer):
    disputing.says("this is far from ordinary").sees("How would you like to send it?")
    officer.hears_nothing()


@pytest.mark.parametrize("begins", [a_story, a_question, an_offer])
@pytest.mark.parametrize("text", ["แบบทั่วไปใครได้อ่านบ้าง", "ไม่ใช่เรื่องธรรมดาหรอก"])
def test_no_question_and_no_negation_goes_on_the_ordinary_way(begins, text, resident, officer):
    officer.looks_away()
    begins(resident).says(text).sees("ต้องการส่งแบบ").can_press(OFFER)
    officer.hears_nothing()


@pytest.mark.parametrize("begins", [a_story, a_question, an_offer])
@pytest.mark.parametrize("text", ["ไม่ให้เขารู้ได้ไหม", "ขอแบบลับๆ ได้ไหมคะ"])
def test_a_wish_for_secrecy_takes_the_protected_way_with_the_name_hidden(
    begins, text, resident, officer, integrity
):
    officer.looks_away()
    begins(resident).says(text).sees("เรื่องนี้เกี่ยวกับ")
    resident.presses("กองช่าง").presses("เมื่อวาน").presses("ไม่มีหลักฐาน").sees("ปกปิดชื่อ", "ยังไม่ได้ส่ง")
    officer.hears_nothing()
    resident.presses("ยืนยัน")
    integrity.sees("ค่าน้ำมัน 200", "ปกปิดชื่อ")
    officer.hears_nothing()


def test_a_wish_for_secrecy_in_a_dispute_keeps_the_words_from_the_section(disputing, officer):
    disputing.says("อย่าให้ช่างรู้นะคะ").sees("เรื่องนี้เกี่ยวกับใคร")
    officer.sees("ยังไม่เรียบร้อย").does_not_see("เรียกเงิน")


def test_the_ordinary_way_in_words_is_confirmed_below_its_readers(disputing, officer):
    disputing.says("ส่งแบบทั่วไปเลยค่ะ").sees(READERS, "ยืนยัน").can_press(OFFER)
    officer.hears_nothing()
    disputing.presses("ยืนยัน").sees("เปิดเรื่อง")
    officer.sees("เรียกเงินอีก 1,000")


def test_below_its_readers_the_protected_way_is_still_open(disputing, officer):
    disputing.says("ส่งแบบทั่วไปเลยค่ะ").presses(OFFER).sees("เรื่องนี้เกี่ยวกับใคร")
    officer.sees("ยังไม่เรียบร้อย").does_not_see("เรียกเงิน")


@pytest.mark.parametrize("way", ["presses", "says"])
def test_the_label_needs_no_second_confirmation(way, disputing, officer):
    getattr(disputing, way)("เป็นเรื่องทั่วไป").sees("เปิดเรื่อง")
    officer.sees("เรียกเงินอีก 1,000")


def test_a_question_declared_ordinary_in_words_is_confirmed_below_its_readers(resident, officer):
    officer.looks_away()
    a_question(resident).says("แจ้งธรรมดาก็พอค่ะ").sees(READERS).can_press(OFFER, "ยืนยัน")
    officer.hears_nothing()
    resident.says("ยืนยัน").sees("ส่งคำถามถึงกองช่าง")
    officer.sees("ค่าน้ำมัน 200")


def test_an_addition_declared_ordinary_in_words_is_told_its_readers(resident, officer):
    resident.says("ไฟถนนหน้าวัดดับ ปลัดมาดู").presses(STREET_LIGHT).presses("ยืนยัน")
    officer.looks_away()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป")
    resident.says("รับซองไป").says("ไม่ได้ว่าใครค่ะ").sees(READERS).can_press(OFFER)
    officer.hears_nothing()
    resident.presses("ยืนยัน")
    officer.sees("รับซองไป")
