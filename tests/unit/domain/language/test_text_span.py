"""Replacing one message's words in a text, and nothing else."""

import pytest

from domain.language.text_span import Span, added, exchange

LAMP, TEMPLE, DAYS = "ไฟดับ", "หน้าวัด", "สามวัน"
STORY = f"{LAMP}\n{TEMPLE}\n{DAYS}"
FIRST, SECOND, THIRD = Span(0, 5), Span(6, 13), Span(14, 20)


def words(text, span):
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("span", "left"),
    [
        (FIRST, f"{TEMPLE}\n{DAYS}"),
        (SECOND, f"{LAMP}\n{DAYS}"),
        (THIRD, f"{LAMP}\n{TEMPLE}"),
        (Span(0, 20), ""),
    ],
)
def test_words_taken_out_take_one_line_break_with_them(span, left):
    assert exchange(STORY, span, "").text == left


def test_of_equal_words_those_of_the_span_go():
    assert exchange("ก\nข\nก", Span(0, 1), "").text == "ข\nก"
    assert exchange("ก\nข\nก", Span(4, 5), "").text == "ก\nข"


def test_lines_of_others_are_left_as_they_are():
    assert exchange("ก\n\n\nข", Span(0, 1), "").text == "\n\nข"
    assert exchange("\nก", Span(1, 2), "ข").text == "\nข"


@pytest.mark.parametrize("new", ["", "ไฟ", "ไฟถนนหน้าวัดดับ"])
@pytest.mark.parametrize("span", [FIRST, SECOND, THIRD])
def test_the_other_words_are_found_where_they_stand_now(span, new):
    done = exchange(STORY, span, new)
    assert words(done.text, done.span) == new
    others = [one for one in (FIRST, SECOND, THIRD) if one != span]
    assert [words(done.text, done.span_of(one)) for one in others] == [
        words(STORY, one) for one in others
    ]


def test_a_span_that_reaches_beyond_the_text_is_cut():
    assert exchange(LAMP, Span(0, 99), TEMPLE).text == TEMPLE
    assert exchange(LAMP, Span(50, 99), "").text == LAMP
    assert Span(-3, 4).within(9) == Span(0, 4)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (LAMP, f"{LAMP}\n{TEMPLE}", Span(6, 13)),
        (LAMP, f"{LAMP}{TEMPLE}", None),
        (LAMP, TEMPLE, None),
        ("", LAMP, None),
    ],
)
def test_what_was_added_stands_below_the_text_of_before(before, after, found):
    assert added(before, after) == found
