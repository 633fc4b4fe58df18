"""What a file is, by its content and never by its name."""

import io
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
        b"PK\x03\x04 not an archive",
        archive("virus.exe"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("[Content_Types].xml", "elsewhere/a.xml"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"words\x00and a zero",
        b"\xff\xfe\x00\x01",
        b"\x00\x00\x00\x20ftypheic\x00\x00",
        b"RIFF\x24\x00\x00\x00AVI LIST",
    ],
)
def test_programs_pages_archives_and_the_unknown_are_nothing_we_keep(content):
    assert sniff(content) is None
