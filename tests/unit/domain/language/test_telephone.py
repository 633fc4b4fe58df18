"""Telephone numbers as people write them down."""

import pytest

from domain.language.telephone import dialled, is_telephone, searched_digits


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0811111111", "0811111111"),
        ("081-111-1111", "0811111111"),
        ("๐๘๑ ๑๑๑ ๑๑๑๑", "0811111111"),
        ("042-123456", "042123456"),
        ("(042) 123456 ต่อ 12", "042123456"),
        ("+66 81 111 1111", "0811111111"),
        ("+66(0)811111111", ""),
        ("66811111111", "0811111111"),
        ("0811111111, 0822222222", "0811111111"),
        ("0811111111 หรือ 042123456", "0811111111"),
    ],
)
def test_a_thai_number_is_read_in_any_form(typed, digits):
    assert is_telephone(typed) is bool(digits)
    assert dialled(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "12",
        "081",
        "08111111111",
        "1811111111",
        "0011111111",
        "ไม่มี",
        "08111",
        "081111111 1111",
        "1669",
    ],
)
def test_other_digits_and_words_are_no_thai_number(typed):
    assert not is_telephone(typed)
    assert dialled(typed) == ""


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        *(("1112222", "1112222"), ("089-111", "089111"), ("+66891112222", "0891112222")),
        *(("57", ""), ("หมู่ 4", ""), ("นว-2570-000058-2", ""), ("", "")),
    ],
)
def test_a_search_of_four_digits_or_more_may_be_a_part_of_a_number(typed, digits):
    assert searched_digits(typed) == digits
