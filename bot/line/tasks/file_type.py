"""Detects the type of a file from its content; names and types given by LINE or the sender are not trusted.

Only harmless types are accepted. Web pages and programs are not, because officers open the files.
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
_IMAGE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_SIGNATURES = (
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
_EXECUTABLE_PREFIXES = ("<", "#!")
_CONTROL = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f]")
TEXT_BYTES = 5_000_000
_DIRECTORY_ENTRY = b"PK\x01\x02"
MAX_ENTRIES = 10_000
"""Entries of an archive's directory; reading one needs ten times its size in memory."""


def sniff(content: bytes) -> str | None:
    """The media type of an accepted file, else None. The caller must re-encode images (`image/…`)."""
    return (
        _by_signature(content)
        or _iso(content)
        or _riff(content)
        or _office(content)
        or _text(content)
    )


def _by_signature(content: bytes) -> str | None:
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if len(content) > 1 and content[0] == 0xFF:
        return _MPEG_AUDIO.get(content[1])
    return None


def _iso(content: bytes) -> str | None:
    if content[4:8] != b"ftyp":
        return None
    brand = content[8:12]
    if brand in _IMAGE_BRANDS:
        return None
    known = (media_type for start, media_type in _BRANDS.items() if brand.startswith(start))
    return next(known, "video/mp4")


def _riff(content: bytes) -> str | None:
    if content[:4] != b"RIFF":
        return None
    return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(content[8:12])


def _office(content: bytes) -> str | None:
    """The type of a Word, Excel or PowerPoint document without macros; None for any other archive."""
    if not content.startswith(b"PK\x03\x04") or content.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
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
    """text/plain for UTF-8 text without control characters that no browser or shell would execute."""
    if len(content) > TEXT_BYTES or _CONTROL.search(content):
        return None
    try:
        words = content.decode("utf-8").lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return None
    return "text/plain" if words and not words.startswith(_EXECUTABLE_PREFIXES) else None
