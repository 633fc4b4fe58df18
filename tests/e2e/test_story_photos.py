"""Photos arrive late, are missing, are unsent, or are not photos; the resident is always told."""

import base64
import io

import pytest
from PIL import Image

from bot.line.tasks.download import fetch_content
from bot.wiring import attachment_files
from storage.cases.attachments import AttachmentState
from tests.fuzz.files import png_of

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"


def states(bot) -> list[AttachmentState]:
    with bot.office.store.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT state FROM attachment ORDER BY id")
        return [AttachmentState(row[0]) for row in rows]


def test_a_late_photo_is_waited_for_and_nobody_else_waits(bot, resident, neighbour):
    neighbour.says("สวัสดีค่ะ").sees("มีอะไรให้ช่วย")
    resident.sends_photos("lamp-broken.jpg", content="late").sees("เกิดปัญหาอะไร")
    assert states(bot) == [AttachmentState.STORED]


@pytest.mark.parametrize("fate", ["gone", "unsent"])
def test_a_lost_photo_is_told_to_who_sent_it(bot, resident, fate):
    resident.sends_photos("lamp-broken.jpg", content=fate).sees("เปิดไม่ได้แล้ว")
    assert states(bot) == [AttachmentState.GONE]


def test_what_is_no_picture_is_told_to_who_sent_it(bot, resident):
    resident.sends_bytes(base64.b64encode(b"MZ this is a program").decode()).sees("ไฟล์ที่ส่งมาเปิดไม่ได้")
    assert states(bot) == [AttachmentState.UNREADABLE]


def test_a_photo_that_arrives_cut_short_is_fetched_again(bot, resident, monkeypatch):
    lengths = []

    def cut_the_first(*request):
        content = fetch_content(*request)
        lengths.append(len(content))
        return content[:500] if len(lengths) == 1 else content

    monkeypatch.setattr("bot.line.tasks.run.fetch_content", cut_the_first)
    resident.sends_photos("lamp-broken.jpg").sees("เกิดปัญหาอะไร")
    assert (len(lengths), states(bot)) == (2, [AttachmentState.STORED])


def test_a_photo_with_too_many_pixels_is_told_to_be_too_large(bot, resident):
    bomb = png_of(60_000, 60_000)
    resident.sends_bytes(base64.b64encode(bomb).decode()).sees("ใหญ่เกินไป")
    assert states(bot) == [AttachmentState.TOO_LARGE]


def test_below_a_lost_photo_stands_the_open_question_with_its_buttons(resident):
    resident.says("ไฟถนนหน้าวัดดับ").sends_photos("lamp-broken.jpg", content="gone")
    resident.sees("เปิดไม่ได้แล้ว")
    assert resident.quick_replies[0] == STREET_LIGHT
    resident.presses(STREET_LIGHT).sees("รูปและไฟล์", "ไม่มี")


def test_a_photo_while_a_question_is_open_is_acknowledged_above_it(resident):
    resident.says("ไฟถนนหน้าวัดดับ").sends_photos("lamp-broken.jpg")
    assert resident.screen.startswith("ได้รับแล้วค่ะ\nเรื่องนี้ตรงกับประเภทใดคะ")


def test_a_sticker_after_a_photo_is_thanked_for_once(resident):
    resident.sends_photos("lamp-broken.jpg").sends_sticker()
    assert resident.screen.count("ได้รับแล้ว") == 1


def test_what_is_more_than_a_case_can_take_is_told(resident):
    resident.says("ไฟถนนหน้าวัดดับ").presses(STREET_LIGHT)
    resident.sends_photos(*["lamp-broken.jpg"] * 11).sees("ไม่เกิน 10 รายการ", "รูป 10")
    resident.shares_place().does_not_see("ไม่เกิน 10 รายการ")


def test_a_kept_photo_has_forgotten_where_it_was_taken(bot, resident):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "a telephone"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    resident.sends_bytes(base64.b64encode(out.getvalue()).decode())
    with bot.office.store.read() as tx:
        (kept,) = tx.attachments.get_many([1])
    with Image.open(io.BytesIO(attachment_files(bot.settings).read(kept.file))) as picture:
        assert dict(picture.getexif()) == {}


def test_closing_waits_for_the_after_photo(resident, officer):
    resident.complains()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนแล้ว")
    resident.looks_away()
    officer.sends_photos("lamp-fixed.jpg", content="late").presses("ยืนยัน")
    resident.sees("ดำเนินการแล้ว")


def test_closing_with_a_photo_that_is_gone_asks_for_proof_again(resident, officer):
    resident.complains()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนแล้ว")
    resident.looks_away()
    officer.sends_photos("lamp-fixed.jpg", content="gone").sees("เปิดไม่ได้", "ส่งรูปหลังดำเนินการ")
    officer.says("ยืนยัน").sees("ส่งรูปหลังดำเนินการ")
    resident.hears_nothing()
    officer.sends_photos("lamp-fixed.jpg").presses("ยืนยัน")
    resident.sees("ดำเนินการแล้ว")


def test_many_photos_of_one_officer_close_with_one_answer(resident, officer):
    resident.complains()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนแล้ว").sends_photos("lamp-fixed.jpg", "road-repaired.jpg")
    assert len(officer.news) == 1
    officer.sees("2 รูป").presses("ยืนยัน")
    resident.sees("ดำเนินการแล้ว")


def test_photos_with_an_answer_reach_the_officer(resident, officer):
    resident.complains()
    officer.presses("ขอข้อมูลเพิ่ม").says("ขอดูเลขที่เสา").presses("ยืนยัน").looks_away()
    resident.presses("ตอบคำถาม").says("ตามรูป").sends_photos("lamp-broken.jpg").presses("ยืนยัน")
    officer.sees("ผู้แจ้งตอบแล้ว", "ตามรูป")
    assert "hero" in officer.news[0]["contents"]


def test_an_answer_in_words_brings_no_older_photo(resident, officer):
    resident.says("ไฟถนนหน้าวัดดับ").sends_photos().presses(STREET_LIGHT).presses("ยืนยัน")
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาต้นไหนคะ").presses("ยืนยัน").looks_away()
    resident.presses("ตอบคำถาม").says("ต้นที่ 12").presses("ยืนยัน")
    officer.sees("ผู้แจ้งตอบแล้ว", "ต้นที่ 12")
    assert "hero" not in officer.news[0]["contents"]


def test_several_photos_with_an_answer_get_one_reply(resident, officer):
    resident.complains()
    officer.presses("ขอข้อมูลเพิ่ม").says("ขอดูเลขที่เสา").presses("ยืนยัน")
    resident.presses("ตอบคำถาม").says("ตามรูป").sends_photos("lamp-broken.jpg", "pothole.jpg")
    assert len(resident.news) == 1


def test_photos_sent_while_a_question_is_open_are_an_answer(resident, officer):
    resident.complains()
    officer.presses("ขอข้อมูลเพิ่ม").says("ขอดูรูปเสา").presses("ยืนยัน").looks_away()
    resident.presses("ตอบคำถาม").sends_photos("lamp-broken.jpg").sees("ส่งรูป 1 รูป เป็นคำตอบ")
    resident.says("ตามรูปค่ะ").presses("ยืนยัน")
    officer.sees("ผู้แจ้งตอบแล้ว", "ตามรูปค่ะ")
