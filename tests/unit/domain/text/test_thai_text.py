"""All ways to type a word are normalised to one spelling."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import thai_text
from domain.text.thai_text import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("เเตก", "แตก"),
        ("นํ้าท่วม", "น้ำท่วม"),
        ("นำ้ท่วม", "น้ำท่วม"),
        ("น้ํา", "น้ำ"),
        ("ทํางาน", "ทำงาน"),
        ("ขยะ\u200bล้น", "ขยะล้น"),
        ("\ufeffถนน", "ถนน"),
        ("มากกกกก", "มาก"),
        ("นานมากกกก ๆๆ ค่ะ", "นานมาก ค่ะ"),
        ("ช้า้า", "ช้า้า"),
        ("ร้้อน", "ร้อน"),
        ("น่ิง", "นิ่ง"),
        ("หมู่ ๓", "หมู่ 3"),
        ("10000", "10000"),
        ("Street LIGHT", "street light"),
        ("ไฟ\n\n  ดับ\t", "ไฟ ดับ"),
        ("บ่อยๆ", "บ่อย"),
        ("", ""),
    ],
)
def test_one_spelling_for_all_ways_of_typing(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize("word", ["กรรมการ", "พรรค", "สรรพสามิต", "ธรรมดา", "นานา", "committee"])
def test_doubled_letters_that_belong_to_a_word_stay(word):
    assert fold(word) == word


def test_a_folded_text_folds_to_itself():
    text = unicodedata.normalize("NFD", "นํ้าท่วมมมม เเถววัด ๆๆ หมู่ ๑๒ นำ้")
    assert fold(fold(text)) == fold(text)


@given(st.text("เแใไกขคำาํ่้็ะัิืฺุ์ๆ ab1\n\tA๐\u200b", max_size=12))
def test_a_rewrite_is_left_out_only_where_it_changes_nothing(text):
    with_all = unicodedata.normalize("NFC", text).translate(thai_text._TABLE).casefold()
    for pattern, replacement in thai_text._REWRITES:
        with_all = pattern.sub(replacement, with_all)

    assert fold(text) == with_all.strip()
