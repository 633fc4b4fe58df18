"""What is said about the form is distinguished from a problem with the same words."""

import pytest

from domain.language.draft_talk import Talk, draft_talk


@pytest.mark.parametrize(
    ("talk", "texts"),
    [
        (Talk.DETAIL, ["ขอแก้ข้อความ", "พิมพ์ผิดค่ะ"]),
        (Talk.PLACE, ["ขอแก้สถานที่", "เพิ่มสถานที่หน่อย", "เดี๋ยวๆ ยังไม่ส่งนะ ขอแก้ตรงสถานที่ก่อน"]),
        (Talk.PHOTO, ["ลืมส่งรูป", "ขอเพิ่มรูปได้ไหม", "can I add a photo?", "เดี๋ยวก่อน ลืมแนบรูป"]),
        (Talk.CATEGORY, ["เปลี่ยนประเภท"]),
        (Talk.EDIT, ["กดผิดค่ะ", "ขอแก้"]),
    ],
)
def test_a_text_that_is_only_about_the_form_is_recognised(talk, texts):
    assert {text: draft_talk(text) for text in texts} == dict.fromkeys(texts, talk)


@pytest.mark.parametrize(
    "text",
    [
        "ช่างไม่มา",
        "ช่าง",
        "ไม่เป็นไร",
        "พอ",
        "ไม่ส่งของ",
        "เลิกงานแล้วค่อยมา",
        "รูปที่ส่งคือหน้าบ้านป้าแดง",
        "ต้องกดน้ำตรงไหนก็ไม่ไหล",
        "แก้ไฟไม่เสร็จ",
        "รอช่างแก้ไฟ",
        "รอมาสามวันแล้ว",
        "เดี๋ยวน้ำท่วม",
        "ไม่แจ้งแล้ว เอาเรื่องถนนพังแล้ว",
        "ไม่ส่งน้ำมาสามวันแล้ว",
        "ไม่เอาแล้วเสาเอียงแบบนี้อันตราย",
        "",
    ],
)
def test_a_problem_an_answer_and_a_place_are_not(text):
    assert draft_talk(text) is None


def test_many_repetitions_take_no_time():
    assert draft_talk("รอก่อนรอก่อนรอก่อนรอก่อนรอก่อนรอก่อนรอxxx") is None
