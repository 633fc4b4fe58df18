"""The case number on the receipt: its format, and the forms in which it is recognised."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.case_number import CaseNumber, Mistyped, Series, read, scan

PREFIX = "นว"
NUMBER = CaseNumber(PREFIX, 2570, 123)
TEXT = str(NUMBER)

numbers = st.one_of(
    st.builds(CaseNumber, st.just(PREFIX), st.integers(2560, 2620), st.integers(1, 899_999)),
    st.builds(
        CaseNumber,
        st.just(PREFIX),
        st.integers(2560, 2620),
        st.integers(1, 99_999),
        st.just(Series.RESTRICTED),
    ),
)


def digit_places(text):
    return [place for place, character in enumerate(text) if character.isdigit()]


def test_the_number_is_prefix_year_running_number_and_check_digit():
    assert TEXT == "นว-2570-000123-6"


def test_a_case_about_staff_has_its_own_count_in_the_same_form():
    assert str(CaseNumber(PREFIX, 2570, 3, Series.RESTRICTED)) == "นว-2570-900003-5"


@given(numbers)
def test_what_is_written_is_read_back(number):
    assert read(str(number), PREFIX) == number


@given(numbers)
def test_the_bare_digits_are_enough(number):
    assert read("".join(filter(str.isdigit, str(number))), PREFIX) == number


@given(numbers, st.data())
def test_every_wrong_digit_is_caught(number, data):
    text = str(number)
    place = data.draw(st.sampled_from(digit_places(text)))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    assert scan(text[:place] + wrong + text[place + 1 :], PREFIX) == Mistyped(
        text[:place] + wrong + text[place + 1 :]
    )


@given(numbers, st.data())
def test_every_swap_of_neighbouring_digits_is_caught(number, data):
    text = list(str(number))
    places = digit_places(text)
    left = data.draw(st.integers(0, len(places) - 2))
    one, other = places[left], places[left + 1]
    text[one], text[other] = text[other], text[one]
    swapped = "".join(text)
    unchanged = swapped == str(number)
    assert scan(swapped, PREFIX) == (number if unchanged else Mistyped(swapped))


def test_every_wrong_digit_and_swap_of_one_number_without_exception():
    places = digit_places(TEXT)
    typos = {TEXT[:place] + digit + TEXT[place + 1 :] for place in places for digit in "0123456789"}
    for one, other in pairwise(places):
        swapped = list(TEXT)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        typos.add("".join(swapped))
    assert [typo for typo in typos - {TEXT} if scan(typo, PREFIX) != Mistyped(typo)] == []


@pytest.mark.parametrize(
    "typed",
    [
        "นว-2570-000123-6",
        "นว-๒๕๗๐-๐๐๐๑๒๓-๖",
        "นว 2570 000123 6",
        "นว25700001236",
        "นว.2570/000123/6",
        "น.ว. 2570-000123-6",
        "นว – 2570 – 000123 – 6",
        "นว-2570-\u200b000123-6",
        "นว-2570-123-6",
        "นว 2570 123 6",
        "2570-000123-6",
        "2570-123-6",
        "2570 0001 23 6",
        "25700001236",
        " 2570  000123  6 ",
        "2 5 7 0 0 0 0 1 2 3 6",
        "ขอติดตามเรื่อง นว-2570-000123-6 ครับ",
        "เรื่องนว-2570-123-6ถึงไหนแล้ว",
        "นว-2570-000123-6 2 วันแล้วยังไม่มา",
        "เลขที่ 2570-000123-6 ค่ะ",
        "แจ้งไป 15/11/2569 เลข 25700001236 โทร 0812345678",
    ],
)
def test_it_is_understood_however_it_is_typed(typed):
    assert scan(typed, PREFIX) == NUMBER


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("นว-2570-000123-4", "นว-2570-000123-4"),
        ("ตามเรื่อง นว-2570-000132-6 ครับ", "นว-2570-000132-6"),
        ("นว-2570-000123", "นว-2570-000123"),
        ("นว-2570-0001234-6", "นว-2570-0001234-6"),
        ("นว25701236", "นว25701236"),
        ("2570-000123-4", "2570-000123-4"),
        ("2570 000123", "2570 000123"),
        ("เลขที่ 2570-000123-4 ค่ะ", "2570-000123-4"),
        ("นว-2570-000000-4", "นว-2570-000000-4"),
        ("นว-1570-000123-3", "นว-1570-000123-3"),
        ("นว-2570-900000-8", "นว-2570-900000-8"),
    ],
)
def test_a_number_that_does_not_add_up_is_told_apart_from_none(typed, seen):
    assert scan(typed, PREFIX) == Mistyped(seen)
    assert read(typed, PREFIX) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ไฟดับหน้าบ้าน",
        "0812345678",
        "081-234-5678",
        "22/11/2569",
        "ปี 2570 จ่าย 1500 บาท",
        "ปี 2569-10-5",
        "แนว 2570 12 เมตร",
        "จำนวน 2570 บาท",
        "1-2570-00012-34-5",
        "1257000012345",
        "2570",
    ],
)
def test_other_numbers_are_not_taken_for_case_numbers(typed):
    assert scan(typed, PREFIX) is None


def test_of_several_numbers_the_first_right_one_is_taken():
    assert read("นว-2570-000123-9 ไม่ใช่ ต้อง นว-2570-000123-6", PREFIX) == NUMBER


def test_the_number_of_another_office_is_not_ours():
    assert scan("บง-2570-000123-6", PREFIX) is None


@pytest.mark.parametrize(
    ("year", "running", "series"),
    [
        (2570, 0, Series.ORDINARY),
        (2570, 900_000, Series.ORDINARY),
        (2570, 100_000, Series.RESTRICTED),
        (2027, 1, Series.ORDINARY),
    ],
)
def test_a_number_outside_its_series_cannot_be_made(year, running, series):
    with pytest.raises(ValueError, match="no case number"):
        CaseNumber(PREFIX, year, running, series)
