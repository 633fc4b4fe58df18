"""What is typed instead of pressing is recognised by its sense, also in words that no phrase of the model has."""

import pytest

from bot.wiring import read_language
from domain.language.said_aside import TOLD, Heard, Said, heard

LANGUAGE = read_language()
SURE = 0.7


@pytest.mark.parametrize(
    ("label", "texts"),
    [
        (Said.AGREE, ["ถูกต้องครบถ้วนดีแล้วจ้า ส่งไปได้", "โอเคนะ ส่งเลยลูก", "yes please send it now"]),
        (Said.CANCEL, ["ขอยกเลิกการแจ้งครั้งนี้นะคะ", "ไม่อยากส่งแล้วล่ะ กลัวมีเรื่อง"]),
        (Said.LATER, ["ขอไปดูข้าวบนเตาก่อน เดี๋ยวมาต่อ", "รอก่อนนะ ลูกค้าเข้าร้าน"]),
        (Said.NO_PHOTO, ["ไม่มีรูปถ่ายเลยครับ มันมืด"]),
        (Said.FIX_PLACE, ["ไม่ใช่หมู่ห้าลูก หมู่หกต่างหาก", "สถานที่ที่เขียนมามันผิดนะ"]),
        (Said.PHONE, ["เบอร์ของตาคือ 081-555-1212"]),
        (Said.WHO_SEES, ["แล้วใครจะได้อ่านเรื่องนี้บ้างคะ"]),
        (Said.COST_TIME, ["อันนี้ต้องเสียค่าใช้จ่ายหรือเปล่าคะ"]),
        (Said.CROSS, ["พ่อ ซื้อกับข้าวเข้ามาด้วยนะ"]),
    ],
)
def test_the_sense_is_recognised(label: Said, texts: list[str]) -> None:
    found = {text: heard(text, LANGUAGE) for text in texts}

    assert {text: one.likeliest for text, one in found.items()} == dict.fromkeys(texts, label)
    assert all(one[label] >= SURE for one in found.values())


@pytest.mark.parametrize(
    "text",
    [
        "ไฟทางหน้าบ้านป้าแจ๋วดับมาห้าวันแล้ว มืดมากเดินไม่ได้",
        "เจ้าหน้าที่เรียกเงินแม่สองร้อยถึงจะยอมทำให้",
        "ถนนเป็นหลุมลึกมาก รถล้มไปสองคันแล้ว",
    ],
)
def test_a_problem_and_an_accusation_are_told(text: str) -> None:
    assert heard(text, LANGUAGE).any_of(TOLD) >= SURE


def test_the_probabilities_sum_to_one() -> None:
    one = heard("🙂", LANGUAGE)

    assert isinstance(one, Heard)
    assert one.any_of(Said) == pytest.approx(1)
