"""A change of mind is distinguished from a complaint with the same words."""

import pytest

from domain.language.change_of_mind import Change, Choice, change_of_mind, choice_among


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ไม่เอาแล้ว เอาเรื่องขยะ", "ขยะ"),
        ("ไม่เอาละ ขอแจ้งเรื่องน้ำประปาไม่ไหล", "น้ำประปาไม่ไหล"),
        ("เปลี่ยนใจแล้วค่ะ เอาเรื่องหมาจรจัดดีกว่า", "หมาจรจัด"),
        ("ยกเลิกเรื่องนี้ แจ้งเรื่องถนน", "ถนน"),
    ],
)
def test_another_matter_drops_the_story(text, words):
    assert change_of_mind(text) == Change(words, drops_story=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ไม่ใช่สิ เอาเป็นเรื่องท่อตันดีกว่า", "ท่อตัน"),
        ("ไม่ใช่ไฟ เป็นน้ำ", "น้ำ"),
        ("ไม่เอาไฟแล้ว เอาขยะ", "ขยะ"),
        ("ยกเลิกเรื่องไฟ ขอเรื่องน้ำแทน", "น้ำ"),
        ("บ่แม่น เอาเรื่องขยะ", "ขยะ"),
        ("เดี๋ยวๆ แจ้งเรื่องหมาก่อนดีกว่า", "หมา"),
        ("ที่จริงเป็นเรื่องกลิ่น", "กลิ่น"),
        ("actually it's about the road", "the road"),
    ],
)
def test_what_it_is_instead_may_be_another_matter(text, words):
    assert change_of_mind(text) == Change(words, drops_story=True, denies=True)


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
        "ไม่ใช่แค่ไฟดับ เป็นทั้งน้ำด้วย",
        "ไม่ใช่บ้านผมบ้านเดียว เป็นทั้งซอย กลิ่นเหม็นด้วย",
        "not collected for days, smells bad",
        "ถนนหมู่ 6 พัง",
        "",
        "เปลี่ยนเป็น" + "กข" * 100,
    ],
)
def test_other_texts_are_none(text):
    assert change_of_mind(text) is None


@pytest.mark.parametrize(
    ("text", "words", "at", "leaves_out"),
    [
        ("ไม่เอาแล้ว เอาเรื่องขยะ", "ขยะ", None, False),
        ("เอาแค่เรื่องขยะค่ะ", "ขยะ", None, False),
        ("แจ้งเรื่องขยะเรื่องเดียวครับ", "ขยะ", None, False),
        ("เอาเรื่องที่ ๒ พอ", "2", 1, False),
        ("ตัดเรื่องไฟออก", "ไฟ", None, True),
        ("ไม่เอาเรื่องแรกแล้ว", "แรก", 0, True),
        ("เรื่องไฟไม่ต้องแล้วค่ะ", "ไฟ", None, True),
        ("only the second one", "the second one", 1, False),
    ],
)
def test_one_of_several_matters_is_chosen(text, words, at, leaves_out):
    assert choice_among(text) == Choice(words, at, leaves_out)


@pytest.mark.parametrize("text", ["ยืนยัน", "ไฟดับทั้งซอยเลยค่ะ", "ขยะเหม็นมาก", ""])
def test_more_of_the_story_chooses_nothing(text):
    assert choice_among(text) is None
