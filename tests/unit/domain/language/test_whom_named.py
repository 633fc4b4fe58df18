"""Whom a correction names, and how a name stands in a story."""

import pytest

from domain.language.whom_named import as_said, named_instead


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ไม่ใช่ช่างเอก ช่างโท", "ช่างโท"),
        ("เอ่อ ไม่ใช่ช่างโท ช่างเอกนะคะ", "ช่างเอก"),
        ("ผิดคน ต้องเป็นนายกต่างหาก", "นายก"),
        ("แก้ชื่อคน เป็นช่างโท", "ช่างโท"),
        ("ไม่ใช่แค่ช่างเอก ช่างโทด้วย", ""),
        ("ไม่ใช่ช่างเอกคนเดียว ปลัดอีกคน", ""),
        ("ช่างเอกเรียกเงิน", ""),
    ],
)
def test_only_a_correction_names_another_one(text: str, meant: str) -> None:
    assert named_instead(text) == meant


def test_a_name_is_shown_as_it_was_typed_with_its_title() -> None:
    assert as_said("เมื่อวานช่าง เอก ชัยมาขอเงิน", "เอกชัย") == "ช่าง เอก ชัย"
    assert as_said("เขามาขอเงิน", "เอก") == "เอก"
