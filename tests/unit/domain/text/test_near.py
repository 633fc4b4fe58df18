"""Words with typing errors are found, and others are not."""

import pytest

from domain.text.near import faults_allowed, has_near, pieces


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ทองดื", "ป้าทองดี ใจงาม"),
        ("ทองี", "ป้าทองดี ใจงาม"),
        ("ทองดดี", "ป้าทองดี ใจงาม"),
        ("ไฟฟถนน", "ไฟถนนดับ"),
        ("ถนนสายเอ็ก", "ซ่อมถนนสายเอก หมู่ 3"),
        ("น้ำประปาไม่ใหล", "น้ำประปาไม่ไหลมา 3 วัน"),
        ("ดี", "ทองดี"),
    ],
)
def test_a_word_with_a_typing_error_is_near(typed, text):
    assert has_near(typed, text)
    assert any(piece in text for piece in pieces(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [("ทองดื", "บุญมี"), ("ไฟ", "น้ำ"), ("000012", "000013"), ("ขยะ", "ถนน"), ("ทองดื", "")],
)
def test_another_word_a_short_one_and_a_number_are_not(typed, text):
    assert not has_near(typed, text)


def test_longer_words_may_have_more_faults():
    assert [faults_allowed("ก" * length) for length in (3, 4, 7, 8)] == [0, 1, 1, 2]
    assert "".join(pieces("กขคงจฉชซ")) == "กขคงจฉชซ"
    assert len(pieces("กขคงจฉชซ")) == 3
