"""What people in danger write below the emergency numbers."""

import pytest

from domain.language.danger_talk import Call, no_call, says_help_came, says_over
from domain.text.thai_text import fold


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("คุยสายไม่ได้ค่ะ มันนั่งอยู่ใกล้", Call.MUTE),
        ("กลัวแฟนได้ยิน", Call.MUTE),
        ("ผมเป็นใบ้ โทรคุยไม่ได้", Call.MUTE),
        ("มือถือหมดค่าโทร", Call.MUTE),
        ("แบตจะหมดแล้ว", Call.MUTE),
        ("กดโทรแล้วเสียงมันดัง เขาจะรู้", Call.MUTE),
        ("พิมพ์หา 191 ได้มั้ย", Call.MUTE),
        ("ช่วยโทรตำรวจให้หน่อย", Call.MUTE),
        ("i cannot speak", Call.MUTE),
        ("กด 1669 แล้วไม่มีคนรับ", Call.UNANSWERED),
        ("สายเต็มตลอด", Call.UNANSWERED),
        ("โทรละ ตร.บอกรอ", Call.UNANSWERED),
        ("nobody answers", Call.UNANSWERED),
        ("หมู่ 4 บ้านสีฟ้า", None),
        ("มันพังประตูเข้ามาแล้ว", None),
        ("ส่งเลย", None),
    ],
)
def test_why_somebody_in_danger_does_not_call(text, call):
    assert no_call(text) is call


@pytest.mark.parametrize(
    "text",
    ["กู้ภัยมาถึงแล้วค่ะ ขอบคุณ", "รถ พยาบาล มา รับ แล้ว", "police are here, thank you", "ตร.จับตัวไปแล้ว"],
)
def test_the_helpers_are_there(text):
    assert says_help_came(fold(text))
    assert says_over(text, of_fire=True)


@pytest.mark.parametrize(
    "text",
    ["ไฟดับหมดแล้วค่ะ", "มันหนีไปแล้ว", "เจอตัวลูกแล้วค่ะ", "เจอยายแล้ว กลับบ้านแล้ว", "false alarm, sorry"],
)
def test_it_is_over_for_whoever_reported_it(text):
    assert says_over(text, of_fire=True)
    assert not says_help_came(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "ตำรวจมาแล้วแต่มันยังถือมีดอยู่",
        "ไฟยังไม่ดับ",
        "รถพยาบาลมาหรือยังคะ",
        "แม่สลบไปแล้ว",
        "he is gone but still has my son",
    ],
)
def test_it_is_not_over(text):
    assert not says_over(text, of_fire=True)
    assert not says_help_came(fold(text))


@pytest.mark.parametrize(
    "text", ["โทรไปแล้ว", "กินยาไปแล้ว", "น้ำเข้าบ้านไปแล้ว", "มันจับลูกไปแล้ว", "มันเจอตัวแล้ว"]
)
def test_what_has_gone_is_not_always_the_danger(text):
    assert not says_over(text, of_fire=True)


def test_a_lamp_that_is_out_does_not_end_the_danger_of_a_wire():
    assert not says_over("ไฟดับแล้ว", of_fire=False)
