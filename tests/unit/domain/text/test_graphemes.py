"""Grapheme clusters: what a reader counts as one character."""

import pytest

from domain.text.graphemes import count_graphemes


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", 0),
        ("Road", 4),
        ("น้ำ", 1),
        ("ที่", 1),
        ("สัตว์จรจัด", 7),
        ("เก้าอี้", 4),
        ("🛣️", 1),
        ("👩‍🔧", 1),
        ("👍🏽", 1),
        ("ำ", 1),
    ],
)
def test_marks_and_joined_emoji_belong_to_the_character_before(text, seen):
    assert count_graphemes(text) == seen
