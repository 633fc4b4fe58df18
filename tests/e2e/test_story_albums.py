"""Photos sent together of which some do not arrive, and quick replies that a push would hide."""

from datetime import timedelta

import pytest

from handlers.usecases import attachments
from tests.chat import LAMP

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
THREE = ("lamp-broken.jpg", "pothole.jpg", "rubbish-heap.jpg")


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(attachments, "ALBUM_WAIT", timedelta(seconds=0.2))


def test_an_album_that_stays_incomplete_is_answered_with_what_is_there(resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    resident.sends_photos(*THREE, arriving=2).sees("ได้รับรูปแล้ว 2 รูป", "รูป 2", "ตรวจดูก่อนส่ง")
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว")


def test_an_incomplete_album_before_any_word_is_asked_what_it_shows(resident):
    resident.sends_photos(*THREE, arriving=1).sees("ได้รับรูปแล้ว 1 รูป", "ช่วยเล่าสั้น ๆ")


def test_a_whole_album_is_answered_once(resident):
    resident.says(LAMP).presses(STREET_LIGHT)
    resident.sends_photos(*THREE).sees("รูป 3").does_not_see("ได้รับรูปแล้ว")


def test_the_open_question_keeps_its_buttons_below_a_push(resident, officer):
    number = resident.complains()
    officer.looks_away()
    resident.says("ขยะหน้าบ้านไม่มาเก็บ")
    choices = resident.quick_replies
    officer.presses("รับเรื่อง")
    resident.sees(number, "ขยะ ถังขยะ")
    assert resident.quick_replies == choices
    resident.presses("ขยะ ถังขยะ").sees("ตรวจดูก่อนส่ง")


def test_without_an_open_question_a_push_brings_no_buttons_of_one(resident, officer):
    resident.complains()
    officer.presses("รับเรื่อง")
    assert resident.quick_replies == []
