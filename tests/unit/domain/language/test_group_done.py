"""What counts as "done" in a group of officers."""

import pytest

from domain.language.group_done import says_done


@pytest.mark.parametrize(
    "text",
    [
        "เสร็จแล้ว",
        "เสร็จแล้วครับ",
        "นว-2570-000001-2 เสร็จแล้ว",
        "ไฟหน้าวัดเปลี่ยนแล้วค่ะ",
        "ซ่อมแล้วนะ",
        "เสร็จแล้วววว",
        "เรียบร้อยแล้วครับพี่",
        "Done",
    ],
)
def test_a_report(text):
    assert says_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "เสร็จหรือยัง",
        "ยังไม่เสร็จ",
        "งานหน้าวัดเสร็จแล้วหรือยังครับ",
        "เสร็จแล้วใช่ไหม",
        "จะเสร็จพรุ่งนี้",
        "ใกล้เสร็จแล้ว",
        "ไปกินข้าวกัน",
        "",
        "เสร็จแล้ว " + "เล่าให้ฟัง" * 20,
    ],
)
def test_no_report(text):
    assert not says_done(text)
