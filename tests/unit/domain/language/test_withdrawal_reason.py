"""Which reasons of a withdrawal may tell of somebody of the office, and which are passed on."""

import pytest

from domain.language.withdrawal_reason import is_harmless, may_tell_of_staff


@pytest.mark.parametrize(
    "text",
    [
        "ไม่ต้องมาแล้วค่ะ กลัวช่างคนนั้น", "ขอถอนเรื่อง เขามาขู่ที่บ้าน", "ไม่ต้องมาแล้ว ไม่อยากให้คนเดิมเข้าบ้าน",
        "ไม่ต้องมาแล้ว มาทีไรของหายทุกที", "ถอนเรื่องครับ หัวหน้าบอกให้ถอน", "ไม่ต้องส่งช่างเอกมานะ",
        "withdraw it please, he scares me",
    ],
)  # fmt: skip
def test_fear_harm_and_persons_are_asked_about(text):
    assert may_tell_of_staff(text)
    assert not is_harmless(text)


@pytest.mark.parametrize(
    "text",
    [
        "ไม่ต้องมาแล้วค่ะ ช่างมาซ่อมแล้ว", "ขอถอนเรื่อง ซื้อหลอดมาเปลี่ยนเองแล้ว", "ถอนเรื่องครับ แจ้งซ้ำ", "ขอถอนเรื่องค่ะ",
        "ไม่ต้องมาแล้ว ลูกชายเปลี่ยนหลอดให้แล้ว", "บอกช่างว่าไม่ต้องมาแล้วนะ", "ไม่ต้องมาแล้ว เกรงใจ", "กลัวหมากัด ย้ายบ้านแล้ว",
        "no need to come, it is fixed",
    ],
)  # fmt: skip
def test_a_common_reason_is_harmless(text):
    assert is_harmless(text)


@pytest.mark.parametrize(
    "text", ["ขอถอนเรื่อง นายสั่งมา", "ไม่ต้องมาแล้วค่ะ ยายเกรงเขา", "ถอนเรื่อง เดี๋ยวโดนย้าย"]
)
def test_a_reason_that_is_not_understood_is_neither(text):
    assert not is_harmless(text)
