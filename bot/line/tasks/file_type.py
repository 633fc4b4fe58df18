"""What a file is, by its first bytes. What LINE or its sender calls it is not believed.

A page or a program is nothing we keep: it would be opened on an officer's computer.
"""

import io
import re
import struct
import zipfile

_BRANDS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"3gp": "video/3gpp",
}
"""Brands of the ISO base media format (ISO/IEC 14496-12, box `ftyp`); any other is read as mp4."""
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)
_MPEG_AUDIO = {0xF1: "audio/aac", 0xF9: "audio/aac", 0xFB: "audio/mpeg", 0xFA: "audio/mpeg"}
_MARKUP = ("<", "#!")
_CONTROL = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f]")
TEXT_BYTES = 5_000_000
_ENTRY = b"PK\x01\x02"
MOST_ENTRIES = 10_000
"""Entries of an archive's directory, each of which costs ten times its own size to read."""


def sniff(content: bytes) -> str | None:
    """The media type of a file we keep, or None. Pictures come back as image/…, to be made anew."""
    return (
        _by_beginning(content)
        or _iso(content)
        or _riff(content)
        or _office(content)
        or _text(content)
    )


def _by_beginning(content: bytes) -> str | None:
    for beginning, media_type in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    if len(content) > 1 and content[0] == 0xFF:
        return _MPEG_AUDIO.get(content[1])
    return None


def _iso(content: bytes) -> str | None:
    if content[4:8] != b"ftyp":
        return None
    brand = content[8:12]
    if brand in _PICTURE_BRANDS:
        return None
    known = (media_type for start, media_type in _BRANDS.items() if brand.startswith(start))
    return next(known, "video/mp4")


def _riff(content: bytes) -> str | None:
    if content[:4] != b"RIFF":
        return None
    return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(content[8:12])


def _office(content: bytes) -> str | None:
    """A document of Word, Excel or PowerPoint without macros; no other archive."""
    if not content.startswith(b"PK\x03\x04") or content.count(_ENTRY) > MOST_ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, struct.error):
        return None
    if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
        return None
    return next(
        (kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), None
    )


def _text(content: bytes) -> str | None:
    """Words alone: no control bytes, and nothing a browser or a shell would run."""
    if len(content) > TEXT_BYTES or _CONTROL.search(content):
        return None
    try:
        words = content.decode("utf-8").lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return None
    return "text/plain" if words and not words.startswith(_MARKUP) else None
