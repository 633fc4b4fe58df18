"""Detect the type of a file from its content; names and types given by LINE or the sender are not trusted.

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
_IMAGE_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"avis": "image/avif",
}
_SOUND_ALONE = {
    "video/mp4": "audio/mp4",
    "video/3gpp": "audio/3gpp",
    "video/quicktime": "audio/mp4",
}
"""Phones record voice in files that are marked as mp4 (brands isom, mp42) or 3gp."""
_HANDLER = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)
"""The kind of a track: ISO/IEC 14496-12, box `hdlr`."""
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
"""Streams of Office 97-2003 documents: https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/."""
_OLE_MACROS = ("_VBA_PROJECT", "Macros", "_VBA_PROJECT_CUR")
_OLE_ENTRY, _OLE_NAME = 128, 64
"""Bytes of an entry of an OLE directory, and of its name, which is followed by the name's length in bytes."""
_PDF_HEAD = 1024
"""Readers accept the header of a PDF within this many bytes: ISO 32000-1, annex H.3, note 13."""
_PROGRAMS = (b"#!", b"MZ", b"\x7fELF", b"PK", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_SIGNATURES = (
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_MPEG_AUDIO = {
    **dict.fromkeys((0xF1, 0xF9), "audio/aac"),
    **dict.fromkeys((0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2), "audio/mpeg"),
}
"""The second byte of a frame. Voice recorders use the low sampling rates of MPEG-2 (F2, F3) and 2.5 (E2, E3)."""
_RTF = b"{\\rtf"
_RTF_ACTIVE = re.compile(rb"\\(?:obj|\*\\template|\*\\fldinst[^}]*DDE)", re.IGNORECASE)
"""An object, which may be a program, and a template or data that Word fetches from elsewhere."""
_EXECUTABLE_PREFIXES = ("<", "#!")
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_THAI_OR_ASCII = re.compile(r"[\t\r\n -~]+|[\u0e01-\u0e5b]{2,}")
TEXT_BYTES = 5_000_000
_DIRECTORY_ENTRY = b"PK\x01\x02"
MAX_ENTRIES = 10_000
"""Entries of an archive's directory; reading one needs ten times its size in memory."""


def sniff(content: bytes, *, sent_as_voice: bool = False) -> str | None:
    """The media type of an accepted file, else None. The caller must re-encode images (`image/…`).

    `sent_as_voice`: LINE says that it is a voice message, so without a video track it is sound, and what is
    neither sound nor video is nothing that anybody could listen to.
    """
    found = _sniff(content, sent_as_voice=sent_as_voice)
    if sent_as_voice and found and not found.startswith(("audio/", "video/")):
        return None
    return found


def _sniff(content: bytes, *, sent_as_voice: bool) -> str | None:
    return (
        _by_signature(content)
        or _bitmap(content)
        or _iso(content, sent_as_voice=sent_as_voice)
        or _riff(content)
        or _office(content)
        or _ole(content)
        or _rtf(content)
        or _pdf(content)
        or _text(content)
    )


def _by_signature(content: bytes) -> str | None:
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if len(content) > 1 and content[0] == 0xFF:
        return _MPEG_AUDIO.get(content[1])
    return None


def _bitmap(content: bytes) -> str | None:
    """image/bmp. A text may begin with BM too, but has no zeros where the head reserves four bytes."""
    return "image/bmp" if content[:2] == b"BM" and content[6:10] == bytes(4) else None


def _iso(content: bytes, *, sent_as_voice: bool) -> str | None:
    if content[4:8] != b"ftyp":
        return None
    brand = content[8:12]
    if brand in _IMAGE_BRANDS:
        return _IMAGE_BRANDS[brand]
    media_types = (media_type for start, media_type in _BRANDS.items() if brand.startswith(start))
    media_type = next(media_types, "video/mp4")
    tracks = {match[1] for match in _HANDLER.finditer(content)}
    is_sound = tracks == {b"soun"} or (sent_as_voice and b"vide" not in tracks)
    return _SOUND_ALONE.get(media_type, media_type) if is_sound else media_type


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


def _ole(content: bytes) -> str | None:
    """The type of a Word, Excel or PowerPoint document of 1997 to 2003 without macros."""
    if not content.startswith(_OLE_SIGNATURE) or any(
        _has_entry(content, name) for name in _OLE_MACROS
    ):
        return None
    return next((kind for name, kind in _OLE.items() if _has_entry(content, name)), None)


def _has_entry(content: bytes, name: str) -> bool:
    """Whether an OLE directory in the content has an entry of this name, in any case.

    Entries have 128 bytes and are aligned to them.
    """
    pattern = re.compile(re.escape(f"{name}\0".encode("utf-16-le")), re.IGNORECASE)
    length = struct.pack("<H", 2 * len(name) + 2)
    return any(
        found.start() % _OLE_ENTRY == 0 and content.startswith(length, found.start() + _OLE_NAME)
        for found in pattern.finditer(content)
    )


def _pdf(content: bytes) -> str | None:
    """application/pdf, also behind a byte order mark or other leading bytes that are no program or page."""
    at = content.find(b"%PDF-", 0, _PDF_HEAD)
    before = content[: max(at, 0)].removeprefix(b"\xef\xbb\xbf").lstrip()
    is_harmless = b"<" not in before and not before.startswith(_PROGRAMS)
    return "application/pdf" if at >= 0 and is_harmless else None


def _rtf(content: bytes) -> str | None:
    """application/rtf without active parts. It is no plain text: it names its author."""
    if not _is_rtf(content) or _RTF_ACTIVE.search(content):
        return None
    return "application/rtf"


def _is_rtf(content: bytes) -> bool:
    return content[:_PDF_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_RTF)


def _text(content: bytes) -> str | None:
    """text/plain for text without control characters that no browser or shell would execute.

    In UTF-8, in UTF-16 with its mark, or in cp874, in which Windows in Thai writes.
    """
    if len(content) > TEXT_BYTES or _is_rtf(content):
        return None
    # Programs of DOS end a text with this sign.
    content = content.removesuffix(b"\x1a")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8", "cp874")
    for encoding in encodings:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" and not _is_thai_or_ascii(words):
            return None
        start = words.lstrip("\ufeff \t\r\n")
        is_safe = not _CONTROL.search(words) and not start.startswith(_EXECUTABLE_PREFIXES)
        return "text/plain" if start and is_safe else None
    return None


def _is_thai_or_ascii(words: str) -> bool:
    """Whether nine in ten letters are ASCII or Thai words, which does not happen by chance in another encoding."""
    words = words.removeprefix("\ufeff")
    return 10 * sum(map(len, _THAI_OR_ASCII.findall(words))) >= 9 * len(words)
