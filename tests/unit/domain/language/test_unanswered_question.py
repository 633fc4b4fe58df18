"""The normal form under which an unanswered question is counted."""

import pytest

from domain.language.unanswered_question import as_unanswered_question


@pytest.mark.parametrize(
    ("question", "gap"),
    [
        ("ห้องสมุดเปิดกี่โมงคะ", "ห้องสมุดเปิดกี่โมง"),
        ("ห้องสมุดเปิดกี่โมงครับ?", "ห้องสมุดเปิดกี่โมง"),
        ("  ห้องสมุด   เปิดกี่โมง นะคะ ", "ห้องสมุด เปิดกี่โมง"),
        ("โทรกลับ 081-234-5678 ได้ไหม", "โทรกลับ # ได้ไหม"),
        ("เลขบัตร ๑๒๓๔๕๖๗๘๙๐๑๒๓", "เลขบัตร #"),
        ("หมู่ 3 มีรถเมล์ไหม", "หมู่ 3 มีรถเมล์ไหม"),
        ("คะ?", None),
        ("..", None),
        ("", None),
    ],
)
def test_manners_and_long_numbers_are_left_out(question, gap):
    assert as_unanswered_question(question) == gap


def test_a_long_question_is_cut():
    assert as_unanswered_question("ก ข ค" * 100) == ("ก ข ค" * 100)[:100].strip()
