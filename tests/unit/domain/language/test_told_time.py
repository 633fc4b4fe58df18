"""The time that a text tells, and whether a text may be one."""

import pytest

from domain.language.told_time import may_tell_time, time_instead, told_moment, told_time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("เมื่อวานตอนบ่ายช่างเอกมาขอเงิน", "เมื่อวานตอนบ่าย"),
        ("วันจันทร์ บ่ายสองโมง", "วันจันทร์ บ่ายสองโมง"),
        ("12 พย", "12 พย"),
        ("เดือนที่แล้วเขาเก็บร้อยนึง", "เดือนที่แล้ว"),
        ("ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200", ""),
        ("ไปตลาดนัดวันพุธหน้าวัด", ""),
        ("บ้านเลขที่ 14/3", ""),
        ("พรุ่งนี้จะไปวันจันทร์", ""),
    ],
)
def test_the_time_is_found_as_it_was_typed(text: str, time: str) -> None:
    assert told_time(text) == time


@pytest.mark.parametrize("text", ["ไฟดับมา 3 วันแล้ว", "ดับตั้งแต่เมื่อวาน", "เก็บทุกเดือน"])
def test_a_duration_is_no_moment(text: str) -> None:
    assert told_moment(text) == ""


@pytest.mark.parametrize("text", ["ตอนแม่ไปรับเบี้ย", "ช่วงสงกรานต์", "นานแล้ว"])
def test_what_may_answer_when_it_was(text: str) -> None:
    assert may_tell_time(text)


@pytest.mark.parametrize("text", ["ต่อจากวันก่อนนะ", "มีกล้องหน้าร้านจับได้", "คนชื่ออะไรไม่รู้ ผู้ชายอ้วนๆ กองช่าง"])
def test_what_cannot(text: str) -> None:
    assert not may_tell_time(text)


def test_of_a_correction_the_second_time_counts() -> None:
    assert time_instead("ไม่ใช่เมื่อวาน วันจันทร์ต่างหาก") == "วันจันทร์"
