"""Typed choices of a topic instead of pressing its button."""

import pytest

from domain.language.topic_choice import chosen_at, leaves_choice


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("1", 0), ("๑", 0), ("อันแรก", 0), ("ข้อ 1 ค่ะ", 0), ("เอาอันที่สองครับ", 1), ("อันบนสุดเลย", 0), ("ปุ่ม 3", 2),
        ("the second one", 1), ("หมู่ 1", None), ("ไฟดับ 1 ดวง", None), ("10", None), ("", None),
    ],
)  # fmt: skip
def test_a_topic_is_named_by_its_number(said, at):
    assert chosen_at(said) == at


@pytest.mark.parametrize(
    "said",
    [
        "ไม่รู้จะเลือกอันไหน", "กดไม่เป็น", "ยายกดไม่เป็นลูก", "ไม่รู้สิลูก", "แล้วแต่หนูเลย", "เลือกให้หน่อยค่ะ", "กดตรงไหนคะ", "งง",
        "บ่ฮู้", "อันไหนก็ได้", "choose for me please", "I don't know which one",
    ],
)  # fmt: skip
def test_whoever_cannot_choose_leaves_it_to_the_office(said):
    assert leaves_choice(said)


@pytest.mark.parametrize(
    "said",
    [
        "ซ่อมแล้วแต่ไม่ติด", "ไม่รู้ใครเอาขยะมาทิ้ง", "ปุ่มข้ามถนนกดไม่ได้", "ตรงเสาที่สามนับจากวัด", "ไม่รู้ว่าท่อแตกตรงไหน น้ำนองไปหมด", "",
    ],
)  # fmt: skip
def test_more_of_the_story_is_no_choice(said):
    assert not leaves_choice(said)
