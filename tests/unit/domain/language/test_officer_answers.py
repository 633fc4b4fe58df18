"""What officers type instead of pressing a button of a question."""

from datetime import date

import pytest

from domain.cases.complaint import WaitingFor
from domain.language.officer_answers import named_one, said_day, waiting_reason

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("มะรืน", date(2026, 12, 2)),
        ("แก้เป็นพรุ่งนี้บ่าย", date(2026, 12, 1)),
        ("อีก 3 วัน", date(2026, 12, 3)),
        ("สองอาทิตย์", date(2026, 12, 14)),
        ("วันศุกร์", date(2026, 12, 4)),
        ("วันพุธอาทิตย์หน้า", date(2026, 12, 9)),
        ("อาทิตย์หน้าได้", date(2026, 12, 7)),
        ("15 ธ.ค.", date(2026, 12, 15)),
        ("5 ม.ค.", date(2027, 1, 5)),
        ("20/12/2569", date(2026, 12, 20)),
        ("วันที่ 15", date(2026, 12, 15)),
        ("เดือนหน้า", date(2026, 12, 1)),
        ("ปลายเดือนหน้า", date(2026, 12, 31)),
        ("กลางเดือนหน้า", date(2026, 12, 15)),
        ("ต้นเดือนมกรา", date(2027, 1, 1)),
        ("หลังปีใหม่", date(2027, 1, 4)),
    ],
)
def test_a_day_in_words_is_understood(text, day):
    assert said_day(text, MONDAY) == day


@pytest.mark.parametrize("text", ["ไม่รู้เหมือนกัน", "รอก่อน", "31 ก.พ.", "แล้วแต่หัวหน้า"])
def test_a_text_without_a_day_names_none(text):
    assert said_day(text, MONDAY) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("รองบเดือนหน้า", WaitingFor.BUDGET),
        ("รอหลอดไฟจากร้าน", WaitingFor.PROCUREMENT),
        ("รอการไฟฟ้ามาตัดไฟก่อน", WaitingFor.OTHER_AGENCY),
        ("รอผู้แจ้งส่งรูป", WaitingFor.REPORTER),
        ("ยังไม่ว่าง", None),
        ("รองบมาซื้ออะไหล่", None),
    ],
)
def test_the_words_tell_what_a_case_waits_for(text, reason):
    assert waiting_reason(text) is reason


AGENCIES = {
    "pea": ["การไฟฟ้าส่วนภูมิภาค"],
    "highways": ["กรมทางหลวง"],
    "rural": ["กรมทางหลวงชนบท"],
}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ของการไฟฟ้าภูมิภาค", "pea"),
        ("การไฟฟ้า", "pea"),
        ("ชนบทสิ", "rural"),
        ("ทางหลวง", None),
        ("ไม่รู้", None),
    ],
)
def test_a_name_is_recognised_by_a_part_that_only_one_has(text, key):
    assert named_one(text, AGENCIES) == key
