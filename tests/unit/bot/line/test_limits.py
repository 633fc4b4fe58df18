"""Lengths are counted as LINE counts them, and texts are cut between characters."""

import pytest

from bot.line.outbound.limits import clip, clip_label, utf16_units


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("ที่", 3), ("😢", 2), ("👍🏽", 4)])
def test_an_emoji_counts_as_line_counts_it(text, units):
    assert utf16_units(text) == units


@pytest.mark.parametrize(
    ("text", "units", "kept"),
    [
        ("สวัสดี", 6, "สวัสดี"),
        ("สวัสดี", 5, "สวัส…"),
        ("ที่นี่", 4, "ที่…"),
        ("ที่นี่", 3, "…"),
        ("ab😢cd", 4, "ab…"),
        ("ab😢cd", 5, "ab😢…"),
    ],
)
def test_a_text_is_cut_between_characters_a_reader_sees(text, units, kept):
    assert clip(text, units) == kept
    assert utf16_units(kept) <= units


@pytest.mark.parametrize(
    ("text", "graphemes", "kept"),
    [
        ("ยืนยัน", 4, "ยืนยัน"),
        ("ยืนยัน", 3, "ยืน…"),
        ("ไฟถนน ไฟส่องสว่าง", 7, "ไฟถนน…"),
        ("👍🏽👍🏽👍🏽", 2, "👍🏽…"),
    ],
)
def test_a_label_is_cut_by_what_a_reader_counts(text, graphemes, kept):
    assert clip_label(text, graphemes) == kept
