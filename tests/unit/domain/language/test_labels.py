"""A label counts however it is typed; a sentence that contains one stays a sentence."""

import pytest

from domain.language.labels import Labels

LABELS = Labels({"cancel": ["ยกเลิก", "ไม่เอาแล้ว"], "confirm": ["ตกลง"], "back": ["ย้อนกลับ"]})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("เอ้ย ไม่เอาแล้วลูก", "cancel"),
        ("งั้นยกเลิกนะคะ", "cancel"),
        ("เออ ตกลงจ้า", "confirm"),
        ("อ้าว... ย้อนกลับ", "back"),
        ("ย ก เ ลิ ก", "cancel"),
    ],
)
def test_interjections_and_particles_around_a_label_change_nothing(text, key):
    assert LABELS.match(text) == key


@pytest.mark.parametrize(
    "text", ["เอ้ย", "งั้น", "อ้าวไฟดับ", "เออ เขาไม่เอาแล้วที่ดินตรงนั้น", "ตกลงกับข้างบ้านไม่ได้"]
)
def test_anything_else_is_no_label(text):
    assert LABELS.match(text) is None


def test_a_label_of_signs_is_matched_by_no_interjection():
    assert Labels({"other": ["อื่น ๆ", "ๆ"]}).match("เออ") is None
