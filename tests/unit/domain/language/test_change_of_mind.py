"""A change of mind is told from a story that holds the same words."""

import pytest

from domain.language.change_of_mind import Change, change_of_mind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ไม่เอาแล้ว เอาเรื่องขยะ", "ขยะ"),
        ("ไม่เอาละ ขอแจ้งเรื่องน้ำประปาไม่ไหล", "น้ำประปาไม่ไหล"),
        ("เปลี่ยนใจแล้วค่ะ เอาเรื่องหมาจรจัดดีกว่า", "หมาจรจัดดีกว่า"),
        ("ยกเลิกเรื่องนี้ แจ้งเรื่องถนน", "ถนน"),
    ],
)
def test_another_matter_drops_the_story(text, words):
    assert change_of_mind(text) == Change(words, drops_story=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("เปลี่ยนเป็นหมู่ 6", "หมู่ 6"),
        ("ขอแก้เป็นหมู่ 6 ครับ", "หมู่ 6 ครับ"),
        ("แก้สถานที่เป็นหน้าโรงเรียน", "หน้าโรงเรียน"),
        ("เปลี่ยนจากหมู่ 3 เป็นหมู่ 6", "หมู่ 6"),
        ("ไม่ใช่หมู่ 3 ค่ะ หมู่ 6", "หมู่ 6"),
        ("ผิดค่ะ ม.๖", "ม.6"),
        ("ใส่ที่อยู่ผิด ต้องเป็นหมู่ ๘", "หมู่ 8"),
        ("please change it to village 6", "village 6"),
    ],
)
def test_a_part_is_corrected(text, words):
    assert change_of_mind(text) == Change(words, drops_story=False)


@pytest.mark.parametrize(
    "text",
    [
        "ไม่เอาแล้ว",
        "น้ำเปลี่ยนเป็นสีแดง",
        "ไฟเปลี่ยนสีเป็นแดงตลอด",
        "เขาไม่เอาขยะไปทิ้ง",
        "ไม่ใช่เรื่องเล็กๆ นะ ถนนพังหมดแล้ว",
        "ถนนหมู่ 6 พัง",
        "",
        "เปลี่ยนเป็น" + "กข" * 100,
    ],
)
def test_other_texts_are_none(text):
    assert change_of_mind(text) is None
