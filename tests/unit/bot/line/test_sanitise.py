"""No typed text or name can hide, reverse or format the text beside it."""

import unicodedata

import pytest

from bot.line.inbound.sanitise import one_line, sanitised


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ไฟดับ\nหน้าวัด\tค่ะ", "ไฟดับ\nหน้าวัด\tค่ะ"),
        ("หนึ่ง\r\nสอง\rสาม\u2028สี่\u2029ห้า\x85หก", "หนึ่ง\nสอง\nสาม\nสี่\nห้า\nหก"),
        ("\x1b[31mแดง\x07\x08\x9b0m", "[31mแดง0m"),
        ("a\0b\x7fc", "abc"),
        ("\u202eกลับ\u202c \u2066x\u2069 \u061c\u200f", "กลับ x "),
        ("ยืน\u200bยัน\ufeff", "ยืนยัน"),
        ("\ud83d ครึ่งเดียว", "\ufffd ครึ่งเดียว"),
        ("น้ำ กี่ ปู่ เป็น์", "น้ำ กี่ ปู่ เป็น์"),
        ("👍🏽 🇹🇭 ❤️", "👍🏽 🇹🇭 ❤️"),
        ("{case.number} %s <b>", "{case.number} %s <b>"),
    ],
)
def test_words_stay_and_disguises_go(typed, read):
    assert sanitised(typed) == read


def test_of_all_of_unicode_no_control_is_left_but_tab_and_newline():
    everything = sanitised("".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000)))))
    controls = {letter for letter in everything if unicodedata.category(letter) == "Cc"}
    turning = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
    assert controls == {"\n", "\t"}
    assert [one for one in everything if unicodedata.bidirectional(one) in turning] == []


def test_a_name_is_one_line():
    assert one_line(" สมศรี\n\u2028สถานะ:\tปิดแล้ว\u202e ") == "สมศรี สถานะ: ปิดแล้ว"
