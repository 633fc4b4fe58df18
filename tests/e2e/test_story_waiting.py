"""Whoever has reported something and waits for it is shown how far it is, in whatever words they ask."""

import pytest

from tests.chat import LAMP

LIGHT = "ไฟถนน ไฟส่องสว่าง"
SHOWN = "รอเจ้าหน้าที่รับเรื่อง"
ASKED = (
    "ได้เรื่องบ้างไหม", "ขอเลขเรื่องใหม่หน่อย ทำหาย", "เงียบกริบเลยนะ", "??", "สิมายามได๋น้อ", "งานไปฮอดใสแล้ว", "ทำไมยังไม่มาอีก รอนานแล้ว",
    "ไม่มีใครติดต่อมาเลยค่ะ", "ตกลงว่าไงบ้าง", "ไม่เห็นมีใครมาสักที", "สถานะเรื่องหน่อย",
)  # fmt: skip


@pytest.fixture
def waiting(resident):
    """A resident with one open case."""
    return resident.says(LAMP).presses(LIGHT).presses("ยืนยัน")


@pytest.mark.parametrize("words", ASKED)
def test_they_are_shown_their_case_and_nothing_is_added(waiting, words):
    waiting.says(words).sees(SHOWN).does_not_see(
        "เพิ่มข้อมูลเรื่อง", "ถอนเรื่อง นว", "ตรงกับประเภทใด", "เจ้าหน้าที่ยังไม่ทราบ"
    )


@pytest.mark.parametrize("words", ["ทำไมยังไม่มาอีก รอนานแล้ว", "ได้เรื่องยัง", "?"])
def test_while_they_add_something_it_stays_as_it_is(waiting, words):
    waiting.says("ลืมบอก เสาต้นที่สองนับจากวัด").sees("เพิ่มข้อมูลเรื่อง")
    waiting.says(words).sees(SHOWN, "“ลืมบอก เสาต้นที่สองนับจากวัด”")


def test_the_end_of_the_number_is_enough(waiting):
    *_, running, digit = waiting.number().split("-")
    waiting.says(f"{int(running)}-{digit}").sees(SHOWN)
    waiting.says("9-9").does_not_see(SHOWN)


def test_a_question_behind_thanks_is_answered(waiting):
    waiting.says("ขอบคุณค่ะ แล้วช่างมากี่โมง").sees(SHOWN).does_not_see("ยินดีค่ะ")
    waiting.says("ขอบคุณมากค่ะ แล้วเบอร์ อบต. เบอร์อะไร").sees("0 3800 0000").does_not_see("ยินดีค่ะ")
    waiting.says("ขอบคุณค่ะ").sees("ยินดีค่ะ")


@pytest.mark.parametrize("words", ["น้ำไม่ไหลเมื่อไหร่จะมา", "ปิดกี่โมงคะ"])
def test_another_matter_is_not_theirs(waiting, words):
    waiting.says(words).does_not_see(SHOWN)


def test_full_is_no_praise(resident, palad):
    palad.looks_away()
    resident.says("เต็ม").does_not_see("ส่งคำชม")
    palad.hears_nothing()


# ------------------------------------------------------------------ after it was closed
@pytest.fixture
def closed(resident, officer):
    """A resident whose case an officer has closed."""
    resident.complains()
    officer.closes()
    return resident


def test_a_space_behind_every_word_changes_nothing(closed):
    closed.says("ไฟ ติด แล้ว ขอบคุณ มาก").does_not_see("ยังไม่เรียบร้อยใช่ไหม", "ยินดีค่ะ").sees("เรียบร้อย")


def test_nobody_came_disputes_the_closed_case_though_another_is_open(closed):
    closed.says("ถนนเป็นหลุมหน้าโรงสี หมู่ 8").presses("ถนน ทางเท้า สะพาน").presses("ยืนยัน")
    closed.says("ไม่เห็นมีใครมา").does_not_see(SHOWN)
