"""Audio, videos and files are accepted like photos, stored unchanged, and can be downloaded by officers."""

import io
import zipfile

import pytest
import urllib3
from PIL import Image

from bot.line.tasks.document_process import MOST_UNPACKED
from storage.cases.attachments import AttachmentKind, AttachmentState
from tests.chat import LAMP

HTTP = urllib3.PoolManager()
VOICE = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + bytes(64)
VOICE_OF_ANDROID = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + bytes(64)
BOM = b"\xef\xbb\xbf"
TABLE = "รายการ,บาท\r\nหลอดไฟ,120\r\n".encode("cp874")
RTF = b"{\\rtf1\\ansi{\\info{\\author Somsri}}words}"
VIDEO = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(64)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
_picture = io.BytesIO()
Image.new("RGB", (8, 8)).save(_picture, "PNG")
PNG = _picture.getvalue()
PAGE = b"<!doctype html><script>alert(1)</script>"


def kept(bot):
    with bot.office.store.read() as tx:
        return tx.attachments.get_many(range(1, 100))


def link(phone, label):
    return phone.keeps(label)["uri"]


def fetch(bot, address):
    return HTTP.request("GET", address.replace("https://rongtuk.example", bot.url))


@pytest.mark.parametrize(
    ("sort", "content", "label", "kind", "media_type", "ending"),
    [
        ("audio", VOICE, "ฟังเสียง", AttachmentKind.AUDIO, "audio/mp4", "m4a"),
        ("audio", VOICE_OF_ANDROID, "ฟังเสียง", AttachmentKind.AUDIO, "audio/mp4", "m4a"),
        ("file", BOM + PDF, "เปิดไฟล์", AttachmentKind.FILE, "application/pdf", "pdf"),
        ("file", TABLE, "เปิดไฟล์", AttachmentKind.FILE, "text/plain", "txt"),
        ("file", RTF, "เปิดไฟล์", AttachmentKind.FILE, "application/rtf", "rtf"),
        ("video", VIDEO, "ดูวิดีโอ", AttachmentKind.VIDEO, "video/mp4", "mp4"),
        ("file", PDF, "เปิดไฟล์", AttachmentKind.FILE, "application/pdf", "pdf"),
    ],
)
def test_an_officer_downloads_what_a_resident_sent_byte_for_byte(
    bot, resident, officer, sort, content, label, kind, media_type, ending
):
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_file(sort, content)
    resident.sees("ตรวจดูก่อนส่ง")
    officer.looks_away()
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว")
    (evidence,) = kept(bot)
    assert (evidence.kind, evidence.state, evidence.media_type) == (
        kind,
        AttachmentState.STORED,
        media_type,
    )
    answer = fetch(bot, link(officer, label))
    assert (answer.status, answer.data) == (200, content)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="evidence-{evidence.key[:8]}.{ending}"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_voice_before_any_word_starts_a_complaint(resident):
    resident.sends_file("audio", VOICE).sees("ช่วยเล่าสั้น ๆ")
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sees("เสียง 1")


def test_several_kinds_are_counted_apart_on_the_review(resident):
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_photos()
    resident.sends_file("video", VIDEO).sends_file("file", PDF).sees(
        "รูป 1 รูป วิดีโอ 1 รายการ ไฟล์ 1 ไฟล์"
    )


def test_a_photo_sent_as_a_file_is_made_anew_and_shown_as_a_photo(bot, resident):
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_file("file", PNG)
    (evidence,) = kept(bot)
    assert (evidence.kind, evidence.media_type) == (AttachmentKind.IMAGE, "image/jpeg")


def test_a_page_that_calls_itself_a_video_is_not_kept_and_its_sender_is_told(bot, resident):
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_file("video", PAGE)
    resident.sees("ไฟล์ที่ส่งมาเปิดไม่ได้")
    (evidence,) = kept(bot)
    assert (evidence.state, evidence.file) == (AttachmentState.UNREADABLE, None)


def test_a_document_that_unpacks_to_gigabytes_is_not_kept_and_its_sender_is_told(bot, resident):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", bytes(MOST_UNPACKED + 1))
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_file("file", bomb.getvalue())
    resident.sees("ไฟล์ที่ส่งมาเปิดไม่ได้")
    (evidence,) = kept(bot)
    assert (evidence.state, evidence.file) == (AttachmentState.UNREADABLE, None)


def test_a_voice_that_arrives_as_an_error_page_is_fetched_again(bot, resident, monkeypatch):
    bodies = [PAGE, VOICE]
    monkeypatch.setattr("bot.line.tasks.run.fetch_content", lambda *_: bodies.pop(0))
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_file("audio", VOICE).sees("เสียง 1")
    (evidence,) = kept(bot)
    assert (evidence.state, evidence.media_type) == (AttachmentState.STORED, "audio/mp4")


def test_a_video_too_large_to_keep_is_told(bot, resident, monkeypatch):
    monkeypatch.setattr("bot.line.tasks.run.CONTENT_BYTES", 40)
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_file("video", VIDEO)
    resident.sees("ใหญ่เกินไป")


def test_an_address_with_another_signature_or_of_a_photo_opens_no_file(bot, resident, officer):
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").sends_file("file", PDF)
    resident.presses("ยืนยัน")
    address = link(officer, "เปิดไฟล์")
    # Not the last letter: some of its bits are not part of the signature.
    wrong = "0" if address[-2] != "0" else "1"
    assert fetch(bot, address[:-2] + wrong + address[-1]).status == 404
    assert fetch(bot, address.replace("/files/", "/photos/") + ".jpg").status == 404


def test_what_is_added_later_reaches_whoever_holds_the_case(resident, officer):
    resident.complains()
    officer.presses("รับเรื่อง")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป")
    resident.sends_file("audio", VOICE).says("มีเสียงไฟช็อต").sees("เสียง 1")
    officer.looks_away()
    resident.presses("ยืนยัน")
    officer.sees("ผู้แจ้งเพิ่มข้อมูล").can_press("ฟังเสียง")
