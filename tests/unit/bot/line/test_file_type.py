"""The type of a file is recognised by its content and never by its name."""

import io
import struct
import zipfile

import pytest

from bot.line.tasks.file_type import sniff


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x00\x00\x00\x20ftypM4A \x00\x00", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00", "video/quicktime"),
        (b"\x00\x00\x00\x18ftyp3gp4\x00\x00", "video/3gpp"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x44", "audio/mpeg"),
        (b"\xff\xf3\x40\xc4", "audio/mpeg"),
        (b"\xff\xe3\x18\xc4", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"#!AMR\n", "audio/amr"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (
            archive("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("ใบเสร็จเลขที่ 12".encode(), "text/plain"),
        ("ใบเสร็จเลขที่ 12\r\n\x0cหน้า 2\r\n\x1a".encode("cp874"), "text/plain"),
        (b"{\\rtf1\\ansi\\ansicpg874{\\info{\\author Somsri}}\\f0 \\'a1}", "application/rtf"),
    ],
)
def test_what_residents_send_is_known_by_its_content(content, media_type):
    assert sniff(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm -rf /",
        b"<!doctype html><script>alert(1)</script>",
        b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"{\\rtf1{\\object\\objemb{\\*\\objdata 01050000}}}",
        b"{\\rtf1{\\*\\template http://elsewhere.example/a.dot}}",
        b"\xef\xbb\xbf{\\rtf1{\\field{\\*\\fldinst DDEAUTO cmd}}}",
        b"PK\x03\x04 not an archive",
        archive("virus.exe"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("[Content_Types].xml", "elsewhere/a.xml"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"words\x00and a zero",
        b"\xff\xfe\x00\x01",
        b"\xff\xfe<\0h\0t\0m\0l\0>\0",
        "ข้อความ".encode("utf-16")[:-1],
        "<script>ไทย</script>".encode("cp874"),
        "#!/bin/sh ไทย".encode("cp874"),
        "Une télévision cassée à côté".encode("latin-1"),
        b"MZ\x90\x00\x03%PDF-1.4",
        b"<html>%PDF-1.4",
        b"\0words <script>%PDF-1.4",
        b"x" * 2000 + b"\0%PDF-1.4",
        b"RIFF\x24\x00\x00\x00AVI LIST",
    ],
)
def test_programs_pages_archives_and_the_unknown_are_nothing_we_keep(content):
    assert sniff(content) is None


def ole(*names: str) -> bytes:
    """Return an OLE file whose directory has these entries."""
    entries = b"".join(
        f"{name}\0".encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<H", 2 * len(name) + 2)
        + bytes(62)
        for name in ("Root Entry", *names)
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("names", "media_type"),
    [
        (("WordDocument", "1Table"), "application/msword"),
        (("Workbook",), "application/vnd.ms-excel"),
        (("Book",), "application/vnd.ms-excel"),
        (("PowerPoint Document",), "application/vnd.ms-powerpoint"),
        (("WordDocument", "Macros", "VBA"), None),
        (("Workbook", "_vba_project_cur"), None),
        (("AMessage",), None),
        ((), None),
    ],
)
def test_an_office_document_of_before_2007_is_kept_without_macros(names, media_type):
    assert sniff(ole(*names)) == media_type


def recording(brand: bytes, *tracks: bytes) -> bytes:
    """Return the beginning of an MP4 file with these kinds of tracks."""
    boxes = b"".join(b"\0\0\0\x21hdlr" + bytes(8) + track + bytes(13) for track in tracks)
    return b"\0\0\0\x18ftyp" + brand + bytes(12) + boxes


@pytest.mark.parametrize("sent_as_voice", [True, False])
@pytest.mark.parametrize(
    ("brand", "sound", "video"),
    [
        (b"mp42", "audio/mp4", "video/mp4"),
        (b"isom", "audio/mp4", "video/mp4"),
        (b"3gp4", "audio/3gpp", "video/3gpp"),
        (b"3gp5", "audio/3gpp", "video/3gpp"),
    ],
)
def test_a_recording_is_voice_unless_it_has_pictures(brand, sound, video, sent_as_voice):
    def kind(*tracks: bytes) -> str | None:
        return sniff(recording(brand, *tracks), sent_as_voice=sent_as_voice)

    assert kind(b"soun") == sound
    assert kind(b"soun", b"vide") == kind(b"vide") == video
    assert kind() == (sound if sent_as_voice else video)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n ", b"\0" * 128, b"mail junk\r\n"])
def test_a_pdf_behind_other_bytes_is_a_pdf(before):
    assert sniff(before + b"%PDF-1.7\n") == "application/pdf"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp874"])
def test_text_of_a_thai_windows_is_kept(encoding):
    assert sniff("รายการ, 12 บาท\r\nท่อแตก".encode(encoding)) == "text/plain"


@pytest.mark.parametrize(
    ("brand", "media_type"),
    [(b"heic", "image/heic"), (b"mif1", "image/heic"), (b"avif", "image/avif")],
)
def test_a_photo_of_a_new_telephone_is_a_picture(brand, media_type):
    assert sniff(b"\0\0\0\x20ftyp" + brand + b"\0\0") == media_type


@pytest.mark.parametrize("content", [b"x" * 3000, b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_a_voice_message_that_nobody_can_hear_is_none(content):
    assert sniff(content, sent_as_voice=True) is None
    assert sniff(content) is not None


def test_a_bitmap_and_a_tiff_are_pictures_and_a_text_of_the_same_letters_is_a_text():
    assert sniff(b"BM" + bytes(60)) == "image/bmp"
    assert {sniff(b"II*\0" + bytes(60)), sniff(b"MM\0*" + bytes(60))} == {"image/tiff"}
    assert sniff("BMW ชนเสาไฟหน้าวัด".encode()) == "text/plain"
