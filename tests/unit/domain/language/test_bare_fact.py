"""A place, a number, a name or a time alone is no cry for help."""

import pytest

from domain.language.bare_fact import is_bare_fact
from domain.text.thai_text import fold


@pytest.mark.parametrize(
    "text",
    [
        "หมู่ 5 หน้าวัด", "หมู่เจ็ด", "หมู่เจ็ด บ้านยายมี", "หมู่ 9 ตรงข้ามโรงสี", "ซอย 3 หมู่ 5", "ท้ายซอยบ้านกำนัน",
        "0812345678", "เบอร์ผม 081-234-5678 ครับ", "ชื่อ สมชาย ใจดี", "ตี 4", "เมื่อคืนสามทุ่มครึ่งค่ะ",
    ],
)  # fmt: skip
def test_a_bare_fact(text):
    assert is_bare_fact(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "หมู่ 5 มีคนโดนแทง", "หน้าวัดไฟไหม้ หมู่ 5 ช่วยด้วย", "ชื่อ สมชาย โดนรถชน", "โทร 0812345678 ด่วน มีคนเจ็บ",
        "เมื่อคืนสามทุ่มเขาตีหนู", "บ้านเลขที่ 5 ถูกปล้น", "",
    ],
)  # fmt: skip
def test_a_fact_with_anything_beside_it_is_none(text):
    assert not is_bare_fact(fold(text))
