"""The faults of the office's files in Thai, with file, line and day as people read them."""

import pytest

from bot.wiring import read_translations
from handlers.views.file_faults import in_both, in_thai

TRANSLATIONS = read_translations()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "categories.toml.light.th: longer than 20 characters",
            "categories.toml.light.th: ยาวเกิน 20 ตัวอักษร",
        ),
        (
            "holidays.toml: 2026-12-05 is there twice",
            "holidays.toml: 5 ธ.ค. 2569 (2026-12-05) ซ้ำกัน",
        ),
        (
            "market.toml:12: question[2].levels: is not a known key",
            "market.toml บรรทัด 12: question[2]",
        ),
        ("market.toml:3: is not TOML: Invalid value: x", "TOML ไม่ถูกต้อง: Invalid value: x"),
        ("services.toml.service.a.source: 'b' has no [source.b] in this file", "ไม่มี [source.b]"),
        ("holidays.toml: 9999-99-99 is there twice", "9999-99-99 ซ้ำกัน"),
    ],
    ids=["label", "day", "line", "syntax", "reference", "no-day"],
)
def test_a_fault_is_told_in_thai_with_its_place(fault, said):
    assert said in in_thai(TRANSLATIONS, fault)


def test_what_nobody_translated_stays_as_it_is():
    assert in_thai(TRANSLATIONS, "something else") == "something else"


def test_several_faults_are_told_line_by_line():
    both = in_both(TRANSLATIONS, "a.toml.x: is missing\nb.toml.y: must not be blank")
    assert both.th == "a.toml.x: ยังไม่ได้ใส่\nb.toml.y: ต้องไม่ว่าง"
    assert both.en.startswith("a.toml.x: is missing")
