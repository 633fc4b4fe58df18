"""A yes that is no more than manners."""

import pytest

from domain.language.plain_yes import is_plain_yes


@pytest.mark.parametrize(
    "text",
    [
        "ครับ", "ค่ะ", "ค่า", "คร้าบ", "คับผม", "จ้ะ", "ฮับ", "เจ้า", "เออ", "เอ้อ ใช่", "ชั่ย", "ใช่มั้ง", "ใช่แหละลูก", "ส่งดิ",
        "ส่งสิ", "ส่งต๊ะหลาน", "ส่ง ๆ ไป", "ส่งให้ที", "แจ้งไปเถอะ", "เอาเลยลูก", "จัดไป", "แม่นครับ", "โอเคส่งเลยค่ะ", "แจ้งเลยดีกว่า",
    ],
)  # fmt: skip
def test_a_plain_yes(text):
    assert is_plain_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "คะ?",
        "ไม่ใช่ค่ะ",
        "ไม่ส่ง",
        "แจ้ง",
        "ยาย",
        "ใช่หรือ",
        "ส่งรูปได้ไหม",
        "ได้ไหมคะ",
        "ถูกหลอก",
        "แม่ยาย",
        "ใช้น้ำไม่ได้",
        "หมู่ 3 ครับ",
    ],
)
def test_more_or_less_than_that_is_none(text):
    assert not is_plain_yes(text)
