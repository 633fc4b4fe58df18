"""By which way a text typed before is to reach the office."""

import pytest

from domain.language.way_meant import Way, denies_praise, way_meant


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("แจ้งเป็นเรื่อง", Way.REPORT),
        ("ขอแจ้งเรื่องนี้ค่ะ", Way.REPORT),
        ("ร้องเรียน", Way.REPORT),
        ("ฝากคำถามให้เจ้าหน้าที่", Way.ASK),
        ("ฝากถามให้หน่อยนะ", Way.ASK),
        ("ส่งให้เจ้าหน้าที่เลย", Way.ASK),
        ("ask an officer please", Way.ASK),
        ("ร้องเรียนเจ้าหน้าที่", Way.STAFF),
        ("ขอร้องเรียนพนักงาน", Way.STAFF),
        ("เป็นคำชมค่ะ", Way.PRAISE),
        ("แจ้งไฟดับหน้าวัด", None),
        ("ถามว่าเปิดกี่โมง", None),
        ("ไม่แจ้งแล้ว", None),
        ("", None),
    ],
)
def test_the_way_that_a_few_words_name(text, way):
    assert way_meant(text) is way


def test_what_is_no_praise():
    assert denies_praise("ไม่ใช่คำชม เขารับเงิน")
    assert denies_praise("ไม่ได้ชมสักหน่อย")
    assert not denies_praise("ชมเขาจริงๆ")
