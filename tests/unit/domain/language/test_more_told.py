"""What is told after something was told, and of somebody told of before."""

import pytest

from domain.language.more_told import adds_more, describes, tells_of_somebody


@pytest.mark.parametrize("text", ["ลืมบอกไปว่าเขามากับรถสีขาว", "ขอเพิ่มเติมค่ะ", "อีกอย่างนึง เขาขู่ด้วย"])
def test_an_afterthought_is_known_by_its_beginning(text: str) -> None:
    assert adds_more(text)


@pytest.mark.parametrize(
    "text", ["เขามาสองคน", "แกใส่เสื้อสีน้ำเงิน", "ลืมบอกว่าเขามากับรถ", "เมื่อคืนแกมาอีก", "he came again"]
)
def test_somebody_told_of_before_is_spoken_of(text: str) -> None:
    assert tells_of_somebody(text)


@pytest.mark.parametrize(
    "text", ["ไฟหน้าวัดดับ", "ไร่มันสำปะหลังน้ำท่วม", "แกงเขียวหวาน", "ภูเขาถล่ม", "น้ำมันหก"]
)
def test_a_thing_is_nobody(text: str) -> None:
    assert not tells_of_somebody(text)


def test_what_describes_is_no_problem() -> None:
    assert describes("ทะเบียนรถ กข 1234")
    assert not describes("ถนนเป็นหลุม")
