"""The question behind thanks."""

import pytest

from domain.language.after_thanks import question_after_thanks


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("ขอบคุณค่ะ แล้วรถมากี่โมง", "รถมากี่โมง"),
        ("ขอบใจหลายๆ สิมามื้อได๋", "สิมามื้อได๋"),
        ("Thank you, and when will it be done?", "when will it be done?"),
        ("ขอบคุณมากค่ะ", ""),
        ("ขอบคุณที่มาซ่อมให้นะคะ สว่างดีแล้ว", ""),
        ("แล้วรถมากี่โมง", ""),
    ],
)
def test_what_follows_the_thanks_is_asked(text, question):
    assert question_after_thanks(text) == question
