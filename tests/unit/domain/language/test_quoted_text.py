"""Taking one message's words out of a text, or changing them, and nothing else."""

import pytest

from domain.language.quoted_text import replaced


@pytest.mark.parametrize(
    ("whole", "words", "left"),
    [
        ("ไฟดับ", "ไฟดับ", ""),
        ("ไฟดับ\nหน้าวัด", "ไฟดับ", "หน้าวัด"),
        ("ไฟดับ\nหน้าวัด", "หน้าวัด", "ไฟดับ"),
        ("ไฟดับ\nหน้าวัด\nสามวัน", "หน้าวัด", "ไฟดับ\nสามวัน"),
        ("บรรทัดหนึ่ง\nบรรทัดสอง\nหน้าวัด", "บรรทัดหนึ่ง\nบรรทัดสอง", "หน้าวัด"),
        ("ไฟดับ\nหน้าวัด\nไฟดับ", "ไฟดับ", "ไฟดับ\nหน้าวัด"),
    ],
)
def test_the_words_of_a_message_go_and_the_others_stay(whole, words, left):
    assert replaced(whole, words, "") == left


@pytest.mark.parametrize(
    ("whole", "words"),
    [("ไฟดับหน้าวัด", "ไฟดับ"), ("ไฟดับ", "ไฟดับหน้าวัด"), ("", "ไฟดับ"), ("ไฟดับ", ""), ("", "")],
)
def test_what_is_not_there_as_a_whole_line_is_left_alone(whole, words):
    assert replaced(whole, words, "") is None
    assert replaced(whole, words, "ใหม่") is None


def test_changed_words_take_the_place_of_the_old():
    assert replaced("ไฟดับ\nหน้าวัด", "ไฟดับ", "ไฟดับสองดวง") == "ไฟดับสองดวง\nหน้าวัด"


def test_a_message_that_was_cut_at_the_limit_is_known_by_its_beginning():
    long = "ก" * 400
    assert replaced(f"ไฟดับ\n{long[:250]}", long, "") == "ไฟดับ"
    assert replaced(long[:250], long, "") == ""
    assert replaced(f"ไฟดับ\n{long[:150]}", long, "") is None
