"""Which texts choose the ordinary way where it is asked whether a matter is about staff, and which wish secrecy."""

import pytest

from domain.language.ordinary_way import chooses_ordinary, way_by_place, wishes_secrecy


@pytest.mark.parametrize(
    "text",
    [
        "เป็นเรื่องทั่วไป", "ทั่วไปค่ะ", "ส่งธรรมดาก็พอ", "งั้นเอาทั่วไปละกัน", "แจ้งแบบปกติครับ", "ไม่เกี่ยวกับเจ้าหน้าที่",
        "ไม่ได้ว่าใครหรอกค่ะ", "ไม่ใช่เรื่องเจ้าหน้าที่", "ให้ช่างเห็นก็ได้ค่ะ", "an ordinary matter please", "not about staff",
    ],
)  # fmt: skip
def test_a_whole_choice_is_one(text):
    assert chooses_ordinary(text)


@pytest.mark.parametrize(
    "text",
    [
        "ให้ใครเห็นได้บ้าง", "ให้ช่างเห็นได้ไหม", "แบบทั่วไปใครเห็นบ้าง", "ไม่ใช่เรื่องทั่วไป", "อย่าส่งธรรมดา", "เป็นเรื่องทั่วไป?",
        "ไม่อยากให้เป็นเรื่องทั่วไป", "แจ้งธรรมดาแล้วไม่มีใครทำ", "ไม่ได้ว่าใครมั่วๆ นะ เรื่องจริง", "ปกติก็โดนแบบนี้ตลอด",
        "เรื่องปกติของที่นี่ไปแล้ว", "not ordinary", "is it an ordinary matter", "ไม่ได้ว่าเจ้าหน้าที่ทุกคน ว่าแค่คนเดียว",
        "เป็นเรื่องทั่วไปหรือเปล่า", "ไม่ให้เขารู้ได้", "ให้เขารู้ได้เหรอ", "ไม่ธรรมดา",
    ],
)  # fmt: skip
def test_whatever_asks_denies_or_tells_more_is_none(text):
    assert not chooses_ordinary(text)


def test_the_place_of_a_way_counts_only_alone():
    assert [way_by_place(one) for one in ("แบบแรก", "ส่งแบบที่สองค่ะ", "แบบที่สองใครเห็น")] == [0, 1, None]


@pytest.mark.parametrize(
    "text",
    ["ไม่ให้ใครรู้ได้ไหม", "อย่าให้ถึงหูเขานะ", "ขอแบบไม่มีใครรู้", "เอาแบบที่เขาไม่เห็น", "keep it secret please"],
)
def test_a_wish_for_secrecy_is_heard(text):
    assert wishes_secrecy(text)


@pytest.mark.parametrize(
    "text", ["ไม่ต้องเป็นความลับหรอก", "เป็นความลับไหม", "ใครรู้ก็ช่าง", "มีใครเห็นบ้าง", "it is not secret"]
)
def test_what_asks_about_secrecy_or_denies_it_is_no_wish(text):
    assert not wishes_secrecy(text)
