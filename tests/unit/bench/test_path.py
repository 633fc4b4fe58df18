"""What `python -m bench path` counts."""

from bench.path import changes, traced
from domain.text.graphemes import count_graphemes
from domain.text.thai_text import fold


def test_calls_of_our_own_functions_are_traced_in_order():
    def work():
        fold("ไฟดับ")
        count_graphemes("ไฟดับ")
        fold("ไฟดับ")

    assert traced(work) == [
        ("domain/text/thai_text.py", "fold"),
        ("domain/text/graphemes.py", "count_graphemes"),
        ("domain/text/thai_text.py", "fold"),
    ]


def test_a_change_is_a_call_in_another_file_than_the_call_before():
    calls = [("a.py", "f"), ("b.py", "g"), ("b.py", "g"), ("a.py", "f"), ("b.py", "g")]
    assert changes(calls) == 3
    assert changes([]) == 0
